from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.errors import ConfigError, InputError
from acta.model import Diagnostic, Hints, Meeting, Person, Source, Span, Transcript, Utterance
from acta.occasion import KINDS, CalendarEvent, date_in_name, describe, events, pick_event
from acta.occasion.titles import title_in_name

NADIA, TOMAS, WIEBKE = Person("Nadia Okafor", speaks=True), Person("Tomas Lind", speaks=True), Person("Wiebke Roth", speaks=False)
DAY = date(2026, 3, 12)


def transcript(text: str = "Hello there.", *, path: str = "two-channel.txt", hints: Hints = Hints()) -> Transcript[Utterance]:
    said = (Utterance(1, "Remote", text, (Span(0, 0, len(text)),), 0, 61_000),)
    return Transcript(Source(path, "two-channel", "0" * 64), said, hints)


def meeting(source: Transcript[Utterance], **given: object) -> tuple[Meeting, tuple[Diagnostic, ...]]:
    given = {"owner": "Tomas Lind", "people": (TOMAS, NADIA, WIEBKE), "date": DAY} | given
    return describe(source, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-03-12 Kestrel.txt", DAY),
        ("rec_20260312_1405.txt", DAY),
        ("GMT20260312-140501_Recording.transcript.vtt", DAY),
        ("20260312T140501Z.json", DAY),
        ("20260312140501.json", DAY),
        ("12 March 2026.md", DAY),
        ("Board call, Mar 12, 2026.docx", DAY),
        ("12th-Mar-2026-standup.srt", DAY),
        ("13.03.2026.txt", date(2026, 3, 13)),
        ("03/../2026-03-12 14.05.01 Zoom Meeting/audio1.txt", DAY),
        ("12.03.2026.txt", None),  # December or March?
        ("2026-03-12 to 2026-03-14.txt", None),
        ("2026-13-45.txt", None),
        ("May 2026.txt", None),
        ("video1234567890.vtt", None),
        ("202603121.txt", None),
        ("standard input", None),
    ],
)
def test_a_file_name_tells_a_day_only_when_it_is_clear(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y_%m_%d", "%d %B %Y", "%B %d, %Y"]))
def test_every_written_day_is_read_back(day: date, shape: str) -> None:
    assert date_in_name(f"Weekly {day.strftime(shape)} notes.txt") == day


@given(st.text(max_size=60))
def test_any_name_gives_a_day_or_none_and_a_short_title(name: str) -> None:
    date_in_name(name)
    assert len(title_in_name(name)) <= 240


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-03-12 Kestrel cutover.txt", "Kestrel cutover"),
        ("Weekly sync-20260312_140000-Meeting Recording.docx", "Weekly sync"),
        ("Nadia 1-1 (2026-03-12 at 14_05 GMT) - Transcript.docx", "Nadia 1-1"),
        ("sprint-31-planning.vtt", "Sprint 31 planning"),
        ("Ward 19 - handover (night).md", "Ward 19 – handover (night)"),
        ("two-channel.txt", ""),
        ("GMT20260312-140501_Recording_1920x1080.cc.vtt", ""),
        ("audio1.txt", ""),
        ("transcript.json", ""),
        ("meeting.vtt", ""),
        ("meeting_saved_closed_caption.txt", ""),
        ("3f2a9c1b-1111-2222-3333-444455556666.json", ""),
        ("standard input", ""),
    ],
)
def test_a_file_name_gives_a_title_only_when_a_person_chose_it(name: str, title: str) -> None:
    assert title_in_name(name) == title
    assert title_in_name(str(PurePosixPath("Recordings") / name)) == title


def test_the_day_comes_from_option_event_source_and_name_in_this_order() -> None:
    event = CalendarEvent("Sync", datetime(2026, 3, 2, 9, tzinfo=UTC), None)
    source = transcript(path="2026-03-04 x.txt", hints=Hints(date=date(2026, 3, 3)))
    assert meeting(source, date=date(2026, 3, 1), event=event)[0].date == date(2026, 3, 1)
    assert meeting(source, date=None, event=event)[0].date == date(2026, 3, 2)
    assert meeting(source, date=None)[0].date == date(2026, 3, 3)
    assert meeting(transcript(path="2026-03-04 x.txt"), date=None)[0].date == date(2026, 3, 4)


def test_the_files_own_day_is_used_with_a_doubt_and_never_silently() -> None:
    found, doubts = meeting(transcript(), date=None, file_modified=date(2026, 3, 5))
    assert found.date == date(2026, 3, 5)
    assert [d.code for d in doubts] == ["date-from-file"]
    assert "--date" in doubts[0].message


def test_no_day_at_all_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ConfigError) as caught:
        meeting(transcript(), date=None)
    assert caught.value.code == "no-date"
    assert "--date" in caught.value.hint


def test_the_title_comes_from_option_event_source_and_name_in_this_order() -> None:
    event = CalendarEvent("From calendar", DAY, None)
    source = transcript(path="From name.txt", hints=Hints(title="From source"))
    assert meeting(source, title="Mine", event=event)[0].title == "Mine"
    assert meeting(source, event=event)[0].title == "From calendar"
    assert meeting(source)[0].title == "From source"
    assert meeting(transcript(path="From name.txt"))[0].title == "From name"


def test_without_a_title_people_make_one() -> None:
    assert meeting(transcript())[0].title == "1:1 — Nadia Okafor"
    ana = Person("Ana Ruiz", speaks=True)
    assert meeting(transcript(), people=(TOMAS, NADIA, ana, WIEBKE))[0].title == "Nadia Okafor, Ana Ruiz"
    assert meeting(transcript(), people=(), owner=None, kind="team")[0].title == "Team meeting"


def test_a_meeting_knows_its_source_length_and_people() -> None:
    found, doubts = meeting(transcript())
    assert not doubts
    assert found.duration_ms == 61_000
    assert found.others == ("Nadia Okafor",)
    assert found.source.format == "two-channel"


def test_kind_by_option_people_title_and_words() -> None:
    ana = Person("Ana Ruiz", speaks=True)
    three = (TOMAS, NADIA, ana)
    assert meeting(transcript())[0].kind == "one_on_one"
    assert meeting(transcript(), kind="vendor")[0].kind == "vendor"
    assert meeting(transcript(), people=three)[0].kind == "default"
    assert meeting(transcript(), people=three, title="Sprint planning")[0].kind == "team"
    words = "The candidate did well in the interview. The scorecard says hire. References for this candidate come tomorrow, then the offer."
    assert meeting(transcript(words), people=three)[0].kind == "hiring"
    outage = (
        "The outage began at nine. The root cause was a rollback. The incident timeline has the alerts; on-call was paged, logs restored."
    )
    assert meeting(transcript(outage), people=three)[0].kind == "incident"


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        meeting(transcript(), kind="party")
    assert caught.value.code == "unknown-kind"
    assert all(k in caught.value.hint for k in KINDS)


def calendar(*bodies: str) -> bytes:
    parts = [f"BEGIN:VEVENT\r\nUID:{i}@example.org\r\nDTSTAMP:20260101T000000Z\r\n{b}\r\nEND:VEVENT" for i, b in enumerate(bodies)]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", *parts, "END:VCALENDAR", ""]).encode()


ONE = (
    "SUMMARY:Kestrel sync\r\nDTSTART:20260312T140000Z\r\nDTEND:20260312T150000Z\r\nORGANIZER;CN=Tomas Lind:mailto:t@example.org\r\n"
    'ATTENDEE;CN="Okafor, Nadia":mailto:n@example.org\r\nATTENDEE:mailto:ana.ruiz@example.org\r\nATTENDEE:mailto:team@example.org\r\n'
    "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:r@example.org\r\nATTENDEE;PARTSTAT=DECLINED;CN=Wiebke Roth:mailto:w@example.org"
)
WEEKLY = "SUMMARY:Weekly\r\nDTSTART:20260305T141500Z\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY;COUNT=4"
HOLIDAY = "SUMMARY:Holiday\r\nDTSTART;VALUE=DATE:20260312\r\nDTEND;VALUE=DATE:20260313"
CANCELLED = "SUMMARY:Off\r\nSTATUS:CANCELLED\r\nDTSTART:20260312T090000Z"


def test_an_event_has_names_not_rooms_or_addresses() -> None:
    event, doubts = pick_event(calendar(ONE), date=DAY)
    assert not doubts
    assert event
    assert (event.summary, event.day, event.organizer) == ("Kestrel sync", DAY, "Tomas Lind")
    assert event.attendees == ("Nadia Okafor", "Ana Ruiz")


def test_a_recurring_event_is_found_on_its_later_days() -> None:
    event, _ = pick_event(calendar(WEEKLY), date=date(2026, 3, 19))
    assert event
    assert event.start == datetime(2026, 3, 19, 14, 15, tzinfo=UTC)
    assert pick_event(calendar(WEEKLY), date=date(2026, 4, 2))[0] is None


def test_a_zone_is_read_and_an_event_after_midnight_is_not_yesterdays() -> None:
    late = "SUMMARY:Late\r\nDTSTART;TZID=Asia/Tokyo:20260311T233000\r\nDTEND;TZID=Asia/Tokyo:20260312T003000"
    assert pick_event(calendar(late), date=DAY)[0] is None
    event, _ = pick_event(calendar(late), date=date(2026, 3, 11))
    assert event
    assert isinstance(event.start, datetime)
    assert event.start.astimezone(UTC).hour == 14


def test_two_close_events_are_named_and_none_is_chosen() -> None:
    event, doubts = pick_event(calendar(ONE, WEEKLY), date=DAY)
    assert event is None
    assert doubts[0].code == "ambiguous-event"
    assert "Kestrel sync" in doubts[0].message
    assert "Weekly" in doubts[0].message


def test_title_or_time_choose_among_events() -> None:
    far = "SUMMARY:Evening\r\nDTSTART:20260312T190000Z\r\nDTEND:20260312T200000Z"
    assert pick_event(calendar(ONE, WEEKLY), date=DAY, title="weekly")[0] == events(calendar(WEEKLY), DAY)[0]
    chosen, _ = pick_event(calendar(ONE, far), date=DAY, start=datetime(2026, 3, 12, 18, 55, tzinfo=UTC))
    assert chosen
    assert chosen.summary == "Evening"
    wall, _ = pick_event(calendar(ONE, far), date=DAY, start=datetime(2026, 3, 12, 14, 2))  # noqa: DTZ001  # a recorder's clock on the wall
    assert wall
    assert wall.summary == "Kestrel sync"
    assert pick_event(calendar(ONE), date=DAY, start=datetime(2026, 3, 12, 3, tzinfo=UTC))[0] is None


def test_all_day_and_cancelled_events_stand_back() -> None:
    event, _ = pick_event(calendar(ONE, HOLIDAY, CANCELLED), date=DAY)
    assert event
    assert event.summary == "Kestrel sync"
    alone, _ = pick_event(calendar(HOLIDAY), date=DAY)
    assert alone
    assert alone.all_day


def test_no_event_and_no_day_are_told() -> None:
    assert pick_event(calendar(ONE), date=date(2026, 1, 1))[1][0].code == "no-event"
    assert pick_event(calendar(ONE, HOLIDAY, WEEKLY), date=None)[1][0].code == "no-event"
    only, doubts = pick_event(calendar(ONE), date=None)
    assert only
    assert not doubts


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\n", calendar("SUMMARY:x\r\nDTSTART:notadate"), b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"],
)
def test_a_broken_calendar_is_an_input_error_or_empty(data: bytes) -> None:
    try:
        assert events(data, DAY) == ()
    except InputError as error:
        assert error.code == "bad-calendar"  # noqa: PT017  # both outcomes are right


@given(st.binary(max_size=200))
def test_any_bytes_are_a_calendar_or_an_input_error(data: bytes) -> None:
    for body in (data, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"):
        try:
            pick_event(body, date=DAY)
        except InputError as error:
            assert error.code == "bad-calendar"  # noqa: PT017  # no other error may come out
