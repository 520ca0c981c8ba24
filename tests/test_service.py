"""Questions to real and to broken services: what is sent, what is made of the answer, and what a person is told."""

from __future__ import annotations

import itertools
import json
import logging
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import llama_server
from acta.engines import Question, TooLong
from acta.engines.answers import Answers
from acta.engines.client import ServiceAsker
from acta.engines.ledger import Ledger
from acta.engines.probe import probe
from acta.engines.service import Service
from acta.errors import ActaError, ConfigError, EngineError, StoreError
from faulty_server import FaultyServer, complaint, event, passing_on, reply, said, silence, slam, standing, stream

SECRET = "sk-test-4f8a1c90d2"  # noqa: S105  # of nobody
SCHEMA = {
    "type": "object",
    "properties": {
        "summary": {"type": "string", "maxLength": 12},
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "object",
                "properties": {"kind": {"enum": ["decision", "risk"]}, "utterance": {"type": "integer", "minimum": 0, "maximum": 99}},
                "required": ["kind", "utterance"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["summary", "items"],
    "additionalProperties": False,
}
QUESTION = Question("You take minutes.", "1 Ana: We ship on Friday.", SCHEMA, 400)
ANSWER = '{"summary": "They ship on Friday.", "items": []}'


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not llama_server.installed():
        pytest.skip("the package xllamacpp, a real server of language models, is not built for this system")
    with llama_server.running(tmp_path_factory.mktemp("llama")) as url:
        yield url


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with standing(stream(said(ANSWER))) as there:
        yield there


class Waits(list[float]):
    """Stands for the clock: keeps how long it was to wait, and does not."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def service(url: str, **other: Any) -> Service:
    settings: dict[str, Any] = {"name": "here", "kind": "openai", "model": llama_server.MODEL, "base_url": f"{url}/v1", "timeout_s": 10.0}
    return Service(**settings | other)


def asker(at: str | Service, **other: Any) -> ServiceAsker:
    where = service(at) if isinstance(at, str) else at
    return ServiceAsker(where, **{"environment": {"HERE_API_KEY": SECRET}, "sleep": Waits()} | other)


def refusal(at: str | Service, question: Question = QUESTION, **other: Any) -> EngineError:
    with pytest.raises(EngineError) as raised:
        asker(at, **other).ask(question)
    assert raised.value.message
    assert raised.value.hint
    return raised.value


# A real server


def test_a_real_server_answers_in_the_shape_it_was_asked_for(llama: str) -> None:
    with standing(passing_on(llama)) as between:
        answer = asker(between.url).ask(QUESTION)
    jsonschema.validate(json.loads(answer.text), SCHEMA)
    (sent,) = between.questions
    assert sent.json["stream"] is True
    assert sent.json["temperature"] == 0
    assert sent.json["max_tokens"] == QUESTION.longest
    assert sent.json["response_format"]["json_schema"]["schema"]["required"] == ["summary", "items"]
    assert [m["content"] for m in sent.json["messages"]] == [QUESTION.instructions, QUESTION.text]
    assert answer.tokens_in > len(QUESTION.text)  # its tokens are single letters
    assert answer.tokens_out > 10
    assert not answer.cut
    assert answer.seconds > 0


def test_a_real_answer_ends_at_its_limit_and_says_so(llama: str) -> None:
    answer = asker(llama).ask(Question(QUESTION.instructions, QUESTION.text, SCHEMA, 6))
    assert answer.cut
    assert answer.tokens_out == 6


def test_what_does_not_fit_into_a_real_server_is_too_long(llama: str) -> None:
    with pytest.raises(TooLong):
        asker(llama).ask(Question("You take minutes.", "We ship on Friday. " * 80, SCHEMA, 50))


def test_a_real_answer_that_breaks_off_is_asked_for_again(llama: str) -> None:
    waits = Waits()
    with standing(passing_on(llama)) as between:
        between.script.append(passing_on(llama, cut_after=900))
        answer = asker(between.url, sleep=waits).ask(QUESTION)
    jsonschema.validate(json.loads(answer.text), SCHEMA)
    assert len(between.questions) == 2
    assert len(waits) == 1


def test_a_real_server_is_probed_without_a_word_of_anybody(llama: str) -> None:
    found = probe(service(llama), environment={})
    assert found.error is None
    assert found.reachable
    assert not found.has_key
    assert found.lists_model
    assert found.takes_schema
    assert found.first_token_s is not None
    assert found.first_token_s > 0
    assert found.tokens_per_s is not None
    assert found.tokens_per_s > 1


def test_a_real_server_names_its_models_where_the_address_is_wrong(llama: str) -> None:
    error = refusal(service(f"{llama}/v9"))
    assert error.code == "service-model"
    assert "/v1" in error.hint


# What is sent


def test_nothing_about_this_machine_is_sent(server: FaultyServer) -> None:
    asker(server.url).ask(QUESTION)
    (sent,) = server.questions
    assert sent.headers["authorization"] == f"Bearer {SECRET}"
    assert sent.headers["user-agent"].startswith("acta/")
    assert not [name for name in sent.headers if name.startswith(("x-stainless", "openai-"))]


def test_a_server_without_a_key_is_sent_none(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-maker")
    ServiceAsker(service(server.url)).ask(QUESTION)
    assert b"sk-of-the-maker" not in b"".join(server.sent)
    assert "authorization" not in server.questions[0].headers


def test_a_local_service_is_reached_past_the_proxies_of_the_environment(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing(reply(200)) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert asker(server.url).ask(QUESTION).text == ANSWER
        assert probe(service(server.url), environment={}).error is None
    assert proxy.sent == []


def test_a_redirection_is_not_followed(server: FaultyServer) -> None:
    with standing(reply(307, "", {"Location": f"{server.url}/v1/chat/completions"})) as first:
        assert refusal(first.url).code in {"service-refused", "service-garbled"}
    assert server.requests == []


def test_azure_gets_its_own_header_and_the_newer_name_of_the_limit(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The name of the host decides, so the host is sent to the server of the test through a proxy.
    monkeypatch.setenv("HTTP_PROXY", server.url)
    azure = service("x", base_url="http://acta-test.openai.azure.com/openai/v1")
    assert asker(azure).ask(QUESTION).text == ANSWER
    (sent,) = server.questions
    assert sent.headers["api-key"] == SECRET
    assert sent.path == "http://acta-test.openai.azure.com/openai/v1/chat/completions"
    assert sent.json["max_completion_tokens"] == QUESTION.longest
    assert "max_tokens" not in sent.json


# What a service refuses, and acta does without


def test_a_server_that_takes_no_schema_gets_it_in_words_from_then_on(server: FaultyServer) -> None:
    server.script.append(reply(400, complaint("'response_format.type' must be 'text'")))
    asking = asker(server.url)
    assert asking.ask(QUESTION).text == ANSWER
    assert asking.ask(QUESTION).text == ANSWER
    first, second, third = (request.json for request in server.questions)
    assert "response_format" in first
    assert "response_format" not in second
    assert "response_format" not in third
    assert '"additionalProperties": false' in second["messages"][0]["content"]


def test_a_model_that_takes_no_temperature_gets_none_from_then_on(server: FaultyServer) -> None:
    server.script.append(reply(400, complaint("Unsupported value: 'temperature' does not support 0 with this model.")))
    asking = asker(server.url)
    asking.ask(QUESTION)
    asking.ask(QUESTION)
    assert ["temperature" in request.json for request in server.questions] == [True, False, False]
    assert all("response_format" in request.json for request in server.questions)


def test_a_model_that_wants_the_newer_name_of_the_limit_gets_it(server: FaultyServer) -> None:
    server.script.append(reply(400, complaint("'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")))
    assert asker(server.url).ask(QUESTION).text == ANSWER
    assert server.questions[1].json["max_completion_tokens"] == QUESTION.longest


def test_a_server_that_chokes_on_the_grammar_gets_the_schema_in_words(server: FaultyServer) -> None:
    server.script.append(reply(500, complaint("failed to parse grammar", kind="server_error")))
    assert asker(server.url).ask(QUESTION).text == ANSWER
    assert "response_format" not in server.questions[1].json


# What goes wrong


def test_a_service_that_asks_to_wait_is_waited_for(server: FaultyServer) -> None:
    waits = Waits()
    server.script.append(reply(429, complaint("slow down", code="rate_limit_exceeded"), {"Retry-After": "7"}))
    assert asker(server.url, sleep=waits).ask(QUESTION).text == ANSWER
    assert waits == [7.0]


def test_a_service_that_asks_to_wait_for_an_hour_is_not_waited_for(server: FaultyServer) -> None:
    waits = Waits()
    server.script.append(reply(429, complaint("slow down"), {"Retry-After": "3600"}))
    error = refusal(server.url, sleep=waits)
    assert (error.code, error.transient, waits) == ("service-busy", True, [])


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_a_service_in_trouble_is_asked_three_times_and_no_more(server: FaultyServer, status: int) -> None:
    server.usual = reply(status, complaint("in trouble", kind="server_error"))
    waits = Waits()
    error = refusal(server.url, sleep=waits)
    assert (error.code, error.transient) == ("service-busy", True)
    assert len(server.questions) == 3
    assert 0.5 <= waits[0] <= 1.5
    assert 1.0 <= waits[1] <= 3.0


@pytest.mark.parametrize("failures", [1, 2])
def test_a_service_that_comes_back_answers(server: FaultyServer, failures: int) -> None:
    server.script.extend([reply(500, complaint("in trouble"))] * failures)
    assert asker(server.url).ask(QUESTION).text == ANSWER


def test_a_connection_that_is_hung_up_is_tried_again(server: FaultyServer) -> None:
    server.script.append(slam)
    assert asker(server.url).ask(QUESTION).text == ANSWER
    server.usual = slam
    error = refusal(server.url)
    assert (error.code, error.transient) == ("service-unreachable", True)


def test_an_answer_that_ends_without_its_end_is_asked_for_again(server: FaultyServer) -> None:
    server.script.append(stream(said(ANSWER[:20], finish=None, tokens_in=0)[:-1]))  # the stream closes as if all were well
    assert asker(server.url).ask(QUESTION).text == ANSWER
    assert len(server.questions) == 2


def test_a_server_that_never_says_it_is_done_is_believed_when_the_object_closes(server: FaultyServer) -> None:
    server.usual = stream(said(ANSWER, finish=None))
    assert asker(server.url).ask(QUESTION).text == ANSWER
    assert len(server.questions) == 1


def test_an_answer_in_words_is_passed_on_as_it_is(server: FaultyServer) -> None:
    server.usual = stream(said("Lo siento, no puedo."))
    assert asker(server.url).ask(QUESTION).text == "Lo siento, no puedo."
    assert len(server.questions) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_said_without_the_key(server: FaultyServer, status: int) -> None:
    server.usual = reply(status, complaint(f"Incorrect API key provided: {SECRET}.", code="invalid_api_key"))
    error = refusal(server.url)
    assert error.code == "service-key"
    assert "HERE_API_KEY" in error.hint
    assert SECRET not in str(error)
    assert len(server.questions) == 1


def test_an_unknown_model_is_answered_with_those_there_are(server: FaultyServer) -> None:
    models = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in ("tiny-random:1b", "qwen3:8b", "gemma3:4b")]
    missing = reply(404, complaint("model 'tiny-random' not found, try pulling it first", code="model_not_found"))
    server.usual = lambda exchange: (missing if exchange.current.method == "POST" else reply(200, {"object": "list", "data": models}))(
        exchange
    )
    error = refusal(server.url)
    assert error.code == "service-model"
    assert "tiny-random:1b" in error.hint


def test_an_account_without_money_is_not_asked_again(server: FaultyServer) -> None:
    server.usual = reply(429, complaint("You exceeded your current quota.", code="insufficient_quota"))
    assert refusal(server.url).code == "service-quota"
    assert len(server.questions) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, complaint("This model's maximum context length is 8192 tokens.", code="context_length_exceeded")),
        (400, complaint("the request exceeds the available context size, try increasing it", kind="exceed_context_size_error")),
        (400, {"error": "Trying to keep the first 9000 tokens when context the overflows. Reduce the context length."}),
        (413, complaint("Request too large")),
        (429, complaint("Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 61000.", code="rate_limit_exceeded")),
        (500, {"error": "input length exceeds maximum context length"}),
    ],
)
def test_what_does_not_fit_is_too_long_whoever_says_it(server: FaultyServer, status: int, body: object) -> None:
    server.usual = reply(status, body)
    with pytest.raises(TooLong):
        asker(server.url).ask(QUESTION)
    assert len(server.questions) == 1


def test_what_cannot_fit_is_not_sent(server: FaultyServer) -> None:
    with pytest.raises(TooLong):
        asker(service(server.url, context=500)).ask(Question("x", "word " * 200, SCHEMA, 400))
    assert server.requests == []


def test_a_server_that_cuts_the_question_without_a_word_is_caught(server: FaultyServer, tmp_path: Path) -> None:
    server.usual = stream(said(ANSWER, tokens_in=300))
    ledger = Ledger(tmp_path / "spent.jsonl")
    with pytest.raises(TooLong, match="left some of the text out"):
        asker(service(server.url, price_in=1.0, price_out=1.0), ledger=ledger).ask(Question("x", "We ship on Friday. " * 200, SCHEMA, 400))
    assert '"tokens_in": 300' in ledger.path.read_text()  # it is paid for all the same


def test_a_short_question_may_count_few_tokens(server: FaultyServer) -> None:
    server.usual = stream(said(ANSWER, tokens_in=3))
    assert asker(server.url).ask(QUESTION).tokens_in == 3


def test_a_refusal_says_why_in_the_services_words_and_none_of_the_meetings(server: FaultyServer) -> None:
    text = "12 Bob Ferreira: The budget for the Lisbon office is 48,500 euros and nobody else may know it."
    echo = json.dumps({"content": text})
    server.usual = reply(400, complaint(f"Bad message {echo}: role 'system' unknown. {SECRET}"))
    error = refusal(server.url, Question("x", text, SCHEMA, 50))
    assert error.code == "service-refused"
    assert "Bad message" in error.message
    assert "role 'system' unknown" in error.message
    for word in ("Ferreira", "Lisbon", "48,500", "nobody", SECRET):
        assert word not in str(error)


def test_a_filter_of_content_is_told_from_other_refusals(server: FaultyServer) -> None:
    server.usual = reply(400, complaint("The response was filtered due to the content management policy.", code="content_filter"))
    assert refusal(server.url).code == "service-filtered"
    server.usual = stream(said(ANSWER[:9], finish="content_filter"))
    assert refusal(server.url).code == "service-filtered"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"data: {not json\n\n"],
        [event({"choices": "none"})],
        [event([1, 2])],
        [event({"choices": [{"delta": {"content": {"a": 1}}}]})],
        [b"\xff\xfe\x00 no text at all"],
        [],
    ],
    ids=["half", "wrong", "list", "content", "bytes", "nothing"],
)
def test_events_that_are_none_are_no_answer(server: FaultyServer, pieces: list[bytes]) -> None:
    server.usual = stream(pieces)
    error = refusal(server.url)
    assert error.code in {"service-garbled", "service-unreachable"}
    assert len(server.questions) == 3


def test_a_web_page_is_no_answer(server: FaultyServer) -> None:
    server.usual = reply(200, b"<html>Sign in to the network</html>")
    error = refusal(server.url)
    assert error.code in {"service-garbled", "service-unreachable"}
    assert "Sign in" not in error.message


def test_an_error_inside_the_answer_is_an_error(server: FaultyServer) -> None:
    server.script.append(stream([*said(ANSWER)[:2], event(complaint("the model crashed", code="server_error", kind="server_error"))]))
    assert asker(server.url).ask(QUESTION).text == ANSWER


# Limits of time and size


def test_a_silent_service_is_left(server: FaultyServer) -> None:
    server.usual = silence
    started = time.monotonic()
    error = refusal(service(server.url, timeout_s=0.4))
    assert (error.code, error.transient) == ("service-timeout", True)
    assert time.monotonic() - started < 3
    assert len(server.questions) == 1


def test_a_dripping_answer_is_left(server: FaultyServer) -> None:
    server.usual = stream(itertools.repeat(said("a")[0]), pause=0.05)
    started = time.monotonic()
    assert refusal(service(server.url, timeout_s=0.6)).code == "service-timeout"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "piece",
    [said("[1, [1, ", size=99)[0], said(" \n\t   ", size=99)[0], event({"choices": [{"delta": {"reasoning_content": "hmm " * 20}}]})],
    ids=["json", "blank", "thought"],
)
def test_an_endless_answer_is_cut(server: FaultyServer, tmp_path: Path, piece: bytes) -> None:
    server.usual = stream(itertools.repeat(piece))
    ledger, answers = Ledger(tmp_path / "spent.jsonl"), Answers(tmp_path / "answers")
    answer = asker(server.url, ledger=ledger, answers=answers).ask(QUESTION)
    assert answer.cut
    assert len(answer.text) < QUESTION.longest * 12
    assert '"guessed": true' in ledger.path.read_text()
    assert answers.find(service(server.url), QUESTION) is None


def test_an_endless_line_is_cut(server: FaultyServer) -> None:
    server.usual = stream(itertools.chain([b"data: "], itertools.repeat(b"x" * 60_000)))
    started = time.monotonic()
    assert refusal(server.url).code == "service-garbled"
    assert len(server.questions) == 1
    assert time.monotonic() - started < 5


def test_ctrl_c_leaves_at_once_and_the_call_is_in_the_ledger(server: FaultyServer, tmp_path: Path) -> None:
    server.usual = stream(itertools.chain(said(ANSWER)[:2], itertools.repeat(b": still here\n\n")), pause=0.1)
    program = f"""
from acta.engines import Question
from acta.engines.client import ServiceAsker
from acta.engines.ledger import Ledger
from acta.engines.service import Service
from pathlib import Path
ledger = Ledger(Path({str(tmp_path / "spent.jsonl")!r}))
asker = ServiceAsker(Service("here", "openai", "m", base_url={server.url + "/v1"!r}), ledger=ledger)
asker.ask(Question("x", "y", {{"type": "object"}}, 100))
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert server.asked.wait(30)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        _, errors = process.communicate(timeout=10)
    assert time.monotonic() - started < 2
    assert b"KeyboardInterrupt" in errors
    assert process.returncode != 0
    assert '"guessed": true' in (tmp_path / "spent.jsonl").read_text()


# Money, and answers that are kept


def test_the_true_figures_are_counted(server: FaultyServer, tmp_path: Path) -> None:
    server.usual = stream(said(ANSWER, tokens_in=1000, tokens_out=200))
    ledger = Ledger(tmp_path / "spent.jsonl", budget=1.0)
    answer = asker(service(server.url, price_in=3.0, price_out=15.0), ledger=ledger).ask(QUESTION)
    assert answer.cost == pytest.approx(0.006)
    (line,) = ledger.path.read_text().splitlines()
    assert json.loads(line)["cost"] == pytest.approx(0.006)
    assert json.loads(line)["time"][:7] in time.strftime("%Y-%m", time.gmtime())
    assert ledger.spent(time.strftime("%Y-%m", time.gmtime())) == pytest.approx(0.006)


def test_nothing_is_sent_beyond_the_budget(server: FaultyServer, tmp_path: Path) -> None:
    dear = service(server.url, price_in=30.0, price_out=60.0)
    ledger = Ledger(tmp_path / "spent.jsonl", budget=0.05)
    ledger.record(dear, 1000, 0, 0.03)
    error = refusal(dear, ledger=ledger)
    assert error.code == "budget"
    assert "0.05" in error.message
    assert "0.03" in error.message
    assert server.requests == []


def test_the_budget_stops_between_tries_too(server: FaultyServer, tmp_path: Path) -> None:
    broken = stream([*said(ANSWER)[:3]], whole=False)
    server.usual = broken
    dear = service(server.url, price_in=0.0, price_out=1000.0)
    assert refusal(dear, Question("x", "y", SCHEMA, 100), ledger=Ledger(tmp_path / "spent.jsonl", budget=0.1)).code == "budget"
    assert len(server.questions) == 1


def test_a_budget_needs_prices_unless_the_service_is_our_own(server: FaultyServer, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "spent.jsonl", budget=1.0)
    assert asker(server.url, ledger=ledger).ask(QUESTION).text == ANSWER
    elsewhere = service("x", base_url="https://models.example/v1")
    assert refusal(elsewhere, ledger=ledger).code == "budget"


def test_spending_that_cannot_be_counted_is_none(server: FaultyServer, tmp_path: Path) -> None:
    (tmp_path / "spent.jsonl").mkdir()
    with pytest.raises(StoreError, match="spent"):
        asker(server.url, ledger=Ledger(tmp_path / "spent.jsonl", budget=1.0)).ask(QUESTION)
    assert server.requests == []


def test_the_same_question_costs_nothing_the_second_time(server: FaultyServer, tmp_path: Path) -> None:
    answers, ledger = Answers(tmp_path / "answers"), Ledger(tmp_path / "spent.jsonl")
    first = asker(server.url, answers=answers, ledger=ledger).ask(QUESTION)
    again = asker(server.url, answers=answers, ledger=ledger).ask(QUESTION)
    assert not first.cached
    assert (again.text, again.cached, again.cost, again.seconds) == (first.text, True, 0.0, 0.0)
    assert len(server.questions) == 1
    assert len(ledger.path.read_text().splitlines()) == 1
    asker(service(server.url, model="another"), answers=answers).ask(QUESTION)
    assert len(server.questions) == 2


def test_an_answer_that_was_cut_is_not_kept(server: FaultyServer, tmp_path: Path) -> None:
    server.script.append(stream(said(ANSWER[:10], finish="length")))
    answers = Answers(tmp_path / "answers")
    assert asker(server.url, answers=answers).ask(QUESTION).cut
    assert asker(server.url, answers=answers).ask(QUESTION).text == ANSWER


# Keys


def test_a_key_is_in_no_output_whatever_happens(
    server: FaultyServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    told = ""
    for status, body in itertools.product(
        [400, 401, 404, 429, 500], [complaint(f"key {SECRET}"), f"Bearer {SECRET}".encode(), {"x": [SECRET]}]
    ):
        server.usual = reply(status, body)
        try:
            asker(server.url).ask(QUESTION)
        except (ActaError, TooLong) as error:
            told += "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format()) + repr(error)
        told += repr(probe(service(server.url), environment={"HERE_API_KEY": SECRET}))
    out, err = capfd.readouterr()
    assert SECRET not in told + out + err + caplog.text
    assert SECRET.encode() in b"".join(server.sent)


# The doctor


def test_a_probe_of_nothing_says_so() -> None:
    found = probe(service("http://127.0.0.1:1"), environment={})
    assert not found.reachable
    assert found.error is not None
    assert found.error.code == "service-unreachable"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (reply(401, complaint("no", code="invalid_api_key")), "service-key"),
        (reply(200, b"<html>"), "service-garbled"),
        (reply(500, complaint("in trouble")), "service-busy"),
        (stream([b"data: {\n\n"]), "service-garbled"),
    ],
)
def test_a_probe_of_a_broken_service_never_raises(server: FaultyServer, behaviour: Any, code: str) -> None:
    server.usual = behaviour
    found = probe(service(server.url), environment={})
    assert found.error is not None
    assert found.error.code == code
    assert found.reachable


def test_a_probe_says_what_is_missing_before_anything_is_sent() -> None:
    found = probe(Service("openai", "openai", "gpt-4o"), environment={})
    assert isinstance(found.error, ConfigError)
    assert "OPENAI_API_KEY" in found.error.hint


def test_a_probe_is_paid_for(server: FaultyServer, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "spent.jsonl")
    assert probe(service(server.url, price_in=1.0, price_out=1.0), ledger=ledger, environment={}).error is None
    assert ledger.spent(time.strftime("%Y-%m", time.gmtime())) == pytest.approx(70e-6)


def test_without_the_libraries_the_hint_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "acta.engines.wire", None)
    monkeypatch.delattr("acta.engines.wire", raising=False)
    error = refusal(service("http://127.0.0.1:1"))
    assert error.code == "llm-not-installed"
    assert "acta-minutes[llm]" in error.hint
