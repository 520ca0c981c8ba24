"""Documents and archives: Teams and Google Meet DOCX, MacWhisper."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from acta.errors import InputError
from acta.ingest import named
from acta.ingest.decode import Decoded, member
from acta.ingest.shape import Parsed, clock_to_ms, is_person, squeeze
from acta.model import Hints, Segment

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^(\S.{0,80}?)(?:\s{2,}|\t+)(\d{1,2}:\d{2}(?::\d{2})?)\s*(?:\n(.*))?$", re.DOTALL)


def _names(source: Decoded) -> set[str]:
    return set(source.archive.namelist()) if source.archive else set()


def _paragraphs(source: Decoded) -> list[str]:
    from defusedxml import DefusedXmlException  # noqa: PLC0415  # only documents need a parser of XML
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        root = fromstring(member(source, _BODY))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError(f"{source.name}: the document is damaged ({error})", code="damaged", hint="Export it again.") from error
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n"}
    return ["".join(node.text or "" if node.tag == f"{_W}t" else marks.get(node.tag, "") for node in p.iter()) for p in root.iter(f"{_W}p")]


def _is_meet(paragraphs: Sequence[str]) -> bool:
    head = [p.strip().casefold() for p in paragraphs if p.strip()][:8]
    return "attendees" in head or any(p.endswith("transcript") for p in head[:2])


def _docx_guess(source: Decoded, *, meet: bool) -> float:
    if _BODY not in _names(source):
        return 0.0
    return 0.9 if _is_meet(_paragraphs(source)) == meet else 0.0


def _teams(source: Decoded, _: Sequence[str]) -> Parsed:
    segments: list[Segment] = []
    loose: list[str] = []
    for paragraph in _paragraphs(source):
        if m := _HEADING.match(paragraph.strip()):
            label = squeeze(m[1])
            segments.append(Segment(0, label, squeeze(m[3] or ""), clock_to_ms(m[2]), None, named=is_person(label)))
        elif segments and paragraph.strip():
            last = segments[-1]
            segments[-1] = Segment(0, last.label, squeeze(f"{last.text} {paragraph}"), last.start_ms, None, named=last.named)
        elif paragraph.strip():
            loose.append(squeeze(paragraph))
    if not segments:
        return named.read_lines([p for p in loose if p])
    return Parsed(tuple(segments), Hints(title=loose[0] if loose and len(loose[0]) < 120 else ""))


def _meet(source: Decoded, _: Sequence[str]) -> Parsed:
    return named.read_meet(_paragraphs(source))


def _macwhisper(source: Decoded, _: Sequence[str]) -> Parsed:
    data: dict[str, Any] = json.loads(member(source, "metadata.json"))
    out = []
    for row in data.get("transcripts") or []:
        label = squeeze(str((row.get("speaker") or {}).get("name") or ""))
        out.append(Segment(0, label, squeeze(str(row.get("text", ""))), int(row["start"]), int(row["end"]), named=is_person(label)))
    made = data.get("dateCreated")
    # Apple counts seconds from 2001.
    day = (datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=made)).date() if isinstance(made, int | float) and 0 < made < 4e9 else None
    return Parsed(tuple(out), Hints(date=day))


FORMATS = {
    "teams-docx": ("Microsoft Teams transcript as DOCX", lambda source: _docx_guess(source, meet=False), _teams),
    "meet-docx": ("Google Meet transcript as DOCX", lambda source: _docx_guess(source, meet=True), _meet),
    "macwhisper": ("MacWhisper's `.whisper` file", lambda source: 0.95 if "metadata.json" in _names(source) else 0.0, _macwhisper),
}
