"""Hour-long talks of 10,000 words for the speed figures, put together from passages of the noisy files of ``gold/train``.

No two talks share more than a third of their passages: talks that are nearly the same would be the same meeting to acta.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WORDS = 10_000
_MEETINGS = 24
OWNER = "Ana Ruiz"
OTHER = "Ben Okri"
_PASSAGE_WORDS = 150
_MS_A_WORD = 360  # 10,000 words an hour
_SHARED_AT_MOST = 0.3
_TRIES = 1000
_BLOCK = re.compile(r"\[[\d:.]+\] +([^:\n]*?) +: +(.*)")
_CUE = re.compile(r"<v ([^>]+)>(.*)</v>")


@dataclass(frozen=True)
class Said:
    """One block or cue: who, what, and how many words."""

    who: str
    text: str
    words: int


@dataclass(frozen=True)
class Passage:
    """Consecutive blocks of one meeting; ``name`` says which."""

    name: str
    said: tuple[Said, ...]

    @property
    def words(self) -> int:
        """How many words it holds."""
        return sum(s.words for s in self.said)


def meetings(train: Path, folder: Path) -> Path:
    """Copy the first meetings of ``train`` into ``folder``: a vault that knows everybody of all of them would be a town's."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(train.glob("*.md"))[:_MEETINGS]:
        shutil.copy(path, folder / path.name)
    return folder


def people(sources: Path) -> list[str]:
    """The full names of everybody in the meetings: the notes about people that a used vault holds."""
    heads = [json.loads(p.read_text(encoding="utf-8"))["meeting"] for p in sorted(sources.glob("*/truth.json"))]
    return sorted({p["name"] for head in heads for p in head["people"]} | {OWNER, OTHER})


def make(sources: Path, folder: Path, count: int, kinds: Sequence[str]) -> list[Path]:
    """Write ``count`` talks into ``folder``, the kinds (``two-channel.txt``, ``teams.vtt``) taking turns; the same ones every time."""
    folder.mkdir(parents=True, exist_ok=True)
    passages = {kind: [p for path in sorted(sources.glob(f"*/{kind}")) for p in _passages(path)] for kind in kinds}
    chosen: list[frozenset[str]] = []
    out = []
    for i in range(count):
        kind = kinds[i % len(kinds)]
        picked = _pick(passages[kind], chosen, random.Random(i))  # noqa: S311  # the same talks every time are wanted
        chosen.append(frozenset(p.name for p in picked))
        path = folder / f"2026-{i // 28 % 12 + 1:02d}-{i % 28 + 1:02d} Long talk {i + 1}{Path(kind).suffix}"
        write = _teams if kind.endswith(".vtt") else _two_channel
        path.write_text(write([s for p in picked for s in p.said]), encoding="utf-8")
        out.append(path)
    return out


def _passages(path: Path) -> list[Passage]:
    text = path.read_text(encoding="utf-8")
    found = _CUE.findall(text) if path.suffix == ".vtt" else _BLOCK.findall(text)
    out: list[list[Said]] = [[]]
    size = 0
    for who, what in found:
        if size > _PASSAGE_WORDS:
            out.append([])
            size = 0
        out[-1].append(Said(who.strip(), what, len(what.split())))
        size += out[-1][-1].words
    return [Passage(f"{path.parent.name} {i}", tuple(p)) for i, p in enumerate(out) if p]


def _pick(passages: list[Passage], chosen: list[frozenset[str]], rng: random.Random) -> list[Passage]:
    for _ in range(_TRIES):
        picked: list[Passage] = []
        words = 0
        for passage in rng.sample(passages, len(passages)):
            if words >= WORDS:
                break
            picked.append(passage)
            words += passage.words
        mine = {p.name for p in picked}
        if all(len(mine & other) <= _SHARED_AT_MOST * len(mine) for other in chosen):
            return picked
    raise SystemExit("the meetings do not give so many different talks")


def _two_channel(said: list[Said]) -> str:
    out, at = [], 0
    for s in said:
        label = "Remote" if s.who == "Remote" else OWNER
        out.append(f"[{_clock(at)[:-1]}] {label} :  {s.text}")
        at += s.words * _MS_A_WORD
    return "\n\n".join(out) + "\n"


def _teams(said: list[Said]) -> str:
    names: dict[str, str] = {}
    out, at = ["WEBVTT"], 0
    for i, s in enumerate(said):
        # Everybody of the meetings speaking in one talk would be a crowd: five voices take turns at being them.
        name = names.setdefault(s.who, (OWNER, OTHER, "Cleo Marsh", "Dag Holm", "Esi Boateng")[len(names) % 5])
        end = at + s.words * _MS_A_WORD
        out.append(f"talk/{i}-0\n{_clock(at)} --> {_clock(end)}\n<v {name}>{s.text}</v>")
        at = end
    return "\n\n".join(out) + "\n"


def _clock(ms: int) -> str:
    s, ms = divmod(ms, 1000)
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}.{ms:03d}"
