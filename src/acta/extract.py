"""Minutes through an engine: nothing unproven passes.

An engine may be wrong or may lie; what it says is believed only as far as the transcript bears it out. Every doubt is a diagnostic.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from acta.engines import Extractor
from acta.evidence import UnprovenError, cite, locate, word_spans
from acta.model import (
    Citation,
    Diagnostic,
    DraftItem,
    DraftNextMeeting,
    Evidence,
    Item,
    ItemKind,
    Meeting,
    Minutes,
    NextMeeting,
    Transcript,
    Utterance,
)

LETTERS: dict[ItemKind, str] = {
    ItemKind.KEY_FACT: "k",
    ItemKind.OUTCOME: "w",
    ItemKind.DECISION: "p",
    ItemKind.ACTION_ITEM: "a",
    ItemKind.FOLLOW_UP: "f",
    ItemKind.RISK: "r",
    ItemKind.OPEN_QUESTION: "q",
}
"""The first character of an item's id."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def extract(transcript: Transcript[Utterance], meeting: Meeting, engine: Extractor) -> Minutes:
    """The minutes of ``meeting`` as ``engine`` proposes them, without what the transcript does not bear out.

    Items come in the order of the talk. Raises ``EngineError`` when the engine gives no draft at all.
    """
    draft = engine.draft(transcript, meeting)
    by_id = {u.id: u for u in transcript.parts}
    doubts = list(draft.diagnostics)
    proven: list[tuple[DraftItem, tuple[Evidence, ...]]] = []
    silenced = 0
    for proposal in draft.items:
        if not word_spans(proposal.text):
            doubts.append(Diagnostic("unverified", f"A {_shown(proposal.kind)} without words was left out."))
            continue
        found, bad = _prove(proposal.citations, by_id)
        if any(e.utterance in transcript.off_record for e in found):
            silenced += 1
            continue
        if bad or not found:
            doubts.append(_unverified(proposal, bad))
        if found:
            proven.append((proposal, found))
    if silenced:
        doubts.append(Diagnostic("off-record", f"{silenced} proposed on words off the record: left out."))
    proven.sort(key=lambda pair: min((e.utterance, e.start) for e in pair[1]))
    items: list[Item] = []
    labels: set[str] = set()
    for proposal, found in proven:
        items.append(_item(proposal, found, meeting, labels, doubts))
    coming = _next_meeting(draft.next_meeting, by_id, transcript.off_record, doubts)
    return Minutes(draft.summary, tuple(items), coming, tuple(doubts), draft.unverified, draft.usage)


def _prove(citations: Iterable[Citation], by_id: Mapping[int, Utterance]) -> tuple[tuple[Evidence, ...], tuple[Citation, ...]]:
    """The evidence that holds, each place once, in the order of the talk; and the citations that do not."""
    found: dict[tuple[int, int, int], Evidence] = {}
    bad: list[Citation] = []
    for citation in citations:
        utterance = by_id.get(citation.utterance)
        if utterance is None:
            bad.append(citation)
            continue
        try:
            evidence = cite(utterance, citation.quote)
        except UnprovenError:
            bad.append(citation)
        else:
            found[evidence.utterance, evidence.start, evidence.end] = evidence
    return tuple(found[place] for place in sorted(found)), tuple(bad)


def _unverified(proposal: DraftItem, bad: Iterable[Citation]) -> Diagnostic:
    where = ", ".join(f"utterance {c.utterance}" for c in bad)
    return Diagnostic("unverified", f"A quote for the {_shown(proposal.kind)} “{proposal.text}” was not found and is left out.", where)


def _shown(kind: ItemKind) -> str:
    return kind.value.replace("_", " ")


def _item(proposal: DraftItem, evidence: tuple[Evidence, ...], meeting: Meeting, labels: set[str], doubts: list[Diagnostic]) -> Item:
    identity = identify(proposal.kind, evidence, labels)
    labels.add(identity[:4])
    said = " … ".join(e.quote for e in evidence)
    owner, candidates = proposal.owner, proposal.owner_candidates
    if owner is not None and not _known(owner, meeting, said):
        doubts.append(Diagnostic("owner-unknown", f"“{owner}” is not known in this meeting; “{proposal.text}” has no owner.", identity[:4]))
        candidates = tuple(dict.fromkeys((*candidates, owner)))
        owner = None
    due, due_words = proposal.due, proposal.due_words
    if due is not None and (due_words is None or all(locate(e.quote, due_words) is None for e in evidence)):
        doubts.append(
            Diagnostic("due-unproven", f"No words for the date {due.isoformat()} of “{proposal.text}”; it has none.", identity[:4])
        )
        due, due_words = None, None
    elif due_words is not None and all(locate(e.quote, due_words) is None for e in evidence):
        due_words = None
    return Item(
        id=identity,
        kind=proposal.kind,
        text=proposal.text,
        evidence=evidence,
        owner=owner,
        owner_candidates=() if owner else candidates,
        due=due,
        due_words=due_words,
        priority=proposal.priority,
        confidence=min(1.0, max(0.0, proposal.confidence)) if proposal.confidence == proposal.confidence else 0.0,
    )


def _known(owner: str, meeting: Meeting, said: str) -> bool:
    """Whether ``owner`` is somebody of the meeting, or is named in the evidence."""
    return any(p.name == owner for p in meeting.people) or locate(said, owner) is not None


def identify(kind: ItemKind, evidence: Iterable[Evidence], taken: Iterable[str] = ()) -> str:
    """The id of an item: its kind's letter and four of [0-9a-z], the same for the same words; its label is not in ``taken``."""
    quote = " ".join(word for e in evidence for word, _, _ in word_spans(e.quote))
    used = set(taken)
    turn = 0
    while True:
        seed = f"{kind.value}\n{quote}" + (f"\n{turn}" if turn else "")
        number = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        tail = ""
        for _ in range(4):
            number, digit = divmod(number, len(_DIGITS))
            tail += _DIGITS[digit]
        # A label shows three of the four characters, so those three must differ.
        if LETTERS[kind] + tail[:3] not in used or turn > len(_DIGITS) ** 3 * 20:
            return LETTERS[kind] + tail
        turn += 1


def _next_meeting(
    proposal: DraftNextMeeting | None, by_id: Mapping[int, Utterance], silent: frozenset[int], doubts: list[Diagnostic]
) -> NextMeeting | None:
    if proposal is None:
        return None
    found, _ = _prove(proposal.citations, by_id)
    if any(e.utterance in silent for e in found):
        return None
    if not found or all(locate(e.quote, proposal.words) is None for e in found):
        doubts.append(Diagnostic("unverified", f"The words “{proposal.words}” for the next meeting were not found; it is left out."))
        return None
    return NextMeeting(proposal.date, proposal.words, found)
