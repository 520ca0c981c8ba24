"""What an engine must offer; the adapters live beside this file."""

from __future__ import annotations

from typing import Protocol

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
