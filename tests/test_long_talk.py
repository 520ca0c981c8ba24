"""A day of talk through a small model: every line is asked about, in parts that fit, and nothing is cut off unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from faulty_server import Exchange, FaultyServer, Request, reply, said, standing, stream
from long_talk import day_of_talk
from minute_taker import minutes, promises, read_question, taking_minutes
from test_asking import allowed, alone
from test_cli import acta, place

__all__ = ["alone", "place"]  # fixtures are had by their names

CONTEXT = 8_000
WHO = ["--owner", "Ana Ruiz", "--date", "2026-03-11"]


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with standing(taking_minutes(context=CONTEXT)) as there:
        yield there


def ask(place: Path, *more: str | Path) -> Result:
    return acta("note", place / "day.txt", "--vault", place / "vault", *WHO, "--engine", "here", *more)


def noted(place: Path, server: FaultyServer, words: int) -> tuple[dict[str, Any], str]:
    """What a note of ``words`` words takes and holds, as JSON, and what was told."""
    (place / "day.txt").write_text(day_of_talk(words), encoding="utf-8")
    allowed(place, server, "--context", str(CONTEXT))
    result = ask(place, "--json", place / "out.json")
    assert result.exit_code == 0, result.output
    return json.loads((place / "out.json").read_text(encoding="utf-8")), result.stderr


def lines_in(requests: list[Request]) -> dict[int, str]:
    return {number: words for request in requests for number, _, words in read_question(request.body).lines}


def withheld(document: dict[str, Any]) -> int:
    (told,) = [d["message"] for d in document["diagnostics"] if d["code"] == "withheld"] or ["0"]
    return int(told.split()[0])


def shows_every_line(document: dict[str, Any], sent: dict[int, str]) -> None:
    """Fail unless every utterance that is not private was sent, word for word."""
    spoken = {u["id"]: " ".join(u["text"].split()) for u in document["utterances"] if u["text"].strip()}
    assert len(spoken) - len(sent) == withheld(document)
    assert {number: spoken[number] for number in sent} == sent


def test_eight_hours_through_a_model_of_8000_tokens(place: Path, server: FaultyServer) -> None:
    document, told = noted(place, server, 70_000)
    assert document["meeting"]["duration_ms"] > 7.9 * 3_600_000
    shows_every_line(document, lines_in(server.questions))
    assert max(read_question(q.body).tokens + q.json["max_tokens"] for q in server.questions) <= CONTEXT
    usage = document["usage"]
    assert usage["calls"] == len(server.questions) > 50
    assert re.search(rf"asked here \(minutes-1\): {len(server.questions)} calls, ", told)
    assert len(document["items"]) > 100
    last = max(u["id"] for u in document["utterances"])
    found = {e["utterance"] * 10 // last for item in document["items"] for e in item["evidence"]}
    assert found >= set(range(9))  # from the whole day, not from its beginning


def test_a_server_that_takes_less_than_it_was_said_to_gets_halves(place: Path, server: FaultyServer) -> None:
    server.usual = taking_minutes(context=3_000)
    document, _ = noted(place, server, 6_000)
    refused = [q for q in server.questions if read_question(q.body).tokens > 3_000]
    assert refused
    answered = [q for q in server.questions if read_question(q.body).tokens <= 3_000]
    shows_every_line(document, lines_in(answered))


def test_an_answer_that_is_cut_is_asked_for_again_in_halves(place: Path, server: FaultyServer) -> None:
    most = 3

    def short_of_breath(exchange: Exchange) -> None:
        question = read_question(exchange.current.body)
        if len(promises(question)) > most:
            text = minutes(question)
            stream(said(text[: len(text) * 2 // 3], tokens_in=question.tokens, finish="length", size=400))(exchange)
        else:
            taking_minutes()(exchange)

    whole, _ = noted(place, server, 6_000)
    server.requests.clear()
    server.usual = short_of_breath
    result = acta(
        "note", place / "day.txt", "--vault", place / "vault", *WHO, "--engine", "here", "--fresh", "--json", place / "again.json"
    )
    assert result.exit_code == 0, result.output
    in_halves = json.loads((place / "again.json").read_text(encoding="utf-8"))
    assert len(server.questions) > whole["usage"]["calls"]
    assert {i["text"] for i in in_halves["items"]} == {i["text"] for i in whole["items"]}


def test_an_answer_that_is_cut_however_little_is_asked_is_told(place: Path, server: FaultyServer) -> None:
    def never_ending(exchange: Exchange) -> None:
        question = read_question(exchange.current.body)
        text = minutes(question)
        stream(said(text[:-3], tokens_in=question.tokens, finish="length", size=400))(exchange)

    (place / "day.txt").write_text(day_of_talk(400), encoding="utf-8")
    allowed(place, server)
    server.usual = never_ending
    result = ask(place)
    assert result.exit_code in (0, 20), result.output
    assert "broke off" in result.stderr or "[bad-answer]" in result.stderr


def test_what_was_answered_before_a_failure_is_not_asked_again(place: Path, server: FaultyServer) -> None:
    usual, answered = server.usual, 5

    def failing_later(exchange: Exchange) -> None:
        behave = usual if len(server.questions) <= answered else reply(401, "no more")
        behave(exchange)

    (place / "day.txt").write_text(day_of_talk(9_000), encoding="utf-8")
    allowed(place, server, "--context", str(CONTEXT))
    server.usual = failing_later
    assert ask(place).exit_code == 20
    assert not list((place / "vault").rglob("*.md"))
    server.requests.clear()
    server.usual = usual
    again = ask(place)
    assert again.exit_code == 0, again.output
    assert f"; {answered} more were answered before" in again.stderr
