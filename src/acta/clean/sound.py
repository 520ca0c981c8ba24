"""How words sound, roughly: spellings that a recognizer takes for one another come to one key."""

from __future__ import annotations

import functools
import re
import unicodedata

# In this order; of letters that many languages read differently (c, ch, j) the common confusion decides.
_CONSONANTS = (
    (re.compile(r"sch|tch|sh|ch"), "S"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"kn"), "n"),
    (re.compile(r"ck|qu|q"), "k"),
    (re.compile(r"sz|cz"), "s"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"z"), "s"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?<=[aeiou])h(?![aeiou])"), ""),
)
_VOWELS = (
    (re.compile(r"ee|ie|ea(?!u)|y"), "i"),
    (re.compile(r"ai|ay|ei|ey|ae"), "e"),
    (re.compile(r"ou|oo|oe"), "u"),
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile(r"[aeiou]+")


@functools.lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """The key of words that sound the same, however they are spelt (Erik, Eric; Sara, Sarah)."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())
    # "ay" is no "ai" before a vowel (Dayo), and "y" there is a consonant's glide.
    bare = re.sub(r"(?<=[aeiou])y(?=[aeiou])|^y(?=[aeiou])", "J", bare)
    for pattern, key in (*_CONSONANTS, *_VOWELS):
        bare = pattern.sub(key, bare)
    return _DOUBLED.sub(r"\1", bare)


@functools.lru_cache(maxsize=1 << 14)
def rough_sound(word: str) -> str:
    """The key of words whose vowels alone may differ (Karen, Karin; Alban, Albon); how much they differ must be looked at besides."""
    return _DOUBLED.sub(r"\1", _VOWEL_RUN.sub("a", sound(word).replace("J", "a")))
