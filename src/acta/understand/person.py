"""Who "I" and "you" are: first and second person made third, with the verbs that go with them.

The first mention in a sentence is the name, later ones are "they" and its forms, whose verbs are those of "I" and "we".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from acta.understand.verbs import ADVERBS, BASE_VERBS, third_person

TOKEN = re.compile(r"[^\W\d_]\w*(?:'\w+)*|\d(?:[\w.,:/%]*[\w%])?|\S")

_CONTRACTED = {
    "i'm": "I am", "i'll": "I will", "i've": "I have", "we're": "we are", "we'll": "we will", "we've": "we have",
    "you're": "you are", "you'll": "you will", "you've": "you have", "they're": "they are", "they'll": "they will", "they've": "they have",
    "he'll": "he will", "she'll": "she will", "it'll": "it will", "that'll": "that will", "there'll": "there will", "who'll": "who will",
    "don't": "do not", "doesn't": "does not", "didn't": "did not", "can't": "cannot", "won't": "will not", "wouldn't": "would not",
    "couldn't": "could not", "shouldn't": "should not", "isn't": "is not", "aren't": "are not", "wasn't": "was not", "weren't": "were not",
    "haven't": "have not", "hasn't": "has not", "hadn't": "had not", "mustn't": "must not", "needn't": "need not", "ain't": "is not",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "could've": "could have", "would've": "would have",
    "should've": "should have", "might've": "might have", "'em": "them", "arvo": "afternoon",
}  # fmt: skip
_S_OR_D = re.compile(r"^(i|we|you|he|she|it|that|there|who|what|where|how|they|here|this)'(s|d)$", re.IGNORECASE)
_WORD_AT = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_PARTICIPLES = frozenset("been done gone got had seen made taken given become come written known said told sent put set left lost".split())


def expand(text: str) -> str:
    """``text`` with the short forms written out: "I'd" by what follows, "it's" as "it is" or "it has"."""
    text = text.replace("’", "'")

    def long(m: re.Match[str]) -> str:
        word = m[0]
        known = _CONTRACTED.get(word.lower())
        if known is None:
            short = _S_OR_D.match(word)
            if short is None:
                return word
            follows = [w.lower() for w in re.findall(r"[A-Za-z']+", text[m.end() : m.end() + 30])[:3]]
            follows = [w for w in follows if w not in ADVERBS and w != "not"]
            after = follows[0] if follows else ""
            done = after in _PARTICIPLES or (after.endswith("ed") and after not in BASE_VERBS)
            if short[2] == "s":
                known = short[1] + (" has" if done and (after in {"been", "got", "had", "become", "gone", "come"}) else " is")
            else:
                known = short[1] + (" had" if after == "better" or (done and after not in {"put", "set"}) else " would")
        return known[0].upper() + known[1:] if word[0].isupper() else known

    return _WORD_AT.sub(long, text)


@dataclass(frozen=True, slots=True)
class Cast:
    """First names for those who speak and listen; ``None`` where undecided. ``owner`` is left out of a task's words."""

    speaker: str | None
    listener: str | None
    we: str = "the team"
    owner: str | None = None


def resolve(text: str, cast: Cast) -> str:
    """``text`` in the third person; short forms must be written out already."""
    tokens = TOKEN.findall(text)
    out: list[str] = []
    named: set[str] = set()
    for i, token in enumerate(tokens):
        low = token.lower()
        after = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
        before = tokens[i - 1].lower() if i else ""
        if low == "i":
            out.append(_subject(cast.speaker, "someone", named))
        elif low == "you":
            _second(out, cast, named, before, after, last=i + 1 == len(tokens))
        elif low == "we":
            out.append(_subject(cast.we, "the team", named))
        elif low == "me":
            out.append(_object(cast.speaker, "someone", named))
        elif low == "us":
            out.append("the team" if cast.we not in named else "them")
        elif low in ("my", "your", "our"):
            out.append(_possessive({"my": cast.speaker, "your": cast.listener, "our": None}[low], cast, named))
        elif low in ("mine", "yours", "ours"):
            who = {"mine": cast.speaker, "yours": cast.listener, "ours": cast.we}[low]
            out.append(f"{who}'s" if who else "theirs")
        elif low in ("myself", "yourself", "ourselves", "yourselves"):
            if before in ("by", "to", "for", "with", "of", "about", "on"):
                out.append("themselves")
        else:
            out.append(_agreeing(token, out, cast))
        if low in ("i", "you", "we"):
            _invert(out, cast)
    return join(out)


def _invert(out: list[str], cast: Cast) -> None:
    """Make the auxiliary of a question agree with the name that has replaced its subject: "do we" is "does the team"."""
    if len(out) < 2 or out[-1] not in _singular(cast) or out[-2].lower() not in _QUESTION_FORMS:
        return
    if len(out) == 2 or not out[-3].isalpha() or out[-3].lower() in _ASKING:
        form = _QUESTION_FORMS[out[-2].lower()]
        out[-2] = form.capitalize() if out[-2][0].isupper() else form


def _singular(cast: Cast) -> set[str]:
    plural = " and " in cast.we
    return {n for n in (cast.speaker, cast.listener, "someone", "one", "" if plural else cast.we) if n}


_QUESTION_FORMS = {"do": "does", "have": "has", "are": "is", "am": "is", "were": "was"}
_ASKING = frozenset("what who when where why how which and but or so if".split())


def _subject(who: str | None, unknown: str, named: set[str]) -> str:
    name = who or unknown
    # "They" only while nobody else was named: with two people about, a name is plainer.
    if named == {name}:
        return "they"
    named.add(name)
    return name


def _object(who: str | None, unknown: str, named: set[str]) -> str:
    name = who or unknown
    if named == {name}:
        return "them"
    named.add(name)
    return name


def _second(out: list[str], cast: Cast, named: set[str], before: str, after: str, *, last: bool) -> None:
    objective = last or before in _TAKES_OBJECT or not (after.isalpha() and after not in _NOT_VERB)
    if cast.listener is None:
        out.append("them" if objective else "one")
    elif objective:
        out.append(_object(cast.listener, "them", named))
    else:
        out.append(_subject(cast.listener, "one", named))


_TAKES_OBJECT = frozenset(
    """to for with from of about on at by between than against behind send sends sending sent give gives giving gave tell tells telling told
    ask asks asking asked show shows get gets got call calls ring email text let lets help helps thank see hear want need like
    leave owe owes
    make makes bring brings remind forward forwarded meet met copy copied cc pay pays put""".split()
)
_NOT_VERB = frozenset(
    "the a an this that these those my his her their it in on at by for from to about with as before after when today tomorrow".split()
)


def _possessive(who: str | None, cast: Cast, named: set[str]) -> str:
    if who is None or who == cast.owner:
        return "the"
    if named == {who}:
        return "their"
    named.add(who)
    return f"{who}'s"


def _agreeing(token: str, out: list[str], cast: Cast) -> str:
    """``token`` inflected when the words before it are a singular subject that was "I", "we" or "you"."""
    low = token.lower()
    if not low.isalpha():
        return token
    k = len(out) - 1
    while k >= 0 and out[k].lower() in ADVERBS:
        k -= 1
    if k < 0:
        return token
    subject = out[k]
    singular = _singular(cast)
    if subject == "they":
        return {"am": "are", "was": "were"}.get(low, token)
    if subject in singular and (k == 0 or out[k - 1].lower() not in _TAKES_OBJECT) and not _asked(out, k):
        return third_person(token) if low in BASE_VERBS or low in _STATIVE or low in {"am", "are", "were", "have", "do", "be"} else token
    return token


def _asked(out: list[str], k: int) -> bool:
    """Whether an auxiliary stands right before the subject ("can Ana send"), so that the verb stays bare."""
    return k > 0 and out[k - 1].lower() in _AUXILIARY


_AUXILIARY = frozenset(
    "can could will would shall should may might must do does did let lets make makes made help have has had am is are was were".split()
)
_STATIVE = frozenset(
    """know think want need like love hate hope believe feel mean suppose guess prefer expect assume doubt worry wish seem owe agree trust
    depend remember forget realise realize imagine appreciate care fear reckon deserve live lack""".split()
)
_QUOTE = frozenset('"')
_NO_SPACE_BEFORE = frozenset(",.;:?!)%]")


def join(tokens: list[str]) -> str:
    """Tokens as a line of text, with the spaces English has; a quotation mark is dropped, since who said it has changed."""
    out = ""
    for token in tokens:
        if token in _QUOTE:
            continue
        glue = not out or token in _NO_SPACE_BEFORE or out[-1] in "(-$€£#/@" or token in ("-", "/") or token.startswith("'")
        out += token if glue else " " + token
    return re.sub(r"\s*-\s*", "-", out)
