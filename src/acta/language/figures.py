"""The numbers of a text and the numbers somebody said, in whatever way they said them.

A writer turns "two hundred and sixty" into 260, "three ten k" into 310,000 and "half nine" into 9:30; all of these stand. A number that
nobody said in any reading does not, nor does a sum of numbers that were said: code cannot know what was meant to be added.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Value = float | tuple[int, int]
"""A number, or a clock time as (hour of twelve, minute)."""

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_CARDINALS: dict[str, float] = {
    **{w: float(n) for n, w in enumerate(_SMALL.split())},
    **{w: 20.0 + 10 * n for n, w in enumerate(_TENS.split())},
    "nil": 0.0,
    "fourty": 40.0,
}
_ORDINALS: dict[str, float] = {
    **{
        w: float(n)
        for n, w in enumerate(
            """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
            sixteenth seventeenth eighteenth nineteenth""".split()
        )
    },
    **{w[:-1] + "ieth": 20.0 + 10 * n for n, w in enumerate(_TENS.split())},
    "hundredth": 100.0,
}
_SCALES: dict[str, float] = {
    "thousand": 1e3, "grand": 1e3, "k": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6, "mil": 1e6, "m": 1e6, "mn": 1e6,
    "crore": 1e7, "crores": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9,
}  # fmt: skip
_PARTS: dict[str, float] = {
    "halves": 2, "thirds": 3, "quarters": 4, "fourths": 4, "fifths": 5, "sixths": 6, "sevenths": 7, "eighths": 8, "ninths": 9, "tenths": 10,
    "hundredths": 100,
}  # fmt: skip
_COUNTS: dict[str, float] = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "couple": 2, "pair": 2, "both": 2, "twin": 2, "duo": 2, "thrice": 3,
    "triple": 3, "tripled": 3, "trebled": 3, "trio": 3, "quadruple": 4, "dozen": 12, "dozens": 12, "fortnight": 14, "fortnightly": 14,
    "halved": 0.5, "halve": 0.5, "halving": 0.5,
}  # fmt: skip
_PERCENT: dict[float, float] = {0.5: 50.0, 0.25: 25.0, 0.75: 75.0, 50.0: 0.5, 25.0: 0.25, 75.0: 0.75}
"""Half is fifty percent."""

_TOKEN = re.compile(
    r"(?P<clock>(?<![\d:.])\d{1,2}[:h]\d{2}(?![\d:]))"
    r"|(?P<number>(?<![^\W_])(?:\d+(?:[,’' ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?))(?P<end>st|nd|rd|th|k|mn?|bn|b|s|x|%)?(?![a-z0-9])"
    r"|(?P<word>[^\W\d_]+)",
)
_HOUR = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCKS = re.compile(
    rf"\b(?:(?P<half>half)(?:[ -]past)?|(?P<quarter>(?:a )?quarter) (?P<side>past|to|til)"
    rf"|(?P<count>\d{{1,2}}|(?:{_SMALL.replace(' ', '|')}|(?:twenty|thirty|forty|fifty)(?:[- ](?:{_HOUR}))?))(?: minutes)? (?P<side2>past|to|til))"
    rf"[ -](?P<hour>\d{{1,2}}|{_HOUR})\b(?![.,:]?\d|%)"
)
_ONE_PART = re.compile(r"\b(?:a|one)[- ](third|fourth|fifth|sixth|seventh|eighth|tenth|hundredth)\b")
_WITH_UNIT = re.compile(
    rf"(?P<whole>\d+|\b(?:{_SMALL.replace(' ', '|')}|(?:{_TENS.replace(' ', '|')})(?:[- ](?:{_HOUR}))?))"
    r" (?:pounds?|euros?|dollars?|rand|francs?|kron(?:or|er)|metres?|meters?|quid|percent|point) "
    rf"(?P<rest>\d{{1,2}}|(?:{_TENS.replace(' ', '|')})(?:[- ](?:{_HOUR}))?|ten|eleven|twelve|\w+teen)\b"
)
"""A whole and its hundredths with the unit between: "eighteen dollars forty", "one metre twenty"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, and every value it may be read as; ``parts`` are the numbers it is made of when it may be several."""

    words: str
    values: frozenset[Value]
    parts: tuple[float, ...]

    def stands(self, said: frozenset[Value] | set[Value]) -> bool:
        """Whether some reading of it is among the numbers ``said``."""
        if self.values & said or (self.parts and all(_heard(p, said) for p in self.parts)):
            return True
        return any(isinstance(v, float) and _heard(v, said) for v in self.values)

    @property
    def small(self) -> bool:
        """Whether it is a count that is heard in many places for other things."""
        return len(self.values) == 1 and all(isinstance(v, float) and v <= 12 for v in self.values)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """``n`` cardinal, ``c`` time of day in digits, ``o`` ordinal, ``h`` hundred, ``s`` scale, ``p`` point, ``f`` half or quarter, ``d`` parts, ``+`` and, ``a``, ``0`` oh."""
    value: float
    start: int
    end: int
    digits: bool = False


@functools.lru_cache(maxsize=1 << 14)  # utterances are asked for again by each item that cites them or one beside them
def said_in(text: str) -> frozenset[Value]:
    """Every number that ``text`` may be heard to say."""
    out: set[Value] = set()
    low = _low(text)
    for run in _runs(low):
        found = _numbers(run)
        for value in found:
            out |= _readings(value)
            if value == int(value) and 1 <= value <= 24:
                out.add((int(value) % 12, 0))  # "at nine"
        out |= _hours(run) | _together(found, run)
    for m in _CLOCKS.finditer(low):
        out |= _clock(m)
    for m in _ONE_PART.finditer(low):
        out |= _readings(_rounded(1 / _ORDINALS[m[1]]))
    for m in _WITH_UNIT.finditer(low):
        out.add(_rounded(_spelled(m["whole"]) + _spelled(m["rest"]) / 100))
    for m in re.finditer(r"['’](\d\d)\b", low):
        out.add(2000.0 + int(m[1]))  # "July of '24"
    for m in re.finditer(r"[a-z]+", low):
        if m[0] in _COUNTS:
            out |= _readings(_COUNTS[m[0]])
            if m[0].startswith("fortnight"):
                out.add(2.0)  # weeks
    # "Half a dozen" is six, "a couple of dozen" 24; "three dozen" 36.
    for m in re.finditer(r"(?:(half|two|three|four|five|couple of) (?:a )?)?dozen", low):
        out.add(12.0 * {"half": 0.5, "couple of": 2.0, None: 1.0}.get(m[1], _CARDINALS.get(m[1] or "", 1.0)))
    if re.search(r"\b(?:no|none|nothing|nobody)\b", low):
        out.add(0.0)
    for m in re.finditer(r"(?<=[a-z])[-]?(\d+)\b", low):  # "CGVD28": its number is a number that was said
        out.add(float(m[1]))
    return frozenset(out)


@functools.lru_cache(maxsize=1 << 10)
def figures_of(text: str) -> tuple[Figure, ...]:
    """The numbers that ``text`` states, in order. "One" and "first" are words before they are numbers, and are left out."""
    low = _low(text)
    out: list[Figure] = []
    clocks = list(_CLOCKS.finditer(low))
    for m in clocks:
        # "Ten to five" may be a time or two numbers; "half nine" is a time.
        parts = tuple(float(_spelled(m[g])) for g in ("count", "hour") if m[g])
        out.append(Figure(text[m.start() : m.end()], frozenset(_clock(m)), parts))
    for run in _runs(low):
        if any(m.start() <= run[0].start < m.end() for m in clocks):
            continue
        found = _numbers(run)
        if not found or (len(found) == 1 and found[0] in (0.0, 1.0) and not run[0].digits):
            continue
        if len(found) == 1 and _is_word(run, low):
            continue
        values = _hours(run) or (_readings(found[0]) if len(found) == 1 else _together(found, run))
        pieces = _pieces(run)
        apart = [n for piece in pieces for n in _numbers(piece) if n > 1 or n % 1 or run[0].digits]
        out.append(Figure(text[run[0].start : run[-1].end], frozenset(values), tuple(apart if len(pieces) > 1 else found)))
    out += [Figure(m[0], frozenset(_readings(_COUNTS[m[0]])), ()) for m in re.finditer(r"[a-z]+", low) if m[0] in _COUNTED]
    return tuple(out)


def _pieces(run: Sequence[_Token]) -> list[list[_Token]]:
    """The run cut at its "and" and before a number in digits: "95 and eight", "one 310,000"."""
    out: list[list[_Token]] = [[]]
    for n, t in enumerate(run):
        if t.kind == "+" or (t.digits and n and run[n - 1].kind == "n"):
            out.append([])
        if t.kind != "+":
            out[-1].append(t)
    return [piece for piece in out if piece]


def _is_word(run: Sequence[_Token], low: str) -> bool:
    """Whether a run is a word rather than a number: a quarter of a year, a second of time, "a third" that is one more."""
    last = low[run[-1].start : run[-1].end]
    return last == "quarter" or (last in ("second", "third") and (run[0].kind == "a" or low[: run[-1].start].endswith(("per ", "every "))))


_YEARS = range(1900, 2100)
_COUNTED = frozenset({"thrice", "triple", "tripled", "trebled", "quadruple", "dozen", "fortnight", "halved"})
"""Words for counts that say a number and nothing else."""


def _low(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _readings(value: float) -> set[Value]:
    return {_rounded(value), *((_PERCENT[value],) if value in _PERCENT else ())}


def _of_clock(hour: int, minute: int) -> set[Value]:
    """How a time of day may be said: "15:30" as three thirty or 15.30, "9:00" as nine."""
    on_the_hour = {float(hour), float(hour % 12 or 12)} if minute == 0 else {_rounded(hour + minute / 100)}
    return {(hour % 12, minute), *on_the_hour}


def _heard(value: float, said: frozenset[Value] | set[Value]) -> bool:
    """Whether ``value`` was said, or said in thousands or millions, as people do who know what they are talking of."""
    if _readings(value) & said:
        return True
    # "Eighty-two" may be thousands. "Nine" is said of too many things, but among thousands it may be nine thousand.
    for scale in (1e3, 1e5, 1e6, 1e7):
        if value >= scale and _rounded(value / scale) in said:
            return value >= 10 * scale or value % scale != 0 or any(isinstance(v, float) and v >= 1e3 for v in said)
    return value in _YEARS and value % 100 >= 10 and value % 100 in said


def _rounded(value: float) -> float:
    return round(value, 6)


def _clock(m: re.Match[str]) -> set[Value]:
    hour = _spelled(m["hour"])
    minutes = 30 if m["half"] else 15 if m["quarter"] else _spelled(m["count"])
    if (m["side"] or m["side2"]) in ("to", "til"):
        hour, minutes = hour - 1, 60 - minutes
    return _of_clock(hour, minutes) if 0 <= minutes < 60 and 0 <= hour <= 24 else set()


def _spelled(words: str) -> int:
    """The number of digits or words below a hundred."""
    if words.isdigit():
        return int(words)
    return int(sum(_CARDINALS.get(w, 0.0) for w in re.split(r"[- ]", words)))


def _runs(low: str) -> Iterator[list[_Token]]:
    """The number words of ``low`` in runs with nothing but a space, a hyphen or a thousand's comma between."""
    run: list[_Token] = []
    before = 0
    for m in _TOKEN.finditer(low):
        token = _token(m)
        gap = low[before : m.start()]
        joins = gap in ("", " ", "-", "–") or (gap == ", " and bool(run) and run[-1].value == 1e3)
        if token is not None and run and joins and _is_unit(run[-1], m[0]):
            token = None
        if run and (token is None or not joins):
            yield from _trimmed(run)
            run = []
        if token is not None:
            run.append(token)
        before = m.end()
    if run:
        yield from _trimmed(run)


def _is_unit(before: _Token, word: str) -> bool:
    """Whether a word after a number is what is counted: "three seconds' pause" and "the first quarter"."""
    return (word == "second" and before.kind == "n" and before.value < 20) or (word == "quarter" and before.kind == "o")


def _trimmed(run: list[_Token]) -> Iterator[list[_Token]]:
    """The run without the "and" and "a" at its ends that belong to the sentence."""
    while run and (run[-1].kind in "+a0p"):
        run = run[:-1]
    while run and (
        run[0].kind == "+"
        or (run[0].kind in "0p" and not any(t.kind == "p" for t in run[:2]))
        or (run[0].kind == "a" and len(run) > 1 and run[1].kind not in "hsfao")
    ):
        run = run[1:]
    if any(t.kind in "nochsfd" for t in run) and not (run[0].kind == "s" and len(run) == 1 and not run[0].digits and run[0].value < 1e3):
        yield run


def _token(m: re.Match[str]) -> _Token | None:
    start, end = m.span()
    if m["clock"]:
        hour, minute = re.split("[:h]", m["clock"])
        return _Token("c", int(hour) + int(minute) / 100, start, end, digits=True)
    if m["number"]:
        value = float(re.sub(r"[,’' ]", "", m["number"]))
        tail = m["end"] or ""
        if tail in _SCALES:
            value *= _SCALES[tail]
        return _Token("o" if tail in ("st", "nd", "rd", "th") else "n", value, start, end, digits=True)
    word = m["word"]
    if word in _CARDINALS:
        return _Token("n", _CARDINALS[word], start, end)
    if word in _ORDINALS:
        return _Token("o", _ORDINALS[word], start, end)
    if word in ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"):
        return _Token("n", _CARDINALS[word[:-3] + "y"], start, end)
    if word == "hundred":
        return _Token("h", 100.0, start, end)
    if word in _SCALES and (len(word) > 1 or word == "k"):
        return _Token("s", _SCALES[word], start, end)
    if word in _PARTS:
        return _Token("d", _PARTS[word], start, end)
    if word in ("half", "quarter"):
        return _Token("f", 0.5 if word == "half" else 0.25, start, end)
    kind = {"point": "p", "and": "+", "a": "a", "an": "a", "oh": "0", "o": "0"}.get(word)
    return _Token(kind, 0.0, start, end) if kind else None


def _numbers(run: Sequence[_Token]) -> list[float]:
    """The numbers of a run, each as long as it can be read as one."""
    out: list[float] = []
    at = 0
    while at < len(run):
        value, after = _number(run, at)
        if value is not None:
            out.append(_rounded(value))
        at = max(after, at + 1)
    return out


def _number(run: Sequence[_Token], at: int) -> tuple[float | None, int]:
    """The number that begins at ``at`` and the place after it."""
    total, current, last = 0.0, None, ""
    limit = float("inf")  # what follows a scale is smaller than it
    i = at
    if run[at].kind == "c":
        return run[at].value, at + 1
    while i < len(run):
        t = run[i]
        if t.kind == "o" and current == 1.0 and not total and t.value >= 3 and not t.digits:
            return 1 / t.value, i + 1
        if t.kind in "no":
            if current is None:
                if last == "s" and t.value >= limit:
                    break
                current = t.value
            elif (last == "tens" and 1 <= t.value <= 9 and not t.digits) or (last == "h" and t.value < 100 and not t.digits):
                current += t.value
            else:
                break
            last = "tens" if 20 <= t.value < 100 and t.value % 10 == 0 and not t.digits else "n"
            if t.kind == "o":
                i += 1
                break
        elif t.kind == "h" and (current is None or (current < 100 and last in ("n", "tens"))):
            current, last = (current or 1.0) * 100, "h"
        elif t.kind == "s" and t.value < limit and (current is not None or last in ("", "a")):
            total, current, last, limit = total + (1.0 if current is None else current) * t.value, None, "s", t.value
        elif t.kind == "0" and i == at and run[i + 1 : i + 2] and run[i + 1].kind == "p":
            current = 0.0
        elif t.kind == "p" and (current is not None or i == at) and i + 1 < len(run) and run[i + 1].kind in "n0":
            digits = ""
            while i + 1 < len(run) and run[i + 1].kind in "n0" and (run[i + 1].value < 10 or not digits):
                digits += str(int(run[i + 1].value))
                i += 1
            current, last = (current or 0.0) + float(f"0.{digits}"), "n"
        elif t.kind == "f" and current is None and not total:
            current, last = t.value, "f"
        elif t.kind == "d" and current is not None:
            return current / t.value, i + 1
        elif t.kind == "a" and (last in ("", "f") or (last == "+" and i + 1 < len(run) and run[i + 1].kind == "f")):
            pass
        elif t.kind == "+" and (last in ("h", "s") or _fraction_follows(run, i)):
            if fraction := _fraction_follows(run, i):
                value, after = fraction
                scale = run[after].value if after < len(run) and run[after].kind == "s" else 1.0
                return (total + (current or 0.0) + value) * scale, after + (scale != 1.0)
            if i + 1 >= len(run) or run[i + 1].kind not in "no":
                break
        else:
            break
        i += 1
    if current is None and not total:
        return None, i
    return total + (current or 0.0), i


def _fraction_follows(run: Sequence[_Token], i: int) -> tuple[float, int] | None:
    """The fraction of "and a half", "and three quarters" at ``i``, and the place after it."""
    rest = run[i + 1 : i + 3]
    kinds = "".join(t.kind for t in rest)
    if kinds.startswith("f"):
        return rest[0].value, i + 2
    if kinds == "af":
        return rest[1].value, i + 3
    return (rest[0].value / rest[1].value, i + 3) if kinds == "nd" else None


def _hours(run: Sequence[_Token]) -> set[Value]:
    """The readings of a run that is one time of day in digits."""
    return _of_clock(int(run[0].value), round(run[0].value % 1 * 100)) if run[0].kind == "c" and len(run) == 1 else set()


def _together(found: Sequence[float], run: Sequence[_Token]) -> set[Value]:
    """The readings of numbers said side by side as one: "two fifty", "nineteen ninety-one", "four one two", "nine thirty"."""
    out: set[Value] = set()
    if len(found) < 2:
        return out
    for a, b in itertools.pairwise(found):
        if a != int(a) or b != int(b) or not 1 <= a <= 999:
            continue
        unit = next((s for s in (1e9, 1e6, 1e3) if b >= s), 1.0)
        b_head = b / unit
        if 10 <= b_head <= 99:
            out |= {(a * 100 + b_head) * unit}
            if b_head < 60 and a <= 24 and unit == 1.0:
                out.add((int(a) % 12, int(b_head)))
        if b < 10 and b == int(b):
            out.add(a * 1000 + b * 100)  # "forty-one three": 41,300
        if b < 100 and b == int(b):
            out.add(_rounded(float(f"{int(a)}.{int(b)}")))
        if b < 10 and any(t.kind == "0" or (t.kind == "n" and t.value == 0) for t in run):
            out |= {a * 100 + b, _rounded(a + b / 100), (int(a) % 12, int(b))}
    if all(0 <= v <= 9 and v == int(v) for v in found):
        out.add(float("".join(str(int(v)) for v in found)))
    if len(found) == 3 and 10 <= found[1] <= 99 and found[2] < 10 and found[0] < 100:
        out.add(found[0] * 100_000 + found[1] * 1000 + found[2] * 100)  # "six sixty-three five": 663,500
    if len(found) == 3 and all(v == int(v) and 10 <= v <= 99 for v in found[1:]) and found[0] < 10:
        out.add(_rounded(found[0] * 100 + found[1] + found[2] / 100))  # "one twenty-one fifty": 121.50
    if len(found) == 3 and all(v == int(v) for v in found):
        # "One two fifty", "twelve thirty four": read digit group by digit group.
        out.add(float("".join(str(int(v)) for v in found)))
    return out
