"""The numbers of a text that nobody said where it comes from."""

from __future__ import annotations

import re

from acta.language.figures import Figure, figures_of, said_in
from acta.language.ground import Ground
from acta.language.words import is_empty, plain, stems, words_in

_AROUND = 20
"""Characters before and after a number that say what it is a number of."""
_BESIDE = 28
"""Characters beside a word of what is counted in which its number is said."""
_NEXT = 4
"""Words beside it that may make up the number: "two hundred and six"."""
_SAME = 6
"""First letters by which the word is known again in another form."""
_PEOPLE = re.compile(r" (?:of them |\w+ )?(?:agreed|people|siblings|\w+ers|\w+ors|friends|partners|colleagues|will|all)\b")
_LINKS = 2
"""Content words that an utterance elsewhere shares with a text whose number it may have said; small numbers are said of many things."""


def unsaid(text: str, ground: Ground) -> list[str]:
    """The numbers of ``text``, as written there, that were not said."""
    figures = figures_of(text)
    if not figures:
        return []
    said = ground.numbers(ground.cited) | {float(ground.meeting.date.year)}
    return [f.words for f in figures if not f.stands(said) and not _counts_people(f, text, ground) and not _said_of_it(f, text, ground)]


def _counts_people(figure: Figure, text: str, ground: Ground) -> bool:
    """Whether the number is how many take part: "the three agreed"."""
    return figure.values == {float(len(ground.meeting.speakers))} and bool(_PEOPLE.match(text, text.find(figure.words) + len(figure.words)))


def _said_of_it(figure: Figure, text: str, ground: Ground) -> bool:
    """Whether beside the quotes, or elsewhere in the talk, the number was said of the thing it is said of in ``text``."""
    at = text.find(figure.words)
    before, after = text[:at], text[at + len(figure.words) :]
    about = stems(f"{before[-_AROUND:]} {after[:_AROUND]}")
    last, following = words_in(before)[-1:], words_in(after)[:1]
    whole = stems(text)
    near = {ground.talk.utterances[p].id for p in ground.near}
    for u in ground.elsewhere():
        if not figure.stands(said_in(u.text)):
            continue
        here = stems(u.text)
        if u.id in near and (not figure.small or whole & here):
            return True
        if about & here and len(whole & here) >= _LINKS + figure.small:
            return True
        if any(_beside(w, figure, u.text, ahead=True) for w in last) or any(_beside(w, figure, u.text, ahead=False) for w in following):
            return True
    return False


def _beside(word: str, figure: Figure, text: str, *, ahead: bool) -> bool:
    """Whether the number is said right after ``word`` ("freezer seven", ``ahead``) or right before it ("two hours") in ``text``."""
    if is_empty(word) or word.isdigit():
        return False
    low = plain(text)
    for m in re.finditer(rf"(?<!\w){re.escape(word[:_SAME])}\w*", low):
        piece = low[m.end() : m.end() + _BESIDE].lstrip(" ,-") if ahead else low[max(0, m.start() - _BESIDE) : m.start()].rstrip(" ,-")
        # Only the nearest words: a number further off is of something else.
        words = piece.split()
        short = " ".join(words[:_NEXT] if ahead else words[-_NEXT:])
        if figure.stands(said_in(short)):
            return True
    return False
