"""What an engine must offer, and what a language model is asked; the adapters live beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from acta.model import Draft, Meeting, Transcript, Utterance


class Extractor(Protocol):
    """Reads a transcript and proposes minutes. Nothing it says is believed before ``extract`` has checked it."""

    @property
    def name(self) -> str:
        """What the engine is called in the configuration."""
        ...

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        """Propose minutes for ``meeting``; raises ``EngineError`` when it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a language model: who it is to be, what it is to read, and the JSON Schema its answer must have.

    ``longest`` is how many tokens the answer may take.
    """

    instructions: str
    text: str
    schema: Mapping[str, Any]
    longest: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a language model answered. ``cut``: it ended at the limit of tokens, not by itself. Tokens are the service's own figures."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cost: float | None = None
    cut: bool = False
    cached: bool = False


class TooLong(Exception):  # noqa: N818  # not a failure: the caller asks again with less
    """The question does not fit into the model's context, by the service's own word or figures."""


class Asker(Protocol):
    """Something that answers questions: a service, a person with a chat window, a recording of either."""

    @property
    def name(self) -> str:
        """What it is called in the configuration."""
        ...

    @property
    def model(self) -> str:
        """The model that answers."""
        ...

    @property
    def context(self) -> int:
        """How many tokens a question and its answer may have together."""
        ...

    def ask(self, question: Question) -> Answer:
        """The answer; raises ``TooLong``, or ``EngineError`` (``transient`` where waiting may help) when there is none."""
        ...
