"""A reading made ready to be asked about: what is withheld, what stands behind tokens, in which parts, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from acta.engines import Question
from acta.engines.tokens import estimate
from acta.errors import EngineError
from acta.fence.aimed import aimed_utterances, safe_label
from acta.fence.fencing import Fencing
from acta.fence.private import blocks, withheld
from acta.fence.record import off_record
from acta.fence.redact import Redaction
from acta.language import prompt, topics
from acta.language.prompt import Brief, Hint, Line
from acta.model import Citation, Draft, DraftItem, DraftNextMeeting, Lexicon, Meeting, Transcript, Utterance
from acta.understand.numerals import digits

# An answer to so many tokens of talk takes about as many again; services cap answers at about so many.
_ANSWER_SHARE = 1.3
_ANSWER_LEAST, _ANSWER_MOST = 1_500, 16_000
# In a longer part a model passes things over.
_PART_MOST = 14_000
# Tokens kept free in each question for the lines that the embedded engine marks.
_HINTS_ROOM = 480


@dataclass(frozen=True, slots=True)
class Prepared:
    """A talk ready to be asked about. ``parts`` are its lines as they would be sent; ``held`` says why which utterance is not.

    In ``transcript`` those utterances are silent: what a model was not shown bears out nothing that it says.
    """

    transcript: Transcript[Utterance]
    meeting: Meeting
    brief: Brief
    parts: tuple[tuple[Line, ...], ...]
    hints: tuple[Hint, ...]
    embedded: Draft
    held: Mapping[int, str]
    redaction: Redaction | None
    context: int

    def questions(self) -> tuple[Question, ...]:
        """The first question for each part."""
        return tuple(self.question(lines, (k, len(self.parts))) for k, lines in enumerate(self.parts, 1))

    def question(self, lines: Sequence[Line], part: tuple[int, int]) -> Question:
        """The question for one part."""
        numbers = {line.number for line in lines}
        hints = [h for h in self.hints if h.utterance in numbers]
        return prompt.items_question(self.brief, lines, hints, part=part, longest=answer_room(_size(lines), self.context))

    def hide(self, text: str) -> str:
        """``text`` as it may be sent."""
        return self.redaction.hide(text) if self.redaction else text

    def restore(self, item: DraftItem) -> DraftItem:
        """An item of an answer in the talk's own words: tokens become names, in quotes the very characters they stand for."""
        if self.redaction is None:
            return item
        return replace(
            item,
            # What stood behind a token is as it was spoken; in a text figures are digits.
            text=digits(self.redaction.restore(item.text)),
            citations=self._citations(item.citations),
            owner=self.redaction.restore(item.owner, full=True) if item.owner else None,
            due_words=self.redaction.restore(item.due_words) if item.due_words else None,
        )

    def restore_next(self, coming: DraftNextMeeting) -> DraftNextMeeting:
        """The next meeting of an answer in the talk's own words."""
        if self.redaction is None:
            return coming
        return replace(coming, words=self.redaction.restore(coming.words), citations=self._citations(coming.citations))

    def restore_text(self, text: str) -> str:
        """A summary in the talk's own words."""
        return digits(self.redaction.restore(text)) if self.redaction else text

    def _citations(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        out = []
        for c in citations:
            original = self.redaction.original_quote(c.utterance, c.quote) if self.redaction else None
            out.append(Citation(c.utterance, original or (self.redaction.restore(c.quote) if self.redaction else c.quote)))
        return tuple(out)

    def lines_near(self, numbers: Sequence[int], *, margin: int = 3) -> tuple[Line, ...]:
        """The lines sent that lie at or near the given utterances."""
        near = {n + d for n in numbers for d in range(-margin, margin + 1)}
        return tuple(line for line in self.brief.lines if line.number in near)


def prepare(
    transcript: Transcript[Utterance], meeting: Meeting, embedded: Draft, *, fencing: Fencing, lexicon: Lexicon, context: int
) -> Prepared:
    """Make a talk ready; raises ``EngineError`` ``private`` when it may not be sent at all, ``nothing-to-send`` when no line may."""
    if reason := blocks(meeting, fencing.private_kinds, fencing.private_people, lexicon):
        raise EngineError(
            f"{meeting.source.path}: this talk stays on this machine: {reason}",
            code="private",
            hint="Use --engine embedded, which sends nothing.",
        )
    held: dict[int, str] = dict.fromkeys((*transcript.aimed, *aimed_utterances(transcript.parts)), "aimed at a program")
    held |= dict.fromkeys(withheld(transcript, meeting, lexicon, fencing.private_people), "about a private person")
    held |= dict.fromkeys(transcript.off_record | off_record(transcript.parts), "off the record")
    redaction = Redaction.of(transcript, meeting, lexicon) if fencing.redact else None

    def shown(text: str) -> str:
        return redaction.hide(text) if redaction else text

    def named(name: str, fallback: str) -> str:
        return shown(safe_label(name, fallback))

    voices: dict[tuple[str | None, str], str] = {}
    for u in transcript.parts:
        if (u.speaker, u.label) not in voices:
            voices[u.speaker, u.label] = (
                named(u.speaker, f"Speaker {len(voices) + 1}")
                if u.speaker
                else f"{named(u.label, f'Speaker {len(voices) + 1}') or 'Somebody'} (who this is, is not certain)"
            )
    short = _first_names(meeting) if redaction is None else {}
    lines = tuple(
        Line(
            u.id,
            short.get(u.speaker or "", voices[u.speaker, u.label]),
            redaction.hidden_line(u).text if redaction else " ".join(u.text.split()),
        )
        for u in transcript.parts
        if u.id not in held and u.text.strip()
    )
    if not lines:
        raise EngineError(
            f"{meeting.source.path}: no line of this talk may be sent",
            code="nothing-to-send",
            hint="Use --engine embedded, which sends nothing.",
        )
    heard = " ".join(line.text for line in lines).casefold()
    private = {p.casefold() for p in fencing.private_people}
    mentioned = [p.name for p in meeting.people if not p.speaks and p.name.casefold() not in private]
    terms = [t for t in map(str, lexicon.terms) if shown(safe_label(t, "")).casefold() in heard]
    brief = Brief(
        title=named(meeting.title, "untitled"),
        day=meeting.date,
        kind=meeting.kind,
        owner=named(meeting.owner, "the owner") if meeting.owner else None,
        speakers=tuple(named(n, f"Speaker {i}") for i, n in enumerate(meeting.speakers, 1)),
        mentioned=tuple(dict.fromkeys(named(n, "somebody") for n in mentioned)),
        terms=tuple(t for t in dict.fromkeys(named(t, "") for t in terms) if t),
        lines=lines,
        withheld=len(held),
        tokens=redaction is not None,
    )
    overhead = _tokens(prompt.items_question(brief, (), (), part=(1, 2), longest=0)) + _HINTS_ROOM
    room = int((context - overhead) / (1 + _ANSWER_SHARE))
    if room < _ANSWER_LEAST // 4:
        raise EngineError(
            f"a context of {context} tokens is too small: the rules of taking minutes alone take {overhead}",
            code="small-context",
            hint=f"Use a model with a context of {overhead + 2 * _ANSWER_LEAST} tokens or more, and say so in its settings.",
        )
    parts = topics.split(lines, min(_PART_MOST, room), estimate)
    hints = _hints(embedded, {n.number for n in lines})
    sent = tuple(tuple(p) for p in parts)
    open_to_it = replace(transcript, parts=tuple(replace(u, text="") if u.id in held else u for u in transcript.parts))
    return Prepared(open_to_it, meeting, brief, sent, hints, embedded, held, redaction, context)


def answer_room(part: int, context: int) -> int:
    """How many tokens the answer to a part of ``part`` tokens may take."""
    return min(_ANSWER_MOST, max(_ANSWER_LEAST, int(part * _ANSWER_SHARE)), max(256, context - part))


def tokens_of(question: Question) -> int:
    """About how many tokens a question takes, the schema of the answer included."""
    return _tokens(question)


def _tokens(question: Question) -> int:
    return estimate(question.instructions) + estimate(question.text) + 300


def _size(lines: Sequence[Line]) -> int:
    return sum(estimate(str(line)) + 1 for line in lines)


def _hints(embedded: Draft, sent: set[int]) -> tuple[Hint, ...]:
    found = [
        Hint(item.kind, item.citations[0].utterance)
        for item in sorted(embedded.items, key=lambda i: -i.confidence)
        if item.citations and item.citations[0].utterance in sent
    ]
    return tuple(dict.fromkeys(found))


def _first_names(meeting: Meeting) -> dict[str, str]:
    """Who is called by first name in the lines: everybody whose first name nobody else in the room has."""
    firsts = [n.split()[0] for n in meeting.speakers if n.split()]
    return {n: n.split()[0] for n in meeting.speakers if n.split() and firsts.count(n.split()[0]) == 1}
