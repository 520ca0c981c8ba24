"""The word lists that cleaning goes by; each file says where its words come from."""

from __future__ import annotations

import functools
from importlib.resources import files

_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e"), ("er", ""))
_MORE_ENDINGS = (
    ("er", "e"),
    ("est", ""),
    ("ly", ""),
    ("y", ""),
    ("n't", ""),
    ("'s", ""),
    ("'ll", ""),
    ("'d", ""),
    ("'ve", ""),
    ("'re", ""),
)
_HISSES = ("s", "x", "z", "ch", "sh", "o")


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(words.split())


@functools.cache
def lines_of(name: str) -> frozenset[str]:
    """The entries of a list that lies beside this module; lines that begin with ``#`` are remarks."""
    text = files("acta.clean").joinpath(name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_given_name(word: str) -> bool:
    """Whether a folded word is a common given name: somebody may be called that whom acta does not know."""
    return word in lines_of("given.txt")


@functools.lru_cache(maxsize=1 << 14)
def is_ordinary(word: str) -> bool:
    """Whether a folded word is an ordinary English word, inflected or not."""
    words = lines_of("ordinary.txt")
    if word in words:
        return True
    for ending, instead in (*_ENDINGS, *_MORE_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if ending == "es" and not stem.endswith(_HISSES):
                continue
            doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in words
            if stem + instead in words or (ending in {"ed", "ing", "er"} and doubled):
                return True
    return False
