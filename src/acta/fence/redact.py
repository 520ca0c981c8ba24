"""Names, addresses, numbers and amounts of money as tokens, and back: what a service reads in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from acta.model import Lexicon, Meeting, Transcript, Utterance


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start:end`` of a hidden text are the token of characters ``was_start:was_end`` of the original."""

    start: int
    end: int
    was_start: int
    was_end: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text with tokens in it, and where they stand, in order."""

    text: str
    spans: tuple[Span, ...]


class Redaction:
    """The tokens of one meeting: the same thing has the same token in every text that is hidden by it."""

    @classmethod
    def of(cls, transcript: Transcript[Utterance], meeting: Meeting, known: Lexicon = Lexicon(), others: Iterable[str] = ()) -> Redaction:
        """The redaction of a meeting; ``others`` are further texts that will be hidden by it, so that no token stands in them already."""
        raise NotImplementedError

    def hide(self, text: str) -> str:
        """``text`` with tokens in place of names, addresses, numbers and amounts; tokens of this redaction stay as they are."""
        raise NotImplementedError

    def restore(self, text: str, *, full: bool = False) -> str:
        """``text`` with what its tokens stand for: people who take part by first name unless ``full``, others by full name."""
        raise NotImplementedError

    def hidden_line(self, utterance: Utterance) -> Hidden:
        """The text of an utterance hidden, with its map."""
        raise NotImplementedError

    def original_quote(self, utterance: int, hidden_quote: str) -> str | None:
        """The original characters of the utterance that ``hidden_quote`` quotes in its hidden text, or ``None`` when it is not there."""
        raise NotImplementedError

    def unknown_tokens(self, text: str) -> tuple[str, ...]:
        """What looks like a token in ``text`` and is none of this redaction: a model made it up."""
        raise NotImplementedError
