"""Faults made for real: killed processes, disks that are full or read-only, and writers that meet."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from acta.errors import ActaError, StoreError, VaultError
from acta.vault import Vault

KILLS = 8
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="faults are injected with Linux means")

_ENDLESS_WRITER = """
import sys
from pathlib import Path
from acta.vault import Vault
vault = Vault.open(Path(sys.argv[1]), state_dir=Path(sys.argv[2]))
number = int(sys.argv[3])
print("ready", flush=True)
while True:
    note = vault.read("Meetings/a.md")
    number += 1
    vault.write("Meetings/a.md", f"{number}\\n" * 20000 + "end\\n", note.sha256, sources=("s",))
    vault.write(vault.free_path("Meetings", "new.md"), f"{number}\\n" * 20000 + "end\\n", None)
"""

_COUNTER = """
import sys
from pathlib import Path
from acta.errors import VaultError
from acta.vault import Vault
vault = Vault.open(Path(sys.argv[1]), state_dir=Path(sys.argv[2]))
done = 0
while done < int(sys.argv[3]):
    note = vault.read("a.md")
    try:
        vault.write("a.md", note.text + sys.argv[4] + "\\n", note.sha256)
        done += 1
    except VaultError as error:
        assert error.code == "changed-meanwhile", error
"""


def _child(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _make(tmp_path: Path) -> Vault:
    (tmp_path / "vault").mkdir()
    return Vault.open(tmp_path / "vault", state_dir=tmp_path / "state")


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def _code(write: object) -> str:
    assert callable(write)
    with pytest.raises(ActaError) as caught:
        write()
    return caught.value.code


def _whole(text: str) -> bool:
    lines = text.split("\n")
    return lines[-2:] == ["end", ""] and len(set(lines[:-2])) == 1 and len(lines) == 20002


def test_a_writer_killed_at_any_time_leaves_the_old_note_or_the_new_one(tmp_path: Path) -> None:
    """Moments as chance has them; the test below takes every single one in turn."""
    vault = _make(tmp_path)
    first = vault.write("Meetings/a.md", "0\n" * 20000 + "end\n", None)
    notes = first.path.parent
    delays = random.Random(4)  # noqa: S311  # not a secret
    for _ in range(KILLS):
        with _child(_ENDLESS_WRITER, vault.root, tmp_path / "state", first.text.split("\n", 1)[0]) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(delays.uniform(0, 0.03))
            child.kill()
        assert all(_whole(p.read_text()) for p in notes.glob("*.md"))
        # What it left does not hinder the next writer, which cleans up after it.
        first = vault.read("Meetings/a.md")
        assert vault.base_of("Meetings/a.md") in (first.text, None)
        first = vault.write("Meetings/a.md", first.text.replace(first.text.split("\n", 1)[0], str(time.time_ns())), first.sha256)
        assert not [name for name in _names(notes) if name.startswith(".")]
        for extra in notes.glob("new*.md"):
            extra.unlink()
    assert vault.undo().path == first.path


# Does one operation on a vault of its own again and again, each time in a process that dies, by a signal none can catch, just before
# its Nth call into the system that changes or secures anything; half of a write is done first. Ends with the first that survives, and
# says how many calls that one made.
_MORTALS = """
import os, signal, sys
from pathlib import Path
from acta.vault import Vault
place, what = Path(sys.argv[1]), sys.argv[2]
os.fsync = lambda descriptor: None  # counted, but a killed process needs no slow disk
CALLS = "open write fsync link unlink rename replace mkdir rmdir ftruncate fchmod close".split()

def run(vault, old, deadline):
    made = 0
    def mortal(name, real):
        def call(*given, **named):
            nonlocal made
            if name == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return real(*given, **named)
            made += 1
            if made == deadline:
                if name == "write":
                    real(given[0], bytes(given[1])[: len(given[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)
        return call
    for name in CALLS:
        setattr(os, name, mortal(name, getattr(os, name)))
    if what == "change":
        vault.write("a.md", "new\\n" * 3000, old.sha256, base="composed\\n", sources=("s",))
    elif what == "create":
        vault.write("In/Deep/b.md", "new\\n" * 3000, None)
    else:
        vault.undo()
    os._exit(made)

for deadline in range(1, 200):
    (place / str(deadline) / "vault").mkdir(parents=True)
    vault = Vault.open(place / str(deadline) / "vault", state_dir=place / str(deadline) / "state")
    first = vault.write("a.md", "first\\n", None)
    old = vault.write("a.md", "old\\n" * 2000, first.sha256, sources=("s",))
    process = os.fork()
    if process == 0:
        run(vault, old, deadline)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status):
        print(os.WEXITSTATUS(status))
        break
"""


@pytest.mark.parametrize("what", ["change", "create", "undo"])
def test_killed_before_any_system_call_the_vault_holds_the_old_note_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    old, new = "old\n" * 2000, "new\n" * 3000
    outcomes: dict[str, set[str | None]] = {"change": {old, new}, "create": {None, new}, "undo": {old, "first\n"}}
    allowed = outcomes[what]
    with _child(_MORTALS, tmp_path, what) as child:
        said, complaint = child.communicate(timeout=100)
    assert said.strip(), complaint
    places = sorted(tmp_path.iterdir(), key=lambda p: int(p.name))
    # The survivor made exactly the calls that killed the others, and they are many.
    assert int(said) == len(places) - 1 >= 10
    seen: set[str | None] = set()
    for place in places:
        vault = Vault.open(place / "vault", state_dir=place / "state")
        path = vault.root / ("In/Deep/b.md" if what == "create" else "a.md")
        now = path.read_text() if path.exists() else None
        assert now in allowed, f"killed before call {place.name}"
        seen.add(now)
        note = vault.read("a.md")
        assert what != "create" or note.text == old
        # Whatever is left hinders neither the next writer, which cleans up after it, nor undoing, which is never wrong about the past.
        after = vault.write("a.md", "after\n", note.sha256)
        assert not [n for n in _names(vault.root) if n.startswith(".")]
        assert vault.undo().path == after.path
        assert vault.read("a.md").text == note.text
        if what == "change":
            vault.undo()
            assert vault.read("a.md").text == (old if now == new else "first\n")
    # Kills fell on both sides of the one moment that counts.
    assert seen == allowed


def test_two_writers_lose_no_update(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    vault.write("a.md", "", None)
    children = [_child(_COUNTER, vault.root, tmp_path / "state", 25, name) for name in "AB"]
    for child in children:
        _, complaint = child.communicate(timeout=100)
        assert child.returncode == 0, complaint
    assert sorted(vault.read("a.md").text.split()) == ["A"] * 25 + ["B"] * 25


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    code = "import sys,filelock\nwith filelock.FileLock(sys.argv[1]):\n print('held', flush=True)\n sys.stdin.read()"
    vault.write("a.md", "", None)
    lock = next((tmp_path / "state").glob("*/lock"))
    holder = subprocess.Popen([sys.executable, "-c", code, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        impatient = Vault.open(vault.root, state_dir=tmp_path / "state", lock_timeout_s=0.2)
        assert _code(lambda: impatient.write("b.md", "", None)) == "locked"
        holder.kill()
    assert impatient.write("b.md", "", None).text == ""


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    """A small file system in memory at ``folder``; skips the test where mounting is not permitted."""
    folder.mkdir(exist_ok=True)
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=False, capture_output=True).returncode:
        pytest.skip("mounting a small file system is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_leaves_the_old_note_and_nothing_else(tmp_path: Path) -> None:
    with _mounted(tmp_path / "vault", "size=64k"):
        vault = Vault.open(tmp_path / "vault", state_dir=tmp_path / "state")
        old = vault.write("a.md", "old\n", None)
        assert _code(lambda: vault.write("a.md", "x" * 100_000, old.sha256)) == "disk-full"
        assert _code(lambda: vault.write("New/Folder/b.md", "x" * 100_000, None)) == "disk-full"
        assert _names(vault.root) == ["a.md"]
        assert vault.read("a.md") == old
        assert vault.write("a.md", "small\n", old.sha256).text == "small\n"
        assert vault.undo().path == old.path


def test_a_full_state_disk_changes_no_note(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    with _mounted(tmp_path / "state", "size=64k"):
        old = vault.write("a.md", "old\n", None)
        noise = os.urandom(150_000).hex()
        with pytest.raises(StoreError) as caught:
            vault.write("a.md", noise, old.sha256)
        assert caught.value.code == "history-unwritable"
        assert _names(vault.root) == ["a.md"]
        assert vault.read("a.md") == old
        assert vault.write("a.md", "small\n", old.sha256).text == "small\n"


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from acta.errors import VaultError
from acta.vault import Vault
vault = Vault.open(Path(sys.argv[1]), state_dir=Path(sys.argv[2]))
note = vault.read("a.md")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try:
    vault.write("a.md", "x" * 100000, note.sha256)
except VaultError as error:
    print(error.code)
"""


def test_a_file_that_may_not_grow_leaves_the_old_note(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    old = vault.write("a.md", "old\n", None)
    with _child(_LIMITED, vault.root, tmp_path / "state") as child:
        said, complaint = child.communicate(timeout=60)
    assert said == "disk-full\n", complaint
    assert _names(vault.root) == ["a.md"]
    assert vault.read("a.md") == old


def test_a_read_only_disk_is_told(tmp_path: Path) -> None:
    with _mounted(tmp_path / "vault", "size=1m"):
        vault = Vault.open(tmp_path / "vault", state_dir=tmp_path / "state")
        old = vault.write("a.md", "old\n", None)
        subprocess.run(["mount", "-o", "remount,ro", vault.root], check=True)
        assert _code(lambda: vault.write("a.md", "new\n", old.sha256)) == "read-only"
        assert _code(lambda: vault.write("Sub/b.md", "new\n", None)) == "read-only"
        assert _code(vault.undo) == "read-only"
        assert vault.read("a.md") == old


_UNPRIVILEGED = """
import os, sys
from pathlib import Path
from acta.errors import VaultError
from acta.vault import Vault
vault = Vault.open(Path(sys.argv[1]), state_dir=Path(sys.argv[2]))
vault.write("Sub/warm.md", "", None)  # an unprivileged process may not be able to import what this does
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for path, expected in (("a.md", vault.read("a.md").sha256), ("b.md", None)):
    try:
        vault.write(path, "new", expected)
    except VaultError as error:
        print(error.code)
"""


def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    old = vault.write("a.md", "old\n", None)
    # The administrator may write anywhere, so the child gives that up; it must still reach the folders above.
    (vault.root / "Sub").mkdir()
    for folder in (tmp_path / "state", *(tmp_path / "state").rglob("*")):
        folder.chmod(0o777)
    above = [p for p in tmp_path.parents if p.owner() == tmp_path.owner() and p.stat().st_mode & 0o077 == 0]
    for folder in (tmp_path, *above):
        folder.chmod(0o755)
    vault.root.chmod(0o555)
    with _child(_UNPRIVILEGED, vault.root, tmp_path / "state") as child:
        said, complaint = child.communicate(timeout=60)
    vault.root.chmod(0o755)
    assert said.split() == ["no-permission", "no-permission"], complaint
    assert _names(vault.root) == ["Sub", "a.md"]
    assert vault.read("a.md") == old


def test_a_note_changed_between_reading_and_writing_is_kept(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    old = vault.write("a.md", "old\n", None)
    old.path.write_text("mine\n")
    assert _code(lambda: vault.write("a.md", "new\n", old.sha256)) == "changed-meanwhile"
    old.path.unlink()
    assert _code(lambda: vault.write("a.md", "new\n", old.sha256)) == "changed-meanwhile"
    old.path.write_text("again mine\n")
    assert _code(lambda: vault.write("a.md", "new\n", None)) == "name-taken"
    assert old.path.read_text() == "again mine\n"


@pytest.mark.parametrize("made", [False, True])
def test_a_note_changed_in_the_last_instant_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: bool) -> None:
    vault = _make(tmp_path)
    old = None if made else vault.write("a.md", "old\n", None)
    real = vault._history.begin

    def slow(*given: object, **named: object) -> object:
        (vault.root / "a.md").write_text("mine\n")
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(vault._history, "begin", slow)
    with pytest.raises(VaultError):
        vault.write("a.md", "new\n", old.sha256 if old else None)
    assert (vault.root / "a.md").read_text() == "mine\n"
    assert _names(vault.root) == ["a.md"]
    assert [w.end for w in vault.writes()] == (["void"] if made else ["done", "void"])
    assert _code(vault.undo) == ("nothing-to-undo" if made else "changed-since")


def test_temporary_files_of_the_living_and_of_others_stay(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    living = vault.root / f".acta-{'0' * 8}-{os.getpid()}-{'a' * 16}.tmp"
    old = vault.root / f".acta-{'0' * 8}-{os.getpid()}-{'b' * 16}.tmp"
    theirs = vault.root / ".acta-mine.tmp"
    for path in (living, old, theirs):
        path.touch()
    os.utime(old, (1, 1))
    vault.write("a.md", "", None)
    assert _names(vault.root) == sorted([living.name, theirs.name, "a.md"])


def test_a_half_written_line_of_the_journal_is_forgotten(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    note = vault.write("a.md", "old\n", None)
    journal = next((tmp_path / "state").glob("*/journal.jsonl"))
    with journal.open("ab") as file:
        file.write(b'{"write":{"id":"x"')
    assert len(vault.writes()) == 1
    vault.write("a.md", "new\n", note.sha256)
    assert [w.end for w in vault.writes()] == ["done", "done"]
    assert vault.undo().removed is False
    assert vault.read("a.md").text == "old\n"


@pytest.mark.parametrize("damage", [b"\0\0\0\n", b'{"end":"nobody","how":"done"}\n', b"[]\n", b'{"write":{"id":1}}\n', b"\xff\n"])
def test_damaged_history_names_the_remedy_and_the_remedy_works(tmp_path: Path, damage: bytes) -> None:
    vault = _make(tmp_path)
    note = vault.write("a.md", "old\n", None)
    journal = next((tmp_path / "state").glob("*/journal.jsonl"))
    journal.write_bytes(damage + journal.read_bytes())
    with pytest.raises(StoreError) as caught:
        vault.undo()
    assert caught.value.code == "history-damaged"
    assert str(journal.parent) in caught.value.hint
    journal.parent.rename(tmp_path / "away")
    assert vault.base_of("a.md") is None
    assert vault.read("a.md") == note
    assert vault.write("a.md", "new\n", note.sha256).text == "new\n"


def test_a_lost_earlier_text_is_told_and_nothing_changes(tmp_path: Path) -> None:
    vault = _make(tmp_path)
    note = vault.write("a.md", "old\n", None)
    vault.write("a.md", "new\n", note.sha256)
    for text in (tmp_path / "state").glob("*/texts/*"):
        text.write_bytes(b"damaged")
    assert vault.base_of("a.md") is None
    assert _code(vault.undo) == "history-damaged"
    assert vault.read("a.md").text == "new\n"
