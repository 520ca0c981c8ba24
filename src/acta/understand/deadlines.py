"""When a promise is due: which of the times said around it bind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from acta.model import ItemKind
from acta.understand.dates import Due, due_of
from acta.understand.units import Unit, sentences_of


def deadline_of(units: Sequence[Unit], source: int, group: Sequence[int], kind: ItemKind, today: date, again: date | None) -> Due | None:
    """The day on which the task said in ``source`` and proven by ``group`` is due, or ``None``."""
    return due_of([s for i in group for s in sentences_of(units[i].text)], today)
