"""Yes and no: whether a text says the opposite of what was said.

Both ways: a text that negates needs somebody who negates, and a text that affirms must not rest on words that deny just that.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from acta.language.words import is_empty, plain, stem

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?|[.!?;:,…—]|\n")
_GRAMMAR = frozenset("not never no without cannot nobody none nothing neither nor nowhere nix".split())
_LEXICAL = re.compile(
    r"\b(?:refus\w+|reject\w*|declin\w+|drop(?:s|ped|ping)?|cancel\w*|scrap\w*|abandon\w*|stop(?:s|ped|ping)?|avoid\w*|fail\w*|lack\w*"
    r"|miss(?:es|ed|ing)?|instead|rather than|unable|unless|except|forget|den(?:y|ies|ied)|oppos\w+|against|out of|leav\w+ out|left out|exclud\w+"
    r"|withdr\w+|skip\w*|lost|lose[sd]?|wait\w*|hold off|postpon\w+|delay\w*|defer\w*|ban(?:ned|s)?|block\w*|barely|hardly|far from|too \w+"
    r"|only|until|remain\w* open|unknown|unclear|un\w{4,}|in\w+able|im\w+ible|dis\w{5,}|enough|away|gone|off|empty|zero|free|less|keep \w+ from|kept \w+ from"
    r"|prevent\w*|impossible|wrong|doubt\w*|before|nope|nah|ignor\w+|stay\w*|silent|private|quiet|secret|blank|clos\w+|end(?:s|ed)?|wither|but|yet|still|over)\b"
)
_REFUSALS = re.compile(r"\b(?:no|not|never|nope|nah|can't|won't|don't|didn't|isn't|nothing|none|nobody|without)\b")
_BREAK = frozenset(".!?;:…—\n") | {"but", "because", "so", "although", "though", "while", "whereas", "unless"}
_SKIP = re.compile(
    r"\b(?:not only|not just|not least|no doubt|no later|not later|no more than|nothing but|no longer than|whether or not|or not|nonetheless|no one else)\b"
)
# What looks like a denial and is none: questions tagged on, requests in the negative, wishes that are kept.
_IDLE = re.compile(
    r"\b(?:isn't it|aren't they|aren't we|aren't you|don't you|doesn't it|didn't we|didn't you|won't you|won't it|can't you|can't we|couldn't we|wouldn't it|shouldn't we"
    r"|why don't (?:we|you|i)|don't forget|do not forget|can't wait|don't worry|no problem|no worries|not only|not just|no doubt|i don't know|don't know|not sure|not a problem"
    r"|no, no|if not|or not|why not|no wonder|wouldn't mind|don't mind|no question|couldn't agree more|can't help|not bad|i don't think)\b"
)
_SCOPE = 5
"""Words after a negator that it may deny."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause: the stems it affirms, those it denies in order, and whether it asks."""

    affirms: frozenset[str]
    denies: tuple[str, ...]
    asks: bool


def _is_negator(word: str) -> bool:
    return word in _GRAMMAR or word.endswith("n't")


@functools.lru_cache(maxsize=1 << 14)
def _clauses(text: str) -> tuple[_Clause, ...]:
    low = _IDLE.sub(lambda m: "~" * len(m[0]), _SKIP.sub(lambda m: "~" * len(m[0]), plain(text)))
    out: list[_Clause] = []
    affirms: list[str] = []
    denies: list[str] = []
    left = 0
    for token in (*_TOKEN.findall(low), "."):
        if token in _BREAK:
            if affirms or denies:
                out.append(_Clause(frozenset(affirms), tuple(denies), token == "?"))
            affirms, denies, left = [], [], 0
            continue
        if token == ",":
            left = 0
            continue
        if _is_negator(token):
            left = _SCOPE
            continue
        content = not is_empty(token) and len(token) > 2
        if left:
            left -= 1
            if content:
                denies.append(stem(token))
        elif content:
            affirms.append(stem(token))
    return tuple(out)


def negates(text: str) -> bool:
    """Whether ``text`` denies something in so many words."""
    low = _SKIP.sub(" ", plain(text))
    return any(_is_negator(t) for t in _TOKEN.findall(low))


def turned(text: str, cited: Sequence[str], near: Sequence[str]) -> str:
    """Why ``text`` says the opposite of the utterances ``cited`` and those ``near`` them; "" when it does not."""
    if negates(text):
        return _unsaid_no(text, near)
    if _LEXICAL.search(plain(text)):
        return ""
    return _unheard_no(text, cited, near)


def _unsaid_no(text: str, near: Sequence[str]) -> str:
    """A text that denies what nobody near denies."""
    denied = [s for c in _clauses(text) for s in c.denies]
    for said in near:
        low = plain(said)
        if _REFUSALS.search(low) or _LEXICAL.search(low):
            return ""
    return f"the text says “not” of “{denied[0] if denied else '…'}”, and nobody in the quotes says no to that"


def _unheard_no(text: str, cited: Sequence[str], near: Sequence[str]) -> str:
    """A text that affirms what is denied near, and affirmed by nobody."""
    mine = frozenset(s for c in _clauses(text) for s in c.affirms)
    affirmed = frozenset(s for said in near for c in _clauses(said) for s in c.affirms)
    for said in cited:
        for clause in _clauses(said):
            if clause.asks or not clause.denies:
                continue
            head = clause.denies[0]
            if head in mine and head not in affirmed:
                return f"the quotes deny what the text affirms (“{head}…”)"
    return ""
