"""The commands around language models: adding and looking after services, and by hand through a chat window."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from faulty_server import FaultyServer, complaint, reply, slam, standing
from minute_taker import as_json, everything_sent, minutes, promises, read_page, taking_minutes
from test_asking import BY_MODEL, KEY, add, allowed, alone, note
from test_cli import WHO, acta, files, place

__all__ = ["alone", "place"]  # fixtures are had by their names


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with standing(taking_minutes()) as there:
        yield there


def settings(place: Path) -> dict[str, Any]:
    return tomllib.loads((place / "config.toml").read_text(encoding="utf-8"))


# Services


BY_A_PERSON = """# my settings
owner = "Ana Ruiz"   # me

[services.here]
kind = "openai"
# the big machine under the desk
model = "minutes-0"   # slow, but good
base_url = "http://localhost:1/v1"

[aliases]
"Koncha" = "Kanchan Mehta"
"""


def test_a_service_is_changed_in_place_and_a_persons_comments_stay(place: Path) -> None:
    (place / "config.toml").write_text(BY_A_PERSON, encoding="utf-8")
    assert acta("service", "add", "here", "--model", "minutes-1", "--context", "8000").exit_code == 0
    text = (place / "config.toml").read_text(encoding="utf-8")
    assert [line for line in BY_A_PERSON.splitlines() if line not in text.splitlines()] == ['model = "minutes-0"   # slow, but good']
    assert 'model = "minutes-1"' in text
    assert "# slow, but good" in text
    assert settings(place)["services"]["here"] == {
        "kind": "openai",
        "model": "minutes-1",
        "base_url": "http://localhost:1/v1",
        "context": 8000,
    }
    assert acta("service", "add", "there", "--kind", "anthropic", "--model", "m").exit_code == 0
    assert acta("service", "remove", "there").exit_code == 0
    assert "# the big machine under the desk" in (place / "config.toml").read_text(encoding="utf-8")
    assert "there" not in settings(place)["services"]


def test_services_are_shown_without_keys(place: Path, server: FaultyServer) -> None:
    allowed(place, server)
    assert acta("doctor").exit_code == 0
    assert note(place, "--engine", "here").exit_code == 0
    for command in (
        ["config", "show"],
        ["service", "list"],
        ["doctor"],
        ["--verbose", "note", place / "talk.txt", "--vault", place / "vault"],
    ):
        result = acta(*command)
        assert result.exit_code == 0, result.output
        assert KEY not in result.output
    assert f'base_url = "{server.url}/v1"' in acta("config", "show").output
    assert all(KEY.encode() not in data for data in files(place).values())


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("services = 3", "“services” must be tables"),
        ("[services.Here]\nkind = 'openai'\nmodel = 'm'", "cannot have this name"),
        ("[services.auto]\nkind = 'openai'\nmodel = 'm'", "cannot have this name"),
        ("[services]\nhere = 'openai'", "is no table"),
        ("[services.here]\nmodel = 'm'", "needs a kind"),
        ("[services.here]\nkind = 'ollama'\nmodel = 'm'", "needs a kind"),
        ("[services.here]\nkind = 'openai'", "needs a text as “model”"),
        ("[services.here]\nkind = 'openai'\nmodel = ''", "needs a text as “model”"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\nkey = 'sk-1'", "unknown option “key”"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\nbase_url = 'localhost:11434'", "no address"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\nbase_url = 'http://me:secret@host/v1'", "no address"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\nbase_url = 'https://host/v1?key=1'", "no address"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\ncontext = 12", "“context” that is not between 1000"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\ncontext = 'many'", "“context” that is not between 1000"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\nprice_in = -1\nprice_out = 1", "“price_in” that is not"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\nprice_in = 1", "one price of two"),
        ("[services.here]\nkind = 'openai'\nmodel = 'm'\ntimeout_s = 0", "“timeout_s” that is not"),
        ("monthly_budget = -2", "“monthly_budget” must be a number"),
        ("monthly_budget = 'much'", "“monthly_budget” must be a number"),
        ("redact = 'sometimes'", "one of remote, always, never"),
        ("private_people = 'Igor'", "“private_people” must be a list"),
    ],
)
def test_what_is_wrong_with_a_service_is_said_with_file_line_and_what_is_allowed(place: Path, table: str, says: str) -> None:
    (place / "config.toml").write_text(f"# mine\n\n{table}\n", encoding="utf-8")
    result = acta("config", "show")
    assert result.exit_code == 11, result.output
    assert f"{place / 'config.toml'}, line 3: " in result.stderr
    assert says in result.stderr
    assert "secret" not in result.output
    assert len(result.stderr.strip().splitlines()) == 3  # what, what is allowed, code


def test_a_vault_names_no_service_and_no_engine(place: Path) -> None:
    for text in ("[services.evil]\nkind = 'openai'\nmodel = 'm'\n", "engine = 'auto'\n", "redact = 'never'\n", "monthly_budget = 1000\n"):
        (place / "vault" / "acta.toml").write_text(text, encoding="utf-8")
        result = note(place)
        assert result.exit_code == 11
        assert "a vault may not set" in result.stderr


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        (["service", "add", "Here", "--model", "m"], 11, "cannot have this name"),
        (["service", "add", "here"], 2, "--model MODEL"),
        (["service", "add", "here", "--model", "m", "--url", "localhost:11434"], 11, "Like http://"),
        (["service", "add", "here", "--model", "m", "--context", "1"], 11, "“context” that is not between"),
        (["service", "add", "here", "--model", "m", "--kind", "llama"], 2, "openai"),
        (["service", "add", "here", "--model", "m", "--price-in", "3"], 11, "one price of two"),
        (["service", "remove", "nobody"], 11, "there is no service “nobody”"),
        (["service", "deny", "nobody"], 11, "there is no service “nobody”"),
        (["service", "key", "nobody"], 11, "there is no service “nobody”"),
        (["service", "allow", "nobody", "talk.txt"], 11, "there is no service “nobody”"),
        (["service", "allow", "embedded", "talk.txt"], 11, "there is no service “embedded”"),
        (["doctor", "nobody"], 11, "there is no service “nobody”"),
        (["note", "talk.txt", "--engine", "nobody"], 11, "unknown engine “nobody”"),
        (["note", "talk.txt", "--estimate"], 11, "--engine NAME"),
        (["note", "talk.txt", "--engine", "auto", "--estimate"], 11, "--engine NAME"),
        (["config", "set", "engine", "nobody"], 11, "unknown engine “nobody”"),
        (["config", "set", "services", "x"], 11, "acta service add"),
        (["config", "set", "monthly_budget", "lots"], 11, "a number"),
        (["config", "set", "redact", "maybe"], 11, "remote, always, never"),
        (["accept", "talk.txt"], 2, "REPLY"),
        (["accept", "talk.txt", "gone.md"], 10, "gone.md"),
        (["accept", "-", "-"], 10, "standard input is named twice"),
        (["prompt", "-", "--after", "-"], 10, "standard input is named twice"),
        (["prompt", "gone.txt"], 10, "no such file"),
        (["prompt", "talk.txt", "--part", "7"], 10, "there is no part 7"),
        (["prompt", "talk.txt", "--context", "2000"], 20, "is too small"),
        (["note", "talk.txt", "--off-record", "soon"], 2, "12:30-14:05"),
        (["note", "talk.txt", "--off-record", "5:00-2:00"], 2, "no stretch"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_what_a_newcomer_gets_wrong_is_put_right(
    place: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], status: int, says: str
) -> None:
    monkeypatch.chdir(place)
    result = acta(*command, stdin="")
    assert result.exit_code == status, result.output
    assert says in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_key_without_a_keyring_is_told_where_to_go(place: Path, server: FaultyServer) -> None:
    add(server)
    result = acta("service", "key", "here", stdin="sk-1\n")
    assert result.exit_code == 11
    assert "HERE_API_KEY" in result.stderr


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (slam, "cannot be reached"),
        (reply(401, complaint("bad key")), "does not accept the key"),
        (reply(404, complaint("no such model", code="model_not_found")), "has no model “minutes-1”"),
        (reply(200, "<html>Log in to the hotel</html>", {"Content-Type": "text/html"}), "does not work"),
    ],
    ids=["gone", "key", "model", "another server"],
)
def test_the_doctor_says_what_is_wrong(place: Path, server: FaultyServer, wrong: Any, says: str) -> None:
    add(server)
    server.usual = wrong
    result = acta("doctor")
    assert result.exit_code == 1
    assert says in result.output
    assert KEY not in result.output


def test_the_doctor_sends_nothing_of_anybodys(place: Path, server: FaultyServer) -> None:
    add(server)
    assert acta("config", "set", "vault", place / "vault").exit_code == 0
    told = acta("doctor").output
    assert "answers, the first word after" in told
    assert "key: found" in told
    sent = everything_sent(server)
    assert not re.search(r"halden|ruiz|okri|vault", sent)


# At a terminal


def at_a_terminal(command: list[str], answers: dict[bytes, bytes]) -> tuple[int, str]:
    """Exit status and output of ``command`` at a terminal; each of ``answers`` is typed when its question appears."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "PAGER": "cat"}
    with subprocess.Popen([sys.executable, "-m", "acta", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        out, left = b"", dict(answers)
        while select.select([ours], [], [], 30)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:
                break
            out += chunk
            for question in [q for q in left if q in out]:
                os.write(ours, left.pop(question))
        status = process.wait(30)
    os.close(ours)
    return status, out.decode("utf-8", "replace").replace("\r\n", "\n")


def test_a_person_is_shown_all_and_asked_once(place: Path, server: FaultyServer) -> None:
    add(server)
    command = ["note", str(place / "talk.txt"), "--vault", str(place / "vault"), *WHO, "--engine", "here"]
    status, shown = at_a_terminal(command, {b"[y/N]": b"n\n"})
    assert status == 11
    assert "You take minutes." in shown
    assert "I'll send the error report by Friday" in shown
    assert "as they were said" in shown
    assert "[no-consent]" in shown
    assert not server.sent
    assert not files(place / "vault")
    status, shown = at_a_terminal(command, {b"[y/N]": b"y\n"})
    assert status == 0, shown
    assert "asked here (minutes-1): " in shown
    assert BY_MODEL in next((place / "vault").rglob("*.md")).read_text(encoding="utf-8")
    assert note(place, "--engine", "here", "--fresh").exit_code == 0  # from now on without being asked


# By hand


def prompt(place: Path, *more: str | Path, source: str = "talk.txt") -> Result:
    return acta("prompt", place / source, "--vault", place / "vault", *WHO, *more)


def accept(place: Path, *more: str | Path, source: str = "talk.txt") -> Result:
    return acta("accept", place / source, *more, "--vault", place / "vault", *WHO)


def answered(place: Path, text: str | bytes, name: str = "reply.md") -> Path:
    path = place / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_by_hand_names_go_as_tokens_and_come_back(place: Path) -> None:
    page = prompt(place).stdout
    assert "You take minutes." in page
    assert "## Tokens" in page
    assert '{"summary": ' in page
    assert not re.search(r"\b(Ana|Ruiz|Ben|Okri|Halden)\b", page)
    result = accept(place, answered(place, minutes(read_page(page))))
    assert result.exit_code == 0, result.output
    assert "from an answer by hand" in result.stderr
    (path,) = (place / "vault").rglob("*.md")
    text = path.read_text(encoding="utf-8")
    assert BY_MODEL in text
    assert "@Ben Okri" in text
    before = files(place / "vault")
    assert accept(place, place / "reply.md").exit_code == 0
    assert files(place / "vault") == before


def test_the_same_options_give_the_same_page_in_every_process(place: Path) -> None:
    command = [sys.executable, "-m", "acta", "prompt", str(place / "talk.txt"), *WHO]
    pages = {subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=True).stdout for seed in "12"}
    assert len(pages) == 1


@pytest.mark.parametrize(
    "wrap",
    [
        lambda j: f"Here are the minutes you asked for:\n\n```json\n{j}\n```\n\nLet me know if I can help.",
        lambda j: f"Thinking: the shape is {{\"summary\": \"…\", \"items\": []}}.\n{j}\nDone {{well}}.",
        lambda j: j.replace("}]}", "},]}").replace(", \"next_meeting\"", ",\n // no more\n \"next_meeting\""),
        lambda j: j[: j.rindex('"evidence"')],
        lambda j: ("\ufeff" + j).encode("utf-16-le"),
        lambda j: j.encode("utf-8-sig"),
        lambda j: j.replace("I'll", "I’ll").replace('"', "“", 0),
        lambda j: j.replace("[P", "\\\\[P"),
        lambda j: json.dumps(json.loads(j), indent=4).replace("\n", "\r\n"),
    ],
    ids=["fence", "example", "commas", "truncated", "utf-16", "utf-8 mark", "typographic", "escaped", "crlf"],
)  # fmt: skip
def test_answers_as_chat_windows_give_them(place: Path, wrap: Any) -> None:
    page = read_page(prompt(place).stdout)
    result = accept(place, answered(place, wrap(minutes(page))))
    assert result.exit_code == 0, result.output
    (path,) = (place / "vault").rglob("*.md")
    assert "Send the error report by Friday" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (b"", 20, "bad-answer"),
        (b"I am sorry, but I cannot.", 20, "bad-answer"),
        (b"[1, 2, 3]", 20, "bad-answer"),
        (b"{" * 5_000, 20, "bad-answer"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", 10, "not-text"),
        (b'{"items": [{"kind": "decision", "text": "We approve it.", "evidence": []}]}', 20, "nothing-verified"),
    ],
    ids=["empty", "prose", "list", "braces", "picture", "unproven"],
)
def test_what_is_no_answer_is_refused_and_the_vault_untouched(place: Path, answer: bytes, status: int, code: str) -> None:
    assert note(place).exit_code == 0
    before = files(place / "vault")
    result = accept(place, answered(place, answer))
    assert result.exit_code == status, result.output
    assert f"[{code}]" in result.stderr
    assert files(place / "vault") == before


def test_a_quiet_talk_may_have_no_items(place: Path) -> None:
    result = accept(place, answered(place, '{"summary": "", "items": [], "next_meeting": null}'))
    assert result.exit_code == 0, result.output


def test_what_failed_is_asked_again_and_mended_by_the_second_answer(place: Path) -> None:
    page = read_page(prompt(place).stdout)
    items = promises(page)
    items[0]["text"] = "Send 40 error reports by Friday"
    first = answered(place, as_json(items), "first.md")
    told = accept(place, first)
    assert told.exit_code == 0, told.output
    (advice,) = re.findall(r"acta (prompt .*)", told.stderr)
    assert f"--after {first}" in advice
    second_page = prompt(place, "--after", first).stdout
    assert "Send 40 error reports by Friday" in second_page
    assert "the number" in second_page
    assert not re.search(r"\b(Ana|Ruiz|Ben|Okri|Halden)\b", second_page)
    items[0]["text"] = "Send the error report by Friday"
    second = answered(place, as_json(items[:1]), "second.md")
    assert accept(place, first, second).exit_code == 0
    (path,) = (place / "vault").rglob("*.md")
    assert "Send the error report by Friday" in path.read_text(encoding="utf-8")


def test_an_answer_comes_through_a_pipe(place: Path) -> None:
    answer = minutes(read_page(prompt(place).stdout))
    result = acta("accept", place / "talk.txt", "-", "--vault", place / "vault", *WHO, stdin=answer)
    assert result.exit_code == 0, result.output


def test_a_long_talk_comes_in_parts_and_one_that_is_missing_is_told(place: Path) -> None:
    said = (
        f"[{i // 60:02d}:{i % 60:02d}:00.00]  {'Ana Ruiz' if i % 2 else 'Ben Okri'} :  I'll send the report about item{i} to region{i}."
        for i in range(300)
    )
    (place / "long.txt").write_text("\n\n".join(said), encoding="utf-8")
    whole = prompt(place, "--context", "8000", source="long.txt")
    assert whole.exit_code == 10
    n = int(re.findall(r"it takes (\d+)", whole.stderr)[0])
    assert n > 1
    pages = [read_page(prompt(place, "--context", "8000", "--part", str(k), source="long.txt").stdout) for k in range(1, n + 1)]
    assert {number for page in pages for number, _, _ in page.lines} == set(range(1, 301))
    replies = [answered(place, minutes(page), f"{k}.md") for k, page in enumerate(pages)]
    some = accept(place, *replies[:-1], "--context", "8000", "--dry-run", source="long.txt")
    assert some.exit_code == 0, some.output
    assert f"The talk has {n} parts; {n - 1} answers were given" in some.stderr
    made = accept(place, *replies, "--context", "8000", "--json", place / "out.json", source="long.txt")
    assert made.exit_code == 0, made.output
    items = json.loads((place / "out.json").read_text())["items"]
    assert len(items) == 300  # alike but for a number, and none is taken for another


def test_people_added_in_between_do_not_change_places(place: Path) -> None:
    # A note about somebody makes a name of a word that was none, and so moves the numbers of all tokens behind it.
    page = read_page(prompt(place).stdout)
    answer = answered(place, minutes(page))
    people = place / "vault" / "People"
    people.mkdir()
    (people / "Kestrel Moore.md").write_text("---\naliases: [Morning]\n---\n", encoding="utf-8")
    (people / "Somebody Else.md").write_text("", encoding="utf-8")
    before = files(place / "vault")
    result = accept(place, answer)
    assert result.exit_code == 10, result.output
    assert "[prompt-changed]" in result.stderr
    assert files(place / "vault") == before
    moved = read_page(prompt(place).stdout)
    assert {who for _, who, _ in moved.lines} != {who for _, who, _ in page.lines}
    (people / "Kestrel Moore.md").unlink()
    assert accept(place, answer).exit_code == 0  # who is not spoken of moves nothing


def test_other_options_than_the_prompts_are_noticed(place: Path) -> None:
    answer = answered(place, minutes(read_page(prompt(place).stdout)))
    before = files(place / "vault")
    result = accept(place, answer, "--plain")
    assert result.exit_code == 10, result.output
    assert "[prompt-changed]" in result.stderr
    assert acta("prompt", place / "talk.txt", *WHO, "--plain", "--after", answer).exit_code == 10
    assert files(place / "vault") == before
    assert accept(place, answer).exit_code == 0
