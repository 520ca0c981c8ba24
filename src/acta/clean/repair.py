"""Damage inside one block: mojibake, glued names, sounds, recognizer loops."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from acta.clean.words import Block, Word
from acta.evidence import fold
from acta.model import Change, Span

_SUSPECT = re.compile(r"[ÃÂâÐÑ][\u0080-\uffff]|\ufffd|ï»¿")
# "â€" and a byte that Windows-1252 has no character for was a closing quotation mark; nothing else loses its byte so.
_LOST_QUOTE = re.compile("â€[\ufffd\x9d]")
_SOUND = re.compile(
    r"[\[(](?:[a-z ]*(?:click|typing|typ|chim|music|laugh|applause|cough|sigh|breath|noise|silence|beep|ring|inaudible|crosstalk|"
    r"blank|static|footstep|door|sniff|clears?|background|phone|humming|whoosh|knock|wind|mumbl|speaks? in|foreign)[a-z _-]*)[\])]|"
    r"\[[A-Z]{3,}(?:[ _][A-Z]+)*\]|"
    r"Silence from \d+(?:\.\d+)? to \d+(?:\.\d+)?|\bBLANK_AUDIO\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(r"Silence from|BLANK_AUDIO", re.IGNORECASE)
_LONGEST_PHRASE = 40
# How often a phrase of up to so many words must follow itself to be a loop: people say "no, no, no, no", not fifteen times.
_LOOP_FROM = ((1, 9), (2, 6), (3, 5), (6, 4), (10**9, 3))
_NAME_WORD = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_SEAM = re.compile(rf"^({_NAME_WORD}(?: (?:v[ao]n|de[rnl]?|di|da|la|le|{_NAME_WORD}))*? {_NAME_WORD}?)(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ“\"])")


def repair_encoding(block: Block) -> Block:
    """Mojibake of single words repaired with ftfy."""
    if not _SUSPECT.search(block.segment.text):
        return block
    import ftfy  # noqa: PLC0415  # most sources are sound

    config = ftfy.TextFixerConfig(
        uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization=None, unescape_html=False
    )
    swaps = []
    for i, w in enumerate(block.words):
        if _SUSPECT.search(w.text):
            fixed = ftfy.fix_text(_LOST_QUOTE.sub("â€\u009d", w.text), config)
            if fixed != w.text and fixed.strip() and not any(c.isspace() for c in fixed):
                swaps.append((i, i + 1, fixed))
    return block.with_words(swaps, "encoding", "decoded wrongly before acta saw it")


def set_aside_sounds(block: Block) -> Block:
    """Bracketed sounds and the recorder's remarks about silence quarantined."""
    text = block.segment.text
    if "[" not in text and "(" not in text and not _SPOKEN_OF.search(text):
        return block
    ranges: list[tuple[int, int]] = []
    for m in _SOUND.finditer(text):
        first = bisect.bisect_right(block.words, m.start(), key=lambda w: w.end)
        after = bisect.bisect_left(block.words, m.end(), key=lambda w: w.start)
        if first < after and (not ranges or first >= ranges[-1][1]):
            ranges.append((first, after))
    return block.without(ranges, "sound", "a sound or silence, not speech") if ranges else block


def set_aside_loops(block: Block) -> Block:
    """Phrases that follow themselves too often, all but the first saying quarantined."""
    cores = block.cores
    ahead = _next_same(cores)
    ranges: list[tuple[int, int]] = []
    i = 0
    while i < len(cores):
        size, times = _loop_at(cores, ahead, i)
        if size:
            ranges.append((i + size, i + size * times))
            i += size * times
        else:
            i += 1
    return block.without(ranges, "loop", "the recognizer repeated itself") if ranges else block


def is_loop(size: int, times: int) -> bool:
    """Whether a phrase of ``size`` words, said ``times`` times on end, is a recognizer's loop and not somebody's emphasis."""
    return times >= next(fewest for longest, fewest in _LOOP_FROM if size <= longest)


def _next_same(cores: Sequence[str]) -> list[int]:
    """For each word where it stands next; 0 when it does not come again."""
    out = [0] * len(cores)
    seen: dict[str, int] = {}
    for i in range(len(cores) - 1, -1, -1):
        out[i] = seen.get(cores[i], 0)
        seen[cores[i]] = i
    return out


def _loop_at(cores: Sequence[str], ahead: Sequence[int], i: int) -> tuple[int, int]:
    """Size in words and number of repetitions of the loop that begins at ``i``; (0, 0) when none does."""
    at = ahead[i]
    while at and cores[i] and (size := at - i) <= _LONGEST_PHRASE:
        phrase = cores[i:at]
        times = 1
        while cores[i + size * times : i + size * (times + 1)] == phrase:
            times += 1
        if times > 1 and is_loop(size, times):
            return size, times
        at = ahead[at]
    return 0, 0


def glued_names(blocks: Sequence[Block], known: Sequence[str]) -> list[str]:
    """Names that stand glued to the first word of blocks: known ones, and beginnings up to a capital that several blocks share."""
    shared = Counter(m[1] for b in blocks if (m := _SEAM.match(b.segment.text)))
    names = {n for n, times in shared.items() if times >= 3 and " " in n}
    by_fold = {fold(n): n for n in known}
    lengths = sorted({len(n) for n in known if n})
    for text in {b.segment.text for b in blocks}:
        # A vault may know thousands of people: what stands there is looked up, not each name tried.
        names |= {name for size in lengths if (name := by_fold.get(fold(text[:size]), "")) and _stands_glued(text, name)}
    return sorted(names, key=lambda n: (-len(n), n))


def _stands_glued(text: str, name: str) -> bool:
    return _opens(text[len(name) : len(name) + 1]) and fold(text[: len(name)]) == fold(name)


def _opens(character: str) -> bool:
    return character.isupper() or character in {"“", '"', "'", "("}


def unglue(block: Block, names: Sequence[str]) -> Block:
    """A name glued to the first word set aside as a label; a dash that opens the block goes with it."""
    text = block.segment.text
    name = next((n for n in names if _stands_glued(text, n)), None)
    if name is None:
        if block.words and block.words[0].text in {"-", "–", "—"} and len(block.words) > 1:
            return block.without([(0, 1)], "label", "a dash that marks a turn")
        if block.words and re.match(r"^[-–—]\w", block.words[0].text):
            return _cut(block, 1, "a dash that marks a turn")
        return block
    return _cut(block, len(name), "a name glued to the words")


def _cut(block: Block, length: int, reason: str) -> Block:
    inside = next((w for w in block.words if w.start < length < w.end), None)
    if inside and inside.text != block.segment.text[inside.start : inside.end]:
        return block  # that word was decoded wrongly: where in it the name ends cannot be told
    words = [Word(w.text[max(0, length - w.start) :], max(w.start, length), w.end) for w in block.words if w.end > length]
    change = Change("label", Span(block.segment.id, 0, length), block.segment.text[:length], "", reason)
    return replace(block, words=tuple(words), changes=(*block.changes, change))
