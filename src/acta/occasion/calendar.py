"""The event of an ``.ics`` calendar that a conversation belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from acta.errors import InputError
from acta.model import Diagnostic

# Two events that start within this time of each other could both be the one recorded.
_CLOSE = timedelta(minutes=30)
# How far an event may start from the recording to be the one.
_FAR = timedelta(hours=3)
_NOT_PEOPLE = ("ROOM", "RESOURCE")


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence of an event; an all-day one starts and ends with ``date`` values. ``attendees`` are names, rooms left out."""

    summary: str
    start: datetime | date
    end: datetime | date | None
    attendees: tuple[str, ...] = ()
    organizer: str | None = None

    @property
    def day(self) -> date:
        """The day it starts, by its own clock."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def all_day(self) -> bool:
        """Whether it has no time of day."""
        return not isinstance(self.start, datetime)


def events(data: bytes, day: date | None = None) -> tuple[CalendarEvent, ...]:
    """The events of calendar ``data`` that touch ``day`` (recurring ones included), or all single ones; raises ``InputError``."""
    # icalendar costs 60 ms to import; most runs have no calendar.
    from icalendar import Calendar  # noqa: PLC0415

    try:
        calendar = _calendar(Calendar.from_ical(data))
        found = _occurrences(calendar, day) if day else list(calendar.walk("VEVENT"))
        made = [_event(e) for e in found if e.get("DTSTART") is not None and str(e.get("STATUS", "")).upper() != "CANCELLED"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise InputError(
            f"the calendar cannot be read: {error}",
            code="bad-calendar",
            hint="Export it again as iCalendar (.ics), or leave --calendar out.",
        ) from error
    return tuple(sorted(made, key=_moment))


def pick_event(
    data: bytes, *, date: date | None, start: datetime | None = None, title: str | None = None
) -> tuple[CalendarEvent | None, tuple[Diagnostic, ...]]:
    """The event on ``date`` (at ``start``, called ``title``) and what was doubtful; of two close ones none is chosen."""
    day = date or (start.date() if start else None)
    there = events(data, day)
    if title and (called := [e for e in there if _same_title(e.summary, title)]):
        there = tuple(called)
    elif start:
        # An evening in one zone is the next day in another: a name in UTC may tell the day beside the event's own.
        beside = () if day is None else (day - timedelta(days=1), day + timedelta(days=1))
        there = _nearest(there, start) or _nearest([e for d in beside for e in events(data, d)], start)
    timed = tuple(e for e in there if not e.all_day)
    candidates = timed or there
    if len(candidates) == 1:
        return candidates[0], ()
    return None, (_doubt(candidates, day),)


def _calendar(component: Any) -> Any:
    if component.name != "VCALENDAR":
        raise ValueError(f"a {component.name} stands where the VCALENDAR should be")
    return component


def _occurrences(calendar: Any, day: date) -> Iterable[Any]:
    from recurring_ical_events import of  # noqa: PLC0415  # as icalendar

    found = of(calendar, components=["VEVENT"], skip_bad_series=True).at(day)
    # An event from yesterday evening that ends today is yesterday's.
    return [e for e in found if _as_date(e["DTSTART"].dt) == day or not isinstance(e["DTSTART"].dt, datetime)]


def _as_date(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _event(component: Any) -> CalendarEvent:
    end = component.get("DTEND")
    organizer = component.get("ORGANIZER")
    given = component.get("ATTENDEE", [])
    guests = given if isinstance(given, list) else [given]
    names = [_name(g) for g in guests if _takes_part(g)]
    return CalendarEvent(
        summary=" ".join(str(component.get("SUMMARY", "")).split()),
        start=component["DTSTART"].dt,
        end=end.dt if end is not None else None,
        attendees=tuple(dict.fromkeys(n for n in names if n)),
        organizer=(_name(organizer) or None) if organizer is not None else None,
    )


def _takes_part(guest: Any) -> bool:
    params = getattr(guest, "params", {})
    return str(params.get("CUTYPE", "")).upper() not in _NOT_PEOPLE and str(params.get("PARTSTAT", "")).upper() != "DECLINED"


def _name(guest: Any) -> str:
    """The guest's name; from ``ana.ruiz@…`` when the calendar gives only the address, empty when that tells no name."""
    name = str(getattr(guest, "params", {}).get("CN", "")).strip(" '\"")
    address = name if "@" in name else "" if name else str(guest).partition(":")[2]
    if not address:
        last, comma, first = name.partition(", ")
        return f"{first} {last}" if comma and "," not in first else name
    words = [w for w in address.partition("@")[0].replace("_", ".").split(".") if w.isalpha()]
    return " ".join(w.capitalize() for w in words) if len(words) >= 2 else ""


def _same_title(a: str, b: str) -> bool:
    return a.casefold().strip() == b.casefold().strip()


def _moment(event: CalendarEvent) -> datetime:
    start = event.start if isinstance(event.start, datetime) else datetime.combine(event.start, time(), tzinfo=UTC)
    return start if start.tzinfo else start.replace(tzinfo=UTC)


def _nearest(there: Sequence[CalendarEvent], start: datetime) -> tuple[CalendarEvent, ...]:
    """The events that start about ``start``, without those clearly further off than the nearest."""
    timed = [e for e in there if not e.all_day and _gap(e, start) <= _FAR]
    if not timed:
        return ()
    best = min(_gap(e, start) for e in timed)
    return tuple(e for e in timed if _gap(e, start) <= best + _CLOSE)


def _gap(event: CalendarEvent, start: datetime) -> timedelta:
    if isinstance(event.start, datetime) and (event.start.tzinfo is None) != (start.tzinfo is None):
        # One of the two says no zone: both are taken as the clock on the wall.
        return abs(event.start.replace(tzinfo=None) - start.replace(tzinfo=None))
    return abs(_moment(event) - (start if start.tzinfo else start.replace(tzinfo=UTC)))


def _doubt(candidates: Sequence[CalendarEvent], day: date | None) -> Diagnostic:
    when = f" on {day}" if day else ""
    if not candidates:
        return Diagnostic("no-event", f"the calendar has no event for this meeting{when}; its title and people were not taken from it")
    if day is None:
        return Diagnostic("no-event", "the day of the meeting is not known, so no event of the calendar was chosen; pass --date YYYY-MM-DD")
    shown = ", ".join(f"“{e.summary}” ({_clock(e)})" for e in candidates)
    return Diagnostic("ambiguous-event", f"several events{when} could be this meeting: {shown}; pass --title with the right one's title")


def _clock(event: CalendarEvent) -> str:
    return f"{event.start:%H:%M}" if isinstance(event.start, datetime) else "all day"
