"""The decision for each label: one rule after the other, the surest first; a label no rule settles stays undecided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from acta.attribute.introductions import introduced
from acta.attribute.labels import Role, role_of
from acta.attribute.mixing import carries_several
from acta.attribute.names import Roster, looks_like_name, plain, tidy
from acta.model import Diagnostic, Transcript, Utterance


@dataclass(frozen=True)
class Facts:
    """What is known before deciding; the derived views are computed once."""

    transcript: Transcript[Utterance]
    roster: Roster
    owner: str | None
    speakers: Mapping[str, str]
    microphones: frozenset[str]

    @cached_property
    def by_label(self) -> dict[str, list[Utterance]]:
        """The utterances of each label, in the order of first appearance."""
        out: dict[str, list[Utterance]] = {}
        for u in self.transcript:
            out.setdefault(u.label, []).append(u)
        return out

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The role of each label."""
        return {label: self._role(label, named=all(u.named for u in us)) for label, us in self.by_label.items()}

    def _role(self, label: str, *, named: bool) -> Role:
        role = role_of(label, named=named)
        # "Dervla" or "Dervla's iPhone" is a name for whoever knows one Dervla.
        return Role.NAME if role is Role.DEVICE and self.roster.find(label) else role

    @cached_property
    def words(self) -> dict[str, int]:
        """How many words stand under each label."""
        return {label: sum(len(u.text.split()) for u in us) for label, us in self.by_label.items()}

    @cached_property
    def mixed(self) -> frozenset[str]:
        """The labels that obviously carry several voices; a format's own word that a label is a name is believed."""
        total = sum(self.words.values())
        return frozenset(label for label, us in self.by_label.items() if not all(u.named for u in us) and carries_several(us, total))

    @cached_property
    def glued(self) -> dict[str, str]:
        """The person's name found glued to the words of a label, where there was one such name."""
        label_of = {span.segment: u.label for u in self.transcript for span in u.spans}
        names: dict[str, Counter[str]] = {}
        for change in self.transcript.changes:
            label = label_of.get(change.span.segment)
            if change.kind == "label" and label is not None and (name := self._name_in(change.was)):
                names.setdefault(label, Counter())[name] += 1
        return {label: next(iter(counts)) for label, counts in names.items() if len(counts) == 1}

    def _name_in(self, text: str) -> str | None:
        name = tidy(text)
        return self.roster.find(name) or (name if looks_like_name(name) else None)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who each settled label is, who keeps the notes, and what stayed open."""

    people: dict[str, str]
    owner: str | None
    doubts: tuple[Diagnostic, ...]


def decide(facts: Facts) -> Decision:
    """Settle as many labels of ``facts`` as can be settled without guessing."""
    settled = _by_option(facts)

    def open_labels() -> list[str]:
        return [label for label in facts.by_label if label not in settled]

    settled |= _by_name(facts, open_labels())
    owner = facts.owner or _owner_found(facts, settled)
    settled |= _by_microphone(facts, open_labels(), owner)
    settled |= _by_introduction(facts, open_labels(), settled)
    settled |= _by_far_end(facts, open_labels(), settled, owner)
    settled |= _by_elimination(facts, open_labels(), settled)
    return Decision(settled, owner, tuple(_doubt(facts, label) for label in open_labels() if facts.words[label]))


def _by_option(facts: Facts) -> dict[str, str]:
    given = {plain(label): facts.roster.full(name) for label, name in facts.speakers.items()}
    return {label: given[plain(label)] for label in facts.by_label if plain(label) in given}


def _by_name(facts: Facts, labels: list[str]) -> dict[str, str]:
    """Labels that are somebody's name; a name over blocks that mix speakers is the recorder's owner, not the speaker."""
    return {label: facts.roster.full(label) for label in labels if facts.roles[label] is Role.NAME and label not in facts.mixed}


def _owner_found(facts: Facts, settled: Mapping[str, str]) -> str | None:
    """Whose recording it is, when the source shows it: the name beside "Remote", or the one glued to a device's words."""
    names = set(facts.glued.values())
    if not names and Role.FAR in facts.roles.values():
        names = {settled[label] for label, role in facts.roles.items() if role is Role.NAME and label in settled}
    return next(iter(names)) if len(names) == 1 else None


def _by_microphone(facts: Facts, labels: list[str], owner: str | None) -> dict[str, str]:
    """The owner's own end of the call, unless that microphone hears everybody."""
    if owner is None:
        return {}
    mine = [
        label for label in labels if facts.roles[label] is Role.NEAR or plain(label) in facts.microphones or facts.glued.get(label) == owner
    ]
    return {label: owner for label in mine if label not in facts.mixed}


def _by_introduction(facts: Facts, labels: list[str], settled: Mapping[str, str]) -> dict[str, str]:
    """Voices that say who they are, when no other voice is or claims the same person."""
    claims = {label: introduced(facts.by_label[label], facts.roster) for label in labels if facts.roles[label] is Role.CLUSTER}
    counts = Counter(name for names in claims.values() for name in names)
    taken = set(settled.values())
    return {
        label: next(iter(names))
        for label, names in claims.items()
        if len(names) == 1 and not names & taken and counts[next(iter(names))] == 1 and label not in facts.mixed
    }


def _by_far_end(facts: Facts, labels: list[str], settled: Mapping[str, str], owner: str | None) -> dict[str, str]:
    """The other end of a call, when one person only can be there and the near end is a single, settled voice."""
    far = [label for label in labels if facts.roles[label] in (Role.FAR, Role.APP)]
    # Recorders file a stray sound under a second app; where "Remote" is there, that is the call.
    remote = [label for label in far if facts.roles[label] is Role.FAR] or far
    others = [n for n in facts.roster.participants if n not in settled.values() and n != owner]
    if len(remote) != 1 or len(others) != 1 or not settled or facts.mixed:
        return {}
    return {remote[0]: others[0]}


def _by_elimination(facts: Facts, labels: list[str], settled: Mapping[str, str]) -> dict[str, str]:
    """The last voice a diarizer told apart is the last person of those who took part."""
    others = [n for n in facts.roster.participants if n not in settled.values()]
    one_voice = len(labels) == 1 and facts.roles[labels[0]] is Role.CLUSTER and labels[0] not in facts.mixed
    return {labels[0]: others[0]} if settled and one_voice and len(others) == 1 else {}


def _doubt(facts: Facts, label: str) -> Diagnostic:
    share = 100 * facts.words[label] / sum(facts.words.values())
    shown = f"“{label}”" if label else "a part without label"
    why = " and seems to carry several voices" if label in facts.mixed else ""
    remedy = f'If it is one person, pass --speaker "{label}=NAME".' if label else "The source does not say who speaks there."
    return Diagnostic("undecided-speaker", f"{shown} ({share:.0f} % of the words) is not settled on a person{why}. {remedy}", label)
