"""Damage inside one block: mojibake, glued names, sounds, recognizer loops."""

from __future__ import annotations

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
_LONGEST_PHRASE = 12
# How often a phrase of so many words must follow itself to be a loop: people say "no, no, no, no", not fifteen times.
_LOOP_FROM = {1: 7, 2: 5, 3: 4}
_LOOP_FROM_LONGER = 3
_SEAM = re.compile(r"^([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,2}?)(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ“\"])")


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
    ranges: list[tuple[int, int]] = []
    for m in _SOUND.finditer(text):
        inside = [i for i, w in enumerate(block.words) if w.start < m.end() and w.end > m.start()]
        if inside and (not ranges or inside[0] >= ranges[-1][1]):
            ranges.append((inside[0], inside[-1] + 1))
    return block.without(ranges, "sound", "a sound or silence, not speech") if ranges else block


def set_aside_loops(block: Block) -> Block:
    """Phrases that follow themselves too often, all but the first saying quarantined."""
    cores = [w.core for w in block.words]
    ranges: list[tuple[int, int]] = []
    i = 0
    while i < len(cores):
        size, times = _loop_at(cores, i)
        if size:
            ranges.append((i + size, i + size * times))
            i += size * times
        else:
            i += 1
    return block.without(ranges, "loop", "the recognizer repeated itself") if ranges else block


def _loop_at(cores: Sequence[str], i: int) -> tuple[int, int]:
    """Size in words and number of repetitions of the loop that begins at ``i``; (0, 0) when none does."""
    for size in range(1, min(_LONGEST_PHRASE, (len(cores) - i) // 2) + 1):
        if cores[i] != cores[i + size] or not cores[i]:
            continue
        phrase = cores[i : i + size]
        times = 1
        while cores[i + size * times : i + size * (times + 1)] == phrase:
            times += 1
        if times >= _LOOP_FROM.get(size, _LOOP_FROM_LONGER):
            return size, times
    return 0, 0


def glued_names(blocks: Sequence[Block], known: Sequence[str]) -> list[str]:
    """Names that stand glued to the first word of blocks: known ones, and beginnings up to a capital that several blocks share."""
    shared = Counter(m[1] for b in blocks if (m := _SEAM.match(b.segment.text)))
    names = [n for n in known if any(_stands_glued(b.segment.text, n) for b in blocks)]
    names += [n for n, times in shared.items() if times >= 3 and " " in n]
    return sorted(dict.fromkeys(names), key=len, reverse=True)


def _stands_glued(text: str, name: str) -> bool:
    rest = text[len(name) :]
    return bool(rest) and fold(text[: len(name)]) == fold(name) and (rest[0].isupper() or rest[0] in "“\"'(")


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
    words = [Word(w.text[max(0, length - w.start) :], max(w.start, length), w.end) for w in block.words if w.end > length]
    change = Change("label", Span(block.segment.id, 0, length), block.segment.text[:length], "", reason)
    return replace(block, words=tuple(words), changes=(*block.changes, change))
