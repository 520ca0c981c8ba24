"""A note by a language model, from the command line to a server's socket: what is asked, written, spent, and what happens when it fails."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from acta import app, asking
from acta.document import json_schema
from faulty_server import Behaviour, FaultyServer, complaint, reply, said, silence, slam, standing, stream
from minute_taker import as_json, minutes, promises, read_question, taking_minutes
from test_app import talk
from test_cli import TALK, WHO, acta, files
from test_cli import place as place  # noqa: PLC0414  # a fixture is had by its name

KEY = "sk-test-77b1c09e5f"
BY_MODEL, BY_RULES = "Talk to the vendor about the licence tomorrow", "the embedded engine"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, proxy or keyring of the machine that runs the tests, and no wait before another try."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in (
        "HERE_API_KEY",
        "OPENAI_API_KEY",
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HERE_API_KEY", KEY)
    monkeypatch.setattr("acta.engines.client.random.uniform", lambda *_: 0.0)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with standing(taking_minutes()) as there:
        yield there


def add(server: FaultyServer, *more: str, name: str = "here") -> None:
    url = [] if "--url" in more else ["--url", f"{server.url}/v1"]
    result = acta("service", "add", name, "--model", "minutes-1", *url, *more)
    assert result.exit_code == 0, result.output


def allowed(place: Path, server: FaultyServer, *more: str, name: str = "here") -> None:
    """A service that may be asked."""
    add(server, *more, name=name)
    config = app.settings(None)
    asking.allow(asking.service_named(name, config), config)


def note(place: Path, *more: str | Path, source: str = "talk.txt") -> Result:
    return acta("note", place / source, "--vault", place / "vault", *WHO, *more)


def document(place: Path, *more: str) -> dict[str, Any]:
    result = note(place, "--json", str(place / "out.json"), *more)
    assert result.exit_code == 0, result.output
    value: dict[str, Any] = json.loads((place / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, json_schema())
    return value


def the_note(place: Path) -> str:
    (path,) = (place / "vault").rglob("*.md")
    return path.read_text(encoding="utf-8")


# A note


def test_a_service_is_added_tried_allowed_and_asked(place: Path, server: FaultyServer) -> None:
    add(server, "--price-in", "2", "--price-out", "10")
    tried = acta("doctor", "here")
    assert tried.exit_code == 0, tried.output
    assert f"here: minutes-1 at {server.url}/v1" in tried.output
    assert "not allowed yet" in tried.output
    shown = acta("service", "allow", "here", place / "talk.txt", *WHO, "--yes")
    assert "You take minutes." in shown.stdout
    assert "I'll send the error report by Friday" in shown.stdout
    asked_before = len(server.questions)
    result = note(place, "--engine", "here")
    assert result.exit_code == 0, result.output
    assert BY_MODEL in the_note(place)
    calls = len(server.questions) - asked_before
    told = re.search(r"asked here \(minutes-1\): (\d+) calls?, ([\d,]+) tokens read, ([\d,]+) written, ([\d.]+)", result.stderr)
    assert told, result.stderr
    assert int(told[1]) == calls
    read = sum(read_question(q.body).tokens for q in server.questions[asked_before:])
    assert int(told[2].replace(",", "")) == read
    assert float(told[4]) == pytest.approx((read * 2 + int(told[3].replace(",", "")) * 10) / 1e6, abs=1e-4)
    listed = acta("service", "list").stdout
    assert "allowed" in listed
    assert re.search(r"Spent this month: 0\.0\d+", listed)
    assert re.search(rf"This month here: {calls + 1} calls", listed)  # the doctor's question is paid for too


def test_the_document_says_what_it_took_and_what_was_not_borne_out(place: Path, server: FaultyServer) -> None:
    invented = {
        "kind": "decision",
        "text": "The board approved a budget of 90,000 euros.",
        "owner": None,
        "due": None,
        "due_words": None,
        "priority": None,
    }
    lie = {**invented, "evidence": [{"utterance": 3, "quote": "the budget of 90,000 euros is approved"}]}
    allowed(place, server, "--price-in", "2", "--price-out", "10")
    server.usual = taking_minutes(lambda q: as_json([*promises(q), *([lie] if q.is_about_items else [])]))
    made = document(place, "--engine", "here")
    assert made["usage"]["engine"] == "here"
    assert made["usage"]["calls"] == len(server.questions)
    assert made["usage"]["cached"] == 0
    assert made["usage"]["cost"] == pytest.approx((made["usage"]["tokens_in"] * 2 + made["usage"]["tokens_out"] * 10) / 1e6)
    assert [u["text"] for u in made["unverified"]] == [invented["text"]]
    assert made["unverified"][0]["reasons"]
    assert "90,000" not in the_note(place)
    assert {i["text"] for i in made["items"]} >= {BY_MODEL}


def test_the_embedded_engine_says_nothing_of_calls(place: Path) -> None:
    result = note(place)
    assert "asked" not in result.output
    assert document(place)["usage"] is None


# Consent


def test_without_consent_nothing_is_sent_and_nothing_written(place: Path, server: FaultyServer) -> None:
    add(server)
    before = files(place / "vault")
    result = note(place, "--engine", "here")
    assert result.exit_code == 11
    assert "[no-consent]" in result.stderr
    assert f"acta service allow here {place / 'talk.txt'}" in result.stderr
    assert not server.sent
    assert files(place / "vault") == before


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["note", "talk.txt", "--engine", "here", "--estimate"], 0),
        (["prompt", "talk.txt"], 0),
        (["prompt", "talk.txt", "--plain"], 0),
        (["service", "allow", "here", "talk.txt"], 11),
        (["service", "list"], 0),
        (["note", "talk.txt", "--vault", "vault", "--engine", "embedded"], 0),
        (["note", "talk.txt", "--vault", "vault", "--engine", "auto"], 0),
        (["show", "talk.txt"], 0),
        (["config", "show"], 0),
    ],
    ids=lambda c: " ".join(c) if isinstance(c, list) else "",
)
def test_what_only_looks_sends_nothing(
    place: Path, server: FaultyServer, monkeypatch: pytest.MonkeyPatch, command: list[str], status: int
) -> None:
    monkeypatch.chdir(place)
    add(server)
    result = acta(*command, *(WHO if "talk.txt" in command else []))
    assert result.exit_code == status, result.output
    assert not server.sent


@pytest.mark.parametrize(
    "change",
    [
        ["service", "add", "here", "--model", "minutes-2"],
        ["service", "add", "here", "--url", "http://localhost:9/v1"],
        ["config", "set", "redact", "never"],
        ["service", "deny", "here"],
    ],
    ids=lambda c: " ".join(c[:2]) + f" {c[-1]}",
)
def test_consent_ends_where_more_would_go_or_elsewhere(place: Path, server: FaultyServer, change: list[str]) -> None:
    assert acta("config", "set", "redact", "always").exit_code == 0
    allowed(place, server)
    assert acta(*change).exit_code == 0
    result = note(place, "--engine", "here")
    assert result.exit_code == 11
    assert "[no-consent]" in result.stderr
    assert not server.sent


def test_consent_stays_where_nothing_more_is_sent(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    assert "Next:" not in acta("service", "add", "here", "--timeout", "20", "--price-in", "1", "--price-out", "1").output
    assert note(place, "--engine", "here").exit_code == 0


# What takes its place when it fails


@pytest.mark.parametrize(
    "wrong",
    [slam, silence, stream(said("{")[:1], whole=False)],
    ids=["hangs up", "says nothing", "breaks off"],
)
def test_where_the_service_cannot_answer_the_embedded_engine_writes_and_says_so(
    place: Path, server: FaultyServer, wrong: Behaviour
) -> None:
    allowed(place, server, "--timeout", "1")
    server.usual = wrong
    result = note(place, "--engine", "here")
    assert result.exit_code == 0, result.output
    assert f"note: Written by {BY_RULES}: here " in result.stderr
    assert "## Action items" in the_note(place)
    written = files(place / "vault")
    again = note(place, "--engine", "here")
    assert again.exit_code == 0
    assert files(place / "vault") == written


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_service_in_trouble_leaves_a_note_that_is_there_alone(place: Path, server: FaultyServer, status: int) -> None:
    allowed(place, server)
    assert note(place, "--engine", "here").exit_code == 0
    written = files(place / "vault")
    (place / "talk.txt").write_text(TALK + "\n[00:00:55.00]  Ana Ruiz :  I'll book the room on Monday.\n", encoding="utf-8")
    server.usual = reply(status, complaint("overloaded"))
    result = note(place, "--engine", "here")
    assert result.exit_code == 0, result.output
    assert f"Written by {BY_RULES}" in result.stderr
    assert "left as it is" in result.stderr
    assert files(place / "vault") == written
    server.usual = taking_minutes()
    assert note(place, "--engine", "here").exit_code == 0
    assert "Book the room" in the_note(place)


def test_a_service_that_is_not_there_is_stood_in_for(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    server.shutdown()
    server.server_close()
    result = note(place, "--engine", "here")
    assert result.exit_code == 0, result.output
    assert f"Written by {BY_RULES}: here cannot be reached at {server.url}/v1" in result.stderr


SPANISH = {
    "kind": "action_item",
    "text": "Enviar el informe de errores antes del viernes.",
    "owner": "Ben Okri",
    "due": None,
    "due_words": None,
    "priority": None,
    "evidence": [{"utterance": 4, "quote": "enviaré el informe de errores antes del viernes"}],
}


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        (reply(401, complaint("Incorrect API key provided: sk-test-77b1c09e5f")), "service-key", "does not accept the key"),
        (
            reply(404, complaint("The model `minutes-1` does not exist", code="model_not_found")),
            "service-model",
            "has no model “minutes-1”",
        ),
        (taking_minutes(lambda _: "I am sorry, I cannot help with that."), "bad-answer", "no JSON object"),
        (taking_minutes(lambda _: as_json([SPANISH])), "nothing-verified", "bears out none"),
        (
            taking_minutes(
                lambda _: as_json(
                    [{**SPANISH, "text": "Send the invoice.", "evidence": [{"utterance": 4000, "quote": "I'll send the invoice"}]}]
                )
            ),
            "nothing-verified",
            "stands in no utterance",
        ),
        (taking_minutes(context=10), "small-context", "not even"),
        (
            reply(402, complaint("You exceeded your current quota", code="insufficient_quota", kind="insufficient_quota")),
            "service-quota",
            "nothing left to spend",
        ),
        (stream(said("[" * 100_000, size=5_000)), "bad-answer", "no JSON object"),
        (stream(said("{}")), "bad-answer", "no JSON object"),
        (stream(said("")), "bad-answer", "no JSON object"),
    ],
    ids=[
        "wrong key",
        "unknown model",
        "prose",
        "another language",
        "no such utterance",
        "context",
        "quota",
        "endless",
        "empty object",
        "empty",
    ],
)
def test_what_waiting_does_not_mend_is_an_error_and_the_vault_untouched(
    place: Path, server: FaultyServer, wrong: Behaviour, code: str, says: str
) -> None:
    allowed(place, server)
    assert note(place).exit_code == 0
    written = files(place / "vault")
    server.usual = wrong
    result = note(place, "--engine", "here")
    assert result.exit_code == 20, result.output
    assert f"[{code}]" in result.stderr
    assert says in result.stderr
    assert KEY not in result.output
    assert files(place / "vault") == written


# Which engine


def test_auto_asks_the_service_that_is_allowed(place: Path, server: FaultyServer) -> None:
    add(server, name="first")
    allowed(place, server)
    assert acta("config", "set", "engine", "auto").exit_code == 0
    result = note(place)
    assert result.exit_code == 0, result.output
    assert "asked here (minutes-1)" in result.stderr


def test_auto_without_an_allowed_service_says_so(place: Path, server: FaultyServer) -> None:
    add(server)
    result = note(place, "--engine", "auto")
    assert result.exit_code == 0
    assert f"Written by {BY_RULES}: no service has been allowed" in result.stderr
    assert not server.sent


def test_auto_keeps_a_private_talk_here_and_says_so(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    assert acta("config", "set", "private_kinds", "one_on_one").exit_code == 0
    result = note(place, "--engine", "auto")
    assert result.exit_code == 0, result.output
    assert f"Written by {BY_RULES}" in result.stderr
    assert "one_on_one" in result.stderr
    assert not server.sent
    asked_for = note(place, "--engine", "here")
    assert asked_for.exit_code == 20
    assert "[private]" in asked_for.stderr
    assert not server.sent


def test_auto_writes_whatever_goes_wrong(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    server.usual = taking_minutes(lambda _: "no")
    result = note(place, "--engine", "auto")
    assert result.exit_code == 0, result.output
    assert f"Written by {BY_RULES}: " in result.stderr


def test_several_sources_one_after_another_and_one_that_fails_stops_no_other(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    folder = place / "talks"
    folder.mkdir()
    for day in (11, 13, 14):
        (folder / f"2026-03-{day} talk.txt").write_text(talk(day * 20, 10), encoding="utf-8")
    (folder / "2026-03-12 talk.txt").write_text("")
    server.usual = taking_minutes(lambda q: "no" if "topic263" in q.text else minutes(q))
    result = acta("note", folder, "--vault", place / "vault", "--owner", "Ana Ruiz", "--with", "Ben Okri", "--engine", "here")
    assert result.exit_code == 10, result.output
    assert "4 sources: 2 created, 2 failed" in result.stderr
    assert "[bad-answer]" in result.stderr
    assert len(files(place / "vault")) == 2


# Money


def test_a_second_run_is_free_and_says_so(place: Path, server: FaultyServer) -> None:
    allowed(place, server, "--price-in", "2", "--price-out", "10")
    assert note(place, "--engine", "here").exit_code == 0
    written, sent = files(place / "vault"), len(server.requests)
    again = note(place, "--engine", "here")
    assert again.exit_code == 0, again.output
    assert "everything was answered before; nothing was sent, nothing was spent" in again.stderr
    assert "unchanged" in again.output
    assert len(server.requests) == sent
    assert files(place / "vault") == written
    foreseen = note(place, "--engine", "here", "--estimate")
    assert "everything was answered before; nothing would be sent" in foreseen.stderr
    usage = document(place, "--engine", "here")["usage"]
    assert (usage["tokens_in"], usage["tokens_out"]) == (0, 0)
    assert usage["cached"] == usage["calls"] > 0


def test_fresh_asks_again_and_keeps_the_new_answer(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    assert note(place, "--engine", "here").exit_code == 0
    sent = len(server.requests)
    server.usual = taking_minutes(lambda q: as_json(promises(q)[:1]))
    assert note(place, "--engine", "here", "--fresh").exit_code == 0
    asked_again = len(server.requests)
    assert asked_again > sent
    assert len(document(place, "--engine", "here")["items"]) == 1
    assert len(server.requests) == asked_again


def test_a_budget_that_is_spent_stops_before_anything_is_sent(place: Path, server: FaultyServer) -> None:
    allowed(place, server, "--price-in", "1000", "--price-out", "1000")
    assert acta("config", "set", "monthly_budget", "0.5").exit_code == 0
    result = note(place, "--engine", "here")
    assert result.exit_code == 20
    assert "[budget]" in result.stderr
    assert not server.sent
    assert not files(place / "vault")
    assert acta("config", "set", "monthly_budget", "").exit_code == 0
    assert note(place, "--engine", "here").exit_code == 0


def test_a_budget_needs_prices_unless_the_service_is_on_this_machine(
    place: Path, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    assert acta("config", "set", "monthly_budget", "5").exit_code == 0
    allowed(place, server, "--url", "http://llm.elsewhere.test/v1", name="far")
    result = note(place, "--engine", "far")
    assert result.exit_code == 11
    assert "[no-prices]" in result.stderr
    assert not server.sent
    advice = re.search(r"acta (service add far [^(]*) \(", result.stderr)
    assert advice
    assert acta(*advice[1].split()).exit_code == 0
    assert note(place, "--engine", "far").exit_code == 0
    allowed(place, server)
    assert note(place, "--engine", "here", "--fresh").exit_code == 0


def test_what_failed_is_counted_as_spent(place: Path, server: FaultyServer) -> None:
    allowed(place, server, "--price-in", "100", "--price-out", "100")
    server.usual = stream(said("{" + " " * 200)[:4], whole=False)
    usage = document(place, "--engine", "here")["usage"]
    assert usage["engine"] == "embedded"
    assert usage["calls"] == 3
    assert usage["cost"] > 0
    assert "asked in vain: 3 calls" in note(place, "--engine", "here", "--fresh").stderr


# Stopped


def running(place: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "acta", "note", str(place / "talk.txt"), "--vault", str(place / "vault"), *WHO, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=dict(os.environ),
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_of_an_answer(place: Path, server: FaultyServer, how: signal.Signals) -> None:
    allowed(place, server, "--price-in", "1", "--price-out", "1")
    assert note(place).exit_code == 0
    written = files(place / "vault")
    server.usual = stream([*said('{"summary": "")', finish=None)[:2]] * 200, pause=0.1)
    server.asked.clear()
    with running(place, "--engine", "here") as process:
        assert server.asked.wait(30)
        time.sleep(0.4)
        process.send_signal(how)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == (130 if how is signal.SIGINT else -signal.SIGKILL), errors.decode()
    assert b"Traceback" not in errors
    assert files(place / "vault") == written
    if how is signal.SIGINT:
        assert "stopped" in errors.decode()
        assert "1 call" in acta("service", "list").stdout  # what was under way is paid for
    server.usual = taking_minutes()
    again = note(place, "--engine", "here")
    assert again.exit_code == 0, again.output
    assert BY_MODEL in the_note(place)
    for line in (place / "state" / "services" / "spending.jsonl").read_text().splitlines():
        json.loads(line)
