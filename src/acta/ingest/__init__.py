"""Bytes to segments: detect the format by content, then let its family's module read it. Opens no file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from acta.errors import InputError
from acta.ingest import documents, named, noscribe, note, recognizers, recorder, research, services, subtitles
from acta.ingest.decode import Decoded, decode
from acta.ingest.shape import Parsed, UnfitError, squeeze
from acta.model import Diagnostic, Segment, Source, Transcript

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
    for family in (recorder, subtitles, named, noscribe, documents, recognizers, services, research, note)
    for name, row in family.FORMATS.items()
}
_JSON = {*recognizers.FORMATS, *services.FORMATS, "seglst"} - {"table"}
FORMATS: Mapping[str, str] = {name: f.meaning for name, f in _FORMATS.items()}

_SURE = 0.5
_CLOSE = 0.05
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Mojibake begins with one of these: a lead byte of UTF-8 read as a letter.
_SUSPECT = re.compile(r"[ÂÃâÐÑ][\u0080-\uffff]")


def detect(data: bytes, name: str) -> str:
    """The format of ``data``; raises ``InputError`` when none fits, or two fit alike. ``name`` is only used in messages."""
    return _detect(decode(data, name), name)


def _detect(source: Decoded, name: str) -> str:
    marks = sorted(((f.guess(source), key) for key, f in _FORMATS.items()), reverse=True)
    best = [key for mark, key in marks if mark >= _SURE and marks[0][0] - mark < _CLOSE]
    if not best and (fault := source.json_fault):
        raise InputError(f"{name}: {fault}", code="damaged", hint="Export it again: part of it is missing.")
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
    if why := _unfit(source, chosen):
        raise InputError(f"{name}: cannot be read as {chosen}: it is {why}", code="damaged", hint="Leave --format out, or name another.")
    try:
        parsed = _FORMATS[chosen].parse(source, names)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError) as error:
        why = str(error) if isinstance(error, UnfitError) else "a part is missing or is not what it should be"
        raise InputError(
            f"{name}: cannot be read as {chosen}: {why}", code="damaged", hint="Export it again, or name another format with --format."
        ) from error
    repaired = {label: _tidy(label) for label in {s.label for s in parsed.segments}}
    spoken = [(s, text) for s in parsed.segments if (text := _plain(s.text))]
    if not spoken:
        raise InputError(f"{name}: read as {chosen}, it holds no speech", code="no-speech", hint="Was the export finished?")
    return Transcript(
        source=Source(name, parsed.format or chosen, hashlib.sha256(data).hexdigest()),
        parts=tuple(Segment(i, repaired[s.label], text, s.start_ms, _end(s), s.named) for i, (s, text) in enumerate(spoken)),
        hints=parsed.hints,
        diagnostics=(*source.diagnostics, *parsed.diagnostics, *_relabelled(repaired)),
    )


def _unfit(source: Decoded, format: str) -> str:  # noqa: A002  # the option's name
    """What the source is instead of the kind of file a format needs; empty when it is of that kind."""
    if format in documents.FORMATS:
        return "" if source.archive else "no archive, as a document is one"
    if source.archive:
        return "an archive, not a text"
    wants_json = format in _JSON
    return (source.json_fault or "no JSON") if wants_json and source.json is None else ""


def _end(segment: Segment) -> int | None:
    """The segment's end, unless it is before its start."""
    backwards = segment.end_ms is not None and segment.start_ms is not None and segment.end_ms < segment.start_ms
    return None if backwards else segment.end_ms


def _plain(text: str) -> str:
    """The text without what no note can hold: control characters and halves of characters."""
    if not _CONTROL.search(text):
        return text.strip()
    # JSON can write one character as two halves; a half alone is none.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return squeeze(_CONTROL.sub(" ", whole))


def _tidy(label: str) -> str:
    """A label without what harms a line of a note, decoded rightly."""
    plain = squeeze(_plain(label))
    if not _SUSPECT.search(plain):
        return plain
    import ftfy  # noqa: PLC0415  # most sources are sound

    return squeeze(ftfy.fix_encoding(plain))


def _relabelled(repaired: Mapping[str, str]) -> list[Diagnostic]:
    return [
        Diagnostic("encoding", f"the label “{was}” was decoded wrongly before acta saw it; it is read as “{now}”", now)
        for was, now in sorted(repaired.items())
        if _SUSPECT.search(was) and now != was
    ]
