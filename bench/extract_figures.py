#!/usr/bin/env python3
"""Figures of the embedded engine on clean gold transcripts: speakers and words as they were, nothing to repair.

Usage: extract_figures.py GOLD_DIR [--mixed] [--verbose] [--keep DIR]

``--mixed`` takes the speakers away, as a recording of one channel does. ``--keep`` keeps the predictions (one JSON file per meeting).
The figures are those of score.py beside this file; the last line says how long 10,000 words take.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from acta.extract import extract
from acta.model import Meeting, Minutes, Person, Source, Transcript, Utterance
from acta.understand import EmbeddedEngine
from score import load


def read(path: Path, mixed: bool = False) -> tuple[Transcript[Utterance], Meeting]:
    """A gold meeting as attribution would hand it over."""
    head, said, _ = load(path)
    full = {p["name"].split()[0]: p["name"] for p in head["people"] if p["speaks"]}
    source = Source(path.name, "gold", "0" * 64)
    parts = tuple(Utterance(n, s, t, (), speaker=None if mixed else full[s]) for n, s, t in said)
    people = tuple(Person(p["name"], p["speaks"]) for p in sorted(head["people"], key=lambda p: not p["speaks"]))
    day = head["date"] if isinstance(head["date"], date) else date.fromisoformat(str(head["date"]))
    return Transcript(source, parts), Meeting(head["title"], day, head["kind"], head.get("owner"), people, source)


def document(meeting: Meeting, minutes: Minutes, transcript: Transcript[Utterance]) -> dict[str, object]:
    """What score.py reads of a prediction."""
    items = [
        {
            "id": i.id,
            "kind": i.kind.value,
            "text": i.text,
            "owner": i.owner,
            "due": i.due.isoformat() if i.due else None,
            "evidence": [{"utterance": e.utterance, "quote": e.quote} for e in i.evidence],
        }
        for i in minutes.items
    ]
    utterances = [{"id": u.id, "speaker": u.speaker, "text": u.text} for u in transcript.parts]
    people = [{"name": p.name} for p in meeting.people]
    return {"meeting": {"people": people}, "summary": minutes.summary, "items": items, "utterances": utterances}


def seconds_for(words: int, meetings: Iterable[tuple[Transcript[Utterance], Meeting]]) -> float:
    """Seconds to draft one talk of ``words`` words, made of the first ``meetings`` end to end."""
    parts: list[Utterance] = []
    first: tuple[Transcript[Utterance], Meeting] | None = None
    count = 0
    for transcript, meeting in meetings:
        first = first or (transcript, meeting)
        for u in transcript.parts:
            if count < words:
                parts.append(replace(u, id=len(parts) + 1))
                count += len(u.text.split())
    if first is None:
        return 0.0
    start = time.perf_counter()
    EmbeddedEngine().draft(replace(first[0], parts=tuple(parts)), first[1])
    return time.perf_counter() - start


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    args.add_argument("gold", type=Path)
    args.add_argument("--mixed", action="store_true")
    args.add_argument("--verbose", action="store_true")
    args.add_argument("--keep", type=Path)
    options = args.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        meetings: list[tuple[Transcript[Utterance], Meeting]] = []
        for path in sorted(p for p in options.gold.glob("*.md") if p.name != "README.md"):
            transcript, meeting = read(path, options.mixed)
            meetings.append((transcript, meeting))
            minutes = extract(transcript, meeting, EmbeddedEngine())
            folder.joinpath(f"{path.stem}.json").write_text(json.dumps(document(meeting, minutes, transcript)), encoding="utf-8")
        score = Path(__file__).with_name("score.py")
        subprocess.run(
            [sys.executable, str(score), str(options.gold), str(folder), *(["--verbose"] if options.verbose else [])], check=True
        )
        print(f"{'10,000 words':16} {seconds_for(10_000, meetings):.3f} s")


if __name__ == "__main__":
    main()
