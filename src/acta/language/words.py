"""The words of an utterance or of a proposed text as the leash compares them: folded, by stem, by what is capitalised."""

from __future__ import annotations

import functools
import re
import unicodedata

from acta.evidence import fold

_WORD = re.compile(r"[^\W_]+(?:['’.&\-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?:;]\s|[.!?]$|—|\n")
_STEM = 5
# Words that say nothing of what a text is about: closed classes, and the verbs minutes are written with.
_EMPTY = frozenset(
    """a an the and or but nor so yet if then than that this these those there here when where which who whom whose what why how whether while
    as at by for from in into of off on onto out over per to up with within without about above across after again against along among around
    before behind below beneath beside besides between beyond despite down during except inside near outside past since through throughout
    toward towards under until till unless upon via is are was were be been being am do does did done doing have has had having will would
    shall should can could may might must ought need needs i you he she it we they me him her us them my your his its our their mine yours
    hers ours theirs myself yourself himself herself itself ourselves themselves one ones some any each every all both few more most other
    another such same own no not never only just also too very still already ever even once now today yes yeah okay ok well right like get
    gets got go goes going gone went come comes came make makes made take takes took taken give gives gave given put puts let lets say says
    said tell tells told ask asks asked know knows known think thinks thought want wants wanted see sees saw seen much many lot lots thing
    things something anything nothing everything someone anyone everyone somebody anybody nobody everybody because though although however
    instead rather either neither really quite bit kind sort mean means meant oh um uh er hm good fine sure""".split()
)


def plain(text: str) -> str:
    """Folded ``text`` without accents: "Boréa" and "Borea" are one name to whoever types it."""
    low = fold(text)
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


@functools.lru_cache(maxsize=1 << 14)
def words_in(text: str) -> tuple[str, ...]:
    """The folded words of ``text`` without accents and possessive endings."""
    return tuple(_bare(plain(m[0])) for m in _WORD.finditer(text))


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'")


@functools.lru_cache(maxsize=1 << 14)
def vocabulary(text: str) -> frozenset[str]:
    """The words of ``text`` and the parts of those with a hyphen, a point or an apostrophe in them."""
    words = words_in(text)
    return frozenset(words) | frozenset(p for w in words if not w.isalnum() for p in re.split(r"[-.'&]", w) if p)


def stem(word: str) -> str:
    """What a word keeps in all its forms, roughly: its first five letters without endings."""
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:_STEM] if len(word) > _STEM else word.removesuffix("e") if len(word) > 3 else word


@functools.lru_cache(maxsize=1 << 14)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of ``text`` that say what it is about."""
    return frozenset(stem(w) for w in vocabulary(text) if w not in _EMPTY and len(w) > 1 and not w[0].isdigit())


def is_empty(word: str) -> bool:
    """Whether a folded word says nothing of what a text is about."""
    return word in _EMPTY


@functools.lru_cache(maxsize=1 << 10)
def capitalised(text: str) -> tuple[tuple[str, int, bool], ...]:
    """The words of ``text`` that begin with a capital or carry one: as written, where they begin, whether a sentence begins with them."""
    out = []
    opens = 0
    starts = {m.end() for m in _SENTENCE.finditer(text)}
    for n, m in enumerate(_WORD.finditer(text)):
        opening = n == 0 or any(opens <= s <= m.start() for s in starts)
        opens = m.end()
        if any(c.isupper() for c in m[0]):
            out.append((m[0], m.start(), opening))
    return tuple(out)
