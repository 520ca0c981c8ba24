"""How long the whole command takes, how much memory, and how the work spreads over the cores."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import talks

KINDS = ("two-channel.txt", "teams.vtt")
SINGLE_RUNS = 5
MANY = 200
# Seconds for the many; a slower machine measures fewer, and says how many.
BUDGET_S = 300
_FEWEST = 16
# As installed, with compiled modules kept: where that is forbidden, every start would compile all of acta again.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Spent:
    """What one command cost, by the system's own account."""

    wall_s: float
    cpu_s: float
    megabytes: float


def timed(command: list[str], env: dict[str, str]) -> Spent:
    """Run one command to its end; its children count towards its processor time."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], command, env, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    scale = 1024 if sys.platform == "linux" else 1024**2
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


class Desk:
    """A scratch folder with vaults like used ones: a note for everybody who is spoken of."""

    def __init__(self, sources: Path, place: Path) -> None:
        self.place = place
        self._people = talks.people(sources)
        self._vaults = 0

    def vault(self) -> Path:
        """A vault nothing was written to yet."""
        self._vaults += 1
        vault = self.place / f"vault{self._vaults}"
        (vault / "People").mkdir(parents=True)
        for name in self._people:
            (vault / "People" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
        return vault

    def note(self, source: Path, *, cores: int | None = None) -> Spent:
        """The cost of ``acta note`` on a file or folder, with a fresh vault and history, on all cores or the first few."""
        vault = self.vault()
        env = {**ENVIRONMENT, "ACTA_STATE_DIR": str(vault / ".state"), "ACTA_CONFIG": str(self.place / "none.toml")}
        command = [sys.executable, "-m", "acta", "-q", "note", str(source), "--vault", str(vault)]
        command += ["--owner", talks.OWNER, "--with", talks.OTHER]
        allowed = os.sched_getaffinity(0) if cores else None
        if allowed:
            os.sched_setaffinity(0, set(sorted(allowed)[:cores]))
        try:
            spent = timed(command, env)
        finally:
            if allowed:
                os.sched_setaffinity(0, allowed)
        written = len(list((vault / "Meetings").glob("*.md")))
        expected = len(list(source.iterdir())) if source.is_dir() else 1
        if written != expected:
            sys.exit(f"{written} notes of {expected} sources: the talks are not different enough")
        shutil.rmtree(vault)
        return spent


def speed(sources: Path) -> dict[str, Any]:
    """The figures of one talk of each kind, and of many in one call with one process and with one per core."""
    with tempfile.TemporaryDirectory() as tmp:
        place = Path(tmp)
        desk = Desk(sources, place)
        out: dict[str, Any] = {"words": talks.WORDS, "runs": SINGLE_RUNS, "people": len(talks.people(sources)), "one": {}}
        for kind in KINDS:
            (talk,) = talks.make(sources, place / f"one-{kind}", 1, [kind])
            desk.note(talk)  # the first run after a change compiles
            runs = [desk.note(talk) for _ in range(SINGLE_RUNS)]
            out["one"][kind] = {
                "seconds": round(statistics.median(r.wall_s for r in runs), 3),
                "seconds_best": round(min(r.wall_s for r in runs), 3),
                "cpu_seconds": round(statistics.median(r.cpu_s for r in runs), 3),
                "megabytes": round(max(r.megabytes for r in runs)),
            }
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        out["python_start"] = round(time.perf_counter() - started, 3)
        helps = [timed([sys.executable, "-m", "acta", "--help"], ENVIRONMENT).wall_s for _ in range(SINGLE_RUNS)]
        out["help_seconds"] = round(statistics.median(helps), 3)
        out["many"] = _many(desk, sources, place)
    return out


def _many(desk: Desk, sources: Path, place: Path) -> dict[str, Any]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    trial = desk.note(_folder(sources, place / "trial", _FEWEST), cores=1)
    a_pair = trial.wall_s / _FEWEST * (1 + 1 / cores)
    count = max(_FEWEST, min(MANY, int(BUDGET_S / a_pair) // 2 * 2))
    folder = _folder(sources, place / "many", count)
    one, every = desk.note(folder, cores=1), desk.note(folder)
    return {
        "count": count,
        "cores": cores,
        "one_process_s": round(one.wall_s, 1),
        "process_per_core_s": round(every.wall_s, 1),
        "scaling": round(one.wall_s / every.wall_s, 2),
        "cpu_one_process_s": round(one.cpu_s, 1),
        "cpu_process_per_core_s": round(every.cpu_s, 1),
        "megabytes": round(every.megabytes),
    }


def _folder(sources: Path, folder: Path, count: int) -> Path:
    """Different talks, half of each kind, each on a day of its own."""
    talks.make(sources, folder, count, KINDS)
    return folder
