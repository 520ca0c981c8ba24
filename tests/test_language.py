"""Prompts, answers and parts: what a model is asked, and what is made of what it says."""

from __future__ import annotations

import json
import string
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.engines import Answer, Question, TooLong
from acta.engines.tokens import estimate
from acta.errors import EngineError
from acta.fence.fencing import Fencing
from acta.language import prompt, reply
from acta.language.engine import LanguageEngine
from acta.language.judge import draft, judge
from acta.language.prepare import Prepared
from acta.language.prompt import Line
from acta.language.topics import halves, split
from acta.model import Draft, ItemKind, Meeting, Person, Source, Transcript, Utterance

DAY = date(2026, 3, 10)
SOURCE = Source("talk.txt", "named-lines", "0" * 64)
MEETING = Meeting("Budget", DAY, "project", "Ana Ruiz", (Person("Ana Ruiz", True), Person("Ben Okri", True)), SOURCE)
SAID = (
    ("Ana Ruiz", "Let's talk about the hall for the spring fair."),
    ("Ben Okri", "The small hall holds eighty people, and last year we had a hundred and twenty."),
    ("Ana Ruiz", "Then we take the big one. Agreed?"),
    ("Ben Okri", "Agreed, the big hall."),
    ("Ana Ruiz", "Can you send the deposit by Friday?"),
    ("Ben Okri", "Sure, I'll send the deposit by Friday."),
    ("Ana Ruiz", "Who pays for the chairs, we don't know yet."),
)
DECISION = {
    "kind": "decision",
    "text": "The spring fair takes the big hall.",
    "owner": None,
    "due": None,
    "due_words": None,
    "priority": None,
    "evidence": [{"utterance": 3, "quote": "Then we take the big one."}, {"utterance": 4, "quote": "Agreed, the big hall."}],
}
TASK = {
    "kind": "action_item",
    "text": "Send the deposit for the big hall.",
    "owner": "Ben Okri",
    "due": "2026-03-13",
    "due_words": "by Friday",
    "priority": "high",
    "evidence": [{"utterance": 4, "quote": "Agreed, the big hall."}, {"utterance": 6, "quote": "I'll send the deposit by Friday"}],
}
FALSE = {**DECISION, "text": "The budget was approved.", "evidence": [{"utterance": 2, "quote": "the budget was approved"}]}
SUMMARY = "Ana Ruiz and Ben Okri talked about the hall for the spring fair. They take the big hall. Ben sends the deposit by Friday."


def transcript(said: tuple[tuple[str, str], ...] = SAID) -> Transcript[Utterance]:
    return Transcript(SOURCE, tuple(Utterance(i, who, text, (), speaker=who) for i, (who, text) in enumerate(said, 1)))


def answer(*items: dict[str, Any], summary: str = SUMMARY) -> str:
    return json.dumps({"summary": summary, "items": list(items), "next_meeting": None})


class Silent:
    """An engine that finds nothing: no hints."""

    name = "silent"

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:  # noqa: ARG002
        return Draft("", ())


class Scripted:
    """Answers with the given texts, in order, and remembers what it was asked."""

    name, model = "scripted", "script"

    def __init__(self, *answers: str | Answer | Exception, context: int = 32_000) -> None:
        self.context = context
        self._answers = list(answers)
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        now = self._answers.pop(0)
        if isinstance(now, Exception):
            raise now
        return now if isinstance(now, Answer) else Answer(now, tokens_in=100, tokens_out=50)


def engine(asker: Scripted) -> LanguageEngine:
    return LanguageEngine(asker, Silent(), fencing=Fencing(redact=False))


def prepared() -> Prepared:
    return engine(Scripted()).prepared(transcript(), MEETING)


# Answers


@pytest.mark.parametrize(
    "text",
    [
        "{answer}",
        "Here you are:\n\n```json\n{answer}\n```\n\nAnything else?",
        'First an example: {{"items": []}}. And now the minutes: {answer}',
        "<think>{{maybe}} {{x}}</think>{answer}",
        "{answer}\n{{}}",
    ],
)
def test_json_is_found_anywhere(text: str) -> None:
    found = reply.read(text.format(answer=answer(DECISION, TASK)))
    assert found is not None
    assert [i.kind for i in found.items] == [ItemKind.DECISION, ItemKind.ACTION_ITEM]
    assert found.items[1].due == date(2026, 3, 13)
    assert not found.broken


def test_a_cut_answer_gives_its_whole_items_and_says_so() -> None:
    whole = answer(DECISION, TASK)
    found = reply.read(whole[: whole.index('"due_words": "by Fri')])
    assert found is not None
    assert found.broken
    assert found.items[0].text == DECISION["text"]


def test_commas_too_many_and_curly_keys_are_mended() -> None:
    found = reply.read(
        '{"summary": "Short.", "items": [{"kind": "Open Question", "text": "Who pays?", "evidence": [{"line": "#7", "quote": "Who"},],},],}'
    )
    assert found is not None
    assert found.items[0].kind is ItemKind.OPEN_QUESTION
    assert found.items[0].citations[0].utterance == 7


def test_items_grouped_by_kind_are_read() -> None:
    found = reply.read(json.dumps({"decisions": [{"text": "A.", "evidence": []}], "items": {"risks": [{"text": "B.", "evidence": []}]}}))
    assert found is not None
    assert {i.kind for i in found.items} == {ItemKind.DECISION, ItemKind.RISK}


def test_what_cannot_be_read_is_told() -> None:
    found = reply.read(json.dumps({"items": ["no", {"kind": "poem", "text": "x"}, {**TASK, "due": "Friday"}, {"kind": "risk"}]}))
    assert found is not None
    assert len(found.problems) == 4
    assert found.items[0].due is None


@pytest.mark.parametrize("text", ["", "I cannot do that.", "[1, 2]", '{"name": "x"}', "{" * 5000, '{"items": ' + "[" * 5000])
def test_no_minutes_no_reply(text: str) -> None:
    found = reply.read(text)
    assert found is None or not found.items


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(string.printable, max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["items", "kind", "text", "evidence", "utterance", "quote", "due", "summary", "next_meeting", "words", "date"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    found = reply.read(json.dumps({"items": value, "summary": value, "next_meeting": value}))
    assert found is not None


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    reply.read(text)
    reply.read('{"items": [' + text)


# Prompts


def test_the_example_in_the_rules_has_the_shape_of_the_schema() -> None:
    page = prompt.as_page(prepared().questions()[0])
    example = json.loads(page[page.index("```json") + 7 : page.index("```", page.index("```json") + 7)])
    jsonschema.validate(example, prompt.schema())
    found = reply.read(json.dumps(example))
    assert found is not None
    assert len(found.items) == 2


def test_every_line_people_and_day_are_in_the_prompt() -> None:
    page = prompt.as_page(prepared().questions()[0])
    for number, (who, text) in enumerate(SAID, 1):
        assert f"{number} {who.split()[0]}: {text}" in page
    assert "Ana Ruiz" in page
    assert "Tuesday 2026-03-10" in page
    assert "## Tokens" not in page


def test_lines_off_the_record_are_not_in_the_prompt() -> None:
    talk = replace(transcript(), off_record=frozenset({6}))
    page = prompt.as_page(engine(Scripted()).prepared(talk, MEETING).questions()[0])
    assert "Sure, I'll send" not in page
    assert "1 lines are not shown" in page


# The leash, as a whole


def test_what_stands_is_kept_and_what_does_not_is_named() -> None:
    made = draft(prepared(), judge(prepared(), [answer(DECISION, TASK, FALSE)]))
    assert [i.text for i in made.items] == [DECISION["text"], TASK["text"]]
    assert [u.text for u in made.unverified] == ["The budget was approved."]
    assert made.unverified[0].reasons
    assert made.summary == SUMMARY


def test_a_later_answer_mends_an_earlier_one() -> None:
    mended = {**FALSE, "text": "The small hall is too small for the spring fair.", "kind": "key_fact"}
    mended["evidence"] = [{"utterance": 2, "quote": "The small hall holds eighty people, and last year we had a hundred and twenty."}]
    wrong = {**mended, "text": "The small hall holds 60 people at the spring fair."}
    right = {**mended, "text": "The small hall holds 80 people at the spring fair."}
    first = judge(prepared(), [answer(wrong)])
    assert first.failed
    both = judge(prepared(), [answer(wrong), answer(right, summary="")])
    assert [i.text for i in both.items] == [right["text"]]
    assert not both.failed


def test_what_failed_goes_back_once_with_the_reason() -> None:
    asker = Scripted(answer(DECISION, FALSE), answer(summary=""))
    made = engine(asker).draft(transcript(), MEETING)
    assert len(asker.asked) == 2
    assert "The budget was approved." in asker.asked[1].text
    assert [u.text for u in made.unverified] == ["The budget was approved."]
    assert made.usage is not None
    assert (made.usage.calls, made.usage.tokens_in) == (2, 200)


def test_nothing_borne_out_is_no_draft() -> None:
    with pytest.raises(EngineError) as caught:
        engine(Scripted(answer(FALSE), answer(FALSE, summary=""))).draft(transcript(), MEETING)
    assert caught.value.code == "nothing-verified"


def test_an_answer_without_minutes_is_asked_for_once_more() -> None:
    made = engine(Scripted("I would rather not.", answer(DECISION, TASK))).draft(transcript(), MEETING)
    assert len(made.items) == 2
    with pytest.raises(EngineError) as caught:
        engine(Scripted("No.", "No.")).draft(transcript(), MEETING)
    assert caught.value.code == "bad-answer"


def test_items_of_several_answers_become_one() -> None:
    again = {**TASK, "kind": "follow_up", "text": "Send the deposit for the hall.", "due": None, "due_words": None}
    made = draft(prepared(), judge(prepared(), [answer(TASK), answer(again)]))
    assert len(made.items) == 1
    assert made.items[0].kind is ItemKind.ACTION_ITEM
    assert made.items[0].due == date(2026, 3, 13)


# Long talks


TALK = st.lists(
    st.lists(st.sampled_from(["the", "hall", "budget", "deposit", "friday", "chairs", "people", "agreed"]), min_size=1, max_size=40),
    max_size=80,
)


@given(TALK, st.integers(60, 400))
def test_every_line_is_in_a_part_and_every_part_fits(talk: list[list[str]], room: int) -> None:
    lines = [Line(i, "Ana", " ".join(words)) for i, words in enumerate(talk, 1)]
    parts = split(lines, room, estimate)
    assert {n.number for p in parts for n in p} == {n.number for n in lines}
    for part in parts:
        assert [n.number for n in part] == list(range(part[0].number, part[-1].number + 1))
        assert len(part) == 1 or sum(estimate(str(n)) + 1 for n in part) <= room
    assert all(a[0].number < b[0].number and a[-1].number < b[-1].number for a, b in pairwise(parts))


@given(st.integers(8, 60))
def test_halves_hold_everything_and_are_smaller(n: int) -> None:
    lines = [Line(i, "Ana", f"word{i} hall") for i in range(1, n + 1)]
    first, second = halves(lines)
    assert {x.number for x in (*first, *second)} == set(range(1, n + 1))
    assert len(first) < n
    assert len(second) < n


def test_a_talk_parts_where_the_topic_changes() -> None:
    hall = [Line(i, "Ana", "the hall and its chairs and tables and the stage") for i in range(1, 31)]
    money = [Line(i, "Ben", "money invoices budget payments bank account") for i in range(31, 61)]
    first = split([*hall, *money], sum(estimate(str(n)) + 1 for n in [*hall, *money[:8]]), estimate)[0]
    assert first[-1].number == 30


def test_what_is_too_long_is_read_in_halves() -> None:
    asker = Scripted(TooLong(), answer(DECISION, summary=""), answer(TASK, summary=""), answer(summary=SUMMARY))
    talk = transcript(tuple(SAID[i % len(SAID)] if i >= len(SAID) else SAID[i] for i in range(len(SAID) * 2)))
    made = engine(asker).draft(talk, MEETING)
    assert {i.text for i in made.items} == {DECISION["text"], TASK["text"]}
    assert made.summary == SUMMARY
    sent = asker.asked[1].text + asker.asked[2].text
    assert all(f"{u.id} {u.speaker.split()[0]}: {u.text}" in sent for u in talk if u.speaker)


def test_a_cut_answer_is_not_believed_to_be_whole() -> None:
    whole = answer(DECISION, TASK)
    cut = Answer(whole[:-30], cut=True)
    talk = transcript(SAID * 2)
    asker = Scripted(cut, answer(DECISION, summary=""), answer(TASK, summary=""), answer(summary=SUMMARY))
    made = engine(asker).draft(talk, MEETING)
    assert len(asker.asked) == 4
    assert {i.text for i in made.items} == {DECISION["text"], TASK["text"]}


def test_a_context_that_holds_nothing_is_refused() -> None:
    with pytest.raises(EngineError) as caught:
        engine(Scripted(context=2_000)).draft(transcript(), MEETING)
    assert caught.value.code == "small-context"
