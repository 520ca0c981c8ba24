"""What the words of a sentence are to one another: subjects and their verbs, as far as the tags tell.

Works on cleaned sentences whose short forms are written out. A sentence is a list of ``Word``; nothing here changes a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from acta.understand import tagger
from acta.understand.verbs import BASE_VERBS, base_of_third, is_past

TOKEN = re.compile(r"[^\W\d_](?:[\w]|[-'](?=\w))*|\d(?:[\w.,:/%-]*[\w%])?|\S")
_OWNS = re.compile(r"'s$", re.IGNORECASE)

FINITE = frozenset(("MD", "VBP", "VBZ", "VBD"))
VERBAL = frozenset(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD"))
NOUN = frozenset(("NN", "NNS", "NNP", "CD"))
_IN_NP = NOUN | {"DT", "PDT", "PRP$", "JJ", "POS", "VBN", "VBG"}

FIRST_OR_SECOND = frozenset("i we you me us my your our mine yours ours myself yourself yourselves ourselves".split())
SUBJECT_PRONOUNS = frozenset("i we you he she it they".split())
THIRD = frozenset("he she it they him her them his hers its their theirs himself herself itself themselves".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, its lower-case form and its part of speech."""

    text: str
    tag: str

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()


def words_with_tags(sentence: str, names: frozenset[str] = frozenset()) -> list[Word]:
    """The words and marks of ``sentence`` with their tags; ``'s`` stands alone, or is written out where it is a verb.

    ``names`` are single words known to be names.
    """
    tokens: list[str] = []
    for token in TOKEN.findall(sentence.replace("’", "'")):
        if _OWNS.search(token) and len(token) > 2:
            tokens += [token[:-2], "'s"]
        else:
            tokens.append(token)
    tags = tagger.load().tag(tokens)
    out: list[Word] = []
    for i, (token, tag) in enumerate(zip(tokens, tags, strict=True)):
        if token == "'s":
            out.append(Word("'s", "POS") if _owns(tags, i) else Word("is", "VBZ"))
        else:
            name = token in names or (i and token[:1].isupper() and token != "I" and tag in ("NN", "JJ", "UH", "X", "IN", "VB", "RB"))
            out.append(Word(token, "NNP" if name else _mended(token, tag, tokens, tags, i)))
    return _with_verb(out)


def _with_verb(words: list[Word]) -> list[Word]:
    """A sentence without any finite verb whose noun in -s follows another noun: that is the verb ("the rest waits six weeks")."""
    if any(w.tag in FINITE or w.tag == "VB" for w in words):
        return words
    for i in range(1, len(words) - 1):
        if words[i].tag == "NNS" and words[i - 1].tag in ("NN", "NNP", "PRP") and base_of_third(words[i].low):
            return [*words[:i], Word(words[i].text, "VBZ"), *words[i + 1 :]]
    return words


def _owns(tags: Sequence[str], i: int) -> bool:
    """Whether the ``'s`` at ``i`` is a possessive, judged by what follows it."""
    after = tags[i + 1] if i + 1 < len(tags) else "."
    if after in ("NN", "NNS", "NNP", "CD"):
        return True
    if after == "JJ":
        return any(t in ("NN", "NNS", "NNP") for t in tags[i + 2 : i + 4])
    return after == "." and i + 1 >= len(tags) - 1


_ALWAYS = {"will": "MD", "would": "MD", "cannot": "MD", "could": "MD", "should": "MD", "might": "MD", "shall": "MD", "is": "VBZ", "has": "VBZ",
           "does": "VBZ", "was": "VBD", "were": "VBD", "did": "VBD", "had": "VBD", "am": "VBP", "are": "VBP"}  # fmt: skip


_SAME_PAST = frozenset("put cut hit hurt let quit read set split spread bet bid burst cost upset shut lay found".split())


def _mended(token: str, tag: str, tokens: Sequence[str], tags: Sequence[str], i: int) -> str:
    """The tag, put right where a closed class or the neighbours leave no choice."""
    low = token.lower()
    if low in _ALWAYS and not (low == "will" and i and tags[i - 1] in ("DT", "PRP$")):
        return _ALWAYS[low]
    before = tokens[i - 1].lower() if i else ""
    if before in ("nobody", "everybody", "somebody", "anybody", "everyone", "someone", "who") and tag == "VBN":
        return "VBD"
    if before in SUBJECT_PRONOUNS - {"you", "it"} and tag in ("VB", "NN") and low.isalpha():
        return "VBP"
    if before in ("i", "we", "he", "she", "they") and tag == "VBN":
        return "VBD"
    if before in ("i", "we", "you", "they") and tag == "VBD" and low in BASE_VERBS and not is_past(low) and low not in _SAME_PAST:
        return "VBP"
    if (
        tag == "VBN"
        and i
        and before not in ("is", "are", "was", "were", "been", "be", "being", "has", "have", "had", "got")
        and tags[i - 1] in ("NNP", "PRP")
    ):
        return "VBD"
    if tag == "VB" and i and tags[i - 1] in ("NNS", "NNP") and not any(t in ("MD", "TO") for t in tags[max(0, i - 5) : i]):
        return "VBP"
    return tag


def verb_of(words: Sequence[Word], start: int = 0) -> int | None:
    """The index of the first finite verb from ``start`` on, outside relative clauses that open before it; or ``None``."""
    return next((i for i in range(start, len(words)) if words[i].tag in FINITE), None)


@dataclass(frozen=True, slots=True)
class Clause:
    """What a sentence is built of: where its first subject and finite verb stand (``None``: there is none), and what opens it."""

    subject: tuple[int, int] | None
    verb: int | None
    imperative: bool
    question: bool

    dependent: bool = False

    @property
    def whole(self) -> bool:
        """Whether somebody or something is said to do or be something, by more than an "if" or a "that"."""
        return self.subject is not None and self.verb is not None and not self.dependent


def clause_of(words: Sequence[Word]) -> Clause:
    """The frame of the sentence's first clause."""
    question = bool(words) and words[-1].text == "?"
    start = 0
    while start < len(words) and (words[start].tag in ("RB", "CC", "UH", ".") or words[start].low in ("so", "then")):
        start += 1
    if start >= len(words):
        return Clause(None, None, False, question)
    if words[start].tag == "VB" and not question:
        return Clause(None, start, True, question)
    verb = verb_of(words, start)
    if verb is None:
        return Clause(None, None, False, question)
    subject = _subject_before(words, verb)
    if subject is None and question and verb + 1 < len(words):
        end = verb + 1
        while end < len(words) and (words[end].tag in _IN_NP or words[end].tag in ("PRP", "EX")):
            end += 1
        subject = (verb + 1, end) if end > verb + 1 else None
    return Clause(subject, verb, False, question, subject is not None and not question and _is_dependent(words, start, subject, verb))


SUBORDINATES = frozenset(
    "if when because although since until unless while before after once where whereas that whether as how why what who".split()
)
"""Words that open a clause which leads to another."""


def _is_dependent(words: Sequence[Word], start: int, subject: tuple[int, int], verb: int) -> bool:
    """Whether the clause of ``verb`` only leads to a main clause that never comes."""
    opens = words[start].low in SUBORDINATES
    # "The one the team does not discuss": two noun phrases side by side, so the verb belongs to a relative clause.
    relative = subject[0] > start and words[subject[0] - 1].tag in ("NN", "NNS") and words[subject[0]].tag in ("DT", "PRP", "PRP$")
    if not opens and not relative and words[start].tag not in ("WDT", "WP"):
        return False
    return sum(w.tag in FINITE for w in words[verb + 1 :]) < 1


def _subject_before(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """The noun phrase or pronoun that ends before the verb, adverbs between them allowed."""
    end = verb
    while end > 0 and words[end - 1].tag == "RB":
        end -= 1
    start = end
    if start and words[start - 1].tag in ("PRP", "EX", "WP", "WDT", "DT") and words[start - 1].tag != "WDT":
        return start - 1, end
    while start > 0 and words[start - 1].tag in _IN_NP:
        start -= 1
    if start == end:
        # "The list of the hospitals that signed is short": whatever stands between, some noun opens the clause.
        return (0, end) if any(w.tag in NOUN for w in words[:end]) else None
    return start, end


_ADVERBIAL = re.compile(
    r"(?:morning|afternoon|evening|night|day|days|week|weeks|month|months|year|years|time|times|hour|hours|minute|minutes)$"
)


def noun_phrases(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The noun phrases with a common or proper noun at their end, as index pairs; times and quantities alone are none."""
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        if words[i].tag in _IN_NP and words[i].tag != "POS":
            j = i
            while j < len(words) and words[j].tag in _IN_NP:
                j += 1
            while j > i and words[j - 1].tag not in ("NN", "NNS", "NNP"):
                j -= 1
            if j > i and not _ADVERBIAL.search(words[j - 1].low):
                out.append((i, j))
            i = max(j, i + 1)
        else:
            i += 1
    return out


def join(words: Sequence[Word]) -> str:
    """Words as a line of text, with the spaces English has; quotation marks are dropped, since who says it has changed."""
    out = ""
    for word in words:
        token = word.text
        if token in '"“”':
            continue
        glue = not out or token in ",.;:?!)%]" or token in ("'s", "'") or out[-1] in "($€£#/@" or token == "/"
        out += token if glue else " " + token
    return out
