"""The verb phrase inside a promise or a request: "I will send you the deck" holds "send you the deck", to be done by who says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from acta.understand.grammar import Word, clause_of
from acta.understand.verbs import BASE_VERBS, base_of_ing

Doer = Literal["speaker", "listener", "both", "other"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb phrase from its base verb on, who is to do it, and how surely it is a task (higher is surer)."""

    words: tuple[Word, ...]
    doer: Doer
    weight: int


_OTHERS = (
    r"(?:he|she|they|it|somebody|someone|\w+) (?:will|would|can|could|is going to|are going to|needs to|has to|should|must|is to"
    r"|said (?:he|she|they) (?:would|will|can|could)|promised to|agreed to|wants to|offered to)"
)
# What comes before the base verb, over the lower-case words; each takes the verb that follows, adverbs between allowed.
_ASKS: tuple[tuple[str, Doer, int], ...] = (
    (r"i (?:will|shall|am going to|promise to|am happy to|promised to|said i would|said i will)", "speaker", 6),
    (r"i (?:can|(?:(?:will|would|shall) )?(?:need to|have to)|have got to|must|should|ought to|had better)", "speaker", 5),
    (r"(?:i would (?:like|love|want|need) to|i want to|let me|leave it (?:to|with) me to|i could|i would|i might)", "speaker", 3),
    (r"(?:can|could|would|will) you(?: please| maybe| just)?", "listener", 5),
    (
        r"(?:please|remember to|do not forget to|make sure (?:that )?you|i (?:want|need|would like|would need|would love) you to)",
        "listener",
        5,
    ),
    (r"you (?:will |would )?(?:need to|have to|should|must|might want to|want to|can|could|are going to|will)", "listener", 4),
    (r"(?:do|would) you (?:mind|want to)", "listener", 3),
    (r"(?:we|let us)(?: (?:will|shall|are going to|(?:(?:will|would) )?(?:need to|have to)|should|must|ought to|could|can))?", "both", 3),
    (_OTHERS, "other", 3),
    (r"(?:it (?:is|was) worth|(?:the )?(?:plan|idea|next step|thing) is) to", "both", 2),
)
_FRAMES = tuple((re.compile(rf"(?:^| )(?:{pattern})$"), doer, weight) for pattern, doer, weight in _ASKS)
_UNREAL = re.compile(
    r"(?:^| )(?:if|whether|when|whenever|what|how|where|unless|until|once|before|after|not (?:think|believe|know|see|sure)(?: that)?)"
    r" (?:i|we|he|she|they|it|you(?! could))\b"
    r"(?: (?:will|would|can|could|shall|should|might|must|have to|need to|want to|am going to|are going to|also|just|ever|really|all))*$"
)
"""A clause that only says under which condition, or what nobody knows yet: nobody has promised its verb."""
_PROGRESSIVE = re.compile(r"(?:^| )(?:(?P<i>i am)|(?P<we>we are)|(?P<other>\w+ is|they are))(?: just| now| also| already)?$")
_TIME_TO_SPARE = re.compile(r"(?:me|us) (?:until|till|a (?:minute|second|moment|sec|day|week)|time|\w+ (?:minutes|seconds|days|weeks))\b")
_WEAK = frozenset("be have see know think get understand mean say feel seem want need like look happen live understand guess hope".split())
_NEVER = frozenset(
    """understand live sleep mind own lack need want include involve seem happen guess hope mean know feel hear sit like love rather bet
    remember forget believe suppose agree die lose wish hate prefer sound imagine are is am was were up down out off over""".split()
)
_BETWEEN = frozenset(("RB", "UH"))


def _hollow(words: Sequence[Word]) -> bool:
    """Whether a verb phrase says how somebody is or what they see, and nothing to be done."""
    verb = words[0].low
    after = words[1] if len(words) > 1 else Word(".", ".")
    if verb == "be":
        return after.tag not in ("IN", "RB") and after.low not in ("there", "here")
    if verb == "do":
        return after.low in ("with", "about", "in", "of")
    if verb == "see":
        return after.tag in (".", "DT", "PRP", "NNS") or after.low in ("them", "that", "it", "why", "you")
    return verb == "have" and (after.tag in ("VBN", "VBD", "TO", "CD", ".") or after.low in ("no", "been", "it"))


def phrase_of(words: Sequence[Word]) -> Phrase | None:
    """The surest task phrase in a cleaned, tagged sentence, or ``None``."""
    found: list[Phrase] = []
    for i, word in enumerate(words):
        if word.tag not in ("VB", "VBP", "VBG", "NN") or not word.text.isalpha():
            continue
        start = i
        while start and (words[start - 1].tag in _BETWEEN or words[start - 1].low in ("just", "maybe", "then", "please")):
            start -= 1
        before = " ".join(w.low for w in words[max(0, start - 6) : start] if w.tag != "." or w.low == ",")
        said = " ".join(w.low for w in words[start:i])
        if word.tag == "VBG":
            m = _PROGRESSIVE.search(before)
            base = base_of_ing(word.low)
            unreal = " if " in f" {before} " or " when " in f" {before} "
            if m and base and base not in _NEVER and base not in ("go", "record", "try", "talk", "think", "look", "wait") and not unreal:
                doer: Doer = "speaker" if m["i"] else "both" if m["we"] else "other"
                found.append(Phrase((Word(base, "VB"), *words[i + 1 :]), doer, 4 if m["i"] else 3))
            continue
        if (
            word.low in _NEVER
            or (word.low == "do" and i + 1 < len(words) and words[i + 1].low == "is")
            or (word.tag == "NN" and word.low not in BASE_VERBS)
            or " not " in f" {said} "
            or _UNREAL.search(before)
            or _hollow(words[i:])
        ):
            continue
        for pattern, does, weight in _FRAMES:
            if pattern.search(before) or (said and pattern.search(f"{before} {said}".strip())):
                found.append(Phrase(tuple(words[i:]), does, weight - (3 if word.low in _WEAK else 0) - (1 if word.tag == "NN" else 0)))
                break
    # "What I will do is test it": the verb after "is" is the task.
    for i in range(2, len(words) - 1):
        if words[i].low == "is" and words[i - 1].low == "do" and words[i + 1].low in BASE_VERBS:
            who: Doer = "listener" if any(w.low == "you" for w in words[:i]) else "speaker"
            found.append(Phrase(tuple(words[i + 1 :]), who, 6))
    if clause_of(words).imperative and (at := next(i for i, w in enumerate(words) if w.tag == "VB")) is not None:
        verb = words[at].low
        asks_time = verb == "give" and _TIME_TO_SPARE.match(" ".join(w.low for w in words[at + 1 : at + 4]))
        if (
            verb not in _NEVER
            and verb in BASE_VERBS
            and not asks_time
            and not (verb == "let" and words[at + 1 :][:1] and words[at + 1].low in ("me", "us"))
            and (at + 1 >= len(words) or words[at + 1].low != "not")
        ):
            found.append(Phrase(tuple(words[at:]), "listener", 4 - (2 if verb in _WEAK else 0)))
    return max(found, key=lambda p: (p.weight, len(p.words)), default=None)
