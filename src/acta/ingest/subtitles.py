"""Subtitles: WebVTT (Teams, Zoom, plain), SRT, SBV, and the lines whisper prints.

One tolerant scanner serves all of them. webvtt-py and srt were measured against it (docs/dependencies.md): they drop or refuse what people
have, such as a caption with a damaged time or one with a blank line within, and give the words of two voices to the first.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from acta.ingest import noscribe
from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, labels_among, seconds_to_ms, squeeze
from acta.model import Diagnostic, Segment

_CLOCK = r"(?:\d+:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?"
_TIMES = re.compile(rf"^\s*({_CLOCK})\s*--?>\s*({_CLOCK})(?=\s|$)")
# A line meant as a cue's times, even where they are damaged.
_ARROW = re.compile(r"^\s{0,8}[-+]?\d[^>\n]{0,20}--?>\s{0,8}[-+]?\d")
_SBV = re.compile(r"^\s*(\d+:\d{2}:\d{2}(?:\.\d{1,3})?),(\d+:\d{2}:\d{2}(?:\.\d{1,3})?)\s*$")
_PRINTED = re.compile(
    rf"^[ \t]*\[\s*(?:({_CLOCK})\s*--?>\s*({_CLOCK})|(\d+(?:\.\d+)?)s?\s*--?>\s*(\d+(?:\.\d+)?)s?)\s*\][ \t]*(.*)$", re.MULTILINE
)
# Everything between marks has a bound: without one, a file of nothing but opening marks takes hours.
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]{1,8}([^<>\n]{1,200})>")
_TAG = re.compile(r"</?(?:[cibu]|ruby|rt|v|lang|font)(?:[.\s][^<>]{0,200})?>|<\d[\d:.]{0,20}>|\{\\[^{}\n]{0,200}\}", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:>>\s{0,8}|-\s{1,8})?(?:\[([^\]\n]{1,48})\]|([^\W\d_+][^:\n<>\[\]]{0,48}?))\s?:(?:\s{1,8}(?=\S)|$)")
_COMMENT = re.compile(r"^(?:NOTE(?:[ \t]|$)|(?:STYLE|REGION)[ \t]*$)")
_ID = re.compile(r"\S*\d\S*")
# So much of a file tells what it is.
_HEAD = 20_000
_PREFIXED = 0.2


@dataclass(frozen=True, slots=True)
class _Cue:
    start_ms: int | None
    end_ms: int | None
    lines: tuple[str, ...]


def _is_vtt(source: Decoded) -> bool:
    return source.text.lstrip()[:6] == "WEBVTT"


def _teams(source: Decoded) -> float:
    return 0.95 if _is_vtt(source) and _VOICE.search(source.text) else 0.0


def _zoom(source: Decoded) -> float:
    if not _is_vtt(source) or _VOICE.search(source.text):
        return 0.0
    cues, _, _ = _scan(source.text[:_HEAD], sbv=False, vtt=True)
    return 0.95 if cues and _share(cues, _labels(cues)) >= 0.5 else 0.0


def _vtt(source: Decoded) -> float:
    return 0.8 if _is_vtt(source) and _teams(source) == _zoom(source) == 0.0 else 0.0


def _srt(source: Decoded) -> float:
    return 0.9 if not _is_vtt(source) and any(map(_TIMES.match, source.head)) else 0.0


def _sbv(source: Decoded) -> float:
    return 0.9 if any(map(_SBV.match, source.head)) and not _is_vtt(source) else 0.0


def _printed_guess(source: Decoded) -> float:
    return 0.95 if source.head and sum(map(bool, map(_PRINTED.match, source.head))) >= 0.3 * len(source.head) else 0.0


def _scan(text: str, *, sbv: bool, vtt: bool) -> tuple[list[_Cue], list[str], list[Diagnostic]]:
    """Every cue; what stands before the first one and is neither header nor comment; the lines whose times are damaged."""
    lines = text.split("\n")
    at = [i for i, x in enumerate(lines) if (_SBV.match(x) if sbv else "->" in x and _ARROW.match(x))]
    blocks = [lines[a + 1 : b] for a, b in pairwise([*at, len(lines)])]
    named = sum(_last_alone(block) for block in blocks[:-1])
    regular = bool(named) and named >= 0.5 * (len(blocks) - 1)
    first = lines[at[0] - 1].strip() if at and at[0] else ""
    counted = int(first) if first in {"0", "1"} else -len(at)
    cues: list[_Cue] = []
    doubts: list[Diagnostic] = []
    for k, (i, block) in enumerate(zip(at, blocks, strict=True)):
        m = (_SBV if sbv else _TIMES).match(lines[i])
        if not m:
            doubts.append(
                Diagnostic("unparsed-cue", f"line {i + 1} looks like a cue's times but is none: {lines[i].strip()[:60]}", f"line {i + 1}")
            )
        if k + 1 < len(blocks):
            block = _without_id(block, regular=regular, due=counted + k + 1)  # noqa: PLW2901  # it belongs to the next cue
        start, end = (clock_to_ms(m[1]), clock_to_ms(m[2])) if m else (None, None)
        cues.append(_Cue(start, end, tuple(_payload(block, comments=vtt))))
    before = _without_id(["", *lines[: at[0]]], regular=regular) if at else lines
    return cues, _before(before, vtt=vtt), doubts


def _last_alone(block: Sequence[str]) -> bool:
    """Whether the line right above the next cue's times stands alone there, as its identifier does."""
    return len(block) > 1 and bool(block[-1].strip()) and not block[-2].strip()


def _without_id(block: list[str], *, regular: bool, due: int = -1) -> list[str]:
    """The lines without the next cue's identifier: any line in a file that writes them regularly, else a word with a digit.

    A missing blank line does not make speech of it where it is the number that is ``due``.
    """
    last = block[-1].strip() if block else ""
    numbered = bool(_ID.fullmatch(last))
    alone = _last_alone(block) and (regular or numbered)
    return block[:-1] if alone or (len(block) == 1 and regular and numbered) or last == str(due) else block


def _payload(block: Sequence[str], *, comments: bool) -> Iterator[str]:
    comment = False
    for i, line in enumerate(block):
        if not line.strip():
            comment = False
        elif comments and i and not block[i - 1].strip() and _COMMENT.match(line):
            comment = True
        elif not comment:
            yield line


def _before(lines: Sequence[str], *, vtt: bool) -> list[str]:
    if vtt:  # the header is the first block
        lines = list(dropwhile(str.strip, dropwhile(lambda x: not x.strip(), lines)))
    return list(_payload(["", *lines], comments=vtt))


def _prefix(line: str) -> tuple[str, int]:
    """The label before the colon that a line begins with, and where the words begin."""
    m = _PREFIX.match(line)
    return (squeeze(html.unescape(m[1] or m[2])), m.end()) if m else ("", 0)


def _labels(cues: Sequence[_Cue]) -> frozenset[str]:
    found = Counter(label for c in cues for line in c.lines if (label := _prefix(line.strip())[0]))
    return labels_among(found, len(cues))


def _share(cues: Sequence[_Cue], labels: Collection[str]) -> float:
    spoken = [c for c in cues if c.lines]
    return sum(_prefix(c.lines[0].strip())[0] in labels for c in spoken) / (len(spoken) or 1)


def _clean(text: str) -> str:
    return squeeze(html.unescape(_TAG.sub("", text)))


def _segment(cue: _Cue, label: str, text: str) -> Segment:
    return Segment(0, label, text, cue.start_ms, cue.end_ms, named=is_person(label))


def _voices(cue: _Cue) -> Iterator[Segment]:
    payload = "\n".join(cue.lines)
    found = list(_VOICE.finditer(payload))
    yield _segment(cue, "", _clean(payload[: found[0].start()]))
    for v, stop in zip(found, [*(n.start() for n in found[1:]), len(payload)], strict=True):
        yield _segment(cue, squeeze(html.unescape(v[1])), _clean(payload[v.end() : stop]))


def _prefixed(cue: _Cue, labels: Collection[str]) -> Iterator[Segment]:
    """A cue's segments: each line that begins with a label begins one."""
    said: list[str] = []
    speaker = ""
    for line in map(str.strip, cue.lines):
        label, start = _prefix(line)
        if label in labels:
            yield _segment(cue, speaker, _clean(" ".join(said)))
            speaker, said = label, [line[start:]]
        else:
            said.append(line)
    yield _segment(cue, speaker, _clean(" ".join(said)))


def _parse(source: Decoded, *, sbv: bool = False) -> Parsed:
    cues, before, doubts = _scan(source.text, sbv=sbv, vtt=_is_vtt(source))
    labels = _labels(cues)
    if _share(cues, labels) < _PREFIXED:
        labels = frozenset()
    segments = [Segment(0, "", _clean(" ".join(before)))]
    for cue in cues:
        segments += _voices(cue) if any("<v" in x and _VOICE.search(x) for x in cue.lines) else _prefixed(cue, labels)
    return Parsed(noscribe.with_interjections(segments) if noscribe.made(source) else tuple(segments), diagnostics=tuple(doubts))


def _read(source: Decoded, _: Sequence[str]) -> Parsed:
    return _parse(source)


def _read_sbv(source: Decoded, _: Sequence[str]) -> Parsed:
    return _parse(source, sbv=True)


def _printed(source: Decoded, _: Sequence[str]) -> Parsed:
    found = list(_PRINTED.finditer(source.text))
    cues = []
    ends = [*(m.start() for m in found), len(source.text)]
    for m, stop in zip(found, ends[1:], strict=True):
        start, end = (clock_to_ms(m[1]), clock_to_ms(m[2])) if m[1] else (seconds_to_ms(m[3]), seconds_to_ms(m[4]))
        cues.append(_Cue(start, end, tuple(x for x in (m[5], *source.text[m.end() : stop].split("\n")) if x.strip())))
    labels = _labels(cues)
    if _share(cues, labels) < _PREFIXED:
        labels = frozenset()
    log = [x for x in source.text[: found[0].start() if found else 0].split("\n") if x.strip()]
    doubt = (Diagnostic("left-out", f"{len(log)} lines before the first time were taken for the program's messages"),) if log else ()
    return Parsed(tuple(s for cue in cues for s in _prefixed(cue, labels)), diagnostics=doubt)


FORMATS = {
    "teams-vtt": ("WebVTT with voice tags, as Microsoft Teams writes it", _teams, _read),
    "zoom-vtt": ("WebVTT with `Name:` before the words, as Zoom writes it", _zoom, _read),
    "webvtt": ("WebVTT without speakers", _vtt, _read),
    "srt": ("SubRip subtitles", _srt, _read),
    "sbv": ("YouTube SBV captions", _sbv, _read_sbv),
    "whisper-txt": ("the lines whisper, whisper.cpp and faster-whisper print: `[00:00.000 --> 00:04.000] text`", _printed_guess, _printed),
}
