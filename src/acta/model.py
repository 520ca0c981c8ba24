"""The nouns of acta: frozen values without I/O. Read this module first.

A source becomes a ``Transcript`` of ``Segment``; cleaning makes it a ``Transcript`` of ``Utterance``; attribution fills in speakers;
extraction makes ``Minutes``. Every value is immutable: a stage takes one and returns a new one. Times are integer milliseconds from
the start of the recording, named ``*_ms``; ``None`` where the source carries no times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Generic, Literal, TypeVar

UNKNOWN_FORMAT = "unknown"


class ItemKind(StrEnum):
    """The seven kinds of item, in the order a note shows them."""

    KEY_FACT = "key_fact"
    OUTCOME = "outcome"
    DECISION = "decision"
    ACTION_ITEM = "action_item"
    FOLLOW_UP = "follow_up"
    RISK = "risk"
    OPEN_QUESTION = "open_question"

    @property
    def is_task(self) -> bool:
        """Whether items of this kind are written as task lines."""
        return self in (ItemKind.ACTION_ITEM, ItemKind.FOLLOW_UP)


class Priority(StrEnum):
    """How urgent a task was said to be; an item has ``None`` when nothing was said."""

    HIGHEST = "highest"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    LOWEST = "lowest"


ChangeKind = Literal["encoding", "loop", "invented", "sound", "echo", "double", "label", "name", "term"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A doubt worth showing a person: a value, not an exception. ``where`` is a line, a time or a label; may be empty."""

    code: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start:end`` of the text of segment ``segment``."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing ``clean`` did. ``now`` is empty when the words were quarantined: left out of the utterances, kept here."""

    kind: ChangeKind
    span: Span
    was: str
    now: str
    reason: str

    @property
    def quarantined(self) -> bool:
        """Whether the words were set aside, not replaced."""
        return not self.now


@dataclass(frozen=True, slots=True)
class Segment:
    """A timed piece of text as a recognizer or export gave it; never edited. ``id`` is its position in the source, from 0.

    ``label`` is what the source calls the voice or channel ("" when it says nothing). ``named`` is true when the format itself says
    that the label is a person's name (a Teams voice tag, a Google Meet line), not a device or a cluster of a diarizer.
    """

    id: int
    label: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """A cleaned unit of speech. ``id`` counts from 1; ``speaker`` is a person's full name, or ``None`` when undecided.

    ``spans`` are the places in the segments that its words came from, in order.
    """

    id: int
    label: str
    text: str
    spans: tuple[Span, ...]
    start_ms: int | None = None
    end_ms: int | None = None
    named: bool = False
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a conversation came from: the name it was given, its detected format, the SHA-256 of its bytes in hexadecimal."""

    path: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What the source says about the meeting besides the words spoken. Empty fields: it says nothing."""

    title: str = ""
    date: date | None = None
    people: tuple[str, ...] = ()


Part = TypeVar("Part", Segment, Utterance)


@dataclass(frozen=True, slots=True)
class Transcript(Generic[Part]):
    """A conversation as a sequence of segments (before cleaning) or utterances (after it), with what was done and doubted so far.

    ``off_record``: ids of the utterances that no item may rest on and no service may see. ``aimed``: ids of those that command a
    program instead of speaking to people; they have no text here.
    """

    source: Source
    parts: tuple[Part, ...]
    hints: Hints = Hints()
    changes: tuple[Change, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    off_record: frozenset[int] = frozenset()
    aimed: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def duration_ms(self) -> int | None:
        """The last time known, or ``None`` without times."""
        times = [t for p in self.parts for t in (p.start_ms, p.end_ms) if t is not None]
        return max(times, default=None)

    def with_diagnostics(self, more: Iterable[Diagnostic]) -> Transcript[Part]:
        """The same transcript with ``more`` doubts."""
        return replace(self, diagnostics=(*self.diagnostics, *more))


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive utterances of one speaker (or of one label, while undecided); computed by ``turns``, never stored."""

    speaker: str | None
    label: str
    utterances: tuple[Utterance, ...]


def turns(utterances: Iterable[Utterance]) -> list[Turn]:
    """Group consecutive utterances by speaker and label."""
    out: list[Turn] = []
    for u in utterances:
        if out and (out[-1].speaker, out[-1].label) == (u.speaker, u.label):
            out[-1] = replace(out[-1], utterances=(*out[-1].utterances, u))
        else:
            out.append(Turn(u.speaker, u.label, (u,)))
    return out


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the vault or the user knows: full name, other spellings, whether the user said that they take part.

    ``private``: their note says that nothing about them may leave the machine.
    """

    name: str
    aliases: tuple[str, ...] = ()
    attends: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names and terms known before the transcript is read.

    ``aliases``: (heard, meant) pairs that ``acta learn`` keeps; ``titles``: names of notes, terms by chance and not by choice.
    """

    people: tuple[KnownPerson, ...] = ()
    terms: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in or around the meeting; ``speaks`` says that they took part, not merely that they were mentioned."""

    name: str
    speaks: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who, when and what kind. ``owner`` keeps the notes; ``people`` are those who took part first, then those mentioned."""

    title: str
    date: date
    kind: str
    owner: str | None
    people: tuple[Person, ...]
    source: Source
    duration_ms: int | None = None

    @property
    def speakers(self) -> tuple[str, ...]:
        """The full names of those who took part."""
        return tuple(p.name for p in self.people if p.speaks)

    @property
    def others(self) -> tuple[str, ...]:
        """Those who took part besides the owner."""
        return tuple(name for name in self.speakers if name != self.owner)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote and where it stands: ``text[start:end]`` of an utterance. Only ``evidence.cite`` makes one."""

    utterance: int
    start: int
    end: int
    quote: str
    speaker: str | None
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Citation:
    """An engine's claim that ``quote`` stands in utterance ``utterance``; not believed until ``evidence.cite`` has found it."""

    utterance: int
    quote: str


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item as an engine proposes it. ``due`` needs ``due_words``: the words it follows from."""

    kind: ItemKind
    text: str
    citations: tuple[Citation, ...]
    owner: str | None = None
    owner_candidates: tuple[str, ...] = ()
    due: date | None = None
    due_words: str | None = None
    priority: Priority | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Unverified:
    """An item that an engine proposed and the transcript does not bear out: kept to be looked at, never written to a note."""

    kind: ItemKind
    text: str
    owner: str | None
    due: date | None
    quotes: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What an engine's answers took: calls to a model (``cached`` of them answered from the cache), tokens, money and seconds.

    ``cost`` is in the unit that the service's prices are configured in; ``None`` without prices.
    """

    engine: str
    model: str = ""
    calls: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class DraftNextMeeting:
    """When to meet again, as an engine proposes it; ``date`` is ``None`` when the words do not settle a day."""

    date: date | None
    words: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine proposes for a whole meeting."""

    summary: str
    items: tuple[DraftItem, ...]
    next_meeting: DraftNextMeeting | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A proven line of the minutes; ``evidence`` is never empty. ``id`` is a letter for the kind and four of [0-9a-z]."""

    id: str
    kind: ItemKind
    text: str
    evidence: tuple[Evidence, ...]
    owner: str | None = None
    owner_candidates: tuple[str, ...] = ()
    due: date | None = None
    due_words: str | None = None
    priority: Priority | None = None
    confidence: float = 0.5

    @property
    def label(self) -> str:
        """The footnote label: the item's stable identity in the note."""
        return self.id[:4]

    @property
    def block_id(self) -> str:
        """The Obsidian block id of a task line, without the caret."""
        return f"{self.id[0]}-{self.id[1:]}"


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When to meet again, proven."""

    date: date | None
    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The data of a note: what was said, made into what was agreed."""

    summary: str
    items: tuple[Item, ...]
    next_meeting: NextMeeting | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    usage: Usage | None = None

    def of_kind(self, kind: ItemKind) -> tuple[Item, ...]:
        """The items of one kind, in the order of the talk."""
        return tuple(item for item in self.items if item.kind == kind)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known of one meeting: what ``--json`` writes and what a note is composed from."""

    meeting: Meeting
    minutes: Minutes
    utterances: tuple[Utterance, ...]
    changes: tuple[Change, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
