"""The program as a process among others: signals, pipes, terminals, locales, shells, worker processes and sockets."""

from __future__ import annotations

import importlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from acta import app
from acta.config import Config
from acta.errors import EngineError, InputError
from acta.pipeline import ReadOptions
from test_cli import TALK, WHO, files


def talk(start: int, blocks: int) -> str:
    """A talk of so many blocks in which no two are alike."""
    said = (f"topic{n} and then I'll send the report about item{n} by Friday." for n in range(start, start + blocks))
    return "\n\n".join(f"[{i // 60:02d}:{i % 60:02d}:00.00]  {'Ana Ruiz' if i % 2 else 'Remote'} :  {text}" for i, text in enumerate(said))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACTA_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vault").mkdir()
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def acta(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "acta", *arguments]


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(acta(*arguments), stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, **variables}, check=False)


def on_a_terminal(command: list[str], **variables: str) -> str:
    """What ``command`` prints when standard output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm", **variables}, close_fds=True
    ) as process:
        os.close(theirs)
        out = b""
        try:
            while chunk := os.read(ours, 65536):
                out += chunk
        except OSError:  # Linux's way of saying that the other end is closed
            pass
        process.wait(30)
    os.close(ours)
    return out.decode("utf-8", "replace")


def test_the_module_runs_and_knows_its_version() -> None:
    assert run("--version").stdout.startswith(b"acta, version ")


def test_colour_only_on_a_terminal_that_wants_it(place: Path) -> None:
    show = acta("show", "talk.txt", *WHO)
    assert "\x1b[1m" in on_a_terminal(show)
    assert not re.search(r"\x1b\[[\d;]*m", on_a_terminal(show, NO_COLOR="1"))  # a bar may move the cursor, without colour
    assert b"\x1b" not in run("show", "talk.txt", *WHO).stdout


LISTED = "with " + ", ".join(f"part {n}" for n in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"))


def test_a_terminal_gets_wrapped_lines_and_a_pipe_whole_ones(place: Path) -> None:
    long = TALK.replace("mostly fine.", "mostly fine " + LISTED + ".")
    (place / "talk.txt").write_text(long, encoding="utf-8")
    narrow = on_a_terminal(acta("show", "talk.txt", *WHO), COLUMNS="60", NO_COLOR="1").splitlines()
    shown = narrow[narrow.index("") + 1 :]
    assert max(map(len, shown)) <= 60
    assert any(line.startswith("    ") for line in shown)
    assert LISTED.encode() in run("show", "talk.txt", *WHO).stdout


def test_a_reader_that_has_seen_enough_is_no_error(place: Path) -> None:
    (place / "long.txt").write_text(talk(0, 900), encoding="utf-8")
    with subprocess.Popen(acta("show", "long.txt", *WHO), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
    assert "Traceback" not in said
    assert "Error" not in said


@pytest.mark.parametrize("sources", [1, 3], ids=["one", "several"])
def test_an_interrupt_stops_with_130_and_leaves_the_vault_alone(place: Path, sources: int) -> None:
    names = [f"long{i}.txt" for i in range(sources)]
    for name in names:
        (place / name).write_text(talk(0, 60_000), encoding="utf-8")
    with subprocess.Popen(
        acta("note", *names, "--vault", "vault", *WHO), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        time.sleep(2.0)  # well into the work, even on a slow machine
        assert process.poll() is None, "too quick to be interrupted"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the command
        _, said = process.communicate(timeout=30)
    # Interrupted inside an import, Python ends by the signal itself, which a shell calls 130 too.
    assert process.returncode in (130, -signal.SIGINT), said.decode()
    assert "stopped" in said.decode()
    assert "Traceback" not in said.decode()
    assert not files(place / "vault")


@pytest.mark.parametrize("after_s", [0.12, 0.3, 0.6])
def test_an_interrupt_while_starting_leaves_no_traceback_and_no_process_waiting(place: Path, after_s: float) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (place / name).write_text(talk(0, 20_000), encoding="utf-8")
    with subprocess.Popen(
        acta("note", "a.txt", "b.txt", "c.txt", "--vault", "vault", *WHO), stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        time.sleep(after_s)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT), said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.parametrize(
    "variables",
    [{"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "1"}],
    ids=["latin-1", "ascii", "C", "POSIX"],
)
def test_a_poor_locale_spoils_no_note_and_no_json(place: Path, variables: dict[str, str]) -> None:
    (place / "talk.txt").write_text(TALK.replace("mostly fine", "mostly fine, Zoë 🎉"), encoding="utf-8")
    result = run("note", "talk.txt", "--vault", "vault", "--json", "-", *WHO, **variables)
    assert result.returncode == 0, result.stderr.decode()
    (name,) = files(place / "vault")
    assert name == "Meetings/2026-03-11 1-1 — Ben Okri.md"
    assert "Zoë 🎉" in json.loads(result.stdout.decode("utf-8"))["utterances"][1]["text"]
    told = run("note", "gone — 🎉.txt", "--vault", "vault", **variables)
    assert told.returncode == 10
    assert b"Traceback" not in told.stderr


def test_an_encoding_that_cannot_name_files_is_refused_with_the_remedy(place: Path) -> None:
    result = run("note", "talk.txt", "--vault", "vault", *WHO, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert result.returncode == 11
    assert b"PYTHONUTF8=1" in result.stderr
    assert not files(place / "vault")


def test_the_same_source_gives_the_same_minutes_in_every_run(place: Path) -> None:
    # Python shuffles its sets from process to process; a note that followed them would change from run to run.
    (place / "talk.txt").write_text(talk(0, 60), encoding="utf-8")
    outputs = {run("show", "talk.txt", *WHO, "--json", PYTHONHASHSEED=str(seed)).stdout for seed in range(3)}
    assert len(outputs) == 1


NO_SOCKETS = """
import os, sys
def refuse(event, _):
    if event in ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        os.write(2, b"a socket was opened: " + event.encode())
        os._exit(99)
sys.addaudithook(refuse)
from acta import app
app._cores = lambda: 2
from acta.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "command",
    [
        ["note", "talk.txt", "other.txt", "--vault", "vault", *WHO],  # two sources: two worker processes, which inherit the guard
        ["show", "talk.txt", *WHO],
        ["learn", "Koncha", "=", "Kanchan Mehta"],
        ["config", "show"],
        ["config", "set", "owner", "Ana Ruiz"],
        ["formats"],
        ["schema"],
        ["completion", "bash"],
    ],
    ids=lambda c: c[0] if c[0] != "config" else f"{c[0]}-{c[1]}",
)
def test_no_command_opens_a_socket(place: Path, command: list[str]) -> None:
    (place / "other.txt").write_text(TALK.replace("Halden", "Kestrel"), encoding="utf-8")
    result = subprocess.run([sys.executable, "-c", NO_SOCKETS, *command], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()
    if command[0] == "note":
        undone = subprocess.run([sys.executable, "-c", NO_SOCKETS, "undo", "--vault", "vault"], capture_output=True, check=False)
        assert undone.returncode == 0, undone.stderr.decode()


def test_the_guard_against_sockets_works(place: Path) -> None:
    opened = subprocess.run([sys.executable, "-c", NO_SOCKETS.replace("main(sys", "import socket; socket.socket(); main(sys")], check=False)
    assert opened.returncode == 99


def notes(place: Path, name: str, sources: list[str]) -> dict[str, bytes]:
    vault = place / name
    vault.mkdir()
    options = ReadOptions(owner="Ana Ruiz", attendees=("Ben Okri",))
    results = app.make_notes(sources, options, config=Config(vault=vault))
    assert [r.error for r in results] == [None] * len(sources)
    return files(vault)


def test_one_process_and_several_write_the_same_notes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = []
    for day in range(1, 6):
        path = place / f"2026-03-{day:02d} Talk.txt"
        path.write_text(talk(day * 50, 40), encoding="utf-8")
        sources.append(str(path))
    monkeypatch.setattr(app, "_cores", lambda: 1)
    one = notes(place, "one", sources)
    monkeypatch.setattr(app, "_cores", lambda: 3)
    several = notes(place, "several", sources)
    assert one == several
    assert len(one) == 5


def test_a_worker_that_is_killed_is_told_and_not_waited_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Doomed(ProcessPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Any:
            return super().submit(os._exit, 9)

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Doomed)
    monkeypatch.setattr(app, "_cores", lambda: 2)
    options = ReadOptions(owner="Ana Ruiz", attendees=("Ben Okri",))
    with pytest.raises(EngineError) as caught:
        app.make_notes(["talk.txt", "talk.txt"], options, config=Config(vault=place / "vault"))
    assert caught.value.code == "worker-lost"


def test_a_pair_of_words_and_times_is_one_source(tmp_path: Path) -> None:
    for name in ("a.ctm", "a.rttm", "b.rttm", "c.txt", ".hidden"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [Path(s).name for s in app.sources([str(tmp_path)])] == ["a.ctm", "b.rttm", "c.txt"]
    assert app.sources([str(tmp_path / "a.ctm"), str(tmp_path / "other.rttm")]) == [str(tmp_path / "a.ctm")]


def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not a regular file"):
        app.load(str(tmp_path / "pipe"))
    with pytest.raises(InputError, match="no such file"):
        app.load(str(tmp_path / "x\0y"))


def completed(place: Path, line: str) -> set[str]:
    """What bash itself offers for ``line`` once acta's completion script has been loaded."""
    script = f"""
    acta() {{ "{sys.executable}" -m acta "$@"; }}
    eval "$(acta completion bash)"
    PATH="{place / "bin"}:$PATH"
    COMP_WORDS=({line}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
    _acta_completion acta
    printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    (place / "bin").mkdir(exist_ok=True)
    program = place / "bin" / "acta"
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c "from acta.cli import main; main(prog_name=\'acta\')" "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("acta no", {"note"}),
        ("acta note --sp", {"--speaker"}),
        ("acta note --kind one", {"one_on_one"}),
        ("acta note --format rtt", {"rttm", "rttm+ctm"}),
        ("acta note --engine ''", {"embedded", "auto"}),
        ("acta config s", {"set", "show"}),
        ("acta config set link", {"link_people"}),
        ("acta completion z", {"zsh"}),
    ],
)
def test_bash_completes(place: Path, line: str, offered: set[str]) -> None:
    assert completed(place, line) == offered


def test_files_are_left_to_the_shell_to_complete(place: Path) -> None:
    ask = [sys.executable, "-c", "from acta.cli import main; main(prog_name='acta')"]
    environment = {**os.environ, "_ACTA_COMPLETE": "bash_complete", "COMP_WORDS": "acta note ta", "COMP_CWORD": "2"}
    assert subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout.strip() == "file,ta"
    environment |= {"COMP_WORDS": "acta note --vault va", "COMP_CWORD": "3"}
    assert subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout.strip() == "dir,va"


@pytest.mark.parametrize(("shell", "word"), [("zsh", "plain\n--kind"), ("fish", "plain,--kind")])
def test_zsh_and_fish_get_an_option_with_its_meaning(shell: str, word: str) -> None:
    ask = [sys.executable, "-c", "from acta.cli import main; main(prog_name='acta')"]
    current = "2" if shell == "zsh" else "--ki"
    words = "acta note --ki" if shell == "zsh" else "acta note"
    environment = {**os.environ, "_ACTA_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": current}
    answer = subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout
    assert re.match(re.escape(word), answer), answer


def test_the_demonstration_makes_three_notes_and_then_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parent.parent / "examples"))
    demo = importlib.import_module("demo")
    monkeypatch.setattr(demo, "VAULT", tmp_path / "vault")
    demo.main()
    first = capfd.readouterr().out
    made = {name for name in files(tmp_path / "vault") if name.startswith("Meetings/")}
    assert len(made) == first.count("created: ") == 3
    assert f"The notes are in {tmp_path / 'vault' / 'Meetings'}" in first
    assert "## Action items (for Jericho Abad)" in first
    assert re.search(r"\[here the note has the transcript: \d\d+ lines\]", first)
    demo.main()
    second = capfd.readouterr().out
    assert second.count("unchanged: ") == 3
    assert second.partition("\n\n")[2] == first.partition("\n\n")[2]


def test_a_note_rendered_for_a_terminal_shows_no_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parent.parent / "examples"))
    demo = importlib.import_module("demo")
    task = "- [ ] Send the plan.[^a7f3] @Ana Ruiz 📅 2026-03-20 ^a-7f3k\n"
    body = f"---\ntype: transcript\n---\n\n# A talk\n\n> [!info] Purpose\n> Agree.\n\n{task}"
    demo.render(body, "[the transcript]", ["[^a7f3]: 00:00:01 Ana Ruiz: “I'll send it”"])
    shown = capsys.readouterr().out
    assert "☐ Send the plan.⁽a7f3⁾ @Ana Ruiz 📅 2026-03-20" in shown
    assert "⁽a7f3⁾ 00:00:01 Ana Ruiz" in shown.replace("\n", " ").replace("  ", " ")
    assert not re.search(r"\[!info\]|\[\^|\^a-7f3k|---", shown)
