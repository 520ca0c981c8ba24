"""Parts of speech: which words of a sentence are verbs, names or pronouns, by an averaged perceptron over hashed features.

The weights (``tagger.bin``) were learned by ``training/tagger.py`` from the English Web Treebank. Tags are those of the Penn
Treebank, with plural and comparative forms folded into their base (``NNPS`` is ``NNP``, ``JJR`` is ``JJ``) and all marks tagged ``.``.
Short forms must be written out first ("I will", not "I'll"): the weights were learned so.
"""

from __future__ import annotations

import functools
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from importlib.resources import files
from operator import add

from acta.errors import EngineError

TAGS = (
    "NN", "NNS", "NNP", "PRP", "PRP$", "DT", "PDT", "WDT", "WP", "WRB", "EX", "CD", "JJ", "RB", "RP", "IN", "TO", "CC", "MD",
    "VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "UH", "POS", "X", ".",
)  # fmt: skip
"""The tags in the order of a row of the weights."""

ROWS = 1 << 17
"""Rows of the table; a feature's row is the CRC-32 of its name modulo this."""

MAGIC = b"ACTATAG1"
_START = ("-START-", "-START2-")
_END = ("-END-", "-END2-")


def row_of(feature: str) -> int:
    """The row of the table that holds the weights of ``feature``."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) % ROWS


def shape(word: str) -> str:
    """What a word looks like, apart from its letters."""
    if word.isdigit():
        return "9"
    if word[:1].isupper():
        return "Xx" if word[1:].islower() or len(word) == 1 else "XX"
    return "9x" if any(c.isdigit() for c in word) else "x" if word.isalpha() else "-"


def own_features(word: str, *, first: bool) -> list[int]:
    """The rows of what a word (as written) is by itself; ``first``: it opens the sentence."""
    w = word.lower()
    names = (f"w{w}", f"s{w[-3:]}", f"t{w[-2:]}", f"p{w[:1]}", f"k{w[-4:]}", f"l{w[-1:]}", f"h{shape(word)}{first}", "0")
    return [row_of(n) for n in names]


def beside_features(word: str, place: int) -> list[int]:
    """The rows of what a word (lower case) says about another that stands ``place`` words before it (negative: after it)."""
    if place == -1:
        return [row_of(f"b{word}"), row_of(f"e{word[-3:]}")]
    if place == 1:
        return [row_of(f"a{word}"), row_of(f"f{word[-3:]}")]
    return [row_of(f"{'c' if place < 0 else 'd'}{word}")]


def static_features(words: Sequence[str]) -> list[tuple[str, list[int]]]:
    """For each word its lower-case form and the rows of the features that do not depend on tags."""
    low = [*_START, *(w.lower() for w in words), *_END]
    out: list[tuple[str, list[int]]] = []
    for i, word in enumerate(words):
        rows = own_features(word, first=i == 0)
        for place in (-2, -1, 1, 2):
            rows += beside_features(low[i + 2 + place], place)
        out.append((low[i + 2], rows))
    return out


def tag_features(word: str, before: str, before2: str) -> tuple[int, int, int]:
    """The rows of the features that depend on the two tags before ``word`` (lower case)."""
    return row_of(f"1{before}"), row_of(f"2{before2} {before}"), row_of(f"3{before} {word}")


class Tagger:
    """Tags sentences with a table of ``ROWS`` rows of one 16-bit number per tag (little-endian), row after row."""

    def __init__(self, table: bytes) -> None:
        if len(table) != 2 * ROWS * len(TAGS):
            raise EngineError("the weights of the tagger have the wrong size", code="weights-damaged", hint="Install acta again.")
        self._table = array("h", table)
        if sys.byteorder == "big":
            self._table.byteswap()

        self._sums: dict[tuple[str, int | bool], list[int]] = {}

    def tag(self, words: Iterable[str]) -> list[str]:
        """One tag per word, in order."""
        words = list(words)
        low = [*_START, *(w.lower() for w in words), *_END]
        before, before2 = "-S-", "-S2-"
        out: list[str] = []
        for i, word in enumerate(words):
            scores = self._own(word, first=i == 0)
            for place in (-2, -1, 1, 2):
                scores = list(map(add, scores, self._beside(low[i + 2 + place], place)))
            for row in tag_features(low[i + 2], before, before2):
                scores = list(map(add, scores, self._row(row)))
            before2, before = before, TAGS[scores.index(max(scores))]
            out.append(before)
        return out

    def _row(self, row: int) -> array[int]:
        at = row * len(TAGS)
        return self._table[at : at + len(TAGS)]

    # Words come again and again: what they add up to is summed once.
    def _own(self, word: str, *, first: bool) -> list[int]:
        key = (word, first)
        if key not in self._sums:
            self._sums[key] = self._sum(own_features(word, first=first))
        return self._sums[key]

    def _beside(self, word: str, place: int) -> list[int]:
        key = (word, place + 10)
        if key not in self._sums:
            self._sums[key] = self._sum(beside_features(word, place))
        return self._sums[key]

    def _sum(self, rows: Iterable[int]) -> list[int]:
        scores: list[int] = [0] * len(TAGS)
        for row in rows:
            scores = list(map(add, scores, self._row(row)))
        return scores


@functools.cache
def load() -> Tagger:
    """The tagger that comes with acta; raises ``EngineError`` when its weights are missing or damaged."""
    try:
        data = files("acta.understand").joinpath("tagger.bin").read_bytes()
        table = zlib.decompress(data.removeprefix(MAGIC))
    except (OSError, zlib.error) as error:
        raise EngineError(
            f"the weights of the tagger cannot be read: {error}", code="weights-damaged", hint="Install acta again."
        ) from error
    return Tagger(table)
