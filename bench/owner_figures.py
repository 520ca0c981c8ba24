#!/usr/bin/env python3
"""How well owners and deadlines are read where the lines that prove a task are known: owner_figures.py [--split S]… [--verbose].

Independent of which items the engine finds: the gold evidence lines of every action item and follow-up stand for its group. "some" keeps
a random part of them and adds a line beside them, as an engine's imperfect group does (seeded). Voices: "clean" knows every speaker,
"mic" only who keeps the notes (meetings of three and more), "one" nobody. Owners are right, inverted (another one who spoke), wrong
(somebody else) or undecided; deadlines right, wrong or missing of those the gold has, invented of those it has not.
``--verbose`` shows the misses of train; those of dev are for nobody to see.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from acta.model import ItemKind, Meeting, Transcript, Utterance
from acta.understand.again import next_meeting
from acta.understand.deadlines import Task, deadline_of
from acta.understand.owners import owner_of
from acta.understand.priority import priority_of
from acta.understand.units import Unit, units_of
from acta.understand.unsaid import off_record
from extract_figures import read
from score import alike, load, same_person

GOLD = Path(__file__).parent / "gold"
SEED = 11
KINDS = {"action_items": ItemKind.ACTION_ITEM, "follow_ups": ItemKind.FOLLOW_UP}


@dataclass(frozen=True, slots=True)
class Case:
    """One gold task: its units and the one whose words are most like its text."""

    item: dict[str, Any]
    kind: ItemKind
    group: tuple[int, ...]
    anchor: int


def voiced(transcript: Transcript[Utterance], meeting: Meeting, voices: str) -> Transcript[Utterance]:
    """The transcript with the speakers that ``voices`` leaves known."""
    if voices == "clean":
        return transcript
    if voices == "one":
        return replace(transcript, parts=tuple(replace(u, speaker=None, label="") for u in transcript.parts))
    owner = meeting.owner
    return replace(
        transcript,
        parts=tuple(replace(u, label="Mic") if u.speaker == owner else replace(u, speaker=None, label="Remote") for u in transcript.parts),
    )


def cases(path: Path, units: list[Unit], lines: str) -> Iterator[Case]:
    """The gold tasks of ``path`` as groups of ``units``."""
    minutes = load(path)[2]
    of_line: dict[int, list[int]] = {}
    for unit in units:
        of_line.setdefault(unit.utterance.id, []).append(unit.index)
    chance = random.Random(f"{SEED} {path.stem}")  # noqa: S311 seeded for the same figures each time, no secret
    for key, kind in KINDS.items():
        for item in minutes.get(key) or []:
            evidence = [n for n in item["evidence"] if n in of_line]
            if lines == "some":
                evidence = sorted(chance.sample(evidence, chance.randint(1, len(evidence))))
                beside = [n for e in evidence for n in (e - 1, e + 1) if n in of_line and n not in item["evidence"]]
                evidence = sorted({*evidence, *([chance.choice(beside)] if beside else [])})
            group = tuple(i for n in evidence for i in of_line[n])
            proof = [i for i in group if units[i].utterance.id in item["evidence"]]
            yield Case(item, kind, group, max(proof, key=lambda i: (alike(item["text"], units[i].text), i)))


def measure(split: Path, voices: str, lines: str, *, verbose: bool) -> Counter[str]:
    """Counts over the meetings of ``split``."""
    count: Counter[str] = Counter()
    for path in sorted(p for p in split.glob("*.md") if p.name != "README.md"):
        transcript, meeting = read(path)
        if voices == "mic" and len(meeting.speakers) < 3:
            continue
        units = units_of(voiced(transcript, meeting, voices).parts)
        for case in cases(path, units, lines):
            item = case.item
            owned = owner_of(units, case.anchor, case.group, meeting, item["text"])
            verdict = "undecided"
            if owned.owner:
                others = [s for s in meeting.speakers if not same_person(s, item["owner"])]
                inverted = any(same_person(s, owned.owner) for s in others)
                verdict = "right" if same_person(item["owner"], owned.owner) else "inverted" if inverted else "wrong"
            elif same_person(item["owner"], next((c for c in owned.candidates if same_person(c, item["owner"])), "")):
                count["among"] += 1
            count["tasks"] += 1
            count[verdict] += 1
            due = deadline_of(units, Task(case.anchor, case.group, case.kind, owned.owner, item["text"]), meeting)
            want, have = item.get("due"), due.date if due else None
            dated = "due_" + ("right" if have == want else "missing" if have is None else "wrong" if want else "invented")
            if want or have:
                count[dated] += 1
            count["dated" if want else "undated"] += 1
            urgent = priority_of(" ".join(units[i].text for i in case.group), (due.date - meeting.date).days if due else None)
            count[f"priority {item.get('priority')} as {urgent}"] += 1
            if verbose and (verdict != "right" or have != want):
                shown = f"due {want} ({item.get('due_words')}) got {due and (str(have), due.words)}" if have != want else ""
                print(f"{path.stem[:14]} {meeting.date:%a %d %b} {verdict} {item['owner']} got {owned.owner} {shown}\n   = {item['text']}")
                for i in case.group:
                    print(f"     {'>' if i == case.anchor else ' '} {units[i].first or '?'}: {units[i].text}")
    return count


def meetings(split: Path, *, verbose: bool) -> Counter[str]:
    """How the next meetings of ``split`` are found in the whole talk."""
    count: Counter[str] = Counter()
    for path in sorted(p for p in split.glob("*.md") if p.name != "README.md"):
        transcript, meeting = read(path)
        units = units_of(transcript.parts)
        wanted = load(path)[2].get("next_meeting") or {}
        found = next_meeting(units, meeting, off_record(units))
        want, have = wanted.get("date"), found.date if found else None
        want = date.fromisoformat(want) if isinstance(want, str) else want
        verdict = (
            "none" if want is have is None else "right" if want == have else "missed" if have is None else "wrong" if want else "invented"
        )
        count[verdict] += 1
        if verbose and verdict not in {"right", "none"}:
            print(f"{path.stem[:14]} NEXT {verdict}: {wanted.get('words')} {want}, got {found and (found.date, found.words)}")
    return count


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    args.add_argument("--gold", type=Path, default=GOLD)
    args.add_argument("--split", action="append")
    args.add_argument("--voices", action="append", choices=["clean", "mic", "one"])
    args.add_argument("--lines", action="append", choices=["all", "some"])
    args.add_argument("--verbose", action="store_true")
    args.add_argument("--priorities", action="store_true")
    options = args.parse_args()
    for split in options.split or ["train", "dev"]:
        verbose = options.verbose and split == "train"
        for voices in options.voices or ["clean", "mic", "one"]:
            for lines in options.lines or ["all", "some"]:
                c = measure(options.gold / split, voices, lines, verbose=verbose)
                n, d, u = c["tasks"] or 1, c["dated"] or 1, c["undated"] or 1
                print(
                    f"{split:5} {voices:5} {lines:4} {c['tasks']:3} tasks: owner {c['right'] / n:.3f} inverted {c['inverted'] / n:.3f}"
                    f" wrong {c['wrong'] / n:.3f} undecided {c['undecided'] / n:.3f} (named among candidates {c['among'] / n:.3f});"
                    f" due {c['due_right'] / d:.3f} wrong {c['due_wrong'] / d:.3f} missing {c['due_missing'] / d:.3f}"
                    f" invented {c['due_invented'] / u:.3f}"
                )
                if options.priorities:
                    print(*(f"  {k}: {v}" for k, v in sorted(c.items()) if k.startswith("priority")), sep="\n")
        print(f"{split:5} next meeting: {dict(meetings(options.gold / split, verbose=verbose))}")


if __name__ == "__main__":
    main()
