"""The names a text uses: people, firms, places, products; each must have been said, or be somebody's of the meeting."""

from __future__ import annotations

import functools
import re

from acta.language.figures import said_in
from acta.language.ground import Ground, own_parts, people_words, title_words
from acta.language.words import capitalised, plain, stem, stems, vocabulary
from acta.understand.daywords import DAYS, MONTHS
from acta.understand.tagger import load

_TITLES = frozenset("mr mrs ms dr prof st miss sir madam doctor professor i".split())
_CODE = re.compile(r"([a-z]+)[-.]?(\d+(?:\.\d+)*)([a-z]*)")
_SPLIT = re.compile(r"[-.&']")


_OFTEN = 2
"""Utterances that name somebody or something which is then known to everybody, and may be meant anywhere in the talk."""


def strangers(text: str, ground: Ground, *, verb_first: bool = False) -> list[str]:
    """The names in ``text``, as written there, that stand nowhere they could come from; ``verb_first``: its first word is a verb."""
    people = people_words(ground.meeting)
    wide = ground.words(ground.wide)
    out: list[str] = []
    for written, _, opening in capitalised(text):
        word = plain(written).removesuffix("'s").removesuffix("'")
        if word in _TITLES or word in DAYS or word in MONTHS or word in wide or word in title_words(ground.meeting):
            continue
        if opening and word not in people and ((verb_first and written[1:].islower()) or not _is_name(written, word, text, ground)):
            continue
        if word in people:
            if not any(_is_about(name, text, ground) for name in people[word]):
                out.append(written)
        elif not _was_said(word, text, ground, wide):
            out.append(written)
    return list(dict.fromkeys(out))


def _is_name(written: str, word: str, text: str, ground: Ground) -> bool:
    """Whether the first word of a sentence is a name: written as none else is, or read as one and no word of this talk."""
    if any(c.isupper() for c in written[1:]) or any(c.isdigit() for c in written):
        return True
    return stem(word) not in _all_stems(ground) and _opens_with_name(text[text.index(written) :])


@functools.lru_cache(maxsize=1 << 10)
def _opens_with_name(text: str) -> bool:
    """Whether the first word of ``text`` is a name, by how the sentence goes on."""
    words = re.findall(r"['’]s\b|[^\W_]+(?:[-.&][^\W_]+)*|[^\w\s]", text)
    return load().tag(words)[:1] == ["NNP"]


def _all_stems(ground: Ground) -> frozenset[str]:
    return ground.talk.stems


def _is_about(name: str, text: str, ground: Ground) -> bool:
    """Whether ``name``, somebody of the meeting, takes part or is named where the talk is of the matter of ``text``."""
    talk = ground.talk
    if not talk.voiced and any(p.speaks and p.name == name for p in ground.meeting.people):
        return True
    if name in ground.speakers(ground.wide) or ground.names(name, ground.wide):
        return True
    if any(talk.mentions.get(part, 0) >= _OFTEN for part in own_parts(name, ground.meeting)):
        return True
    own = frozenset(own_parts(name, ground.meeting))
    return _linked(own, text, ground)


def _was_said(word: str, text: str, ground: Ground, wide: frozenset[str]) -> bool:
    parts = [p for p in _SPLIT.split(word) if p]
    if len(parts) > 1 and all(p in wide or p.isdigit() for p in parts):
        return True
    if "".join(parts) in wide or word in ground.talk.vocabulary:
        return True
    if (code := _CODE.fullmatch(word)) and _code(code, ground):
        return True
    if len(word) >= 5 and any(w[:5] == word[:5] for w in wide):
        return True  # Indonesia and Indonesian
    if word.isalpha() and 2 <= len(word) <= 5 and _initials(word, ground):
        return True
    return _linked(frozenset((word, *parts[:1])), text, ground)


def _code(code: re.Match[str], ground: Ground) -> bool:
    """Whether a name of letters and digits was said, as "F four" or "q one"."""
    letters, number = code[1], code[2]
    for place in ground.wide:
        text = ground.talk.utterances[place].text
        said = vocabulary(text)
        if float(number.split(".")[0]) in said_in(text) and (letters in said or (letters == "q" and "quarter" in said)):
            return True
    return False


def _initials(word: str, ground: Ground) -> bool:
    """Whether ``word`` abbreviates words said one after the other, or was spelled out."""
    for text in ground.texts(ground.wide):
        letters = "".join(w[0] for w in re.findall(r"[^\W\d_]+", plain(text)))
        if word in letters:
            return True
    return False


def _linked(names: frozenset[str], text: str, ground: Ground) -> bool:
    """Whether somewhere in the talk a name stands in an utterance about the matter of ``text``."""
    about = stems(text) - {stem(n) for n in names}
    return any(names & vocabulary(u.text) and about & stems(u.text) for u in ground.elsewhere())
