#!/usr/bin/env python3
"""Learn the weights of ``acta.understand.tagger`` from treebank files (CoNLL-U with Penn tags in the fifth column).

Usage: tagger.py --train en_ewt-ud-train.conllu --test en_ewt-ud-dev.conllu [--epochs 8] [--out src/acta/understand/tagger.bin]

The files are those of https://github.com/UniversalDependencies/UD_English-EWT (CC BY-SA 4.0). Short forms are written out as
acta writes them out before it tags ("ca n't" becomes "cannot"). Same files and seed, same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from array import array
from collections.abc import Iterator
from operator import add
from pathlib import Path

from acta.understand.tagger import MAGIC, ROWS, TAGS, Tagger, static_features, tag_features

_FOLDED = {"NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "WP$": "WP"}
_LONG = {"'ll": "will", "'m": "am", "'re": "are", "'ve": "have", "n't": "not", "'d": "would", "wo": "will", "sha": "shall", "ca": "can"}
_WIDTH = len(TAGS)
_STEPS = 8
Sentence = tuple[list[str], list[int]]


def sentences(path: Path) -> Iterator[Sentence]:
    """Words and tag numbers of each sentence, short forms written out."""
    words: list[str] = []
    tags: list[int] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            word, tag = cells[1].replace("’", "'"), _FOLDED.get(cells[4], cells[4])
            if tag not in TAGS:
                tag = "X" if word[:1].isalnum() else "."
            low = word.lower()
            if low == "'s" and tag == "VBZ":
                word = "has" if "Tense" in cells[5] and cells[2] == "have" else "is"
            elif low == "'d" and cells[2] == "have":
                word = "had"
            elif low in _LONG and (low not in ("wo", "sha", "ca") or tag == "MD"):
                word = _LONG[low]
            if word == "not" and words and words[-1] == "can" and low == "n't":
                words[-1] = "cannot"
                continue
            words.append(word)
            tags.append(TAGS.index(tag))
        elif not line.strip() and words:
            yield words, tags
            words, tags = [], []
    if words:
        yield words, tags


def learn(train: list[Sentence], epochs: int, seed: int) -> list[float]:
    """Averaged weights, ``ROWS`` rows of one number per tag."""
    weights: list[array[float]] = [array("d", [0.0] * _WIDTH) for _ in range(ROWS)]
    totals: list[array[float]] = [array("d", [0.0] * _WIDTH) for _ in range(ROWS)]
    rng = random.Random(seed)  # noqa: S311  # a shuffle, not a secret
    examples = [(static_features(words), tags) for words, tags in train]
    clock = 0
    for epoch in range(epochs):
        rng.shuffle(examples)
        wrong = count = 0
        for features, tags in examples:
            before, before2 = "-S-", "-S2-"
            for (word, static), truth in zip(features, tags, strict=True):
                clock += 1
                rows = (*static, *tag_features(word, before, before2))
                scores: list[float] = [0.0] * _WIDTH
                for row in rows:
                    scores = list(map(add, scores, weights[row]))
                guess = scores.index(max(scores))
                count += 1
                if guess != truth:
                    wrong += 1
                    for row in rows:
                        # Averaging without touching every weight each time: total = clock * w - sum of (time of change * change).
                        weights[row][truth] += 1
                        weights[row][guess] -= 1
                        totals[row][truth] += clock
                        totals[row][guess] -= clock
                before2, before = before, TAGS[guess]
        print(f"epoch {epoch + 1}: {1 - wrong / count:.4f} of the training words right while learning", flush=True)
    return [w - t / clock for row, total in zip(weights, totals, strict=True) for w, t in zip(row, total, strict=True)]


def quantised(weights: list[float]) -> bytes:
    """The weights as 16-bit numbers, in steps coarse enough to compress well."""
    table = array("h", [max(-32767, min(32767, round(w * _STEPS))) for w in weights])
    if sys.byteorder == "big":
        table.byteswap()
    return table.tobytes()


def accuracy(tagger: Tagger, test: list[Sentence]) -> float:
    """The share of words tagged right."""
    right = count = 0
    for words, tags in test:
        right += sum(TAGS[t] == g for t, g in zip(tags, tagger.tag(words), strict=True))
        count += len(words)
    return right / count


def main() -> None:
    """Learn, measure, write."""
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    args.add_argument("--train", type=Path, required=True)
    args.add_argument("--test", type=Path, required=True)
    args.add_argument("--epochs", type=int, default=8)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--out", type=Path, default=Path("src/acta/understand/tagger.bin"))
    options = args.parse_args()
    table = quantised(learn(list(sentences(options.train)), options.epochs, options.seed))
    print(f"{accuracy(Tagger(table), list(sentences(options.test))):.4f} of the test words right")
    options.out.write_bytes(MAGIC + zlib.compress(table, 9))
    print(f"{options.out.stat().st_size / 1e6:.2f} MB written to {options.out}")


if __name__ == "__main__":
    main()
