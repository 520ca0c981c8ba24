"""The numbers of a text that nobody said where it comes from."""

from __future__ import annotations

import re

from acta.language.figures import Figure, figures_of, said_in
from acta.language.ground import Ground
from acta.language.words import stem, stems

_AROUND = 28
"""Characters before and after a number that say what it counts."""
_SIZE = frozenset({2.0, 3.0, 4.0, 5.0, 6.0})


def unsaid(text: str, ground: Ground) -> list[str]:
    """The numbers of ``text``, as written there, that were not said."""
    figures = figures_of(text)
    if not figures:
        return []
    said = ground.numbers(ground.near) | {float(ground.meeting.date.year)}
    return [f.words for f in figures if not f.stands(said) and not _counts_people(f, ground) and not _said_of_it(f, text, ground)]


def _counts_people(figure: Figure, ground: Ground) -> bool:
    """Whether the number is how many take part: "the three agreed"."""
    return figure.values == {float(len(ground.meeting.speakers))}


def _said_of_it(figure: Figure, text: str, ground: Ground) -> bool:
    """Whether elsewhere in the talk the number was said of the thing it is said of in ``text``."""
    at = text.find(figure.words)
    around = text[max(0, at - _AROUND) : at] + " " + text[at + len(figure.words) : at + len(figure.words) + _AROUND]
    # Cut words at the edges say nothing.
    about = stems(" ".join(re.findall(r"\b\w+\b", around)))
    return any(about & stems(u.text) and figure.stands(said_in(u.text)) for u in ground.elsewhere())
