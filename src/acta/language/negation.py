"""Yes and no: whether a text says the opposite of what was said.

Both ways: a text that denies needs somebody who denies, and a text that affirms must not rest on words that deny just that. Words alone
cannot settle every such case ("If that sits till Thursday we're dead" denies without a "not"), so only the plain ones are faults.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from acta.language.words import capitalised, plain, stem

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?|[.!?;:,…—]|\n")
_NEGATORS = frozenset("not never no without cannot nobody none nothing neither nor nowhere".split())
_BREAKS = frozenset(".!?;:…—\n") | frozenset("but because so although though while whereas unless".split())
# "Not" that denies nothing, and questions and requests in the negative.
_IDLE = re.compile(
    r"\b(?:not only|not just|not least|no doubt|no later|not later|no more than|no longer than|nothing but|whether or not|or not|if not|why not|no one else"
    r"|isn't it|aren't (?:they|we|you)|don't (?:you|we)|doesn't it|didn't (?:we|you)|won't (?:you|it)|can't (?:you|we)|couldn't we|wouldn't it|shouldn't we"
    r"|why don't (?:we|you|i)|(?:don't|do not) forget|can't wait|don't worry|no (?:problem|worries|wonder|question)|not a problem|(?:i )?don't know|not sure"
    r"|wouldn't mind|don't mind|couldn't agree more|can't help|not bad|i don't think|no, no)\b"
)
# Words that deny without a "not": what is refused, dropped or missing.
_DENIAL = re.compile(
    r"(?:refus\w+|reject\w*|declin\w+|drop(?:s|ped|ping)?|cancel\w*|scrap\w*|abandon\w*|stop(?:s|ped|ping)?|avoid\w*|fail(?:s|ed)?|lack\w*"
    r"|instead|rather|unable|unless|except|den(?:y|ies|ied)|oppos\w+|against|exclud\w+|withdr\w+|skip\w*|postpon\w+|unknown|unclear|impossible"
    r"|prevent\w*|nope|hardly|barely)"
)
_LACK = re.compile(
    r"\b(?:miss(?:es|ed|ing)?|out of|leav\w+ out|left out|lost|lose[sd]?|wait\w*|hold off|delay\w*|defer\w*|ban(?:ned|s)?|block\w*|too \w+|only|until"
    r"|un\w{4,}|dis\w{5,}|in\w+ble|away|gone|off|empty|zero|free|less|keep \w+ from|wrong|doubt\w*|before|nah|ignor\w+|private|quiet|secret|clos\w+|ends?)\b"
)
# A text that leaves open whether it is so cannot be the opposite of it.
_OPEN = re.compile(r"\b(?:may|might|could|would|risks?|if|whether)\b|\?\W*$")
_VERBAL = re.compile(r"\b(?:not|never|cannot|\w+n't)\b")
_UNTIL = re.compile(r"\b(?:till|until|before|yet|any ?more|any longer|without|only|just)\b")
"""What makes of "not" a "later" or "less"."""
_NUMBERS = frozenset(stem(w) for w in "two three four five six seven eight nine ten first second third half hundred thousand".split())
_EMPTY = frozenset(
    """a an the and or nor yet if then than that this these those there here when where which who whom whose what why how whether as at by
    for from in into of on onto per to up with within via is are was were be been being am do does did done doing have has had having will
    would shall should can could may might must ought i you he she it we they me him her us them my your his its our their mine yours any each
    every all both also just very still already even really quite well right ever about some going go get gonna need needs i'll we'll he'll
    she'll they'll you'll i'd we'd i'm you're we're they're it's that's there's i've we've let's let think maybe like mean kind sort want yeah
    yes okay oh um uh them one thing much many more most""".split()
)
_SCOPE = 6
"""Words after a negator that it may deny."""
_HEADS = 3
"""Content words after a negator that are what it denies, as a rule."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """The stems a clause affirms and those it denies, in order; whether it asks, refuses without a "not", or denies only for a time."""

    affirms: frozenset[str]
    denies: tuple[str, ...]
    asks: bool
    refuses: bool
    later: bool

    @property
    def stems(self) -> frozenset[str]:
        return self.affirms | frozenset(self.denies)


def _is_negator(word: str) -> bool:
    return word in _NEGATORS or word.endswith("n't")


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_IDLE.sub(" ~ ", plain(text)))


@functools.lru_cache(maxsize=1 << 14)
def _clauses(text: str) -> tuple[_Clause, ...]:
    out: list[_Clause] = []
    affirms: list[str] = []
    denies: list[str] = []
    left, refuses, later = 0, False, False
    for token in (*_tokens(text), "."):
        if token in _BREAKS:
            if affirms or denies or refuses:
                out.append(_Clause(frozenset(affirms), tuple(denies), token == "?", refuses, later))
            affirms, denies, left, refuses, later = [], [], 0, False, False
        elif token == ",":
            left = 0
        elif _is_negator(token):
            left = _SCOPE
        else:
            refuses = refuses or bool(_DENIAL.fullmatch(token))
            later = later or bool(_UNTIL.fullmatch(token))
            if token not in _EMPTY and len(token) > 1 and not token[0].isdigit():
                (denies if left else affirms).append(stem(token))
            left = max(0, left - 1)
    return tuple(out)


@functools.lru_cache(maxsize=1 << 14)
def negates(text: str) -> bool:
    """Whether ``text`` denies something in so many words."""
    return any(_is_negator(t) for t in _tokens(text))


def turned(text: str, cited: Sequence[str], near: Sequence[str], *, task: bool = False) -> str:
    """Why ``text`` says the opposite of the utterances ``cited`` and those ``near`` them; "" when it does not, as far as words can tell."""
    return _unsaid_no(text, cited, near, task=task) if negates(text) else _unheard_no(text, cited, near)


def _unsaid_no(text: str, cited: Sequence[str], near: Sequence[str], *, task: bool) -> str:
    """A text that denies what nobody near denies."""
    denied = [s for c in _clauses(text) for s in c.denies[:_HEADS]]
    beside = [c for said in near for c in _clauses(said)]
    theirs = {s for c in beside for s in (*c.denies, *(c.affirms if c.refuses else ()))}
    borne_out = any(s in theirs for s in denied)
    reason = (
        f"the text says “not”, and nobody in the quotes says no to that (“{denied[0]}…”)"
        if denied
        else "nobody in the quotes says no to that"
    )
    if task and _is_negator(" ".join(_tokens(text)[:2]).removeprefix("do ").split(" ")[0]):
        return "" if borne_out else reason
    if borne_out or _OPEN.search(plain(text)) or not _VERBAL.search(plain(text)):
        return ""  # "without", "no third quote": said in many other ways
    if not any(negates(said) or any(c.refuses for c in _clauses(said)) or _LACK.search(plain(said)) for said in near):
        return reason
    if any(negates(said) or any(c.refuses for c in _clauses(said)) for said in cited):
        return ""
    affirmed = {s for said in cited for c in _clauses(said) if not c.asks for s in c.affirms}
    return reason if any(s in affirmed for s in denied[:2]) else ""


def _unheard_no(text: str, cited: Sequence[str], near: Sequence[str]) -> str:
    """A text that affirms what is denied there and affirmed by nobody."""
    low = plain(text)
    named = {stem(plain(w)) for w, _, opening in capitalised(text) if not opening}
    mine = frozenset(s for c in _clauses(text) for s in c.affirms) - named - _NUMBERS
    if _OPEN.search(low) or _LACK.search(low) or any(c.refuses for c in _clauses(text)):
        return ""
    beside = [c for said in near for c in _clauses(said)]
    affirmed = {s for c in beside if not c.asks and not c.refuses for s in c.affirms}
    most = max((len(c.affirms & mine) for c in beside if not c.denies), default=0)
    for said in cited:
        for clause in _clauses(said):
            if clause.asks or clause.later or not clause.denies:
                continue
            heads = [s for s in clause.denies[:2] if s in mine and s not in affirmed]
            shared = len(clause.stems & mine)
            if heads and shared >= 2 and shared >= most:
                return f"the quotes deny what the text affirms (“{heads[0]}…”)"
    return ""
