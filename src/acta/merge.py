"""A new note over an edited one: the human wins.

Three texts meet: what acta itself has composed so far (the base), the note as it is now, and a fresh composition. What the human changed,
added, moved or deleted since the base stays so; what the human left alone may be brought up to date; what is new is added. The note is
never written anew: the result is the note as it is with a few spans replaced or inserted, so that every other byte stays.

Without a base (acta's history was lost) nothing is brought up to date, and nothing is added that the note's own transcript already
holds: it could be what somebody deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from rapidfuzz import fuzz

from acta.evidence import word_spans
from acta.markdown import ListItem, Note, Section, Stretch, heading_key, is_label, item_labels, kind_of_heading, kind_of_label, splice

# From these likenesses on, out of 100, two items are one: their texts, or their quotes when the texts are not of something else.
_SAME_TEXT = 88
_SAME_QUOTE = 80
_LIKE_TEXT = 50
# A quote was said in a transcript when this much of it stands there in one piece: tools hear a word in five otherwise.
_SAID = 75
# A quote of fewer words is part of another one by chance.
_FEW_WORDS = 6
_BOX = "> [!warning] Not merged"
_BOX_HELP = "> Acta found no safe place for these lines. Move them where they belong, or delete this box: it does not come back."
_QUOTE = re.compile(r"“([^”]*)”")
_DECORATION = re.compile(r"\[\^[^\]]+\]|\s\^[A-Za-z0-9-]+\s*\Z|^\[.\] ")
_VOICE = re.compile(r"^(?:\[[\d:.]+\] )?[^:\n]{1,80}: ", re.MULTILINE)
_MARKUP = re.compile(r"\[\^[^\]]+\]|[\[\]]")


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, and what acta has composed so far, ``base``: the base of the next merge.

    ``added`` are the labels of items that are new in the note, ``dropped`` of those the human deleted, which are not brought back;
    ``kept_edits`` counts lines of the human's; ``conflicts`` are sentences about lines that stand in the box “Not merged”.
    """

    text: str
    base: str
    added: tuple[str, ...] = ()
    kept_edits: int = 0
    dropped: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def merge(base: str | None, current: str, new: str, *, another_export: bool = False) -> Merged:
    """Merge a fresh composition into the note as it is; ``base`` is ``None`` when what acta composed before is not known.

    ``another_export`` says that ``new`` was made from another recording or export of the same talk: then only items are added whose
    words the note's transcript does not hold, and nothing that stands in the note is brought up to date.
    """
    if base is not None and _plain(base) == _plain(new):
        return Merged(current, base, kept_edits=_kept(base, current))
    merge_ = _Merge(_View(base) if base is not None else None, _View(current), _View(new), another_export)
    merge_.run()
    text = merge_.text
    return Merged(
        text,
        _so_far(base, current, new, text, another_export),
        tuple(merge_.added),
        _kept(base, current) if base is not None else 0,
        tuple(merge_.dropped),
        tuple(merge_.conflicts),
    )


def _so_far(base: str | None, current: str, new: str, merged: str, another_export: bool) -> str:
    """What acta has composed so far: the base with the same news, as if nobody had edited it."""
    if base is None:
        return new
    return merged if base == current else merge(base, base, new, another_export=another_export).text


def _kept(base: str, current: str) -> int:
    known = set(_plain(base).split("\n"))
    return sum(1 for line in _plain(current).split("\n") if line.strip() and line not in known)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item of a note: ``key`` is its label, or ``=`` and its words when it has none; ``group`` its kind, or its heading."""

    key: str
    group: str
    line: str
    words: str
    quotes: tuple[str, ...]
    place: ListItem


class _View:
    """What merging needs to see of a note."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.note = Note.parse(text)

    @cached_property
    def proofs(self) -> Mapping[str, str]:
        """The footnotes of acta's items, by label."""
        return {f.label: self.text[f.start : f.end].rstrip() for f in self.note.footnotes if is_label(f.label)}

    @cached_property
    def items(self) -> Mapping[str, _Item]:
        """The items, the first of each key."""
        out: dict[str, _Item] = {}
        for place in self.note.items:
            if place.is_placeholder:
                continue
            section = self._section_of(place)
            labels = item_labels(place)
            # Of several footnotes an item's own is the one with a definition of acta's.
            label = next((x for x in labels if x in self.proofs), labels[0] if labels else "")
            line = self.text[place.start : place.end].rstrip("\r\n")
            if not label and section is None:
                continue
            words = _words(place.text)
            key = label or f"={words}"
            kind = kind_of_label(label) if label else kind_of_heading(section.heading.text) if section else None
            group = kind.value if kind else heading_key(section.heading.text) if section else ""
            out.setdefault(key, _Item(key, group, line, words, _quotes(self.proofs.get(label, "")), place))
        return out

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that items may belong to: those at the level of acta's own, and at any other that are called as one of them."""
        return tuple(s for s in self.note.sections if s.heading.level == 2 or kind_of_heading(s.heading.text))

    def section(self, key: str) -> Section | None:
        """The section with the heading ``key``."""
        return next((s for s in self.sections if heading_key(s.heading.text) == key), None)

    def _section_of(self, place: ListItem) -> Section | None:
        if ">" in place.indent:
            return None  # in a box or a quotation, which may stand anywhere
        return next((s for s in reversed(self.sections) if s.body_start <= place.start < s.end), None)

    def section_of(self, item: _Item) -> Section | None:
        """The section that an item stands in."""
        return self._section_of(item.place)

    def regions(self) -> Iterator[tuple[str, Stretch]]:
        """The parts besides items that are brought up to date as a whole: name and place, blank lines around left out."""
        note = self.note
        title = next((h for h in note.headings if h.level == 1), None)
        summary = self.section("summary")
        found = {
            "front": note.front,
            "title": Stretch(title.start, title.end) if title else None,
            "purpose": note.purpose,
            "summary": Stretch(summary.body_start, summary.end) if summary else None,
            "next": note.next_meeting,
            "transcript": note.transcript,
        }
        for name, place in found.items():
            if place is not None:
                inside = self.text[place.start : place.end]
                start = place.start + len(inside) - len(inside.lstrip("\r\n"))
                yield name, Stretch(start, max(start, place.start + len(inside.rstrip())))

    @cached_property
    def spoken(self) -> str:
        """The words of the transcript region, without times and names: what was said across several lines stands together."""
        place = self.note.transcript
        return _words(_VOICE.sub("", self.text[place.start : place.end])) if place else ""


def _words(text: str) -> str:
    return " ".join(w for w, _, _ in word_spans(_MARKUP.sub(" ", _DECORATION.sub(" ", text).replace("\\", ""))))


def _quotes(proof: str) -> tuple[str, ...]:
    return tuple(_words(q) for q in _QUOTE.findall(proof))


@dataclass
class _Merge:
    """One merge: collects edits of the note as it is."""

    old: _View | None
    now: _View
    fresh: _View
    another_export: bool
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    boxed: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The merged text."""
        return splice(self.now.text, self.edits)

    def run(self) -> None:
        """Find the edits."""
        twins = _twins(self.fresh, self.now, self.old)
        news: dict[int, list[_Item]] = {}
        for key, item in self.fresh.items.items():
            twin = twins.get(key)
            if twin is None:
                self._take(item, news)
            elif twin not in self.now.items:
                self.dropped.append(twin)
            elif twin == key:
                self._update(item)
        for at, items in news.items():
            self._insert(at, items)
        if self.old and not self.another_export:
            self._update_regions(self.old)
        self._insert_box()
        self._insert_proofs()

    # Items

    def _take(self, item: _Item, news: dict[int, list[_Item]]) -> None:
        """Plan a new item's place, unless it is there out of sight or the words that prove it are no news.

        Without history such an item may be one that was deleted; from another export it is what was found once, worded otherwise.
        """
        hidden = f"[^{item.key}]" if is_label(item.key) else item.line.strip()
        if hidden in self.now.text or ((self.old is None or self.another_export) and self._was_said(item)):
            return
        section = self._home(item)
        self.added.append(item.key)
        if item.key in self.fresh.proofs and item.key not in self.now.proofs:
            self.proofs.append(self.fresh.proofs[item.key])
        if section is None:
            self.conflicts.append(f"the section of a new line is gone, so it stands in the box “Not merged”: {item.line.strip()}")
            self.boxed.append(item.line)
        else:
            news.setdefault(section.body_start, []).append(item)

    def _was_said(self, item: _Item) -> bool:
        said = self.now.spoken or (self.old.spoken if self.old else "")
        if not said:
            return False
        return all(quote in said or fuzz.partial_ratio(quote, said) >= _SAID for quote in item.quotes)

    def _update(self, item: _Item) -> None:
        """Bring a line and its footnote up to date where the human left them alone."""
        if self.old is None or self.another_export or (before := self.old.items.get(item.key)) is None:
            return
        mine = self.now.items[item.key]
        if mine.line == before.line:
            self._replace(mine.place.start, mine.line, item.line)
        elif item.line not in (before.line, mine.line) and _substance(item.line) not in (_substance(before.line), _substance(mine.line)):
            self.conflicts.append(f"you changed a line whose source now reads otherwise; yours was kept: {mine.line.strip()}")
            self.boxed.append(f"- Instead of your line: {_bare(item.line)}[^{item.key}]" if is_label(item.key) else item.line)
        was, is_, will = (v.proofs.get(item.key) for v in (self.old, self.now, self.fresh))
        if was is not None and will is not None and was == is_:
            place = next(f for f in self.now.note.footnotes if f.label == item.key)
            self._replace(place.start, was, will)

    def _replace(self, start: int, was: str, will: str) -> None:
        if was != will:
            self.edits.append((start, start + len(was), will))

    def _home(self, item: _Item) -> Section | None:
        """The section of the note that a fresh item belongs to, whatever it is called there; ``None`` when it is gone."""
        source = self.fresh.section_of(item)
        key = heading_key(source.heading.text) if source else ""
        if found := self.now.section(key):
            return found
        alike = [s for s in self.now.sections if (kind := kind_of_heading(s.heading.text)) and kind.value == item.group]
        if alike:
            return alike[0]
        # A heading of the human's own: the section that most items of the kind stand in, else the one where acta's heading was.
        homes = [s for other in self.now.items.values() if other.group == item.group and (s := self.now.section_of(other))]
        if homes:
            return max(homes, key=homes.count)
        return self._renamed(key)

    def _renamed(self, key: str) -> Section | None:
        """The one section that stands where the base had ``key``, between the same two neighbours."""
        for view in (self.old, self.fresh):
            keys = ["", *(heading_key(s.heading.text) for s in view.sections), ""] if view else []
            if key not in keys[1:-1]:
                continue
            at = keys.index(key, 1)
            here = ["", *(heading_key(s.heading.text) for s in self.now.sections), ""]
            for i, one in enumerate(here[1:-1], 1):
                if one not in keys and here[i - 1] == keys[at - 1] and here[i + 1] == keys[at + 1]:
                    return self.now.sections[i - 1]
        return None

    def _insert(self, body_start: int, items: list[_Item]) -> None:
        section = next(s for s in self.now.sections if s.body_start == body_start)
        end = min([s.heading.start for s in self.now.note.sections if body_start <= s.heading.start < section.end] + [section.end])
        inside = [i for i in self.now.note.items if body_start <= i.start < end and ">" not in i.indent]
        break_ = self.now.note.newline
        lines = break_.join(i.line for i in items)
        placeholder = next((i for i in inside if i.is_placeholder), None)
        if placeholder:
            size = len(self.now.text[placeholder.start : placeholder.end].rstrip("\r\n"))
            self.edits.append((placeholder.start, placeholder.start + size, lines))
        elif inside:
            self._insert_lines(self._after_block(max(i.block_end for i in inside), end), lines)
        else:
            self._insert_paragraph(body_start, lines)

    def _after_block(self, at: int, end: int) -> int:
        """Past the lines that Markdown takes for a lazy continuation of the item before."""
        for line in self.now.note.lines:
            if line.start == at < end and line.kind == "text":
                at = line.end
        return at

    def _insert_lines(self, at: int, lines: str) -> None:
        """Insert whole lines before the line at ``at``, or at the end of a note that lacks its last line end."""
        break_ = self.now.note.newline
        if at and not self.now.text[:at].endswith("\n"):
            self.edits.append((at, at, f"{break_}{lines}"))
        else:
            self.edits.append((at, at, f"{lines}{break_}"))

    def _insert_paragraph(self, at: int, lines: str) -> None:
        """Insert lines before the line at ``at`` with a blank line above and below."""
        break_ = self.now.note.newline
        before, after = self.now.text[:at], self.now.text[at:]
        if before and not before.endswith("\n"):
            # The end of a note without a last line end, which stays without.
            self.edits.append((at, at, f"{break_}{break_}{lines}"))
            return
        blank_above = not before or before.endswith(("\n\n", "\n\r\n"))
        blank = next((b for b in ("\r\n", "\n") if after.startswith(b)), "")
        if blank and not blank_above:
            # The blank line that is there already becomes the one above.
            at, after, blank_above = at + len(blank), after[len(blank) :], True
        below = break_ if after.strip() else ""
        self.edits.append((at, at, f"{'' if blank_above else break_}{lines}{break_}{below}"))

    # What is not an item

    def _update_regions(self, old: _View) -> None:
        before, now, fresh = dict(old.regions()), dict(self.now.regions()), dict(self.fresh.regions())
        for name, place in now.items():
            if name not in before or name not in fresh:
                continue
            was, is_, will = (
                _plain(v.text[r.start : r.end]) for v, r in ((old, before[name]), (self.now, place), (self.fresh, fresh[name]))
            )
            if was == is_ != will:
                self.edits.append((place.start, place.end, will.replace("\n", self.now.note.newline)))

    def _insert_box(self) -> None:
        """Lines without a place go into a box that is easy to see, above the next meeting and the transcript."""
        if not self.boxed:
            return
        note, break_ = self.now.note, self.now.note.newline
        lines = break_.join(f"> {line}" for line in self.boxed)
        start = next((x for x in note.lines if note.of(x) == _BOX), None)
        if start is not None:
            at = start.end
            for line in note.lines:
                if line.start == at and note.of(line).startswith(">"):
                    at = line.end
            self._insert_lines(at, lines)
            return
        place = note.next_meeting or note.transcript
        footnotes = note.footnotes
        at = place.start if place else footnotes[0].start if footnotes else len(self.now.text)
        self._insert_paragraph(at, break_.join((_BOX, _BOX_HELP, lines)))

    def _insert_proofs(self) -> None:
        """New footnotes stand after the last one of acta's, else at the end."""
        if not self.proofs:
            return
        lines = self.now.note.newline.join(self.proofs)
        ends = [f.end for f in self.now.note.footnotes if is_label(f.label)]
        if ends:
            self._insert_lines(max(ends), lines)
        else:
            self._insert_paragraph(len(self.now.text), lines)


def _substance(line: str) -> str:
    """What a line says, without its mark, labels, punctuation and case."""
    return " ".join(sorted(_words(re.sub(r"^[\s>]*[-*+] (?:\[.\] )?", "", line)).split()))


def _bare(line: str) -> str:
    """A line without list mark, footnotes and block id."""
    return " ".join(_DECORATION.sub("", re.sub(r"^[\s>]*[-*+] ", "", line)).split())


def _twins(fresh: _View, now: _View, old: _View | None) -> dict[str, str]:
    """For each fresh item the item, of the note or deleted from it, that it is: of the same key, else the one most alike."""
    have: dict[str, list[_Item]] = {}
    for view in (now, old):
        for key, item in view.items.items() if view else ():
            have.setdefault(key, []).append(item)
    out = {key: key for key in fresh.items if key in have}
    left = [item for key, item in fresh.items.items() if key not in out]
    free = [(key, versions) for key, versions in have.items() if key not in out]
    scores = ((max(_alike(a, b) for b in versions), i, j) for (i, a), (j, (_, versions)) in product(enumerate(left), enumerate(free)))
    taken: set[int] = set()
    for score, i, j in sorted(scores, key=lambda x: (-x[0], x[1:])):
        if score and left[i].key not in out and j not in taken:
            out[left[i].key] = free[j][0]
            taken.add(j)
    return out


def _alike(a: _Item, b: _Item) -> float:
    """How surely two items are one, 0 when they are not."""
    texts = fuzz.token_sort_ratio(a.words, b.words)
    if a.group == b.group and texts >= _SAME_TEXT:
        return texts
    needed = _LIKE_TEXT if a.group == b.group else _SAME_TEXT
    quotes = _ratio(" ".join(a.quotes), " ".join(b.quotes)) if texts >= needed else 0
    return quotes if quotes >= _SAME_QUOTE else 0


def _ratio(a: str, b: str) -> float:
    """The likeness of two quotes; one may hold the other when it is long enough not to do so by chance."""
    few = min(a.count(" "), b.count(" ")) + 1 < _FEW_WORDS
    if not a or not b:
        return 0
    return fuzz.ratio(a, b) if few else fuzz.token_set_ratio(a, b)
