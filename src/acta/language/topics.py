"""Split a long talk into parts that fit a model's context: at shifts of topic, with overlap, every line in at least one part.

A shift is where the words before and after a line have least in common (after Hearst, "TextTiling", 1997).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from acta.language.prompt import Line

_WORD = re.compile(r"[^\W\d_]{4,}")
# Lines compared on either side of a possible shift.
_SIDE = 12
# A part ends at the best shift in its last third: earlier would make many small parts, later could cut a topic at any place.
_LATEST = 2 / 3
# Lines repeated at the start of the next part: a question and its answer are never torn apart.
_OVERLAP = 6


def split(lines: Sequence[Line], room: int, size_of: Callable[[str], int]) -> list[list[Line]]:
    """``lines`` in parts of at most ``room`` tokens by ``size_of``; a single larger line is a part of its own."""
    sizes = [size_of(str(line)) + 1 for line in lines]
    if not lines or sum(sizes) <= room:
        return [list(lines)] if lines else []
    bags = [Counter(w.lower() for w in _WORD.findall(line.text)) for line in lines]
    parts: list[list[Line]] = []
    start = 0
    while start < len(lines):
        end, used = start, 0
        while end < len(lines) and (used + sizes[end] <= room or end == start):
            used += sizes[end]
            end += 1
        if end < len(lines):
            first = start + max(1, math.ceil((end - start) * _LATEST))
            end = min(range(first, end + 1), key=lambda i: (_kinship(bags, i), -i)) if first <= end else end
        parts.append(list(lines[start:end]))
        if end >= len(lines):
            break
        # The overlap may not eat up what the part has gained.
        start = max(start + 1, end - min(_OVERLAP, (end - start) // 3))
    return parts


def halves(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Two overlapping halves of a part that turned out too long, parted at the best shift of its middle third."""
    n = len(lines)
    bags = [Counter(w.lower() for w in _WORD.findall(line.text)) for line in lines]
    middle = range(max(1, n // 3), max(2, n - n // 3))
    at = min(middle, key=lambda i: (_kinship(bags, i), abs(i - n // 2)))
    return list(lines[:at]), list(lines[max(1, at - min(_OVERLAP, n // 6)) :])


def _kinship(bags: Sequence[Counter[str]], i: int) -> float:
    """How much the lines before and after place ``i`` have in common: the cosine of their words."""
    before: Counter[str] = sum(bags[max(0, i - _SIDE) : i], Counter())
    after: Counter[str] = sum(bags[i : i + _SIDE], Counter())
    norm = math.sqrt(sum(v * v for v in before.values()) * sum(v * v for v in after.values()))
    return sum(v * after[w] for w, v in before.items()) / norm if norm else 0.0
