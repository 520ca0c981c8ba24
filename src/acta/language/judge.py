"""What of a model's answers is believed: the same for a service, for a recording and for a person who pasted them.

Every answer is read, its tokens are put back, and every item goes on the leash. An item that fails may be mended by a later answer; what
no answer mends is unverified and stays out of the note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from acta.engines import Question
from acta.errors import EngineError
from acta.language import prompt
from acta.language.leash import Fault, Verdict, check, check_next_meeting, check_summary, mend
from acta.language.prepare import Prepared, answer_room
from acta.language.prompt import Hint
from acta.language.reply import Reply, read
from acta.model import Diagnostic, Draft, DraftItem, DraftNextMeeting, ItemKind, Unverified, Usage

# More items than any talk has: what lies beyond is an answer without end.
_ITEMS_MOST = 1_000
# Two items of one kind that share a line and so much of their words say the same; without a shared line they must be all but equal.
_SAME_PLACE, _SAME_WORDS = 62.0, 88.0
# An embedded candidate this sure that no item mentions is asked about.
_SURE = 0.6
_ASKED_MOST = 8
_FIRST, _MENDED = 0.9, 0.75


@dataclass(frozen=True, slots=True)
class Failed:
    """A proposal with its faults: ``item`` as proposed, in the talk's own words."""

    item: DraftItem
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the answers so far are worth. ``problems``: what in them could not be read. ``fell``: why sentences of the summary fell."""

    items: tuple[DraftItem, ...]
    failed: tuple[Failed, ...]
    summary: str
    fell: tuple[Fault, ...]
    next_meeting: DraftNextMeeting | None
    problems: tuple[str, ...]
    proposed: int
    readable: int


def judge(prepared: Prepared, answers: Sequence[str]) -> Judged:
    """Weigh ``answers``, in the order in which they were given."""
    replies = [read(a) for a in answers]
    good: list[DraftItem] = []
    failed: list[Failed] = []
    problems: list[str] = []
    proposed = 0
    for n, reply in enumerate(replies):
        if reply is None:
            problems.append(f"Answer {n + 1} holds no JSON object of minutes.")
            continue
        problems += reply.problems
        proposed += len(reply.items)
        if len(reply.items) > _ITEMS_MOST:
            problems.append(f"Answer {n + 1} has {len(reply.items)} items; only the first {_ITEMS_MOST} were read.")
        new: list[DraftItem] = []
        new_failed: list[Failed] = []
        for said in reply.items[:_ITEMS_MOST]:
            verdict = _checked(prepared, said)
            if verdict.faults or verdict.item is None:
                new_failed.append(Failed(verdict.item or prepared.restore(said), verdict.faults))
            else:
                new.append(replace(verdict.item, confidence=_MENDED if failed else _FIRST))
        # A later answer mends what failed before, well or badly: its own version counts.
        failed = [f for f in failed if not any(_same_matter(f.item, x) for x in (*new, *(nf.item for nf in new_failed)))]
        good += new
        failed += new_failed
    good = merged(good)
    failed = [f for f in _once(failed) if not any(_same_matter(f.item, g) for g in good)]
    summary, fell = _summary(prepared, [r for r in replies if r], good)
    coming = _coming(prepared, [r for r in replies if r], problems)
    return Judged(tuple(good), tuple(failed), summary, fell, coming, tuple(problems), proposed, sum(r is not None for r in replies))


def _checked(prepared: Prepared, said: DraftItem) -> Verdict:
    item = prepared.restore(said)
    verdict = check(item, prepared.transcript, prepared.meeting)
    if verdict.item is not None and any(c.utterance in prepared.held for c in verdict.item.citations):
        return Verdict(None, (*verdict.faults, Fault("evidence", "a quote stands in lines that were not shown")))
    return verdict


def _same_matter(a: DraftItem, b: DraftItem) -> bool:
    """Whether two proposals are versions of one: of one sort, resting on a common line, or almost in the same words."""
    if a.kind.is_task != b.kind.is_task or (not a.kind.is_task and a.kind != b.kind):
        return False
    alike = fuzz.token_set_ratio(a.text, b.text)
    shared = {c.utterance for c in a.citations} & {c.utterance for c in b.citations}
    return alike >= 50.0 if shared else alike >= _SAME_WORDS and not _told_apart(a.text, b.text)


def merged(items: Sequence[DraftItem]) -> list[DraftItem]:
    """Each item once: parts overlap, and a promise made twice is one item with both proofs."""
    out: list[DraftItem] = []
    for item in items:
        for i, other in enumerate(out):
            if _one(other, item):
                out[i] = _joined(other, item)
                break
        else:
            out.append(item)
    return out


def _one(a: DraftItem, b: DraftItem) -> bool:
    both_tasks = a.kind.is_task and b.kind.is_task
    if a.kind != b.kind and not both_tasks:
        return False
    if both_tasks and a.owner and b.owner and a.owner != b.owner:
        return False
    alike = fuzz.token_sort_ratio(a.text.lower(), b.text.lower())
    shared = {c.utterance for c in a.citations} & {c.utterance for c in b.citations}
    return alike >= _SAME_PLACE if shared else alike >= _SAME_WORDS and not _told_apart(a.text, b.text)


def _told_apart(a: str, b: str) -> bool:
    """Whether two texts that are almost the same differ in a number or a name: the report for Monaghan is not that for Louth."""
    words = [{w.strip(".,;:!?()“”\"'") for w in text.split()[1:]} for text in (a, b)]
    return any(any(c.isdigit() for c in w) or w[:1].isupper() for w in words[0] ^ words[1])


def _joined(a: DraftItem, b: DraftItem) -> DraftItem:
    """The fuller of two versions with the proofs of both; a promise outweighs a follow-up, a day outweighs none."""
    first, second = (b, a) if b.kind is ItemKind.ACTION_ITEM and a.kind is not b.kind else (a, b)
    dated = first if first.due or not second.due else second
    return replace(
        first,
        citations=tuple(dict.fromkeys((*first.citations, *second.citations))),
        owner=first.owner or second.owner,
        due=dated.due,
        due_words=dated.due_words,
        priority=first.priority or second.priority,
        confidence=max(first.confidence, second.confidence),
    )


def _once(failed: Sequence[Failed]) -> list[Failed]:
    seen: dict[tuple[ItemKind, str], Failed] = {}
    for f in failed:
        seen[f.item.kind, f.item.text] = f
    return list(seen.values())


def _summary(prepared: Prepared, replies: Sequence[Reply], good: Sequence[DraftItem]) -> tuple[str, tuple[Fault, ...]]:
    """The last summary that stands; of a talk in parts only one that was written from all of them counts."""
    several = len(prepared.parts) > 1
    best: tuple[str, tuple[Fault, ...]] = ("", ())
    for reply in reversed([r for r in replies if r.summary and not (several and r.items)]):
        text, faults = check_summary(prepared.restore_text(reply.summary), good, prepared.transcript, prepared.meeting)
        if len(text) > len(best[0]):
            best = (text, faults)
        if not faults:
            return text, ()
    return best


def _coming(prepared: Prepared, replies: Sequence[Reply], problems: list[str]) -> DraftNextMeeting | None:
    found: DraftNextMeeting | None = None
    for reply in replies:
        if reply.next_meeting is None:
            continue
        coming, faults = check_next_meeting(prepared.restore_next(reply.next_meeting), prepared.transcript, prepared.meeting)
        if coming is not None and not any(c.utterance in prepared.held for c in coming.citations):
            found = coming
        problems += [f"The next meeting: {f.reason}." for f in faults]
    return found


def again(prepared: Prepared, judged: Judged) -> Question | None:
    """The question that sends back what failed and asks about what was not mentioned; ``None`` when all is well."""
    missed = _missed(prepared, judged)
    fell = " ".join(prepared.hide(f.reason) + "." for f in judged.fell) if len(prepared.parts) == 1 else ""
    if not (judged.failed or missed or fell):
        return None
    failed = [
        (f.item.kind.value, prepared.hide(f.item.text), prepared.hide("; ".join(x.reason for x in f.faults) or "no quote proves it"))
        for f in judged.failed
    ]
    places = [c.utterance for f in judged.failed for c in f.item.citations] + [h.utterance for h in missed]
    lines = prepared.brief.lines if fell else prepared.lines_near(places)
    room = answer_room(150 * (len(failed) + len(missed)) + (400 if fell else 0), prepared.context)
    return prompt.again_question(prepared.brief, failed, missed, lines, summary=fell, longest=room)


def _missed(prepared: Prepared, judged: Judged) -> tuple[Hint, ...]:
    """Sure candidates of the embedded engine for tasks and decisions near which no item rests."""
    used = {c.utterance + d for i in (*judged.items, *(f.item for f in judged.failed)) for c in i.citations for d in (-1, 0, 1)}
    out = [
        Hint(i.kind, i.citations[0].utterance)
        for i in prepared.embedded.items
        if i.confidence >= _SURE
        and i.kind in (ItemKind.ACTION_ITEM, ItemKind.DECISION)
        and i.citations
        and i.citations[0].utterance not in prepared.held
        and not any(c.utterance in used for c in i.citations)
    ]
    return tuple(dict.fromkeys(out))[:_ASKED_MOST]


def closing(prepared: Prepared, judged: Judged) -> Question | None:
    """The question for the summary of a talk that was read in parts; ``None`` when it has one, or nothing to be summed up."""
    if judged.summary or not judged.items:
        return None
    ordered = sorted(judged.items, key=lambda i: min(c.utterance for c in i.citations))
    told = [(i.kind.value, prepared.hide(i.text)) for i in ordered]
    return prompt.summary_question(prepared.brief, told, longest=answer_room(800, prepared.context))


def draft(prepared: Prepared, judged: Judged, usage: Usage | None = None) -> Draft:
    """The draft that the answers come to; raises ``EngineError`` when none of them could be used."""
    if not judged.readable:
        raise EngineError(
            "the answer holds no minutes: no JSON object with “items” or “summary” is in it",
            code="bad-answer",
            hint="Ask again, or use another model: acta prompt says what the answer must look like.",
        )
    items = list(judged.items)
    doubts = [Diagnostic("answer", p) for p in judged.problems]
    unverified: list[Unverified] = []
    for f in judged.failed:
        rest = mend(f.item, f.faults)
        reasons = tuple(x.reason for x in f.faults)
        if rest is not None:
            items.append(replace(rest, confidence=_MENDED))
            doubts.append(Diagnostic("unverified-part", f"“{f.item.text}”: {'; '.join(reasons)}; that part was left out."))
        else:
            quotes = tuple(c.quote for c in f.item.citations)
            unverified.append(Unverified(f.item.kind, f.item.text, f.item.owner, f.item.due, quotes, reasons))
    items = merged(items)
    if judged.proposed and not items:
        raise EngineError(
            f"the answer proposes {judged.proposed} items, and the transcript bears out none of them",
            code="nothing-verified",
            hint=f"The first one failed because {unverified[0].reasons[0] if unverified and unverified[0].reasons else 'it has no proof'}.",
        )
    if unverified:
        n = len(unverified)
        doubts.append(
            Diagnostic("unverified", f"{n} proposed {'item is' if n == 1 else 'items are'} not borne out by the transcript and left out.")
        )
    summary = judged.summary
    if not summary and prepared.embedded.summary:
        summary = prepared.embedded.summary
        doubts.append(Diagnostic("summary-embedded", "The model's summary could not be verified; the embedded engine's is there."))
    held = sorted(set(prepared.held.values()))
    if prepared.held:
        doubts.append(Diagnostic("withheld", f"{len(prepared.held)} utterances were not sent: {', '.join(held)}."))
    return Draft(summary, tuple(items), judged.next_meeting, tuple(doubts), tuple(unverified), usage)
