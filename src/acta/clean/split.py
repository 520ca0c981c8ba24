"""Blocks to utterances: at sentence ends and marks of a turn, times by the share of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from acta.clean.words import Block, Word
from acta.model import Span, Utterance

_LONGEST = 32
_WHOLE = 45
_SCRAP = 6
_WORDS_PER_S = 2.7
_END = re.compile(r"[.!?…][\"'”’)]*$")
_ABBREVIATION = re.compile(r"^(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|st|no|approx|inc|ltd|[a-z])\.$", re.IGNORECASE)
_DASHES = frozenset({"-", "–", "—"})


def utterances(blocks: Sequence[Block]) -> list[Utterance]:
    """The utterances of all blocks, numbered from 1."""
    out: list[Utterance] = []
    for b in blocks:
        rate = _ms_per_character(b)
        for words in _pieces(b):
            start, end = _times(b, words, rate)
            out.append(
                Utterance(
                    id=len(out) + 1,
                    label=b.segment.label,
                    text=" ".join(w.text for w in words),
                    spans=tuple(_spans(b.segment.id, words)),
                    start_ms=start,
                    end_ms=end,
                    named=b.segment.named,
                )
            )
    return out


def _pieces(block: Block) -> Iterator[list[Word]]:
    """One list of words for each utterance: a few sentences, up to a mark of a turn; no scrap is left at the end of a block."""
    words = list(block.words)
    if not words:
        return
    marked = not block.segment.named and any(w.text in _DASHES for w in words[1:])
    # Where the source names no speaker, a block may hold two voices: it stays whole only when it is short.
    if not marked and len(words) <= (_WHOLE if block.segment.named else _LONGEST):
        yield words
        return
    piece: list[Word] = []
    left = len(words)
    for sentence in _sentences(words):
        turn = sentence[0].text in _DASHES
        full = len(piece) + len(sentence) > _LONGEST or len(piece) >= _LONGEST // 2
        if piece and (turn or (full and (left >= _SCRAP or len(piece) + left > _WHOLE))):
            yield piece
            piece = []
        piece += sentence
        left -= len(sentence)
    if piece:
        yield piece


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for i, w in enumerate(words):
        if w.text in _DASHES and sentence and _END.search(sentence[-1].text):
            yield sentence
            sentence = []
        sentence.append(w)
        following = words[i + 1].text if i + 1 < len(words) else ""
        if _END.search(w.text) and not _ABBREVIATION.match(w.text) and not following[:1].islower():
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ms_per_character(block: Block) -> float:
    start, end = block.segment.start_ms, block.segment.end_ms
    if start is None:
        return 0.0
    lasts = end - start if end is not None else round(len(block.segment.text.split()) / _WORDS_PER_S * 1000)
    return lasts / (len(block.segment.text) or 1)


def _times(block: Block, words: Sequence[Word], rate: float) -> tuple[int | None, int | None]:
    start, end = block.segment.start_ms, block.segment.end_ms
    if start is None or len(words) == len(block.words):
        return start, end
    return start + round(rate * words[0].start), start + round(rate * words[-1].end)


def _spans(segment: int, words: Sequence[Word]) -> Iterator[Span]:
    start, end = words[0].start, words[0].end
    for w in words[1:]:
        # One space apart: the same run of the source. More: something was set aside between.
        if w.start - end > 1:
            yield Span(segment, start, end)
            start = w.start
        end = w.end
    yield Span(segment, start, end)
