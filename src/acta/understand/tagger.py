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

from acta.errors import EngineError

TAGS = (
    "NN", "NNS", "NNP", "PRP", "PRP$", "DT", "PDT", "WDT", "WP", "WRB", "EX", "CD", "JJ", "RB", "RP", "IN", "TO", "CC", "MD",
    "VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "UH", "POS", "X", ".",
)  # fmt: skip
"""The tags in the order of a row of the weights."""

ROWS = 1 << 17
"""Rows of the table; a feature's row is the CRC-32 of its name modulo this."""

MAGIC = b"ACTATAG1"
_REMEMBERED = 20_000
_ROW_BYTES = 2 * len(TAGS)
_LANES_BYTES = 4 * len(TAGS)
_HIGHEST = int.from_bytes(b"\x00\x80" * len(TAGS), "little")
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
    """Tags sentences with a table of ``ROWS`` rows of one 16-bit number per tag (little-endian), row after row.

    A row is handled as one long integer with a lane of 32 bits for each tag: then one addition adds up all tags at once. Numbers are kept
    from being negative by adding the same to all tags of a row, which changes no tag's place among them.
    """

    def __init__(self, table: bytes) -> None:
        if len(table) != ROWS * _ROW_BYTES:
            raise EngineError("the weights of the tagger have the wrong size", code="weights-damaged", hint="Install acta again.")
        self._table = table
        # Words come again and again: what they add up to is summed once.
        self._rows: dict[int, int] = {}
        self._own: dict[tuple[str, bool], int] = {}
        self._beside: dict[tuple[str, int], int] = {}
        self._by_tags: dict[tuple[str, str, str], int] = {}

    def tag(self, words: Iterable[str]) -> list[str]:
        """One tag per word, in order."""
        words = list(words)
        if len(self._by_tags) > _REMEMBERED:  # many talks in one process: what an earlier one said is seldom said again
            for memory in (self._rows, self._own, self._beside, self._by_tags):
                memory.clear()
        low = [*_START, *(w.lower() for w in words), *_END]
        before, before2 = "-S-", "-S2-"
        out: list[str] = []
        for i, word in enumerate(words):
            total = self._from_tags(low[i + 2], before, before2) + self._from_itself(word, first=i == 0)
            for place in (-2, -1, 1, 2):
                total += self._from_beside(low[i + 2 + place], place)
            scores = memoryview(total.to_bytes(_LANES_BYTES, sys.byteorder)).cast("I").tolist()
            if sys.byteorder == "big":
                scores.reverse()
            before2, before = before, TAGS[scores.index(max(scores))]
            out.append(before)
        return out

    def _row(self, row: int) -> int:
        if row not in self._rows:
            numbers = self._table[row * _ROW_BYTES : (row + 1) * _ROW_BYTES]
            # Turning the highest bit of each number adds 32768 to it.
            raised = (int.from_bytes(numbers, "little") ^ _HIGHEST).to_bytes(_ROW_BYTES, sys.byteorder)
            self._rows[row] = int.from_bytes(array("I", array("H", raised)).tobytes(), sys.byteorder)
        return self._rows[row]

    def _from_itself(self, word: str, *, first: bool) -> int:
        if (word, first) not in self._own:
            self._own[word, first] = sum(map(self._row, own_features(word, first=first)))
        return self._own[word, first]

    def _from_beside(self, word: str, place: int) -> int:
        if (word, place) not in self._beside:
            self._beside[word, place] = sum(map(self._row, beside_features(word, place)))
        return self._beside[word, place]

    def _from_tags(self, word: str, before: str, before2: str) -> int:
        if (word, before, before2) not in self._by_tags:
            self._by_tags[word, before, before2] = sum(map(self._row, tag_features(word, before, before2)))
        return self._by_tags[word, before, before2]


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
