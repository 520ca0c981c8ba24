"""Spoken days are resolved against the meeting's day, and nothing is due that was not said to be."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.understand.dates import due_of, find_times, next_meeting_of

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
    ],
)
def test_due(said: list[str], due: date | None) -> None:
    found = due_of(said, WEDNESDAY)
    assert (found.date if found else None) == due


def test_next_meeting_takes_the_agreed_day() -> None:
    found = next_meeting_of(["So then Friday again? Nine?", "Friday I'm away. Monday at nine."], WEDNESDAY)
    assert found is not None
    assert found.date == date(2026, 3, 16)


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


def test_long_lines_are_quick() -> None:
    line = "We talked about the plan, and then, on the other hand, we went on. " * 400
    start = time.perf_counter()
    find_times(line, WEDNESDAY)
    assert time.perf_counter() - start < 2
