"""Find a quote in what was said, and refuse one that is not there.

A quote matches when its words stand in the utterance in the same order with nothing between them; case, white space and punctuation
are folded. The evidence keeps the utterance's own characters, never the claimed ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from acta.errors import ActaError
from acta.model import Evidence, Utterance

_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")


class UnprovenError(ActaError):
    """A quote does not stand where it is claimed to stand."""

    def __init__(self, utterance: int, quote: str) -> None:
        super().__init__(f"utterance {utterance} does not contain “{quote}”", code="unproven-quote")
        self.utterance = utterance
        self.quote = quote

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.utterance, self.quote)


def fold(text: str) -> str:
    """Case-folded text with compatibility characters and apostrophes made alike, for comparing words."""
    if text.isascii():
        return text.lower()  # the same, and by far the most frequent
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """The folded words of ``text`` with their character offsets (start, end)."""
    return [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """Character offsets (start, end) of ``quote`` in ``text``, or ``None``. A quote without words is nowhere."""
    wanted = [w for w, _, _ in word_spans(quote)]
    if not wanted:
        return None
    have = word_spans(text)
    for i in range(len(have) - len(wanted) + 1):
        if have[i][0] == wanted[0] and all(have[i + k][0] == w for k, w in enumerate(wanted)):
            start, end = have[i][1], have[i + len(wanted) - 1][2]
            # Closing punctuation belongs to the quote: "Really?" reads differently without its mark.
            while end < len(text) and text[end] in ".,!?;:…%)”\"'’" and not text[end].isspace():
                end += 1
            return start, end
    return None


def cite(utterance: Utterance, quote: str) -> Evidence:
    """The evidence that ``quote`` stands in ``utterance``; raises ``UnprovenError`` when it does not."""
    found = locate(utterance.text, quote)
    if found is None:
        raise UnprovenError(utterance.id, quote)
    start, end = found
    return Evidence(
        utterance=utterance.id,
        start=start,
        end=end,
        quote=utterance.text[start:end],
        speaker=utterance.speaker,
        start_ms=utterance.start_ms,
        end_ms=utterance.end_ms,
    )


def holds(evidence: Evidence, utterances: Iterable[Utterance]) -> bool:
    """Whether ``evidence`` still stands in ``utterances`` exactly as it says."""
    return any(u.id == evidence.utterance and u.text[evidence.start : evidence.end] == evidence.quote for u in utterances)
