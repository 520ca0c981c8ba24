"""A note of acta's own: its transcript region is a source like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, squeeze
from acta.model import Hints, Segment

_REGION = re.compile(r"<!-- ai:transcript:start -->(.*?)<!-- ai:transcript:end -->", re.DOTALL)
_LINE = re.compile(r"^(?:\[(\d+:\d{2}:\d{2}(?:\.\d+)?)\] )?([^:\n]{1,80}): (.*)$")
_DATE = re.compile(r"^date: ['\"]?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_TITLE = re.compile(r"^# (.+?)(?: — \d{4}-\d{2}-\d{2})?\s*$", re.MULTILINE)


def _guess(source: Decoded) -> float:
    return 0.99 if _REGION.search(source.text) else 0.0


def _parse(source: Decoded, _: Sequence[str]) -> Parsed:
    found = _REGION.search(source.text)
    if not found:
        raise ValueError("it has no transcript region")
    segments: list[Segment] = []
    for line in found[1].split("\n"):
        text = line.strip()
        if not text or text.startswith(("```", "~~~", "## ")):
            continue
        if m := _LINE.match(text):
            segments.append(Segment(0, squeeze(m[2]), squeeze(m[3]), clock_to_ms(m[1] or ""), None, named=is_person(m[2])))
        elif segments:
            last = segments[-1]
            segments[-1] = Segment(0, last.label, f"{last.text} {squeeze(text)}", last.start_ms, None, named=last.named)
        else:
            segments.append(Segment(0, "", squeeze(text)))
    title, day = _TITLE.search(source.text), _DATE.search(source.text)
    return Parsed(tuple(segments), Hints(title=title[1] if title else "", date=_day(day[1]) if day else None))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


FORMATS = {"acta": ("a note of acta's own, read from its transcript region", _guess, _parse)}
