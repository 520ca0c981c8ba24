"""Bytes to segments: detect the format by content, then let its family's module read it. Opens no file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from acta.errors import InputError
from acta.ingest import documents, named, note, recognizers, recorder, research, services, subtitles
from acta.ingest.decode import Decoded, decode
from acta.ingest.shape import Parsed
from acta.model import Segment, Source, Transcript

# A day of talk is about one megabyte of text; word timings make that twenty.
MAX_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is for a person, how sure its content makes us (0 to 1), and how it is read."""

    meaning: str
    guess: Callable[[Decoded], float]
    parse: Callable[[Decoded, Sequence[str]], Parsed]


_FORMATS: Mapping[str, Format] = {
    name: Format(*row)
    for family in (recorder, subtitles, named, documents, recognizers, services, research, note)
    for name, row in family.FORMATS.items()
}
FORMATS: Mapping[str, str] = {name: f.meaning for name, f in _FORMATS.items()}

_SURE = 0.5
_CLOSE = 0.05


def detect(data: bytes, name: str) -> str:
    """The format of ``data``; raises ``InputError`` when none fits, or two fit alike. ``name`` is only used in messages."""
    return _detect(decode(data, name), name)


def _detect(source: Decoded, name: str) -> str:
    marks = sorted(((f.guess(source), key) for key, f in _FORMATS.items()), reverse=True)
    best = [key for mark, key in marks if mark >= _SURE and marks[0][0] - mark < _CLOSE]
    if not best:
        raise InputError(
            f"{name}: not a transcript in any format acta knows",
            code="unknown-format",
            hint="Run acta formats for the list; if it is one of them, name it with --format.",
        )
    if len(best) > 1:
        raise InputError(f"{name}: could be {' or '.join(sorted(best))}", code="ambiguous-format", hint="Say which with --format.")
    return best[0]


def parse(data: bytes, name: str, *, format: str | None = None, names: Sequence[str] = ()) -> Transcript[Segment]:  # noqa: A002  # the option's name
    """The segments of ``data``. ``names`` are people known beforehand, who help to unglue labels. Raises ``InputError``."""
    if format is not None and format not in _FORMATS:
        raise InputError(f"unknown format “{format}”", code="unknown-format", hint=f"Known: {', '.join(_FORMATS)}.")
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name}: {len(data) / 1e6:.0f} MB is too large for a transcript (the limit is {MAX_BYTES / 1e6:.0f} MB)",
            code="too-large",
            hint="Give acta the transcript, not the recording; split a longer one.",
        )
    source = decode(data, name)
    chosen = format or _detect(source, name)
    try:
        parsed = _FORMATS[chosen].parse(source, names)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise InputError(
            f"{name}: damaged, cannot be read as {chosen} ({error})", code="damaged", hint="Export it again, or name another --format."
        ) from error
    spoken = [s for s in parsed.segments if s.text.strip()]
    if not spoken:
        raise InputError(f"{name}: read as {chosen}, it holds no speech", code="no-speech", hint="Was the export finished?")
    return Transcript(
        source=Source(name, parsed.format or chosen, hashlib.sha256(data).hexdigest()),
        parts=tuple(replace(s, id=i) for i, s in enumerate(spoken)),
        hints=parsed.hints,
        diagnostics=(*source.diagnostics, *parsed.diagnostics),
    )
