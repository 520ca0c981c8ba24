"""Which words a text must hold for a pattern to match it, read off the pattern itself; makes and checks ``acta.fence.needed``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_parser: Any = getattr(re, "_parser", None)  # private to Python; where it is gone, the table stays as it is
_LEAST = 3


def needed(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Texts of which every match of ``pattern`` holds at least one; empty when nothing can be said."""
    return tuple(sorted(_of(_parser.parse(pattern.pattern, pattern.flags)) or ()))


def _of(sequence: Any) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    run = ""

    def offer(found: frozenset[str] | None) -> None:
        nonlocal best
        found = found and frozenset(word.strip() for word in found)
        if found and min(map(len, found)) >= _LEAST and (best is None or _weight(found) > _weight(best)):
            best = found

    for operation, argument in sequence:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if run:
            offer(frozenset([run]))
            run = ""
        if name == "BRANCH":
            parts = [_of(p) for p in argument[1]]
            if all(parts):
                offer(frozenset().union(*(p for p in parts if p)))
        elif name == "SUBPATTERN":
            offer(_of(argument[3]))
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and argument[0] >= 1:
            offer(_of(argument[2]))
    if run:
        offer(frozenset([run]))
    return best


def _weight(found: frozenset[str]) -> tuple[int, int]:
    return min(map(len, found)), -len(found)


def as_module(patterns: Sequence[re.Pattern[str]]) -> str:
    """The text of ``acta/fence/needed.py``."""
    rows = "\n".join("|".join(needed(p)) for p in patterns)
    return (
        '"""For each of ``phrases.COMMANDS``, in order: texts of which what it finds holds at least one; an empty row says nothing.\n\n'
        "Most lines of a talk hold none, and need not be searched. Read off the patterns by ``tests/needed_words.py``, and checked there.\n"
        '"""\n\n'
        "from __future__ import annotations\n\n"
        f'_ROWS = """\\\n{rows}\n"""\n'
        'NEEDED = tuple(tuple(row.split("|")) if row else () for row in _ROWS.split("\\n")[:-1])\n'
        '"""Alternatives for each command."""\n'
    )


if __name__ == "__main__":
    from acta.fence.phrases import COMMANDS

    place = Path(__file__).parent.parent / "src" / "acta" / "fence" / "needed.py"
    place.write_text(as_module(COMMANDS), encoding="utf-8")
