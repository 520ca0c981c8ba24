"""Who "I" and "you" are: first and second person made third, with the verbs that go with them; short forms written out.

The first mention in a sentence is the name, later ones are "they" and its forms while nobody else was named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from acta.understand.grammar import FINITE, Word
from acta.understand.verbs import ADVERBS, BASE_VERBS, third_person

_CONTRACTED = {
    "i'm": "I am", "i'll": "I will", "i've": "I have", "we're": "we are", "we'll": "we will", "we've": "we have",
    "you're": "you are", "you'll": "you will", "you've": "you have", "they're": "they are", "they'll": "they will", "they've": "they have",
    "he'll": "he will", "she'll": "she will", "it'll": "it will", "that'll": "that will", "there'll": "there will", "who'll": "who will",
    "don't": "do not", "doesn't": "does not", "didn't": "did not", "can't": "cannot", "won't": "will not", "wouldn't": "would not",
    "couldn't": "could not", "shouldn't": "should not", "isn't": "is not", "aren't": "are not", "wasn't": "was not", "weren't": "were not",
    "haven't": "have not", "hasn't": "has not", "hadn't": "had not", "mustn't": "must not", "needn't": "need not", "ain't": "is not",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "could've": "could have", "would've": "would have",
    "should've": "should have", "might've": "might have", "let's": "let us", "'em": "them", "arvo": "afternoon",
}  # fmt: skip
_THEM = re.compile(r"(?<!\w)'em\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(\w+)'s(?= (?:got|been)\b)", re.IGNORECASE)
_WHAT_DOES = re.compile(r"\b(what|how|where|who|when)'s (it|he|she|this|that)(?= (\w+))", re.IGNORECASE)
_S_OR_D = re.compile(r"^(i|we|you|he|she|it|that|there|who|what|where|how|they|here|this)'(s|d)$", re.IGNORECASE)
_WORD_AT = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_PARTICIPLES = frozenset(
    """been done gone got had seen made taken given become come written known said told sent put set left lost found kept held met
    paid heard built bought spent thought broken chosen driven fallen forgotten grown begun run shown spoken stolen sworn thrown worn""".split()
)

_IS_DONE = frozenset(("", "with", "by", "for", "in", "and", "at", "now", "here", "today"))
"""What follows "he's done" where he is done."""
_OWNED = frozenset("better it a an the no to this my our two three".split())
"""What follows "I'd" where it is "I had"."""
_HAVE_GOT = re.compile(
    r"\b(?P<have>have|has|had)(?P<no> not)?(?P<also> also| only| just| still| already)? got(?:,(?= ))?"
    r"(?= (?:to|a|an|the|no|any|some|my|our|your|his|her|their|it|this|that|these|those|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|\w+teen|\w+ty|\d\S*|enough|more|about|only|nothing|something|nobody|somebody|everything)\b)",
    re.IGNORECASE,
)


def expand(text: str) -> str:
    """``text`` with the short forms written out: "I'd" by what follows, "it's" as "it is" or "it has"."""
    text = _THEM.sub("them", text.replace("’", "'"))
    text = _PERFECT.sub(r"\1 has", text)
    text = _WHAT_DOES.sub(lambda m: f"{m[1]} does {m[2]}" if m[3].lower() in BASE_VERBS else m[0], text)

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
                # "She's told me", "it's been": has. "It's done", "it's called": is.
                person = short[1].lower() in ("he", "she", "who")
                perfect = done and (
                    after in {"been", "got", "had", "become", "gone", "come"}
                    or (person and (after != "done" or "".join(follows[1:2]) not in _IS_DONE))
                )
                known = short[1] + (" has" if perfect else " is")
            else:
                had = after in _OWNED or (done and after not in {"put", "set"})
                known = short[1] + (" had" if had else " would")
        return known[0].upper() + known[1:] if word[0].isupper() else known

    return _HAVE_GOT.sub(_having, _WORD_AT.sub(long, text))


def _having(m: re.Match[str]) -> str:
    """What "has got" (as "has") or "have not got" (as "do not have") is in writing."""
    if not m["no"]:
        return m["have"] + (m["also"] or "")
    return {"have": "do", "has": "does", "had": "did"}[m["have"].lower()] + " not" + (m["also"] or "") + " have"


@dataclass(frozen=True, slots=True)
class Cast:
    """First names for those who speak and listen; ``None`` where undecided. ``owner`` is left out of a task's words."""

    speaker: str | None
    listener: str | None
    we: str = "the team"
    owner: str | None = None


_QUESTION_FORMS = {"do": "does", "have": "has", "are": "is", "am": "is", "were": "was"}
_ASKING = frozenset("what who when where why how which and but or so if".split())
_TAKES_OBJECT = frozenset(
    """to for with from of about on at by between than against behind send sends sending sent give gives giving gave tell tells telling told
    ask asks asking asked show shows get gets got call calls ring email text let lets help helps thank see hear want need like
    leave owe owes
    make makes bring brings remind forward forwarded meet met copy copied cc pay pays put""".split()
)
_NOT_VERB = frozenset(
    "the a an this that these those my his her their it in on at by for from to about with as before after when today tomorrow".split()
)
_OPENS_OBJECT = frozenset(("DT", "PRP$", "NN", "NNS", "JJ", "CD"))
_OTHERS = frozenset(("NNP", "NNS"))
"""Words that "they" after them would be taken for."""
_NEW_SUBJECT = frozenset(("PRP", "NNP", "EX", "WP", "WDT", "DT", "NN", "NNS"))


def resolve(words: Sequence[Word], cast: Cast) -> list[Word]:
    """The words in the third person; short forms must be written out already."""
    return _Shift(cast).of(words)


class _Shift:
    """One sentence on its way into the third person."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.named: set[str] = set()
        self.out: list[Word] = []
        # What a verb that comes now has for its subject: a name that was "I", "they", or nothing of ours.
        self.subject: str | None = None
        self.modal = False
        # Whether somebody or something else was named that "they" could be.
        self.others = False

    def of(self, words: Sequence[Word]) -> list[Word]:
        for i, word in enumerate(words):
            after = words[i + 1] if i + 1 < len(words) else Word(".", ".")
            before = words[i - 1] if i else Word("", ".")
            self._one(word, before, after, last=i + 1 >= len(words))
        return self.out

    def _one(self, word: Word, before: Word, after: Word, *, last: bool) -> None:
        low = word.low
        cast = self.cast
        if low == "i" and word.text != "i":
            self._as_subject(cast.speaker or "someone")
        elif low == "we":
            self._as_subject(cast.we)
        elif low == "you":
            objective = last or before.low in _TAKES_OBJECT or after.tag in (".", "IN", "TO", "DT", "CC") or after.low in _NOT_VERB
            if objective and cast.listener is None and before.tag in ("VB", "VBP") and after.tag in _OPENS_OBJECT:
                return  # "send you the deck", to nobody knows whom: what is sent still counts
            if objective:
                self._put(self._again(cast.listener or "them", "them"), "PRP")
            else:
                self._as_subject(cast.listener or "one")
        elif low == "me":
            if cast.speaker is not None:
                self._put(self._again(cast.speaker, "them"), "PRP")
            elif before.tag not in ("VB", "VBP") or after.tag not in _OPENS_OBJECT:
                self._put("someone", "PRP")
        elif low == "us":
            self._put("them" if cast.we in self.named else cast.we, "PRP")
        elif low in ("my", "your", "our"):
            owner = {"my": cast.speaker, "your": cast.listener, "our": None}[low]
            self._put("their" if after.low == "own" else self._owned(owner), "PRP$")
        elif low in ("mine", "yours", "ours"):
            who = {"mine": cast.speaker, "yours": cast.listener, "ours": cast.we}[low]
            self._put(f"{who}'s" if who else "theirs", "PRP")
        elif low in ("myself", "yourself", "ourselves", "yourselves"):
            if before.low in ("by", "to", "for", "with", "of", "about", "on"):
                self._put("themselves", "PRP")
        else:
            self._other(word, before)

    def _put(self, text: str, tag: str) -> None:
        self.out.append(Word(text, tag))

    def _as_subject(self, name: str) -> None:
        if self.subject in (name, "they") and self.named == {name} and not self.modal and self.out and self.out[-1].low in ("and", "but"):
            # "I rang them and I told her": said once, for both verbs.
            self.subject = name if self.subject == name else "they"
            return
        shown = "they" if self.named == {name} and name != "one" and not self.others else name
        # "Ana you tell them": the name called out and the one put in are the same.
        if self.out and self.out[-1].text == shown:
            self.out.pop()
        self.named.add(name)
        self._put(shown, "NNP" if shown != "they" else "PRP")
        self.subject, self.modal = shown, False
        self._invert(shown)

    def _again(self, name: str, pronoun: str) -> str:
        if self.named == {name} and name != "one" and not self.others:
            return pronoun
        self.named.add(name)
        return name

    def _owned(self, who: str | None) -> str:
        if who is None or who == self.cast.owner:
            return "the"
        if self.named == {who} and not self.others:
            return "their"
        self.named.add(who)
        return f"{who}'s"

    def _invert(self, shown: str) -> None:
        """Make the auxiliary of a question agree with the name that has replaced its subject: "do we" is "does the team"."""
        if len(self.out) < 2:
            return
        aux = self.out[-2]
        opens = (
            len(self.out) == 2 or self.out[-3].tag in (".", "CC") or self.out[-3].low in _ASKING or self.out[-3].tag in ("WRB", "WP", "WDT")
        )
        if aux.tag in FINITE and opens:
            self.modal = True
            if shown != "they" and aux.low in _QUESTION_FORMS:
                form = _QUESTION_FORMS[aux.low]
                self.out[-2] = Word(form.capitalize() if aux.text[0].isupper() else form, aux.tag)

    def _other(self, word: Word, before: Word) -> None:
        tag = word.tag
        self.others = self.others or tag in _OTHERS
        if word.text == ";":
            self.subject = None
        if self.subject is None:
            self.out.append(word)
            return
        if tag in FINITE or (tag == "VB" and (before.low in ("i", "we", "you") or before.tag in ("RB", "CC"))):
            agreed = self._agreeing(word)
            # After "will" and after "do" the verb stays bare.
            self.modal = tag == "MD" or word.low in ("do", "does", "did") or self.modal
            self.out.append(agreed)
            return
        if (
            tag in _NEW_SUBJECT
            and before.tag in ("IN", "CC", "WRB", ".", "WP")
            and before.low not in ("of", "in", "on", "at", "to", "for", "with", "from", "by", "about")
        ):
            # "... and the client says": somebody else's verb comes now; "... the list and send it" is still ours.
            self.subject = None
        self.out.append(word)

    def _agreeing(self, word: Word) -> Word:
        if self.modal and word.tag != "MD":
            return word
        if self.subject == "they":
            return Word({"am": "are", "was": "were"}.get(word.low, word.text), word.tag)
        if self.subject is None or " and " in self.subject:
            return word
        if word.tag in ("VBP", "VB") or word.low in ("am", "are", "were", "have", "do", "be"):
            return Word(third_person(word.text), "VBZ")
        return word
