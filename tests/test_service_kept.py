"""What is kept between runs: services' names, keys, consent, answers, the ledger, recordings; and the figures beforehand."""

from __future__ import annotations

import json
import os
import pickle
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from acta.engines import Answer, Question, keys, tokens
from acta.engines.answers import Answers, fingerprint
from acta.engines.consent import Consent
from acta.engines.ledger import Ledger
from acta.engines.replay import Recorded, Recorder
from acta.engines.service import Service
from acta.errors import ConfigError, EngineError, StoreError

SERVICE = Service("openrouter", "openai", "qwen3", base_url="https://openrouter.example/api/v1", price_in=1.0, price_out=2.0)
QUESTION = Question("You take minutes.", "1 Ana: We ship on Friday.", {"type": "object"}, 400)
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes and signals of POSIX systems")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Services


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:11434/v1", True),
        ("http://LOCALHOST/v1", True),
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.8.9.1/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost./v1", True),
        ("http://[::ffff:127.0.0.1]/v1", False),
        ("http://192.168.0.7:11434/v1", False),
        ("http://0.0.0.0:11434/v1", False),
        ("https://localhost.example.com/v1", False),
        ("https://127.0.0.1.example.com/v1", False),
        ("https://example.com/localhost", False),
        (None, False),
    ],
)
def test_only_the_loopback_is_local(url: str | None, local: bool) -> None:
    assert Service("x", "openai", "m", base_url=url).is_local is local


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://host/v1",
        "https://",
        "https://user:secret@host/v1",
        "http://[::1/v1",
        "http://host:port/v1",
        "https://a b/v1",
        "https://host/v1?key=secret",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigError, match="base_url") as raised:
        Service("x", "openai", "m", base_url=url)
    assert raised.value.code == "bad-service"
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("other", [{"context": 0}, {"timeout_s": 0.0}, {"price_in": -1.0}])
def test_figures_below_sense_are_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Service("x", "openai", "m", **other)


def test_the_identity_changes_with_what_reads_the_words_alone() -> None:
    assert SERVICE.identity == replace(SERVICE, name="other", context=5, price_in=9.0, key_env="K", timeout_s=1.0).identity
    others = [replace(SERVICE, model="m"), replace(SERVICE, base_url="https://other.example/v1"), replace(SERVICE, kind="anthropic")]
    assert len({SERVICE.identity, *(other.identity for other in others)}) == 4


def test_a_makers_key_is_for_the_maker_alone() -> None:
    assert Service("x", "openai", "m").key_variables == ("OPENAI_API_KEY",)
    assert Service("x", "anthropic", "m").key_variables == ("ANTHROPIC_API_KEY",)
    assert Service("x", "google", "m").key_variables == ("GEMINI_API_KEY", "GOOGLE_API_KEY")
    assert Service("my box-2", "openai", "m", base_url="http://box/v1").key_variables == ("MY_BOX_2_API_KEY",)
    assert Service("x", "openai", "m", key_env="MINE").key_variables == ("MINE",)


# Keys


class InMemory(KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class Locked(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"locked: {service}, {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"locked: {service}, {username}, {password}")


def use(backend: KeyringBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    assert before is not backend


def test_the_environment_goes_before_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = InMemory()
    use(backend, monkeypatch)
    keys.keep(SERVICE, " sk-in-keyring\n")
    assert backend.kept == {("acta", "openrouter"): "sk-in-keyring"}
    found = keys.find(SERVICE, {})
    assert found is not None
    assert found.reveal() == "sk-in-keyring"
    found = keys.find(SERVICE, {"OPENROUTER_API_KEY": "sk-in-env"})
    assert found is not None
    assert found.reveal() == "sk-in-env"
    assert keys.forget(SERVICE)
    assert not keys.forget(SERVICE)
    assert keys.find(SERVICE, {}) is None


def test_without_a_keyring_the_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    use(keyring.backends.fail.Keyring(), monkeypatch)  # type: ignore[no-untyped-call]
    with pytest.raises(ConfigError) as raised:
        keys.keep(SERVICE, "sk-secret")
    assert raised.value.code == "no-keyring"
    assert "OPENROUTER_API_KEY" in raised.value.hint
    with pytest.raises(ConfigError, match="needs a key") as raised:
        keys.find(Service("anthropic", "anthropic", "m"), {})
    assert "ANTHROPIC_API_KEY" in raised.value.hint


def test_a_locked_keyring_tells_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    use(Locked(), monkeypatch)
    assert keys.find(SERVICE, {}) is None
    with pytest.raises(ConfigError) as raised:
        keys.keep(SERVICE, "sk-secret")
    assert "sk-secret" not in str(raised.value)
    assert raised.value.__suppress_context__


@pytest.mark.parametrize("secret", ["sk two words", "sk\nline", "schlüssel", "sk\0"])
def test_what_cannot_be_a_key_is_refused_without_repeating_it(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(InMemory(), monkeypatch)
    with pytest.raises(ConfigError) as raised:
        keys.find(SERVICE, {"OPENROUTER_API_KEY": secret})
    assert secret not in str(raised.value)
    with pytest.raises(ConfigError):
        keys.keep(SERVICE, secret)


def test_a_key_does_not_show_itself() -> None:
    key = keys.Key("sk-secret")
    assert "sk-secret" not in f"{key} {key!r} {[key]}"
    with pytest.raises(TypeError):
        pickle.dumps(key)


# Consent


def test_consent_is_for_one_service_on_its_terms(tmp_path: Path) -> None:
    consent = Consent(tmp_path / "state" / "consent.json")
    assert not consent.allowed(SERVICE, "redacted")
    consent.allow(SERVICE, "redacted", NOW)
    assert consent.allowed(SERVICE, "redacted")
    assert Consent(consent.path).allowed(replace(SERVICE, price_in=9.0), "redacted")
    assert not consent.allowed(SERVICE, "as it is")
    assert not consent.allowed(replace(SERVICE, model="other"), "redacted")
    assert not consent.allowed(replace(SERVICE, base_url="https://other.example/v1"), "redacted")
    assert not consent.allowed(replace(SERVICE, name="other"), "redacted")
    assert consent.withdraw("openrouter")
    assert not consent.withdraw("openrouter")
    assert not consent.allowed(SERVICE, "redacted")


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b"\xff", b'{"openrouter": true}', b'{"openrouter": {"identity": 1}}'])
def test_damaged_consent_is_none(tmp_path: Path, damage: bytes) -> None:
    consent = Consent(tmp_path / "consent.json")
    consent.path.write_bytes(damage)
    assert not consent.allowed(SERVICE, "redacted")
    consent.allow(SERVICE, "redacted", NOW)
    assert consent.allowed(SERVICE, "redacted")


@POSIX
def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    state = tmp_path / "state"
    Consent(state / "consent.json").allow(SERVICE, "x", NOW)
    Answers(state / "answers").keep(SERVICE, QUESTION, Answer("{}"))
    Ledger(state / "spent.jsonl").record(SERVICE, 1, 1, 0.1)
    files = [path for path in state.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert len(files) == 3
    assert {mode(path) for path in files} == {0o600}
    assert mode(state) == 0o700


def test_consent_that_cannot_be_kept_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "consent.json").mkdir()
    with pytest.raises(StoreError) as raised:
        Consent(tmp_path / "consent.json").allow(SERVICE, "x", NOW)
    assert raised.value.code == "consent-unwritable"
    assert list(tmp_path.iterdir()) == [tmp_path / "consent.json"]  # no temporary file stays


# Answers


def test_an_answer_is_found_again_for_the_same_question_alone(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep(SERVICE, QUESTION, Answer("die Antwort – “ja” \ud800", 90, 30, 4.5, 0.2))
    found = answers.find(SERVICE, QUESTION)
    assert found == Answer("die Antwort – “ja” \ud800", 90, 30, 0.0, 0.0, cached=True)
    for other in (
        replace(QUESTION, text="2 Ana: We ship on Friday."),
        replace(QUESTION, instructions="x"),
        replace(QUESTION, schema={"type": "array"}),
        replace(QUESTION, longest=401),
    ):
        assert answers.find(SERVICE, other) is None
    assert answers.find(replace(SERVICE, model="m"), QUESTION) is None
    assert answers.find(replace(SERVICE, name="renamed"), QUESTION) == found


def test_a_schemas_order_is_no_difference() -> None:
    assert fingerprint(replace(QUESTION, schema={"a": 1, "b": 2})) == fingerprint(replace(QUESTION, schema={"b": 2, "a": 1}))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"yes", b"no!"),
        lambda data: data.replace(b"{", b"[", 1),
        lambda data: b"[" + data + b"]",
        lambda data: data[:0],
    ],
)
def test_a_damaged_answer_is_not_there(tmp_path: Path, damage: Any) -> None:
    answers = Answers(tmp_path)
    answers.keep(SERVICE, QUESTION, Answer("yes"))
    (path,) = tmp_path.glob("*.json")
    path.write_bytes(damage(path.read_bytes()))
    assert answers.find(SERVICE, QUESTION) is None
    answers.keep(SERVICE, QUESTION, Answer("yes"))
    assert answers.find(SERVICE, QUESTION) is not None


def test_old_answers_go(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep(SERVICE, QUESTION, Answer("yes"))
    (path,) = tmp_path.glob("*.json")
    long_ago = time.time() - 100 * 24 * 3600
    os.utime(path, (long_ago, long_ago))
    answers.keep(SERVICE, replace(QUESTION, longest=1), Answer("new"))
    assert answers.find(SERVICE, QUESTION) is None
    assert answers.find(SERVICE, replace(QUESTION, longest=1)) is not None


def test_an_answer_that_cannot_be_kept_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Answers(tmp_path / "file" / "answers").keep(SERVICE, QUESTION, Answer("yes"))


# The ledger


def test_months_are_counted_apart(tmp_path: Path) -> None:
    now = [NOW]
    ledger = Ledger(tmp_path / "spent.jsonl", budget=1.0, clock=lambda: now[0])
    ledger.record(SERVICE, 10, 10, 0.7)
    ledger.check(0.3)
    with pytest.raises(EngineError, match=r"1\.00.*0\.70.*0\.4") as raised:
        ledger.check(0.4)
    assert raised.value.code == "budget"
    assert not raised.value.transient
    now[0] = NOW.replace(month=4)
    ledger.check(0.4)
    assert (ledger.spent("2026-03"), ledger.spent("2026-04")) == (0.7, 0.0)


def test_a_torn_line_costs_no_other(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "spent.jsonl", clock=lambda: NOW)
    ledger.record(SERVICE, 10, 10, 0.25)
    ledger.record(SERVICE, 10, 10, None)
    with ledger.path.open("ab") as file:
        file.write(b'{"time": "2026-03-14T10:00:00+00:00", "cost": 99')
    ledger.record(SERVICE, 10, 10, 0.5)
    with ledger.path.open("ab") as file:
        file.write(b"\xff\n[]\n{}\n\n")
    assert ledger.spent("2026-03") == 0.75


def test_many_write_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(Ledger(tmp_path / "spent.jsonl", clock=lambda: NOW).record, SERVICE, 1, 1, 0.5)
    assert Ledger(tmp_path / "spent.jsonl").spent("2026-03") == 20.0


@POSIX
def test_a_killed_process_has_written_what_it_was_told(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from acta.engines.ledger import Ledger
from acta.engines.service import Service
ledger, service = Ledger(Path({str(tmp_path / "spent.jsonl")!r})), Service("x", "openai", "m")
for number in range(10**9):
    ledger.record(service, number, 0, 0.0)
    print(number, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().splitlines()
    last = max(int(line) for line in said if line.strip())
    counted = [json.loads(line)["tokens_in"] for line in (tmp_path / "spent.jsonl").read_text().splitlines()]
    assert counted[: last + 1] == list(range(last + 1))
    Ledger(tmp_path / "spent.jsonl").record(SERVICE, 1, 1, 0.5)  # the lock of the dead is nobody's


# Figures beforehand


@given(st.text())
def test_any_text_has_an_estimate(text: str) -> None:
    assert 0 <= tokens.estimate(text) <= 2 * len(text.encode("utf-8", "surrogatepass")) + 1
    assert tokens.estimate(text) > 0 or not text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "o200k"),
    [
        ("[14] Ana Ruiz: We shipped the migration on Friday, and the rollback plan was never needed.\n", 21),
        ("[15] Tom: Fine, so 48,500 euros by the 3rd of March 2026, invoice number 2026-0117, and cc procurement@harrow.example.\n", 41),
        ("00:14:03.120 --> 00:14:07.480\n<v Mireya>That's about the renewal, isn't it?</v>\n", 31),
        ('{"start": 12.5, "end": 14.25, "speaker": "SPEAKER_00", "text": "okay"}', 32),
    ],
)
def test_the_estimate_is_close_and_not_far_below(text: str, o200k: int) -> None:
    assert 0.9 * o200k <= tokens.estimate(text) <= 1.35 * o200k


def test_costs_are_per_million_tokens() -> None:
    assert tokens.cost(SERVICE, 2_000_000, 500_000) == 3.0
    assert tokens.cost(replace(SERVICE, price_out=None), 1, 1) is None


# Recordings


class Echo:
    name, model, context = "echo", "parrot-1", 9000

    def ask(self, question: Question) -> Answer:
        return Answer(question.text.upper(), 3, 4)


def test_what_was_recorded_is_played_in_order(tmp_path: Path) -> None:
    path = tmp_path / "fixtures" / "recorded.json"
    recorder = Recorder(Echo(), path, source="a-meeting.txt")
    assert (recorder.name, recorder.model, recorder.context) == ("echo", "parrot-1", 9000)
    first, second = QUESTION, replace(QUESTION, text="“zwei” – 2")
    assert recorder.ask(first).tokens_in == 3
    recorder.ask(second)
    played = Recorded(path)
    assert (played.made_by, played.source, played.model) == ("parrot-1", "a-meeting.txt", "parrot-1")
    assert [played.ask(first).text, played.ask(second).text] == [first.text.upper(), second.text.upper()]
    assert played.is_current
    with pytest.raises(EngineError, match="one more") as raised:
        played.ask(first)
    assert raised.value.code == "bad-recording"


def test_a_recording_tells_when_the_questions_have_changed(tmp_path: Path) -> None:
    recorder = Recorder(Echo(), tmp_path / "r.json", source="x", made_by="somebody by hand")
    recorder.ask(QUESTION)
    played = Recorded(tmp_path / "r.json")
    assert played.made_by == "somebody by hand"
    assert played.ask(replace(QUESTION, instructions="You take better minutes.")).text == QUESTION.text.upper()
    assert not played.is_current


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made_by": "x", "source": "y", "questions": [], "answers": [1]}'])
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text)
    with pytest.raises(EngineError) as raised:
        Recorded(tmp_path / "r.json")
    assert raised.value.code == "bad-recording"
