#!/usr/bin/env python3
"""How well deadlines are read from the gold evidence lines: date_figures.py [--wrong].

For every action item and follow-up of bench/gold/{train,dev}, `due_of` sees the sentences of its evidence lines. "invented" is a day
where the gold has none; "from words" is the ceiling: `due_of` on the gold's own due_words.
"""

import sys
from collections import Counter
from datetime import date
from pathlib import Path

from acta.understand.dates import due_of
from score import load

GOLD = Path(__file__).parent / "gold"


def figures(split: str, *, wrong: bool) -> Counter[str]:
    count: Counter[str] = Counter()
    for path in sorted((GOLD / split).glob("*.md")):
        head, said, minutes = load(path)
        today, line = date.fromisoformat(str(head["date"])), {n: t for n, _, t in said}
        for item in [*(minutes.get("action_items") or []), *(minutes.get("follow_ups") or [])]:
            got = due_of([line[n] for n in item["evidence"]], today)
            want, have = item.get("due"), got and got.date
            count["dated" if want else "undated"] += 1
            if want:
                count["right"] += have == want
                count["missed"] += have is None
                words = due_of([item.get("due_words") or ""], today)
                count["from_words"] += bool(words and words.date == want)
            else:
                count["invented"] += have is not None
            if wrong and have != want:
                print(f"{path.stem[:12]} {today:%a %d %b} want {want} ({item.get('due_words')}) got {got and (str(got.date), got.words)}")
                print("     " + " // ".join(line[n] for n in item["evidence"])[-420:])
    return count


if __name__ == "__main__":
    for name in ("train",) if "--wrong" in sys.argv else ("train", "dev"):
        c = figures(name, wrong="--wrong" in sys.argv)
        print(
            f"{name}: due right {c['right']}/{c['dated']} = {c['right'] / c['dated']:.3f} (none given {c['missed']}, from words"
            f" {c['from_words']}), invented {c['invented']}/{c['undated']} = {c['invented'] / c['undated']:.3f}"
        )
