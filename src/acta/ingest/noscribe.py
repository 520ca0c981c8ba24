"""noScribe: its HTML and its text; and what people say into each other's words, which it writes as ``//S02: Right.//``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, squeeze
from acta.model import Hints, Segment

_MADE_BY = "Transcribed with noScribe"
_ANCHOR = re.compile(r"ts_(\d{1,9})_(\d{1,9})_(.*)", re.DOTALL)
_INTERJECTION = re.compile(r"//\s*([^\s/:][^/:\n]{0,40}):\s*(.*?)\s*//", re.DOTALL)
_TURN = re.compile(r"^([^\W_][^:\n\[\]]{0,60}):[ \t]*(?:\[(\d{1,2}:\d{2}:\d{2})\])?[ \t]*")
_STAMP = re.compile(r"\[\d{1,2}:\d{2}:\d{2}\]")
_MARKUP = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^<>]*)>|<[!?][^<>]*>|(<?[^<]+|<)")
_NAME = re.compile(r"""\bname\s*=\s*["']([^"'<>]*)["']""")
_BLOCKS = frozenset(("p", "div", "br", "li", "h1", "h2", "h3", "tr"))


def made(source: Decoded) -> bool:
    """Whether the source says that noScribe made it."""
    return _MADE_BY in source.text[:6000]


def with_interjections(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """The segments, with what others say into them taken out as segments of theirs, in the order it was said."""
    return tuple(part for s in segments for part in (_parted(s) if "//" in s.text else (s,)))


def _parted(segment: Segment) -> Iterator[Segment]:
    at = 0
    for m in _INTERJECTION.finditer(segment.text):
        yield _said(segment, segment.label, segment.text[at : m.start()])
        yield _said(segment, squeeze(m[1]), m[2])
        at = m.end()
    yield _said(segment, segment.label, segment.text[at:])


def _said(whole: Segment, label: str, text: str) -> Segment:
    return Segment(0, label, squeeze(text), whole.start_ms, whole.end_ms, named=is_person(label))


def _page(text: str) -> list[list[tuple[str, str]]]:
    """The lines of a page that hold text; in each, runs of text with the name of the anchor around them.

    The standard library's parser takes the square of the time for a damaged page; this page needs four kinds of tags.
    """
    lines: list[list[tuple[str, str]]] = [[]]
    anchor = hidden = ""
    for m in _MARKUP.finditer(text):
        closing, tag, inside, said = m[1], (m[2] or "").lower(), m[3], m[4]
        if said is not None:
            if not hidden and said.strip():
                lines[-1].append((anchor, unescape(said)))
        elif tag in {"script", "style", "head"}:
            hidden = "" if closing else tag
        elif tag == "a":
            name = None if closing else _NAME.search(inside)
            anchor = name[1] if name else ""
        elif tag in _BLOCKS:
            lines.append([])
    return [line for line in lines if line]


def _is_html(source: Decoded) -> bool:
    return bool(re.match(r"\s*<(?:!doctype|html|\?xml|head|body|div|p)\b", source.text[:300], re.IGNORECASE))


def _guess(source: Decoded) -> float:
    if source.text.lstrip()[:6] == "WEBVTT":
        return 0.0
    anchors = len(re.findall(r'name="ts_\d+_\d+_', source.text[:20_000]))
    return 0.97 if made(source) or (anchors > 1 and _is_html(source)) else 0.0


def _parse(source: Decoded, _: Sequence[str]) -> Parsed:
    if not _is_html(source):
        return _from_text(source)
    lines = _page(source.text)
    if not any(_ANCHOR.match(anchor) for line in lines for anchor, _ in line):
        return _from_lines([squeeze("".join(text for _, text in line)) for line in lines])
    segments: list[Segment] = []
    head: list[str] = []
    for line in lines:
        if any(_ANCHOR.match(anchor) for anchor, _ in line):
            segments += _of_line(line, segments[-1].label if segments else "")
        elif not segments:
            head.append(squeeze("".join(text for _, text in line)))
        else:  # typed in by whoever corrected the transcript
            segments.append(Segment(0, segments[-1].label, squeeze("".join(text for _, text in line)), named=segments[-1].named))
    return Parsed(with_interjections(segments), Hints(title=_title(head)))


def _of_line(line: Sequence[tuple[str, str]], before: str) -> Iterator[Segment]:
    """One paragraph's segments, one for each anchor; the turn's label and stamp stand in the first."""
    pieces: list[tuple[str, str]] = []
    for anchor, text in line:
        if pieces and pieces[-1][0] == anchor:
            pieces[-1] = (anchor, pieces[-1][1] + text)
        else:
            pieces.append((anchor, text))
    turn = _TURN.match(pieces[0][1].strip())
    label = squeeze(turn[1]) if turn else before
    for k, (anchor, raw) in enumerate(pieces):
        text = raw.strip()
        times = _ANCHOR.match(anchor)
        speaker = label
        if k == 0 and turn:
            text = text[turn.end() :]
        elif times and times[3].startswith("//") and (m := re.match(r"//\s*([^:/]{1,40}):", text)):
            speaker, text = squeeze(m[1]), text[m.end() :]
        elif text.startswith("//"):
            text = text[2:]
        elif not times or not times[3]:
            speaker = label if times is None else ""
        start, end = (int(times[1]), int(times[2])) if times else (None, None)
        yield Segment(0, speaker, squeeze(_STAMP.sub("", text) if k == 0 else text), start, end, named=is_person(speaker))


def _from_text(source: Decoded) -> Parsed:
    return _from_lines(source.lines)


def _from_lines(lines: Sequence[str]) -> Parsed:
    made = next((i for i, x in enumerate(lines[:40]) if _MADE_BY in x), -1)
    start = made + 1
    while start < len(lines) and made >= 0 and (lines[start].startswith(("Audio file:", "(Language:")) or start == made):
        start += 1
    segments: list[Segment] = []
    for line in lines[start:]:
        text = line.strip()
        if (m := _TURN.match(text)) and (m[2] or re.fullmatch(r"S\d+", m[1]) or any(s.label == squeeze(m[1]) for s in segments[-6:])):
            label = squeeze(m[1])
            segments.append(Segment(0, label, squeeze(text[m.end() :]), clock_to_ms(m[2] or ""), named=is_person(label)))
        elif segments:
            last = segments[-1]
            segments.append(Segment(0, last.label, squeeze(_STAMP.sub("", text)), None, named=last.named))
        else:
            segments.append(Segment(0, "", squeeze(text)))
    return Parsed(with_interjections(segments), Hints(title=_title(list(lines[: max(made, 0)]))))


def _title(head: Sequence[str]) -> str:
    first = squeeze(head[0]) if head else ""
    return first if len(first) < 120 and not first.startswith(_MADE_BY) else ""


FORMATS = {"noscribe": ("noScribe's HTML or text", _guess, _parse)}
