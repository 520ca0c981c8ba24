"""Labels to people: who the voices of a transcript are. What is not clear stays undecided and is reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from acta.attribute.decide import Facts, decide
from acta.attribute.mentions import mentioned
from acta.attribute.names import Roster, plain
from acta.model import Diagnostic, Lexicon, Person, Transcript, Utterance

_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A transcript with its speakers filled in, who keeps the notes, and who took part or was mentioned."""

    transcript: Transcript[Utterance]
    owner: str | None
    people: tuple[Person, ...]


def attribute(
    transcript: Transcript[Utterance],
    *,
    owner: str | None,
    attendees: Sequence[str] = (),
    lexicon: Lexicon = Lexicon(),
    speakers: Mapping[str, str] = _NOBODY,
    microphones: Sequence[str] = (),
) -> Attribution:
    """Fill in the speakers of ``transcript``; ``speakers`` maps labels to names, ``microphones`` are labels of the owner's devices."""
    roster = Roster([n for n in (owner, *attendees, *transcript.hints.people, *speakers.values()) if n], lexicon)
    full_owner = roster.full(owner) if owner else None
    facts = Facts(transcript, roster, full_owner, speakers, frozenset(map(plain, microphones)))
    found = decide(facts)
    parts = tuple(replace(u, speaker=found.people.get(u.label)) for u in transcript)
    took_part = _took_part(found.owner, roster, parts)
    people = (*(Person(n, speaks=True) for n in took_part), *(Person(n, speaks=False) for n in mentioned(parts, lexicon, took_part)))
    doubts = (*_unknown_labels(facts), *found.doubts)
    return Attribution(replace(transcript, parts=parts).with_diagnostics(doubts), found.owner, people)


def _took_part(owner: str | None, roster: Roster, parts: Iterable[Utterance]) -> tuple[str, ...]:
    heard = [u.speaker for u in parts if u.speaker]
    return tuple(dict.fromkeys([*([owner] if owner else []), *roster.participants, *heard]))


def _unknown_labels(facts: Facts) -> list[Diagnostic]:
    labels = list(facts.by_label)
    there = {plain(label) for label in labels}
    shown = ", ".join(f"“{label}”" for label in labels if label) or "none"
    return [
        Diagnostic("unknown-label", f"--speaker names the label “{given}”, which the source does not have; its labels are: {shown}", given)
        for given in facts.speakers
        if plain(given) not in there
    ]
