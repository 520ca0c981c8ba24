"""Who a meeting was with, as its file's name says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.model import KnownPerson

# Only a name that says “this was a talk with …” names somebody who took part; “Feedback on Nadia” does not.
_ONE_TO_ONE = re.compile(r"(?<!\w)(?:1[ :._-]?(?:on|to)?[ :._-]?1|one[ -](?:on|to)[ -]one)(?!\w)", re.IGNORECASE)
_WITH = re.compile(r"(?<!\w)(?:with|w/)\s+(.+)", re.IGNORECASE)
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:(?:de|van|von|der|da|bin|al) )*[A-Z][\w'’-]+){1,2}(?= *(?:$|[-–—(,&+]| and | on ))")


def people_in_name(name: str, known: Sequence[KnownPerson]) -> tuple[str, ...]:
    """The people that a file's name says the meeting was with: known ones by full name, alias or a first name only one has.

    In a one-to-one also an unknown full name after “with”: ``1-1 with Jericho Abad.txt``.
    """
    stem = re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", name)[-1]).replace("_", " ")
    one_to_one = _ONE_TO_ONE.search(stem)
    with_ = _WITH.search(stem)
    if not one_to_one and not with_:
        return ()
    said = stem if one_to_one else with_[1] if with_ else ""
    found = _known(said, known)
    if not found and one_to_one and with_ and (full := _FULL_NAME.match(with_[1])):
        return (full[0],)
    return found


def _known(text: str, known: Sequence[KnownPerson]) -> tuple[str, ...]:
    firsts = [p.name.split()[0].casefold() for p in known if p.name.split()]
    out: dict[int, str] = {}
    for person in known:
        first = person.name.split()[:1]
        alone = bool(first) and firsts.count(first[0].casefold()) == 1
        spellings = (person.name, *person.aliases, *(first if alone else ()))
        places = [m.start() for s in spellings if s and (m := re.search(rf"(?<!\w){re.escape(s)}(?!\w)", text, re.IGNORECASE))]
        if places:
            out[min(places)] = person.name
    return tuple(out[at] for at in sorted(out))
