"""The ordered stages, from the bytes of a source to a record. Pure: no file is opened here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from acta import occasion
from acta.attribute import attribute
from acta.clean import clean
from acta.engines import Extractor
from acta.extract import extract
from acta.fence.record import off_record
from acta.ingest import parse
from acta.model import Diagnostic, Lexicon, Meeting, Record, Transcript, Utterance

# Of more diagnostics with the same code than this, a person only needs to know how many there were.
_REPEATS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the stages need to know of the user's wishes; ``None`` and empty mean: find out from the source.

    ``off_record``: stretches in milliseconds, ``off_lines``: ids of utterances, both besides what the speakers asked to leave out.
    """

    owner: str | None = None
    attendees: tuple[str, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    date: date | None = None
    kind: str | None = None
    calendar: bytes | None = None
    format: str | None = None
    keep_all: bool = False
    lexicon: Lexicon = Lexicon()
    microphones: tuple[str, ...] = ()
    off_record: tuple[tuple[int, int], ...] = ()
    off_lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as acta understands it before anything is extracted."""

    meeting: Meeting
    transcript: Transcript[Utterance]


def read(data: bytes, name: str, options: ReadOptions, *, modified: date | None = None) -> Reading:
    """Parse, clean and attribute one source; ``modified`` is the file's own date, the last resort for the meeting's."""
    event, doubts = _event(options, name)
    attendees = (*options.attendees, *(a for a in (event.attendees if event else ()) if a not in options.attendees))
    if not attendees:
        attendees = tuple(n for n in occasion.people_in_name(name, options.lexicon.people) if n != options.owner)
    known = [n for n in (options.owner, *attendees) if n] + [p.name for p in options.lexicon.people]
    cleaned = clean(parse(data, name, format=options.format, names=known), options.lexicon, keep_all=options.keep_all)
    attributed = attribute(
        cleaned,
        owner=options.owner,
        attendees=attendees,
        lexicon=options.lexicon,
        speakers=options.speakers,
        microphones=options.microphones,
    )
    meeting, more = occasion.describe(
        attributed.transcript,
        owner=attributed.owner,
        people=attributed.people,
        title=options.title,
        date=options.date,
        kind=options.kind,
        event=event,
        file_modified=modified,
    )
    off = off_record(attributed.transcript.parts, options.off_record, options.off_lines)
    return Reading(meeting, replace(attributed.transcript, off_record=off).with_diagnostics((*doubts, *more)))


def minute(reading: Reading, engine: Extractor) -> Record:
    """The minutes of a reading, every line proven, as a record."""
    minutes = extract(reading.transcript, reading.meeting, engine)
    transcript = reading.transcript
    return Record(
        meeting=reading.meeting,
        minutes=minutes,
        utterances=transcript.parts,
        changes=transcript.changes,
        diagnostics=_fold((*transcript.diagnostics, *minutes.diagnostics)),
    )


def _event(options: ReadOptions, name: str) -> tuple[occasion.CalendarEvent | None, tuple[Diagnostic, ...]]:
    if options.calendar is None:
        return None, ()
    day = options.date or occasion.date_in_name(name)
    event, doubts = occasion.pick_event(options.calendar, date=day, start=occasion.start_in_name(name), title=options.title)
    return event, tuple(doubts)


def _fold(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once; of very many alike, the first ones and a count of the rest."""
    seen: dict[str, list[Diagnostic]] = {}
    for d in dict.fromkeys(diagnostics):
        seen.setdefault(d.code, []).append(d)
    out: list[Diagnostic] = []
    for code, group in seen.items():
        out += group[:_REPEATS_SHOWN]
        if len(group) > _REPEATS_SHOWN:
            out.append(Diagnostic(code, f"and {len(group) - _REPEATS_SHOWN} more like these"))
    return tuple(out)
