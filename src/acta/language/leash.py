"""The leash: what a language model proposes is held against the talk, and what does not stand there is named.

A fault is a sentence that says what is wrong and what would be right: it goes back to the model once, and into the diagnostics.
Code cannot tell that a text is true. It can tell that a number, a name, a day or a "not" in it came from nowhere, and that is where
models go wrong in ways that hurt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from acta.evidence import locate
from acta.language.days import due_fault, strange_days
from acta.language.form import malformed
from acta.language.gist import foreign, off_topic
from acta.language.ground import Ground, ground_of
from acta.language.names import strangers
from acta.language.negation import turned
from acta.language.numbers import unsaid
from acta.language.owners import settle
from acta.language.quotes import prove
from acta.language.settled import undecided
from acta.language.talk import Talk, talk_of
from acta.language.words import stems
from acta.model import Citation, DraftItem, DraftNextMeeting, Item, ItemKind, Meeting, Transcript, Utterance
from acta.understand.speech import sentences as sentences_of

Field = Literal["evidence", "text", "owner", "due"]
_ANSWER = 2
"""Utterances after and before a cited one in which its day may be named."""
_WORDS_OF_A_DAY = 200
"""Most characters of the words a date follows from."""
_A_SENTENCE = 4
"""Items that one sentence of a summary may be made of."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a proposal; ``candidates`` are people who may be meant by an owner who cannot stand."""

    field: Field
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proposal with its quotes put right, or ``None`` when no quote of it stands; it may be believed when there are no faults."""

    item: DraftItem | None
    faults: tuple[Fault, ...] = ()


def check(item: DraftItem, transcript: Transcript[Utterance], meeting: Meeting) -> Verdict:
    """Hold ``item`` against ``transcript`` and what is known of ``meeting``.

    A wrong quote beside good ones is left out, and is a fault only where the text does not stand on the rest.
    """
    talk = talk_of(transcript)
    proof = prove(item.citations, talk)
    unproven = tuple(Fault("evidence", reason) for reason in proof.faults)
    if not proof.citations:
        return Verdict(None, unproven or (Fault("evidence", "no quote was given; quote the words that prove it"),))
    item = replace(item, text=" ".join(item.text.split()) if "\n" not in item.text.strip() else item.text, citations=proof.citations)
    item, when = _due(item, talk, meeting)
    ground = ground_of(talk, meeting, talk.cited(item.citations))
    faults = [Fault("text", reason) for reason in _text(item, ground, item.due if not when else None)]
    if faults:
        faults = [*unproven, *faults]
    own = settle(item.owner, ground)
    candidates = () if own.owner else tuple(dict.fromkeys((*item.owner_candidates, *own.candidates)))
    if own.reason:
        faults.append(Fault("owner", own.reason, own.candidates))
    else:
        item = replace(item, owner=own.owner, owner_candidates=candidates)
    if when:
        faults.append(Fault("due", when))
    return Verdict(item, tuple(faults))


def mend(item: DraftItem, faults: Iterable[Fault]) -> DraftItem | None:
    """What is left of a verdict's ``item`` without what is at fault: no owner, no date; ``None`` when its text or quotes are."""
    for fault in faults:
        if fault.field in ("text", "evidence"):
            return None
        if fault.field == "owner":
            item = replace(item, owner=None, owner_candidates=tuple(dict.fromkeys((*item.owner_candidates, *fault.candidates))))
        else:
            item = replace(item, due=None, due_words=None)
    return item


def _text(item: DraftItem, ground: Ground, due: date | None) -> list[str]:
    """What is wrong with the text of ``item``; the plainest first. ``due`` is its date when that is proven."""
    text = item.text
    near = ground.texts(ground.near)
    if form := malformed(text, " ".join(near)):
        return [form]
    if language := foreign(text, ground):
        return [language]
    days = strange_days(text, ground, due)
    out = list(days.reasons)
    out += [f"the name {name} stands in no quote" for name in strangers(text, ground, verb_first=item.kind.is_task)]
    out += [f"the number {words} stands in no quote" for words in unsaid(_without(text, days.taken), ground)]
    if reason := turned(text, ground.texts(ground.cited), near, task=item.kind.is_task):
        out.append(reason)
    if reason := off_topic(text, ground):
        out.append(reason)
    if item.kind is ItemKind.DECISION and (reason := undecided(ground.texts(ground.cited), ground.texts(ground.near))):
        out.append(reason)
    return out


def _without(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """``text`` with the stretches ``taken`` blanked."""
    for start, end in taken:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _due(item: DraftItem, talk: Talk, meeting: Meeting) -> tuple[DraftItem, str]:
    """``item`` with a citation that has its ``due_words``, and why its date cannot stand ("" when it can)."""
    if item.due_words is not None and (len(item.due_words) > _WORDS_OF_A_DAY or not re.search(r"\w", item.due_words)):
        item = replace(item, due_words=None)
    if item.due_words is None:
        return item, "" if item.due is None else f"the date {item.due.isoformat()} has no due_words; quote the words it follows from"
    place, citations = _words_at(item.due_words, item.citations, talk)
    if place is None:
        if item.due is None:
            return replace(item, due_words=None), ""
        return item, f"the words “{item.due_words}” stand in no quote; quote where the day is named"
    item = replace(item, citations=citations)
    if item.due is None:
        return item, ""
    return item, due_fault(item.due, item.due_words or "", ground_of(talk, meeting, talk.cited(citations)), place)


def _words_at(words: str, citations: tuple[Citation, ...], talk: Talk) -> tuple[int | None, tuple[Citation, ...]]:
    """The place where ``words`` were said, and the citations with one that has them; ``None`` where they were not said near."""
    cited = talk.cited(citations)
    # What counts as said there: what is quoted, then the cited utterances, then the answer beside them.
    quoted = [talk.places[c.utterance] for c in citations if locate(c.quote, words) is not None]
    beside = [p for p in talk.around(cited, _ANSWER) if p not in cited]
    for place in (*quoted, *cited, *beside):
        utterance = talk.utterances[place]
        if (span := locate(utterance.text, words)) is not None:
            return place, citations if quoted else (*citations, Citation(utterance.id, utterance.text[span[0] : span[1]]))
    return None, citations


def check_summary(
    summary: str, items: Sequence[DraftItem | Item], transcript: Transcript[Utterance], meeting: Meeting
) -> tuple[str, tuple[Fault, ...]]:
    """The sentences of ``summary`` that ``items`` bear out, in order, and why the others do not stand.

    A sentence may rest on several items, so it is read against the places they all cite; its words, numbers, names and days must be there.
    """
    talk = talk_of(transcript)
    quoted = [Citation(e.utterance, e.quote) for item in items for e in (item.evidence if isinstance(item, Item) else item.citations)]
    cited = talk.cited(quoted)
    stands: list[str] = []
    faults: list[Fault] = []
    for sentence in sentences_of(summary):
        reasons = _sentence(sentence, _best_ground(sentence, items, talk, meeting), ground_of(talk, meeting, cited))
        if reasons:
            faults += [Fault("text", f"“{sentence}”: {reason}") for reason in reasons]
        else:
            stands.append(sentence)
    return " ".join(stands), tuple(faults)


def _best_ground(sentence: str, items: Sequence[DraftItem | Item], talk: Talk, meeting: Meeting) -> Ground:
    """The ground of the items that say most of what ``sentence`` says."""
    mine = stems(sentence)
    ranked = sorted(items, key=lambda item: -len(mine & stems(item.text)))[:_A_SENTENCE]
    near = [item for item in ranked if mine & stems(item.text)]
    quoted = [Citation(e.utterance, e.quote) for item in near for e in (item.evidence if isinstance(item, Item) else item.citations)]
    return ground_of(talk, meeting, talk.cited(quoted))


def _sentence(text: str, ground: Ground, whole: Ground) -> list[str]:
    """What is wrong with one sentence of a summary: what it states must stand in ``ground``, its form and language in ``whole``."""
    if not whole.cited:
        return ["no item bears it out"]
    near = whole.texts(whole.near)
    if form := malformed(text, " ".join(near)):
        return [form]
    if language := foreign(text, whole):
        return [language]
    days = strange_days(text, whole, None)
    out = list(days.reasons)
    out += [f"the name {name} stands in no quote" for name in strangers(text, whole)]
    out += [f"the number {words} stands in no quote" for words in unsaid(_without(text, days.taken), whole)]
    if not ground.cited:
        return [*out, "no item bears it out"]
    if reason := turned(text, ground.texts(ground.cited), ground.texts(ground.near)):
        out.append(reason)
    if reason := off_topic(text, whole):
        out.append(reason)
    return out


def check_next_meeting(
    draft: DraftNextMeeting, transcript: Transcript[Utterance], meeting: Meeting
) -> tuple[DraftNextMeeting | None, tuple[Fault, ...]]:
    """``draft`` with its quotes put right and no date that does not follow from its words; ``None`` when no quote has the words."""
    talk = talk_of(transcript)
    proof = prove(draft.citations, talk)
    unproven = tuple(Fault("evidence", reason) for reason in proof.faults)
    if not proof.citations:
        return None, unproven or (Fault("evidence", "no quote was given for the next meeting; quote the words that name it"),)
    place, citations = _words_at(draft.words, proof.citations, talk)
    if place is None:
        return None, (*unproven, Fault("evidence", f"the words “{draft.words}” stand in no quote; quote where the next meeting is named"))
    draft = replace(draft, citations=citations)
    if draft.date is None:
        return draft, ()
    reason = due_fault(draft.date, draft.words, ground_of(talk, meeting, talk.cited(citations)), place)
    return (replace(draft, date=None), (Fault("due", reason),)) if reason else (draft, ())
