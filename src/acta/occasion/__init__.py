"""The occasion of a conversation: its title, day, kind and people, from options, calendar, source and file name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from acta.errors import ConfigError
from acta.model import Diagnostic, Meeting, Person, Transcript, Utterance
from acta.occasion.calendar import CalendarEvent, events, pick_event
from acta.occasion.days import date_in_name, start_in_name
from acta.occasion.kinds import KINDS, kind_of
from acta.occasion.people import people_in_name
from acta.occasion.titles import title_in_name, title_of_people

__all__ = ["KINDS", "CalendarEvent", "date_in_name", "describe", "events", "people_in_name", "pick_event", "start_in_name"]


def describe(
    transcript: Transcript[Utterance],
    *,
    owner: str | None,
    people: tuple[Person, ...],
    title: str | None = None,
    date: dt.date | None = None,
    kind: str | None = None,
    event: CalendarEvent | None = None,
    file_modified: dt.date | None = None,
    is_title: Callable[[str], bool] = bool,
) -> tuple[Meeting, tuple[Diagnostic, ...]]:
    """The meeting that ``transcript`` is of, and doubts; ``is_title`` says of each wish for a title whether it may be one.

    Raises ``ConfigError`` for an unknown kind or when no day can be told.
    """
    day, doubts = _day(transcript, date, event, file_modified)
    speakers = tuple(p.name for p in people if p.speaks)
    chosen_title = _first(is_title, title, event.summary if event else "")
    given = chosen_title or _first(is_title, transcript.hints.title, title_in_name(transcript.source.path))
    text = "\n".join(u.text for u in transcript)
    chosen = kind_of(kind, text, given, len(speakers))
    if chosen == "one_on_one" and any(n != owner for n in speakers):
        # A one-to-one is called by whom it was with, unless the user or the calendar called it something.
        given = chosen_title
    meeting = Meeting(
        title=given or title_of_people(chosen, speakers, owner),
        date=day,
        kind=chosen,
        owner=owner,
        people=people,
        source=transcript.source,
        duration_ms=transcript.duration_ms,
    )
    return meeting, doubts


def _first(is_title: Callable[[str], bool], *wishes: str | None) -> str:
    """The first that says anything and may be a title, on one line."""
    return next((" ".join(t.split()) for t in wishes if t and t.strip() and is_title(t)), "")


def _day(
    transcript: Transcript[Utterance], date: dt.date | None, event: CalendarEvent | None, file_modified: dt.date | None
) -> tuple[dt.date, tuple[Diagnostic, ...]]:
    told = date or (event.day if event else None) or transcript.hints.date or date_in_name(transcript.source.path)
    if told:
        return told, ()
    if file_modified:
        message = (
            f"nothing tells the day of the meeting; {file_modified}, when the file was last changed, was taken: pass --date YYYY-MM-DD"
        )
        return file_modified, (Diagnostic("date-from-file", message),)
    raise ConfigError(
        "nothing tells the day of the meeting", code="no-date", hint="Pass --date YYYY-MM-DD, or put the date into the file's name."
    )
