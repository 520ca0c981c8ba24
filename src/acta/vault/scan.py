"""Which notes a vault holds, of which day, and the people among them; reads only the head of each note, and each head once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from acta.model import KnownPerson
from acta.vault.places import folded
from acta.vault.subjects import is_subject

_HEAD_BYTES = 4096
_PERSON_BYTES = 65536
_CONFLICT_COPY = re.compile(r"\(conflicted copy|\(.*'s conflicted copy|\.sync-conflict-", re.IGNORECASE)
_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)(?:\r?\n---[ \t]*(?:\r?\n|\Z)|\Z)", re.DOTALL)
_DATE = re.compile(rb"^date[ \t]*:[ \t]*[\"']?(?:\[\[)?(\d{4}-\d\d-\d\d)", re.MULTILINE | re.IGNORECASE)
_NAME_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_PROPERTIES = re.compile(rb"^[\"']?(?:alias(?:es)?|private)[\"']?[ \t]*:", re.MULTILINE | re.IGNORECASE)
_PRIVATE = re.compile(rb"^[\"']?private[\"']?[ \t]*:(?![ \t]*(?:false|no|off|0)?[ \t]*\r?$)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A note as the last scan found it; ``day`` is the ISO date of its front matter, empty without one."""

    mtime_ns: int
    size: int
    day: str


class Scanner:
    """Walks one vault; remembers the heads it read, and reads those again whose time or size changed."""

    def __init__(self, root: Path, skipped: tuple[str, ...] = ()) -> None:
        self._root = str(root)
        self._skipped = frozenset(folded(f) for f in skipped)
        self._seen: dict[str, _Seen] = {}

    def notes(self) -> Iterator[os.DirEntry[str]]:
        """Every note: hidden folders, templates, links and copies that a synchroniser made of a conflict are left out."""
        yield from self._walk(self._root)

    def dated(self, day: date) -> list[Path]:
        """The notes whose front matter, or else file name, gives ``day``."""
        wanted = day.isoformat()
        found: list[Path] = []
        seen: dict[str, _Seen] = {}
        for entry in self.notes():
            now = self._look(entry)
            if now is None:
                continue
            seen[entry.path] = now
            if now.day == wanted or wanted in _NAME_DATE.findall(entry.name):
                found.append(Path(entry.path))
        self._seen = seen
        return sorted(found)

    def titles(self) -> tuple[str, ...]:
        """The names of all notes, each once, sorted."""
        return tuple(sorted({entry.name[:-3] for entry in self.notes()}))

    def subjects(self, people: Path) -> tuple[str, ...]:
        """The names of notes outside of the folder ``people`` that name a thing people speak of, each once, sorted."""
        inside = f"{people}{os.sep}"
        whole = str(people) == self._root
        return tuple(sorted({e.name[:-3] for e in self.notes() if (whole or not e.path.startswith(inside)) and is_subject(e.name[:-3])}))

    def people(self, folder: Path) -> tuple[KnownPerson, ...]:
        """The people that have a note in ``folder`` or below, sorted by name, with the other spellings their notes give."""
        found: dict[str, tuple[str, ...]] = {}
        private: set[str] = set()
        for entry in self._walk(str(folder)):
            name = entry.name[:-3].strip()
            aliases, is_private = _of_person(entry.path)
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *aliases)))
            private |= {name} if is_private else set()
        return tuple(KnownPerson(name, tuple(a for a in found[name] if a != name), private=name in private) for name in sorted(found))

    def _walk(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError:
            return  # a folder that may not be read holds nothing acta could write to
        for entry in listed:
            name = entry.name
            if name.startswith("."):
                continue
            if name.endswith((".md", ".MD")):
                if entry.is_file(follow_symlinks=False) and not _CONFLICT_COPY.search(name):
                    yield entry
            elif entry.is_dir(follow_symlinks=False) and not self._is_skipped(entry.path):
                yield from self._walk(entry.path)

    def _is_skipped(self, path: str) -> bool:
        return folded(path[len(self._root) :].strip(os.sep).replace(os.sep, "/")) in self._skipped

    def _look(self, entry: os.DirEntry[str]) -> _Seen | None:
        try:
            status = entry.stat(follow_symlinks=False)
            known = self._seen.get(entry.path)
            if known and (known.mtime_ns, known.size) == (status.st_mtime_ns, status.st_size):
                return known
            return _Seen(status.st_mtime_ns, status.st_size, _day(_head(entry.path, _HEAD_BYTES)))
        except OSError:
            return None  # removed or locked meanwhile


def _head(path: str, size: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(descriptor, size)
    finally:
        os.close(descriptor)


def _day(head: bytes) -> str:
    front = _FRONT.match(head)
    found = _DATE.search(front[1]) if front else None
    return found[1].decode() if found else ""


def _of_person(path: str) -> tuple[tuple[str, ...], bool]:
    """The other spellings in a person's front matter, and whether it says ``private: true``.

    What cannot be read says nothing of spellings: the name alone is worth having; but a note that speaks of "private" and cannot be
    read counts as private.
    """
    try:
        front = _FRONT.match(_head(path, _PERSON_BYTES))
    except OSError:
        return (), False
    if not front or not _PROPERTIES.search(front[1]):
        return (), False
    import yaml  # noqa: PLC0415  # only vaults with aliases pay for it

    suspected = _PRIVATE.search(front[1]) is not None
    try:
        values = yaml.load(front[1].decode("utf-8", "replace"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return (), suspected
    if not isinstance(values, dict):
        return (), suspected
    out: list[str] = []
    private = False
    for key, value in values.items():
        if str(key).lower() in ("alias", "aliases"):
            given = value if isinstance(value, list) else str(value or "").split(",")
            out += [str(a).strip() for a in given if isinstance(a, str) and a.strip()]
        if str(key).lower() == "private":
            private = value is True or str(value).strip().lower() in ("true", "yes", "on", "1")
    return tuple(out), private
