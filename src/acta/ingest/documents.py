"""Documents and archives: Teams and Google Meet DOCX, MacWhisper."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from acta.ingest import named
from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, squeeze, whole_ms
from acta.model import Hints, Segment

_TIME = r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
# `Ana Ruiz   0:03`, the words on the next line or in the next paragraph.
_HEADING = re.compile(rf"^(\S[^\n]{{0,80}}?)(?:[ \u00a0]{{2,}}|\t+)({_TIME})$")
# Until 2023: `0:0:5.100 --> 0:0:8.250`, then the name, then the words.
_RANGE = re.compile(rf"^({_TIME})\s*-->\s*({_TIME})$")
_STARTED = re.compile(r"^(.{1,80}?) (?:started|stopped) transcription$")
_LENGTH = re.compile(r"^(?:\d+h )?\d+m(?: \d+s)?$|^\d+s$")


def _docx_guess(source: Decoded, *, meet: bool) -> float:
    return 0.9 if source.paragraphs and named.is_meet(source.paragraphs) == meet else 0.0


def _teams(source: Decoded, names: Sequence[str]) -> Parsed:
    lines = [x.strip() for x in source.paragraphs]
    ranges = any(map(_RANGE.match, lines))
    first = next((i for i, x in enumerate(lines) if (_RANGE if ranges else _HEADING).match(x)), None)
    if first is None:
        return _plain(lines, names)
    said: list[tuple[str, int | None, int | None, list[str]]] = []
    rest = iter(lines[first:])
    for line in rest:
        if ranges and (m := _RANGE.match(line)):
            said.append((next(rest, ""), clock_to_ms(m[1]), clock_to_ms(m[2]), []))
        elif not ranges and (m := _HEADING.match(line)):
            said.append((squeeze(m[1]), clock_to_ms(m[2]), None, []))
        elif not _STARTED.match(line):
            said[-1][3].append(line)
    segments = tuple(Segment(0, squeeze(who), squeeze(" ".join(text)), a, b, named=is_person(who)) for who, a, b, text in said)
    before, hints = _head(lines[:first])
    return Parsed((*before, *segments), hints)


def _head(lines: Sequence[str]) -> tuple[tuple[Segment, ...], Hints]:
    """What stands above the first words: title, day, length and who started; what is none of these was said by nobody known."""
    title, day = "", None
    loose: list[Segment] = []
    for line in lines:
        if found := _day(line):
            day = day or found
        elif _STARTED.match(line) or _LENGTH.match(line):
            continue
        elif not title and len(line) < 200:
            title = re.sub(r"-\d{8}_\d{6}(?:UTC)?-Meeting (?:Recording|Transcript)$", "", squeeze(line))
        else:
            loose.append(Segment(0, "", squeeze(line)))
    return tuple(loose), Hints(title=title, date=day)


def _day(line: str) -> date | None:
    m = re.match(r"^([A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})(?:,? \d{1,2}:\d{2} ?(?:[AP]M)?)?$", line)
    for shape in ("%B %d, %Y", "%d %B %Y") if m else ():
        try:
            return datetime.strptime(m[1], shape).date()  # type: ignore[index]  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _plain(lines: Sequence[str], names: Sequence[str]) -> Parsed:
    """A document of neither tool: names above the words, before them, or none."""
    text = Decoded("", "\n".join(lines))
    for _, guess, parse in (named.FORMATS["otter"], named.FORMATS["zoom-txt"]):
        if guess(text):
            return parse(text, names)
    return named.read_lines(lines, known=names)


def _meet(source: Decoded, names: Sequence[str]) -> Parsed:
    return named.read_meet(source.paragraphs, names)


def _macwhisper(source: Decoded, _: Sequence[str]) -> Parsed:
    data: dict[str, Any] = json.loads(source.member("metadata.json"))
    out = []
    for row in data.get("transcripts") or []:
        label = squeeze(str((row.get("speaker") or {}).get("name") or ""))
        out.append(
            Segment(
                0, label, squeeze(str(row.get("text") or "")), whole_ms(row.get("start")), whole_ms(row.get("end")), named=is_person(label)
            )
        )
    made = data.get("dateCreated")
    # Apple counts seconds from 2001.
    day = (datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=made)).date() if isinstance(made, int | float) and 0 < made < 4e9 else None
    return Parsed(tuple(out), Hints(date=day))


FORMATS = {
    "teams-docx": ("Microsoft Teams transcript as DOCX", lambda source: _docx_guess(source, meet=False), _teams),
    "meet-docx": ("Google Meet transcript as DOCX", lambda source: _docx_guess(source, meet=True), _meet),
    "macwhisper": ("MacWhisper's `.whisper` file", lambda source: 0.95 if "metadata.json" in source.members else 0.0, _macwhisper),
}
