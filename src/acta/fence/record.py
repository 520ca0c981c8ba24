"""Which utterances are off the record: those that the user marked, and those that the speakers asked to keep out of the notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from acta.errors import InputError
from acta.model import Utterance
from acta.understand.units import units_of
from acta.understand.unsaid import off_record as asked_off


def off_record(
    utterances: Sequence[Utterance],
    marked: Sequence[tuple[int, int]] = (),
    numbers: Collection[int] = (),
    *,
    generous: bool = True,
) -> frozenset[int]:
    """The ids of the utterances off the record.

    ``generous``: also those that may be meant, for what leaves the machine; without it those that plainly are, for the note.
    ``marked``: stretches of the recording as (start, end) in milliseconds; ``numbers``: ids of utterances, for sources without times.
    An utterance without a time counts as lying anywhere between its neighbours' times. Raises ``InputError`` where stretches are
    marked and the transcript has no times at all.
    """
    units = units_of(utterances)
    said = {units[i].utterance.id for i in asked_off(units, generous=generous)}
    return frozenset(said | _inside(utterances, marked) | (set(numbers) & {u.id for u in utterances}))


def _inside(utterances: Sequence[Utterance], marked: Sequence[tuple[int, int]]) -> set[int]:
    """The ids of the utterances of which any part may lie in a marked stretch."""
    if not marked or not utterances:
        return set()
    if all(u.start_ms is None and u.end_ms is None for u in utterances):
        raise InputError(
            "a stretch of time is marked as off the record, and this transcript has no times",
            code="marked-without-times",
            hint="Mark utterances by their numbers instead; acta prompt shows them.",
        )
    starts, ends = _bounds(utterances)
    return {
        u.id
        for u, start, end in zip(utterances, starts, ends, strict=True)
        if any(start <= last and first <= end for first, last in (sorted(pair) for pair in marked))
    }


def _bounds(utterances: Sequence[Utterance]) -> tuple[list[float], list[float]]:
    """The earliest and the latest that each utterance can have been spoken."""
    starts: list[float] = []
    at = float("-inf")
    for u in utterances:
        known = u.start_ms if u.start_ms is not None else u.end_ms if u.end_ms is not None and u.end_ms < at else None
        at = at if known is None else float(known)
        starts.append(at)
    ends: list[float] = []
    at = float("inf")
    for u in reversed(utterances):
        ends.append(float(u.end_ms) if u.end_ms is not None else at)
        if u.start_ms is not None:
            at = float(u.start_ms)
    return starts, ends[::-1]
