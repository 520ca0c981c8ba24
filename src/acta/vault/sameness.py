"""Whether two notes are of the same meeting: by the words spoken, whatever tool exported them, else by the identities of their items."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

# Three words in a row seldom repeat between conversations, and survive most of a recognizer's slips.
_SKETCH_SIZE = 128
# On the raw derived sources of 23 meetings, exports of one meeting share 0.51 and more of their shingles, different meetings 0.06 at
# most; so do their sketches with 0.28 and 0.06. The thresholds lie in the middle of these gaps.
SAME = 0.35
# A sketch only estimates the overlap; whoever passes is compared in full.
MAYBE_SAME = 0.15
_FEW_SHINGLES = 20
_MIN_LABELS = 2

_REGION = re.compile(r"<!-- ai:transcript:start -->(.*?)(?:<!-- ai:transcript:end -->|\Z)", re.DOTALL)
_HEADING = re.compile(r"^\s*(?:#+ .*|```.*)$", re.MULTILINE)
_STAMP = re.compile(r"^[ \t>]*\[\d[\d:.,]*\][ \t]*(?:[^:\n]{1,80}:(?=\s))?", re.MULTILINE)
_NAMED = re.compile(r"^[ \t>]*(?:\*\*[^*\n:]{1,80}:?\*\*:?|[^\W\d_][\w .'’-]{0,60}:)(?=\s)", re.MULTILINE)
_FOOTNOTE = re.compile(r"^\[\^([0-9a-z]+)\]:(.*)$", re.MULTILINE)
_QUOTE = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a note is recognised by: hashed runs of three spoken words (or of the quotes, ``whole`` false), and footnote labels.

    ``sketch`` holds the smallest hashes of a whole transcript: enough to estimate how much two conversations share, and small enough
    to keep for every write.
    """

    shingles: frozenset[int]
    labels: frozenset[str]
    whole: bool
    sketch: tuple[int, ...] = ()


@functools.lru_cache(maxsize=8)  # a note is looked for, and then written
def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a note."""
    footnotes = _FOOTNOTE.findall(text)
    region = _REGION.search(text)
    spoken = _spoken(region[1]) if region else " ".join(quote for _, line in footnotes for quote in _QUOTE.findall(line))
    shingles = _shingles(spoken)
    sketch = tuple(sorted(shingles)[:_SKETCH_SIZE]) if region else ()
    return Fingerprint(shingles, frozenset(label for label, _ in footnotes), region is not None, sketch)


def _spoken(region: str) -> str:
    """The words of a transcript region without times, names and fences: those differ from export to export."""
    bare = _HEADING.sub("", region)
    stripped = _STAMP.sub("", bare)
    return stripped if stripped != bare else _NAMED.sub("", bare)


def _shingles(text: str) -> frozenset[int]:
    """Hashes of every run of three words; they stay the same from one start of the program to the next."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    known = {word: crc32(word.encode()) for word in set(words)}
    one = [known[word] for word in words]
    # Multiplying by odd numbers keeps runs apart that hold the same words in another order.
    return frozenset(
        (a * 0x9E3779B1 + b * 0x85EBCA77 + c * 0xC2B2AE3D) & 0xFFFFFFFF for a, b, c in zip(one, one[1:], one[2:], strict=False)
    )


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the smaller set that the larger one holds; of very small sets, the share of both together."""
    if not a or not b:
        return 0.0
    common = len(a & b)
    smaller = min(len(a), len(b))
    return common / (smaller if smaller >= _FEW_SHINGLES else len(a | b))


def resemblance(a: Iterable[int], b: Iterable[int]) -> float:
    """The estimated share of shingles that two sketched conversations have in common; 0 without sketches."""
    first, second = frozenset(a), frozenset(b)
    if not first or not second:
        return 0.0
    lowest = sorted(first | second)[: min(_SKETCH_SIZE, max(len(first), len(second)))]
    return sum(h in first and h in second for h in lowest) / len(lowest)


def likeness(a: Fingerprint, b: Fingerprint) -> float:
    """How surely two notes are of the same meeting, 0 to 1; ``SAME`` and more says that they are."""
    if a.whole and b.whole:
        return overlap(a.shingles, b.shingles)
    common = len(a.labels & b.labels)
    by_label = common / min(len(a.labels), len(b.labels)) if common >= _MIN_LABELS else 0.0
    # Without both transcripts: a third of the labels, or of the quoted words, does not agree by chance.
    return max(by_label, overlap(a.shingles, b.shingles))
