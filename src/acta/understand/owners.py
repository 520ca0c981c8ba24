"""Who is to do it: the speaker of "I'll", the addressee of "can you", or somebody named. In doubt: nobody, with candidates.

Every clause that says who does something is a claim with a weight; the claims of a stretch of talk are added up for each person, those
of the clause that the task is about count most, and an owner is named only when nobody else comes near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from acta.model import Meeting
from acta.understand.cues import CUES
from acta.understand.links import low, other_voice
from acta.understand.units import Unit, sentences_of, words_of
from acta.understand.verbs import BASE_VERBS, base_of_third

Doer = Literal["self", "you", "they"]


@dataclass(frozen=True, slots=True)
class Owned:
    """The owner's full name, or ``None`` with the candidates."""

    owner: str | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of ``unit`` that gives a task to ``who`` (``None``: to somebody unknown), with its weight; ``about`` is what it speaks of.

    ``clause`` is in lower case with straight apostrophes; ``about`` is the clause, after what it points back to.
    """

    unit: int
    who: str | None
    weight: float
    clause: str
    about: str


_STATIVE = frozenset(
    """be have need see know think want say mean like understand hear feel live hold sleep guess remember own mind hope wish love hate
    suppose believe agree lack let sound wait look thank listen forget hang imagine stop stay work start plan sit live feed""".split()
)
_TASKS = BASE_VERBS - _STATIVE
_VERB = rf"(?:{'|'.join(sorted(_TASKS, key=len, reverse=True))})"
_ADV = r"(?:(?:just|also|then|still|maybe|probably|definitely|even|only|really|actually|first|better|please) )*"
# Openings that say nothing of who does it, before an imperative.
_LEAD = r"(?:(?:so|okay|ok|and|then|just|please|no|yes|yeah|right|good|well|but|or|also|now|fine|sure|you know what)\b[,.]? )*"
_TALK = r"(?:be honest|tell you (?:what|that|now|why|how|straight)|say|admit|give you that|never|be (?:there|here|back|fine|quick|blunt))"


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_WANTED, _PROMISED = 1.4, 2.5
"""What wishing for something weighs, and the least that a promise does."""
# Not after "before I touch anything", "if you pay first", "what you send".
_MAIN = "".join(
    rf"(?<!\b{w} )"
    for w in ("before", "when", "if", "after", "once", "until", "till", "what", "that", "where", "as", "than", "how", "unless", "do", "did")
)
# Who a clause gives something to do, and how surely. Written for lower-case clauses with straight apostrophes; every match counts, the
# heaviest of a clause wins.
_CLAIMS: tuple[tuple[Doer, float, re.Pattern[str]], ...] = (
    ("self", 3.0, _p(rf"\bi(?:'ll| will|'m going to|'m gonna| shall) (?!(?:not|{_TALK})\b)")),
    ("self", 3.0, _p(r"\bleave (?:it|that|this|them|him|her) (?:with|to) me\b|\bi promise\b|\bi'm on it\b|\bi'll\b$|\b(?:give me|i need) (?:until|till)\b|\bi (?:come|get) back to you\b")),
    ("self", 3.0, _p(r"\byou(?:'ll| will) (?:have|get|hear|be getting)\b(?! (?:to|that|somebody|someone)\b)|\bremind me to\b|^(?!.*\b(?:do|if|what) you have\b).*\byou have (?:it|them|the|my|your)\b")),
    ("self", 2.5, _p(rf"\blet me {_ADV}(?:ask|check|find|call|ring|try|have|take|look|think|talk|speak|get|send|write|do|be|go|chase|sort|worry|hear|see (?:if|what|whether|how))\b")),
    ("self", 2.5, _p(r"\bi(?:'ve got| have| need|'d have|'ll have|'ve| ought|'d need)(?: really| still)? to (?!be\b|say\b|know\b|admit\b|confess\b|tell you\b|go\b[.,]|run\b[.,])|\bi'd better\b|\bi must\b")),
    ("self", 2.0, _p(rf"\bi'm {_ADV}(?:calling|sending|writing|filing|emailing|mailing|asking|telling|putting|bringing|doing|making|taking|seeing"
                     r"|drafting|posting|booking|chasing|ringing|moving|setting|getting)\b")),
    ("self", 2.0, _p(rf"\bi (?:can|could|might|should) {_ADV}(?:try and |try to |go and )?(?!see\b(?! if\b)|tell\b|imagine|hear\b|remember|have (?:it|that|the|a|an)\b.*\?"
                     r"|be\b|not\b|say\b|only\b)(?!get (?:it|that|the)\b.*\?)")),
    ("self", 2.0, _p(rf"\bi(?:'d|'ve| would) (?:like to|love to|want to|rather|prefer to|{_VERB})\b|\b(?:shall|should) i\b|\b(?:do you )?want me to\b")),
    ("self", 2.0, _p(r"\b(?:that's|it's|also|that one's) (?:me|mine|on me)\b|^(?:mine|will do|can do|on it|consider it done)\b")),
    ("self", 2.0, _p(rf"{_MAIN}\bi {_ADV}{_VERB} (?:it|that|this|them|you|him|her|the|my|your)\b|\bthere'll be\b|\b(?:as|be) mine\b")),
    ("self", 1.5, _p(rf"{_MAIN}\bi {_ADV}(?!get to\b){_VERB}\b")),
    ("self", 1.0, _p(r"\bi want to\b|\bi'm (?:with|seeing) \w+|\bi(?:'ve got| see| have) (?:him|her|them)\b|\bi'd\b|\bmy (?:job|part|turn)\b")),
    ("self", 2.0, _p(r"\bi'd have (?:it|that|this|them|the)\b")),
    # Who proposes to look at it again later keeps it in mind.
    ("self", 1.0, _p(r"\bwe(?:'ll| will| should)? (?:can )?(?:look|think|talk|come back|sit down|see|revisit|discuss|do|write)\b.*"
                     r"\b(?:again|together|later|when|in|at|next|once|before|after|with)\b")),
    ("you", 3.0, _p(r"\bi(?:'d)? (?:need|want|like|'d like) you to\b|\bfrom you\b")),
    ("you", 3.5, _p(r"\bdown as yours\b|\bi(?:'ll| will| can|'d)?(?: just)? leave (?:it|that|this) (?:with|to) you\b")),
    ("you", 2.5, _p(r"\b(?:can|could|would|will) you\b(?! (?:hear|see|believe|imagine|say)\b)|\bif you(?:'d| could| can| would)\b(?! like)|\b(?:would|do) you mind\b|\byou (?:okay|ok|happy|able|free|up) (?:to|for)\b")),
    ("you", 2.5, _p(r"\b(?:make sure you|don't forget to|remember to|let me know|please (?!don't|do\b|go on))\b")),
    ("you", 2.0, _p(r"\byou(?:'ll| will)? (?:need to|have to|should|must|ought to|'ve got to)\b|\byou've got to\b|\byou owe\b")),
    ("you", 2.0, _p(r"\b(?:can|could|may) i (?:please )?(?:have|get|see)\b")),
    ("you", _WANTED, _p(r"\bi(?:'d| would)?(?: really| also)? (?:want|need|like|love) (?!to\b|you\b|somebody\b|it to be\b|until\b|till\b)")),
    ("you", 2.0, _p(rf"{_MAIN}\byou(?:'ll)? {_ADV}{_VERB}\b|\byou(?:'re| are) (?:going to|doing|sending|writing|taking)\b")),
    ("you", 2.0, _p(rf"^{_LEAD}{_VERB}(?<!\bdo)(?<!\bdon)(?: (?!(?:is|was|are|has|and|or|of|we|i|you|they)\b)|[,.]|$)[^?]*$|^{_LEAD}do (?:it|that|this|the|a|an|one|them)\b[^?]*$")),
    ("you", 1.5, _p(r"\byou could\b|\b(?:that's|it's) (?:yours|on you|you)\b|\bover to you\b|\byours\b")),
)  # fmt: skip
_UNCLEAR = re.compile(
    r"\b(?:will|should|shall|do|can) (?:you|i)\b.*\bor (?:will|should|shall|do|can) (?:i|you)\b|^who\b|^nobody\b"
    r"|\b(?:some|any|every)(?:body|one)(?:'s|'ll)? (?:has|should|needs?|ought|must|will|going|can|could|tell|ask|read|look|check|have|fix|do)\b"
)
_NOT = re.compile(r"\bi(?:'m not| won't| can't| couldn't| don't| didn't| wouldn't)\b|\byou (?:don't|didn't|can't|won't)\b")
_JOINT = re.compile(
    r"(?:[,;:] (?:and |but |so |or |then |because )?(?:then )?|(?: -|\.\.\.) |\b(?:and|but|so|because|then)(?: then)? )"
    r"(?=(?:i|you|he|she|they|we|let me|can|could|would|will|shall|please)\b(?:'|\b))"
)
_POINTS_BACK = re.compile(r"\b(?:it|that|this|them|those|these|one|both|so|there|him|her)\b")
_SAID = r"(?:said|says|told (?:me|us|him|her)|promised|reckons|offered|agreed)"
_MAY = r"(?:'ll|'d| will| would| can| could|'s going to| is going to| has to| needs to)"
_LIKES = r"(?! (?:love|like|rather|hate|kill|be (?:happy|glad|fine|angry|there)|want|need|have (?:to|a)|think|know|say|understand|accept|agree|ask|see|hear|never|not)\b)"
# "She said she'd bring it", "he told me I'd have it"; after "if he says no, I'll" nobody else promises.
_REPORTS = rf"{_SAID}\b(?:(?! i\b| we\b).)*?\b(?:he|she|they){_MAY}{_LIKES}|told (?:me|us)\b.*?\b(?:i|we){_MAY}"
_PRONOUN_DOES = re.compile(
    rf"^(?!(?:if|when|until|before|unless)\b).*?\b(?:he|she|they)(?:'s|'ve| has| have)? (?:\w+ )?(?:{_REPORTS})|\b(?:he|she)(?:'ll| will|'s going to){_LIKES}"
)
_QUOTED = re.compile(rf"\bi(?:'ll|'d| will| can)\b.*[\"”'],? (?:he|she|they) (?:{_SAID}|wrote)")
_SAID_SO = re.compile(rf"\b{_SAID}\b")


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[str, ...]:
    """The clauses of ``text`` in lower case with straight apostrophes: its sentences, cut where a new subject starts."""
    out: list[str] = []
    for sentence in sentences_of(text):
        plain = sentence.lower().replace("’", "'")
        start = 0
        for m in _JOINT.finditer(plain):
            out.append(plain[start : m.start()])
            start = m.end()
        out.append(plain[start:])
    return tuple(c.strip() for c in out if c.strip(" ,.;:-"))


def _search(pattern: str, text: str) -> re.Match[str] | None:
    return _compiled(pattern).search(text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that holds names: many per meeting, more than ``re`` remembers."""
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def calls_of(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """What ``name`` may be called among ``names``: first name, surname and short forms that no other of them shares."""
    first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    others = [n for n in names if n != name]
    out = [name]
    if not any(first == o.split()[0] for o in others):
        out.append(first)
    if last != first and not any(last in o.split() for o in others):
        out.append(last)
    for n in range(3, len(first)):
        short = first[:n]
        # "Thandi" for Thandiwe, unless somebody else could be meant.
        if not any(o.split()[0].startswith(short) for o in others):
            out.append(short)
    return tuple(out)


def named_in(text: str, names: Sequence[str]) -> list[str]:
    """Full names of those of ``names`` whose full or first name stands in ``text``, unless two share the first name."""
    everyone, low = tuple(names), text.lower()
    return [n for n in names if _heard(n, everyone, low) and _search(rf"\b(?:{_calls(n, everyone)})\b", text)]


def _heard(name: str, names: tuple[str, ...], low: str) -> bool:
    """Whether anything ``name`` may be called stands in lower-case text at all: sooner told than where it stands as a word."""
    return any(c in low for c in _low_calls(name, names))


@lru_cache(maxsize=4096)
def _low_calls(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    calls = [c.lower() for c in calls_of(name, names)]
    return tuple(c for c in calls if not any(o != c and o in c for o in calls))


@lru_cache(maxsize=4096)
def _calls(name: str, names: tuple[str, ...], *, lower: bool = False) -> str:
    """A pattern of what ``name`` may be called, the longest first."""
    calls = sorted(calls_of(name, names), key=len, reverse=True)
    return "|".join(re.escape(c.lower() if lower else c) for c in calls)


def called(text: str, names: Sequence[str]) -> str | None:
    """The one of ``names`` that ``text`` calls on last ("Ana, can you", "would you, Ana?"), or ``None``."""
    found = []
    everyone, low = tuple(names), text.lower()
    for name in names:
        if not _heard(name, everyone, low):
            continue
        call = _calls(name, everyone)
        pattern = _compiled(
            rf"(?:^|[.!?] |\b(?:[Aa]nd|[Ss]o|[Oo]kay|[Yy]es|[Tt]hen|[Bb]ut|[Nn]o),? )(?:{call})(?:,|[.?!](?= |$))|, (?:{call})(?:[.,?!]|$)"
            rf"|\b(?:{call}),? (?:can|could|would|will|do|did|if) you\b"
        )
        found += [(m.end(), name) for m in pattern.finditer(text)]
    return max(found)[1] if found else None


def addressee(units: Sequence[Unit], i: int, meeting: Meeting, clause: str = "") -> str | None:
    """Whom unit ``i``, or one ``clause`` of it, speaks to: the other one of two, the one called by name, or who takes it up.

    ``None`` in doubt.
    """
    speaker = units[i].speaker
    others = [n for n in meeting.speakers if n != speaker]
    if speaker is not None and len(others) == 1:
        return others[0]
    said = sentences_of(units[i].text)
    # "Do that tomorrow. Ana?" hands over to Ana; what came before was said to whoever spoke last.
    handed = len(said) > 1 and len(said[-1].split()) == 1 and called(said[-1], others) is not None
    spoken = said[:-1] if handed else said
    # Who is called after the sentence of the clause is meant by what follows.
    upto = next((n for n, s in enumerate(spoken, 1) if clause and clause in s.lower().replace("’", "'")), len(spoken))
    before = units[i - 1].text if i and units[i - 1].utterance.id == units[i].utterance.id else ""
    name = called(" ".join(spoken[:upto]), others) or (called(sentences_of(before)[-1], others) if before else None)
    if name:
        return name
    after, previous = other_voice(units, i), _voice_before(units, i)
    last = units[previous].speaker if previous is not None else None
    if handed:
        return last if last in others else None
    if after is None or (speaker is None and units[after].speaker is None):
        return None
    answers = units[after].speaker
    takes = _TAKES_UP.search(low(units[after]))
    return answers if answers in others and (takes or answers == last) else None


_TAKES_UP = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|okay|ok|fine|done|of course|absolutely|will do|on it|got it|no problem|happy to|all right|right|good|no\b|i\b|i'\w+"
    r"|ja|if\b|me\b|mine\b|that's fine|let me|by\b|when\b|you'll)|\bi(?:'ll| will| can)\b"
)


def _voice_before(units: Sequence[Unit], i: int, within: int = 3) -> int | None:
    """The index of the last unit before ``i`` that somebody else (or nobody known) speaks, or ``None``."""
    return next(
        (j for j in range(i - 1, max(-1, i - 1 - within), -1) if units[j].speaker is None or units[j].speaker != units[i].speaker), None
    )


def owner_of(units: Sequence[Unit], anchor: int, group: Sequence[int], meeting: Meeting, text: str = "") -> Owned:
    """Who owns the task that stands in the units ``group``, said best by ``anchor``; ``text`` says what it is, where that is known."""
    inside = tuple(dict.fromkeys((*group, anchor)))
    weights = _weights(units, anchor, inside, meeting, text)
    if not weights:
        # The words that prove the task may be only half of the exchange: who took it on is then said right beside them.
        beside = [i for i in (max(inside) + 1, max(inside) + 2, min(inside) - 1) if 0 <= i < len(units)]
        weights = _weights(units, anchor, beside, meeting, text, about_it=True)
    named = tuple(who for who, _ in weights if who)
    if not weights or weights[0][0] is None or weights[0][1] < _LEAST:
        return Owned(None, named or tuple(dict.fromkeys(n for i in group if (n := units[i].speaker))))
    if len(weights) > 1 and weights[0][1] < MARGIN * weights[1][1]:
        return Owned(None, named)
    return Owned(weights[0][0])


def one_task(units: Sequence[Unit], anchor: int, group: Sequence[int], meeting: Meeting) -> tuple[int, ...]:
    """``group`` without the units in which somebody else takes on something else than the task that ``anchor`` speaks of."""
    own = claims_of(units, anchor, meeting)
    doers = {c.who for c in own if c.who}
    if not doers:
        return tuple(group)
    subject = {w for c in own for w in content_words(c.about)}
    return tuple(i for i in group if i == anchor or not _goes_elsewhere(claims_of(units, i, meeting), doers, subject))


def _goes_elsewhere(claims: Sequence[Claim], doers: set[str], subject: set[str]) -> bool:
    theirs = {c.who for c in claims if c.who}
    return bool(theirs) and not theirs & doers and not any(content_words(c.clause) & subject for c in claims)


def _weights(
    units: Sequence[Unit], anchor: int, places: Sequence[int], meeting: Meeting, text: str, *, about_it: bool = False
) -> list[tuple[str | None, float]]:
    """How much in the units ``places`` speaks for each person, the most first; with ``about_it``, only where they speak of the task."""
    # What the task is comes before the colon; after it, what it is about.
    head, about = content_words(text.split(":", maxsplit=1)[0]), content_words(text)
    # A task's text leaves its owner out; whoever stands in it is whom it is done for, or with.
    spoken_of = named_in(text, [p.name for p in meeting.people]) if text else []
    best: dict[tuple[str | None, int], float] = {}
    for claim in (c for i in places for c in claims_of(units, i, meeting)):
        worth = claim.weight * (1.6 if claim.unit == anchor else 1.0) * (0.35 if claim.who in spoken_of else 1.0)
        if about:
            said = content_words(claim.about)
            if about_it and not about & said:
                continue
            direct = content_words(claim.clause)
            worth *= _UNSAID + _nearness(head, direct, said) + 0.6 * _nearness(about, direct, said)
        key = claim.who, claim.unit
        best[key] = max(best.get(key, 0.0), worth)
    total: dict[str | None, float] = {}
    for (who, _), worth in sorted(best.items(), key=lambda pair: -pair[1]):
        # A promise that answers a request makes it surer; saying it again hardly.
        total[who] = total[who] + 0.4 * worth if who in total else worth
    return sorted(total.items(), key=lambda pair: -pair[1])


_UNSAID = 0.8
"""What a claim is worth that does not speak of the task."""
_BACK = 0.5
"""What words are worth that a clause only points back to."""
_GUESSED = 0.5
"""What a request in a larger meeting weighs that calls nobody and that nobody takes up."""
_FAR = 8
MARGIN = 1.3
"""How much more must speak for the owner than for anybody else."""
_LEAST = 1.5
"""Weight below which a claim names nobody: "I'd worry about him", or somebody's offer of something else."""


def _nearness(wanted: set[str], direct: set[str], about: set[str]) -> float:
    """How much of ``wanted`` a clause says, or points back to."""
    return max(_share(wanted, direct), _BACK * _share(wanted, about))


def _share(wanted: set[str], said: set[str]) -> float:
    return min(1.0, len(wanted & said) / min(len(wanted), 4)) if wanted else 0.0


def content_words(text: str) -> set[str]:
    """The stems of the words of ``text`` that say what it is about."""
    return {w[:5] for w in words_of(text) if len(w) > 2 and w not in _EMPTY}


_EMPTY = frozenset(
    """the and for with that this you your her him his she they them will can could would was are not but have has from about what who
    i'll i'd i'm it's that's then there when which their its our out get got let""".split()
)


def claims_of(units: Sequence[Unit], i: int, meeting: Meeting) -> list[Claim]:
    """The claims that unit ``i`` makes, and by agreeing takes on."""
    out: list[Claim] = []
    speaker = units[i].speaker or _called_on(units, i, meeting)
    before = units[i - 1].text if i else ""
    for clause in clauses_of(units[i].text):
        # "I'll set that up": what it is was said just before.
        about = f"{before} {clause}" if _POINTS_BACK.search(clause) or len(clause.split()) <= 4 else clause
        before = f"{before} {clause}"
        third = _third(units, i, clause, meeting)
        if third:
            out.append(third)
            continue
        best = _gives(clause)
        if best is None or _UNCLEAR.search(clause):
            continue
        doer, weight = best
        if doer == "self":
            out.append(Claim(i, speaker, weight, clause, about))
        else:
            listener = addressee(units, i, meeting, clause)
            if len(meeting.speakers) > 2 and listener and not _sure_of(units, i, listener):
                weight *= _GUESSED
            out.append(Claim(i, listener, weight if listener or len(meeting.speakers) != 2 else 0.5 * weight, clause, about))
    if any(c.who == speaker and c.weight >= _PROMISED for c in out):
        # "I need the three of them in one room. I'll set that up": what the speaker wants, the speaker sees to.
        out = [c for c in out if c.weight != _WANTED]
    if (taken := _takes_on(units, i, meeting)) and not any(c.who == taken[0] for c in out):
        out.append(Claim(i, taken[0], 2.0, low(units[i]), taken[1]))
    return out


def _sure_of(units: Sequence[Unit], i: int, listener: str) -> bool:
    """Whether unit ``i`` of a larger meeting speaks to ``listener`` by name, or they take up what it says."""
    around = f"{units[i - 1].text} {units[i].text}" if i and units[i - 1].utterance.id == units[i].utterance.id else units[i].text
    if called(around, [listener]):
        return True
    j = other_voice(units, i)
    return (
        j is not None
        and units[j].speaker == listener
        and bool(CUES["accept"].search(low(units[j])) or CUES["promise"].search(low(units[j])))
    )


def _called_on(units: Sequence[Unit], i: int, meeting: Meeting) -> str | None:
    """Who speaks in unit ``i`` of an undecided voice: whom the known voice before it called by name, if it called on anybody last."""
    for j in range(i - 1, max(-1, i - 4), -1):
        caller = units[j].speaker
        if caller is None and units[j].utterance.label == units[i].utterance.label:
            continue
        name = called(" ".join(sentences_of(units[j].text)[-2:]), [n for n in meeting.speakers if n != caller])
        return name if caller is not None and name and name not in named_in(units[i].text, meeting.speakers) else None
    return None


@lru_cache(maxsize=4096)
def _gives(clause: str) -> tuple[Doer, float] | None:
    """Who a clause gives something to do, by its heaviest words; ``None`` when it gives nobody anything."""
    denied = _NOT.search(clause)
    best: tuple[Doer, float] | None = None
    for doer, weight, pattern in _CLAIMS:
        if best is not None and weight <= best[1]:
            continue
        m = pattern.search(clause)
        if m and not (denied and denied.start() <= m.start() + 3):
            best = doer, weight
    return best


def _takes_on(units: Sequence[Unit], i: int, meeting: Meeting) -> tuple[str | None, str] | None:
    """Who agrees in unit ``i`` to do what the unit before asked, and the clause that asked it."""
    if not CUES["accept"].search(low(units[i])) or CUES["refuse"].search(low(units[i])):
        return None
    before = _voice_before(units, i, 2)
    if before is None:
        return None
    for clause in clauses_of(units[before].text):
        best = _gives(clause)
        if best and best[0] == "you" and not _UNCLEAR.search(clause):
            who = units[i].speaker or addressee(units, before, meeting, clause)
            return (who, clause) if who else None
    return None


# A clause with a mark for whom it speaks of: then one pattern serves for every name.
_NAME = "\x00"
_NAME_WILL = re.compile(
    rf"{_NAME}(?:'s| has)? (?:\w+ ){{0,2}}?(?:{_REPORTS})|{_NAME}(?: \w+)?(?:'ll| will|'s going to| is going to"
    r"|'s (?:on (?:that|it)|doing|writing|sending|bringing|making|asking)| promised| is to| can be first)\b"
)
_NAME_DOES = re.compile(rf"(?:^|\b(?:so|and|then|okay|that's),? ){_NAME}(?:,| then)? (?P<verb>[a-z]+|to [a-z]+)\b")
_NAME_OUGHT = re.compile(rf"\b(?:goes|falls) to {_NAME}|\b(?:it'll be|it's on|let|up to) {_NAME}|{_NAME} (?:has|needs) to\b")


def _third(units: Sequence[Unit], i: int, clause: str, meeting: Meeting) -> Claim | None:
    """The claim that somebody who is not speaking does it: "Lucy said she'd", "he'll have it by Monday"."""
    present = meeting.speakers if len(meeting.speakers) == 2 and units[i].speaker else ()
    names = [p.name for p in meeting.people if p.name != units[i].speaker and p.name not in present]
    everyone = tuple(p.name for p in meeting.people)
    for name in names:
        if not _heard(name, everyone, clause):
            continue
        marked = _compiled(rf"\b(?:{_calls(name, everyone, lower=True)})\b").sub(_NAME, clause)
        if _NAME_WILL.search(marked):
            return Claim(i, name, 3.5, clause, clause)
        doing = _NAME_DOES.search(marked)
        if (
            doing
            and name in meeting.speakers
            and (doing["verb"].removeprefix("to ") in _TASKS if doing["verb"].startswith("to ") else base_of_third(doing["verb"]) in _TASKS)
        ):
            return Claim(i, name, 2.0, clause, clause)
        if _NAME_OUGHT.search(marked):
            return Claim(i, name, 1.5, clause, clause)
    m = _PRONOUN_DOES.search(clause) or _QUOTED.search(clause)
    if m is None:
        return None
    who = _antecedent(units, i, clause, names, everyone)
    return Claim(i, who, 3.5 if _SAID_SO.search(m[0]) else 1.5, clause, clause)


def _antecedent(units: Sequence[Unit], i: int, clause: str, names: Sequence[str], everyone: tuple[str, ...]) -> str | None:
    """The last of ``names`` mentioned before ``clause``, in its unit or the three before."""
    for j in range(i, max(-1, i - _FAR), -1):
        text = units[j].text.lower().replace("’", "'")
        if j == i:
            text = text[: text.find(clause[:20]) + len(clause)]
        last = [(m.start(), n) for n in names for m in _compiled(rf"\b(?:{_calls(n, everyone, lower=True)})\b").finditer(text)]
        if last:
            return max(last)[1]
    return None
