"""What cleaning does to damage that was planted (``noise.json``), and to what was not."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import score as measure
from acta.clean import clean
from acta.ingest import parse
from acta.model import Change, KnownPerson, Lexicon

FILES = {"two-channel": "two-channel.txt", "one-channel": "one-channel.txt", "tools": "teams.vtt"}
PLANTED = ("loop", "invented", "echo")
SET_ASIDE = ("loop", "invented", "echo", "double")


def figures(sources: Path, gold: Path, name: str) -> dict[str, Any]:
    """Shares over all meetings of ``gold`` for one kind of source, the people and terms of each header known.

    ``restored`` and ``wrongly_restored`` are shares of the misheard words; ``true_words_touched`` counts words: those set
    aside beyond what was planted, as a share of all that was said.
    """
    n: Counter[str] = Counter()
    for path in sorted(gold.glob("*.md")):
        head, _, _ = measure.load(path)
        folder = sources / head["id"]
        noise = json.loads((folder / "noise.json").read_text(encoding="utf-8"))[name]
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["utterances"]
        lexicon = Lexicon(tuple(KnownPerson(p["name"], (), p["speaks"]) for p in head["people"]), tuple(map(str, head["terms"])))
        source = folder / FILES[name]
        changes = clean(parse(source.read_bytes(), source.name, names=[p["name"] for p in head["people"]]), lexicon).changes
        _count_planted(n, noise, changes)
        _count_touched(n, noise, truth, changes)
        _count_names(n, noise, changes)
    out: dict[str, Any] = {f"{kind}s planted": n[kind] for kind in PLANTED}
    out |= {f"{kind} quarantined": round(n[f"{kind}+"] / n[kind], 3) if n[kind] else None for kind in PLANTED}
    out["true_words_touched"] = round(n["touched"] / n["words"], 5)
    out["misheard planted"] = n["misheard"]
    out["restored"] = round(n["restored"] / n["misheard"], 3)
    out["wrongly_restored"] = round(n["wrong"] / n["misheard"], 3)
    return out


def _words(text: str) -> str:
    return " ".join(measure.words(text))


def _count_planted(n: Counter[str], noise: list[dict[str, Any]], changes: tuple[Change, ...]) -> None:
    gone = [(c.kind, _words(c.was)) for c in changes if c.quarantined and c.kind in SET_ASIDE]
    for planted in noise:
        kind = planted["kind"]
        if kind in PLANTED:
            text = _words(planted["text"])
            n[kind] += 1
            n[f"{kind}+"] += any(text[:40] in was or (k == kind == "loop" and was and was[:30] in text) for k, was in gone)


def _count_touched(n: Counter[str], noise: list[dict[str, Any]], truth: list[dict[str, Any]], changes: tuple[Change, ...]) -> None:
    planted = Counter(measure.words(" ".join(x["text"] for x in noise if x["kind"] in PLANTED)))
    gone = Counter(measure.words(" ".join(c.was for c in changes if c.quarantined and c.kind in SET_ASIDE)))
    n["touched"] += sum((gone - planted).values())
    n["words"] += sum(len(measure.words(u["text"])) for u in truth)


def _bare(word: str) -> str:
    return re.sub(r"\W", "", re.sub(r"['’]s$", "", word.lower().strip('.,?!;:"“”')))


def _count_names(n: Counter[str], noise: list[dict[str, Any]], changes: tuple[Change, ...]) -> None:
    wanted = Counter((_bare(x["now"]), _bare(x["was"])) for x in noise if x["kind"] == "misheard")
    done = Counter((_bare(c.was), _bare(c.now)) for c in changes if c.kind in {"name", "term"})
    n["misheard"] += sum(wanted.values())
    n["restored"] += sum((done & wanted).values())
    n["wrong"] += sum((done - wanted).values())
