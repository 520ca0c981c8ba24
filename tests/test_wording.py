"""Items are worded so that who was not there understands them: what "it" is, who "I" was, and nothing that was only a condition."""

from __future__ import annotations

from datetime import date

import pytest

from acta.model import ItemKind, Meeting, Person, Source, Utterance
from acta.understand import restate
from acta.understand.choose import Candidate
from acta.understand.grammar import words_with_tags
from acta.understand.numerals import digits
from acta.understand.person import expand
from acta.understand.restate import Restated, action, lines_of, question, statement
from acta.understand.speech import clean_sentence
from acta.understand.summary import topics_of
from acta.understand.units import units_of
from acta.understand.wording import Scribe, Worded

DERVLA, ANSELM, LUCY = "Dervla Quinn", "Anselm Roy", "Lucy Tran"
NAMES = [DERVLA, ANSELM, LUCY]
FIRSTS = {n.split()[0]: n.split()[0] for n in NAMES}
SOURCE = Source("talk.txt", "named", "0" * 64)
MEETING = Meeting("Talk", date(2026, 3, 12), "default", DERVLA, tuple(Person(n, n != LUCY) for n in NAMES), SOURCE)


def told(said: str, speaker: str | None = DERVLA, listener: str | None = ANSELM) -> Restated | None:
    return statement(lines_of(said, speaker=speaker, listener=listener, names=NAMES)[0], FIRSTS)


def task(said: str, speaker: str | None = DERVLA, listener: str | None = ANSELM) -> Restated | None:
    return action(lines_of(said, speaker=speaker, listener=listener, names=NAMES)[0], FIRSTS)


def worded(*said: tuple[str, str], kind: ItemKind = ItemKind.ACTION_ITEM) -> Worded | None:
    """The wording of the last of the lines."""
    units = units_of([Utterance(n, s.split()[0], t, (), speaker=s) for n, (s, t) in enumerate(said, 1)])
    last = units[-1].index
    return Scribe(units, MEETING).word(Candidate(kind, last, (last,), 0.0))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("I've got this recording, my wrist's in a strap.", "Dervla has this recording; their wrist is in a strap."),
        ("We haven't got a spare pump for the cellar.", "The team does not have a spare pump for the cellar."),
        ("I rang the client and I told them the price.", "Dervla rang the client and told them the price."),
        ("The Ardvourlie show, it's on the thirteenth of June.", "The Ardvourlie show is on 13 June."),
        ("I had two hundred cars and I'd no list of the plates.", "Dervla had 200 cars and had no list of the plates."),
        ("The licence breaks when you save inside a bubble.", "The licence breaks when one saves inside a bubble."),
        ("The board, mind, hasn't signed the lease, I suppose.", "The board, has not signed the lease."),
        ("I renew the certificate, it takes ten minutes.", "Dervla renews the certificate; it takes 10 minutes."),
        ("If Lucy finds the letter, she'd be right about the lease.", "If Lucy finds the letter, she would be right about the lease."),
    ],
)
def test_statements_read_as_written_english(said: str, text: str) -> None:
    made = told(said)
    assert made is not None
    assert made.text == text


@pytest.mark.parametrize(
    "said",
    [
        "If we begin the bath in January, the pieces can go.",
        "I haven't decided what I'll do about that bill.",
        "I don't think that I can sign the lease without the line moving.",
        "Give me until the tenth for the list of places.",
        "He'd be right about the licence.",
    ],
)
def test_a_condition_or_a_doubt_is_no_task(said: str) -> None:
    assert task(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "She said, no, it is the settlement date, give me five minutes with the file.",
        'I asked her, what about the sleeve, and she said, "I would wet clean the whole band."',
        'The message read "I closed the valve", with a picture of the boiler.',
    ],
)
def test_the_first_person_of_a_quotation_is_not_the_speaker(said: str) -> None:
    assert told(said) is None


def test_the_speaker_may_report_themselves() -> None:
    assert told("I said I would close the valve in the boiler room.") is not None


def test_somebody_undecided_is_left_out_where_the_sentence_stands_without() -> None:
    made = task("I'll send you the list of plates tonight.", None, None)
    assert made is not None
    assert made.text == "Send the list of plates tonight."


def test_a_task_that_points_takes_what_was_asked_for() -> None:
    made = worded((ANSELM, "Can you check the pressure gauge in the cellar?"), (DERVLA, "Yes. I'll do it on Monday."))
    assert made is not None
    assert made.text == "Check the pressure gauge in the cellar on Monday."
    assert made.besides == (0,)


def test_it_is_the_thing_the_speaker_holds() -> None:
    made = worded((ANSELM, "He has counted the wind days in full."), (DERVLA, "I have the log with the days. I can send you it tonight."))
    assert made is not None
    assert made.text.startswith("Send Anselm the log")


def test_a_task_is_not_explained_by_a_sentence_from_elsewhere() -> None:
    made = worded(
        (ANSELM, "The eisteddfod is on the thirteenth of June in the large hall."),
        (DERVLA, "Mm."),
        (ANSELM, "Hm."),
        (DERVLA, "Oh."),
        (ANSELM, "Mm."),
        (DERVLA, "I'll ring him tonight about this."),
    )
    assert made is not None
    assert "eisteddfod" not in made.text


def test_she_may_be_somebody_without_a_name() -> None:
    made = worded(
        (ANSELM, "Lucy wrote the first draft of the will."),
        (ANSELM, "And there is a lawyer in the village."),
        (DERVLA, "She signed the lease of the mill in August."),
        kind=ItemKind.KEY_FACT,
    )
    assert made is not None
    assert "Lucy" not in made.text


def test_a_question_without_what_leads_to_it() -> None:
    (line,) = lines_of("I wanted to ask, did Lucy change the old key?", speaker=DERVLA, listener=ANSELM, names=NAMES)
    made = question(line, FIRSTS)
    assert made is not None
    assert made.text == "Did Lucy change the old key?"


def test_an_unknown_ends_where_the_next_clause_begins() -> None:
    (line,) = lines_of("I don't know who pays the fine, I have to call the insurance.", speaker=DERVLA, listener=ANSELM, names=NAMES)
    made = question(line, FIRSTS)
    assert made is not None
    assert made.text == "Who pays the fine?"


def test_that_may_be_the_last_word() -> None:
    made = told("The lawyer next door would love that.")
    assert made is not None
    assert made.text == "The lawyer next door would love that."


def test_who_leans_on_the_sentence_before_is_worth_less() -> None:
    alone, leaning = told("The teeth are in on Friday with the lamp."), told("They are in on Friday with the lamp.")
    assert alone is not None
    assert leaning is not None
    assert alone.lost == 0.0
    assert leaning.lost > 0.0
    assert alone.quality > leaning.quality


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I can't find 'em.", "I cannot find them."),
        ("One's got a nest in it.", "One has a nest in it."),
        ("What's it cost?", "What does it cost?"),
        ("I'd to ring her.", "I had to ring her."),
        ("I'd ring her.", "I would ring her."),
        ("He's done six years in Lyon.", "He has done six years in Lyon."),
        ("He's done with it.", "He is done with it."),
        ("He's got up early.", "He has got up early."),
    ],
)
def test_short_forms_written_out(said: str, written: str) -> None:
    assert expand(said) == written


def test_a_meaningful_last_word_is_no_tag() -> None:
    assert clean_sentence("What do you think?") == "What do you think?"
    assert clean_sentence("It stays until, let's say until Christmas.") == "It stays until Christmas."
    assert clean_sentence("A cut on, let's say, the first.") == "A cut on, the first."
    assert clean_sentence("It's the right one, right?") == "It's the right one?"
    assert clean_sentence("I'll ring the mother, then, and offer the garden.") == "I'll ring the mother and offer the garden."


def test_decades_and_less_than_one() -> None:
    assert digits("fifteen eighties") == "fifteen eighties"
    assert digits("since then it's zero point six") == "since then it's 0.6"


def test_a_topic_has_the_capital_of_a_name_only() -> None:
    lines = [
        "Online diary, then.",
        "The online diary is free.",
        "Hands up for the Online diary.",
        "Polling Karkonosze now.",
        "We went to Karkonosze.",
    ]
    units = units_of([Utterance(n, "A", f"{t} Diary. Karkonosze.", (), speaker=DERVLA) for n, t in enumerate(lines, 1)])
    topics = topics_of([words_with_tags(t) for t in lines], units, MEETING)
    assert "Karkonosze" in " ".join(topics)
    assert not any(t.startswith("Online") for t in topics)


def test_who_is_only_called_by_name_is_not_spoken_of() -> None:
    firsts = {"Stellan": "Stellan Berg", "Mirela": "Mirela Dragan"}
    assert restate.named("Stellan, did you get the log out?", firsts) == []
    assert restate.named("Did you get the log out, Stellan?", firsts) == []
    assert restate.named("Mirela, has Stellan got the log?", firsts) == ["Stellan Berg"]
    assert restate.named("Mirela said the log is out.", firsts) == ["Mirela Dragan"]
