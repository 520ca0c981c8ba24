"""Which known person a label or a spoken name means, and whether a label is a person's name at all."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from acta.model import KnownPerson, Lexicon


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(words.split())


_NAME_LENGTH = 60
_NOT_LETTERS = re.compile(r"[^\w']+")
_OWNED = re.compile(r"['’]s\s+(?:iphone|ipad|phone|macbook|laptop|mac|pc|android|galaxy)\b.*$", re.IGNORECASE)
_EXTRAS = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|<[^>]*>|\||\u2013|\u2014|\s-\s).*$")
_PARTICLES = word_set("af al ap bin bint da das de del della den der di dos du e el ibn la le ten ter van vom von y zu")
# Words of devices, apps and roles: a label that holds one is not somebody's name.
THING_WORDS = word_set(
    """agent airpods all anker app array attendee audience audio blackhole blue bluetooth boardroom bose browser built builtin cable caller
    camera candidate chrome client conference customer default desktop device discord edge everyone external facetime firefox focusrite
    goto google guest hands headphones headset hearing host huddle hyperx input interviewer internal ipad iphone jabra laptop line
    logitech loopback macbook mac meet meeting mic microphone microsoft mikrofon mix moderator music notes obs office operator others
    output pair parallels participant person phone plantronics player poly realtek recorder recording remote room safari sennheiser shure
    skype slack sound soundflower speak speaker speakerphone speakers stereo studio summary support system team teams them unknown usb
    user video virtual voice webcam webex whatsapp wifi windows wireless yealink yeti you zoom"""
)


def plain(text: str) -> str:
    """``text`` for comparing names: without accents, case, punctuation and doubled spaces."""
    return _plain_name(text) if len(text) <= _NAME_LENGTH else _plain(text)


@functools.lru_cache(maxsize=1 << 14)  # the same names come again and again; of whole talks none does
def _plain_name(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    bare = text.replace("’", "'")
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(_NOT_LETTERS.sub(" ", bare.casefold()).replace("_", " ").split())


def unmangled(text: str) -> str:
    """``text`` with UTF-8 that was read as cp1252, once or twice, read rightly."""
    for _ in range(2):
        try:
            text = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            break
    return text


def tidy(label: str) -> str:
    """A label as a plain name: no ``(Guest)``, company, address or ``'s iPhone`` behind it, ``Ruiz, Ana`` turned round."""
    name = _OWNED.sub("", _EXTRAS.sub("", unmangled(label))).strip(" :.,-")
    last, comma, first = name.partition(", ")
    if comma and "," not in first and 0 < len(first.split()) <= 2 and len(last.split()) <= 2:
        name = f"{first} {last}"
    return " ".join(name.split())


def looks_like_name(label: str) -> bool:
    """Whether a label reads as first and last name: two to five capitalised words, none of a device, an app or a role."""
    words = label.split()
    if not 2 <= len(words) <= 5 or set(plain(label).split()) & THING_WORDS:
        return False
    capitals = [w for w in words if w.casefold() not in _PARTICLES]
    return len(capitals) >= 2 and all(_is_name_word(w) for w in capitals)


def _is_name_word(word: str) -> bool:
    letters = re.sub(r"['’.\-]", "", word)
    # Scripts without capitals (Arabic, Chinese) have letters that are neither upper nor lower case.
    return letters.isalpha() and not letters[0].islower() and (len(letters) < 5 or not letters.isupper() or "-" in word)


class Roster:
    """The people known beforehand; those who take part go before those merely known."""

    def __init__(self, participants: Iterable[str], lexicon: Lexicon) -> None:
        attends = [p for p in lexicon.people if p.attends]
        self._known = _Index(lexicon.people)
        named = [_completed(n, self._known) for n in participants if n.strip()]
        self.participants: tuple[str, ...] = tuple(dict.fromkeys([*named, *(p.name for p in attends)]))
        aliases = {p.name: p.aliases for p in lexicon.people}
        self._present = _Index([KnownPerson(n, aliases.get(n, ()), attends=True) for n in self.participants])
        self._heard = {plain(heard): meant for heard, meant in lexicon.aliases}

    def find(self, label: str) -> str | None:
        """The full name of the one known person that ``label`` clearly means, else ``None``."""
        name = tidy(label)
        name = self._heard.get(plain(name), name)
        for index in (self._present, self._known):
            if found := index.exact(name) or index.short(name):
                return found
        return self._present.near(name) or self._known.near(name)

    def full(self, name: str) -> str:
        """``name`` as it is known in full, or as it was given."""
        return self.find(name) or tidy(name) or name

    def knows(self, name: str) -> bool:
        """Whether ``name`` is the full name of a known person."""
        return self._present.exact(name) is not None or self._known.exact(name) is not None


class _Index:
    """People by full name, alias and first name."""

    def __init__(self, people: Sequence[KnownPerson]) -> None:
        self._full: dict[str, set[str]] = {}
        self._first: dict[str, set[str]] = {}
        self._by_word: dict[str, set[str]] = {}
        for person in people:
            for spelling in (person.name, *person.aliases):
                self._full.setdefault(plain(spelling), set()).add(person.name)
            words = plain(person.name).split()
            if words:
                self._first.setdefault(words[0], set()).add(person.name)
            for word in words:
                self._by_word.setdefault(word, set()).add(person.name)

    def exact(self, name: str) -> str | None:
        return _only(self._full.get(plain(name), set()))

    def short(self, name: str) -> str | None:
        """By first name alone, or first name and initial ("Ana R.")."""
        words = plain(name).split()
        if not words or len(words) > 2:
            return None
        people = self._first.get(words[0], set())
        if len(words) == 2:
            people = {p for p in people if len(words[1]) == 1 and plain(p).split()[-1].startswith(words[1])}
        return _only(people)

    def near(self, name: str) -> str | None:
        """By one misspelt word, the others right; never ``Anna`` for ``Anne``."""
        words = plain(name).split()
        if len(words) < 2:
            return None
        candidates = set().union(*(self._by_word.get(w, set()) for w in words if len(w) > 2))
        return _only({p for p in candidates if _one_slip(words, plain(p).split())})


def _completed(name: str, known: _Index) -> str:
    return known.exact(name) or known.short(name) or " ".join(name.split())


def _only(people: set[str]) -> str | None:
    return next(iter(people)) if len(people) == 1 else None


def _one_slip(given: list[str], known: list[str]) -> bool:
    if len(given) != len(known):
        return False
    wrong = [(a, b) for a, b in zip(given, known, strict=True) if a != b]
    if len(wrong) != 1:
        return False
    a, b = wrong[0]
    # A slip inside a long word is a misspelling; at its end (Daniel, Daniela) or in a short word it may be another person.
    return min(len(a), len(b)) >= 5 and a[0] == b[0] and a[-2:] == b[-2:] and _distance(a, b) == 1


def _distance(a: str, b: str) -> int:
    """1 when the words differ by one letter changed, added, left out or by two swapped; else more."""
    if abs(len(a) - len(b)) > 1:
        return 2
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    same = rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return 1 if same or swapped else 2
