#!/usr/bin/env python3
"""Measure attribution alone, as score.py measures it: share of words credited to the right and to a wrong person, by source.

Usage: speaker_figures.py SOURCES GOLD (a folder made by make_sources.py, and the gold meetings it was made from)

With owner and others given and with nothing given, each for all meetings and for those of two people. The last line is the most
that this measure can give: each gold line credited to whoever said it. It finds lines by their text, and "Okay." was said by both.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import score as measure
from acta.attribute import attribute
from acta.clean import clean
from acta.ingest import parse
from acta.model import KnownPerson, Lexicon

SOURCES = ("two-channel.txt", "glued.txt", "one-channel.txt", "teams.vtt", "zoom.vtt", "otter.txt", "named.md", "whisper.json")


def main() -> None:
    sources, gold = Path(sys.argv[1]), Path(sys.argv[2])
    counts: dict[tuple[str, str], Counter[str]] = {}
    ceiling: Counter[str] = Counter()
    for path in sorted(p for p in gold.glob("*.md") if p.name != "README.md"):
        head, said, _ = measure.load(path)
        lines, who = measure.Lines(said), {n: s for n, s, _ in said}
        for _, speaker, text in said:
            credit(ceiling, text, [measure.same_person(who[h], speaker) for h in lines.of(text)], decided=True)
        for name in SOURCES:
            for how in ("given", "not given"):
                found = words_of(sources / path.stem / name, head, said, given=how == "given")
                groups = [how]
                if sum(p["speaks"] for p in head["people"]) == 2:
                    groups.append(f"{how}, two people")
                for group in groups:
                    counts.setdefault((name, group), Counter()).update(found)
    for group in dict.fromkeys(g for _, g in counts):
        print(group)
        for name in SOURCES:
            c = counts[name, group]
            print(
                f"  {name:16} speaker {c['right'] / c['words']:.3f}  speaker_wrong {c['wrong'] / c['words']:.3f}  words {c['words'] // 1000}"  # noqa: E501
            )

    right, wrong = (ceiling[k] / ceiling["words"] for k in ("right", "wrong"))
    print(f"every line rightly credited: speaker {right:.3f}  speaker_wrong {wrong:.3f}")


def credit(count: Counter[str], text: str, right: list[bool], *, decided: bool) -> None:
    """Add the words of ``text`` (times 1000), shared among the lines it was found on: ``right`` says for each whether it agrees."""
    if right:
        n = 1000 * len(measure.words(text))
        share = sum(right) / len(right)
        count.update(words=n, right=round(n * share), wrong=round(n * (1 - share)) if decided else 0)


def words_of(path: Path, head: dict[str, Any], said: list[tuple[int, str, str]], *, given: bool) -> Counter[str]:
    """How many words of one source were said, credited rightly and credited to a wrong person (each times 1000)."""
    speakers = [p["name"] for p in head["people"] if p["speaks"]]
    others = [n for n in speakers if n != head["owner"]] if given else []
    known = Lexicon(tuple(KnownPerson(n, attends=True) for n in speakers)) if given else Lexicon()
    transcript = clean(parse(path.read_bytes(), path.name, names=speakers if given else ()), known)
    out = attribute(transcript, owner=head["owner"] if given else None, attendees=others, lexicon=known)
    lines, who = measure.Lines(said), {n: s for n, s, _ in said}
    full = {n.split()[0]: n for n in speakers}
    count: Counter[str] = Counter()
    for u in out.transcript:
        credit(count, u.text, [measure.same_person(full[who[h]], u.speaker) for h in lines.of(u.text)], decided=bool(u.speaker))
    return count


if __name__ == "__main__":
    main()
