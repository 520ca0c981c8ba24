"""A new note over an edited one: the human wins.

Three texts meet: what acta wrote last (the base), the file as it is now, and a fresh composition. What the human changed, added or deleted
since the base stays so; what the human left alone may be brought up to date; what is new is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from acta.evidence import fold, word_spans

_LABEL = re.compile(r"\[\^([kwpafrq][0-9a-z]{3,})\](?!:)")
_BLOCK_ID = re.compile(r" \^([kwpafrq])-([0-9a-z]{4,})\s*$")
_DEFINITION = re.compile(r"^\[\^([kwpafrq][0-9a-z]{3,})\]:\s?(.*)$")
_HEADING = re.compile(r"^## (.+?)\s*$")
_BULLET = re.compile(r"^\s*[-*+] ")
_NONE = "- (none)"
_START, _END = "<!-- ai:transcript:start -->", "<!-- ai:transcript:end -->"
_NEXT = "> Next meeting (if any):"
_SAME_WORDS = 80


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text; ids added; lines of the human's kept; ids the human deleted, not brought back; what found no place."""

    text: str
    added: tuple[str, ...] = ()
    kept_edits: int = 0
    dropped: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """What merging needs to see of a note's lines."""

    lines: tuple[str, ...]
    items: dict[str, int]
    sections: dict[str, str]
    proofs: dict[str, str]
    proof_lines: dict[str, int]
    transcript: tuple[int, int] | None

    def line(self, label: str) -> str:
        return self.lines[self.items[label]]


def _view(text: str) -> _View:
    lines = tuple(text.split("\n"))
    items: dict[str, int] = {}
    sections: dict[str, str] = {}
    proofs: dict[str, str] = {}
    proof_lines: dict[str, int] = {}
    start = next((i for i, x in enumerate(lines) if x.strip() == _START), None)
    end = next((i for i, x in enumerate(lines) if x.strip() == _END and start is not None and i > start), None)
    region = (start, end) if start is not None and end is not None else None
    section = ""
    for i, line in enumerate(lines):
        if region and region[0] <= i <= region[1]:
            continue
        if m := _DEFINITION.match(line):
            proofs[m[1]], proof_lines[m[1]] = m[2], i
        elif m := _HEADING.match(line):
            section = _key(m[1])
        elif label := _label(line):
            items.setdefault(label, i)
            sections.setdefault(label, section)
    return _View(lines, items, sections, proofs, proof_lines, region)


def _label(line: str) -> str:
    if not _BULLET.match(line):
        return ""
    if m := _BLOCK_ID.search(line):
        return (m[1] + m[2])[:4]
    m = _LABEL.search(line)
    return m[1] if m else ""


def _key(heading: str) -> str:
    return fold(heading.partition(" (for ")[0]).strip()


def merge(base: str | None, current: str, new: str) -> Merged:
    """Merge a fresh composition into the note as it is; ``base`` is ``None`` when what acta wrote last is not known."""
    ends = "\r\n" if "\r\n" in current else "\n"
    plain = current.replace("\r\n", "\n")
    if base is not None and base == new:
        return Merged(current)
    merged = _merge(base, plain, new)
    if merged.text == plain:
        return Merged(current, merged.added, merged.kept_edits, merged.dropped, merged.conflicts)
    text = merged.text.replace("\n", ends) if ends != "\n" else merged.text
    return Merged(text, merged.added, merged.kept_edits, merged.dropped, merged.conflicts)


def _merge(base: str | None, current: str, new: str) -> Merged:
    old, now, fresh = (_view(base) if base is not None else None), _view(current), _view(new)
    out: list[str | None] = list(now.lines)
    known = dict.fromkeys([*(old.items if old else ()), *now.items, *now.proofs])
    pairs = _same_items(fresh, now, old)
    added, dropped, conflicts, extra_proofs = [], [], [], []
    said_before = _said(now) if old is None else ""
    for label in fresh.items:
        twin = pairs.get(label)
        if twin is not None:
            if twin not in now.items:
                dropped.append(twin)
            elif old and twin == label and label in old.items and now.line(label) == old.line(label):
                out[now.items[label]] = fresh.line(label)
                if label in now.proof_lines and now.proofs[label] == old.proofs.get(label):
                    out[now.proof_lines[label]] = f"[^{label}]: {fresh.proofs.get(label, now.proofs[label])}"
            continue
        if old is None and (label in known or _quoted(fresh.proofs.get(label, ""), said_before)):
            continue
        at = _end_of_section(out, fresh.sections[label])
        if at is None:
            conflicts.append(f"the section of a new line is gone; not added: {fresh.line(label).strip()}")
            continue
        if out[at] == _NONE:
            out[at] = fresh.line(label)
        else:
            out[at] = f"{out[at]}\n{fresh.line(label)}"
        added.append(label)
        if label in fresh.proofs:
            extra_proofs.append(f"[^{label}]: {fresh.proofs[label]}")
    if old:
        _update_regions(out, old, now, fresh)
    text = "\n".join(x for x in out if x is not None)
    if extra_proofs:
        text = _with_proofs(text, extra_proofs)
    kept = sum(1 for x in now.lines if x.strip() and old is not None and x not in set(old.lines))
    return Merged(text, tuple(added), kept, tuple(dropped), tuple(conflicts))


def _same_items(fresh: _View, now: _View, old: _View | None) -> dict[str, str]:
    """For each fresh item the item of the note, or the one that was deleted from it, that it is: by label, else by its proof."""
    have: dict[str, tuple[str, str]] = {}
    for view in (old, now):
        if view:
            have |= {k: (view.sections.get(k, ""), _words(view.proofs.get(k, ""))) for k in view.items}
    out = {k: k for k in fresh.items if k in have}
    free = [k for k in have if k not in out]
    for label in fresh.items:
        if label in out:
            continue
        words = _words(fresh.proofs.get(label, ""))
        for other in free:
            section, theirs = have[other]
            if section == fresh.sections[label] and words and theirs and fuzz.token_set_ratio(words, theirs) >= _SAME_WORDS:
                out[label] = other
                free.remove(other)
                break
    return out


def _words(proof: str) -> str:
    quotes = re.findall(r"“([^”]*)”", proof)
    return " ".join(w for q in quotes for w, _, _ in word_spans(q))


def _said(view: _View) -> str:
    if not view.transcript:
        return ""
    start, end = view.transcript
    return " ".join(w for line in view.lines[start:end] for w, _, _ in word_spans(line))


def _quoted(proof: str, said: str) -> bool:
    words = _words(proof)
    return not words or words in said or fuzz.partial_ratio(words, said) >= _SAME_WORDS


def _end_of_section(lines: list[str | None], section: str) -> int | None:
    """The last line with text of a section's own lines, or its heading; ``None`` when the note has no such section."""
    found = None
    for i, line in enumerate(lines):
        if line is None:
            continue
        m = _HEADING.match(line)
        if m and _key(m[1]) == section and found is None:
            found = i
            continue
        if found is not None:
            if line.startswith(("#", "---", _NEXT)) or line.strip() == _START:
                break
            if _BULLET.match(line) or line[:1].isspace():
                found = i
    return found


def _update_regions(out: list[str | None], old: _View, now: _View, fresh: _View) -> None:
    """Bring up to date what the human left alone: the summary, the next meeting, the transcript."""
    for find in (_summary, _next_line, _region):
        a, b, c = find(old), find(now), find(fresh)
        if a and b and c and old.lines[a[0] : a[1]] == now.lines[b[0] : b[1]] and a != (0, 0):
            block = "\n".join(fresh.lines[c[0] : c[1]])
            if block != "\n".join(now.lines[b[0] : b[1]]):
                out[b[0]] = block
                for i in range(b[0] + 1, b[1]):
                    out[i] = None


def _summary(view: _View) -> tuple[int, int] | None:
    start = next((i for i, x in enumerate(view.lines) if (m := _HEADING.match(x)) and _key(m[1]) == "summary"), None)
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(view.lines)) if view.lines[i].startswith("#")), len(view.lines))
    return start, end


def _next_line(view: _View) -> tuple[int, int] | None:
    at = next((i for i, x in enumerate(view.lines) if x.startswith(_NEXT)), None)
    return None if at is None else (at, at + 1)


def _region(view: _View) -> tuple[int, int] | None:
    return (view.transcript[0], view.transcript[1] + 1) if view.transcript else None


def _with_proofs(text: str, proofs: list[str]) -> str:
    """New footnotes after the last one, or at the end."""
    lines = text.split("\n")
    last = max((i for i, x in enumerate(lines) if _DEFINITION.match(x)), default=None)
    if last is None:
        body = text.rstrip("\n")
        return body + "\n\n" + "\n".join(proofs) + text[len(body) :]
    return "\n".join([*lines[: last + 1], *proofs, *lines[last + 1 :]])
