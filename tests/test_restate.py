"""Speech becomes short sentences in the third person, and no word is added that nobody said."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.extract import extract
from acta.model import ItemKind, Meeting, Person, Source, Transcript, Utterance
from acta.understand import EmbeddedEngine
from acta.understand.numerals import digits
from acta.understand.person import expand
from acta.understand.restate import CONNECTING, Restated, action, lines_of, question, statement
from acta.understand.speech import clean_sentence
from acta.understand.verbs import base_of_ing, third_person

GOLD = Path(__file__).parents[1] / "bench" / "gold" / "train"
PRONOUN = re.compile(r"\b(I|I'm|I'll|I've|I'd|we|we're|we'll|you|you're|you'll|my|your|our|me|us)\b", re.IGNORECASE)
NAMES = ["Dervla Quinn", "Anselm Roy", "Lucy Tran"]
FULL = {n.split()[0]: n.split()[0] for n in NAMES}
FORMS = {"action": action, "statement": statement, "question": question}


def restated(form: str, said: str, speaker: str | None = "Dervla Quinn", listener: str | None = "Anselm Roy") -> Restated | None:
    lines = lines_of(said, speaker=speaker, listener=listener, names=NAMES)
    return FORMS[form](lines[0], FULL) if lines else None


@pytest.mark.parametrize(
    ("form", "said", "text"),
    [
        ("action", "I'll send you the deck by Monday.", "Send Anselm the deck by Monday."),
        ("action", "Can you ask Lucy to look at the, the contract?", "Ask Lucy to look at the contract."),
        ("action", "So, um, I need to redo the rota.", "Redo the rota."),
        ("action", "I'm sending you the export today, Anselm.", "Send Anselm the export today."),
        ("action", "What I'll also do is test it, all eleven freezers.", "Test it, all 11 freezers."),
        ("action", "I'll write to her today and you'll get a copy.", "Write to her today."),
        ("statement", "I'm worried about the migration, right?", "Dervla is worried about the migration."),
        ("statement", "I don't trust the numbers from July.", "Dervla does not trust the numbers from July."),
        (
            "statement",
            "We've got two hundred and sixty users, and I'll train them.",
            "The team has 260 users, and Dervla will train them.",
        ),
        ("statement", "Lucy's aware of the delay in the archive.", "Lucy is aware of the delay in the archive."),
        ("statement", "It's in Lucy's own write-up from the third of May.", "It is in Lucy's own write-up from 3 May."),
        ("question", "Do we know who'll pay you for it?", "Does the team know who will pay Anselm for it?"),
        ("question", "I don't know whether the bank needs to hear about this.", "Whether the bank needs to hear about this?"),
    ],
)
def test_restated(form: str, said: str, text: str) -> None:
    made = restated(form, said)
    assert made is not None
    assert made.text == text


def test_nothing_without_content() -> None:
    assert restated("statement", "Yeah, um, okay.") is None
    assert restated("action", "It rains.", None, None) is None
    assert restated("question", "It rains.") is None


def test_a_sentence_that_stands_alone_is_worth_more() -> None:
    def quality(said: str) -> float:
        made = restated("statement", said)
        assert made is not None
        return made.quality

    assert quality("The cutover stays on the last weekend of April.") > quality("If the cutover stays on the last weekend of April.")
    assert quality("The scripts were written by contractors.") > quality("They were written by contractors.")
    assert quality("The scripts were written by contractors.") > quality("The scripts, the ones by contractors.")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("eleven point four petabytes", "11.4 petabytes"),
        ("a hundred and forty clinics", "140 clinics"),
        ("thirty-eight thousand euros", "38,000 euros"),
        ("two point five million", "2.5 million"),
        ("on the thirtieth of June", "on 30 June"),
        ("March the third", "3 March"),
        ("by the twentieth", "by the 20th"),
        ("in twenty twenty-three", "in 2023"),
        ("two forty in the morning", "2:40 in the morning"),
        ("six percent", "6 percent"),
        ("owed twenty-three and a half", "owed 23.5"),
        # Not one number for certain, or better as a word: left as said.
        ("two fifty each", "two fifty each"),
        ("three, four people", "three, four people"),
        ("twenty to four", "twenty to four"),
        ("two of the five nodes", "two of the five nodes"),
        ("the second one", "the second one"),
        ("twenty-something", "twenty-something"),
    ],
)
def test_numbers_in_digits(said: str, text: str) -> None:
    assert digits(said) == text


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -,.ABC", max_size=60))
def test_text_without_numbers_keeps_its_words(text: str) -> None:
    made = digits(text)
    if not any(c.isdigit() for c in made):
        assert made == text


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text(form: str, text: str) -> None:
    made = restated(form, text)
    assert made is None or not PRONOUN.search(made.text)


def talk_of(path: Path) -> tuple[Transcript[Utterance], Meeting]:
    head, talk = re.split(r"\n---\n## Transcript\n", path.read_text(encoding="utf-8").removeprefix("---\n"))
    facts = yaml.safe_load(head)
    full = {p["name"].split()[0]: p["name"] for p in facts["people"] if p["speaks"]}
    lines = [re.match(r"(\d+) ([^:]+): (.+)$", line) for line in talk.split("\n## Minutes")[0].splitlines()]
    source = Source(path.name, "named", "0" * 64)
    parts = tuple(Utterance(int(m[1]), m[2], m[3], (), speaker=full[m[2]]) for m in lines if m)
    people = tuple(Person(p["name"], p["speaks"]) for p in facts["people"])
    return Transcript(source, parts), Meeting(facts["title"], date.fromisoformat(str(facts["date"])), "default", None, people, source)


def may_be_said(text: str, quotes: list[str], meeting: Meeting) -> set[str]:
    """The words of ``text`` that neither the quotes, nor the names, nor the list of connecting words account for."""
    sources = [q for q in quotes for q in (q, expand(q), digits(expand(q)), digits(expand(clean_sentence(q))))]
    said = {w for s in sources for w in re.findall(r"[\w]+", s.lower())}
    said |= {third_person(w) for w in said} | {b for w in said if (b := base_of_ing(w))}
    said |= {w.lower() for p in meeting.people for w in re.findall(r"\w+", p.name)}
    return {w for w in re.findall(r"[\w]+", text.lower()) if w not in said and w not in CONNECTING and w != "s"}


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.md"))[::9], ids=lambda p: p.stem)
def test_no_word_is_added(path: Path) -> None:
    transcript, meeting = talk_of(path)
    minutes = extract(transcript, meeting, EmbeddedEngine())
    assert len(minutes.items) > 5
    for item in minutes.items:
        assert not PRONOUN.search(item.text), item.text
        assert item.text[-1] in ".?"
        assert item.kind is ItemKind.OPEN_QUESTION or not item.text.endswith("?")
        assert not may_be_said(item.text, [e.quote for e in item.evidence], meeting), (item.text, [e.quote for e in item.evidence])
