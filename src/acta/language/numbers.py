"""The numbers of a text that nobody said where it comes from."""

from __future__ import annotations

from acta.language.figures import Figure, figures_of, said_in
from acta.language.ground import Ground
from acta.language.words import stems

_AROUND = 28
"""Characters before and after a number that say what it counts."""
_LINKS = 2
"""Content words that an utterance elsewhere shares with a text whose small number it may have said: those are said of many things."""


def unsaid(text: str, ground: Ground) -> list[str]:
    """The numbers of ``text``, as written there, that were not said."""
    figures = figures_of(text)
    if not figures:
        return []
    said = ground.numbers(ground.cited) | {float(ground.meeting.date.year)}
    return [f.words for f in figures if not f.stands(said) and not _counts_people(f, ground) and not _said_of_it(f, text, ground)]


def _counts_people(figure: Figure, ground: Ground) -> bool:
    """Whether the number is how many take part: "the three agreed"."""
    return figure.values == {float(len(ground.meeting.speakers))}


def _said_of_it(figure: Figure, text: str, ground: Ground) -> bool:
    """Whether beside the quotes, or elsewhere in the talk, the number was said of the thing it is said of in ``text``."""
    at = text.find(figure.words)
    before, after = text[max(0, at - _AROUND) : at], text[at + len(figure.words) : at + len(figure.words) + _AROUND]
    about = stems(f"{before} {after}")
    whole = stems(text)
    near = {ground.talk.utterances[p].id for p in ground.near}
    for u in ground.elsewhere():
        if not figure.stands(said_in(u.text)):
            continue
        here = stems(u.text)
        if u.id in near and (not figure.small or whole & here):
            return True
        if about & here and (not figure.small or len(whole & here) >= _LINKS):
            return True
    return False
