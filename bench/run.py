#!/usr/bin/env python3
"""Measure acta and write the figures down: ``bench/results/<date>.json`` and ``docs/figures.md``.

Usage: run.py [PART…] with parts formats, conformance, clean, score, speed; all of them without one. A part that is not run keeps its
last figures, with the day and the machine they were taken on.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import score as measure
import talks
from acta import app
from acta.model import KnownPerson, Lexicon, Record
from acta.pipeline import ReadOptions
from clean_figures import figures
from format_figures import formats as read_formats
from speed_figures import speed as measure_speed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DEV, TRAIN = HERE / "gold" / "dev", HERE / "gold" / "train"
WORK = ROOT / ".bench"
RESULTS = HERE / "results"
SHARED = ROOT.parent / "shared"
CASES = ROOT / "tests" / "conformance" / "obsidian-tasks-cases.json"
SOURCES = ("two-channel.txt", "glued.txt", "one-channel.txt", "teams.vtt", "zoom.vtt", "otter.txt")


def main() -> None:
    run: dict[str, Callable[[], dict[str, Any]]] = {
        "formats": formats,
        "conformance": conformance,
        "clean": clean,
        "score": scores,
        "speed": speed,
    }
    parts = sys.argv[1:] or list(run)
    if unknown := [p for p in parts if p not in run]:
        sys.exit(f"unknown part {', '.join(unknown)}; there are {', '.join(run)}")
    RESULTS.mkdir(exist_ok=True)
    last = sorted(RESULTS.glob("[0-9]*.json"))
    result: dict[str, Any] = json.loads(last[-1].read_text(encoding="utf-8")) if last else {}
    for part in parts:
        started = time.perf_counter()
        result[part] = {"measured": circumstances(), **run[part]()}
        print(f"{part}: {time.perf_counter() - started:.1f} s", flush=True)
    result = {part: result[part] for part in run if part in result}
    target = RESULTS / f"{today()}.json"
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (ROOT / "docs" / "figures.md").write_text(page.render(result), encoding="utf-8")
    print(f"written: docs/figures.md and {target.relative_to(ROOT)}")


def today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def circumstances() -> dict[str, Any]:
    """When and where a part was measured, and how busy the machine was with other things."""
    return {
        "date": today(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def derive(gold: Path) -> Path:
    """The derived sources of a folder of gold meetings, made anew."""
    out = WORK / "sources" / gold.name
    shutil.rmtree(out, ignore_errors=True)
    # The noise maker walks a set: without a fixed hash seed every run would damage other words.
    subprocess.run(
        [sys.executable, str(HERE / "make_sources.py"), str(gold), str(out)], check=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    return out


def options(head: dict[str, Any]) -> ReadOptions:
    """What a user tells acta: the owner, the others, the day."""
    speakers = [p["name"] for p in head["people"] if p["speaks"]]
    others = tuple(n for n in speakers if n != head["owner"])
    known = Lexicon(tuple(KnownPerson(n, (), attends=True) for n in speakers))
    return ReadOptions(owner=head["owner"], attendees=others, date=head["date"], lexicon=known)


def minutes_of(path: Path, opts: ReadOptions) -> Record:
    return app.read_one(app.Work(str(path), opts))


def formats() -> dict[str, Any]:
    """Which derived sources and sample files parse, and whether a word gets lost on the way."""
    return read_formats(derive(DEV), SHARED / "samples")


def conformance() -> dict[str, Any]:
    """How many of the recorded task lines are read as the Tasks plugin reads them; the test checks each field."""
    test = "tests/test_conformance.py::test_reads_as_the_plugin_does"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-o", "addopts=", "-q", "-p", "no:cacheprovider", test],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    alike = re.search(r"(\d+) passed", done.stdout)
    return {"lines": len(json.loads(CASES.read_text(encoding="utf-8"))["cases"]), "alike": int(alike[1]) if alike else 0}


def clean() -> dict[str, Any]:
    """What cleaning does to planted damage, with the people and terms of the gold header known."""
    sources = derive(DEV)
    return {name: figures(sources, DEV, name) for name in ("two-channel", "one-channel", "tools")}


def scores() -> dict[str, Any]:
    """score.py on every source format, told the people who took part and the day."""
    sources = derive(DEV)
    out = {}
    for source in SOURCES:
        predictions = WORK / "predictions" / source
        shutil.rmtree(predictions, ignore_errors=True)
        predictions.mkdir(parents=True)
        for gold in meetings():
            head, _, _ = measure.load(gold)
            record = minutes_of(sources / head["id"] / source, options(head))
            (predictions / f"{gold.stem}.json").write_text(json.dumps(app.to_json(record)), encoding="utf-8")
        target = predictions.with_suffix(".result.json")
        subprocess.run(
            [sys.executable, str(HERE / "score.py"), str(DEV), str(predictions), "--source", source, "--json", str(target)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        out[source] = json.loads(target.read_text(encoding="utf-8"))
        out[source]["speaker_two_person"] = two_person(source)
    return out


def meetings() -> list[Path]:
    return sorted(p for p in DEV.glob("*.md") if p.name != "README.md")


def two_person(source: str) -> float:
    """Share of words credited to the right person in meetings of two, measured as score.py does."""
    words = right = 0.0
    for gold in meetings():
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


def speed() -> dict[str, Any]:
    """A one-hour transcript to a written note, whole command; many of them with one process and with one per core."""
    shutil.rmtree(WORK / "talked", ignore_errors=True)
    return measure_speed(derive(talks.meetings(TRAIN, WORK / "talked")))


if __name__ == "__main__":
    main()
