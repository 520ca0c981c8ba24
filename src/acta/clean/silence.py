"""Blocks that nobody said: phrases invented on silence, echoes of one channel in the other, doubled and looping segments."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from acta.clean.lists import lines_of
from acta.clean.repair import is_loop
from acta.clean.words import Block, Word
from acta.model import ChangeKind

_USUAL_WORDS_PER_S = 2.7
_SLOWEST, _FASTEST = 1.5, 4.0
_LONGEST = 100
# An echo shares half of its time with what it echoes, and four words of five; people do say "Okay." after one another.
_ECHO_WORDS = 4
_ECHO_OVERLAP = 0.5
_ECHO_ALIKE = 0.8
# How many blocks back, and how many words deep, an echo is looked for.
_ECHO_REACH = 4
_ECHO_LONGEST = 80
# Silence that lets a listed phrase be disbelieved, before it and after it; at the end of the talk the first is enough.
_SILENCE_MS = 5000
_SILENCE_AFTER_MS = 3000
_TAIL_MS = 4000
# A recorder cuts at pauses, so a block of few words lasts about as long as they take; a longer one may hold pauses of any length.
_SHORT = 12
_WHAT_WATCHERS_HEAR = (
    r"watching|subscribe|subscribing|subtitles?|captions?|captioned|captioning|amara|viewing|my channel|translated by|translation by|"
    r"transcription by|audio ?jungle|another episode"
)
_NOBODYS = re.compile(rf"\b(?:{_WHAT_WATCHERS_HEAR})\b")
# What ends a talk, or a video: believed where the talk does end or somebody takes leave, nowhere else.
_CLOSING = re.compile(r"^(?:bye|bye bye|goodbye)$|\b(?:reach out|joining us|next time|good night|having me)\b")
_LEAVE = re.compile(
    r"\b(?:bye|goodbye|see you|see ya|take care|cheers|talk soon|speak soon|good night|drop off|heading off|hang up|log off|"
    r"(?:have to|got to|gotta|need to) (?:go|run|drop|leave)(?=[.,!]|$| now| guys| everyone))\b",
    re.IGNORECASE,
)
_LEAVE_WORDS = 12
_LEAVE_REACH = 2
# So many words before the end of the talk a lone goodbye is believed.
_ENDING_WORDS = 100
# Phrases of fewer words may be somebody's answer, and short ones are repeated by people too.
_ANSWER_WORDS = 4
_REPEATED_WORDS = 6
_CUT = ".!?…,"
_STOP = ".!?…"


def invented_phrases() -> frozenset[str]:
    """Phrases recognizers invent on silence, folded to words; the sources stand in the file."""
    return lines_of("invented.txt")


@functools.cache
def _ends() -> tuple[frozenset[str], frozenset[str], int]:
    """The first and the last words of listed phrases that may be joined to true words, and how many words those phrases have at most."""
    phrases = [p.split() for p in invented_phrases() if _NOBODYS.search(p) or _CLOSING.search(p)]
    return frozenset(p[0] for p in phrases), frozenset(p[-1] for p in phrases), max(map(len, phrases))


def set_aside_silence(blocks: Sequence[Block]) -> list[Block]:
    """Quarantine what the words and times of neighbouring blocks show to be nobody's speech."""
    return _inventions(_echoes(_loops(blocks)))


def _all(block: Block, kind: ChangeKind, reason: str) -> Block:
    return block.without([(0, len(block.words))], kind, reason)


# Segments that loop


def _loops(blocks: Sequence[Block]) -> list[Block]:
    """Segments that follow one another with the same words too often, all but the first quarantined."""
    out = list(blocks)
    run: list[int] = []
    for i, b in [*enumerate(out), (len(out), None)]:
        if b is not None and not b.words:
            continue
        if run and b is not None and b.segment.label == out[run[0]].segment.label and b.cores == out[run[0]].cores:
            run.append(i)
            continue
        if run and is_loop(len(out[run[0]].words), len(run)):
            for k in run[1:]:
                out[k] = _all(out[k], "loop", "the recognizer repeated the segment")
        run = [i]
    return out


# When speech begins and ends


@dataclass(frozen=True, slots=True)
class _Clock:
    """What times the words of a talk have: ``ends`` are those of segments whose own end the source says."""

    words_per_s: float
    ends: Mapping[int, int]

    def ms(self, words: int) -> int:
        """How long so many words take."""
        return round(words / self.words_per_s * 1000)

    def end(self, block: Block) -> int | None:
        """When a block's speech ends: as the source says, but not later than its words take; ``None`` without times."""
        start = block.segment.start_ms
        if start is None:
            return None
        spoken = start + self.ms(len(block.segment.text.split()))
        return min(spoken, self.ends.get(block.segment.id, spoken))


def _clock(blocks: Sequence[Block]) -> _Clock:
    timed = [b for b in blocks if b.segment.start_ms is not None]
    ends: dict[int, int] = {}
    for b, following in zip(timed, [*timed[1:], None], strict=False):
        end = b.segment.end_ms
        # Where a source has no ends, a segment lasts until the next begins: that says nothing of its speech.
        if end is not None and (following is None or end != following.segment.start_ms):
            ends[b.segment.id] = end
    if len(timed) < 2:
        return _Clock(_USUAL_WORDS_PER_S, ends)
    words = sum(len(b.words) for b in timed[:-1])
    lasted = (timed[-1].segment.start_ms or 0) - (timed[0].segment.start_ms or 0)
    return _Clock(min(_FASTEST, max(_SLOWEST, 1000 * words / max(1, lasted))), ends)


# Echoes and doubles


def _echoes(blocks: Sequence[Block]) -> list[Block]:
    """Words that one channel heard of the other, and segments given twice, quarantined."""
    out = list(blocks)
    clock = _clock(blocks)
    spoken = [i for i, b in enumerate(out) if b.words]
    for n, i in enumerate(spoken):
        for k in reversed(spoken[max(0, n - _ECHO_REACH) : n]):
            heard, b = out[k], out[i]
            if min(len(heard.words), len(b.words)) < _ECHO_WORDS or not _may_overlap(heard, b, clock):
                continue
            if heard.segment.label == b.segment.label:
                if heard.cores == b.cores and _shared(heard, b, 0, len(b.words), clock) >= _ECHO_OVERLAP:
                    out[i] = _all(b, "double", "the same segment twice")
            elif not (heard.segment.named and b.segment.named) and (size := _echo_at_start(heard, b, clock)):
                out[i] = b.without([(0, size)], "echo", "the other channel heard the same words")
    return out


def _may_overlap(heard: Block, block: Block, clock: _Clock) -> bool:
    start, other = heard.segment.start_ms, block.segment.start_ms
    return start is not None and other is not None and start <= other <= start + 2 * clock.ms(len(heard.words))


def _echo_at_start(heard: Block, block: Block, clock: _Clock) -> int:
    """How many words at the start of ``block`` repeat words of ``heard`` while they are spoken; 0 when none do.

    A leak goes to the end of the block or of a sentence, and begins where a sentence of the other channel does.
    """
    a, b = heard.cores, block.cores
    if not set(b[:_ECHO_WORDS]) & set(a):
        return 0
    ends = [n for n in range(_ECHO_WORDS, min(len(b), _ECHO_LONGEST) + 1) if n == len(b) or block.words[n - 1].text[-1] in _CUT]
    opens = [0, *(j for j in range(1, len(a) - _ECHO_WORDS + 1) if heard.words[j - 1].text[-1] in _STOP)]
    if a == b[: len(a)]:
        ends.append(len(a))  # joined without a mark between
    best, size = 0, 0
    for n in ends:
        for j in opens:
            alike = _alike(a[j : j + n], b[:n])
            if alike > best and _shared(heard, block, j, n, clock) >= _ECHO_OVERLAP:
                best, size = alike, n
    return size


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """By how many words what ``a`` and ``b`` share exceeds what ``b`` has of its own; 0 when they are no echo of one another."""
    if min(len(a), len(b)) < _ECHO_WORDS or a[0] != b[0] or len(a) < _ECHO_ALIKE * len(b):
        return 0
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common - len(b) if common >= _ECHO_ALIKE * max(len(a), len(b)) else 0


def _shared(heard: Block, block: Block, at: int, size: int, clock: _Clock) -> float:
    """The share of the time of the first ``size`` words of ``block`` that falls on words ``at:at + size`` of ``heard``."""
    start, other = heard.segment.start_ms, block.segment.start_ms
    if start is None or other is None:
        return 0.0
    length = max(1, clock.ms(size))
    if (end := clock.ends.get(heard.segment.id)) is not None:
        # Times of the source itself go before times told from words.
        length = max(1, round((end - start) * size / len(heard.words)))
        start += round((end - start) * at / len(heard.words))
    else:
        start += clock.ms(at)
    return (min(start, other) + length - max(start, other)) / length


# Inventions


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: words of the talk to come, silence around it in ms (``None``: not known), the blocks near it.

    ``tail``: only listed phrases follow; ``left``: somebody took leave before they began.
    """

    words_to_come: int
    before_ms: int | None
    after_ms: int | None
    earlier: Sequence[Block]
    later: Sequence[Block]
    tail: bool
    left: bool
    sentence_over: bool

    @property
    def asked(self) -> bool:
        """Whether somebody has just asked something."""
        return bool(self.earlier) and self.earlier[-1].words[-1].text.rstrip('"”’').endswith("?")

    @property
    def no_leave(self) -> bool:
        """Whether the talk goes on here, with nobody taking leave."""
        near = (*(b.tail(_LEAVE_WORDS) for b in self.earlier), *(b.head(_LEAVE_WORDS) for b in self.later))
        return self.words_to_come >= _ENDING_WORDS and not any(map(_LEAVE.search, near))


def _inventions(blocks: Sequence[Block]) -> list[Block]:
    """Phrases recognizers invent quarantined, where they stand alone and what is around them says that nobody spoke."""
    out = list(blocks)
    spoken = [i for i, b in enumerate(out) if b.words]
    places = _places([out[i] for i in spoken])
    for i, place in zip(spoken, places, strict=True):
        b = out[i]
        out[i] = _all(b, "invented", reason) if (reason := _invented(b, place)) else _without_invented_ends(b, place)
    return out


def _places(blocks: Sequence[Block]) -> list[_Place]:
    clock = _clock(blocks)
    ends = _ends_of_speech(blocks, clock)
    tail = _tail(blocks, clock)
    left = any(_LEAVE.search(b.tail(_LEAVE_WORDS)) for b in blocks[max(0, tail - _LEAVE_REACH) : tail])
    out: list[_Place] = []
    quiet_from: int | None = None
    over: dict[str, bool] = {}
    to_come = sum(len(b.words) for b in blocks)
    for n, b in enumerate(blocks):
        to_come -= len(b.words)
        start, end = b.segment.start_ms, clock.end(b)
        following = blocks[n + 1].segment.start_ms if n + 1 < len(blocks) else None
        out.append(
            _Place(
                words_to_come=to_come,
                before_ms=None if start is None or quiet_from is None else start - quiet_from,
                after_ms=None if end is None or following is None else following - end,
                earlier=blocks[max(0, n - _LEAVE_REACH) : n],
                later=blocks[n + 1 : n + 3],
                tail=n >= tail,
                left=left,
                sentence_over=over.get(b.segment.label, True),
            )
        )
        over[b.segment.label] = b.words[-1].text.rstrip('"”’')[-1:] in _STOP
        if (mine := ends[n]) is not None:
            quiet_from = mine if quiet_from is None else max(quiet_from, mine)
    return out


def _ends_of_speech(blocks: Sequence[Block], clock: _Clock) -> list[int | None]:
    """The latest time at which each block may still be speech: a long one without an end lasts until its channel begins anew."""
    out: list[int | None] = []
    next_start: dict[str, int] = {}
    for b in reversed(blocks):
        start, end = b.segment.start_ms, clock.ends.get(b.segment.id)
        if start is None:
            out.append(None)
            continue
        if end is None:
            words = len(b.segment.text.split())
            end = start + clock.ms(words) if words <= _SHORT else next_start.get(b.segment.label, start + 3 * clock.ms(words))
        out.append(end)
        next_start[b.segment.label] = start
    return out[::-1]


def _tail(blocks: Sequence[Block], clock: _Clock) -> int:
    """The first of the blocks at the end that are listed phrases all, after a gap; the number of blocks when there are none."""
    n = len(blocks)
    while n and _phrase(blocks[n - 1])[0] in invented_phrases():
        n -= 1
    for k in range(max(n, 1), len(blocks)):
        start, end = blocks[k].segment.start_ms, clock.end(blocks[k - 1])
        if start is not None and end is not None and start - end >= _TAIL_MS:
            return k
    return len(blocks)


@functools.cache
def _first_and_last_words() -> tuple[frozenset[str], frozenset[str]]:
    phrases = [p.split() for p in invented_phrases()]
    return frozenset(p[0] for p in phrases), frozenset(p[-1] for p in phrases)


def _is_in(core: str, words: frozenset[str]) -> bool:
    # "I'm" is two words of a phrase: left to the closer look.
    return core in words or not core.isalnum()


def _folded(words: Iterable[Word]) -> str:
    return " ".join(re.findall(r"[^\W_]+", " ".join(w.text for w in words).casefold()))


def _phrase(block: Block) -> tuple[str, int]:
    """The block's words folded, or the phrase it consists of, and how often it stands there; nothing for words no phrase begins with."""
    firsts, lasts = _first_and_last_words()
    if len(block.words) > _LONGEST or not (_is_in(block.words[0].core, firsts) and _is_in(block.words[-1].core, lasts)):
        return "", 0
    words = _folded(block.words).split()
    for size in range(1, len(words) // 2 + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return " ".join(words[:size]), len(words) // size
    return " ".join(words), 1


def _invented(block: Block, place: _Place) -> str:
    """Why a block is an invention, or ""."""
    phrase, times = _phrase(block)
    if phrase not in invented_phrases():
        return ""
    length = len(phrase.split())
    if _NOBODYS.search(phrase):
        return "a phrase recognizers invent, standing alone"
    if phrase == "you" and block.text == "you":
        return "a lone word recognizers invent on silence"
    looped = any(c.kind == "loop" for c in block.changes)
    if (times > 1 or looped) and length >= _REPEATED_WORDS:  # "I don't know. I don't know." is somebody's answer
        return "a phrase recognizers invent, again and again"
    if _CLOSING.search(phrase) and place.no_leave:
        return "a closing phrase in the middle of the talk, standing alone"
    gap = place.before_ms or 0
    if place.tail and (length > _ANSWER_WORDS or (place.left and gap >= _TAIL_MS)):
        return "a phrase recognizers invent, after the talk had ended"
    if gap >= _SILENCE_MS and (place.after_ms or 0) >= _SILENCE_AFTER_MS and not place.asked:
        return "a phrase recognizers invent, alone in a silence"
    return ""


def _without_invented_ends(block: Block, place: _Place) -> Block:
    """A recorder joins what was invented in a silence with the next true words of the channel; only the invention goes."""
    words = block.words
    if len(words) > 1 and words[0].text == "you" and words[1].text[0].isupper() and place.sentence_over:
        return block.without([(0, 1)], "invented", "a lone word recognizers invent on silence, joined to what follows")
    firsts, lasts, longest = _ends()
    if words[0].core in firsts:
        for n in range(min(longest, len(words) - 1), 0, -1):
            phrase = _folded(words[:n])
            ended = words[n - 1].text[-1] in _STOP
            if phrase not in invented_phrases():
                continue
            if _NOBODYS.search(phrase) and (ended or words[n].text.lstrip("\"“‘'")[:1].isupper()):
                return block.without([(0, n)], "invented", "a phrase recognizers invent, joined to what follows")
            if _CLOSING.search(phrase) and ended and place.no_leave and not _LEAVE.search(block.head(_LEAVE_WORDS, start=n)):
                return block.without([(0, n)], "invented", "a closing phrase in the middle of the talk, joined to what follows")
    if words[-1].core in lasts:
        for n in range(max(1, len(words) - longest), len(words)):
            phrase = _folded(words[n:])
            if words[n - 1].text[-1] in _STOP and _NOBODYS.search(phrase) and phrase in invented_phrases():
                return block.without([(n, len(words))], "invented", "a phrase recognizers invent, joined to what went before")
    return block
