"""The embedded engine on small talks: what it must see, and what it must leave alone."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.errors import EngineError
from acta.extract import extract
from acta.model import ItemKind, Meeting, Minutes, Person, Priority, Source, Transcript, Utterance
from acta.understand import EmbeddedEngine, roles, tagger
from acta.understand.again import next_meeting
from acta.understand.links import accepted, answered, finished, refused, taken_back
from acta.understand.owners import owner_of
from acta.understand.priority import priority_of
from acta.understand.units import LONGEST, units_of
from acta.understand.unsaid import off_record

SOURCE = Source("talk.txt", "named", "0" * 64)
NADIA, TOMAS, LUCY, WIEBKE = "Nadia Okafor", "Tomas Lind", "Lucy Tran", "Wiebke Harms"


def said(*lines: tuple[str | None, str]) -> Transcript[Utterance]:
    return Transcript(SOURCE, tuple(Utterance(n, s or "", t, (), speaker=s) for n, (s, t) in enumerate(lines, 1)))


def meeting(*speakers: str, mentioned: tuple[str, ...] = ()) -> Meeting:
    people = (*(Person(n, True) for n in speakers), *(Person(n, False) for n in mentioned))
    return Meeting("Talk", date(2026, 3, 12), "default", speakers[0] if speakers else None, people, SOURCE)


TALK = said(
    (TOMAS, "Morning, Nadia. The cutover of the Kestrel billing system is planned for the last weekend of April."),
    (NADIA, "Yes, and I've led that migration since January, with two contractors who leave at the end of March."),
    (TOMAS, "Can you send the revised cutover plan to Wiebke by Friday?"),
    (NADIA, "Sure, I'll send her the revised plan on Friday."),
    (TOMAS, "And the phased plan, do we still want it?"),
    (NADIA, "No, I'd say we drop the phased plan and keep the single weekend."),
    (TOMAS, "Agreed. So it's the single weekend, the phased plan is dropped."),
    (NADIA, "I'm worried that if I'm ill that weekend nobody else can run the scripts, and then the cutover fails."),
    (TOMAS, "Who decides about a rollback during the weekend? I don't know either."),
    (NADIA, "No idea. We'd have to find out from the board."),
    (TOMAS, "Don't put this in the notes, but my landlord wants to sell the flat and I will move to Porto in June."),
    (NADIA, "Oh. I won't tell anybody about Porto."),
    (TOMAS, "Thanks. Back to business. I'll book the room for the rehearsal tomorrow."),
    (NADIA, "Perfect. Same time again on Thursday the nineteenth?"),
    (TOMAS, "Thursday the nineteenth is fine. Bye."),
)


def drafted(transcript: Transcript[Utterance] = TALK, of: Meeting | None = None) -> Minutes:
    return extract(transcript, of or meeting(TOMAS, NADIA, mentioned=(WIEBKE,)), EmbeddedEngine())


def test_an_accepted_request_belongs_to_who_accepts() -> None:
    (plan,) = [i for i in drafted().items if i.kind is ItemKind.ACTION_ITEM and "plan" in i.text.lower() and i.due]
    assert plan.owner == NADIA
    assert plan.due == date(2026, 3, 13)


def test_what_was_asked_to_stay_out_stays_out() -> None:
    result = drafted()
    assert "Porto" not in " ".join([result.summary, *(i.text for i in result.items), *(e.quote for i in result.items for e in i.evidence)])


def test_every_quote_stands_and_every_text_is_restated() -> None:
    result = drafted()
    assert result.items
    assert not [d for d in result.diagnostics if d.code in {"unverified", "owner-unknown", "due-unproven"}]
    for item in result.items:
        assert not {"i", "i'll", "my", "you", "your", "we"} & set(item.text.lower().replace(".", "").split()), item.text
        assert 0 <= item.confidence <= 1
        assert 1 <= len(item.evidence) <= 4


def test_the_summary_names_who_talked() -> None:
    assert drafted().summary.startswith("Tomas Lind and Nadia Okafor")


def test_the_next_meeting_is_found_near_the_end() -> None:
    found = drafted().next_meeting
    assert found is not None
    assert found.date == date(2026, 3, 19)


def test_without_speakers_there_are_items_but_no_owners() -> None:
    mixed = Transcript(SOURCE, tuple(Utterance(u.id, "", u.text, ()) for u in TALK))
    result = drafted(mixed)
    assert result.items
    assert {i.owner for i in result.items if i.kind.is_task} <= {None, WIEBKE}


def test_too_little_talk_says_so() -> None:
    result = drafted(said((TOMAS, "Hello?"), (NADIA, "Hi, I can't hear you.")))
    assert [d.code for d in result.diagnostics] == ["short-transcript"]
    assert len(result.items) <= 1
    assert drafted(said()).items == ()


def test_limits_are_told() -> None:
    lines = [
        (TOMAS, f"Client{n} bought {n} hundred units{n} in March{n} for {n}000 euros and site{n} lost {n + 3} percent.")
        for n in range(2, 60)
    ]
    assert "items-left-out" in [d.code for d in drafted(said(*lines)).diagnostics]


def test_who_is_meant_by_you() -> None:
    two = units_of(said((TOMAS, "Could you call the client?"), (NADIA, "Sure.")))
    assert owner_of(two, 0, (0, 1), meeting(TOMAS, NADIA)).owner == NADIA
    three = units_of(said((TOMAS, "Lucy, could you call the client?"), (NADIA, "Good idea."), (LUCY, "Will do.")))
    assert owner_of(three, 0, (0,), meeting(TOMAS, NADIA, LUCY)).owner == LUCY
    answers = units_of(said((TOMAS, "Could you call the client?"), (LUCY, "Will do.")))
    assert owner_of(answers, 0, (0, 1), meeting(TOMAS, NADIA, LUCY)).owner == LUCY


def test_somebody_absent_can_owe_something() -> None:
    units = units_of(said((TOMAS, "Lucy said she'd have the numbers by Wednesday."), (NADIA, "Good.")))
    assert owner_of(units, 0, (0, 1), meeting(TOMAS, NADIA, mentioned=(LUCY,))).owner == LUCY


def test_nobody_is_named_when_the_words_name_nobody() -> None:
    units = units_of(said((TOMAS, "Somebody has to fix the printer."), (NADIA, "True.")))
    found = owner_of(units, 0, (0, 1), meeting(TOMAS, NADIA))
    assert found.owner is None
    assert found.candidates == (TOMAS, NADIA)


def test_dialogue_links() -> None:
    units = units_of(
        said((TOMAS, "Can you ring the bank?"), (NADIA, "Sure."), (TOMAS, "Shall I order cake?"), (NADIA, "No, leave it."), (TOMAS, "Ok."))
    )
    assert accepted(units, 0) == 1
    assert accepted(units, 2) is None
    assert taken_back(units, 2)
    done = units_of(said((TOMAS, "Can you send the form?"), (NADIA, "Done. Went up Friday.")))
    assert finished(done, 0)
    asked = units_of(said((TOMAS, "When does it start?"), (NADIA, "It starts at nine."), (TOMAS, "Who pays?"), (NADIA, "I don't know.")))
    assert answered(asked, 0)
    assert not answered(asked, 2)


def test_asking_to_forget_it_works_backwards() -> None:
    units = units_of(
        said((TOMAS, "One of them is leaving."), (TOMAS, "Please forget that."), (NADIA, "You didn't say it."), (NADIA, "So."))
    )
    assert {0, 1} <= off_record(units)
    assert 3 not in off_record(units)


def test_a_private_stretch_ends_where_the_talk_goes_on() -> None:
    units = units_of(
        said(
            (TOMAS, "This next bit isn't for your notes."),
            (NADIA, "Okay."),
            (TOMAS, "The landlord has been ill for months and may have to sell the whole house before summer."),
            (NADIA, "Next one. The printer."),
            (TOMAS, "The printer is dead."),
        )
    )
    assert off_record(units) == {0, 1, 2}


def test_what_was_said_before_a_request_to_leave_it_out_is_left_out() -> None:
    units = units_of(
        said(
            (TOMAS, "The rent goes up."),
            (TOMAS, "I had an operation in May and I was not allowed to lift anything for six weeks."),
            (NADIA, "Oh dear."),
            (TOMAS, "That stays in this room, please."),
            (NADIA, "The rent, then."),
        )
    )
    assert off_record(units) == {1, 2, 3}


def test_a_moved_promise_is_not_taken_back() -> None:
    units = units_of(said((TOMAS, "I'll tell her tonight. No, actually, I'll tell her tomorrow."), (NADIA, "Good.")))
    assert not taken_back(units, 0)


def test_a_withdrawal_withdraws_the_last_offer_only() -> None:
    units = units_of(
        said(
            (TOMAS, "I'll write to the bank."),
            (NADIA, "Good."),
            (TOMAS, "I could also call the lawyer. No, forget it, it's too late."),
            (NADIA, "Fine."),
        )
    )
    assert not taken_back(units, 0)
    assert taken_back(units, 2)


def test_a_no_with_a_promise_in_it_refuses_nothing() -> None:
    units = units_of(
        said((TOMAS, "Can you ring the bank?"), (NADIA, "No problem, I'll ring them."), (TOMAS, "Shall I come?"), (NADIA, "No, please."))
    )
    assert not refused(units, 0)
    assert refused(units, 2)


def test_old_news_beside_a_promise_is_not_the_promise_done() -> None:
    units = units_of(said((TOMAS, "Did the quote come?"), (NADIA, "It came in on Monday, I'll forward it.")))
    assert not finished(units, 0)
    done = units_of(said((TOMAS, "Somebody should tell the tenants."), (NADIA, "I sent that last week.")))
    assert finished(done, 0)


def again(*lines: tuple[str | None, str]) -> date | None:
    units = units_of(said(*([(TOMAS, "We talked about the roof.")] * 12), *lines))
    found = next_meeting(units, meeting(TOMAS, NADIA), frozenset())
    assert found is None or all(0 <= i < len(units) for i in found.units)
    return found.date if found else None


def test_the_next_meeting_is_the_day_agreed_last() -> None:
    assert again((TOMAS, "So Friday again? Nine?"), (NADIA, "Friday I'm away. Monday at nine."), (TOMAS, "Monday at nine.")) == date(
        2026, 3, 16
    )
    assert again((TOMAS, "When do I have you next?"), (NADIA, "Tuesday, seven, usual."), (TOMAS, "Bye.")) == date(2026, 3, 17)


def test_a_meeting_of_others_or_a_deadline_is_no_next_meeting() -> None:
    assert again((TOMAS, "They meet the lawyers on Friday at ten."), (NADIA, "Good luck to them.")) is None
    assert again((TOMAS, "I'll send the plan by Friday."), (NADIA, "Thanks, bye.")) is None


def test_a_day_near_makes_a_task_urgent_and_no_rush_does_not() -> None:
    assert priority_of("I'll send it.", days=0) is Priority.HIGH
    assert priority_of("I'll send it.", days=9) is None
    assert priority_of("It's not a fire.", days=1) is Priority.LOW
    assert priority_of("That's the most important thing this week.") is Priority.HIGHEST


def test_priority_comes_from_words_of_urgency() -> None:
    assert priority_of("This is urgent.") is Priority.HIGH
    assert priority_of("No rush, whenever you can.") is Priority.LOW
    assert priority_of("I'll send it.") is None


def test_long_speech_is_cut_between_sentences() -> None:
    text = " ".join(f"This is sentence number {n}." for n in range(40))
    units = units_of(said((TOMAS, text)))
    assert all(len(u.text.split()) <= LONGEST for u in units)
    assert " ".join(u.text for u in units) == text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([TOMAS, NADIA, None]), st.text(max_size=80)), max_size=12))
def test_any_talk_gives_a_proven_draft(lines: list[tuple[str | None, str]]) -> None:
    result = drafted(said(*lines))
    assert not [d for d in result.diagnostics if d.code == "unverified"]


def test_an_hour_of_talk_is_drafted_quickly() -> None:
    parts = tuple(Utterance(n, "x", f"{u.text} Point {n}.", (), speaker=u.speaker) for n, u in enumerate(TALK.parts * 50, 1))
    start = time.process_time()
    EmbeddedEngine().draft(Transcript(SOURCE, parts), meeting(TOMAS, NADIA))
    # Generous: machines under load; the measured figure is in bench/extract_figures.py.
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["roles.tsv", "tagger.bin"])
@pytest.mark.parametrize("damage", [None, b"\xff\x00nonsense", b""])
def test_damaged_weights_are_an_error_that_names_the_remedy(
    name: str, damage: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if damage is not None:
        (tmp_path / name).write_bytes(damage)
    for module in (roles, tagger):
        monkeypatch.setattr(module, "files", lambda _: tmp_path)
    load = {"roles.tsv": roles.table, "tagger.bin": tagger.load}[name]
    load.cache_clear()
    try:
        with pytest.raises(EngineError) as caught:
            load()
        assert caught.value.code == "weights-damaged"
        assert "again" in caught.value.hint
    finally:
        load.cache_clear()
