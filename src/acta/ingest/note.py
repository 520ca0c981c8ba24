"""A note of acta's own: its transcript region is a source like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, UnfitError, clock_to_ms, is_person, squeeze
from acta.model import Hints, Segment

_START, _END = "<!-- ai:transcript:start -->", "<!-- ai:transcript:end -->"
# A mark of a note is a line; one that is spoken or pasted stands among other words.
_MARK = re.compile(rf"^{_START}[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"^(?:\[(\d+:\d{2}:\d{2}(?:\.\d+)?)\] )?([^:\n]{1,80}): (.*)$")
_ALONE = re.compile(r"^\[(\d+:\d{2}:\d{2}(?:\.\d+)?)\]\s*(.*)$")
_FRAME = re.compile(r"(?:`{3,}|~{3,})\w*$|## Transcript\b")
# What a note calls a voice that no source named.
_NOBODY = "Unknown"
_DATE = re.compile(r"^date: ['\"]?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_TITLE = re.compile(r"^# (.+?)(?: — \d{4}-\d{2}-\d{2})?\s*$", re.MULTILINE)


def _guess(source: Decoded) -> float:
    return 1.0 if source.json is None and _MARK.search(source.text) else 0.0


def _parse(source: Decoded, _: Sequence[str]) -> Parsed:
    mark = _MARK.search(source.text)
    if mark is None:
        raise UnfitError("it has no transcript region")
    rest = source.text[mark.end() :]
    said: list[tuple[str, int | None, list[str]]] = []
    for line in rest.partition(_END)[0].split("\n"):
        text = line.strip()
        if not text or _FRAME.match(text):
            continue
        if m := _LINE.match(text):
            said.append(("" if m[2] == _NOBODY else squeeze(m[2]), clock_to_ms(m[1] or ""), [m[3]]))
        elif m := _ALONE.match(text):
            said.append(("", clock_to_ms(m[1]), [m[2]]))
        elif said:
            said[-1][2].append(text)
        else:
            said.append(("", None, [text]))
    segments = [Segment(0, label, squeeze(" ".join(text)), at, None, named=is_person(label)) for label, at, text in said]
    title, day = _TITLE.search(source.text), _DATE.search(source.text)
    return Parsed(tuple(segments), Hints(title=title[1] if title else "", date=_day(day[1]) if day else None))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


FORMATS = {"acta": ("a note of acta's own, read from its transcript region", _guess, _parse)}
