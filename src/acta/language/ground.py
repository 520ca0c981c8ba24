"""What a proposed text may be read against: the utterances it cites, those beside them, and the rest of the talk."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from acta.language.figures import Value, said_in
from acta.language.talk import Talk
from acta.language.words import plain, stems, vocabulary, words_in
from acta.model import Meeting, Utterance
from acta.understand.dates import TimeWords, find_times

BESIDE = 1
"""Utterances before and after a cited one that say what its "it" and its "yes" mean."""
_BEFORE, _AFTER = 14, 6
"""Utterances before and after in which the talk is of the same matter: what is called "him" there was named there."""


@functools.lru_cache(maxsize=1 << 14)
def times_in(text: str, today: date) -> tuple[TimeWords, ...]:
    """The times named in an utterance; remembered, for every item beside it asks."""
    return tuple(find_times(text, today))


@dataclass(frozen=True, slots=True)
class Ground:
    """The places in ``talk`` that an item rests on: ``cited``, those ``near`` (cited and beside) and ``wide`` (of the same matter)."""

    talk: Talk
    meeting: Meeting
    cited: tuple[int, ...]
    near: tuple[int, ...]
    wide: tuple[int, ...]

    def texts(self, places: Sequence[int]) -> list[str]:
        """What was said at ``places``."""
        return [self.talk.utterances[p].text for p in places]

    def words(self, places: Sequence[int]) -> frozenset[str]:
        """The words said at ``places``."""
        return frozenset().union(*(vocabulary(t) for t in self.texts(places)))

    def stems(self, places: Sequence[int]) -> frozenset[str]:
        """The stems of the content words said at ``places``."""
        return frozenset().union(*(stems(t) for t in self.texts(places)))

    def numbers(self, places: Sequence[int]) -> frozenset[Value]:
        """The numbers said at ``places``, and those of the days named there."""
        said = frozenset[Value]().union(*(said_in(t) for t in self.texts(places)))
        return said | frozenset(float(n) for d in self.days(places) for n in (d.day, d.year))

    def days(self, places: Sequence[int]) -> frozenset[date]:
        """The days that what was said at ``places`` settles, past ones too."""
        today = self.meeting.date
        return frozenset(t.date for text in self.texts(places) for t in times_in(text, today) if t.date is not None)

    def elsewhere(self) -> Iterable[Utterance]:
        """Every utterance of the talk."""
        return self.talk.utterances

    def speakers(self, places: Sequence[int]) -> frozenset[str]:
        """The full names of those who speak at ``places``."""
        return frozenset(s for p in places if (s := self.talk.utterances[p].speaker))

    def names(self, person: str, places: Sequence[int]) -> bool:
        """Whether ``person`` is named at ``places``, by any part of the name that is theirs alone in this meeting."""
        said = self.words(places)
        return any(part in said for part in own_parts(person, self.meeting))


@functools.lru_cache(maxsize=1 << 8)
def own_parts(person: str, meeting: Meeting) -> tuple[str, ...]:
    """The folded words of a full name, the ones that others of the meeting bear too left out where something remains."""
    parts = [w for w in words_in(person) if len(w) > 1]
    others = {w for p in meeting.people if p.name != person for w in words_in(p.name)}
    return tuple([w for w in parts if w not in others] or parts)


@functools.lru_cache(maxsize=1 << 6)
def people_words(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    """Every word of a name of this meeting, and the full names that have it."""
    out: dict[str, tuple[str, ...]] = {}
    for person in meeting.people:
        for word in words_in(person.name):
            out[word] = (*out.get(word, ()), person.name)
    return out


@functools.lru_cache(maxsize=1 << 6)
def title_words(meeting: Meeting) -> frozenset[str]:
    """The words of the meeting's title."""
    return frozenset(vocabulary(plain(meeting.title)))


def ground_of(talk: Talk, meeting: Meeting, cited: Sequence[int]) -> Ground:
    """The ground of an item that cites the utterances at ``cited``."""
    last = len(talk.utterances)
    wide = sorted({p for at in cited for p in range(max(0, at - _BEFORE), min(last, at + _AFTER + 1))})
    return Ground(talk, meeting, tuple(cited), tuple(talk.around(cited, BESIDE)), tuple(wide))
