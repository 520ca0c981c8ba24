"""Blocks of recorders that mix several sources: ``[hh:mm:ss.cc] LABEL : text``, or the label glued to the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import ftfy

from acta.evidence import fold
from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, squeeze
from acta.model import Segment

_BLOCK = re.compile(r"^\[(\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?)\][ \t]*", re.MULTILINE)
_COLON = re.compile(r"^([^:\n]{0,60}?)[ \t]*:(?:[ \t]+|$)")
_REMOTE = "Remote"
# Where a glued label may end: a lower-case letter or digit before a capital, a dash or a quote.
_SEAM = re.compile(r"(?<=[a-zà-ÿ0-9.)])(?=[A-ZÀ-Þ“\"(\[-])")
_LONGEST_LABEL = 40


def _guess(source: Decoded) -> float:
    text = source.text[:20000]
    stamps = _BLOCK.findall(text)
    if not stamps:
        return 0.0
    lines = [x for x in text.split("\n") if x.strip()]
    share = len(stamps) / len(lines)
    return 0.95 if share > 0.4 or len(stamps) > 3 else 0.6


def _blocks(text: str) -> list[tuple[int | None, str]]:
    found = list(_BLOCK.finditer(text))
    out: list[tuple[int | None, str]] = []
    if found and text[: found[0].start()].strip():
        out.append((None, text[: found[0].start()]))
    ends = [m.start() for m in found[1:]] + [len(text)]
    return out + [(clock_to_ms(m[1]), text[m.end() : end]) for m, end in zip(found, ends, strict=True)]


def _parse(source: Decoded, names: Sequence[str]) -> Parsed:
    blocks = _blocks(source.text)
    with_colon = [_COLON.match(body) for _, body in blocks]
    if sum(m is not None for m in with_colon) >= 0.6 * len(blocks):
        split = [(at, *_label_of(m, body)) for (at, body), m in zip(blocks, with_colon, strict=True)]
    else:
        labels = _glued_labels([body for _, body in blocks], names)
        split = [(at, *_unglued(body, labels)) for at, body in blocks]
    times = [at for at, _, _ in split]
    ends = [b for _, b in pairwise(times)] + [None]
    segments = tuple(
        Segment(0, _tidy(label), squeeze(text), at, end if end is not None and at is not None and end >= at else None)
        for (at, label, text), end in zip(split, ends, strict=True)
    )
    voices = Counter(s.label for s in segments if s.text)
    device = any(re.search(r"jabra|parallels|microphone|desktop|macbook|airpods|realtek|headset", v, re.IGNORECASE) for v in voices)
    return Parsed(segments, format="one-channel" if device or len(voices) < 2 else "two-channel")


def _label_of(match: re.Match[str] | None, body: str) -> tuple[str, str]:
    return (match[1].strip(), body[match.end() :]) if match else ("", body)


def _tidy(label: str) -> str:
    return squeeze(ftfy.fix_text(label))


def _glued_labels(bodies: Sequence[str], names: Sequence[str]) -> list[str]:
    """Labels that stand glued to the words: known names, ``Remote``, and beginnings up to a seam that several blocks share."""
    shared = Counter[str]()
    for body in bodies:
        head = body.strip()[: _LONGEST_LABEL + 1]
        shared.update({head[: m.start()] for m in _SEAM.finditer(head)})
    wanted = [n for n in (*names, _REMOTE) if any(body.lstrip().startswith(n) for body in bodies)]
    wanted += [label for label, n in shared.items() if n >= max(2, len(bodies) // 50) and len(label) > 2]
    return sorted(dict.fromkeys(wanted), key=len, reverse=True)


def _unglued(body: str, labels: Sequence[str]) -> tuple[str, str]:
    text = body.lstrip()
    for label in labels:
        if fold(text[: len(label)]) == fold(label):
            rest = text[len(label) :]
            # "Remote work is fine" is speech: a label is glued, or followed by a mark or a double space, never by one space.
            if not rest or not rest[0].isspace() or rest.startswith("  "):
                return label, rest.lstrip(" :")
    return "", text


FORMATS = {
    "recorder": ("recorder blocks `[hh:mm:ss.cc] LABEL : text`, also with the label glued to the words", _guess, _parse),
}
