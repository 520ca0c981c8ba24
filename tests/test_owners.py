"""Who owes what: every way people take a task on, hand it over or leave it to nobody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.model import ItemKind, Meeting, Person, Source, Utterance
from acta.understand.deadlines import Task, deadline_of
from acta.understand.owners import addressee, called, calls_of, claims_of, one_task, owner_of
from acta.understand.units import Unit, units_of

ANA, BEN, KOFI, LUCY = "Ana Ruiz", "Ben Okri", "Kofi Thandekile", "Lucy Tran"
WEDNESDAY = date(2026, 3, 11)
Line = tuple[str | None, str]


def talk(*lines: Line, label: str = "") -> list[Unit]:
    return units_of([Utterance(n, s or label, t, (), speaker=s) for n, (s, t) in enumerate(lines, 1)])


def meeting(*speakers: str, mentioned: tuple[str, ...] = ()) -> Meeting:
    people = (*(Person(n, True) for n in speakers), *(Person(n, False) for n in mentioned))
    return Meeting("Talk", WEDNESDAY, "default", ANA, people, Source("talk.txt", "named", "0" * 64))


TWO, THREE = meeting(ANA, BEN, mentioned=(LUCY,)), meeting(ANA, BEN, KOFI, mentioned=(LUCY,))


def owner(of: Meeting, *lines: Line, anchor: int = 0, text: str = "") -> str | None:
    units = talk(*lines)
    return owner_of(units, anchor, range(len(units)), of, text).owner


@pytest.mark.parametrize(
    "said",
    [
        "I'll write the tender up.",
        "Leave it with me.",
        "You'll have the figures by Friday.",
        "Let me ask the printers.",
        "I'm going to ring the landlord.",
        "I've got to fix the lift anyway.",
        "Remind me to order the chairs.",
        "I need to renew the licence.",
        "I'll ask Lucy to send the lease.",
        "I'll get Lucy to look at the boiler.",
        "Give me until Tuesday for the drawings.",
        "I send it to the auditors tonight.",
    ],
)
def test_the_speaker_takes_it_on(said: str) -> None:
    assert owner(TWO, (BEN, said), (ANA, "Good.")) == BEN


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Can you send the lease over?", "Sure."),
        ("Could you ring the landlord?", "Will do."),
        ("I need you to sign the form.", "Okay."),
        ("Forward me the invoice, please.", "On it."),
        ("You should tell the tenants yourself.", "Yes, you're right."),
        ("What I need from you is one page on the roof.", "Fine."),
        ("Make sure you lock the yard.", "Of course."),
        ("Could I have the drawings by Monday?", "Monday's fine."),
    ],
)
def test_who_is_asked_owns_what_they_accept(asked: str, answered: str) -> None:
    assert owner(TWO, (ANA, asked), (BEN, answered)) == BEN


def test_an_offer_that_is_taken_up_stays_with_who_offers() -> None:
    assert owner(TWO, (ANA, "Shall I order the paint?"), (BEN, "Yes, please.")) == ANA


def test_the_answer_settles_a_question_of_who() -> None:
    assert owner(TWO, (ANA, "Will you tell the tenants, or will I?"), (BEN, "I'll do it.")) == BEN


@pytest.mark.parametrize(
    "said",
    [
        "Lucy said she'd bring the keys.",
        "Lucy's on that.",
        "Lucy will bring the keys.",
        "I rang Lucy yesterday. She said she'd bring the keys on Monday.",
        "Lucy told me I'd have the keys on Monday.",
    ],
)
def test_somebody_absent_promised_it(said: str) -> None:
    assert owner(TWO, (BEN, said), (ANA, "Great.")) == LUCY


def test_a_promise_of_somebody_unknown_is_nobodys() -> None:
    assert owner(TWO, (BEN, "Bex said she'd take the night shift."), (ANA, "Good of her.")) is None


def test_in_a_larger_meeting_the_name_called_counts() -> None:
    assert owner(THREE, (ANA, "Kofi, can you check the roof?"), (BEN, "It leaks."), (KOFI, "Sure.")) == KOFI


def test_in_a_larger_meeting_who_takes_it_up_counts() -> None:
    assert owner(THREE, (ANA, "Can you check the roof?"), (BEN, "Yes, I'll go up on Monday.")) == BEN


def test_in_a_larger_meeting_a_remark_takes_nothing_up() -> None:
    units = talk((ANA, "Could you check the roof?"), (BEN, "The roof leaks like a sieve."))
    assert addressee(units, 0, THREE) is None


def test_handing_over_the_floor_is_no_request() -> None:
    units = talk((BEN, "I can repair the gate tomorrow."), (ANA, "Do that, please. Kofi?"), (KOFI, "Nothing from me."))
    assert addressee(units, 1, THREE) == BEN


@pytest.mark.parametrize(
    "said", ["Somebody has to repair the gate.", "We had a good summer.", "If you pay first it looks odd.", "Who opens up on Monday?"]
)
def test_no_words_name_anybody(said: str) -> None:
    assert owner(TWO, (BEN, said), (ANA, "True.")) is None


@pytest.mark.parametrize("said", ["I won't call her.", "I can't see it.", "I'll be honest, it was dull.", "You don't have to come."])
def test_what_is_denied_or_only_said_is_no_claim(said: str) -> None:
    assert claims_of(talk((BEN, said)), 0, TWO) == []


def test_two_promises_in_one_breath_are_told_apart_by_the_task() -> None:
    lines: tuple[Line, ...] = ((ANA, "I'll draft the letter tonight and then you translate the letter into Polish."), (BEN, "Okay."))
    assert owner(TWO, *lines, text="Draft the letter.") == ANA
    assert owner(TWO, *lines, text="Translate the letter into Polish.") == BEN


def test_the_owner_does_not_stand_in_the_task() -> None:
    lines: tuple[Line, ...] = ((ANA, "I want the survey in writing."), (BEN, "You'll get it on Tuesday."))
    assert owner(TWO, *lines, text="Send Ana Ruiz the survey in writing.") == BEN


def test_an_equal_match_names_nobody_but_the_candidates() -> None:
    units = talk((ANA, "I'll paint the fence."), (BEN, "I'll paint the shed."))
    found = owner_of(units, 0, (1,), meeting(ANA, BEN), "")
    assert found.owner is None or found.owner == ANA
    both = owner_of(
        talk((ANA, "The fence and the shed."), (BEN, "I'll paint the fence."), (ANA, "I'll paint the shed.")), 0, (0, 1, 2), TWO
    )
    assert both.owner is None
    assert set(both.candidates) == {ANA, BEN}


def test_the_next_promise_is_another_task() -> None:
    units = talk(
        (ANA, "Can you send me the error report?"), (BEN, "Sure, I'll send the report."), (ANA, "And I'll talk to the vendor tomorrow.")
    )
    assert one_task(units, 0, (0, 1, 2), TWO) == (0, 1)
    assert one_task(units, 2, (1, 2), TWO) == (2,)


def test_undecided_voices_name_who_is_called_and_accepts() -> None:
    assert owner(THREE, (None, "Kofi, can you send the lease?"), (None, "Sure.")) == KOFI
    assert owner(THREE, (None, "I'll send the lease."), (None, "Great.")) is None
    assert owner(THREE, (None, "Lucy said she'd bring the keys."), (None, "Great.")) == LUCY


def test_whom_the_known_voice_calls_speaks_next() -> None:
    units = units_of(
        [Utterance(1, "Mic", "And the scorecards. Kofi?", (), speaker=ANA), Utterance(2, "Remote", "I'll type mine up tonight.", ())]
    )
    assert owner_of(units, 1, (0, 1), THREE).owner == KOFI


def test_short_forms_of_names() -> None:
    everyone = ("Thandiwe Moyo", "Thandeka Zulu", "Malcolm Reid", "Ana Ruiz")
    assert "Malc" in calls_of("Malcolm Reid", everyone)
    assert "Thandi" in calls_of("Thandiwe Moyo", everyone)
    assert "Thand" not in calls_of("Thandiwe Moyo", everyone)
    assert called("Malcolm, could you?", everyone) == "Malcolm Reid"
    assert called("Malcolm could be late.", everyone) is None


def due(of: Meeting, *lines: Line, source: int = 0, who: str | None = None, text: str = "", again: date | None = None) -> date | None:
    units = talk(*lines)
    found = deadline_of(units, Task(source, (source,), ItemKind.ACTION_ITEM, who, text), of, again)
    assert found is None or found.words in units[found.unit].text
    return found.date if found else None


def test_the_day_may_be_settled_after_the_promise() -> None:
    assert due(TWO, (BEN, "I'll send you the plans."), (ANA, "By Monday?"), (BEN, "Sure.")) == date(2026, 3, 16)
    assert due(TWO, (BEN, "I'll send you the plans."), (ANA, "When?"), (BEN, "Tonight.")) == WEDNESDAY
    assert due(TWO, (BEN, "I'll send the plans by next Tuesday."), (ANA, "Make it Wednesday.")) == date(2026, 3, 18)


def test_another_persons_day_is_not_the_tasks() -> None:
    lines: tuple[Line, ...] = ((ANA, "I'll draft it on Friday and then you translate it."), (BEN, "Fine."))
    assert due(TWO, *lines, who=BEN, text="Translate the draft.") is None
    assert due(TWO, *lines, who=ANA, text="Draft the letter.") == date(2026, 3, 13)


def test_a_day_said_before_the_task_answers_something_else() -> None:
    assert due(TWO, (BEN, "Thursday. Okay. And the roof, I'll look at it.")) is None


def test_the_next_meeting_is_a_deadline_where_it_is_named() -> None:
    lines: tuple[Line, ...] = ((BEN, "I'll have an answer for you when we sit next week."), (ANA, "Good."))
    assert due(TWO, *lines, again=date(2026, 3, 18)) == date(2026, 3, 18)
    assert due(TWO, *lines) is None


_PIECES = (
    "I'll",
    "can you",
    "send Kofi,",
    "it",
    "the plan",
    "by Friday",
    "Lucy said she'd",
    "sure",
    "no.",
    "yes?",
    "we",
    "tomorrow",
    "ask.",
    "in two weeks",
)
_LINES = st.lists(
    st.tuples(st.sampled_from([ANA, BEN, KOFI, None]), st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(_LINES, st.data())
def test_owners_are_people_and_days_stand_in_the_words(lines: list[tuple[str | None, str]], data: st.DataObject) -> None:
    units = talk(*lines)
    if not units:
        return
    i = data.draw(st.integers(0, len(units) - 1))
    found = owner_of(units, i, range(len(units)), THREE)
    assert found == owner_of(units, i, range(len(units)), THREE)
    assert {*found.candidates, *([found.owner] if found.owner else [])} <= {p.name for p in THREE.people}
    day = deadline_of(units, Task(i, (i,), ItemKind.ACTION_ITEM, found.owner), THREE)
    assert day is None or (day.date >= WEDNESDAY and day.words in units[day.unit].text)


@settings(max_examples=100, deadline=None)
@given(_LINES)
def test_without_voices_nobody_owns_a_bare_promise(lines: list[tuple[str | None, str]]) -> None:
    units = talk(*((None, t.replace("Kofi,", "").replace("Lucy", "")) for _, t in lines))
    assert all(owner_of(units, i, (i,), THREE).owner is None for i in range(len(units)))


def test_a_day_that_is_dealt_with_is_no_deadline() -> None:
    units = talk((ANA, "I'll take the twenty-fourth and the twenty-fifth, if she takes my Sundays."), (BEN, "Good."))
    task = Task(0, (0, 1), ItemKind.ACTION_ITEM, ANA, "Take the 24th and the 25th, if she takes Ana's Sundays.")
    assert deadline_of(units, task, TWO) is None
    units = talk((ANA, "From Monday everything gets a label. I'll put a paper on the door for Lucy."), (BEN, "Good."))
    task = Task(0, (0, 1), ItemKind.ACTION_ITEM, ANA, "Put a paper on the door for Lucy.")
    assert deadline_of(units, task, TWO) is None
    units = talk((ANA, "I'll put a paper on the door by Monday."), (BEN, "Good."))
    task = Task(0, (0, 1), ItemKind.ACTION_ITEM, ANA, "Put a paper on the door by Monday.")
    assert deadline_of(units, task, TWO) is not None
