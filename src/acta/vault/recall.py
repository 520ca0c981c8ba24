"""Remembering: which note is of this meeting, and what acta itself had composed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from acta.vault import atomic
from acta.vault.history import History, Write
from acta.vault.sameness import MAYBE_SAME, SAME, Fingerprint, fingerprint, likeness, resemblance
from acta.vault.scan import Scanner

_KEPT = 16
"""Fingerprints kept; one of an hour of talk takes about a megabyte."""


class Recall:
    """Answers from the history where it can, from the notes themselves where it must; reads only."""

    def __init__(self, root: Path, history: History, scanner: Scanner) -> None:
        self._root = root
        self._history = history
        self._scanner = scanner
        self._sketches: dict[tuple[Path, int, int], tuple[int, ...]] = {}
        self._known: dict[tuple[Path, int, int], Fingerprint] = {}

    def happened(self, write: Write) -> bool:
        """Whether ``write`` took place and stands; one that was cut off did if the note is not as it was before."""
        if write.end:
            return write.end == "done"
        data = atomic.read_if_there(self._root / write.path)
        return (None if data is None else atomic.digest(data)) != write.before

    def find(self, text: str, day: date, sha256: str | None) -> Path | None:
        """The note of the same meeting as ``text``."""
        wanted = fingerprint(text)
        remembered = self._remembered(wanted, sha256)
        for write in remembered:
            if (path := self._if_same(self._root / write.path, wanted)) is not None:
                return path
        if (found := self._best(self._scanner.dated(day), wanted)) is not None:
            return found
        # It is known but neither in its place nor of its day: moved, and its date edited. Only this case reads whole notes.
        return self._best(self._labelled(remembered, wanted), wanted) if remembered else None

    def base_of(self, path: Path) -> str | None:
        """The composed text of the last write that belongs to the note now at ``path``."""
        write = self._last(path)
        return None if write is None else self._composed(write)

    def sources_of(self, path: Path) -> tuple[str, ...]:
        """The sources of the last write that belongs to the note now at ``path``."""
        write = self._last(path)
        return () if write is None else write.sources

    def _last(self, path: Path) -> Write | None:
        data = atomic.read_if_there(path)
        if data is None:
            return None
        sha256, wanted = atomic.digest(data), fingerprint(data.decode("utf-8", "replace"))
        place = path.relative_to(self._root).as_posix()
        writes = [w for w in reversed(self._history.writes()) if self.happened(w)]
        here = [w for w in writes if w.path == place]
        # A note without its transcript has no sketch, only labels; then every text has to be looked at.
        unsketched = not wanted.whole and bool(wanted.labels)
        elsewhere = [
            w for w in writes if w.path != place and (unsketched or w.after == sha256 or resemblance(w.sketch, wanted.sketch) >= MAYBE_SAME)
        ]
        for write in (*here, *elsewhere):
            composed = self._composed(write)
            if composed is not None and (write.after == sha256 or likeness(fingerprint(composed), wanted) >= SAME):
                return write
        # Edited beyond recognition, but where acta wrote it and not the place of something else since.
        return here[0] if here and not wanted.shingles and self._composed(here[0]) is not None else None

    def _composed(self, write: Write) -> str | None:
        data = self._history.text(write.base)
        return None if data is None else data.decode("utf-8")

    def _remembered(self, wanted: Fingerprint, sha256: str | None) -> list[Write]:
        """The writes that seem to be of this meeting, latest first; those of the very same source before all others."""
        writes = [w for w in reversed(self._history.writes()) if self.happened(w)]
        same_source = [w for w in writes if sha256 in w.sources]
        alike = [w for w in writes if w not in same_source and resemblance(w.sketch, wanted.sketch) >= MAYBE_SAME]
        return [*same_source, *alike]

    def _if_same(self, path: Path, wanted: Fingerprint) -> Path | None:
        return path if self._likeness(path, wanted) >= SAME else None

    def _best(self, paths: Iterable[Path], wanted: Fingerprint) -> Path | None:
        ranked = [(self._likeness(path, wanted), path) for path in paths if self._may_be(path, wanted)]
        best = max(ranked, default=(0.0, None), key=lambda pair: pair[0])
        return best[1] if best[0] >= SAME else None

    def _may_be(self, path: Path, wanted: Fingerprint) -> bool:
        """Whether a sketch, made once per state of a note, leaves it possible that the note is of this meeting."""
        try:
            status = path.stat()
            key = (path, status.st_mtime_ns, status.st_size)
            if key not in self._sketches:
                self._sketches[key] = self._fingerprint(path).sketch
        except OSError:
            return False
        sketch = self._sketches[key]
        return not sketch or not wanted.sketch or resemblance(sketch, wanted.sketch) >= MAYBE_SAME

    def _likeness(self, path: Path, wanted: Fingerprint) -> float:
        try:
            return likeness(self._fingerprint(path), wanted)
        except OSError:
            return 0.0

    def _fingerprint(self, path: Path) -> Fingerprint:
        """The fingerprint of the note at ``path`` as it stands; those of the last few are kept, for talks alike come in rows."""
        status = path.stat()
        key = (path, status.st_mtime_ns, status.st_size)
        found = self._known.pop(key, None) or fingerprint(path.read_bytes().decode("utf-8", "replace"))
        self._known[key] = found
        if len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        return found

    def _labelled(self, writes: Iterable[Write], wanted: Fingerprint) -> Iterator[Path]:
        """The notes anywhere that hold a footnote acta wrote for this meeting."""
        labels = {*wanted.labels, *(label for w in writes for label in fingerprint(self._composed(w) or "").labels)}
        marks = [f"[^{label}]:".encode() for label in labels]
        for entry in self._scanner.notes():
            path = Path(entry.path)
            try:
                data = path.read_bytes()
            except OSError:
                continue
            if any(mark in data for mark in marks):
                yield path
