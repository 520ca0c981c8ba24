"""Speech becomes short sentences in the third person, and no word is added that nobody said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.understand.person import expand
from acta.understand.restate import CONNECTING, Form, restate

GOLD = Path(__file__).parents[1] / "bench" / "gold" / "train"
PRONOUN = re.compile(r"\b(I|I'm|I'll|I've|I'd|we|we're|we'll|you|you're|you'll|my|your|our|me|us)\b", re.IGNORECASE)
FORMS: tuple[Form, ...] = ("action", "statement", "question")


def lines() -> list[str]:
    found: list[str] = []
    for path in sorted(GOLD.glob("*.md")):
        talk = path.read_text(encoding="utf-8").split("## Transcript\n")[1].split("\n## Minutes")[0]
        found += [line.split(": ", 1)[1] for line in talk.splitlines() if ": " in line]
    return found


LINES = lines()


@pytest.mark.parametrize(
    ("said", "form", "text"),
    [
        ("I'll send you the deck by Monday.", "action", "Send Anselm the deck by Monday."),
        ("Can you ask Lucy to look at the, the contract?", "action", "Ask Lucy to look at the contract."),
        ("So, um, I need to redo the rota.", "action", "Redo the rota."),
        ("I'm sending you the export today, Anselm.", "action", "Send Anselm the export today."),
        ("I'm worried about the migration, right?", "statement", "Dervla is worried about the migration."),
        ("Do we know who'll pay you for it?", "question", "Does the team know who will pay Anselm for it?"),
    ],
)
def test_restated(said: str, form: Form, text: str) -> None:
    assert restate(said, speaker="Dervla Quinn", listener="Anselm Roy", form=form, names=["Dervla Quinn", "Anselm Roy", "Lucy"]) == text


def test_nothing_without_content() -> None:
    assert restate("Yeah, um, okay.", speaker="Dervla", listener=None, form="statement") is None
    assert restate("It rains.", speaker=None, listener=None, form="action") is None


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150, deadline=None)
@given(line=st.sampled_from(LINES), known=st.booleans())
def test_no_first_person_and_no_new_words(form: Form, line: str, known: bool) -> None:
    speaker, listener = ("Dervla Quinn", "Anselm Roy") if known else (None, None)
    text = restate(line, speaker=speaker, listener=listener, form=form)
    if text is None:
        return
    assert not PRONOUN.search(text)
    assert text[-1] == ("?" if form == "question" else ".")
    assert not text[0].islower()
    said = {w[:n] for w in re.findall(r"\w+", (line + " " + expand(line)).lower()) for n in (1, 2, 3)}
    new = {w for w in re.findall(r"\w+", text.lower()) if w[:3] not in said} - CONNECTING - {"dervla", "anselm", "s", "goes"}
    assert not new


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=300), form=st.sampled_from(FORMS))
def test_any_text(text: str, form: Form) -> None:
    made = restate(text, speaker="Dervla", listener=None, form=form)
    assert made is None or not PRONOUN.search(made)
