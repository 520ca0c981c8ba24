"""The leash: what a language model proposes is held against the talk, and what does not stand there is named.

A fault is a sentence that says what is wrong and what would be right: it goes back to the model once, and into the diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from acta.language.quotes import prove
from acta.language.talk import talk_of
from acta.model import DraftItem, DraftNextMeeting, Item, Meeting, Transcript, Utterance

Field = Literal["evidence", "text", "owner", "due"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a proposal; ``candidates`` are people who may be meant by an owner who cannot stand."""

    field: Field
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proposal with its quotes put right, or ``None`` when no quote of it stands; it may be believed when there are no faults."""

    item: DraftItem | None
    faults: tuple[Fault, ...] = ()


def check(item: DraftItem, transcript: Transcript[Utterance], meeting: Meeting) -> Verdict:
    """Hold ``item`` against ``transcript`` and what is known of ``meeting``."""
    proof = prove(item.citations, talk_of(transcript))
    unproven = tuple(Fault("evidence", reason) for reason in proof.faults)
    if not proof.citations:
        return Verdict(None, unproven or (Fault("evidence", "no quote was given; quote the words that prove it"),))
    return Verdict(replace(item, citations=proof.citations), unproven)


def mend(item: DraftItem, faults: Iterable[Fault]) -> DraftItem | None:
    """What is left of a verdict's ``item`` without what is at fault: no owner, no date; ``None`` when its text or quotes are."""
    for fault in faults:
        if fault.field in ("text", "evidence"):
            return None
        if fault.field == "owner":
            item = replace(item, owner=None, owner_candidates=tuple(dict.fromkeys((*item.owner_candidates, *fault.candidates))))
        else:
            item = replace(item, due=None, due_words=None)
    return item


def check_summary(
    summary: str, items: Sequence[DraftItem | Item], transcript: Transcript[Utterance], meeting: Meeting
) -> tuple[str, tuple[Fault, ...]]:
    """The sentences of ``summary`` that ``items`` bear out, in order, and why the others do not stand."""
    raise NotImplementedError


def check_next_meeting(
    draft: DraftNextMeeting, transcript: Transcript[Utterance], meeting: Meeting
) -> tuple[DraftNextMeeting | None, tuple[Fault, ...]]:
    """``draft`` with its quotes put right and no date that does not follow from its words; ``None`` when no quote stands."""
    raise NotImplementedError
