"""Names, addresses, numbers and amounts of money as tokens, and back: what a service reads in their place.

A token is a letter for the kind of thing and a number, in brackets: ``[P1]`` a person, ``[N3]`` another name (a company, product or
place), ``[E1]`` an e-mail address, ``[T1]`` a telephone number, ``[U1]`` a web address or handle, ``[K1]`` an account or other identifying
number, ``[A2]`` an amount of money. No number is given out that stands, so written, in the texts of the meeting already.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acta.attribute.names import plain as plain_name
from acta.evidence import word_spans
from acta.fence.names import LINKS, Line, Names, all_ordinary, full_names, line_of, written
from acta.fence.shapes import head_of, shapes
from acta.model import KnownPerson, Lexicon, Meeting, Transcript, Utterance

KINDS = "PNETUKA"
# A backslash belongs to a token only where both brackets have one; else it stood there before.
_TOKEN = rf"(?i:\\\[\s?(?P<escaped>[{KINDS}]\s?\d{{1,4}})\s?\\\]|[\[<{{【]\s?(?P<kind>[{KINDS}])\s?(?P<number>\d{{1,4}})\s?[\]>}}】])"
_BARE = rf"(?<!\w)(?P<bare>[{KINDS}]\d{{1,4}})(?!\w)"
_LOOKS_LIKE = re.compile(f"{_TOKEN}|{_BARE}")
_ATOM = re.compile(rf"{_TOKEN}|(?<!\w)(?P<bare>(?i:[{KINDS}]\d{{1,4}}))(?!\w)|\w+(?:['’.\-]\w+)*")
_CLOSING = ".,!?;:…%)”\"'’"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start:end`` of a hidden text are the token of characters ``was_start:was_end`` of the original."""

    start: int
    end: int
    was_start: int
    was_end: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text with tokens in it, and where they stand, in order."""

    text: str
    spans: tuple[Span, ...] = ()

    def was(self, at: int, *, end: bool = False) -> int:
        """Where character ``at`` of the hidden text stood in the original; within a token: its beginning, or with ``end`` its end."""
        shift = 0
        for s in self.spans:
            if at < s.start or (end and at <= s.start):
                break
            if at < s.end or (end and at <= s.end):
                return s.was_end if end else s.was_start
            shift = s.was_end - s.end
        return at + shift


@dataclass(frozen=True, slots=True)
class Thing:
    """What a token stands for: ``short`` in running text, ``full`` where somebody's whole name is wanted."""

    token: str
    short: str
    full: str


class Redaction:
    """The tokens of one meeting: the same thing has the same token in every text that is hidden by it.

    It grows while it hides: a thing that was not in the meeting gets the next number. Hiding from several threads is safe; numbers then
    go by who comes first.
    """

    def __init__(self, names: Names, taken: Iterable[str] = ()) -> None:
        self._names = names
        self._taken = {t.upper() for t in taken}
        self._things: dict[str, Thing] = {}
        self._by_key: dict[tuple[str, str], Thing] = {}
        self._people: dict[str, tuple[str, str]] = {}
        self._next = dict.fromkeys(KINDS, 1)
        self._lines: dict[int, tuple[str, Hidden]] = {}
        self._heads: frozenset[str] = frozenset()
        self._lock = threading.RLock()

    @classmethod
    def of(cls, transcript: Transcript[Utterance], meeting: Meeting, known: Lexicon = Lexicon(), others: Iterable[str] = ()) -> Redaction:
        """The redaction of a meeting; ``others`` are further texts that will be hidden by it, so that no token stands in them already."""
        texts = [u.text for u in transcript]
        lines = [line_of(t) for t in texts]
        labels = [meeting.title, *(p.name for p in meeting.people), *(u.label for u in transcript), *known.terms, *known.titles, *others]
        names = Names()
        names.listen(lines)
        redaction = cls(names, (_code(m) for t in (*texts, *labels) for m in _LOOKS_LIKE.finditer(t)))
        amounts = (line.plain[s.start : s.end] for line in lines for s in shapes(line.plain) if s.kind == "A")
        redaction._heads = frozenset(h for a in amounts if (h := head_of(a)))
        redaction._know_people(meeting, known)
        redaction._know_terms(known)
        redaction._hear_people(lines)
        for u in transcript:
            redaction.hidden_line(u)
        return redaction

    def hide(self, text: str) -> str:
        """``text`` with tokens in place of names, addresses, numbers and amounts; tokens of this redaction stay as they are."""
        return self.hidden(text).text

    def hidden(self, text: str) -> Hidden:
        """``text`` hidden, with its map."""
        line = line_of(text)
        with self._lock:
            found = self._found(line)
            out: list[str] = []
            spans: list[Span] = []
            at = length = 0
            for start, end, thing in found:
                out += (text[at:start], thing.token)
                length += start - at
                spans.append(Span(length, length + len(thing.token), start, end))
                length += len(thing.token)
                at = end
            return Hidden("".join((*out, text[at:])), tuple(spans))

    def restore(self, text: str, *, full: bool = False) -> str:
        """``text`` with what its tokens stand for: people who take part by first name unless ``full``, others by full name."""

        def back(m: re.Match[str]) -> str:
            thing = self._things.get(_code(m))
            return m[0] if thing is None else thing.full if full else thing.short

        return _LOOKS_LIKE.sub(back, text)

    def unknown_tokens(self, text: str) -> tuple[str, ...]:
        """What looks like a token in ``text`` and is none of this redaction: a model made it up, or it was in the transcript."""
        found = (_code(m) for m in _LOOKS_LIKE.finditer(text))
        return tuple(dict.fromkeys(f for f in found if f not in self._things))

    def hidden_line(self, utterance: Utterance) -> Hidden:
        """The text of an utterance hidden, with its map; the same utterance is hidden the same way every time."""
        with self._lock:
            text, hidden = self._lines.get(utterance.id, ("", None))
            if hidden is None or text != utterance.text:
                hidden = self.hidden(utterance.text)
                self._lines[utterance.id] = utterance.text, hidden
            return hidden

    def original_quote(self, utterance: int, hidden_quote: str) -> str | None:
        """The original characters of the utterance that ``hidden_quote`` quotes in its hidden text, or ``None`` when it is not there.

        Case, white space and punctuation are folded as ``evidence.locate`` does; a token may lack its brackets, or the 's after it.
        The quote returned is whole words, so that ``evidence.cite`` finds it.
        """
        text, hidden = self._lines.get(utterance, ("", None))
        if hidden is None:
            return None
        wanted = [w for w, _, _ in self._atoms(hidden_quote)]
        have = self._atoms(hidden.text)
        if not wanted:
            return None
        for i in range(len(have) - len(wanted) + 1):
            if all(have[i + k][0] == w for k, w in enumerate(wanted)):
                start = hidden.was(have[i][1])
                end = hidden.was(have[i + len(wanted) - 1][2], end=True)
                return _whole_words(text, start, end)
        return None

    def _atoms(self, text: str) -> list[tuple[str, int, int]]:
        """The folded words and tokens of a hidden text with their characters; a possessive after a token is none."""
        out: list[tuple[str, int, int]] = []
        for m in _ATOM.finditer(text):
            if (token := _code(m)) in self._things:
                out.append((f"[{token}]", m.start(), m.end()))
            else:
                words = word_spans(m[0])
                out += [(w, m.start() + a, m.start() + b) for w, a, b in words]
        return [a for i, a in enumerate(out) if not (a[0] == "s" and i and out[i - 1][0].startswith("["))]

    def _found(self, line: Line) -> list[tuple[int, int, Thing]]:
        """The things in a line with their characters in the original, in order."""
        ours = [(m.start(), m.end()) for m in _LOOKS_LIKE.finditer(line.plain) if _code(m) in self._things]
        shaped = [s for s in shapes(line.plain, self._heads) if not _touches(s.start, s.end, ours)]
        out: list[tuple[int, int, Thing]] = []
        for s in shaped:
            start, end = line.at[s.start], line.at[s.end]
            out.append((start, end, self._thing(s.kind, line.original[start:end])))
        for name in self._names.find(line, [*ours, *((s.start, s.end) for s in shaped)]):
            start, end = written(line, name)
            text = line.original[start:end]
            person = name.kind == "person"
            if person and (name.known or len(text.split()) == 1):
                out.append((start, end, self._person(name.known or plain_name(text), text)))
            else:
                out.append((start, end, self._thing("P" if person else "N", text)))
        return sorted(out, key=lambda f: f[0])

    def _person(self, key: str, text: str) -> Thing:
        short, full = self._people.get(key, (text, text))
        return self._thing("P", key, short, full)

    def _thing(self, kind: str, key: str, short: str = "", full: str = "") -> Thing:
        """The thing ``key``, with a new token when it has none."""
        thing = self._by_key.get((kind, key))
        if thing is None:
            number = self._next[kind]
            while f"{kind}{number}" in self._taken:
                number += 1
            self._next[kind] = number + 1
            thing = Thing(f"[{kind}{number}]", short or key, full or short or key)
            self._by_key[kind, key] = self._things[f"{kind}{number}"] = thing
        return thing

    def _know_people(self, meeting: Meeting, known: Lexicon) -> None:
        """Register everybody known by every name they have; a name that several have stands for none of them."""
        speakers = [KnownPerson(n) for n in meeting.speakers]
        around = [KnownPerson(p.name) for p in meeting.people if not p.speaks]
        self._register([*speakers, *_with_aliases(speakers, known)], takes_part=True)
        self._register([*around, *known.people], takes_part=False)

    def _register(self, people: Sequence[KnownPerson], *, takes_part: bool) -> None:
        firsts: dict[str, set[str]] = {}
        lasts: dict[str, set[str]] = {}
        for p in people:
            words = p.name.split()
            if words:
                firsts.setdefault(plain_name(words[0]), set()).add(plain_name(p.name))
                lasts.setdefault(plain_name(words[-1]), set()).add(plain_name(p.name))
        for p in people:
            words = p.name.split()
            if not words:
                continue
            key = plain_name(p.name)
            alone = len(firsts[plain_name(words[0])]) == 1
            self._people.setdefault(key, (words[0] if takes_part and alone else p.name, p.name))
            for spelling in (p.name, *p.aliases):
                self._names.register(spelling, key, "person")
            if alone:
                self._names.register(words[0], key, "person")
            if len(words) > 1:
                self._names.register(words[0], plain_name(words[0]), "person")  # several are called so: the name stands for itself
                if len(lasts[plain_name(words[-1])]) == 1:
                    self._names.register(words[-1], key, "person")
                for word in (w for w in words[1:] if plain_name(w) not in LINKS):
                    self._names.register(word, plain_name(word), "person")

    def _know_terms(self, known: Lexicon) -> None:
        for term in known.terms:
            if any(r.capital for r in line_of(term).runs) or not all_ordinary(term):
                self._names.register(term, "", "other")
        for title in known.titles:
            for run in line_of(title).runs:
                if run.capital and not all_ordinary(run.text):
                    self._names.register(run.text, "", "other")

    def _hear_people(self, lines: Sequence[Line]) -> None:
        """Register people of whom a first and a last name was heard by either."""
        for words in full_names(lines, self._names):
            name = " ".join(words)
            key = plain_name(name)
            if key in self._people:
                continue
            self._people[key] = (name, name)
            for spelling in (name, words[0], words[-1]):
                self._names.register(spelling, key, "person")


def _with_aliases(people: Sequence[KnownPerson], known: Lexicon) -> list[KnownPerson]:
    """The known people among ``people``, with what else they are called."""
    there = {plain_name(p.name) for p in people}
    return [p for p in known.people if plain_name(p.name) in there]


def _code(m: re.Match[str]) -> str:
    """Letter and number of what looks like a token; "" for a match of something else."""
    return re.sub(r"\s", "", m["bare"] or m["escaped"] or (m["kind"] or "") + (m["number"] or "")).upper()


def _touches(start: int, end: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in stretches)


def _whole_words(text: str, start: int, end: int) -> str:
    """Characters ``start:end`` of ``text`` drawn out to whole words and the marks that close them."""
    for _, a, b in word_spans(text):
        if a < start < b:
            start = a
        if a < end < b:
            end = b
    while end < len(text) and text[end] in _CLOSING and not text[end].isspace():
        end += 1
    return text[start:end]
