"""What a user wants kept from services."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fencing:
    """What may not leave: people and kinds marked private; ``redact``: names and figures go as tokens."""

    redact: bool = True
    private_people: tuple[str, ...] = ()
    private_kinds: tuple[str, ...] = ()
