"""Texts in which names stand before or above the words: Otter, Zoom's saved captions, Google Meet, `Name: text`, plain prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, squeeze
from acta.model import Hints, Segment

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
_OTTER = re.compile(rf"^(\S[^\n]{{0,60}}?)[ \t]{{2,}}({_TIME})[ \t]*$", re.MULTILINE)
_ZOOM = re.compile(rf"^\[([^\]\n]{{1,60}})\][ \t]+({_TIME})[ \t]*$", re.MULTILINE)
_NAMED = re.compile(
    rf"^(?:[-*>] )?(?:[\[(]?(?P<t1>{_TIME})[\])]?[ \t]+)?(?:\*\*(?P<bold>[^*\n:]{{1,60}}):?\*\*:?|"
    rf"(?P<plain>[^\W\d_][^:\n*#\[\]<>|]{{0,40}}?)"
    rf"(?:[ \t]*[\[(](?P<t2>{_TIME})[\])])?:)(?=\s|$)[ \t]*"
)
_FOOTER = re.compile(
    r"^Transcribed by https?://otter\.ai\s*$|^This editable transcript was computer generated|^(?:Transcription|Meeting) ended after ",
    re.IGNORECASE,
)
_STAMP = re.compile(rf"^(?:#+\s*)?({_TIME})\s*$")
_TITLE = re.compile(r"^(?:#+\s*)?(.{1,160}?)\s+[-–—]\s+Transcript\s*$", re.IGNORECASE)


def _lines(source: Decoded) -> list[str]:
    return [x for x in source.text.split("\n") if x.strip()]


def _share(pattern: re.Pattern[str], source: Decoded, *, most: int = 400) -> float:
    lines = _lines(source)[:most]
    return sum(bool(pattern.match(x)) for x in lines) / len(lines) if lines else 0.0


def _otter_guess(source: Decoded) -> float:
    share = _share(_OTTER, source)
    return 0.9 if share > 0.2 or (share > 0.02 and "otter.ai" in source.text[-300:]) else 0.0


def _zoom_guess(source: Decoded) -> float:
    return 0.9 if _share(_ZOOM, source) > 0.2 else 0.0


def _meet_guess(source: Decoded) -> float:
    head = source.text[:3000]
    return 0.97 if re.search(r"^(?:#+\s*)?Attendees\s*$", head, re.MULTILINE) and re.search(r"Transcript\s*$", head, re.MULTILINE) else 0.0


def _named_guess(source: Decoded) -> float:
    if source.json is not None or _meet_guess(source) or source.text.lstrip().startswith("WEBVTT"):
        return 0.0
    labels = Counter(m["bold"] or m["plain"] for x in _lines(source)[:600] if (m := _NAMED.match(x)))
    again = sum(n for n in labels.values() if n > 1)
    return 0.8 if again >= 2 and again >= 0.3 * len(_lines(source)[:600]) else 0.0


def _text_guess(source: Decoded) -> float:
    """Prose without speakers: many words, mostly letters, of no other format."""
    text = source.text
    words = re.findall(r"[^\W\d_]+", text[:20000])
    letters = sum(map(len, words))
    prose = len(words) >= 12 and letters > 0.6 * len(text[:20000].replace(" ", "").replace("\n", "")) and source.json is None
    return 0.52 if prose and "-->" not in text and not re.match(r"\s*[{<\[]", text) else 0.0


def _under_headings(source: Decoded, heading: re.Pattern[str]) -> Parsed:
    """Segments whose speaker and time stand in a line of their own above them; what stands before the first is the title."""
    segments: list[Segment] = []
    title: list[str] = []
    found = list(heading.finditer(source.text))
    before = source.text[: found[0].start()] if found else source.text
    title = [squeeze(x) for x in before.split("\n") if x.strip()]
    for i, m in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(source.text)
        body = "\n".join(x for x in source.text[m.end() : end].split("\n") if not _FOOTER.match(x.strip()))
        label = squeeze(m[1])
        segments.append(Segment(0, label, squeeze(body), clock_to_ms(m[2]), None, named=is_person(label)))
    return Parsed(_with_ends(segments), Hints(title=title[0] if title and len(title[0]) < 120 else ""))


def _with_ends(segments: list[Segment]) -> tuple[Segment, ...]:
    out = list(segments)
    for i, (a, b) in enumerate(pairwise(segments)):
        if a.start_ms is not None and b.start_ms is not None and b.start_ms >= a.start_ms:
            out[i] = replace(a, end_ms=b.start_ms)
    return tuple(out)


def _otter(source: Decoded, _: Sequence[str]) -> Parsed:
    return _under_headings(source, _OTTER)


def _zoom(source: Decoded, _: Sequence[str]) -> Parsed:
    return _under_headings(source, _ZOOM)


def read_lines(lines: Sequence[str]) -> Parsed:
    """Lines of ``Name: text``; a line without a name continues the one before it."""
    segments: list[Segment] = []
    loose: list[str] = []
    at: int | None = None
    for line in lines:
        if _FOOTER.match(line.strip()):
            continue
        if m := _STAMP.match(line.strip()):
            at = clock_to_ms(m[1])
            continue
        if m := _NAMED.match(line.strip()):
            label = squeeze(m["bold"] or m["plain"])
            time = clock_to_ms(m["t1"] or m["t2"] or "")
            start = time if time is not None else at
            segments.append(Segment(0, label, squeeze(line.strip()[m.end() :]), start, None, named=is_person(label)))
            at = None
        elif segments:
            last = segments[-1]
            segments[-1] = replace(last, text=squeeze(f"{last.text} {line}"))
        else:
            loose.append(squeeze(line))
    front = [Segment(0, "", x) for x in loose if not x.startswith(("#", "---"))]
    title = next((x.lstrip("# ") for x in loose if x.startswith("#")), "")
    return Parsed(_with_ends([*front, *segments]), Hints(title=title))


def _named(source: Decoded, _: Sequence[str]) -> Parsed:
    return read_lines(_lines(source))


def read_meet(lines: Sequence[str]) -> Parsed:
    """A Google Meet document: title, attendees, then lines with a time every five minutes."""
    plain = [x.strip().lstrip("#").strip() for x in lines if x.strip()]
    title, people, start = "", [], 0
    for i, line in enumerate(plain[:12]):
        if (m := _TITLE.match(line)) and not title:
            title = m[1]
        if line.casefold() == "attendees" and i + 1 < len(plain):
            people = [squeeze(p) for p in plain[i + 1].split(",") if p.strip()]
            start = i + 2
        if line.casefold() == "transcript":
            start = i + 1
    parsed = read_lines([x.strip().lstrip("#").strip() if _STAMP.match(x.strip()) else x for x in plain[start:]])
    return replace(parsed, hints=Hints(title=title, people=tuple(people)))


def _meet(source: Decoded, _: Sequence[str]) -> Parsed:
    return read_meet(_lines(source))


def _text(source: Decoded, _: Sequence[str]) -> Parsed:
    parts = [squeeze(p) for p in re.split(r"\n\s*\n", source.text) if p.strip()]
    return Parsed(tuple(Segment(0, "", p) for p in parts))


FORMATS = {
    "otter": ("Otter text: a line with name and time, the words below", _otter_guess, _otter),
    "zoom-txt": ("Zoom's saved captions: `[Name] hh:mm:ss`, the words below", _zoom_guess, _zoom),
    "meet": ("Google Meet transcript as text or Markdown", _meet_guess, _meet),
    "named": ("`Name: text` or `**Name:** text`, as text or Markdown (noScribe, MacWhisper and others export it)", _named_guess, _named),
    "text": ("plain text without speakers", _text_guess, _text),
}
