"""A day of talk: the lines of the training meetings one after the other, as long as wanted."""

from __future__ import annotations

import re
from pathlib import Path

GOLD = Path(__file__).resolve().parent.parent / "bench" / "gold" / "train"
_MS_A_WORD = 410  # 70,000 words in eight hours


def day_of_talk(words: int) -> str:
    """A transcript of about ``words`` words, its times shifted so that each meeting follows the one before."""
    out: list[str] = []
    said = 0
    for path in sorted(GOLD.glob("*.md")):
        lines = path.read_text(encoding="utf-8").partition("## Transcript\n")[2]
        for who, text in re.findall(r"^\d+ ([^:\n]+): (.+)$", lines, re.MULTILINE):
            s = said * _MS_A_WORD // 1000
            out.append(f"[{s // 3600:02d}:{s % 3600 // 60:02d}:{s % 60:02d}.00]  {who} :  {text}\n\n")
            said += len(text.split())
            if said >= words:
                return "".join(out)
    raise AssertionError(f"the training meetings hold only {said} words")
