"""Formats of speech research: STM, CTM (with RTTM for the speakers), SegLST."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from acta.errors import InputError
from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, seconds_to_ms, squeeze
from acta.model import Diagnostic, Segment

_NUMBER = r"-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
_STM = re.compile(rf"^(\S+)\s+(\S+)\s+(\S+)\s+({_NUMBER})\s+({_NUMBER})(?:\s+<[^>]*>)?(?:\s+(.*))?$")
_CTM = re.compile(rf"^(\S+)\s+(\S+)\s+({_NUMBER})\s+({_NUMBER})\s+(\S+)(?:\s+(?:{_NUMBER}|NA)(?:\s+\S+){{0,2}})?\s*$")
_RTTM = re.compile(rf"^SPEAKER\s+(\S+)\s+\S+\s+({_NUMBER})\s+({_NUMBER})\s+\S+\s+\S+\s+(\S+)")
_OTHER_RTTM = re.compile(r"^(?:SPKR-INFO|SEGMENT|NOSCORE|NO_RT_METADATA|NON-LEX|NON-SPEECH|FILLER|EDIT|IP|SU|CB|A/P)\s")
_UNSPOKEN = frozenset(("ignore_time_segment_in_scoring", "inter_segment_gap", "<NA>"))
# Words of one voice closer than this belong to one segment.
_GAP_MS = 1000
_SEVERAL = Diagnostic("several-recordings", "the file holds several recordings; they are read as one")


def _lines(lines: Iterable[str]) -> list[str]:
    return [x.strip() for x in lines if not x.lstrip().startswith((";;", "#"))]


def _mark(source: Decoded, *patterns: re.Pattern[str]) -> float:
    lines = _lines(source.head[:200])
    return sum(any(p.match(x) for p in patterns) for x in lines) / len(lines) if lines else 0.0


def _rttm_guess(source: Decoded) -> float:
    return 0.95 if _mark(source, _RTTM, _OTHER_RTTM) > 0.9 and not _both_guess(source) else 0.0


def _both_guess(source: Decoded) -> float:
    if not _mark(source, _RTTM, _OTHER_RTTM, _CTM):
        return 0.0
    # One file's lines stand after the other's.
    lines = _lines([*source.head[:200], *source.lines[-200:]])
    marks = sum(bool(_RTTM.match(x) or _OTHER_RTTM.match(x)) for x in lines)
    words = sum(bool(_CTM.match(x)) for x in lines if not _RTTM.match(x))
    return 0.96 if marks and words and marks + words > 0.9 * len(lines) else 0.0


def _ctm_guess(source: Decoded) -> float:
    return 0.9 if _mark(source, _CTM) > 0.95 and not _both_guess(source) else 0.0


def _stm_guess(source: Decoded) -> float:
    return 0.9 if _mark(source, _STM) > 0.95 and _mark(source, _CTM) < 0.5 and not _mark(source, _RTTM) else 0.0


def _unread(lines: Sequence[str]) -> tuple[list[Segment], list[Diagnostic]]:
    """Lines that do not fit the format: kept as words of nobody, and reported."""
    return [Segment(0, "", squeeze(x)) for x in lines], [Diagnostic("unparsed-line", f"does not fit the format: {x[:60]}") for x in lines]


def _stm(source: Decoded, _: Sequence[str]) -> Parsed:
    lines = _lines(source.lines)
    rows = [m for x in lines if (m := _STM.match(x))]
    odd, doubts = _unread([x for x in lines if not _STM.match(x)])
    segments = [
        Segment(0, m[3], squeeze(m[6] or ""), seconds_to_ms(m[4]), seconds_to_ms(m[5]))
        for m in rows
        if (m[6] or "").strip() not in _UNSPOKEN
    ]
    doubts += [_SEVERAL] if len({m[1] for m in rows}) > 1 else []
    return Parsed((*odd, *_in_order(segments)), diagnostics=tuple(doubts))


def _in_order(segments: Iterable[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda s: s.start_ms or 0)


def _rttm(source: Decoded, _: Sequence[str]) -> Parsed:
    """Speaker times without words: read, so that the error can say what is missing."""
    voices = {voice for rows in _spans(_lines(source.lines)).values() for _, _, voice in rows}
    raise InputError(
        f"{source.name}: RTTM says when each of {len(voices)} voices speaks, but holds no words",
        code="no-speech",
        hint="Name the CTM with the words as well: acta note talk.ctm talk.rttm",
    )


@dataclass(frozen=True, slots=True, order=True)
class _Word:
    recording: str
    start_ms: int
    end_ms: int
    text: str
    voice: str


def _spans(lines: Iterable[str]) -> dict[str, list[tuple[int, int, str]]]:
    """Who speaks from when to when, by recording."""
    out: dict[str, list[tuple[int, int, str]]] = {}
    for line in lines:
        if (m := _RTTM.match(line)) and (start := seconds_to_ms(m[2])) is not None:
            out.setdefault(m[1], []).append((start, start + (seconds_to_ms(m[3]) or 0), m[4]))
    return {name: sorted(rows) for name, rows in out.items()}


def _voiced(words: Sequence[_Word], spans: Sequence[tuple[int, int, str]]) -> Iterator[_Word]:
    """The words, in the order of their middles, with the voice heard there: of two the one that speaks shorter, "" when nobody does."""
    coming = list(reversed(spans))
    active: list[tuple[int, int, int, str]] = []
    for at, word in sorted(((w.start_ms + w.end_ms) // 2, w) for w in words):
        while coming and coming[-1][0] <= at:
            start, end, voice = coming.pop()
            heappush(active, (end - start, start, end, voice))
        # RTTM gives some spans no length: they hold the moment they begin at.
        while active and active[0][2] <= at != active[0][1]:
            heappop(active)
        yield replace(word, voice=active[0][3] if active else "")


def _words(source: Decoded, _: Sequence[str]) -> Parsed:
    lines = _lines(source.lines)
    spans = _spans(lines)
    by_recording: dict[str, list[_Word]] = {}
    odd: list[str] = []
    for line in lines:
        if _RTTM.match(line) or _OTHER_RTTM.match(line):
            continue
        if not (m := _CTM.match(line)):
            odd.append(line)
        elif m[5] not in _UNSPOKEN:
            start, length = seconds_to_ms(m[3]) or 0, seconds_to_ms(m[4]) or 0
            by_recording.setdefault(m[1], []).append(_Word(m[1], start, start + length, m[5], m[2]))
    words: list[_Word] = []
    for name, said in by_recording.items():
        # The two files of one recording need not call it the same.
        heard = spans.get(name) or (next(iter(spans.values())) if len(spans) == len(by_recording) == 1 else ())
        words += _voiced(said, heard) if spans else sorted(said, key=lambda w: w.start_ms)
    runs: list[list[_Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if last and (last.recording, last.voice) == (word.recording, word.voice) and word.start_ms - last.end_ms <= _GAP_MS:
            runs[-1].append(word)
        else:
            runs.append([word])
    one = not spans and len({w.voice for w in words}) < 2
    kept, doubts = _unread(odd)
    spoken = [Segment(0, "" if one else r[0].voice, " ".join(w.text for w in r), r[0].start_ms, r[-1].end_ms) for r in runs]
    return Parsed((*kept, *_in_order(spoken)), diagnostics=(*doubts, *([_SEVERAL] if len(by_recording) > 1 else [])))


def _seglst_guess(source: Decoded) -> float:
    rows = source.json
    first = rows[0] if isinstance(rows, list) and rows else None
    return 0.95 if isinstance(first, dict) and {"session_id", "words", "speaker"} <= first.keys() else 0.0


def _seglst(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = source.json
    segments = [
        Segment(
            0,
            squeeze(str(r.get("speaker") or "")),
            squeeze(str(r.get("words") or "")),
            seconds_to_ms(r.get("start_time")),
            seconds_to_ms(r.get("end_time")),
        )
        for r in rows
    ]
    several = len({str(r.get("session_id")) for r in rows}) > 1
    return Parsed(tuple(_in_order(segments)), diagnostics=(_SEVERAL,) if several else ())


FORMATS = {
    "rttm": ("RTTM alone: refused with a hint, for it holds no words", _rttm_guess, _rttm),
    "rttm+ctm": ("CTM with the RTTM of the same name beside it, or named with it", _both_guess, _words),
    "ctm": ("CTM: a word a line", _ctm_guess, _words),
    "stm": ("STM: a segment a line", _stm_guess, _stm),
    "seglst": ("SegLST JSON", _seglst_guess, _seglst),
}
