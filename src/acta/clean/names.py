"""Misheard names and terms restored by sound and spelling, only where one candidate is clearly nearest and the context allows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from acta.clean.lists import is_given_name, is_ordinary, word_set
from acta.clean.sound import rough_sound, sound
from acta.clean.words import Block, Word
from acta.evidence import fold
from acta.model import ChangeKind, Diagnostic, Lexicon

# The word without what stands around it: opening marks, the word, a possessive and closing marks.
PARTS = re.compile(r"^(\W*)(.*?)((?:['’]s)?\W*)$", re.DOTALL)
_OPENING, _CLOSING, _OVER = "\"“‘'(", "\"'”’)", ".!?…:-–—"
_SHORTEST = 3
# Words of fewer letters say too little by their sound: they must be seen to be names, inside a sentence.
_TELLING = 4
_SEVERAL = word_set(
    """two three four five six seven eight nine ten eleven twelve twenty both many several few all some more most these those the other our
    your their my his her no"""
)
_AFTER_A_NAME = word_set(
    """is was has had have does did do will would can could should may might must and or but so if when because
    who that which as than then too also already still never always just really not only even again now in on at to for from with by about
    of into over after before until till since up down out off through said says say told tells asked asks wants wanted needs needed thinks
    thought knows knew got gets gave gives went goes came comes made makes took takes sent sends called calls wrote writes likes liked left
    leaves runs ran i you he she it we they the a an this"""
)
# Among more people than this, somebody's name is like any word by chance.
_CROWD = 200
# So long a word may differ by any one letter, and a longer one by any two.
_LONG, _LONGER = 6, 9


@dataclass(frozen=True, slots=True)
class _Known:
    """A word acta knows, and folded. ``company``: the words beside it in its name, needed when it is an ordinary word itself.

    ``near`` words, those of people who take part and of the glossary, go before others. Words that are not ``firm`` come from many:
    what is made into them must sound just like them. ``shy`` ones come from notes' titles, written for other ends than this.
    """

    word: str
    low: str
    kind: ChangeKind
    company: frozenset[str] = frozenset()
    near: bool = False
    firm: bool = False
    shy: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What a heard word was found to mean, or the known words it may be without its being clear."""

    known: _Known | None = None
    perhaps: tuple[str, ...] = ()


_NOTHING = _Found()


class Ear:
    """The words acta knows, found by how they sound and how they begin."""

    def __init__(self, words: Iterable[_Known]) -> None:
        self._known: dict[str, _Known] = {}
        for k in words:
            self._known.setdefault(k.low, k)
        self._sorted = sorted(self._known)
        self._by_sound: dict[str, list[_Known]] = {}
        self._by_rough_sound: dict[str, list[_Known]] = {}
        self._by_start: dict[str, list[str]] = {}
        for low, k in self._known.items():
            self._by_sound.setdefault(sound(low), []).append(k)
            self._by_rough_sound.setdefault(rough_sound(low), []).append(k)
            self._by_start.setdefault(low[0], []).append(low)
        self._memory: dict[tuple[str, bool], _Found] = {}

    def __bool__(self) -> bool:
        return bool(self._known)

    def names_said(self, cores: Iterable[str]) -> list[str]:
        """The known names among folded words."""
        return [k.word for c in cores if (k := self._known.get(c)) and k.kind == "name"]

    def with_s(self, low: str) -> _Known | None:
        """The known word that ``low`` is with an "s" too many."""
        k = None if low in self._known or low[-1:] != "s" else self._known.get(low[:-1])
        # "GLMs" are several.
        return k if k and self._may_slip(k) and k.firm and not k.word.isupper() else None

    def meant(self, low: str, *, inside: bool) -> _Found:
        """What the folded word ``low`` is a misheard form of; ``inside``: it was seen with a capital inside a sentence."""
        if (low, inside) not in self._memory:
            self._memory[low, inside] = self._meant(low, inside=inside)
        return self._memory[low, inside]

    def _meant(self, low: str, *, inside: bool) -> _Found:
        if len(low) < _SHORTEST or low in self._known or is_ordinary(low) or self._is_part(low):
            return _NOTHING
        if "-" in low and low.replace("-", "") in self._known:
            return _NOTHING  # somebody spells it: "Ru-na"
        same = _nearer(self._by_sound.get(sound(low), []))
        rough = _nearer(self._nearest(low, self._by_rough_sound.get(rough_sound(low), [])))
        # Somebody here, heard a little wrong, goes before somebody elsewhere, heard right.
        found = rough if rough and rough[0].near and not (same and same[0].near) else same or rough
        if not found:
            return self._by_spelling(low) if inside and not is_given_name(low) else _NOTHING
        k = found[0]
        # A common given name may be somebody else: told, not changed, unless it is only spelt in another way.
        if len(found) > 1 or (is_given_name(low) and not (k.firm and found is same)):
            return _Found(perhaps=_words(found))
        sure = (inside or len(low) >= _TELLING) if k.firm else inside and len(low) > _TELLING and found is same
        return _Found(k) if sure and not (k.shy and is_ordinary(k.low)) else _NOTHING

    def _nearest(self, low: str, candidates: Sequence[_Known]) -> list[_Known]:
        """Those of the candidates that differ least from ``low``, by one letter, or two of a long word."""
        allowed = 1 if len(low) <= _LONGER else 2
        marks = [(d, k) for k in candidates if self._may_slip(k) and (d := OSA.distance(low, k.low, score_cutoff=allowed)) <= allowed]
        least = min((d for d, _ in marks), default=0)
        return [k for d, k in marks if d == least]

    def _is_part(self, low: str) -> bool:
        """Whether ``low`` is a known word cut short or drawn out: "Thandi" is Thandiwe to friends, "Daniela" is not Daniel."""
        at = bisect.bisect_left(self._sorted, low)
        if any(w.startswith(low) and sound(w) != sound(low) for w in self._sorted[at : at + 8]):
            return True
        shorter = (low[:n] for n in range(max(_SHORTEST, len(low) - 3), len(low)))  # "Tesseras" is looked at by ``_with_s``
        return any(w in self._known and sound(w) != sound(low) for w in shorter)

    def _by_spelling(self, low: str) -> _Found:
        allowed = 0 if len(low) < _LONG else 1 if len(low) < _LONGER else 2
        if not allowed:
            return _NOTHING
        near = process.extract(low, self._by_start.get(low[0], []), scorer=OSA.distance, score_cutoff=allowed + 1, limit=2)
        if not near or near[0][1] > allowed or (len(near) > 1 and near[1][1] <= near[0][1] + 1):
            return _NOTHING
        k = self._known[near[0][0]]
        return _Found(k) if k.firm and self._may_slip(k) else _NOTHING

    @staticmethod
    def _may_slip(known: _Known) -> bool:
        """Whether words may be made into ``known`` that sound a little different."""
        return not known.shy and (bool(known.company) or not is_ordinary(known.low))


def _words(known: Iterable[_Known]) -> tuple[str, ...]:
    return tuple(k.word for k in known)


def _nearer(known: list[_Known]) -> list[_Known]:
    """Those of ``known`` that stand nearest to the talk."""
    return [k for k in known if k.near] or [k for k in known if not k.shy] or known


def _distance(a: str, b: str) -> int:
    return OSA.distance(a, b, score_cutoff=2)


def make_ear(lexicon: Lexicon, labels: Iterable[str]) -> Ear:
    """The ear of a lexicon and the named labels of a source."""
    there = [*(n for p in lexicon.people if p.attends for n in (p.name, *p.aliases)), *labels]
    elsewhere = [n for p in lexicon.people if not p.attends for n in (p.name, *p.aliases)]
    return Ear(
        [
            *_words_of(there, "name", near=True, firm=True),
            *_words_of(lexicon.terms, "term", near=True, firm=True),
            *_words_of(elsewhere, "name", firm=len(elsewhere) <= _CROWD),
            *_words_of(lexicon.titles, "term", shy=True),
        ]
    )


def _words_of(names: Iterable[str], kind: ChangeKind, *, near: bool = False, firm: bool = False, shy: bool = False) -> Iterable[_Known]:
    for name in names:
        words = [w.strip('.,;:()"“”') for w in name.split()]
        parts = [w[:-2] if w.endswith(("'s", "’s")) else w for w in words]
        lows = [fold(p) for p in parts]
        for i, part in enumerate(parts):
            if len(part) >= _SHORTEST and part[0].isupper():
                yield _Known(part, lows[i], kind, frozenset((*lows[max(0, i - 1) : i], *lows[i + 1 : i + 2])), near, firm, shy)


@dataclass(frozen=True, slots=True)
class _Talk:
    """Folded words of a talk by how they stand in it: with a capital inside a sentence, and without a capital."""

    inside: frozenset[str]
    plain: frozenset[str]


def restore(blocks: Sequence[Block], ear: Ear) -> tuple[list[Block], list[Diagnostic]]:
    """Misheard words replaced by what was meant, and the doubts: words that may be one of several known ones."""
    if not ear:
        return list(blocks), []
    talk = _seen(blocks)
    perhaps: dict[str, tuple[str, ...]] = {}
    out = [_restored(b, ear, talk, perhaps) for b in blocks]
    doubts = [_doubt(heard, known) for heard, known in perhaps.items()]
    return out, [*doubts, *_twins(ear, talk)]


def _seen(blocks: Sequence[Block]) -> _Talk:
    inside: set[str] = set()
    plain: set[str] = set()
    for b in blocks:
        over = True
        for w in b.words:
            text = w.text
            first = text[0] if text[0].isalpha() else text.lstrip(_OPENING)[:1]
            if first.islower():
                plain.add(_low(w))
            elif first.isupper() and not over:
                inside.add(_low(w))
            over = text[-1] in _OVER or (text[-1] in _CLOSING and text.rstrip(_CLOSING)[-1:] in _OVER)
    return _Talk(frozenset(inside), frozenset(plain))


def _low(word: Word) -> str:
    return word.core.removesuffix("'s")


def _restored(block: Block, ear: Ear, talk: _Talk, perhaps: dict[str, tuple[str, ...]]) -> Block:
    swaps: dict[ChangeKind, list[tuple[int, int, str]]] = {}
    for i, w in enumerate(block.words):
        if not w.text[0].isupper() and not w.text.lstrip(_OPENING)[:1].isupper():
            continue
        low = _low(w)
        # A word that also occurs without a capital is an ordinary word of this talk, not a name.
        if low in talk.plain or not (m := PARTS.match(w.text)):
            continue
        found = ear.meant(low, inside=low in talk.inside) if not (k := ear.with_s(low)) else _Found(k if _is_one(block, i) else None)
        if (k := found.known) and m[2].isupper() and len(m[2]) > 1 and not k.word.isupper():
            continue  # letters that stand for words, not somebody's name
        if found.perhaps:
            perhaps.setdefault(m[2], found.perhaps)
        if (k := found.known) and (_needs_no_company(k, low, talk) or k.company & _beside(block, i, ear, talk)):
            swaps.setdefault(k.kind, []).append((i, i + 1, f"{m[1]}{k.word}{m[3]}"))
    for kind, found_swaps in swaps.items():
        block = block.with_words(found_swaps, kind, "misheard: the nearest known word by sound and spelling")
    return block


def _needs_no_company(known: _Known, low: str, talk: _Talk) -> bool:
    """Whether ``low`` is so near to a known word, or that word so clearly a name, that nothing beside it need be of the same name."""
    return not is_ordinary(known.low) or sound(known.low) == sound(low) or (known.kind == "name" and known.firm and low in talk.inside)


def _is_one(block: Block, i: int) -> bool:
    """Whether a name with an "s" too many is neither several ("two Tesseras") nor an owner ("Stus truck")."""
    before = block.words[i - 1].core if i else ""
    after = block.words[i + 1].core if i + 1 < len(block.words) else ""
    # A surname, or what was done; an owner is followed by what is owned.
    goes_on = after.endswith("ed") or block.words[min(i + 1, len(block.words) - 1)].text[0].isupper()
    ends = block.words[i].text[-1] in '.,!?;:…-–—"”)'
    return before not in _SEVERAL and not before.isdigit() and (ends or not after or goes_on or re.split(r"n?'", after)[0] in _AFTER_A_NAME)


def _beside(block: Block, i: int, ear: Ear, talk: _Talk) -> set[str]:
    """The words on both sides of word ``i``, as they were heard and as they were meant."""
    lows = [_low(w) for w in (*block.words[max(0, i - 1) : i], *block.words[i + 1 : i + 2])]
    meant = (ear.meant(low, inside=low in talk.inside).known for low in lows)
    return {*lows, *(k.low for k in meant if k)}


def _doubt(heard: str, known: Sequence[str]) -> Diagnostic:
    names = " or ".join(f"“{k}”" for k in known)
    return Diagnostic(
        "unsure-name", f'“{heard}” may be {names}; it was left as heard. To settle it: acta learn "{heard}" = "{known[0]}"', heard
    )


def _twins(ear: Ear, talk: _Talk) -> list[Diagnostic]:
    """The known names said in this talk that are too alike to be told apart by ear."""
    said = sorted(set(ear.names_said(talk.inside)))
    pairs = [
        (a, b) for i, a in enumerate(said) for b in said[i + 1 :] if rough_sound(a) == rough_sound(b) or _distance(fold(a), fold(b)) == 1
    ]
    return [Diagnostic("similar-names", f"“{a}” and “{b}” are alike; neither is corrected to the other", f"{a}, {b}") for a, b in pairs]
