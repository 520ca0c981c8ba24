"""Anthropic's and Gemini's own protocols, spoken by a server of the test as far as acta needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from acta.engines import Question, TooLong
from acta.engines.client import ServiceAsker
from acta.engines.probe import probe
from acta.engines.service import Kind, Service
from acta.errors import EngineError
from faulty_server import FaultyServer, event, reply, standing, stream
from test_service import ANSWER, QUESTION, SECRET, Waits

MODELS: dict[Kind, str] = {"anthropic": "claude-sonnet-4-5", "google": "gemini-2.5-flash"}
LISTS: dict[Kind, object] = {
    "anthropic": {
        "data": [
            {"id": name, "type": "model", "display_name": name, "created_at": "2025-01-01T00:00:00Z"}
            for name in ("claude-sonnet-4-5", "claude-x")
        ],
        "has_more": False,
        "first_id": None,
        "last_id": None,
    },
    "google": {"models": [{"name": "models/gemini-2.5-flash"}, {"name": "models/gemini-x"}]},
}


def anthropic(text: str, *, reason: str | None = "end_turn", tokens_in: int = 90, tokens_out: int = 30) -> list[bytes]:
    message: dict[str, Any] = {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": tokens_in, "output_tokens": 1},
    }
    half = len(text) // 2
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text[:half]}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text[half:]}},
    ]
    if reason:
        events += [
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {"output_tokens": tokens_out}},
            {"type": "message_stop"},
        ]
    return [f"event: {one['type']}\n".encode() + event(one) for one in events]


def google(text: str, *, reason: str | None = "STOP", tokens_in: int = 90, tokens_out: int = 30) -> list[bytes]:
    half = len(text) // 2
    usage = {"promptTokenCount": tokens_in, "candidatesTokenCount": tokens_out, "totalTokenCount": tokens_in + tokens_out}
    last: dict[str, Any] = {"content": {"parts": [{"text": text[half:]}], "role": "model"}, "index": 0}
    if reason:
        last["finishReason"] = {"end_turn": "STOP", "max_tokens": "MAX_TOKENS", "refusal": "SAFETY"}.get(reason, reason)
    return [
        event({"candidates": [{"content": {"parts": [{"text": text[:half]}], "role": "model"}, "index": 0}], "modelVersion": "m"}),
        event({"candidates": [last], "usageMetadata": usage if reason else {}, "modelVersion": "m"}),
    ]


SAYS = {"anthropic": anthropic, "google": google}
KINDS = pytest.mark.parametrize("kind", ["anthropic", "google"])


def complaint(kind: Kind, status: int, message: str, name: str) -> object:
    if kind == "anthropic":
        return {"type": "error", "error": {"type": name, "message": message}}
    return {"error": {"code": status, "message": message, "status": name}}


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with standing(reply(500)) as there:
        yield there


def maker(kind: Kind, server: FaultyServer, **other: Any) -> Service:
    return Service(**{"name": "there", "kind": kind, "model": MODELS[kind], "base_url": server.url, "timeout_s": 10.0} | other)


def asker(kind: Kind, server: FaultyServer, **other: Any) -> ServiceAsker:
    return ServiceAsker(maker(kind, server, **other), environment={"THERE_API_KEY": SECRET}, sleep=Waits())


@KINDS
def test_an_answer_comes_with_the_services_figures(kind: Kind, server: FaultyServer) -> None:
    server.usual = stream(SAYS[kind](ANSWER))
    answer = asker(kind, server, price_in=1.0, price_out=10.0).ask(QUESTION)
    assert (answer.text, answer.tokens_in, answer.tokens_out, answer.cut) == (ANSWER, 90, 30, False)
    assert answer.cost == pytest.approx(390e-6)
    (sent,) = server.questions
    assert SECRET in "".join(sent.headers.values())
    assert QUESTION.text in sent.body.decode()
    assert "utterance" in sent.body.decode()  # of the schema
    assert not [name for name in sent.headers if name.startswith(("x-stainless", "x-goog-api-client"))]
    assert sent.headers["user-agent"].startswith("acta/")


@KINDS
def test_a_schema_the_client_cannot_express_goes_in_words(kind: Kind, server: FaultyServer) -> None:
    server.usual = stream(SAYS[kind](ANSWER))
    untyped = Question(
        "x", "y", {"type": "object", "properties": {"a": {"enum": ["b"]}}, "required": ["a"], "additionalProperties": False}, 50
    )
    assert asker(kind, server).ask(untyped).text == ANSWER
    old = asker(kind, server, model="claude-3-haiku-20240307" if kind == "anthropic" else MODELS[kind])
    assert old.ask(QUESTION).text == ANSWER
    assert "utterance" in server.questions[-1].body.decode()


@KINDS
def test_an_answer_at_its_limit_is_cut(kind: Kind, server: FaultyServer) -> None:
    server.usual = stream(SAYS[kind](ANSWER[:20], reason="max_tokens"))
    assert asker(kind, server).ask(QUESTION).cut


@KINDS
def test_an_answer_in_words_is_passed_on_as_it_is(kind: Kind, server: FaultyServer) -> None:
    server.usual = stream(SAYS[kind]("Ich kann das nicht."))
    assert asker(kind, server).ask(QUESTION).text == "Ich kann das nicht."
    assert len(server.questions) == 1


@KINDS
def test_a_makers_library_that_is_missing_is_named(kind: Kind, server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, f"pydantic_ai.providers.{kind}", None)
    with pytest.raises(EngineError) as raised:
        asker(kind, server).ask(QUESTION)
    assert raised.value.code == "llm-not-installed"
    assert server.requests == []


@KINDS
def test_an_answer_without_its_end_is_asked_for_again(kind: Kind, server: FaultyServer) -> None:
    server.script.append(stream(SAYS[kind](ANSWER[:20], reason=None)))
    server.usual = stream(SAYS[kind](ANSWER))
    assert asker(kind, server).ask(QUESTION).text == ANSWER
    assert len(server.questions) == 2


@KINDS
def test_a_connection_that_breaks_is_tried_again(kind: Kind, server: FaultyServer) -> None:
    server.script.append(stream(SAYS[kind](ANSWER)[:2], whole=False))
    server.usual = stream(SAYS[kind](ANSWER))
    assert asker(kind, server).ask(QUESTION).text == ANSWER


@KINDS
def test_an_answer_held_back_is_told_from_others(kind: Kind, server: FaultyServer) -> None:
    server.usual = stream(SAYS[kind](ANSWER[:9], reason="refusal"))
    with pytest.raises(EngineError) as raised:
        asker(kind, server).ask(QUESTION)
    assert raised.value.code == "service-filtered"


@pytest.mark.parametrize(
    ("kind", "said", "code", "tries"),
    [
        ("anthropic", (401, "invalid x-api-key", "authentication_error"), "service-key", 1),
        ("google", (400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT"), "service-key", 1),
        ("anthropic", (400, "Your credit balance is too low to access the API.", "billing_error"), "service-quota", 1),
        ("anthropic", (529, "Overloaded", "overloaded_error"), "service-busy", 3),
        ("google", (503, "The model is overloaded.", "UNAVAILABLE"), "service-busy", 3),
        ("google", (429, "Resource has been exhausted", "RESOURCE_EXHAUSTED"), "service-busy", 3),
        ("anthropic", (404, "model: claude-sonnet-4-5", "not_found_error"), "service-model", 1),
        ("google", (404, "models/gemini-2.5-flash is not found", "NOT_FOUND"), "service-model", 1),
    ],
)
def test_what_goes_wrong_is_told_apart(kind: Kind, said: tuple[int, str, str], code: str, tries: int, server: FaultyServer) -> None:
    status, message, name = said
    body = complaint(kind, status, message, name)
    if code == "service-key" and kind == "google":
        body = {"error": {"code": 400, "message": message, "status": name, "details": [{"@type": "x", "reason": "API_KEY_INVALID"}]}}
    server.usual = lambda exchange: reply(200, LISTS[kind])(exchange) if exchange.current.method == "GET" else reply(status, body)(exchange)
    with pytest.raises(EngineError) as raised:
        asker(kind, server).ask(QUESTION)
    assert raised.value.code == code
    assert len(server.questions) == tries
    if code == "service-model":
        assert "-x" in raised.value.hint


@pytest.mark.parametrize(
    ("kind", "message", "name"),
    [
        ("anthropic", "prompt is too long: 209001 tokens > 200000 maximum", "invalid_request_error"),
        ("anthropic", "input length and `max_tokens` exceed context limit: 198000 + 8000 > 200000", "invalid_request_error"),
        ("google", "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", "INVALID_ARGUMENT"),
    ],
)
def test_what_does_not_fit_is_too_long(kind: Kind, message: str, name: str, server: FaultyServer) -> None:
    server.usual = reply(400, complaint(kind, 400, message, name))
    with pytest.raises(TooLong):
        asker(kind, server).ask(QUESTION)
    assert len(server.questions) == 1


@KINDS
def test_a_probe_finds_the_model(kind: Kind, server: FaultyServer) -> None:
    server.usual = lambda exchange: (
        reply(200, LISTS[kind]) if exchange.current.method == "GET" else stream(SAYS[kind]('{"numbers": []}'))
    )(exchange)
    found = probe(maker(kind, server), environment={"THERE_API_KEY": SECRET})
    assert found.error is None
    assert found.has_key
    assert found.lists_model
    assert found.tokens_per_s is not None
    assert SECRET not in repr(found)


@KINDS
def test_a_key_the_environment_has_for_others_stays_here(kind: Kind, server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "GEMINI_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY", "OPENAI_ORG_ID"):
        monkeypatch.setenv(name, "sk-of-somebody-else")
    server.usual = stream(SAYS[kind](ANSWER))
    assert ServiceAsker(maker(kind, server)).ask(QUESTION).text == ANSWER
    assert b"sk-of-somebody-else" not in b"".join(server.sent)
    assert json.dumps(SECRET) not in server.questions[0].body.decode()
