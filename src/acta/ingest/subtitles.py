"""Subtitles: WebVTT (Teams, Zoom, plain), SRT and SBV.

One tolerant scanner serves all three: webvtt-py and srt stop at, or lose, what real exports contain (a cue without an identifier after a
damaged one, a caption whose last line is a number), and a lost cue is a lost word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, squeeze
from acta.model import Diagnostic, Segment

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^\s*({_CLOCK})\s*-->\s*({_CLOCK})[^\n]*$", re.MULTILINE)
_SBV = re.compile(r"^(\d+:\d{2}:\d{2}\.\d{3}),(\d+:\d{2}:\d{2}\.\d{3})\s*$", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?(?:[cibu]|ruby|rt|v|lang|font|\d+:\d{2}:\d{2}\.\d{3})(?:[.\s][^>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
_PREFIX = re.compile(r"^([^\W\d_][^:\n<>]{0,48}?):\s+(?=\S)")
_BLOCK = re.compile(r"^(?:NOTE|STYLE|REGION)\b")


def _is_vtt(source: Decoded) -> bool:
    return source.text.lstrip("\ufeff \n").startswith("WEBVTT")


def _teams(source: Decoded) -> float:
    return 0.95 if _is_vtt(source) and _VOICE.search(source.text) else 0.0


def _zoom(source: Decoded) -> float:
    if not _is_vtt(source) or _VOICE.search(source.text):
        return 0.0
    payloads = [body for _, _, body in _cues(source.text, _TIMING)[0]][:60]
    return 0.95 if payloads and sum(bool(_PREFIX.match(p)) for p in payloads) >= 0.5 * len(payloads) else 0.0


def _vtt(source: Decoded) -> float:
    return 0.8 if _is_vtt(source) and _teams(source) == _zoom(source) == 0.0 else 0.0


def _srt(source: Decoded) -> float:
    return 0.9 if not _is_vtt(source) and _TIMING.search(source.text[:5000]) else 0.0


def _sbv(source: Decoded) -> float:
    return 0.9 if _SBV.match(source.text.lstrip()) else 0.0


def _cues(text: str, timing: re.Pattern[str]) -> tuple[list[tuple[int | None, int | None, str]], list[Diagnostic]]:
    """Every cue (start_ms, end_ms, payload); what stands outside cues and is no header becomes a diagnostic."""
    found = list(timing.finditer(text))
    cues: list[tuple[int | None, int | None, str]] = []
    doubts: list[Diagnostic] = []
    for i, m in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        body = text[m.end() : end].strip("\n")
        if i + 1 < len(found):
            # The line right above the next timing is that cue's identifier when a blank line, or nothing else, stands before it.
            head, _, last = body.rpartition("\n")
            if (
                last.strip()
                and (not head or not head.split("\n")[-1].strip())
                and (head or re.fullmatch(r"\s*(\d+|[\w./-]*\d[\w./-]*)\s*", last))
            ):
                body = head
        payload = [part for part in re.split(r"\n\s*\n", body) if not _BLOCK.match(part.strip())]
        cues.append((clock_to_ms(m[1]), clock_to_ms(m[2]), "\n".join(payload).strip()))
    for n, line in enumerate(text.split("\n"), 1):
        if "-->" in line and not timing.match(line):
            doubts.append(Diagnostic("unparsed-cue", f"line {n} looks like a cue's times but is none: {line.strip()[:60]}", f"line {n}"))
    return cues, doubts


def _clean(text: str) -> str:
    return squeeze(html.unescape(_TAG.sub("", text)))


def _parse(source: Decoded, timing: re.Pattern[str], *, prefixes: bool) -> Parsed:
    cues, doubts = _cues(source.text, timing)
    segments: list[Segment] = []
    for start, end, payload in cues:
        voices = list(_VOICE.finditer(payload))
        if voices:
            if before := _clean(payload[: voices[0].start()]):
                segments.append(Segment(0, "", before, start, end))
            for k, v in enumerate(voices):
                stop = voices[k + 1].start() if k + 1 < len(voices) else len(payload)
                label = squeeze(html.unescape(v[1]))
                segments.append(Segment(0, label, _clean(payload[v.end() : stop]), start, end, named=is_person(label)))
        elif prefixes and (m := _PREFIX.match(payload)):
            label = squeeze(html.unescape(m[1]))
            segments.append(Segment(0, label, _clean(payload[m.end() :]), start, end, named=is_person(label)))
        else:
            segments.append(Segment(0, "", _clean(payload), start, end))
    return Parsed(tuple(segments), diagnostics=tuple(doubts))


def _read_vtt(source: Decoded, _: Sequence[str]) -> Parsed:
    return _parse(source, _TIMING, prefixes=False)


def _read_prefixed(source: Decoded, _: Sequence[str]) -> Parsed:
    return _parse(source, _TIMING, prefixes=True)


def _read_srt(source: Decoded, _: Sequence[str]) -> Parsed:
    payloads = [body for _, _, body in _cues(source.text, _TIMING)[0]]
    prefixed = sum(bool(_PREFIX.match(p)) for p in payloads) >= 0.5 * (len(payloads) or 1)
    return _parse(source, _TIMING, prefixes=prefixed)


def _read_sbv(source: Decoded, _: Sequence[str]) -> Parsed:
    return _parse(source, _SBV, prefixes=False)


FORMATS = {
    "teams-vtt": ("WebVTT with voice tags, as Microsoft Teams writes it", _teams, _read_vtt),
    "zoom-vtt": ("WebVTT with `Name:` before the words, as Zoom writes it", _zoom, _read_prefixed),
    "webvtt": ("WebVTT without speakers", _vtt, _read_vtt),
    "srt": ("SubRip subtitles", _srt, _read_srt),
    "sbv": ("YouTube SBV captions", _sbv, _read_sbv),
}
