"""The known people that a talk is about, without their taking part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from acta.attribute.names import plain, word_set
from acta.model import KnownPerson, Lexicon, Utterance

_CAPITALISED = re.compile(r"[^\W\d_][\w'’\-]*")
# First names that are English words too: only the full name is proof that the person is meant.
NAMES_AND_WORDS = word_set(
    """amber angel april art august autumn bill bishop bob buck chance charity chase chuck clay cliff crystal dale dawn dean dick don drew
    faith flora frank gene glen grace grant hazel heath holly hope hunter iris ivy jack jade jasmine joy june king lane lily mark mason
    max may mercy miles nick norm olive pat patience penny pierce pearl ray rich rob robin rock rose ruby rusty sage sandy scout sky skip
    stone sunny sue summer tad terry tony trinity violet wade wren will winter"""
)


def mentioned(utterances: Iterable[Utterance], lexicon: Lexicon, took_part: Sequence[str]) -> tuple[str, ...]:
    """The names of lexicon people who are spoken of and did not take part, in the lexicon's order."""
    text = "\n".join(u.text for u in utterances)
    said = {plain(w.removesuffix("'s").removesuffix("’s")) for w in _CAPITALISED.findall(text) if w[0].isupper()}
    firsts = _owners_of_first_names([*took_part, *(p.name for p in lexicon.people)])
    there = {plain(n) for n in took_part}
    flat = f" {plain(text).replace(chr(39) + 's', '')} "
    return tuple(p.name for p in lexicon.people if plain(p.name) not in there and _is_said(p, said, flat, firsts))


def _is_said(person: KnownPerson, said: Collection[str], flat: str, firsts: dict[str, set[str]]) -> bool:
    for spelling in (person.name, *person.aliases):
        words = plain(spelling).split()
        if words and set(words) <= set(said) and f" {' '.join(words)} " in flat:
            return True
    first = plain(person.name).partition(" ")[0]
    return first in said and first not in NAMES_AND_WORDS and len(first) > 1 and len(firsts[first]) == 1


def _owners_of_first_names(names: Iterable[str]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for name in names:
        whole = plain(name)
        out.setdefault(whole.partition(" ")[0], set()).add(whole)
    return out
