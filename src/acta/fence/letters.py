"""Text made plain for looking into it, character by character, so that what is found can be pointed at in the original."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "‑": "-", "‐": "-", "–": "-", "—": "-"}
_UNSEEN = ("Cf", "Mn", "Me", "Cc")


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` in lower case, without accents and unseen characters; ``at[i]`` is where its character ``i`` stands in the original.

    ``at`` has one more number than ``text`` has characters: the length of the original.
    """

    text: str
    at: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that became ``text[start:end]``, with the accents and unseen characters among them."""
        return self.at[start], self.at[end] if end > start else self.at[start]


def plain(text: str) -> Plain:
    """``text`` made plain."""
    if text.isascii() and text.isprintable():
        return Plain(text.lower(), range(len(text) + 1))
    out: list[str] = []
    at: list[int] = []
    for i, c in enumerate(text):
        for letter in _plain(c):
            out.append(letter)
            at.append(i)
    return Plain("".join(out), (*at, len(text)))


def _plain(c: str) -> str:
    if c in "\n\t\r":
        return " "
    if c in _QUOTES:
        return _QUOTES[c]
    if c.isascii():
        return c.lower() if c.isprintable() else ""
    parts = unicodedata.normalize("NFKD", c).casefold()
    return "".join(_QUOTES.get(p, p) for p in unicodedata.normalize("NFKD", parts) if unicodedata.category(p) not in _UNSEEN)
