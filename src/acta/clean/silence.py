"""Blocks that nobody said: phrases invented on silence, echoes of one channel in the other, doubled segments."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

from acta.clean.words import Block
from acta.model import ChangeKind

_WORDS_PER_S = 2.7
_TAIL_GAP_MS = 4000
_LONGEST = 100
_ECHO_WORDS = 4
_ECHO_OVERLAP = 0.5
_ECHO_ALIKE = 0.8
_GOODBYE = re.compile(r"\b(?:bye|goodbye|see you|take care|cheers|talk soon)\b", re.IGNORECASE)
# A short phrase may be somebody's answer; only these few words are nobody's wherever they stand alone.
_ANSWER_WORDS = 4
_NOBODYS = re.compile(r"\b(?:watching|subscribe|subtitles?|captions?|amara|viewing)\b")
# The share of the talk, at its end, in which a lone goodbye is believed.
_ENDING = 0.85


@functools.cache
def invented_phrases() -> frozenset[str]:
    """Phrases recognizers invent on silence, folded to words; the sources stand in the file."""
    lines = files("acta.clean").joinpath("invented.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(x for x in lines if x and not x.startswith("#"))


def set_aside_silence(blocks: Sequence[Block]) -> list[Block]:
    """Quarantine what the words and times of neighbouring blocks show to be nobody's speech."""
    out = list(blocks)
    spoken = [i for i, b in enumerate(out) if b.words]
    last_word = max(spoken, default=0)
    for n, i in enumerate(spoken):
        b = out[i]
        before = out[spoken[n - 1]] if n else None
        if reason := _invented(b, before, place=n / len(spoken), last=i == last_word):
            out[i] = _all(b, "invented", reason)
            continue
        for k in spoken[max(0, n - 4) : n]:
            if kind := _copy(out[k], b):
                reason = "the other channel heard the same words" if kind == "echo" else "the same segment twice"
                out[i] = _all(b, kind, reason)
                break
        else:
            out[i] = _without_leak(b, before)
    return out


def _without_leak(block: Block, before: Block | None) -> Block:
    """A recorder joins what leaks into a channel with the next true words there; only the leak goes."""
    if n := _invention_at_start(block):
        block = block.without([(0, n)], "invented", "a phrase recognizers invent, joined to what follows")
    if before and block.words and (n := _echo_at_start(before, block)):
        block = block.without([(0, n)], "echo", "the other channel heard the same words")
    return block


def _all(block: Block, kind: ChangeKind, reason: str) -> Block:
    return block.without([(0, len(block.words))], kind, reason)


def _phrase(block: Block) -> str:
    """The block's words, or the phrase it consists of when that repeats."""
    words = re.findall(r"[^\W_]+", block.text.casefold())
    for size in range(1, min(14, len(words)) + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return " ".join(words[:size])
    return " ".join(words)


def _invented(block: Block, before: Block | None, *, place: float, last: bool) -> str:
    """Why a block is an invention, or "". ``place`` is how far into the talk it stands, 0 to 1."""
    if len(block.words) > _LONGEST:
        return ""
    phrase = _phrase(block)
    if phrase not in invented_phrases():
        return ""
    gap = _gap(before, block)
    if last and gap is not None and gap >= _TAIL_GAP_MS:
        return "a phrase recognizers invent, after the talk had ended"
    if _NOBODYS.search(phrase) or len(phrase.split()) > _ANSWER_WORDS:
        return "a phrase recognizers invent, standing alone"
    if phrase == "you" and block.text == "you":
        return "a lone word recognizers invent on silence"
    if phrase == "bye" and place < _ENDING and not (before and _GOODBYE.search(before.text)):
        return "a goodbye in the middle of the talk, standing alone"
    return ""


def _end(block: Block) -> int | None:
    """When a block's speech ends: as the source says, but not later than its words take."""
    start = block.segment.start_ms
    if start is None:
        return None
    spoken = start + round(len(block.segment.text.split()) / _WORDS_PER_S * 1000)
    return spoken if block.segment.end_ms is None else min(spoken, block.segment.end_ms)


def _gap(before: Block | None, block: Block) -> int | None:
    end = _end(before) if before else None
    return None if end is None or block.segment.start_ms is None else block.segment.start_ms - end


def _copy(first: Block, second: Block) -> ChangeKind | None:
    a, b = [w.core for w in first.words if w.core], [w.core for w in second.words if w.core]
    other = first.segment.label != second.segment.label
    if min(len(a), len(b)) < _ECHO_WORDS:
        return None
    common = sum((Counter(a) & Counter(b)).values()) / len(b)
    if common < _ECHO_ALIKE or " ".join(b[:3]) not in " ".join(a):
        return None
    if other:
        return "echo" if _overlap(first, second) >= _ECHO_OVERLAP else None
    near = first.segment.start_ms is not None and first.segment.start_ms == second.segment.start_ms
    return "double" if near and a == b else None


def _overlap(first: Block, second: Block) -> float:
    """Share of the second block's time that lies in the first's, by how long their words take."""
    if first.segment.start_ms is None or second.segment.start_ms is None:
        return 0.0
    start, end = first.segment.start_ms, first.segment.start_ms + _length_ms(first)
    shared = min(end, second.segment.start_ms + _length_ms(second)) - max(start, second.segment.start_ms)
    return shared / min(_length_ms(first), _length_ms(second))


def _length_ms(block: Block) -> int:
    return max(1, round(len(block.segment.text.split()) / _WORDS_PER_S * 1000))


def _echo_at_start(first: Block, second: Block) -> int:
    """How many words at the start of ``second`` are the last words of ``first``, heard in the other channel; 0 below four."""
    if first.segment.label == second.segment.label or not first.words or second.segment.named:
        return 0
    a, b = [w.core for w in first.words], [w.core for w in second.words]
    for n in range(min(len(a), len(b)), _ECHO_WORDS - 1, -1):
        # A leak is a whole saying, from the start of a sentence to its end; people who repeat each other take up a part of one.
        opens = n == len(a) or first.words[-n - 1].text[-1] in ".!?"
        if opens and a[-n:] == b[:n] and second.words[n - 1].text[-1] in ".!?,":
            return n
    return 0


def _invention_at_start(block: Block) -> int:
    """How many words at the start of a block are a phrase that nobody says in a meeting; 0 when none is."""
    for n in range(min(8, len(block.words)), 2, -1):
        phrase = " ".join(re.findall(r"[^\W_]+", " ".join(w.text for w in block.words[:n]).casefold()))
        if block.words[n - 1].text[-1] in ".!?" and _NOBODYS.search(phrase) and phrase in invented_phrases():
            return n
    return 0
