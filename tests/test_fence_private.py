"""What is said about private people stays here, and meetings that are private as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from acta.fence.private import blocks, withheld
from acta.model import KnownPerson, Lexicon, Meeting, Person, Source, Transcript, Utterance

SOURCE = Source("talk.txt", "named", "0" * 64)
LEXICON = Lexicon(
    (KnownPerson("Wiebke Brandt", ("Wibi",)), KnownPerson("Mark Stone"), KnownPerson("Will Adams")), aliases=(("vibka", "Wiebke Brandt"),)
)
FILLER = "The rota for the warehouse goes up on the wall by the end of the week."


def meeting(*speakers: str, kind: str = "team", title: str = "Weekly") -> Meeting:
    return Meeting(title, date(2026, 3, 12), kind, None, tuple(Person(s, True) for s in speakers or ("Nadia Okafor", "Tomas Lind")), SOURCE)


def talk(*texts: str) -> Transcript[Utterance]:
    return Transcript(SOURCE, tuple(Utterance(i, "", t, ()) for i, t in enumerate(texts, 1)))


@pytest.mark.parametrize(
    "naming",
    [
        "Wiebke Brandt called.",
        "I spoke to Wiebke.",
        "That is Wiebke's desk.",
        "wiebke was there.",
        "Ms. Brandt called.",
        "Wibi called.",
        "Vibka called.",
        "I saw Weebke again.",
        "We saw Wiebka again.",
    ],
)
def test_whoever_names_a_private_person_is_withheld_with_what_stands_around(naming: str) -> None:
    found = withheld(talk(FILLER, FILLER, "And?", naming, "Oh.", FILLER, FILLER, FILLER), meeting(), LEXICON, ["Wiebke Brandt"])
    assert {3, 4, 5} <= set(found)
    assert not {1, 7, 8} & set(found)
    assert "Wiebke Brandt" in found[4]


def test_the_exchange_about_somebody_is_followed_by_its_pronouns() -> None:
    found = withheld(
        talk(
            FILLER,
            "Wiebke is ill.",
            "How long has she been ill?",
            "Three weeks.",
            "And her husband looks after the two boys at home now?",
            FILLER,
            FILLER,
            FILLER,
        ),
        meeting(),
        LEXICON,
        ["wiebke brandt"],
    )
    assert {2, 3, 4, 5} <= set(found)
    assert 8 not in found


@pytest.mark.parametrize(
    "text", ["Mark that as done.", "Leave a mark on the wall.", "It will rain.", "The brand new van came.", "A stone fell."]
)
def test_ordinary_words_name_nobody(text: str) -> None:
    assert withheld(talk(text.lower(), FILLER), meeting(), LEXICON, ["Mark Stone", "Will Adams", "Wiebke Brandt"]) == {}


def test_a_first_name_means_who_takes_part_not_the_private_one() -> None:
    here = meeting("Mark Holm", "Nadia Okafor")
    assert withheld(talk("Mark, can you take it?", FILLER), here, LEXICON, ["Mark Stone"]) == {}
    assert set(withheld(talk("Mark Stone takes it.", FILLER, FILLER, FILLER), here, LEXICON, ["Mark Stone"])) == {1, 2}


def test_what_a_private_person_says_is_withheld_too() -> None:
    parts = (
        Utterance(1, "", "Hello.", (), speaker="Wiebke Brandt"),
        Utterance(2, "Wiebke", "Yes.", ()),
        Utterance(3, "", FILLER, (), speaker="Tomas Lind"),
    )
    assert set(withheld(Transcript(SOURCE, parts), meeting(), LEXICON, ["Wiebke Brandt"])) == {1, 2}


@pytest.mark.parametrize(
    ("of", "kinds", "people", "why"),
    [
        (meeting(kind="hiring"), ["Hiring"], [], "hiring"),
        (meeting("Wiebke Brandt", "Tomas Lind"), [], ["Wiebke Brandt"], "takes part"),
        (meeting("Wiebke", "Tomas Lind"), [], ["Wiebke Brandt"], "takes part"),
        (meeting("Wibi", "Tomas Lind"), [], ["wiebke brandt"], "takes part"),
        (meeting(title="1:1 — Wiebke Brandt"), [], ["Wiebke Brandt"], "title"),
        (meeting(), ["hiring"], ["Wiebke Brandt"], None),
        (meeting("Wiebke Holm"), [], ["Wiebke Brandt"], None),
    ],
)
def test_meetings_that_stay_here_as_a_whole(of: Meeting, kinds: list[str], people: list[str], why: str | None) -> None:
    reason = blocks(of, kinds, people, LEXICON)
    assert (why is None and reason is None) or (why is not None and reason is not None and why in reason)


def test_an_empty_list_of_private_people_withholds_nothing() -> None:
    assert withheld(talk("Wiebke is ill."), meeting(), LEXICON, ["", " "]) == {}
    assert blocks(meeting(), [], [""], LEXICON) is None
