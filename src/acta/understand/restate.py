"""Speech rewritten as one short sentence in the third person: the text of an item, made from its evidence.

Only words that were said, numbers of them in digits, names and a closed list of connecting words (``CONNECTING``) may appear, inflected
where the change of person asks for it. How well a text can be read alone is measured (``Restated.quality``), so that of several
the best is chosen, and none where all are bad.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from acta.understand.grammar import FINITE, FIRST_OR_SECOND, NOUN, SUBORDINATES, THIRD, Word, clause_of, join, noun_phrases, words_with_tags
from acta.understand.numerals import digits
from acta.understand.person import Cast, expand, resolve
from acta.understand.speech import clean_sentence, sentences
from acta.understand.tasks import phrase_of

Form = Literal["action", "statement", "question"]
LONGEST = 26
"""Most words of one text, names counted as one."""

CONNECTING = frozenset(
    """a an the and or but if whether that which who of to in on at by for from with about as is are was were be been am has have
    had do does
    did will would shall should can cannot could may might must not it its they them their theirs themselves someone one team get
    got going according said this there need want let agreed warned""".split()
)
"""Words that may be added though they were not said."""

_PRONOUN = re.compile(r"\b(?:I|I'm|I'll|I've|I'd|we|we're|we'll|you|you're|you'll|my|your|our|me|us|mine|yours|ours)\b", re.IGNORECASE)
_PLAIN = frozenset(
    """a an the and or but if of to in on at by for from with as is are was were be been being it its this that these those he she they them
    his her their there has have had do does did will would can could should may might must not no so than then into over up out about i you we
    me my your us our just really very what which who when where how some any all thing things stuff get got go going say says said know think
    thinks one way lot bit kind sort yes yeah okay well only also even still too like want need team someone cannot""".split()
)
_WORD = re.compile(r"\w[\w'-]*")
_DANGLING_END = frozenset(("IN", "CC", "DT", "PRP$", "TO", "MD", "WDT", "WP", "WRB", "PDT"))
_VAGUE_SUBJECT = frozenset("it that this they he she them those these there".split())


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned, tagged sentence, who said it to whom (full names; ``None``: undecided), and who "he" or "she" in it is."""

    words: tuple[Word, ...]
    speaker: str | None
    listener: str | None
    third: str | None = None

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return bool(self.words) and self.words[-1].text == "?"


@dataclass(frozen=True, slots=True)
class Restated:
    """A text, how well it can be read alone (about -5 to 8), whether it leaves unsaid what it is about, what pointing has cost it."""

    text: str
    quality: float
    poor: bool = False
    lost: float = 0.0


def lines_of(text: str, *, speaker: str | None, listener: str | None, names: Sequence[str] = ()) -> list[Line]:
    """The sentences of one person's ``text`` that say anything, cleaned and tagged. ``names`` are full names of people known."""
    known = _parts((*names, speaker or "", listener or ""))
    out: list[Line] = []
    for sentence in sentences(text):
        cleaned = clean_sentence(sentence, list(names))
        if cleaned:
            out.append(Line(tuple(words_with_tags(digits(expand(cleaned)), known)), speaker, listener))
    return out


@functools.lru_cache(maxsize=256)
def _parts(names: tuple[str, ...]) -> frozenset[str]:
    """The single words of ``names``."""
    return frozenset(part for n in names for part in n.split() if len(part) > 1)


def content(text: str) -> list[str]:
    """The words of ``text`` that carry meaning, folded, in order."""
    return [w for w in (m.lower() for m in _WORD.findall(text)) if w not in _PLAIN and "'" not in w]


def third_in(line: Line) -> int | None:
    """The place of the "he", "she", "him" or "her" in ``line`` that asks whom it means; ``None``: none, or two different ones."""
    pronouns = {w.low for w in line.words} & {"he", "she", "him", "her", "his"}
    if not pronouns or (pronouns & {"he", "him", "his"} and pronouns & {"she", "her"}):
        return None
    return next(i for i, w in enumerate(line.words) if w.low in pronouns)


def named(text: str, firsts: Mapping[str, str]) -> list[str]:
    """The people of ``firsts`` (first name to full name) who are spoken of in ``text``; who is only called by name is spoken to."""
    spoken_of = _CALLED.sub(" ", text)
    return list(dict.fromkeys(firsts[w] for w in re.findall(r"[^\W\d_]+", spoken_of) if w in firsts))


_CALLED = re.compile(r"(?:^|(?<=[.!?] ))(?:(?:and|so|okay|no|yes|hey|well|but),? )?[A-Z][^\W\d_]+,(?= )|, [A-Z][^\W\d_]+(?=[.!?])")


def statement(line: Line, full: Mapping[str, str]) -> Restated | None:
    """What ``line`` says, in the third person. ``full`` maps first names to full ones."""
    words = _cut(_parted(_led(line.words)))
    if not words:
        return None
    clause = clause_of(words)
    cast = replace(_cast(line), listener="one") if _means_anybody(line.words) else _cast(line)
    return _finished(words, line, full, cast=cast, mark=".", worth=(2.0 if clause.whole else -3.5) - (2.5 if line.asks else 0.0))


def _parted(words: Sequence[Word]) -> Sequence[Word]:
    """``words`` with a semicolon where speech strings whole clauses together by commas alone."""
    out = list(words)
    start = 0
    for i in range(3, len(words) - 2):
        if words[i].text != ",":
            continue
        before, after = words[start:i], words[i + 1 :]
        if words[start].low in SUBORDINATES or words[i - 1].tag in _DANGLING_END or not clause_of(before).whole:
            continue
        opens = after[0]
        named = opens.tag in ("PRP", "EX") or (opens.tag == "NNP" and after[1].tag in FINITE)
        if (named and any(w.tag in FINITE for w in after[1:3])) or (opens.tag in ("DT", "PRP$") and _own_clause(after)):
            out[i] = Word(";", ".")
            start = i + 1
    return out


def _led(words: Sequence[Word]) -> Sequence[Word]:
    """``words`` without the pronoun that takes up a noun phrase put first: "the show, it is in June" is "the show is in June"."""
    at = next((i for i, w in enumerate(words) if w.text == ","), None)
    if at is None or not 1 <= at <= 7 or at + 3 >= len(words) or words[0].tag not in ("DT", "PRP$", "NN", "NNS", "NNP", "JJ", "CD"):
        return words
    plain = all(w.tag in NOUN or w.tag in ("DT", "PRP$", "JJ", "IN", "POS", "VBN") for w in words[:at]) and words[at - 1].tag in NOUN
    if plain and words[at + 1].low in ("it", "that", "they", "he", "she") and words[at + 2].tag in FINITE:
        return [*words[:at], *words[at + 2 :]]
    return words


def _own_clause(words: Sequence[Word]) -> bool:
    """Whether ``words`` open with a short noun phrase and its finite verb."""
    at = next((i for i, w in enumerate(words) if w.tag not in ("DT", "PRP$", "JJ", "NN", "NNS", "NNP", "CD", "RB")), None)
    return at is not None and 1 < at < 6 and words[at].tag in FINITE and words[at - 1].tag in NOUN


def _means_anybody(words: Sequence[Word]) -> bool:
    """Whether "you" is anybody, as in a general statement: "if you are ill, you ring in"."""
    low = [w.low for w in words]
    if "you" not in low or any(w in ("i", "we", "me", "us", "my", "our") for w in low):
        return False
    return any(a in _WHENEVER and b == "you" for a, b in pairwise(low))


_WHENEVER = frozenset("if when whenever once unless until where wherever before after every time how".split())


def question(line: Line, full: Mapping[str, str]) -> Restated | None:
    """What ``line`` asks, or says that nobody knows, as a question."""
    if line.asks:
        words: Sequence[Word] = _asked(line.words)
        asks = words[0].tag in FINITE or words[0].tag in ("WRB", "WP", "WDT") or words[0].low in ("what", "which", "who")
        worth = 2.5 if asks and any(w.tag in FINITE for w in words) else 0.0 if clause_of(words).whole and words[0].tag != "IN" else -2.5
    else:
        text = " ".join(w.low for w in line.words)
        m = _WONDERED.search(text)
        if m is None:
            return None
        words = line.words[len(text[: m.start("what")].split()) :]
        # "I don't know who pays, I have to call": what follows is no part of the question.
        words = next((words[:i] for i in range(2, len(words) - 1) if words[i].text == "," and words[i + 1].tag == "PRP"), words)
        worth = 1.0
    return _finished(_cut(words), line, full, cast=_cast(line), mark="?", worth=worth)


def _asked(words: Sequence[Word]) -> Sequence[Word]:
    """The question itself, without what leads to it: "I wanted to ask, did he change the key?"."""
    for i in range(2, len(words) - 4):
        if words[i].text != "," or words[0].tag in FINITE or words[0].tag in ("WRB", "WP", "WDT"):
            continue
        opens, then = words[i + 1], words[i + 2]
        if (opens.tag in FINITE and then.tag in ("PRP", "DT", "NNP", "EX", "PRP$")) or opens.tag in ("WRB", "WP"):
            return words[i + 1 :]
    return words


_WONDERED = re.compile(
    r"\b(?:do not (?:\w+ )?know|not sure|wonder|no idea|need to know|unclear|depends(?: on)?|find out|nobody knows|question is)(?: either| yet| now)? "
    r"(?P<what>(?:if|whether|who|what|when|where|why|how|which)\b.+)"
)


def action(line: Line, full: Mapping[str, str]) -> Restated | None:
    """The task in ``line``, from its base verb on; ``poor`` where it only points at what is to be done ("send it")."""
    phrase = phrase_of(line.words)
    if phrase is None:
        return None
    words = _cut(_until_other(phrase.words))
    owner = {"speaker": line.speaker, "listener": line.listener}.get(phrase.doer)
    made = _finished(words, line, full, cast=replace(_cast(line), owner=_first(owner)), mark=".", worth=phrase.weight * 0.6 - 1.0)
    if made is None:
        return None
    poor = _points_only(words) or len(content(made.text)) < _POOR
    return replace(made, poor=poor, quality=made.quality - 0.7 * poor)


def points(line: Line) -> bool:
    """Whether the task in ``line`` has a pronoun where the thing to be done, or done it to, should stand."""
    phrase = phrase_of(line.words)
    return phrase is not None and any(w.low in _POINTERS | {"both"} for w in phrase.words[1:3])


def completed(line: Line, before: Line, full: Mapping[str, str]) -> Restated | None:
    """The task in ``line``, which only points at what is to be done, with what ``before`` calls it; ``None`` where that is not certain.

    "Do it" and "send it" take the task or the thing that was just asked for or promised; "bring it" the thing just said to be there.
    """
    phrase, model = phrase_of(line.words), phrase_of(before.words)
    if phrase is None or len(phrase.words) < 2:
        return None
    verb, thing = phrase.words[0].low, phrase.words[1].low
    crossed = line.speaker != before.speaker
    if model is not None and model.doer == ("listener" if crossed else phrase.doer) and not _points_only(_task_words(model.words)):
        if verb == "do" and thing in _POINTERS | {"both"}:
            whole = action(before, full)
            tail = _adverbial(_task_words(phrase.words)[2:])
            if whole is None:
                return None
            end = "" if line.asks else join(resolve(tail, _cast(line)))
            text = f"{whole.text.rstrip('.')} {end}".rstrip(" ,") + "."
            return replace(whole, text=text if len(text.split()) <= LONGEST else whole.text, poor=False)
        named = _object_of(_task_words(model.words))
    elif not crossed:
        named = _held(before.words)
    else:
        return None
    at = next((i for i, w in enumerate(phrase.words[1:3], 1) if w.low in ("it", "them", "that", "those") and w.tag in ("PRP", "DT")), None)
    if at is None or not named or (named[-1].tag == "NNS") != (phrase.words[at].low in ("them", "those")):
        return None
    if any(w.low in FIRST_OR_SECOND | THIRD for w in named) and crossed:
        named = [Word("the", "DT") if w.tag == "PRP$" else w for w in named]
    start = len(line.words) - len(phrase.words)
    if tuple(line.words[start:]) != tuple(phrase.words):
        return None
    words = (*line.words[: start + at], *named, *line.words[start + at + 1 :])
    made = action(replace(line, words=words), full)
    return replace(made, poor=False) if made else None


_POINTERS = frozenset("it that this them those".split())


def _task_words(words: Sequence[Word]) -> Sequence[Word]:
    return _cut(_until_other(words))


def _object_of(words: Sequence[Word]) -> list[Word]:
    """The thing a verb phrase is done to: its first noun phrase that is no person and no time; [] where it has none."""
    for a, b in noun_phrases(words[1:]):
        found = list(words[1 + a : 1 + b])
        if found[-1].tag == "NNP" or found[-1].low in _TIMES:
            continue
        before = words[a].low
        return found if a <= 2 or before in ("to", "at", "for") or words[a].tag in ("PRP", "NNP", "VB", "RP") else []
    return []


def _held(words: Sequence[Word]) -> list[Word]:
    """The one thing a speaker says they have: "I have the log with the days" has the log."""
    at = next(
        (i for i, w in enumerate(words) if w.low in ("have", "has", "made", "wrote", "drafted", "built") and i and words[i - 1].low == "i"),
        None,
    )
    if at is None:
        return []
    found = noun_phrases(words[at + 1 :])
    if not found or found[0][0] > 0:
        return []
    a, b = found[0]
    named = list(words[at + 1 + a : at + 1 + b])
    if named[0].low in ("a", "an"):
        named[0] = Word("the", "DT")
    return [] if named[-1].low in _TIMES else named


def _adverbial(words: Sequence[Word]) -> Sequence[Word]:
    """What follows "do it" where it only tells when, where or how."""
    if len(words) > 7 or any(w.tag in FINITE for w in words) or not words:
        return ()
    return words if words[0].tag in ("IN", "TO", "NN", "NNP", "RB", "DT") and words[0].low not in ("and", "if", "because") else ()


_POOR = 4


def _points_only(words: Sequence[Word]) -> bool:
    """Whether the object of the task is a pronoun whose noun stands elsewhere."""
    objects = [w.low for w in words[1:4]]
    nouns = [w for w in words[1:] if w.tag in ("NN", "NNS") and w.low not in _TIMES]
    return not nouns or (any(o in ("it", "that", "them", "this", "those", "one") for o in objects[:2]) and len(nouns) < 2)


_TIMES = frozenset(
    """today tomorrow tonight morning afternoon evening week month day days weeks monday tuesday wednesday thursday friday saturday sunday
    end time minute minutes hour hours weekend lunch""".split()
)


def _until_other(words: Sequence[Word]) -> Sequence[Word]:
    """A task's words up to where somebody else's clause begins."""
    for i in range(2, len(words) - 1):
        comma = words[i].text in (",", ";", ":")
        joins = words[i].low in ("and", "but", "so", "because", "or")
        if not (comma or joins) or (i < 3 and not comma):
            continue
        rest = words[i + 1 :]
        if rest and rest[0].low in ("and", "but", "so", "because", "or"):
            rest = rest[1:]
        clause = clause_of(rest)
        if clause.whole and clause.subject is not None and clause.subject[0] == 0 and rest[0].tag in ("PRP", "NNP", "EX", "DT"):
            return words[:i]
    return words


def _first(name: str | None) -> str | None:
    return name.split()[0] if name and name.split() else None


def _cast(line: Line) -> Cast:
    return Cast(_first(line.speaker), _first(line.listener))


def _cut(words: Sequence[Word]) -> Sequence[Word]:
    """``words`` without the marks at their ends and, where they are too many, without their last clauses."""
    start, end = 0, len(words)
    while end > start and words[end - 1].tag == "." and words[end - 1].text not in ")%":
        end -= 1
    while start < end and (words[start].tag in (".", "UH", "CC") or words[start].low in _LEADS):
        start += 1
    while end > start + 3 and words[end - 1].low in _TRAILS and not (words[end - 1].low == "that" and words[end - 1].tag != "IN"):
        end -= 1
    words = words[start:end]
    if sum(w.tag != "." for w in words) <= LONGEST:
        return words
    places = [
        i
        for i in range(5, min(len(words), LONGEST + 4))
        if words[i].text in ",;:-" or words[i].low in ("because", "so", "but", "although", "unless", "whereas", "which")
    ]
    for place in reversed(places):
        head = words[:place]
        if sum(w.tag != "." for w in head) <= LONGEST and head[-1].tag not in _DANGLING_END and not _hangs(head):
            return head
    return words


def _hangs(head: Sequence[Word]) -> bool:
    """Whether what stands after the last "and" begins a clause whose verb was cut away."""
    at = next((i for i in reversed(range(1, len(head))) if head[i].tag == "CC"), None)
    if at is None or at < len(head) - 12 or head[at - 1].text != ",":
        return False
    return not any(w.tag in FINITE or w.tag == "VB" for w in head[at:])


_TRAILS = frozenset("by of the a an and or to with for but then though anyway too because so that , -".split())
"""Words a broken-off sentence ends in, and afterthoughts."""
_LEADS = frozenset("so then because plus also cos though which only".split())


def _finished(words: Sequence[Word], line: Line, full: Mapping[str, str], *, cast: Cast, mark: str, worth: float) -> Restated | None:
    """The text of ``words`` and its quality, which starts from ``worth``; ``None`` where too little is said or somebody stays "you"."""
    if _quotes_another(words):
        return None
    said = resolve(_with_third(words, line.third), cast)
    text = join(said).strip(" ,;:.?!-")
    rich = content(text)
    if len(rich) < 2 or _PRONOUN.search(text):
        return None
    size = len(text.split())
    lost = _vague(words, known=line.third is not None)
    quality = worth - lost
    quality += 0.35 * min(len(set(rich)), 10) + 0.3 * min(sum(any(c.isdigit() for c in w) for w in rich), 3)
    quality -= 0.15 * max(0, size - 22) + (2.0 if said[-1].tag in _DANGLING_END else 0.0) + (1.0 if size < 5 else 0.0)
    quality -= 2.0 * sum(w.low == "someone" and w.tag in ("NNP", "PRP") for w in said)
    # "One" for a "you" that is anybody reads well; for one whom nobody could tell it is doubtful.
    quality -= (2.0 if cast.listener is None else 0.3) * any(w.low == "one" and w.tag in ("NNP", "PRP") for w in said)
    text = _full_names(text, full)
    return Restated(text[0].upper() + text[1:] + mark, quality, lost=lost)


def _quotes_another(words: Sequence[Word]) -> bool:
    """Whether "I" or "you" in ``words`` may be somebody else's: what stands in quotation marks or after "she said,"."""
    inside = marked = False
    for i, word in enumerate(words):
        if word.text in '"“”':
            marked = not marked
        elif word.low in _SAYS and i + 1 < len(words) and words[i + 1].text in (",", ":", '"'):
            inside = i == 0 or words[i - 1].low != "i" or i + 2 >= len(words) or words[i + 2].low != "i"
        elif (inside or marked) and word.low in FIRST_OR_SECOND:
            return True
    return False


_SAYS = frozenset("said says say saying goes went asked like wrote writes replied told".split())


def _with_third(words: Sequence[Word], third: str | None) -> list[Word]:
    """``words`` with the first "he", "she", "him", "her" or "his" replaced by the first name of whom it means."""
    out = list(words)
    first = _first(third)
    at = next((i for i, w in enumerate(words) if w.low in ("he", "she", "him", "her", "his")), None)
    if first and at is not None:
        owns = words[at].low == "his" or (words[at].low == "her" and words[at].tag == "PRP$")
        out[at] = Word(f"{first}'s", "PRP$") if owns else Word(first, "NNP")
    return out


_LEANS = 2.0
"""What a text loses whose first word is a pronoun for something said before."""


def _vague(words: Sequence[Word], *, known: bool) -> float:
    """What a text loses by pointing at what it does not name; ``known``: who "he" or "she" is has been found out."""
    persons = ("he", "she", "him", "her", "his")
    lost = 0.0
    for i, word in enumerate(words):
        if known and word.low in persons:
            continue
        if i == 0 and word.low in _VAGUE_SUBJECT and word.tag in ("PRP", "DT", "EX"):
            lost += 0.3 if word.tag == "EX" else _LEANS
        elif word.low in THIRD and not any(w.tag in NOUN for w in words[:i]):
            lost += 0.7
    return lost


def _full_names(text: str, full: Mapping[str, str]) -> str:
    """``text`` with the first mention of each person by full name."""
    for first, name in full.items():
        if first in text and name not in text and first != name:
            text = re.sub(rf"\b{re.escape(first)}\b(?! [A-Z][a-z])", name, text, count=1)
    return text
