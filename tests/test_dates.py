"""Spoken days are resolved against the meeting's day, and nothing is due that was not said to be."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.understand.dates import due_of, find_times
from acta.understand.daywords import MONTHS

WEDNESDAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("words", "month", "day"),
    [
        ("by Friday", 3, 13),
        ("Friday week", 3, 20),
        ("the Thursday, the nineteenth", 3, 19),
        ("tonight", 3, 11),
        ("by the end of next week", 3, 20),
        ("end of the month", 3, 31),
        ("tomorrow morning", 3, 12),
        ("next Tuesday", 3, 17),
        ("Monday the twenty-third", 3, 23),
        ("the 20th of March", 3, 20),
        ("in two weeks", 3, 25),
        ("a week from Monday", 3, 23),
        ("first of April", 4, 1),
        ("day after tomorrow", 3, 13),
        ("close of business Friday", 3, 13),
        ("this afternoon", 3, 11),
        ("before the weekend", 3, 13),
        ("15/4", 4, 15),
        ("end of June", 6, 30),
        ("Wednesday", 3, 18),
        ("by the twelfth or thirteenth", 3, 13),
        ("until the first", 4, 1),
        ("in the morning", 3, 12),
        ("before Friday", 3, 12),
        ("Tuesday thirty-first", 3, 31),
        ("Wednesday next week, the eighteenth of March", 3, 18),
    ],
)
def test_day(words: str, month: int, day: int) -> None:
    (found,) = find_times(f"I'll send it {words}.", WEDNESDAY)
    assert (found.firm, found.date) == (True, date(2026, month, day))


@pytest.mark.parametrize(
    "words", ["4/5", "since January", "last Friday", "two weeks ago", "sometime next week", "in June", "Monday the twenty-fourth"]
)
def test_no_firm_day(words: str) -> None:
    assert not any(t.firm for t in find_times(f"It happened {words}.", WEDNESDAY))


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (["I'll send it by Monday.", "No, sorry, Wednesday."], date(2026, 3, 18)),
        (["I'll have it done by Friday."], date(2026, 3, 13)),
        (["Can you send me those tonight?"], WEDNESDAY),
        (["Type it up for me.", "Next Friday."], date(2026, 3, 20)),
        (["I might send it on Friday."], None),
        (["I'll ask her. They were notified on the nineteenth."], None),
        (["I'll write it up. It broke last Friday."], None),
        (["I'll send it sometime next week."], None),
        (["I'll take it on. It takes three weeks."], None),
        (["You'll hear from me on Monday."], date(2026, 3, 16)),
        (["I've got Lucy tomorrow at nine, I'll put it to her."], date(2026, 3, 12)),
        (["I'll have it for the board meeting, that's the thirtieth."], date(2026, 3, 30)),
        (["I'll do both by Monday, so it's clean before his Thursday."], date(2026, 3, 16)),
        (["I'll send it by next Tuesday.", "Make it Wednesday."], date(2026, 3, 18)),
        (["The plan goes out Thursday, by end of day."], date(2026, 3, 12)),
        (["I'll pull it Thursday. I'll send the list the same day."], date(2026, 3, 12)),
        (["Can you read it?", "Tuesday, at the same time as the other one."], date(2026, 3, 17)),
        (["I can't say yes today."], None),
        (["I asked you for the list by Friday."], None),
        (["The rehearsal's on the twentieth."], None),
        (["I'm off Monday and Tuesday."], None),
        (["You've not slept in a fortnight."], None),
        (["They come on Mondays."], None),
        (["We'll sit down again on Tuesday."], None),
        (["He ran it within three days of the launch."], None),
    ],
)
def test_due(said: list[str], due: date | None) -> None:
    found = due_of(said, WEDNESDAY)
    assert (found.date if found else None) == due


@given(st.text(max_size=200), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_words_stand_in_the_text(text: str, today: date) -> None:
    times = find_times(text, today)
    assert all(t.words == text[t.start : t.end].strip() for t in times)
    assert all((t.date is not None) or not t.firm for t in times)


_WORDS = st.sampled_from(
    "by on the next Friday Monday nineteenth first of March week end month tomorrow two weeks in until since 31 , . I'll send".split()  # noqa: SIM905
)


@given(st.lists(_WORDS, max_size=14).map(" ".join), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_due_is_never_past_and_follows_from_its_words(text: str, today: date) -> None:
    due = due_of([text], today)
    assert due is None or (due.date >= today and due.words in text)


_DURATIONS = st.sampled_from(
    ["for two weeks", "three days ago", "since Monday", "last Friday", "on Mondays", "every Tuesday", "over two months", "yesterday"]
)


@given(
    _DURATIONS,
    st.sampled_from(["I'll be away", "We were there", "Can you stay", "It took us"]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_spans_habits_and_the_past_are_no_deadlines(words: str, start: str, today: date) -> None:
    assert due_of([f"{start} {words}."], today) is None


@given(st.integers(1, 31), st.sampled_from(MONTHS), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_day_and_month_is_a_day_of_the_calendar_or_nothing(day: int, month: str, today: date) -> None:
    due = due_of([f"I'll send it by {day} {month.capitalize()}."], today)
    assert due is None or (due.date.day == day and MONTHS[due.date.month - 1] == month and due.date >= today)


def test_long_lines_are_quick() -> None:
    line = "We talked about the plan, and then, on the other hand, we went on. " * 400
    start = time.perf_counter()
    find_times(line, WEDNESDAY)
    assert time.perf_counter() - start < 2
