"""How likely each unit of talk is to carry an item of each kind: a sum of the weights of what is in it and beside it."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from importlib.resources import files

from acta.errors import EngineError
from acta.model import ItemKind
from acta.understand.cues import AROUND, cues_of
from acta.understand.units import Unit

_AROUND = frozenset(AROUND)
_CARRIES_NOTHING = frozenset(
    """a an the and or but if of to in on at by for from with as is are was were be been it its it's this that that's
    these those he she they them
    his her their there has have had do does did will would can could should may might must not no so than then into over up out
    about i you we me
    my your us our just really very what which who when where how some any all thing things get got go going say said know think
    one way lot yes
    yeah okay well only also even still too like want need i'm i'll i've i'd you're we're don't right oh um uh sure good great""".split()
)


def content_of(unit: Unit) -> list[str]:
    """The words of ``unit`` that carry meaning, in order."""
    return [w for w in unit.words if w not in _CARRIES_NOTHING]


def _sizes(unit: Unit, total: int) -> Iterator[str]:
    rich = len(set(content_of(unit)))
    yield f"rich:{min(rich, 12) if rich < 4 else min(rich // 2 * 2, 16)}"
    yield f"long:{min(int(math.log2(len(unit.words) + 1) * 2), 12)}"
    yield f"part:{min(int(10 * unit.index / max(total, 1)), 9)}"
    if unit.speaker is None:
        yield "mixed"


def features_of(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """For each unit the names of its features, without repeats."""
    cues = [cues_of(u.text) for u in units]
    out: list[tuple[str, ...]] = []
    for i, unit in enumerate(units):
        names: dict[str, None] = dict.fromkeys(f"c:{c}" for c in sorted(cues[i]))
        names.update(dict.fromkeys(unit.words))
        names.update(dict.fromkeys(f"{a} {b}" for a, b in zip(unit.words, unit.words[1:], strict=False)))
        names.update(dict.fromkeys(_sizes(unit, len(units))))
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < len(units):
                names.update(dict.fromkeys(f"{step:+d}:{c}" for c in sorted(cues[i + step] & _AROUND)))
                if abs(step) == 1:
                    names[f"{step:+d}:rich:{min(len(content_of(units[i + step])) // 3, 4)}"] = None
        pairs = {(f"c:{a}", f"c:{b}") for a in cues[i] & _PAIRED for b in cues[i] & _PAIRED if a < b}
        names.update(dict.fromkeys(f"{a}&{b[2:]}" for a, b in sorted(pairs)))
        out.append(tuple(names))
    return out


_PAIRED = frozenset(
    {
        "promise",
        "request",
        "by_day",
        "if",
        "maybe",
        "question",
        "unknown",
        "number",
        "past",
        "lets",
        "settle",
        "third_says",
        "third_will",
        "may_go_wrong",
    }
)


ORDER = tuple(ItemKind)
"""The kinds in the order of the columns of the table."""


Weights = tuple[tuple[int, float], ...]
"""Of one feature: the column of a kind in ``ORDER`` and what the feature is worth for it."""


@functools.cache
def table() -> dict[str, Weights]:
    """Feature to its weights that are not zero, in log-odds; "" is the bias. ``training/roles.py`` wrote the file.

    Raises ``EngineError`` when it is missing or damaged.
    """
    try:
        text = files("acta.understand").joinpath("roles.tsv").read_text(encoding="utf-8")
        out = dict(_row(line) for line in text.splitlines() if not line.startswith("#"))
        out[""]  # without its bias the table is cut off
    except (OSError, ValueError, KeyError) as error:
        raise EngineError(
            f"the weights of the roles cannot be read: {error}", code="weights-damaged", hint="Install acta again."
        ) from error
    return out


def _row(line: str) -> tuple[str, Weights]:
    name, *numbers = line.split("\t")
    if len(numbers) != len(ORDER):
        raise ValueError(f"{len(numbers)} weights in {line[:40]!r}")
    return name, tuple((i, int(n) / 100) for i, n in enumerate(numbers) if n != "0")


def scores_of(units: Sequence[Unit]) -> list[dict[ItemKind, float]]:
    """For each unit the log-odds that it is evidence of an item of each kind."""
    weights = table()
    bias = [0.0] * len(ORDER)
    for i, weight in weights[""]:
        bias[i] = weight
    out: list[dict[ItemKind, float]] = []
    for names in features_of(units):
        sums = bias.copy()
        for name in names:
            if name in weights:
                for i, weight in weights[name]:
                    sums[i] += weight
        out.append(dict(zip(ORDER, sums, strict=True)))
    return out
