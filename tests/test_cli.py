"""The command line as a newcomer meets it: what it writes, what it says when something is wrong, what it never does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from acta.cli import main
from acta.document import json_schema

TALK = """[00:00:01.00]  Ana Ruiz :  Morning Ben. Thanks for making the time. How is the Halden migration going?

[00:00:08.00]  Remote :  It's mostly fine. The importer dropped four thousand records last night, so we stopped it.

[00:00:16.00]  Ana Ruiz :  Okay. Can you send me the error report by Friday?

[00:00:21.00]  Remote :  Sure, I'll send the error report by Friday.

[00:00:26.00]  Ana Ruiz :  And I'll talk to the vendor about the licence tomorrow.

[00:00:31.00]  Remote :  Good. I'm worried that the licence runs out before the migration is done.

[00:00:38.00]  Ana Ruiz :  Let's go with the smaller batch size then.

[00:00:42.00]  Remote :  Agreed, smaller batches.

[00:00:45.00]  Ana Ruiz :  Great. Same time next Tuesday?

[00:00:49.00]  Remote :  Next Tuesday works. Bye.
"""
WHO = ["--owner", "Ana Ruiz", "--with", "Ben Okri", "--date", "2026-03-11"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACTA_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "vault").mkdir()
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def acta(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def note(place: Path, *more: str) -> Result:
    return acta("note", place / "talk.txt", "--vault", place / "vault", *WHO, *more)


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def the_note(place: Path) -> Path:
    (path,) = (place / "vault").rglob("*.md")
    return path


def test_a_transcript_becomes_one_note(place: Path) -> None:
    result = note(place)
    assert result.exit_code == 0, result.output
    text = the_note(place).read_text(encoding="utf-8")
    assert "# 1:1 — Ben Okri — 2026-03-11" in text
    assert "## Action items (for Ben Okri)" in text
    assert "📅 2026-03-13" in text
    assert "Remote" not in text


def test_who_accepts_a_request_owns_the_task(place: Path) -> None:
    note(place)
    assert "@Ben Okri" in the_note(place).read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(place: Path) -> None:
    note(place)
    before = files(place)
    result = note(place)
    assert result.exit_code == 0
    assert "unchanged" in result.output
    assert files(place) == before


def test_edits_survive_and_deleted_lines_stay_deleted(place: Path) -> None:
    note(place)
    path = the_note(place)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    tasks = [line for line in lines if line.startswith("- [ ]")]
    facts = [line for line in lines if line.startswith("- ") and "[^" in line and line not in tasks]
    assert tasks
    assert facts
    edited = "".join(line.replace("- [ ]", "- [x]") if line == tasks[0] else "" if line == facts[0] else line for line in lines)
    edited += "\nMy own thought.\n"
    moved = path.parent / "My name for it.md"
    path.unlink()
    moved.write_text(edited, encoding="utf-8")
    result = note(place)
    assert result.exit_code == 0, result.output
    assert the_note(place).read_text(encoding="utf-8") == edited


def test_dry_run_writes_nothing_anywhere(place: Path) -> None:
    before = files(place)
    result = note(place, "--dry-run")
    assert result.exit_code == 0
    assert "would create" in result.output
    assert files(place) == before


def test_undo_takes_the_note_back(place: Path) -> None:
    note(place)
    result = acta("undo", "--vault", place / "vault")
    assert result.exit_code == 0, result.output
    assert not files(place / "vault")


def test_json_is_what_the_schema_says_and_needs_no_vault(place: Path) -> None:
    result = acta("note", place / "talk.txt", *WHO, "--json", "-", "--dry-run")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    jsonschema.validate(document, json_schema())
    by_id = {u["id"]: u for u in document["utterances"]}
    assert document["items"]
    for item in document["items"]:
        for evidence in item["evidence"]:
            assert evidence["quote"] in by_id[evidence["utterance"]]["text"]


def test_standard_input_and_a_folder(place: Path) -> None:
    piped = acta("note", "-", *WHO, "--json", "-", "--dry-run", stdin=TALK)
    assert piped.exit_code == 0, piped.output
    folder = place / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(TALK, encoding="utf-8")
    (folder / "two.txt").write_text(TALK.replace("Friday", "Thursday"), encoding="utf-8")
    both = acta("note", folder, *WHO, "--json", "-", "--dry-run")
    assert both.exit_code == 0, both.output
    assert [json.loads(line)["meeting"]["source"]["path"] for line in both.stdout.splitlines()] == [
        str(folder / "one.txt"),
        str(folder / "two.txt"),
    ]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 10), (b"\x00\x01\x02\xff" * 500, 10), (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400, 10)],
    ids=["empty", "binary", "video"],
)
def test_what_is_no_transcript_is_refused_and_nothing_is_written(place: Path, content: bytes, status: int) -> None:
    (place / "bad.txt").write_bytes(content)
    result = acta("note", place / "bad.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == status, result.output
    assert "bad.txt" in result.output
    assert not files(place / "vault")


def test_half_a_gigabyte_is_refused_within_a_second(place: Path) -> None:
    with (place / "huge.txt").open("wb") as out:
        out.truncate(500_000_000)
    started = time.perf_counter()
    result = acta("note", place / "huge.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == 10
    assert time.perf_counter() - started < 1


def test_one_bad_source_does_not_stop_the_others(place: Path) -> None:
    (place / "bad.txt").write_bytes(b"")
    result = acta("note", place / "bad.txt", place / "talk.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == 10
    assert the_note(place).exists()


def test_without_a_vault_the_error_says_how_to_set_one(place: Path) -> None:
    result = acta("note", place / "talk.txt", *WHO)
    assert result.exit_code == 11
    assert "acta config set vault" in result.output


def test_settings_are_kept_and_used(place: Path) -> None:
    assert acta("config", "set", "vault", place / "vault").exit_code == 0
    assert acta("config", "set", "owner", "Ana Ruiz").exit_code == 0
    shown = acta("config", "show")
    assert 'owner = "Ana Ruiz"' in shown.output
    result = acta("note", place / "talk.txt", "--with", "Ben Okri", "--date", "2026-03-11")
    assert result.exit_code == 0, result.output
    assert the_note(place).exists()


def test_a_learnt_alias_is_applied(place: Path) -> None:
    (place / "talk.txt").write_text(TALK.replace("Halden", "Holdan"), encoding="utf-8")
    assert acta("learn", "Holdan", "=", "Halden", "--vault", place / "vault").exit_code == 0
    assert "Holdan" in (place / "vault" / "acta.toml").read_text(encoding="utf-8")
    note(place)
    assert "Halden migration" in the_note(place).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [["note"], ["note", "x.txt", "--date", "soon"], ["note", "x.txt", "--speaker", "nobody"], ["learn", "alone"], ["frobnicate"]],
)
def test_wrong_usage_exits_with_2(place: Path, arguments: list[str]) -> None:
    assert acta(*arguments).exit_code == 2


def test_unknown_kind_format_and_engine_name_what_is_allowed(place: Path) -> None:
    for option, known in (("--kind", "one_on_one"), ("--format", "teams-vtt"), ("--engine", "embedded")):
        result = note(place, option, "nonsense")
        assert result.exit_code in {10, 11}, result.output
        assert known in result.output
    assert not files(place / "vault")


def test_show_lists_changes_with_reasons(place: Path) -> None:
    (place / "talk.txt").write_text(TALK.replace("Agreed,", "Agreed, " + "yes, " * 40), encoding="utf-8")
    result = acta("show", place / "talk.txt", "--changes", *WHO)
    assert result.exit_code == 0, result.output
    assert "loop" in result.output
    kept = acta("show", place / "talk.txt", "--changes", "--keep-all", *WHO)
    assert "loop " not in kept.stdout


def test_no_command_opens_a_socket(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for result in (
        note(place),
        acta("show", place / "talk.txt", *WHO),
        acta("formats"),
        acta("schema"),
        acta("undo", "--vault", place / "vault"),
    ):
        assert result.exit_code == 0, result.output


def test_help_answers_at_once() -> None:
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "acta", "--help"], check=True, stdout=subprocess.DEVNULL, env=env)
        times.append(time.perf_counter() - started)
    bare = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    # The allowance grows with how slow Python itself starts on a busy machine.
    assert min(times) < 0.2 + (time.perf_counter() - bare)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    result = acta("completion", shell)
    assert result.exit_code == 0
    assert "_ACTA_COMPLETE" in result.output
