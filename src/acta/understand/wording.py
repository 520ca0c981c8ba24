"""The sentence of an item: which of the words that prove it say it best, restated in the third person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from acta.model import ItemKind, Meeting
from acta.understand import restate
from acta.understand.choose import Candidate
from acta.understand.cues import cues_of
from acta.understand.grammar import join
from acta.understand.owners import addressee
from acta.understand.restate import Line, Restated, content
from acta.understand.roles import content_of
from acta.understand.units import Unit, words_of

_NEAR = 5
"""Units on each side in which a word must come again to be what the talk is about just here."""
_BEFORE = 3
"""Units before a sentence in which the one it speaks of may have been named."""
_ANCHOR = 1.5
"""What a text from the anchor itself is worth more than one from the units around it."""
_SHORT = 9
_COPY = 88.0
_EXPLAINS = 2.8
_PERSONS = frozenset(
    """man woman guy fella fellow bloke chap lad boy girl lady person doctor nurse pharmacist lawyer manager boss driver engineer client
    customer landlord colleague brother sister mother father mum mom dad wife husband son daughter cousin friend mr mrs ms dr""".split()
)
"""Words for somebody without a name, whom "he" or "she" may mean as well."""
_TELLS = 4
_LEADS_TO = 3
"""Lines just before a task that may tell what it is about."""
_LONGEST_TASK = 34
_TASK_CUES = frozenset(("promise", "request", "need", "you_get", "third_will", "imperative"))


@dataclass(frozen=True, slots=True)
class Worded:
    """The text of an item, the unit it was made from, how well it reads, and units that must be cited besides the group."""

    text: str
    source: int
    quality: float
    besides: tuple[int, ...] = ()


class Scribe:
    """Words items of one talk; sentences are cleaned and tagged once."""

    def __init__(self, units: Sequence[Unit], meeting: Meeting) -> None:
        self._units = units
        self._meeting = meeting
        self._names = [p.name for p in meeting.people]
        firsts = Counter(n.split()[0] for n in self._names if n.split())
        # Who was there goes by first name; who is only spoken of, by the full one.
        self._full = {
            n.split()[0]: n.split()[0] if n in meeting.speakers else n for n in self._names if n.split() and firsts[n.split()[0]] == 1
        }
        self._lines: dict[int, list[Line]] = {}

    def lines(self, i: int) -> list[Line]:
        """The sentences of unit ``i``."""
        if i not in self._lines:
            unit = self._units[i]
            made = restate.lines_of(unit.text, speaker=unit.speaker, listener=addressee(self._units, i, self._meeting), names=self._names)
            self._lines[i] = made
        return self._lines[i]

    def word(self, candidate: Candidate) -> Worded | None:
        """The text of ``candidate``, or ``None`` where no sentence can stand alone."""
        topic = self._topic(candidate)
        found = [(self._worth(made, candidate, i, topic), i, made, besides) for i, made, besides in self._texts(candidate)]
        if not found:
            return None
        _, i, made, besides = max(found, key=lambda f: f[0])
        if candidate.kind.is_task:
            text, more = self._explained(candidate, i, made)
            return Worded(text, i, made.quality, tuple(dict.fromkeys((*besides, *more))))
        if candidate.kind is ItemKind.OPEN_QUESTION:
            return Worded(made.text, i, made.quality, besides)
        return Worded(self._attributed(made.text, i), i, made.quality, besides)

    def _texts(self, candidate: Candidate) -> Iterator[tuple[int, Restated, tuple[int, ...]]]:
        """Every text that may be made of the candidate's units, with its unit and further units it needs for proof."""
        for i in candidate.group:
            for k in range(len(self.lines(i))):
                line, besides = self._line(i, k)
                made_here = (
                    self._task(i, k, line) if candidate.kind.is_task else ((m, ()) for m in self._of_line(candidate.kind, i, k, line))
                )
                for made, more in made_here:
                    yield i, made, tuple(j for j in (*besides, *more) if j not in candidate.group)

    def _task(self, i: int, k: int, line: Line) -> Iterator[tuple[Restated, tuple[int, ...]]]:
        """The task in line ``k`` of unit ``i``, said in full where that can be done, and the unit that completes it."""
        plain = restate.action(line, self._full)
        full = self._completed(i, k, line) if plain is None or plain.poor else None
        if full is not None:
            yield full[0], (full[1],)
        elif plain is not None:
            yield plain, ()

    def _line(self, i: int, k: int) -> tuple[Line, tuple[int, ...]]:
        """Line ``k`` of unit ``i`` with who "she" or "he" in it is, and the unit that names them.

        That is the only person named just before who neither speaks nor listens; where two were named, nobody.
        """
        line = self.lines(i)[k]
        at = restate.third_in(line)
        if at is None:
            return line, ()
        present = {n.split()[0] for n in (line.speaker, line.listener) if n}
        firsts = {f: n for f, n in self._full.items() if f not in present}
        if any(w.text in firsts or w.low in _PERSONS for w in line.words[:at]):
            return line, ()
        before = [(join(other.words), i) for other in self.lines(i)[:k]]
        before = [*((self._units[j].text, j) for j in range(max(0, i - _BEFORE), i)), *before]
        for text, place in reversed(before):
            if _PERSONS & set(words_of(text)):
                return line, ()
            if found := restate.named(text, firsts):
                return (replace(line, third=found[0]), (place,) if place != i else ()) if len(found) == 1 else (line, ())
        return line, ()

    def _of_line(self, kind: ItemKind, i: int, k: int, line: Line) -> Iterator[Restated]:
        if kind is ItemKind.OPEN_QUESTION:
            if made := restate.question(line, self._full):
                yield made
            return
        made = restate.statement(line, self._full)
        if made is None:
            return
        yield made
        lines = self.lines(i)
        if k + 1 < len(lines) and len(line.words) <= _SHORT * 2 and not line.asks and not lines[k + 1].asks:
            more = restate.statement(lines[k + 1], self._full)
            if more and len((made.text + more.text).split()) <= restate.LONGEST and min(made.quality, more.quality + more.lost) > 1.5:
                text = f"{made.text.rstrip('.')}; {self._lowered(more.text, lines[k + 1])}"
                yield Restated(text, max(made.quality, more.quality) + 0.3, lost=made.lost)

    def _completed(self, i: int, k: int, line: Line) -> tuple[Restated, int] | None:
        """The task in line ``k`` of unit ``i`` with what it points at, and the unit that names it."""
        if not restate.points(line):
            return None
        for j, m in self._just_before(i, k):
            before, besides = self._line(j, m)
            if not besides and (made := restate.completed(line, before, self._full)) and not made.poor:
                return made, j
        return None

    def _just_before(self, i: int, k: int) -> Iterator[tuple[int, int]]:
        """The lines before line ``k`` of unit ``i``, the nearest first: two of its own speaker's, then the last of the units before."""
        yield from ((i, m) for m in range(k - 1, max(-1, k - 3), -1))
        for j in range(i - 1, max(-1, i - 3), -1):
            last = len(self.lines(j)) - 1
            yield from ((j, m) for m in range(last, max(-1, last - 2), -1))

    def _explained(self, candidate: Candidate, i: int, made: Restated) -> tuple[str, tuple[int, ...]]:
        """The task's text, followed by the sentence that led to it where it does not tell what it is about; and the unit that says so."""
        if not made.poor:
            return made.text, ()
        have = set(content(made.text))
        at = next((k for k, own in enumerate(self.lines(i)) if (a := restate.action(own, self._full)) and a.text == made.text), 0)
        near = list(self._just_before(i, at))[:_LEADS_TO]
        after = [(i, k) for k in range(at + 1, min(at + 2, len(self.lines(i))))]
        best: tuple[float, str, int] | None = None
        for j, k in (*after, *near):
            line, besides = self._line(j, k)
            more = restate.statement(line, self._full)
            if more is None or besides or (more.lost and j != i) or more.quality < _EXPLAINS:
                continue
            words = set(content(more.text))
            fits = len((made.text + more.text).split()) <= _LONGEST_TASK and len(words & have) <= 0.5 * min(len(words), len(have))
            if fits and (best is None or more.quality > best[0]):
                best = more.quality, more.text, j
        if best is not None:
            return f"{made.text.rstrip('.')} — {best[1]}", (best[2],) if best[2] not in candidate.group else ()
        # What it points at was named there, even where no sentence can be made of it.
        shown = next((j for j, _ in near if len(self._units[j].words) > _TELLS and j not in candidate.group), None)
        return made.text, (shown,) if shown is not None else ()

    def _topic(self, candidate: Candidate) -> dict[str, float]:
        """Words that come again near the item, by how often."""
        units = self._units
        lo, hi = max(0, candidate.anchor - _NEAR), min(len(units), candidate.anchor + _NEAR + 1)
        near = Counter(w for u in units[lo:hi] for w in set(content_of(u)))
        inside = Counter(w for j in candidate.group for w in set(content_of(units[j])))
        return {w: min(n, 3) + 0.5 * min(inside[w], 3) for w, n in near.items()}

    def _worth(self, made: Restated, candidate: Candidate, i: int, topic: dict[str, float]) -> float:
        worth = made.quality + 0.18 * sum(topic.get(w, 0.0) for w in set(words_of(made.text)))
        worth += _ANCHOR if i == candidate.anchor else 0.0
        cues = cues_of(self._units[i].text)
        if candidate.kind.is_task:
            worth += 1.0 * bool(cues & _TASK_CUES)
        elif candidate.kind is ItemKind.RISK:
            worth += 1.0 * bool(cues & {"may_go_wrong", "could_if"})
        return worth

    def _attributed(self, text: str, i: int) -> str:
        """``text``, said to be somebody's words where it would otherwise repeat them."""
        unit = self._units[i]
        if unit.first and re.search(rf"\b{re.escape(unit.first)}\b", text):
            return text
        if fuzz.ratio(" ".join(words_of(text)), " ".join(words_of(unit.text))) < _COPY:
            return text
        who = f"According to {unit.first}," if unit.first else "It was said that"
        return f"{who} {self._lowered(text, self.lines(i)[0])}"

    def _lowered(self, text: str, line: Line) -> str:
        """``text`` to stand inside a sentence: its first letter small, unless its first word is a name."""
        first = re.split(r"\W", text, maxsplit=1)[0]
        named = first in self._full or any(w.text == first and w.tag == "NNP" for w in line.words)
        if first != "A" and (named or not first[1:].islower()):
            return text
        return text[:1].lower() + text[1:]
