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


def static_features(words: Sequence[str]) -> list[tuple[str, list[int]]]:
    """For each word its lower-case form and the rows of the features that do not depend on tags."""
    low = [*_START, *(w.lower() for w in words), *_END]
    out: list[tuple[str, list[int]]] = []
    for i, word in enumerate(words):
        w, before, after = low[i + 2], low[i + 1], low[i + 3]
        names = (
            f"w{w}", f"s{w[-3:]}", f"t{w[-2:]}", f"p{w[:1]}", f"b{before}", f"c{low[i]}", f"a{after}", f"d{low[i + 4]}",
            f"e{before[-3:]}", f"f{after[-3:]}", f"h{shape(word)}{i == 0}", f"k{w[-4:]}", f"l{w[-1:]}",
        )  # fmt: skip
        out.append((w, [row_of(n) for n in names]))
    return out


def tag_features(word: str, before: str, before2: str) -> tuple[int, int, int, int]:
    """The rows of the features that depend on the two tags before ``word`` (lower case)."""
    return row_of(f"1{before}"), row_of(f"2{before2} {before}"), row_of(f"3{before} {word}"), row_of("0")


class Tagger:
    """Tags sentences with a table of ``ROWS`` rows of one 16-bit number per tag (little-endian), row after row."""

    def __init__(self, table: bytes) -> None:
        if len(table) != 2 * ROWS * len(TAGS):
            raise EngineError("the weights of the tagger have the wrong size", code="weights-damaged", hint="Install acta again.")
        self._table = array("h", table)
        if sys.byteorder == "big":
            self._table.byteswap()

    def tag(self, words: Iterable[str]) -> list[str]:
        """One tag per word, in order."""
        words = list(words)
        table, width = self._table, len(TAGS)
        before, before2 = "-S-", "-S2-"
        out: list[str] = []
        for word, rows in static_features(words):
            scores: list[int] = [0] * width
            for row in (*rows, *tag_features(word, before, before2)):
                at = row * width
                scores = list(map(add, scores, table[at : at + width]))
            before2, before = before, TAGS[scores.index(max(scores))]
            out.append(before)
        return out


@functools.cache
def load() -> Tagger:
    """The tagger that comes with acta; raises ``EngineError`` when its weights are missing or damaged."""
    try:
        data = files("acta.understand").joinpath("tagger.bin").read_bytes()
        if not data.startswith(MAGIC):
            raise ValueError("not a table of weights")
        table = zlib.decompress(data[len(MAGIC) :])
    except (OSError, ValueError, zlib.error) as error:
        raise EngineError(f"the weights of the tagger cannot be read: {error}", code="weights-damaged", hint="Install acta again.") from error
    return Tagger(table)
