from __future__ import annotations

from pathlib import Path

import pytest

from acta import app
from acta.clean import clean
from acta.clean.lists import is_given_name, is_ordinary
from acta.clean.sound import rough_sound, sound
from acta.config import Config
from acta.model import KnownPerson, Lexicon, Segment, Source, Transcript, Utterance
from acta.vault import Vault
from acta.vault.subjects import is_subject

KNOWN = Lexicon(
    (
        KnownPerson("Kanchan Mehta", attends=True),
        KnownPerson("Marybeth Lindgren"),
        KnownPerson("Thandiwe Nkosi", attends=True),
        KnownPerson("Karin Voigt", attends=True),
        KnownPerson("Daniel Costa"),
        KnownPerson("Erik Halvorsen", attends=True),
        KnownPerson("Stu Beckmann"),
    ),
    terms=("Kestrel", "St. Alban's", "Quad Pines", "Tessera", "GLM"),
)


def heard(text: str, lexicon: Lexicon = KNOWN) -> Transcript[Utterance]:
    segments = tuple(Segment(i, "", line) for i, line in enumerate(text.splitlines()))
    return clean(Transcript(Source("x", "otter", "0" * 64), segments), lexicon)


def read(text: str, lexicon: Lexicon = KNOWN) -> str:
    return "\n".join(u.text for u in heard(text, lexicon))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I asked Marybet first.", "I asked Marybeth first."),
        ("Ask Konchan, please.", "Ask Kanchan, please."),
        ("It is in Tessero’s list.", "It is in Tessera’s list."),
        ("The “Kestrol” cutover.", "The “Kestrel” cutover."),
        ("We met at St. Albon's.", "We met at St. Alban's."),
        ("He calls Eric tomorrow.", "He calls Erik tomorrow."),
        ("It went to Quod Pones.", "It went to Quad Pines."),
        ("I told Stus, and he laughed.", "I told Stu, and he laughed."),
        ("That is Lendgren's desk.", "That is Lindgren's desk."),
    ],
)
def test_a_misheard_name_is_restored_and_what_stands_around_it_stays(said: str, meant: str) -> None:
    assert read(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "So Thandi will do it.",  # what friends call her
        "We asked Daniela about it.",  # somebody else
        "She ran two Tesseras there.",  # several
        "They compared the GLMs again.",
        "It is in Stus truck.",  # his
        "We met in the pines, under the quad.",
        "Marker pens are gone.",  # an ordinary word, with a capital because the sentence begins
        "Then Well, that was it.",
        "We saw a kestral there.\nThe Kestral flew away.",  # also written without a capital: a word of this talk
        "It is spelt Kan-chan.",
        "The ERIC form is new.",
    ],
)
def test_words_that_may_be_meant_as_they_are_stay(said: str) -> None:
    assert read(said) == said


def test_a_word_heard_right_is_never_made_into_another_known_one() -> None:
    twins = Lexicon((KnownPerson("Anna Berg", attends=True), KnownPerson("Anne Holm", attends=True), KnownPerson("Kyla Brennan")))
    said = "I saw Anna with Anne and Kyla."
    found = heard(said, twins)
    assert [u.text for u in found] == [said]
    assert [(d.code, d.where) for d in found.diagnostics] == [("similar-names", "Anna, Anne")]


def test_a_word_that_may_be_one_of_two_is_told_and_left() -> None:
    twins = Lexicon((KnownPerson("Kyla Brennan", attends=True), KnownPerson("Kyle Mraz", attends=True)))
    found = heard("Then I asked Kylo about it.", twins)
    assert [u.text for u in found] == ["Then I asked Kylo about it."]
    (doubt,) = found.diagnostics
    assert (doubt.code, doubt.where) == ("unsure-name", "Kylo")
    assert "“Kyla” or “Kyle”" in doubt.message


def test_a_common_given_name_may_be_somebody_else() -> None:
    found = heard("And then Karen wrote to us.")
    assert [u.text for u in found] == ["And then Karen wrote to us."]
    assert [(d.code, d.where) for d in found.diagnostics] == [("unsure-name", "Karen")]
    assert 'acta learn "Karen" = "Karin"' in found.diagnostics[0].message


def test_those_taking_part_go_before_the_rest_of_the_vault() -> None:
    crowd = tuple(KnownPerson(f"Kanchen{'abcdefgh'[i % 8]}{i} Test") for i in range(400))
    lexicon = Lexicon((KnownPerson("Kanchan Mehta", attends=True), KnownPerson("Conchan Rao"), *crowd))
    assert read("I asked Konchan first.", lexicon) == "I asked Kanchan first."


def test_the_change_keeps_the_word_as_it_was() -> None:
    (change,) = heard("I asked Marybet’s team.").changes
    assert (change.kind, change.was, change.now) == ("name", "Marybet’s", "Marybeth’s")
    assert change.reason


# What the user taught


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Koncha will do it.", "Kanchan Mehta will do it."),
        ("That is koncha's, not mine.", "That is Kanchan Mehta's, not mine."),
        ("I asked Koncha Mehta.", "I asked Kanchan Mehta."),
        ("We ship “cube flow” (and Cube Flow’s parts).", "We ship “Kubeflow” (and Kubeflow’s parts)."),
        ("Cube, flow on.", "Kubeflow on."),  # recognizers set commas by ear
        ("The cube flows.", "The cube flows."),
    ],
)
def test_an_alias_is_applied_whatever_stands_around_it(said: str, meant: str) -> None:
    taught = Lexicon((KnownPerson("Kanchan Mehta"),), ("Kubeflow",), aliases=(("Koncha", "Kanchan Mehta"), ("cube flow", "Kubeflow")))
    assert read(said, taught) == meant


def test_the_longest_alias_wins_and_its_kind_is_that_of_what_is_meant() -> None:
    taught = Lexicon((), ("Kubeflow",), aliases=(("cube", "Cuba"), ("cube flow", "Kubeflow")))
    (change,) = heard("Use cube flow now.", taught).changes
    assert (change.kind, change.was, change.now) == ("term", "cube flow", "Kubeflow")


# Titles of notes


def test_titles_restore_what_sounds_like_them_and_no_ordinary_word() -> None:
    titles = Lexicon(titles=("Kestrel Migration", "Novara", "Market Plan", "Board", "Care"))
    assert read("We moved Kestrol last, and the Novarra contract.", titles) == "We moved Kestrol last, and the Novara contract."
    said = "Bored people care. The Marquet was closed, and Cair came. Karen and Novaro too."
    assert read(said, titles) == said


@pytest.mark.parametrize("title", ["Kestrel", "Kestrel Migration", "Highveld Media", "project Novara", "OpenShift"])
def test_names_of_things_are_subjects(title: str) -> None:
    assert is_subject(title)


@pytest.mark.parametrize(
    "title",
    [
        "2026-03-12",
        "2026-W12",
        "12.03.26 call",
        "Daily note",
        "1:1 — Nadia Okafor — 2026-03-12",
        "Meeting with Ana",
        "What I learnt from the Kestrel cutover",
        "shopping",
        "March",
        "Invoice 20391",
        "A1",
        "",
    ],
)
def test_days_meetings_and_sentences_are_no_subjects(title: str) -> None:
    assert not is_subject(title)


def test_the_vault_gives_its_subjects_without_people_and_templates(tmp_path: Path) -> None:
    for name in (
        "People/Ana Ruiz.md",
        "Projects/Kestrel.md",
        "Daily/2026-03-12.md",
        "Templates/Offer.md",
        ".trash/Novara.md",
        "Meetings/1-1 Ana — 2026-03-12.md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    vault = Vault.open(tmp_path, state_dir=tmp_path.parent / "state")
    assert vault.subjects("People") == ("Kestrel",)
    known = app.lexicon(Config(terms=("Tessera",)), vault, ["Bo Ek"])
    assert known.titles == ("Kestrel",)
    assert known.terms == ("Tessera",)
    assert [p.name for p in known.people] == ["Ana Ruiz", "Bo Ek"]


# How words sound


@pytest.mark.parametrize(
    ("a", "b"), [("Erik", "Eric"), ("Sara", "Sarah"), ("Filip", "Philipp"), ("Tomas", "Thomas"), ("Shreyas", "Chreyas"), ("Wanda", "Vanda")]
)
def test_spellings_of_one_sound(a: str, b: str) -> None:
    assert sound(a) == sound(b)


@pytest.mark.parametrize(("a", "b"), [("Karen", "Karin"), ("Alban", "Albon"), ("Aideen", "Oideen"), ("Mihai", "Mihoi")])
def test_vowels_alone_differ(a: str, b: str) -> None:
    assert sound(a) != sound(b)
    assert rough_sound(a) == rough_sound(b)


@pytest.mark.parametrize(("a", "b"), [("Marker", "Market"), ("Ana", "Eva"), ("Vijaya", "Vera"), ("Ben", "Bert")])
def test_other_words_sound_otherwise(a: str, b: str) -> None:
    assert rough_sound(a) != rough_sound(b)


def test_the_lists_know_inflected_words_and_names() -> None:
    assert all(map(is_ordinary, ("markers", "running", "stopped", "cities", "market", "well")))
    assert not any(map(is_ordinary, ("kestrel", "thandiwe", "marybet")))
    assert is_given_name("karen")
    assert not is_given_name("kestrel")
