"""Speech rewritten as one short sentence in the third person: the text of an item, made from its evidence.

Only words that were said, names and a closed list of connecting words (``CONNECTING``) may appear, inflected where the change of person
asks for it. Where that gives no sentence a reader could understand alone, there is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from rapidfuzz import fuzz

from acta.understand.person import Cast, expand, resolve
from acta.understand.speech import clean_sentence, sentences
from acta.understand.tasks import Phrase, phrase_of
from acta.understand.verbs import BASE_VERBS, NEVER_INFLECT

Form = Literal["action", "statement", "question"]
LONGEST = 28
_ENOUGH = 11

CONNECTING = frozenset(
    """a an the and or but if whether that which who of to in on at by for from with about as is are was were be been am has have
    had do does
    did will would shall should can cannot could may might must not it its they them their theirs themselves someone one team get
    got going says
    this there need want let""".split()
)
"""Words ``restate`` may add that were not said."""

_PRONOUN = re.compile(r"\b(?:I|I'm|I'll|I've|I'd|we|we're|we'll|you|you're|you'll|my|your|our|me|us|mine|yours|ours)\b", re.IGNORECASE)
_PLAIN = frozenset(
    """a an the and or but if of to in on at by for from with as is are was were be been being it its this that these those he she they them
    his her their there has have had do does did will would can could should may might not no so than then into over up out about i you we
    me my your us our just really very what which who when where how some any all thing things stuff get got go going say said know think
    one way lot bit kind sort yes yeah okay well only also even still too like want need""".split()
)
_WORD = re.compile(r"\w[\w'-]*")
_CUTS = re.compile(
    r"(?:;|:|,) |\s(?=(?:because|so that|but|although|though|which means|which is|and then|and I|and we|and you|unless|whereas)\b)",
    re.IGNORECASE,
)


def content(text: str) -> list[str]:
    """The words of ``text`` that carry meaning, folded, in order."""
    return [w for w in (m.lower() for m in _WORD.findall(text)) if w not in _PLAIN and "'" not in w]


def restate(
    evidence: str | Sequence[str], *, speaker: str | None, listener: str | None, form: Form, names: Sequence[str] = ()
) -> str | None:
    """One self-contained sentence of at most about 28 words from the ``evidence`` of one speaker, or ``None``.

    ``speaker`` and ``listener`` are full or first names (``None``: undecided); ``names`` are the people known, who may be called by name
    in the speech. An "action" starts with its base verb and leaves its owner out; a "question" ends with a question mark.
    """
    said = [s for text in ([evidence] if isinstance(evidence, str) else evidence) for s in sentences(text)]
    called = tuple(sorted({_first(n) or "" for n in (*names, speaker, listener)} - {""}))
    clean = [c for s in said if (c := _readable(s, called))]
    cast = Cast(_first(speaker), _first(listener))
    if form == "action":
        text = _action(clean, cast)
    elif form == "question":
        text = _question(clean, cast)
    else:
        text = _statement(clean, cast)
    return text if text and not _PRONOUN.search(text) and len(content(text)) >= 2 else None


@functools.lru_cache(maxsize=4096)
def _readable(sentence: str, names: tuple[str, ...]) -> str:
    """``sentence`` cleaned and written out; kept, since the same sentence is tried in several company."""
    return expand(clean_sentence(sentence, names))


def _first(name: str | None) -> str | None:
    return name.split()[0] if name and name.split() else None


def _action(clean: Sequence[str], cast: Cast) -> str | None:
    phrases = [(p.weight, len(content(p.words)) > 1, i, p) for i, s in enumerate(clean) if (p := phrase_of(s))]
    if not phrases:
        return None
    _, _, at, phrase = max(phrases, key=lambda x: (x[1], x[0], min(len(content(x[3].words)), 8), x[2]))
    text = resolve(_shorten(phrase.words, LONGEST), _owned(cast, phrase))
    rest = [s for i, s in enumerate(clean) if i != at]
    if len(content(text)) < _ENOUGH - 5 and (more := _best(rest, LONGEST - len(text.split()) - 1, cast)):
        text = f"{text.rstrip('.,;:?! ')}: {_lowered(more)}"
    return _finish(text, ".")


def _owned(cast: Cast, phrase: Phrase) -> Cast:
    owner = {"speaker": cast.speaker, "listener": cast.listener}.get(phrase.doer)
    return replace(cast, owner=owner)


def _statement(clean: Sequence[str], cast: Cast) -> str | None:
    asserted = [s for s in clean if not s.endswith("?")] or list(clean)
    text = _finish(_best(asserted, LONGEST, cast), ".")
    if text and cast.speaker and any(fuzz.ratio(_plain(text), _plain(s)) >= _SAME for s in clean) and _SAYABLE.match(text):
        # Nearly the words said: then it is a report of who said them.
        return _finish(f"{cast.speaker} says that {_lowered(text)}", ".")
    return text


def _question(clean: Sequence[str], cast: Cast) -> str | None:
    asked = [s for s in clean if s.endswith("?")]
    asked = asked or [m["what"] for s in clean if (m := _WONDERED.search(s))] or [s for s in clean if _ASKS.match(s)]
    return _finish(_best(asked, LONGEST, cast), "?")


_SAME = 88
_SAYABLE = re.compile(r"(?:The|A|An|It|There|That|This|He|She|They|[A-Z][a-z]+ (?:is|are|has|have|was|were|will|can))\b")
_WONDERED = re.compile(
    r"\b(?:do not know|not sure|wonder|no idea|need to know|unclear|depends|find out) (?P<what>(?:if|whether|who|what|when"
    r"|where|why|how|which)\b.+)"
)
_ASKS = re.compile(r"(?:who|what|when|where|why|how|which|is|are|do|does|did|can|could|will|would|should|has|have)\b", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _best(clean: Sequence[str], room: int, cast: Cast) -> str:
    """The sentence richest in content, cut to ``room`` words, with its neighbours while there is room; "" when there is none."""
    if not clean or room < 3:
        return ""
    short = [_shorten(s, room) for s in clean]
    worth = [_worth(s) for s in short]
    best = max(range(len(short)), key=lambda i: worth[i])
    chosen = [best]
    used = len(short[best].split())
    for i in (best + 1, best - 1):
        if 0 <= i < len(short) and worth[i] >= 2 and used + len(short[i].split()) <= room and len(content(short[best])) < _ENOUGH:
            chosen.append(i)
            used += len(short[i].split())
    parts = [resolve(short[i].rstrip(".,;:?! "), cast) for i in sorted(chosen)]
    return "; ".join([parts[0], *map(_lowered, parts[1:])])


def _lowered(text: str) -> str:
    """``text`` to stand inside a sentence: its first letter small, unless the word may be a name."""
    first = re.split(r"\W", text, maxsplit=1)[0].lower()
    return text[:1].lower() + text[1:] if first in _PLAIN or first in NEVER_INFLECT or first in BASE_VERBS or first in _NUMBERS else text


_NUMBERS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "until",
        "because",
        "after",
        "before",
        "once",
        "most",
        "half",
        "last",
        "next",
        "another",
        "someone",
        "somebody",
        "nobody",
        "everyone",
        "everybody",
        "both",
        "please",
    ]
)


def _worth(text: str) -> float:
    words = content(text)
    return (
        len(set(words))
        + 0.5 * sum(any(c.isdigit() for c in w) for w in words)
        - (1.5 if re.match(r"(?i)(it|that|he|she|they|this)\b", text) else 0)
    )


def _shorten(text: str, room: int) -> str:
    """``text`` without its last clauses until it has at most ``room`` words."""
    text = text.strip().rstrip(".,;:?! ")
    if len(text.split()) <= room:
        return text
    places = [m.start() for m in _CUTS.finditer(text)]
    for place in reversed(places):
        head = text[:place].rstrip(" ,;:")
        if 5 <= len(head.split()) <= room:
            return head
    return " ".join(text.split()[:room]).rstrip(" ,;:")


def _finish(text: str, mark: str) -> str | None:
    text = re.sub(r"\s+", " ", text).strip(" ,;:.?!-")
    if not text:
        return None
    return text[0].upper() + text[1:] + mark
