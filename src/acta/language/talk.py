"""A talk as the leash reads it: its utterances by number and by place, and what stands around those that an item cites."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from acta.language.words import stems, vocabulary
from acta.model import Citation, Transcript, Utterance


@dataclass(frozen=True, slots=True)
class Talk:
    """The utterances in order, and the place of each by its id."""

    utterances: tuple[Utterance, ...]
    places: Mapping[int, int]
    voiced: bool
    """Whether it is known who spoke, everywhere."""
    vocabulary: frozenset[str]
    """Every word said, folded."""
    mentions: Mapping[str, int]
    """In how many utterances each of its words stands."""
    stems: frozenset[str]
    """The stem of every content word said."""

    def cited(self, citations: Iterable[Citation]) -> list[int]:
        """The places of the utterances that ``citations`` name, in order, each once; ids that do not exist are passed over."""
        return sorted({self.places[c.utterance] for c in citations if c.utterance in self.places})

    def around(self, places: Sequence[int], reach: int) -> list[int]:
        """The ``places`` and those up to ``reach`` before and after each, in order."""
        last = len(self.utterances)
        return sorted({p for at in places for p in range(max(0, at - reach), min(last, at + reach + 1))})


class _Same:
    """A key that is equal to another only when it holds the very same value: reading a long talk's hash would cost more than the check."""

    __slots__ = ("value",)

    def __init__(self, value: Transcript[Utterance]) -> None:
        self.value: Final = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def talk_of(transcript: Transcript[Utterance]) -> Talk:
    """The talk of ``transcript``; remembered for the last few, since every item of a meeting asks for the same one."""
    return _talk(_Same(transcript))


@functools.lru_cache(maxsize=4)
def _talk(key: _Same) -> Talk:
    utterances = key.value.parts
    return Talk(
        utterances=utterances,
        places={u.id: place for place, u in enumerate(utterances)},
        voiced=all(u.speaker is not None for u in utterances),
        vocabulary=frozenset().union(*(vocabulary(u.text) for u in utterances)),
        mentions=Counter(w for u in utterances for w in vocabulary(u.text)),
        stems=frozenset().union(*(stems(u.text) for u in utterances)),
    )
