"""Blocks of recorders that mix several sources: ``[hh:mm:ss.cc] LABEL : text``, or the label glued to the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from acta.evidence import fold
from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, labels_among, squeeze
from acta.model import Segment

_BLOCK = re.compile(r"^[ \t]*\[(\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?|\d{1,3}:\d{2}[.,]\d{1,3})\](?!\()[ \t]*", re.MULTILINE)
_COLON = re.compile(r"^([^:\n]{0,60}?)([ \t]{0,8}):(?:[ \t]+|$)")
_REMOTE = "Remote"
# Where a glued label may end: a lower-case letter, a digit or a mark before a capital, a bracket, an opening quote or a dash of a turn.
_SEAM = re.compile(r"(?<=[^\W\d_A-ZÀ-ÖØ-Þ])(?=[^\W\d_a-zß-öø-ÿ]|[“„«\"(\[¿¡…]|[-–—]\s)|(?<=[\d.)])(?=[^\W\d_a-zß-öø-ÿ])")
_LONGEST_LABEL = 40
# What goes on with a word or a sentence: "Remote's", "Remote, yes"; "Remote'Cause" and "Remote...Nothing" begin a new one.
_GOES_ON = re.compile(r"['’](?:s|re|ll|d|ve|m|t)?\b(?![^\W\d_])|[,;?!]|\.(?!\.)")
# Endings that make another word of a label: "Remotely" is speech.
_ENDING = re.compile(r"(?:ly|s|d|r|ness|’s|'s)\b")


def _guess(source: Decoded) -> float:
    stamps = sum(bool(_BLOCK.match(x)) for x in source.head)
    if not stamps:
        return 0.0
    return 0.93 if stamps > 0.4 * len(source.head) or stamps > 3 else 0.6


def _blocks(text: str) -> list[tuple[int | None, str]]:
    found = list(_BLOCK.finditer(text))
    out: list[tuple[int | None, str]] = []
    if before := text[: found[0].start() if found else len(text)].strip():
        out.append((None, before))
    ends = [m.start() for m in found] + [len(text)]
    return out + [(clock_to_ms(m[1]), text[m.end() : end]) for m, end in zip(found, ends[1:], strict=True)]


def _parse(source: Decoded, names: Sequence[str]) -> Parsed:
    blocks = _blocks(source.text)
    split = _at_colons(blocks, names)
    if split is None:
        labels = _glued_labels([body for _, body in blocks], names)
        split = [(at, *_unglued(body, labels)) for at, body in blocks]
    ends = [b for _, b in pairwise(at for at, _, _ in split)] + [None]
    segments = tuple(
        Segment(0, squeeze(label), squeeze(text), at, end if end is not None and at is not None and end >= at else None)
        for (at, label, text), end in zip(split, ends, strict=True)
    )
    voices = Counter(s.label for s in segments if s.text)
    device = any(re.search(r"jabra|parallels|microphone|desktop|macbook|airpods|realtek|headset", v, re.IGNORECASE) for v in voices)
    return Parsed(segments, format="one-channel" if device or len(voices) < 2 else "two-channel")


def _at_colons(blocks: Sequence[tuple[int | None, str]], names: Sequence[str]) -> list[tuple[int | None, str, str]] | None:
    """Blocks parted at the colon after their label; ``None`` when the file writes no colons there."""
    found = [_COLON.match(body) for _, body in blocks]
    colons = sum(m is not None for m in found)
    if colons < 0.6 * len(blocks):
        return None
    # Most recorders set a space before the colon; then a colon without one belongs to the speech ("Here's the thing: we ...").
    spaced = sum(bool(m and m[2]) for m in found) > 0.5 * colons
    marks = [m if m and (m[2] or not m[1] or not spaced) else None for m in found]
    labels = labels_among(Counter(squeeze(m[1]) for m in marks if m), len(blocks), names)
    if not spaced and not labels & {squeeze(m[1]) for m in marks if m}:
        return None
    return [
        (at, m[1], body[m.end() :]) if m and (spaced or not m[1] or squeeze(m[1]) in labels) else (at, "", body)
        for (at, body), m in zip(blocks, marks, strict=True)
    ]


def _glued_labels(bodies: Sequence[str], names: Sequence[str]) -> list[str]:
    """Labels that stand glued to the words: known names, ``Remote``, and beginnings up to a seam that several blocks share."""
    heads = [body.lstrip()[: _LONGEST_LABEL + 1] for body in bodies if body.strip()]
    shared = Counter(head[: m.start()] for head in heads for m in _SEAM.finditer(head))
    often = {label: n for label, n in shared.items() if n >= max(2, len(heads) // 50) and len(label) > 2}
    # "RemoteYou" of "RemoteYouTube" is "Remote" and the beginning of a word: it comes far less often than "Remote".
    found = [b for b, n in often.items() if not any(m > 1.5 * n for a, m in often.items() if a != b and b.startswith(a))]
    known = [n for n in (*names, _REMOTE) if n and any(fold(head).startswith(fold(n)) for head in heads)]
    labels = sorted({*known, *found}, key=len, reverse=True)
    # Where labels are glued, nearly every block begins with one; else "GitHub" at two beginnings is a word, not the label "Git".
    return labels if sum(bool(_unglued(head, labels)[0]) for head in heads) >= 0.7 * len(heads) else known


def _unglued(body: str, labels: Sequence[str]) -> tuple[str, str]:
    text = body.lstrip()
    for label in labels:
        if fold(text[: len(label)]) == fold(label) and _ends_label(label, text[len(label) :]):
            return label, text[len(label) :].lstrip(" :")
    return "", text


def _ends_label(label: str, rest: str) -> bool:
    """Whether what follows a label shows that it is one: "Remote work" and "Remotely" are speech, "Analysis" is no "Ana"."""
    if not rest or rest.startswith(("  ", "\t", "\n")):
        return True
    if rest[0].islower():
        return (" " in label or label == _REMOTE) and not _ENDING.match(rest)
    return not rest[0].isspace() and not _GOES_ON.match(rest)


FORMATS = {
    "recorder": ("recorder blocks `[hh:mm:ss.cc] LABEL : text`, also with the label glued to the words", _guess, _parse),
}
