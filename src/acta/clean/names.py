"""Misheard names and terms restored by sound and spelling, only where one candidate is clearly nearest."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import jellyfish
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from acta.clean.words import Block
from acta.evidence import fold
from acta.model import ChangeKind, Diagnostic, Lexicon

_PARTS = re.compile(r"^(\W*)(.*?)((?:['’]s)?\W*)$", re.DOTALL)
_SHORTEST = 4
_NEAR = 80.0
_CLEARLY = 6.0
# Two known names this alike are told apart by no sound: neither is ever restored to the other's cost.
_TWINS = 84.0


@dataclass(frozen=True, slots=True)
class _Known:
    word: str
    kind: ChangeKind
    sound: str


@dataclass(frozen=True)
class Ear:
    """The words acta knows, and how near a heard word comes to them."""

    words: tuple[_Known, ...]
    folded: frozenset[str]
    aliases: tuple[tuple[tuple[str, ...], str], ...]

    @functools.cached_property
    def memory(self) -> dict[str, tuple[str, ChangeKind] | None]:
        """What each heard word was found to mean."""
        return {}

    def meant(self, heard: str) -> tuple[str, ChangeKind] | None:
        """The known word that ``heard`` is a misheard form of, or ``None``."""
        if heard not in self.memory:
            self.memory[heard] = self._meant(heard)
        return self.memory[heard]

    def _meant(self, heard: str) -> tuple[str, ChangeKind] | None:
        low = fold(heard)
        if len(low) < _SHORTEST or low in self.folded:
            return None
        sound = _sound(low)
        marks = sorted(((_nearness(low, sound, k), i) for i, k in enumerate(self.words)), reverse=True)[:2]
        if not marks or marks[0][0] < _NEAR or (len(marks) > 1 and marks[0][0] - marks[1][0] < _CLEARLY):
            return None
        best = self.words[marks[0][1]]
        return best.word, best.kind


def _sound(word: str) -> str:
    return jellyfish.metaphone(word) if word.isascii() else ""


def _nearness(low: str, sound: str, known: _Known) -> float:
    """0 to 100; words of very different length or with nothing alike at either end come to 0."""
    word = fold(known.word)
    if abs(len(word) - len(low)) > 2:
        return 0.0
    distance = DamerauLevenshtein.distance(low, word, score_cutoff=2)
    if distance > (1 if min(len(word), len(low)) < 5 else 2):
        return 0.0
    spelling = fuzz.ratio(low, word)
    alike = 8.0 if sound and sound == known.sound else 0.0
    first = 4.0 if low[0] == word[0] else -6.0
    return spelling + alike + first


def make_ear(lexicon: Lexicon, labels: Iterable[str]) -> tuple[Ear, tuple[Diagnostic, ...]]:
    """The ear of a lexicon and the named labels of a source, and the names too alike to tell apart."""
    words: dict[str, _Known] = {}
    spoken = [*(p.name for p in lexicon.people), *labels, *(a for p in lexicon.people for a in p.aliases)]
    for kind, names in (("name", spoken), ("term", lexicon.terms)):
        for name in names:
            for part in name.split():
                clean = part.strip('.,;:()"“”')
                if len(clean) >= _SHORTEST and clean[0].isupper():
                    words.setdefault(fold(clean), _Known(clean, "name" if kind == "name" else "term", _sound(fold(clean))))
    aliases = tuple((tuple(fold(w) for w in heard.split()), meant) for heard, meant in lexicon.aliases if heard.split())
    known = tuple(words.values())
    return Ear(known, frozenset(words), aliases), _twins([k.word for k in known if k.kind == "name"])


def _twins(names: Sequence[str]) -> tuple[Diagnostic, ...]:
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if abs(len(a) - len(b)) <= 2]
    return tuple(
        Diagnostic("similar-names", f"“{a}” and “{b}” are alike; neither is corrected to the other", f"{a}, {b}")
        for a, b in pairs
        if fuzz.ratio(fold(a), fold(b)) >= _TWINS
    )


def restore(blocks: Sequence[Block], ear: Ear) -> list[Block]:
    """Misheard words replaced by what was meant, taught aliases first."""
    if not ear.words and not ear.aliases:
        return list(blocks)
    # A word that also occurs in lower case is an ordinary word of this talk, not a name.
    plain = Counter(w.core for b in blocks for w in b.words if w.text.strip("\"“(‘'")[:1].islower())
    return [_restored(b, ear, plain) for b in blocks]


def _restored(block: Block, ear: Ear, plain: Counter[str]) -> Block:
    swaps: dict[ChangeKind, list[tuple[int, int, str]]] = {"name": [], "term": []}
    block = block.with_words(list(_taught(block, ear)), "name", "taught with acta learn")
    for i, w in enumerate(block.words):
        m = _PARTS.match(w.text)
        if not m or not m[2][:1].isupper() or w.core in plain or _ordinary(fold(m[2])):
            continue
        if found := ear.meant(m[2]):
            word, kind = found
            tail = m[3]
            swaps[kind].append((i, i + 1, f"{m[1]}{word}{tail}"))
    for kind, found_swaps in swaps.items():
        block = block.with_words(found_swaps, kind, "misheard: the nearest known word by sound and spelling") if found_swaps else block
    return block


def _taught(block: Block, ear: Ear) -> Iterable[tuple[int, int, str]]:
    i = 0
    while i < len(block.words):
        for heard, meant in ear.aliases:
            run = block.words[i : i + len(heard)]
            if tuple(w.core.removesuffix("'s") for w in run) == heard:
                lead, tail = _PARTS.match(run[0].text), _PARTS.match(run[-1].text)
                yield i, i + len(heard), f"{lead[1] if lead else ''}{meant}{tail[3] if tail else ''}"
                i += len(heard) - 1
                break
        i += 1


@functools.cache
def _common() -> frozenset[str]:
    from importlib.resources import files  # noqa: PLC0415  # read once, when names are restored

    return frozenset(files("acta.clean").joinpath("ordinary.txt").read_text(encoding="utf-8").split())


def _ordinary(word: str) -> bool:
    return word in _common() or (word.endswith("s") and word[:-1] in _common())
