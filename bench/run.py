#!/usr/bin/env python3
"""Measure acta and write the figures down: ``bench/results/<date>.json`` and ``docs/figures.md``.

Usage: run.py [PART…] with parts score, clean, formats, speed; all of them without one. A part that is not run keeps its last figures.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import score as measure
from acta import app
from acta.ingest import parse
from acta.model import KnownPerson, Lexicon, Record
from acta.pipeline import ReadOptions
from clean_figures import figures

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
GOLD = HERE / "gold" / "dev"
WORK = ROOT / ".bench"
RESULTS = HERE / "results"
SOURCES = ("two-channel.txt", "glued.txt", "one-channel.txt", "teams.vtt", "zoom.vtt", "otter.txt")
# So many one-hour transcripts show how the work spreads over cores without keeping a small machine for an hour.
MANY = 40
TODAY = datetime.now(tz=UTC).date().isoformat()
SHARED = ROOT.parent / "shared"


def main() -> None:
    parts = sys.argv[1:] or ["formats", "clean", "score", "speed"]
    run = {"formats": formats, "clean": clean, "score": scores, "speed": speed}
    if unknown := [p for p in parts if p not in run]:
        sys.exit(f"unknown part {', '.join(unknown)}; there are {', '.join(run)}")
    sources = derive(GOLD)
    RESULTS.mkdir(exist_ok=True)
    last = sorted(RESULTS.glob("*.json"))
    result: dict[str, Any] = json.loads(last[-1].read_text(encoding="utf-8")) if last else {}
    for part in parts:
        started = time.perf_counter()
        result[part] = run[part](sources)
        print(f"{part}: {time.perf_counter() - started:.1f} s", flush=True)
    result["measured"] = {"date": TODAY, "python": sys.version.split()[0], "cores": os.cpu_count()}
    (RESULTS / f"{TODAY}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (ROOT / "docs" / "figures.md").write_text(page.render(result), encoding="utf-8")
    print("written: docs/figures.md")


def derive(gold: Path) -> Path:
    """The derived sources of a folder of gold meetings, made anew."""
    out = WORK / "sources" / gold.name
    shutil.rmtree(out, ignore_errors=True)
    # The noise maker walks a set: without a fixed hash seed every run would damage other words.
    subprocess.run(
        [sys.executable, str(HERE / "make_sources.py"), str(gold), str(out)], check=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    return out


def options(head: dict[str, Any], *, everything_known: bool = False) -> ReadOptions:
    """What a user tells acta: the owner, the others, the day; or all names and terms of the header too."""
    speakers = [p["name"] for p in head["people"] if p["speaks"]]
    others = tuple(n for n in speakers if n != head["owner"])
    known = Lexicon(tuple(KnownPerson(n, (), attends=True) for n in speakers))
    if everything_known:
        known = Lexicon(tuple(KnownPerson(p["name"], (), attends=p["speaks"]) for p in head["people"]), tuple(map(str, head["terms"])))
    return ReadOptions(owner=head["owner"], attendees=others, date=head["date"], lexicon=known)


def minutes_of(path: Path, opts: ReadOptions) -> Record:
    return app.read_one(app.Work(str(path), opts, "embedded"))


def scores(sources: Path) -> dict[str, Any]:
    """score.py on every source format, told the people who took part and the day."""
    out = {}
    for source in SOURCES:
        predictions = WORK / "predictions" / source
        shutil.rmtree(predictions, ignore_errors=True)
        predictions.mkdir(parents=True)
        for gold in sorted(GOLD.glob("*.md")):
            head, _, _ = measure.load(gold)
            record = minutes_of(sources / head["id"] / source, options(head))
            (predictions / f"{gold.stem}.json").write_text(json.dumps(app.to_json(record)), encoding="utf-8")
        target = predictions.with_suffix(".result.json")
        subprocess.run(
            [sys.executable, str(HERE / "score.py"), str(GOLD), str(predictions), "--source", source, "--json", str(target)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        out[source] = json.loads(target.read_text(encoding="utf-8"))
        out[source]["speaker_two_person"] = two_person(source)
    return out


def two_person(source: str) -> float:
    """Share of words credited to the right person in meetings of two, measured as score.py does."""
    words = right = 0.0
    for gold in sorted(GOLD.glob("*.md")):
        head, said, _ = measure.load(gold)
        if sum(p["speaks"] for p in head["people"]) != 2:
            continue
        doc = json.loads((WORK / "predictions" / source / f"{gold.stem}.json").read_text(encoding="utf-8"))
        lines, who = measure.Lines(said), {n: s for n, s, _ in said}
        full = {p["name"].split()[0]: p["name"] for p in head["people"] if p["speaks"]}
        for u in doc["utterances"]:
            if hits := lines.of(u["text"]):
                n = len(measure.words(u["text"]))
                words += n
                right += n * sum(measure.same_person(full[who[h]], u["speaker"]) for h in hits) / len(hits)
    return round(right / (words or 1), 3)


def clean(sources: Path) -> dict[str, Any]:
    """What cleaning does to planted damage, with the people and terms of the gold header known."""
    return {name: figures(sources, GOLD, name) for name in ("two-channel", "one-channel", "tools")}


def formats(sources: Path) -> dict[str, Any]:
    """How many of the derived sources and sample files parse."""
    files = [p for p in sorted(sources.glob("*/*")) if p.name not in {"truth.json", "noise.json"}]
    if (SHARED / "samples").is_dir():
        files += [p for p in sorted((SHARED / "samples").glob("*/*")) if p.parent.name != "hallucinations"]
    failed, wordless = [], []
    for path in files:
        try:
            if not parse(path.read_bytes(), path.name).parts:
                failed.append(f"{path.parent.name}/{path.name}: empty")
        except Exception as error:  # noqa: BLE001  # a table of failures is the point
            # Speaker times alone hold nothing to write down: not a failure to parse, and not a success either.
            (wordless if path.suffix == ".rttm" else failed).append(f"{path.parent.name}/{path.name}: {str(error).splitlines()[0]}")
    files = [p for p in files if p.suffix != ".rttm"]
    return {
        "files": len(files),
        "parsed": len(files) - len(failed),
        "failed": failed,
        "wordless": wordless,
        "samples": (SHARED / "samples").is_dir(),
    }


def hour(sources: Path) -> str:
    """One hour of talk, 10,000 words: two-channel blocks of several meetings, one after the other."""
    blocks: list[str] = []
    words = 0
    for path in sorted(sources.glob("*/two-channel.txt")):
        head = json.loads((path.parent / "truth.json").read_text(encoding="utf-8"))["meeting"]
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            stamp, _, rest = block.partition("] ")
            if words >= 10_000 or not stamp:
                break
            label = "Remote" if rest.lstrip().startswith("Remote") else "Ana Ruiz"
            text = rest.partition(" :  ")[2] if " :  " in rest else rest
            at = words * 360
            blocks.append(f"[{at // 3600000:02d}:{at // 60000 % 60:02d}:{at // 1000 % 60:02d}.00]  {label} :  {text.strip()}")
            words += len(text.split())
        _ = head
    return "\n\n".join(blocks) + "\n"


def timed(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one command."""
    pid = os.posix_spawn(command[0], command, env, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    started = time.perf_counter()
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return seconds, usage.ru_maxrss / 1024


def speed(sources: Path) -> dict[str, Any]:
    """A one-hour transcript to a written note, whole command; many of them with one process and with one per core."""
    text = hour(sources)
    with tempfile.TemporaryDirectory() as tmp:
        place = Path(tmp)
        source = place / "2026-03-12 Long talk.txt"
        source.write_text(text, encoding="utf-8")
        env = {**os.environ, "ACTA_STATE_DIR": str(place / "state"), "ACTA_CONFIG": str(place / "none.toml")}
        acta = [sys.executable, "-m", "acta", "-q", "note"]
        who = ["--owner", "Ana Ruiz", "--with", "Ben Okri"]
        singles = []
        for i in range(5):
            vault = place / f"vault{i}"
            vault.mkdir()
            singles.append(timed([*acta, str(source), "--vault", str(vault), *who], env))
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        python = time.perf_counter() - started
        many = place / "many"
        many.mkdir()
        for i in range(MANY):
            (many / f"2026-03-{i % 28 + 1:02d} Talk {i}.txt").write_text(
                text.replace("Ana", "Ana", 1) + f"\n[01:00:10.00]  Remote :  Number {i}.\n", encoding="utf-8"
            )
        parallel = {}
        for name, cores in (("one core", {0}), ("all cores", set(range(os.cpu_count() or 1)))):
            (place / name).mkdir()
            before = os.sched_getaffinity(0)
            os.sched_setaffinity(0, cores)
            parallel[name], _ = timed([*acta, str(many), "--vault", str(place / name), *who], env)
            os.sched_setaffinity(0, before)
    best = min(s for s, _ in singles)
    return {
        "words": len(text.split()),
        "seconds": round(best, 3),
        "seconds_median": round(sorted(s for s, _ in singles)[2], 3),
        "python_start": round(python, 3),
        "megabytes": round(max(m for _, m in singles)),
        "count": MANY,
        "many": {k: round(v, 1) for k, v in parallel.items()},
        "scaling": round(parallel["one core"] / parallel["all cores"], 2),
        "self_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "at": datetime.now(tz=UTC).isoformat(timespec="minutes"),
    }


if __name__ == "__main__":
    main()
