"""How words sound, roughly: spellings that a recognizer takes for one another come to one key."""

from __future__ import annotations

import functools
import re
import unicodedata

# Of letters that many languages read differently (c, ch, y) the common confusion decides. A glide between vowels is written J.
_SPELLINGS = re.compile(
    r"(?P<S>sch|tch|sh|ch)|(?P<f>ph)|(?P<t>th)|(?P<d>dh)|(?P<n>^kn)|(?P<s>sz|cz|z|c(?=[eiy]))|(?P<k>ck|qu|q|c)|(?P<v>w)|"
    r"(?P<h>(?<=[aeiou])h(?![aeiou]))|(?P<J>(?<=[aeiou])y(?=[aeiou])|^y(?=[aeiou]))|"
    r"(?P<i>ee|ie|ea(?!u)|y(?![aeiou])|(?<![aeiou])y)|(?P<e>ai|ay(?![aeiou])|ei|ey(?![aeiou])|ae)|(?P<u>ou|oo|oe)|(?P<x>x)"
)
_SILENT = {"h": "", "x": "ks"}
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile(r"[aeiouJ]+")


def _key(m: re.Match[str]) -> str:
    group = m.lastgroup or ""
    return _SILENT.get(group, group)


@functools.lru_cache(maxsize=1 << 15)
def sound(word: str) -> str:
    """The key of words that sound the same, however they are spelt (Erik, Eric; Sara, Sarah)."""
    bare = word.casefold() if word.isascii() else unicodedata.normalize("NFKD", word.casefold())
    if not bare.isalnum():
        bare = "".join(c for c in bare if c.isalnum())
    return _DOUBLED.sub(r"\1", _SPELLINGS.sub(_key, bare))


@functools.lru_cache(maxsize=1 << 15)
def rough_sound(word: str) -> str:
    """The key of words whose vowels alone may differ (Karen, Karin; Alban, Albon); how much they differ must be looked at besides."""
    return _DOUBLED.sub(r"\1", _VOWEL_RUN.sub("a", sound(word)))
