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
from acta.fence import heed
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
    """A source as acta understands it before anything is extracted.

    ``transcript`` is for engines: what is aimed at a program is silent in it. ``spoken`` are the utterances with all their words.
    """

    meeting: Meeting
    transcript: Transcript[Utterance]
    spoken: tuple[Utterance, ...]


def read(data: bytes, name: str, options: ReadOptions, *, modified: date | None = None) -> Reading:
    """Parse, clean and attribute one source; ``modified`` is the file's own date, the last resort for the meeting's."""
    options, doubts = _heeded(options)
    event, more = _event(options, name)
    attendees = (*options.attendees, *(a for a in (event.attendees if event else ()) if a not in options.attendees))
    if not attendees:
        attendees = tuple(n for n in heed.usable(occasion.people_in_name(name, options.lexicon.people)) if n != options.owner)
    known = [n for n in (options.owner, *attendees) if n] + [p.name for p in options.lexicon.people]
    parsed = heed.heeded_labels(parse(data, name, format=options.format, names=known))
    cleaned = clean(parsed, options.lexicon, keep_all=options.keep_all)
    attributed = attribute(
        heed.heeded(cleaned, known),
        owner=options.owner,
        attendees=attendees,
        lexicon=options.lexicon,
        speakers=options.speakers,
        microphones=options.microphones,
    )
    meeting, still_more = occasion.describe(
        attributed.transcript,
        owner=attributed.owner,
        people=heed.heeded_people(attributed.people),
        title=options.title,
        date=options.date,
        kind=options.kind,
        event=event,
        file_modified=modified,
        is_title=heed.is_usable,
    )
    heard = attributed.transcript
    heard = replace(heard, off_record=off_record(heard.parts, options.off_record, options.off_lines, generous=False))
    spoken = tuple(replace(u, text=said.text) for u, said in zip(heard.parts, cleaned.parts, strict=True))
    return Reading(meeting, heard.with_diagnostics((*doubts, *more, *still_more)), spoken)


def minute(reading: Reading, engine: Extractor) -> Record:
    """The minutes of a reading, every line proven, as a record."""
    minutes = extract(reading.transcript, reading.meeting, engine)
    transcript = reading.transcript
    return Record(
        meeting=reading.meeting,
        minutes=minutes,
        utterances=reading.spoken,
        changes=transcript.changes,
        diagnostics=_fold((*transcript.diagnostics, *minutes.diagnostics)),
    )


def _heeded(options: ReadOptions) -> tuple[ReadOptions, list[Diagnostic]]:
    """The options without names, titles and words that are aimed at a program, and what was left out."""
    names = [n for n in (options.owner, *options.attendees, *options.speakers.values()) if n]
    words = (*options.lexicon.terms, *(word for pair in options.lexicon.aliases for word in pair))
    doubts = [*heed.refused("a name", names), *heed.refused("a title", [options.title or ""]), *heed.refused("a term", words)]
    heeded = replace(
        options,
        owner=options.owner if options.owner and heed.is_usable(options.owner) else None,
        attendees=heed.usable(options.attendees),
        speakers={label: name for label, name in options.speakers.items() if heed.is_usable(name)},
        title=options.title if options.title and heed.is_usable(options.title) else None,
        lexicon=heed.heeded_words(options.lexicon),
    )
    return heeded, doubts


def _event(options: ReadOptions, name: str) -> tuple[occasion.CalendarEvent | None, tuple[Diagnostic, ...]]:
    if options.calendar is None:
        return None, ()
    day = options.date or occasion.date_in_name(name)
    event, doubts = occasion.pick_event(options.calendar, date=day, start=occasion.start_in_name(name), title=options.title)
    if event is None:
        return None, tuple(doubts)
    refused = (*heed.refused("a title", [event.summary]), *heed.refused("a name", event.attendees))
    return replace(event, attendees=heed.usable(event.attendees)), (*doubts, *refused)


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
