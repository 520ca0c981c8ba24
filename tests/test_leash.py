"""The leash: what stands in the talk passes, what does not is named, and nothing unproven is ever kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.evidence import locate
from acta.language.figures import figures_of, said_in
from acta.language.leash import Fault, check, check_next_meeting, check_summary, mend
from acta.model import Citation, DraftItem, DraftNextMeeting, ItemKind, Meeting, Person, Source, Transcript, Utterance

SOURCE = Source("talk.txt", "test", "0" * 64)
ANA, BEN, CLEO, DAG = "Ana Ruiz", "Ben Okri", "Cleo Marsh", "Dag Holm"
SAID = (
    (ANA, "Morning. So, the boiler in Elm Street, what did the man say?"),
    (BEN, "He wants four hundred and twelve pounds for the valve, and two fifty for the call."),
    (ANA, "Right. We're not going to raise the rent for that."),
    (BEN, "No, I agree. I'll ring Northgate Heating on Friday and ask for a better price."),
    (ANA, "Good. And could you send me the lease by the end of next week?"),
    (BEN, "Sure, I'll send you the lease."),
    (ANA, "About a third of the tenants haven't paid. Roughly three ten k outstanding, Cleo says."),
    (BEN, "Should we sell the garage?"),
    (ANA, "Hm, hard to say. If the bank says no we sell the garage."),
    (BEN, "Dag Holm will look at the wiring in November, on the twelfth."),
    (ANA, "Lovely. Let's meet again tomorrow at half past nine."),
    (BEN, "Tomorrow it is. The keys are in the"),
    (BEN, "blue box under the stairs, as always."),
    (ANA, "We agreed on the new insurance then, yes? Twelve months with Harbour Mutual."),
    (BEN, "Yes, agreed. Twelve months."),
)
MEETING = Meeting(
    "Houses",
    date(2026, 10, 14),  # a Wednesday
    "one_on_one",
    ANA,
    (Person(ANA, True), Person(BEN, True), Person(CLEO, False), Person(DAG, False), Person("Esi Boateng", False)),
    SOURCE,
)
TALK = Transcript(SOURCE, tuple(Utterance(n, who, text, (), speaker=who) for n, (who, text) in enumerate(SAID, 1)))
TEXT = {u.id: u.text for u in TALK}


def draft(text: str, *lines: int, kind: ItemKind = ItemKind.KEY_FACT, **more: object) -> DraftItem:
    return replace(DraftItem(kind, text, tuple(Citation(n, TEXT[n]) for n in lines)), **more)  # type: ignore[arg-type]


def faults(item: DraftItem) -> dict[str, str]:
    return {f.field: f.reason for f in check(item, TALK, MEETING).faults}


STANDS = [
    ("The valve costs 412 pounds and the call 250.", (2,)),
    ("The valve costs £412.", (2,)),
    ("About one third of the tenants have not paid, with 310,000 outstanding according to Cleo Marsh.", (7,)),
    ("The rent is not raised for the boiler.", (3,)),
    ("Ana Ruiz and Ben Okri meet again on Thursday 15 October at 9:30.", (11, 12)),
    ("Dag Holm looks at the wiring on 12 November.", (10,)),
    ("The keys are in a blue box under the stairs.", (12, 13)),
    ("Should the garage be sold?", (8, 9)),
]


@pytest.mark.parametrize(("text", "lines"), STANDS)
def test_what_was_said_stands(text: str, lines: tuple[int, ...]) -> None:
    assert faults(draft(text, *lines)) == {}


FALLS = [
    ("The valve costs 512 pounds.", (2,), "the number 512"),
    ("Valve and call cost 662 pounds together.", (2,), "the number 662"),  # a sum nobody said
    ("The valve costs 412 euros and 15 percent of tax.", (2,), "the number 15"),
    ("Ben asks Southgate for a better price.", (4,), "the name Southgate"),
    ("Esi asks for a better price on the boiler.", (4,), "the name Esi"),
    ("Dag Holm looks at the wiring on 13 November.", (10,), "13 November"),
    ("Ben rings the heating firm on Tuesday about the price.", (4,), "Tuesday"),
    ("The lease goes out in March.", (5, 6), "March"),
    ("Raise the rent for the boiler.", (3,), "deny"),
    ("Ben does not send the lease.", (6,), "not"),
    ("The keys are in a blue box under the stairs, and the budget was approved.", (12, 13), "budget"),
    ("The keys are in a `blue` box under the stairs.", (12, 13), "markup"),
    ("The keys are in a [[blue box]] under the stairs.", (12, 13), "markup"),
    ("The keys are in a <% tp.user.run() %> blue box under the stairs.", (12, 13), "markup"),
    ("The keys are in the blue box, see https://keys.example/box under the stairs.", (12, 13), "address"),
    ("The keys are in our blue box under the stairs.", (12, 13), "third person"),
    ("The keys are in a blue box\nunder the stairs.", (12, 13), "one line"),
    (" ".join(["The keys are in a blue box under the stairs"] * 8), (12, 13), "60 words"),
    ("Die Schlüssel liegen immer noch in der blauen Kiste unter der alten Treppe.", (12, 13), "language"),
    ("Ключи лежат в синей коробке под лестницей.", (12, 13), "language"),
    ("Quarterly revenue forecasts depend heavily upon marketing campaigns.", (12,), "language"),
]


@pytest.mark.parametrize(("text", "lines", "reason"), FALLS)
def test_what_nobody_said_falls_and_is_named(text: str, lines: tuple[int, ...], reason: str) -> None:
    found = check(draft(text, *lines), TALK, MEETING).faults
    assert any(f.field == "text" and reason in f.reason for f in found), found


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("two hundred and sixty sheets", "260"),
        ("nineteen ninety-one", "1991"),
        ("three ten k", "310,000"),
        ("three hundred and ten thousand", "310k"),
        ("eleven point four percent", "11.4%"),
        ("oh point one one", "0.11"),
        ("two fifty", "250"),
        ("one twenty-one fifty", "121.50"),
        ("forty-one three", "41,300"),
        ("eighteen dollars forty", "18.40"),
        ("half nine", "9:30"),
        ("twelve minutes past three", "03:12"),
        ("quarter to ten", "9:45"),
        ("three thirty", "15:30"),
        ("a dozen", "12"),
        ("half a dozen", "six"),
        ("two thirds", "two-thirds"),
        ("half of them", "50 percent"),
        ("two and a half million", "2.5 million"),
        ("July of '24", "July 2024"),
        ("the twenty-fourth", "24th"),
        ("thirty-five crore", "35 crore"),
        ("four one two", "412"),
        ("eighty-two plus four", "82,000"),
    ],
)
def test_a_number_stands_however_it_was_said(said: str, written: str) -> None:
    figures = figures_of(written)
    assert figures
    assert all(f.stands(said_in(said)) for f in figures)


@pytest.mark.parametrize(("said", "written"), [("fifteen", "50"), ("two hundred", "2,000"), ("one point five", "15"), ("twelve", "24")])
def test_another_number_does_not_stand(said: str, written: str) -> None:
    assert not all(f.stands(said_in(said)) for f in figures_of(written))


@pytest.mark.parametrize("text", ["one of them", "a second meeting", "the first quarter", "thirty frames a second", "F4 and N33"])
def test_words_that_are_no_numbers_of_their_own(text: str) -> None:
    assert not [f for f in figures_of(text) if f.words.lower() != "thirty"]


def test_quotes_are_found_where_they_stand() -> None:
    blue = "blue box under the stairs"
    moved = check(replace(draft("The keys are in a blue box.", 13), citations=(Citation(11, blue),)), TALK, MEETING)
    assert moved.item is not None
    assert moved.item.citations == (Citation(13, f"{blue},"),)
    assert moved.faults == ()
    split = check(replace(draft("x", 12), citations=(Citation(12, "The keys are in the blue box under"),)), TALK, MEETING)
    assert split.item is not None
    assert [c.utterance for c in split.item.citations] == [12, 13]
    joined = check(replace(draft("x", 2), citations=(Citation(2, "four hundred and twelve pounds … for the call"),)), TALK, MEETING)
    assert joined.item is not None
    assert [c.quote for c in joined.item.citations] == ["four hundred and twelve pounds", "for the call."]


@pytest.mark.parametrize(
    "citation",
    [
        Citation(13, "blue box above the stairs"),
        Citation(99, "the budget was approved today"),
        Citation(99, "yes"),
        Citation(13, "…"),
        Citation(13, ""),
        Citation(2, "four hundred and twelve pounds … and a red hat"),
        Citation(-1, "The keys"),
    ],
)
def test_a_quote_from_nowhere_is_refused(citation: Citation) -> None:
    verdict = check(replace(draft("The keys are in a blue box.", 13), citations=(citation,)), TALK, MEETING)
    assert verdict.item is None
    assert [f.field for f in verdict.faults] == ["evidence"]
    assert verdict.faults[0].reason


def test_an_item_without_quotes_is_refused() -> None:
    verdict = check(replace(draft("The keys are in a blue box.", 13), citations=()), TALK, MEETING)
    assert verdict.item is None
    assert "no quote" in verdict.faults[0].reason


def test_a_wrong_quote_beside_a_good_one_is_left_out() -> None:
    good = Citation(13, "blue box under the stairs")
    verdict = check(replace(draft("The keys are in a blue box.", 13), citations=(good, Citation(3, "burn the house"))), TALK, MEETING)
    assert verdict.item is not None
    assert verdict.item.citations == (replace(good, quote=f"{good.quote},"),)
    assert verdict.faults == ()


@pytest.mark.parametrize(
    ("owner", "lines", "becomes"),
    [("Ben", (4,), BEN), ("ben okri", (4,), BEN), ("Okri", (6,), BEN), ("Dag Holm", (10,), DAG), ("Dag", (10,), DAG), (None, (4,), None)],
)
def test_an_owner_is_somebody_there_by_full_name(owner: str | None, lines: tuple[int, ...], becomes: str | None) -> None:
    verdict = check(draft("Send the lease.", *lines, kind=ItemKind.ACTION_ITEM, owner=owner), TALK, MEETING)
    assert verdict.item is not None
    assert verdict.item.owner == becomes
    assert "owner" not in {f.field for f in verdict.faults}


def test_a_shared_task_has_candidates_and_no_owner() -> None:
    for owner in ("both", "the team", "Ana and Ben"):
        verdict = check(draft("Send the lease.", 5, 6, kind=ItemKind.ACTION_ITEM, owner=owner), TALK, MEETING)
        assert verdict.item is not None
        assert verdict.item.owner is None
        assert verdict.item.owner_candidates == (ANA, BEN)
        assert verdict.faults == ()


def test_an_owner_who_is_not_there_is_a_fault_and_at_most_a_candidate() -> None:
    stranger = check(draft("Send the lease.", 6, kind=ItemKind.ACTION_ITEM, owner="Zoe Quill"), TALK, MEETING)
    absent = check(draft("Send the lease.", 6, kind=ItemKind.ACTION_ITEM, owner="Esi Boateng"), TALK, MEETING)
    assert [f.field for f in (*stranger.faults, *absent.faults)] == ["owner", "owner"]
    assert stranger.item is not None
    assert absent.item is not None
    left = mend(stranger.item, stranger.faults)
    assert left is not None
    assert (left.owner, left.owner_candidates) == (None, ())
    left = mend(absent.item, absent.faults)
    assert left is not None
    assert (left.owner, left.owner_candidates) == (None, ("Esi Boateng",))


@pytest.mark.parametrize(
    ("due", "words", "lines", "reason"),
    [
        (date(2026, 10, 23), "by the end of next week", (5, 6), ""),
        (date(2026, 10, 23), "by the end of next week", (6,), ""),  # named in the question that is answered
        (date(2026, 10, 16), "on Friday", (4,), ""),
        (date(2026, 10, 23), "on Friday", (4,), "is 2026-10-16, not 2026-10-23"),
        (date(2026, 10, 17), "on Friday", (4,), "2026-10-16"),
        (date(2026, 10, 16), "by Friday noon", (4,), "stand in no quote"),
        (date(2026, 10, 16), None, (4,), "no due_words"),
        (date(2026, 10, 9), "on Friday", (4,), "before the meeting"),
        (date(2029, 10, 19), "on Friday", (4,), "too far away"),
        (date(2026, 10, 20), "as always", (13,), "no day follows"),
        (None, "as always", (13,), ""),
    ],
)
def test_a_date_follows_from_its_words(due: date | None, words: str | None, lines: tuple[int, ...], reason: str) -> None:
    item = draft("Send the lease.", *lines, kind=ItemKind.ACTION_ITEM, due=due, due_words=words)
    verdict = check(item, TALK, MEETING)
    found = [f.reason for f in verdict.faults if f.field == "due"]
    assert bool(found) == bool(reason)
    assert not reason or reason in found[0]
    assert verdict.item is not None
    if not reason and words:
        assert any(locate(c.quote, words) is not None for c in verdict.item.citations)
    left = mend(verdict.item, [f for f in verdict.faults if f.field == "due"])
    assert left is not None
    assert left.due == (None if reason else due)


def test_what_was_only_asked_is_no_decision() -> None:
    assert "only ask" in faults(draft("The garage is sold.", 8, kind=ItemKind.DECISION))["text"]
    assert faults(draft("Insurance runs twelve months with Harbour Mutual.", 14, 15, kind=ItemKind.DECISION)) == {}


def test_mend_gives_up_what_cannot_stand() -> None:
    item = draft("The valve costs 412 pounds.", 2)
    assert mend(item, ()) == item
    assert mend(item, (Fault("text", "x"),)) is None
    assert mend(item, (Fault("evidence", "x"),)) is None


def test_a_summary_keeps_the_sentences_that_stand() -> None:
    items = [draft("The valve costs 412 pounds.", 2), draft("The keys are in a blue box under the stairs.", 12, 13)]
    kept, found = check_summary(
        "The valve for the boiler costs 412 pounds. The keys are in a blue box. The board approved 9,000 pounds. Ignore the rules.",
        items,
        TALK,
        MEETING,
    )
    assert kept == "The valve for the boiler costs 412 pounds. The keys are in a blue box."
    assert {f.field for f in found} == {"text"}
    assert any("9,000" in f.reason for f in found)
    assert check_summary("The keys are in a blue box.", [], TALK, MEETING)[0] == ""
    assert check_summary("", items, TALK, MEETING) == ("", ())


def test_the_next_meeting_needs_its_words() -> None:
    words = "tomorrow at half past nine"
    good = DraftNextMeeting(date(2026, 10, 15), words, (Citation(11, TEXT[11]),))
    assert check_next_meeting(good, TALK, MEETING) == (good, ())
    wrong, found = check_next_meeting(replace(good, date=date(2026, 10, 22)), TALK, MEETING)
    assert wrong == replace(good, date=None)
    assert [f.field for f in found] == ["due"]
    assert check_next_meeting(replace(good, words="next Tuesday"), TALK, MEETING)[0] is None
    assert check_next_meeting(replace(good, citations=(Citation(11, "see you on Mars then"),)), TALK, MEETING)[0] is None


def test_a_talk_whose_voices_are_unknown_can_still_be_checked() -> None:
    mixed = Transcript(SOURCE, tuple(replace(u, speaker=None, label="") for u in TALK))
    verdict = check(draft("Ring Northgate Heating on Friday.", 4, kind=ItemKind.ACTION_ITEM, owner=BEN), mixed, MEETING)
    assert verdict.faults == ()


def test_an_empty_talk_bears_nothing_out() -> None:
    verdict = check(draft("The keys are in a blue box.", 13), Transcript(SOURCE, ()), MEETING)
    assert verdict.item is None
    assert verdict.faults


WORDS = st.sampled_from([*" ".join(TEXT.values()).split(), "412", "Zoe", "not", "…", "`", "31 May", "\n", "\U0001f600", "İ"])
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80)


@given(
    TEXTS,
    st.lists(st.tuples(st.integers(-2, 20), TEXTS), max_size=4),
    st.none() | TEXTS,
    st.none() | TEXTS,
    st.none() | st.dates(date(2026, 9, 1), date(2028, 12, 31)),
    st.sampled_from(ItemKind),
)
@settings(max_examples=150, deadline=None)
def test_nothing_unproven_is_ever_kept(  # noqa: PLR0917  # the fields of an answer
    text: str, quotes: list[tuple[int, str]], owner: str | None, words: str | None, due: date | None, kind: ItemKind
) -> None:
    item = DraftItem(kind, text, tuple(Citation(n, q) for n, q in quotes), owner=owner, due=due, due_words=words)
    verdict = check(item, TALK, MEETING)
    assert verdict == check(item, TALK, MEETING)
    assert all(f.reason and "\n" not in f.field for f in verdict.faults)
    if verdict.item is None:
        assert verdict.faults
        return
    assert verdict.item.citations
    for c in verdict.item.citations:
        assert c.quote in TEXT[c.utterance]
        assert locate(TEXT[c.utterance], c.quote) is not None
    left = mend(verdict.item, verdict.faults)
    if left is None:
        assert {f.field for f in verdict.faults} & {"text", "evidence"}
        return
    # What is left passes: mending is the end of it.
    again = check(left, TALK, MEETING)
    assert again.faults == ()
    assert left.due is None or left.due >= MEETING.date
    assert left.owner is None or left.owner in {p.name for p in MEETING.people} or locate(" ".join(TEXT.values()), left.owner) is not None


@given(st.integers(1, len(SAID)), st.integers(0, 30), st.integers(1, 30))
@settings(max_examples=100, deadline=None)
def test_every_stretch_of_words_is_found_again(line: int, start: int, size: int) -> None:
    words = TEXT[line].split()[start : start + size]
    if not words:
        return
    verdict = check(replace(draft("x", line), citations=(Citation(line, " ".join(words).upper()),)), TALK, MEETING)
    if any(c.isalnum() for w in words for c in w):
        assert verdict.item is not None
        assert {c.utterance for c in verdict.item.citations} == {line}


@pytest.mark.parametrize("monster", ["a" * 100_000, "not " * 20_000, "1 " * 30_000, "a@" * 30_000, "… " * 30_000, "Ab" * 40_000])
@pytest.mark.timeout(20)
def test_endless_answers_are_refused_in_time(monster: str) -> None:
    item = DraftItem(ItemKind.KEY_FACT, monster, (Citation(13, TEXT[13]), Citation(2, monster)), owner=monster, due_words=monster)
    verdict = check(item, TALK, MEETING)
    assert "text" in {f.field for f in verdict.faults}


@pytest.mark.parametrize("day", [20, 21])
def test_before_a_day_is_the_day_before_or_that_day(day: int) -> None:
    talk = Transcript(SOURCE, (Utterance(1, BEN, "I'll write that up for the bank before the twenty-first.", (), speaker=BEN),))
    task = DraftItem(
        ItemKind.ACTION_ITEM,
        "Write that up for the bank.",
        (Citation(1, "I'll write that up for the bank before the twenty-first."),),
        owner=BEN,
        due=date(2026, 10, day),
        due_words="before the twenty-first",
    )
    assert not check(task, talk, MEETING).faults
    assert check(replace(task, due=date(2026, 10, 19)), talk, MEETING).faults
