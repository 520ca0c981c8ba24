"""Words that remember where they stood: what every step of cleaning works on."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from acta.evidence import fold
from acta.model import Change, ChangeKind, Segment, Span

_WORD = re.compile(r"\S+")
_CORE = re.compile(r"^\W*(.*?)\W*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """One run of characters without white space: as it reads now, and characters ``start:end`` of its segment's text."""

    text: str
    start: int
    end: int

    @property
    def core(self) -> str:
        """The folded word without the punctuation around it."""
        return _core(self.text)


@functools.lru_cache(maxsize=1 << 15)  # the same words come again and again
def _core(text: str) -> str:
    m = _CORE.match(fold(text))
    return m[1] if m else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A segment under repair: its words still there, and what was done to it so far."""

    segment: Segment
    words: tuple[Word, ...]
    changes: tuple[Change, ...] = field(default=())

    @property
    def text(self) -> str:
        """The words as they read now."""
        return " ".join(w.text for w in self.words)

    @property
    def cores(self) -> list[str]:
        """The folded words without punctuation."""
        return [_core(w.text) for w in self.words]

    def head(self, size: int, *, start: int = 0) -> str:
        """The ``size`` words from word ``start`` on, as they read now."""
        return " ".join(w.text for w in self.words[start : start + size])

    def tail(self, size: int) -> str:
        """The last ``size`` words as they read now."""
        return " ".join(w.text for w in self.words[-size:])

    def without(self, ranges: Iterable[tuple[int, int]], kind: ChangeKind, reason: str) -> Block:
        """The block with the words of ``ranges`` (start, end indexes, ascending, apart) quarantined."""
        kept: list[Word] = []
        changes = list(self.changes)
        at = 0
        for start, end in ranges:
            kept += self.words[at:start]
            for first, after in self._runs(start, end):
                span = Span(self.segment.id, self.words[first].start, self.words[after - 1].end)
                changes.append(Change(kind, span, self.segment.text[span.start : span.end], "", reason))
            at = end
        return replace(self, words=(*kept, *self.words[at:]), changes=tuple(changes))

    def adjoin(self, start: int, end: int) -> bool:
        """Whether nothing was set aside between the words ``start:end``."""
        return len(list(self._runs(start, end))) <= 1

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The words ``start:end`` in runs between which the source has words that were set aside before."""
        for i in range(start + 1, end):
            if self.segment.text[self.words[i - 1].end : self.words[i].start].strip():
                yield start, i
                start = i
        if start < end:
            yield start, end

    def with_words(self, swaps: Sequence[tuple[int, int, str]], kind: ChangeKind, reason: str) -> Block:
        """The block with words ``start:end`` replaced by a text, for each of ``swaps`` (ascending, apart)."""
        out: list[Word] = []
        changes = list(self.changes)
        at = 0
        for start, end, text in swaps:
            out += self.words[at:start]
            old = self.words[start:end]
            span = Span(self.segment.id, old[0].start, old[-1].end)
            changes.append(Change(kind, span, " ".join(w.text for w in old), text, reason))
            out.append(Word(text, span.start, span.end))
            at = end
        return replace(self, words=(*out, *self.words[at:]), changes=tuple(changes))


def block(segment: Segment) -> Block:
    """A segment's words, untouched."""
    return Block(segment, tuple(Word(m[0], m.start(), m.end()) for m in _WORD.finditer(segment.text)))
