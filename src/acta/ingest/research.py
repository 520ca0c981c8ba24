"""Formats of speech research: STM, CTM (with RTTM for the speakers), SegLST."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, seconds_to_ms, squeeze
from acta.model import Diagnostic, Segment

_NUMBER = r"\d+(?:\.\d+)?"
_STM = re.compile(rf"^(\S+)\s+(\S+)\s+(\S+)\s+({_NUMBER})\s+({_NUMBER})(?:\s+<[^>]*>)?(?:\s+(.*))?$")
_CTM = re.compile(rf"^(\S+)\s+(\S+)\s+({_NUMBER})\s+({_NUMBER})\s+(\S+)(?:\s+[\d.]+)?$")
_RTTM = re.compile(rf"^SPEAKER\s+(\S+)\s+\S+\s+({_NUMBER})\s+({_NUMBER})\s+\S+\s+\S+\s+(\S+)")
# Words of one voice closer than this belong to one segment.
_GAP_MS = 1000


def _lines(source: Decoded) -> list[str]:
    return [x for x in source.text.split("\n") if x.strip() and not x.startswith(";;")]


def _mark(source: Decoded, *patterns: re.Pattern[str]) -> float:
    lines = _lines(source)[:200]
    return sum(any(p.match(x) for p in patterns) for x in lines) / len(lines) if lines else 0.0


def _rttm_guess(source: Decoded) -> float:
    return 0.95 if _mark(source, _RTTM) > 0.9 else 0.0


def _both_guess(source: Decoded) -> float:
    lines = _lines(source)
    marks = sum(bool(_RTTM.match(x)) for x in lines)
    return 0.96 if 0 < marks < len(lines) and _mark(source, _RTTM, _CTM) > 0.9 else 0.0


def _ctm_guess(source: Decoded) -> float:
    return 0.9 if _mark(source, _CTM) > 0.95 and not _mark(source, _RTTM) else 0.0


def _stm_guess(source: Decoded) -> float:
    return 0.9 if _mark(source, _STM) > 0.95 and _mark(source, _CTM) < 0.5 and not _mark(source, _RTTM) else 0.0


def _stm(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = [m for x in _lines(source) if (m := _STM.match(x))]
    several = len({m[1] for m in rows}) > 1
    segments = [Segment(0, m[3], squeeze(m[6] or ""), seconds_to_ms(m[4]), seconds_to_ms(m[5])) for m in rows]
    doubt = (Diagnostic("several-recordings", "the file holds several recordings; they are read as one"),) if several else ()
    return Parsed(tuple(sorted(segments, key=lambda s: s.start_ms or 0)), diagnostics=doubt)


def _rttm(_source: Decoded, _: Sequence[str]) -> Parsed:
    """Speaker times without words: read, so that the error can say what is missing."""
    raise ValueError("RTTM says who speaks when, but no words; put the CTM of the same name beside it and name that")


def _words(source: Decoded, _: Sequence[str]) -> Parsed:
    lines = _lines(source)
    voices = [(s, s + (seconds_to_ms(m[3]) or 0), m[4]) for x in lines if (m := _RTTM.match(x)) and (s := seconds_to_ms(m[2])) is not None]
    words = []
    for line in lines:
        if not _RTTM.match(line) and (m := _CTM.match(line)):
            start = seconds_to_ms(m[3]) or 0
            words.append((start, start + (seconds_to_ms(m[4]) or 0), m[5], _speaker(start, voices) if voices else m[2]))
    words.sort(key=lambda w: w[0])
    runs: list[list[tuple[int, int, str, str]]] = []
    for word in words:
        if runs and runs[-1][-1][3] == word[3] and word[0] - runs[-1][-1][1] < _GAP_MS:
            runs[-1].append(word)
        else:
            runs.append([word])
    one = len({w[3] for w in words}) < 2 and not voices
    return Parsed(tuple(Segment(0, "" if one else r[0][3], " ".join(w[2] for w in r), r[0][0], r[-1][1]) for r in runs))


def _speaker(at: int, voices: Sequence[tuple[int, int, str]]) -> str:
    inside = [v for v in voices if v[0] <= at < v[1]]
    return min(inside, key=lambda v: v[1] - v[0])[2] if inside else ""


def _seglst_guess(source: Decoded) -> float:
    rows = source.json
    return (
        0.95
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and {"session_id", "words", "speaker"} <= rows[0].keys()
        else 0.0
    )


def _seglst(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = sorted(source.json, key=lambda r: float(r.get("start_time") or 0))
    sessions = [k for k, _ in groupby(sorted(str(r.get("session_id")) for r in rows))]
    doubt = (Diagnostic("several-recordings", "the file holds several recordings; they are read as one"),) if len(sessions) > 1 else ()
    return Parsed(
        tuple(
            Segment(
                0, str(r.get("speaker", "")), squeeze(str(r["words"])), seconds_to_ms(r.get("start_time")), seconds_to_ms(r.get("end_time"))
            )
            for r in rows
        ),
        diagnostics=doubt,
    )


FORMATS = {
    "rttm": ("RTTM alone: refused with a hint, for it holds no words", _rttm_guess, _rttm),
    "rttm+ctm": ("CTM with the RTTM of the same name beside it", _both_guess, _words),
    "ctm": ("CTM: a word a line", _ctm_guess, _words),
    "stm": ("STM: a segment a line", _stm_guess, _stm),
    "seglst": ("SegLST JSON", _seglst_guess, _seglst),
}
