"""A note as a sequence of lines that together are the whole text, and what stands where in it.

Our own line scanner, not a Markdown parser: it needs only what the start of a line tells, it knows what CommonMark does not (block
ids, ``%%`` comments, footnote definitions, the transcript region), and it reads 5,000 lines about ten times faster than markdown-it-py
does. ``tests/test_markdown.py`` compares the two on headings, fences and list items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

from acta.errors import VaultError

LineKind = Literal["bom", "front", "fence", "comment", "heading", "item", "footnote", "quote", "blank", "text"]

TRANSCRIPT_START = "<!-- ai:transcript:start -->"
TRANSCRIPT_END = "<!-- ai:transcript:end -->"

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\Z")
_ITEM = re.compile(r"([ \t>]*)([-*+]|\d{1,9}[.)])(?:[ \t]+(.*))?\Z")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)\Z")
_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\[\^([^\]\s]+)\]")
_BLOCK = re.compile(r"(?:^|[ \t])\^([A-Za-z0-9-]+)[ \t]*\Z")
_NEXT_MEETING = re.compile(r"[ ]{0,3}>[ \t]*next meeting\b", re.IGNORECASE)
_PURPOSE = re.compile(r"[ ]{0,3}>[ \t]*\[!info\][+-]?[ \t]+purpose\b", re.IGNORECASE)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Line:
    """Characters ``start:end`` of the note, its end of line included. ``kind`` says what the scanner takes it for."""

    kind: LineKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``start:end`` of the note."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A ``#`` heading; ``text`` without its marks."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it, up to the next heading that is not below it, a rule, or the transcript region."""

    heading: Heading
    body_start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """The first line of a list item (``start:end``), and its whole block with continuation and nested lines (``start:block_end``).

    ``text`` stands after the marker. ``labels`` are the footnotes it refers to.
    """

    indent: str
    marker: str
    text: str
    block_id: str | None
    labels: tuple[str, ...]
    start: int
    end: int
    block_end: int

    @property
    def is_placeholder(self) -> bool:
        """Whether this is the line of an empty section."""
        return self.text.strip() == "(none)"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's definition with its continuation lines; ``text`` is its first line's."""

    label: str
    text: str
    start: int
    end: int


class _Scanner:
    """Gives each line its kind. One pass, the state is what a line can leave open: a fence or a comment."""

    def __init__(self) -> None:
        self.fence = ""
        self.comment = ""

    def kind(self, line: str) -> LineKind:
        """The kind of the next line, given without its end of line."""
        if self.fence:
            self._maybe_close_fence(line)
            return "fence"
        if self.comment:
            self._read_comments(line)
            return "comment"
        fence = _FENCE.match(line)
        if fence:
            self.fence = fence[1]
            return "fence"
        if "%%" in line or "<!--" in line:
            alone = self._read_comments(line)
            if alone:
                return "comment"
        return _plain_kind(line)

    def _maybe_close_fence(self, line: str) -> None:
        bare = line.strip(" \t>")
        if bare and set(bare) == {self.fence[0]} and len(bare) >= len(self.fence):
            self.fence = ""

    def _read_comments(self, line: str) -> bool:
        """Follow comments that open and close on this line; whether nothing but comments is on it."""
        at, outside = 0, ""
        if not self.comment:
            line = _CODE.sub(lambda m: "x" * len(m[0]), line)
        while True:
            if self.comment:
                end = line.find(self.comment, at)
                if end < 0:
                    return not outside.strip(" \t>")
                at, self.comment = end + len(self.comment), ""
            openings = [(i, close, len(mark)) for mark, close in (("%%", "%%"), ("<!--", "-->")) if (i := line.find(mark, at)) >= 0]
            if not openings:
                return not (outside + line[at:]).strip(" \t>")
            i, self.comment, size = min(openings)
            outside, at = outside + line[at:i], i + size


def _plain_kind(line: str) -> LineKind:
    first = line.lstrip(" \t")[:1]
    if not first:
        return "blank"
    if first == "#" and _HEADING.match(line):
        return "heading"
    if first == "[" and _FOOTNOTE.match(line):
        return "footnote"
    if (first in "-*+>" or first.isdigit()) and _ITEM.match(line) and not _RULE.match(line):
        return "item"
    return "quote" if first == ">" else "text"


def _front_end(text: str, start: int) -> int:
    """Where front matter that begins at ``start`` ends (after its closing line); ``start`` when there is none."""
    first = _LINES.match(text, start)
    if first is None or first[0].rstrip() != "---" or not first[0].startswith("---"):
        return start
    at = first.end()
    while (line := _LINES.match(text, at)) is not None:
        at = line.end()
        if line[0].rstrip() == "---" and line[0].startswith("---"):
            return at
    return start


def _scan(text: str) -> Iterator[Line]:
    at = 0
    if text.startswith("\ufeff"):
        yield Line("bom", 0, 1)
        at = 1
    front = _front_end(text, at)
    scanner = _Scanner()
    for m in _LINES.finditer(text, at):
        kind: LineKind = "front" if m.start() < front else scanner.kind(m[0].rstrip("\r\n"))
        yield Line(kind, m.start(), m.end())


@dataclass(frozen=True)
class Note:
    """A note's text and the lines that make it up: ``render`` gives the text back, character for character."""

    text: str
    lines: tuple[Line, ...]

    @classmethod
    def parse(cls, text: str) -> Note:
        """Any text is a note."""
        return cls(text, tuple(_scan(text)))

    def render(self) -> str:
        """The text, put together from its lines."""
        return "".join(self.text[line.start : line.end] for line in self.lines)

    def of(self, line: Line) -> str:
        """The characters of a line without its end of line."""
        return self.text[line.start : line.end].rstrip("\r\n")

    @cached_property
    def newline(self) -> str:
        """The end of line that the note uses: of its first line."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    @property
    def bom(self) -> bool:
        """Whether the text begins with a byte order mark."""
        return self.text.startswith("\ufeff")

    @cached_property
    def front(self) -> Stretch | None:
        """The YAML between the two ``---`` lines of the front matter."""
        lines = [line for line in self.lines if line.kind == "front"]
        return Stretch(lines[0].end, lines[-1].start) if lines else None

    def properties(self) -> dict[str, Any]:
        """The front matter as data, dates as text; empty without one. Raises ``VaultError`` ``malformed-note`` with the line."""
        import yaml  # noqa: PLC0415  # 15 ms that most callers do not need

        if self.front is None:
            return {}
        above = self.text.count("\n", 0, self.front.start)
        try:
            data = yaml.load(self.text[self.front.start : self.front.end], Loader=_loader())  # noqa: S506  # a safe loader
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line = above + 1 + (mark.line if mark is not None else 0)
            raise malformed(line, str(getattr(error, "problem", None) or "not YAML")) from error
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise malformed(above + 1, "not a list of properties")
        return data

    @cached_property
    def transcript(self) -> Stretch | None:
        """The transcript region with its two marks; ``None`` when a mark is missing."""
        start: int | None = None
        for line in self.lines:
            if line.kind == "comment":
                bare = self.of(line).strip()
                if bare == TRANSCRIPT_START and start is None:
                    start = line.start
                elif bare == TRANSCRIPT_END and start is not None:
                    return Stretch(start, line.end)
        return None

    @cached_property
    def _body(self) -> tuple[Line, ...]:
        """The lines outside of the front matter and the transcript region."""
        region = self.transcript or Stretch(-1, -1)
        return tuple(x for x in self.lines if x.kind not in ("bom", "front") and not region.start <= x.start < region.end)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings outside of the transcript region."""
        out = []
        for line in self._body:
            if line.kind == "heading" and (m := _HEADING.match(self.of(line))) is not None:
                out.append(Heading(len(m[1]), (m[2] or "").strip(), line.start, line.end))  # noqa: PERF401  # reads better
        return tuple(out)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """One section per heading, in order; deeper ones lie inside of the others."""
        stops = [line.start for line in self._body if line.kind in ("text", "footnote", "quote") and self._stops(line)]
        if self.transcript:
            stops.append(self.transcript.start)
        out = []
        for i, heading in enumerate(self.headings):
            later = [h.start for h in self.headings[i + 1 :] if h.level <= heading.level][:1]
            ends = [s for s in stops if s >= heading.end]
            out.append(Section(heading, heading.end, min([*later, *ends, len(self.text)])))
        return tuple(out)

    def _stops(self, line: Line) -> bool:
        """Whether a line ends every section: a rule, a footnote's definition, the next meeting."""
        return line.kind == "footnote" or bool((_NEXT_MEETING if line.kind == "quote" else _RULE).match(self.of(line)))

    @cached_property
    def items(self) -> tuple[ListItem, ...]:
        """The list items outside of fences, comments and the transcript region."""
        out = []
        for i, line in enumerate(self._body):
            m = _ITEM.match(self.of(line)) if line.kind == "item" else None
            if m is None:
                continue
            text = m[3] or ""
            block = _BLOCK.search(text)
            labels = tuple(_REFERENCE.findall(text))
            out.append(ListItem(m[1], m[2], text, block[1] if block else None, labels, line.start, line.end, self._block_end(i, m[1])))
        return tuple(out)

    def _block_end(self, i: int, indent: str) -> int:
        """Where the block of the item on body line ``i`` ends: lines that are indented deeper belong to it, blank ones between too."""
        lines, end = self._body, self._body[i].end
        for line in lines[i + 1 :]:
            if line.start != end and line.kind != "blank" and lines[i].start < end <= line.start and self._far(end, line.start):
                break
            if line.kind == "blank":
                continue
            text = self.of(line)
            if not text.startswith((indent + " ", indent + "\t")):
                break
            end = line.end
        return end

    def _far(self, end: int, start: int) -> bool:
        """Whether something other than blank lines stands between two places."""
        return bool(self.text[end:start].strip())

    @cached_property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The definitions of footnotes, in order."""
        out = []
        for i, line in enumerate(self._body):
            m = _FOOTNOTE.match(self.of(line)) if line.kind == "footnote" else None
            if m is not None:
                out.append(Footnote(m[1], m[2], line.start, self._block_end(i, "   ")))
        return tuple(out)

    @cached_property
    def next_meeting(self) -> Stretch | None:
        """The line that says when to meet again."""
        return next((Stretch(x.start, x.end) for x in self._body if x.kind == "quote" and _NEXT_MEETING.match(self.of(x))), None)

    @cached_property
    def purpose(self) -> Stretch | None:
        """The purpose callout: its first line and the quoted lines below."""
        found: Stretch | None = None
        for line in self._body:
            if found is None and line.kind == "quote" and _PURPOSE.match(self.of(line)):
                found = Stretch(line.start, line.end)
            elif found is not None:
                if line.start != found.end or not self.of(line).lstrip(" ").startswith(">"):
                    break
                found = Stretch(found.start, line.end)
        return found


@lru_cache(maxsize=1)
def _loader() -> Any:
    """YAML's safe loader, but dates stay as they are written: ``2026-02-30`` is a typing error, no damage."""
    import yaml  # noqa: PLC0415  # as above

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012  # the library's own way to leave a type out
            sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader


def malformed(line: int, why: str) -> VaultError:
    """The error for front matter that cannot be read; ``line`` counts from 1."""
    return VaultError(
        f"the note's properties cannot be read: line {line}: {why}",
        code="malformed-note",
        hint="Correct the lines between the two --- at the top of the note; acta leaves the note alone until then.",
    )
