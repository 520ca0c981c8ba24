#!/usr/bin/env python3
"""What cleaning does to damage that was planted (``noise.json``), and to what was not.

Usage: clean_figures.py SOURCES GOLD [-v] (a folder made by make_sources.py, and the gold meetings it was made from)

Every piece of planted damage is looked for in the one segment it was planted in, so that what was set aside elsewhere in a
meeting counts for nothing. With ``-v`` each failure is printed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ftfy

import score as measure
from acta.clean import clean
from acta.ingest import parse
from acta.model import Change, KnownPerson, Lexicon, Segment

FILES = {"two-channel": "two-channel.txt", "one-channel": "one-channel.txt", "tools": "teams.vtt"}
PLANTED = ("loop", "invented", "echo")
SET_ASIDE = ("loop", "invented", "echo", "double")
# Planted without being logged in noise.json; set aside, they are no true words.
SOUNDS = Counter(measure.words("keyboard clicking blank_audio computer chiming music silence from 0 to 1 00 mouse clicking"))
# The rule for echoes asks for so many words on both sides: people do say "Okay." after one another.
ECHO_WORDS = 4


@dataclass(frozen=True)
class Meeting:
    """One derived source, cleaned: where its damage was planted and what was changed there."""

    name: str
    head: dict[str, Any]
    noise: list[dict[str, Any]]
    truth: dict[int, dict[str, Any]]
    segments: tuple[Segment, ...]
    changes: dict[int, list[Change]]


def read(gold: Path, sources: Path, name: str) -> Meeting:
    """Clean the source ``name`` derived from one gold meeting, with the people and terms of its header known."""
    head, _, _ = measure.load(gold)
    folder = sources / head["id"]
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["utterances"]
    lexicon = Lexicon(tuple(KnownPerson(p["name"], (), p["speaks"]) for p in head["people"]), tuple(map(str, head["terms"])))
    source = folder / FILES[name]
    parsed = parse(source.read_bytes(), source.name, names=[p["name"] for p in head["people"]])
    changes: dict[int, list[Change]] = {}
    for c in clean(parsed, lexicon).changes:
        changes.setdefault(c.span.segment, []).append(c)
    noise = json.loads((folder / "noise.json").read_text(encoding="utf-8"))[name]
    return Meeting(name, head, noise, {u["id"]: u for u in truth}, parsed.parts, changes)


def figures(sources: Path, gold: Path, name: str, *, verbose: bool = False) -> dict[str, Any]:
    """Shares over all meetings of ``gold`` for one kind of source.

    Restored and wrongly restored are shares of the misheard words planted; wrongly restored are misheard words made into another
    name and true words made into a name. Touched is the share of all true words that any step set aside or replaced.
    """
    n: Counter[str] = Counter()
    for path in sorted(p for p in gold.glob("*.md") if p.name != "README.md"):
        meeting = read(path, sources, name)
        told = [*_count_planted(n, meeting), *_count_names(n, meeting), *_count_touched(n, meeting)]
        if verbose and told:
            print(f"{name} {path.stem}", *told, sep="\n  ")
    kinds = ("loop", "echo", "echo of 4 words and more", "invented", "invented, alone in its segment")
    out: dict[str, Any] = {f"{k}: planted": n[k] for k in kinds}
    out |= {f"{k}: quarantined": _share(n[f"{k}+"], n[k]) for k in kinds}
    out["loops, echoes, inventions together: quarantined"] = _share(sum(n[f"{k}+"] for k in PLANTED), sum(n[k] for k in PLANTED))
    out["true words touched"] = f"{100 * n['touched'] / n['words']:.3f} %"
    out["misheard: planted"] = n["misheard"]
    out["misheard: restored"] = _share(n["restored"], n["misheard"])
    out["misheard: wrongly restored"] = _share(n["wrong"], n["misheard"])
    return out


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _count_planted(n: Counter[str], m: Meeting) -> Iterable[str]:
    for planted in (x for x in m.noise if x["kind"] in PLANTED):
        kind, segment = planted["kind"], _segment(m, planted)
        there = _set_aside(c for c in m.changes.get(segment.id, []) if c.kind in SET_ASIDE)
        wanted = Counter(measure.words(planted["text"]))
        gone = (wanted & there).total() >= 0.8 * wanted.total()
        groups = [kind]
        if kind == "echo" and len(planted["text"].split()) >= ECHO_WORDS:
            groups.append("echo of 4 words and more")
        if kind == "invented" and not _bare_of_sounds(segment.text) - wanted:
            groups.append("invented, alone in its segment")
        for group in groups:
            n[group] += 1
            n[f"{group}+"] += gone
        if not gone:
            yield f"kept {groups[-1]}: “{planted['text'][:80]}” in “{segment.text[:120]}”"


def _set_aside(changes: Iterable[Change]) -> Counter[str]:
    """The words set aside, as they were before the source was decoded wrongly."""
    return Counter(measure.words(ftfy.fix_text(" ".join(c.was for c in changes if c.quarantined))))


def _segment(m: Meeting, planted: dict[str, Any]) -> Segment:
    """The segment that a piece of damage was planted in, by its time and channel."""
    said = m.truth[planted["utterance"]]
    if m.name == "one-channel" and planted["kind"] == "invented":
        return m.segments[-1]
    if m.name == "two-channel" and planted["kind"] in {"invented", "echo"}:
        at = said["end_ms"] + 30 if planted["kind"] == "invented" else said["start_ms"] + 400
        return next(s for s in m.segments if s.label.strip() == "Remote" and s.start_ms == at // 10 * 10)
    channel = m.head["owner"] if said["speaker"] == m.head["owner"] else "Remote"
    mine = [s for s in m.segments if m.name != "two-channel" or s.label.strip() == channel]
    # A segment that began with damage may be stamped a little after the words that joined it.
    return [s for s in mine if s.start_ms is not None and s.start_ms <= said["start_ms"] + 60][-1]


def _bare_of_sounds(text: str) -> Counter[str]:
    return Counter(measure.words(re.sub(r"\([^)]*\)|\[[^\]]*\]|Silence from [\d.]+ to [\d.]+", " ", text)))


def _count_touched(n: Counter[str], m: Meeting) -> Iterable[str]:
    n["words"] += sum(len(measure.words(u["text"])) for u in m.truth.values())
    planted: dict[int, Counter[str]] = {}
    for x in m.noise:
        if x["kind"] in PLANTED:
            planted.setdefault(_segment(m, x).id, Counter()).update(measure.words(x["text"]))
    owner = Counter(measure.words(m.head["owner"]))
    for segment, changes in m.changes.items():
        was = _set_aside(changes)
        label = owner if any(c.kind == "label" for c in changes) else Counter[str]()
        lost = was - planted.get(segment, Counter()) - SOUNDS - label
        n["touched"] += lost.total()
        if lost:
            yield f"lost {dict(lost)}: {[(c.kind, c.was[:60]) for c in changes if c.quarantined]}"


def _bare(word: str) -> str:
    return re.sub(r"\W", "", re.sub(r"['’]s$", "", word.lower().strip('.,?!;:"“”()')))


def _count_names(n: Counter[str], m: Meeting) -> Iterable[str]:
    wanted = Counter((_bare(x["now"]), _bare(x["was"])) for x in m.noise if x["kind"] == "misheard")
    # An echo carries the misheard words of what it echoes once more, and the log does not.
    echoed = Counter(p for x in m.noise if x["kind"] == "echo" for p in _pairs_in(x["text"], wanted))
    said = {_bare(w) for u in m.truth.values() for w in u["text"].split()}
    done = Counter((_bare(c.was), _bare(c.now)) for c in _restorations(m))
    wrong = done - wanted - echoed
    # Letters that a wrong decoding destroyed before acta saw the word: nobody said it so, and it is what somebody said.
    wrong = Counter({p: k for p, k in wrong.items() if p[0] in said or p[1] not in said or p in wanted})
    misheard = {now for now, _ in wanted}
    n["misheard"] += wanted.total()
    n["restored"] += (done & wanted).total()
    n["wrong"] += wrong.total()
    n["touched"] += sum(k for p, k in wrong.items() if p[0] not in misheard)
    yield from (f"wrongly {was} -> {now} ({k}x{'' if was in misheard else ', a true word'})" for (was, now), k in wrong.items())
    yield from (f"not restored {was} -> {now} ({k}x)" for (was, now), k in (wanted - done).items())


def _pairs_in(text: str, pairs: Counter[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return [p for w in text.split() for p in pairs if p[0] == _bare(w)]


def _restorations(m: Meeting) -> Iterable[Change]:
    return (c for changes in m.changes.values() for c in changes if c.kind in {"name", "term"})


def main() -> None:
    sources, gold = Path(sys.argv[1]), Path(sys.argv[2])
    for name in FILES:
        found = figures(sources, gold, name, verbose="-v" in sys.argv)
        print(f"{name}:", *(f"{k} {v}" for k, v in found.items() if v is not None), sep="\n  ")


if __name__ == "__main__":
    main()
