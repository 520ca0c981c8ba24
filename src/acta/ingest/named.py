"""Texts in which names stand before or above the words: Otter, Zoom's saved captions, Google Meet, `Name: text`, plain prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, labels_among, squeeze
from acta.model import Hints, Segment

_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_HALF_DAY = r"(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
# A name with a time, alone on its line: `Ana Ruiz  0:12`, `Ana Ruiz (00:12)`, `Ana Ruiz - 0:12`.
_HEADING = re.compile(
    r"^(?:\*\*|#{1,6} )?(?P<name>[^\W_][^:\n]{0,60}?)(?:\*\*)?"
    r"(?:(?P<wide>[ \t]{2,40}|\t)|[ \t]{0,8}[-–—|•·][ \t]{1,8}|[ \t]{0,8}(?=[\[(])|[ \t])"
    rf"[\[(]?(?P<at>{_TIME})[\])]?(?:\*\*)?[ \t]*$",
    re.MULTILINE,
)
_ZOOM = re.compile(rf"^\[(?P<name>[^\]\n]{{1,80}})\][ \t]+(?P<at>{_TIME}{_HALF_DAY})[ \t]*$", re.MULTILINE)
# At most this many characters of a line are looked at for a label: a block can hold hours of talk.
_LOOK = 160
_NAMED = re.compile(
    rf"^(?:[-*>•]\s+)?(?:[\[(]?(?P<t1>{_TIME})(?:\s*(?:-->|[-–])\s*{_TIME})?[\])]?[ \t]*[-–]?[ \t]*)?"
    rf"(?:(?:\*\*|__)(?:[\[(]?(?P<t2>{_TIME})[\])]?[ \t]+)?(?P<bold>[^*_\n:：]{{1,60}}?)(?:[ \t]*[\[(]?(?P<t3>{_TIME})[\])]?)?[ \t]*[:：]?"
    rf"(?:\*\*|__)(?:[ \t]*[\[(](?P<t4>{_TIME})[\])])?(?P<after>[ \t]*[:：])?|"
    rf"\[(?P<box>[^\]\n:]{{1,60}})\][ \t]*:|"
    rf"#{{1,6}}[ \t]{{1,8}}(?P<head>[^\W\d_][^:：\n#*|]{{0,60}})$|"
    rf"(?P<plain>(?:\+\d|[^\W_])[^:：\n*#\[\]<>|]{{0,48}}?)(?:[ \t]*[\[(](?P<t5>{_TIME})[\])]|[ \t]+(?P<t6>{_TIME}))?[ \t]?"
    rf"(?::(?=\s|$)|：))[ \t]*(?:\[(?P<t7>{_TIME})\][ \t]*)?"
)
_FOOTER = re.compile(
    r"^Transcribed by https?://otter\.ai\s*$|^This editable transcript was computer generated|^(?:Transcription|Meeting) ended after ",
    re.IGNORECASE,
)
_STAMP = re.compile(r"^(?:#{1,6}\s{0,8})?(\d{1,2}:\d{2}(?::\d{2})?)\s*$")
_TIMED = re.compile(rf"^[\[(]?(?P<at>{_TIME})[\])]?(?:[ \t]+|$)")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|if|for|while|elif|else|try)\b.*:\s*$|^\s*(?:import|from)\s+[\w.]+(?:\s+import\b.*)?\s*$|^\s*return\b|^#include\b"
)
_MEET_TITLE = re.compile(r"^(?:#{1,6}\s{0,8})?\W{0,3}(.{1,200}?)\s{1,8}[-–—]\s{1,8}Transcript\s*$", re.IGNORECASE)
_LONGEST_TITLE = 120
_DAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,?\s+([A-Z][a-z]{2})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})\b")


def _headings(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The lines that are a name and a time; where only one space parts them, the name must be one."""
    found = list(pattern.finditer(text))
    if pattern is _ZOOM:
        return found
    names = labels_among(Counter(squeeze(m["name"]) for m in found if not m["wide"]), 10**9)
    return [m for m in found if m["wide"] or squeeze(m["name"]) in names]


def _otter_guess(source: Decoded) -> float:
    found = len(_headings("\n".join(source.head), _HEADING))
    share = found / (len(source.head) or 1)
    return 0.9 if share > 0.2 or (found and share > 0.02 and "otter.ai" in source.text[-300:]) else 0.0


def _zoom_guess(source: Decoded) -> float:
    return 0.9 if sum(map(bool, map(_ZOOM.match, source.head))) > 0.2 * len(source.head) else 0.0


def _meet_guess(source: Decoded) -> float:
    head = source.head[:60]
    plain = [x.strip().strip("#*").strip().casefold() for x in head]
    attendees = "attendees" in plain and any(x.endswith("transcript") for x in plain)
    titled = any(map(_MEET_TITLE.match, head[:12])) and any(map(_STAMP.match, head))
    return 0.97 if attendees or titled else 0.0


def _named_guess(source: Decoded) -> float:
    if not source.head or _meet_guess(source) or _is_code(source) or re.match(r"\s*(?:WEBVTT|<)", source.text):
        return 0.0
    labelled = [_label(x) for x in source.head if not _STAMP.match(x.strip())]
    labels = _labels(labelled)
    found = Counter(label for label, _ in labelled if label in labels)
    again = sum(n for n in found.values() if n > 1)
    lines = len(labelled)
    return 0.8 if (again >= 2 and again >= 0.3 * lines) or (len(found) > 1 and sum(found.values()) > 0.8 * lines) else 0.0


def _text_guess(source: Decoded) -> float:
    """Prose without speakers: many words, mostly letters, of no other format."""
    text = "\n".join(source.head)[:20000]
    words = re.findall(r"[^\W\d_]+", text)
    solid = len(text) - sum(map(str.isspace, text))
    if _is_timed(source.head):
        return 0.6
    prose = len(words) >= 12 and sum(map(len, words)) > 0.6 * solid
    other = "-->" in text or re.match(r"\s*[{<\[]|---\n", text) or _is_list(source) or _is_code(source)
    return 0.52 if prose and not other else 0.0


def _is_list(source: Decoded) -> bool:
    """Whether every line has the same number of commas, semicolons or tabs: a table, not speech."""
    lines = source.head[:50]
    return len(lines) > 5 and any(len({x.count(mark) for x in lines}) == 1 and lines[0].count(mark) for mark in ",;\t")


def _is_code(source: Decoded) -> bool:
    lines = source.head[:200]
    return sum(bool(_CODE.search(x)) for x in lines) > 0.25 * len(lines)


def _is_timed(lines: Sequence[str]) -> bool:
    """Whether lines begin with times, or times stand between them."""
    return len(lines) > 1 and sum(bool(_TIMED.match(x.strip())) for x in lines) >= 0.4 * len(lines)


def _under_headings(source: Decoded, pattern: re.Pattern[str]) -> Parsed:
    """Segments whose speaker and time stand in a line of their own above them."""
    segments: list[Segment] = []
    found = _headings(source.text, pattern)
    front, hints = _front(source.text[: found[0].start()] if found else source.text)
    ends = [*(m.start() for m in found), len(source.text)]
    for m, end in zip(found, ends[1:], strict=True):
        body = "\n".join(x for x in source.text[m.end() : end].split("\n") if not _FOOTER.match(x.strip()))
        label = squeeze(m["name"]).rstrip(":")
        segments.append(Segment(0, label, squeeze(body), _clock(m["at"]), None, named=is_person(label)))
    return Parsed((*front, *_with_ends(segments)), hints)


def _front(text: str) -> tuple[list[Segment], Hints]:
    """What stands above the first heading: a title, Otter's date, keywords and speakers; all else was said by nobody known."""
    lines = [squeeze(x).lstrip("# ") for x in text.split("\n") if x.strip()]
    title, day = "", None
    people: tuple[str, ...] = ()
    kept: list[Segment] = []
    expect = ""
    for i, line in enumerate(lines):
        if line.upper() in {"SUMMARY KEYWORDS", "SPEAKERS"}:
            expect = line.upper()
        elif expect:
            people = tuple(squeeze(p) for p in line.split(",")) if expect == "SPEAKERS" else people
            expect = ""
        elif found := _day(line):
            day = day or found
        elif i == 0 and len(line) < _LONGEST_TITLE:
            title = line
        else:
            kept.append(Segment(0, "", line))
    return kept, Hints(title=title, people=people, date=day)


def _day(line: str) -> date | None:
    m = _DAY.search(line)
    try:
        return datetime.strptime(f"{m[1]} {m[2]} {m[3]}", "%b %d %Y").date() if m else None  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None


def _clock(text: str) -> int | None:
    """Milliseconds of a time that may be one of the wall clock, with AM or PM."""
    half = re.search(r"[ \u202f]?([AaPp])\.?[Mm]\.?$", text)
    ms = clock_to_ms(text[: half.start()] if half else text)
    if ms is None or not half:
        return ms
    noon = 12 * 3_600_000
    return ms % noon + (noon if half[1] in "Pp" else 0)


def _with_ends(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    out = list(segments)
    for i, (a, b) in enumerate(pairwise(segments)):
        if a.start_ms is not None and b.start_ms is not None and b.start_ms >= a.start_ms:
            out[i] = replace(a, end_ms=b.start_ms)
    return tuple(out)


def _otter(source: Decoded, _: Sequence[str]) -> Parsed:
    return _under_headings(source, _HEADING)


def _zoom(source: Decoded, _: Sequence[str]) -> Parsed:
    """Zoom writes the time of day; the first caption is the start."""
    parsed = _under_headings(source, _ZOOM)
    times = [s.start_ms for s in parsed.segments if s.start_ms is not None]
    zero = times[0] if times and times[0] >= 3_600_000 else 0
    day = 24 * 3_600_000

    def moved(ms: int | None) -> int | None:
        return None if ms is None else (ms - zero) % day if zero else ms

    return replace(parsed, segments=tuple(replace(s, start_ms=moved(s.start_ms), end_ms=moved(s.end_ms)) for s in parsed.segments))


def _label(line: str) -> tuple[str, re.Match[str] | None]:
    """The label a line begins with, in bold or before a colon, and its match."""
    m = _NAMED.match(line.strip()[:_LOOK])
    label = squeeze(m["bold"] or m["box"] or m["head"] or m["plain"]) if m else ""
    # A caller may be a number, written with its plus; any other label has a letter.
    return (label, m) if label.startswith("+") or any(c.isalpha() for c in label) else ("", None)


def _labels(labelled: Sequence[tuple[str, re.Match[str] | None]], known: Collection[str] = ()) -> frozenset[str]:
    """The labels of the lines' beginnings. Where they stand in bold, what stands before a colon in plain letters is speech."""
    bold = Counter(label for label, m in labelled if m and m["bold"])
    plain = Counter(label for label, m in labelled if m and not m["bold"] and not m["head"])
    heads = Counter(label for label, m in labelled if m and m["head"])
    if any(n > 1 for n in heads.values()):  # chapters are headed once each, speakers again and again
        plain += heads
    mostly = bool(bold) and bold.total() >= plain.total()
    return labels_among(bold if mostly else bold + plain, len(labelled), known)


def read_lines(lines: Iterable[str], *, known: Collection[str] = ()) -> Parsed:
    """Lines of ``Name: text``; a line without a name continues the one before it. ``known``: names that are labels for certain."""
    spoken = [x.strip() for x in lines if x.strip() and not _FOOTER.match(x.strip())]
    labelled = [_label(x) for x in spoken]
    labels = _labels(labelled, known)
    said: list[tuple[str, int | None, list[str]]] = []
    loose: list[str] = []
    at: int | None = None
    for line, (label, found) in zip(spoken, labelled, strict=True):
        if m := _STAMP.match(line):
            at = clock_to_ms(m[1])
            continue
        if found and label in labels:
            times = (clock_to_ms(t) for t in found.group("t1", "t2", "t3", "t4", "t5", "t6", "t7") if t)
            said.append((label, next(times, at), [line[found.end() :]]))
            at = None
        elif said:
            said[-1][2].append(line)
        else:
            loose.append(squeeze(line))
    segments = [Segment(0, label, squeeze(" ".join(text)), start, None, named=is_person(label)) for label, start, text in said]
    titles = [x.lstrip("# ") for x in loose if x.startswith("#")]
    front = [Segment(0, "", x) for x in (*titles[1:], *(x for x in loose if not x.startswith(("#", "---"))))]
    return Parsed((*front, *_with_ends(segments)), Hints(title=titles[0] if titles else ""))


def _named(source: Decoded, names: Sequence[str]) -> Parsed:
    return read_lines(source.lines, known=names)


def is_meet(lines: Sequence[str]) -> bool:
    """Whether lines begin as a document of Google Meet does."""
    head = [x.strip().casefold() for x in lines if x.strip()][:10]
    return "attendees" in head or any(map(_MEET_TITLE.match, head[:3]))


def read_meet(lines: Sequence[str], names: Sequence[str] = ()) -> Parsed:
    """A Google Meet document: title, attendees, then lines with a time every five minutes."""
    plain = [x.strip().lstrip("#").strip() for x in lines if x.strip()]
    title, start = "", 0
    people: tuple[str, ...] = ()
    for i, line in enumerate(plain[:60]):
        word = line.strip("*").strip().casefold()
        if (m := _MEET_TITLE.match(line)) and not title:
            title, start = m[1], i + 1
        elif word == "attendees" and i + 1 < len(plain):
            people = tuple(squeeze(p) for p in plain[i + 1].split(",") if p.strip())
            start = i + 2
        elif re.fullmatch(r"\W*transcript", word):
            start = i + 1
    before = plain[:start]
    day = next((d for x in before if (d := _any_day(x))), None)
    parsed = read_lines(plain[start:], known=(*people, *names))
    return replace(parsed, hints=Hints(title=title, people=people, date=day))


def _any_day(line: str) -> date | None:
    if m := re.search(r"\b(\d{4})[-/](\d{2})[-/](\d{2})\b", line):
        try:
            return date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            return None
    if m := re.match(r"([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})$", line):
        return _day(f"Mon {m[0]}")
    return None


def _meet(source: Decoded, names: Sequence[str]) -> Parsed:
    return read_meet(source.lines, names)


def _text(source: Decoded, _: Sequence[str]) -> Parsed:
    lines = source.lines
    if _is_timed(lines):
        return _timed([x.strip() for x in lines])
    parts = [squeeze(p) for p in re.split(r"\n[^\S\n]*\n", source.text) if p.strip()]
    return Parsed(tuple(Segment(0, "", p) for p in parts))


def _timed(lines: Sequence[str]) -> Parsed:
    """Lines that begin with, or follow, a time."""
    said: list[tuple[int | None, list[str]]] = [(None, [])]
    for line in lines:
        if m := _TIMED.match(line):
            said.append((clock_to_ms(m["at"]), [line[m.end() :]]))
        else:
            said[-1][1].append(line)
    return Parsed(_with_ends([Segment(0, "", squeeze(" ".join(text)), at) for at, text in said]))


FORMATS = {
    "otter": ("Otter text: a line with name and time, the words below", _otter_guess, _otter),
    "zoom-txt": ("Zoom's saved captions: `[Name] hh:mm:ss`, the words below", _zoom_guess, _zoom),
    "meet": ("Google Meet transcript as text or Markdown", _meet_guess, _meet),
    "named": ("`Name: text` or `**Name:** text`, as text or Markdown (MacWhisper, Rev and others export it)", _named_guess, _named),
    "text": ("plain text without speakers", _text_guess, _text),
}
