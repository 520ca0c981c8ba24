#!/usr/bin/env python3
"""What the fence hides, withholds and takes for commands in the gold meetings, and what it hides without need.

Usage: fence_figures.py GOLD [SOURCES] [-v] (a folder of gold meetings; with SOURCES, made of them by make_sources.py, also the
cleaned two-channel files)

No note about a person and no glossary is known: names must be found in the talk. A mention is a first name, last name or full name of the
meeting's header, as the gold line or the planted damage has it; a term is one of the header's with a capital letter.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from acta.fence.aimed import aimed_utterances
from acta.fence.record import off_record
from acta.fence.redact import Hidden, Redaction
from acta.model import Meeting, Person, Transcript, Utterance
from acta.pipeline import ReadOptions
from acta.pipeline import read as read_source
from extract_figures import read as read_gold
from score import load

_PARTICLES = frozenset(("van", "von", "der", "de", "del", "da", "bin", "al", "la", "le", "ten", "ter", "el", "di", "du", "y"))
_DAYS = frozenset(("Easter", "Eid", "Ramadan", "Friday", "Week", "Semana", "New", "Bayramı"))
_ASKED = re.compile(
    r"\b(?:notes?|minutes|record|confidence|private|confidential|withdrawn|silence|written?|write|forget|room)\b", re.IGNORECASE
)


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    args.add_argument("gold", type=Path)
    args.add_argument("sources", type=Path, nargs="?")
    args.add_argument("-v", "--verbose", action="store_true")
    given = args.parse_args()
    paths = sorted(p for p in given.gold.glob("*.md") if p.name != "README.md")
    for kind in ("clean", "two-channel") if given.sources else ("clean",):
        n: Counter[str] = Counter()
        for path in paths:
            head, _, minutes = load(path)
            names, terms = _spellings(head), [str(t) for t in head["terms"] if _is_name(str(t))]
            if kind == "clean":
                transcript, meeting = read_gold(path)
                _count_off_record(n, transcript, minutes, path.stem, given.verbose)
            else:
                transcript, meeting = _cleaned(given.sources / head["id"], head)
                names |= _damaged(given.sources / head["id"], names)
            speaking = tuple(Person(p.name, p.speaks) for p in meeting.people if p.speaks)
            _count_hidden(
                n, transcript, replace(meeting, people=speaking), {"people": names, "terms": terms}, path.stem, verbose=given.verbose
            )
        print(f"{kind}:")
        for what in ("people", "terms"):
            print(f"  {what}: {n[what + '+']} of {n[what]} mentions hidden ({n[what + '+'] / max(1, n[what]):.4f})")
        print(f"  words hidden: {n['hidden']} of {n['words']} ({n['hidden'] / max(1, n['words']):.4f})")
        print(f"  lines taken for commands to a program: {n['aimed']} of {n['lines']}")
        if n["asked"]:
            print(f"  lines of notes that the speakers asked to leave out: {n['asked+']} of {n['asked']} off the record")
            print(f"  lines off the record that prove an item of the gold minutes: {n['lost']} of {n['proof']} lines of proof")
            print(f"  lines off the record: {n['off']} of {n['lines']}")


def _is_name(term: str) -> bool:
    """Whether a term of the header is a proper name: not a common noun, a day, or letters that stand for words."""
    words = re.findall(r"\w+", term)
    return any(len(w) > 1 and re.match(r"[A-Z]", w) and not w.isupper() for w in words) and not set(words) & _DAYS


def _spellings(head: dict[str, Any]) -> set[str]:
    out = set()
    for person in head["people"]:
        words = [w for w in person["name"].split() if w.casefold() not in _PARTICLES]
        out |= {w for w in words if len(w) > 1 and w.rstrip(".") not in ("Dr", "Mr", "Mrs", "Ms", "Sir", "Old", "Uncle", "Aunt", "Auntie")}
    return out


def _cleaned(folder: Path, head: dict[str, Any]) -> tuple[Transcript[Utterance], Meeting]:
    source = folder / "two-channel.txt"
    reading = read_source(source.read_bytes(), source.name, ReadOptions(owner=head["owner"], date=head["date"]))
    return reading.transcript, reading.meeting


def _damaged(folder: Path, names: set[str]) -> set[str]:
    noise = json.loads((folder / "noise.json").read_text(encoding="utf-8"))["two-channel"]
    return {x["now"] for x in noise if x["kind"] == "misheard" and x["was"] in names}


def _count_hidden(
    n: Counter[str],
    transcript: Transcript[Utterance],
    meeting: Meeting,
    wanted: Mapping[str, Iterable[str]],
    where: str,
    *,
    verbose: bool,
) -> None:
    redaction = Redaction.of(transcript, meeting)
    patterns = {what: _spelt(spellings) for what, spellings in wanted.items()}
    for u in transcript:
        hidden = redaction.hidden_line(u)
        n["lines"] += 1
        n["words"] += len(u.text.split())
        n["hidden"] += sum(len(u.text[s.was_start : s.was_end].split()) for s in hidden.spans)
        for what, pattern in patterns.items():
            for m in pattern.finditer(u.text):
                good = _is_hidden(hidden, m.start(), m.end(), u.text)
                n[what] += 1
                n[what + "+"] += good
                if verbose and not good:
                    print(f"  {what}: {m[0]} | {where} {u.id}: …{u.text[max(0, m.start() - 40) : m.end() + 30]}")
    for number, words in aimed_utterances(transcript).items():
        n["aimed"] += 1
        if verbose:
            print(f"  aimed: {words} | {where} {number}")


def _spelt(spellings: Iterable[str]) -> re.Pattern[str]:
    """Any of ``spellings`` as whole words, the longest first."""
    anyone = "|".join(sorted(map(re.escape, spellings), key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{anyone})(?!\w)")


def _is_hidden(hidden: Hidden, start: int, end: int, text: str) -> bool:
    """Whether all words with a capital or a digit among the characters are within tokens; an s behind one tells nothing."""
    words = [m for m in re.finditer(r"[\w]+", text[start:end]) if m[0][0].isupper() or m[0][0].isdigit()]
    return all(
        any(s.was_start <= start + m.start() and start + len(m[0].removesuffix("s")) + m.start() <= s.was_end for s in hidden.spans)
        for m in words
    )


def _count_off_record(n: Counter[str], transcript: Transcript[Utterance], minutes: dict[str, Any], where: str, verbose: bool) -> None:
    found = off_record(transcript.parts)
    n["off"] += len(found)
    for trap in minutes["not_items"]:
        if _ASKED.search(trap["why"]) and re.search(r"\b(?:notes?|minutes|record|written?|write|confidence)\b", trap["why"]):
            for line in trap["evidence"]:
                n["asked"] += 1
                n["asked+"] += line in found
                if verbose and line not in found:
                    print(f"  asked: {where} {line}: {transcript.parts[line - 1].text} ({trap['why']})")
    kinds = ("key_facts", "outcomes", "decisions", "action_items", "follow_ups", "risks", "open_questions")
    proof = {line for kind in kinds for item in minutes[kind] for line in item["evidence"]}
    n["proof"] += len(proof)
    n["lost"] += len(proof & found)
    if verbose:
        for line in sorted(proof & found):
            print(f"  lost: {where} {line}: {transcript.parts[line - 1].text}")


if __name__ == "__main__":
    main()
