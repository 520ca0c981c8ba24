"""The pieces of talk that are judged: an utterance, or the sentences of a long one, with its words counted once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from acta.model import Utterance

LONGEST = 45
"""Most words of a unit whose speaker is known; longer utterances are cut between sentences."""
LONGEST_MIXED = 16
"""The same where the speaker is undecided: voices may change at any sentence, so pieces stay small."""

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[\w£$€])")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """``text`` as it stands in ``utterance``; ``words`` are lower case with straight apostrophes; ``index`` counts units from 0."""

    index: int
    utterance: Utterance
    text: str
    words: tuple[str, ...]

    @property
    def speaker(self) -> str | None:
        """The full name of who spoke, or ``None`` when undecided."""
        return self.utterance.speaker

    @property
    def first(self) -> str:
        """The first name of who spoke, or ""."""
        return self.speaker.split()[0] if self.speaker else ""


def words_of(text: str) -> tuple[str, ...]:
    """The lower-case words of ``text``, apostrophes straight."""
    return tuple(_WORD.findall(text.lower().replace("’", "'").replace("‘", "'")))


def units_of(utterances: Iterable[Utterance]) -> list[Unit]:
    """The units of ``utterances`` in order; utterances without words give none."""
    out: list[Unit] = []
    for utterance in utterances:
        longest = LONGEST if utterance.speaker else LONGEST_MIXED
        for text in _pieces(utterance.text, longest):
            words = words_of(text)
            if words:
                out.append(Unit(len(out), utterance, text, words))
    return out


def sentences_of(text: str) -> list[str]:
    """The sentences of ``text``, unchanged but for the white space between them."""
    return [s for s in _END.split(text.strip()) if s]


def _pieces(text: str, longest: int) -> list[str]:
    if len(text.split()) <= longest:
        return [text.strip()]
    out: list[str] = []
    count = 0
    for sentence in sentences_of(text):
        for part in _hard_cut(sentence):
            n = len(part.split())
            if out and (count + n <= longest):
                out[-1] += " " + part
                count += n
            else:
                out.append(part)
                count = n
    return out


def _hard_cut(sentence: str) -> list[str]:
    """A sentence of ordinary length whole; unpunctuated speech in pieces of ``LONGEST`` words."""
    words = sentence.split()
    return [sentence] if len(words) <= LONGEST else [" ".join(words[i : i + LONGEST]) for i in range(0, len(words), LONGEST)]
