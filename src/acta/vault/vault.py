"""The vault as its callers see it: read a note, find the one of a meeting, write it guarded, take the write back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from acta.errors import ActaError, VaultError
from acta.markdown import Note
from acta.model import KnownPerson
from acta.vault import atomic, places
from acta.vault.history import History, Write
from acta.vault.recall import Recall
from acta.vault.sameness import fingerprint
from acta.vault.scan import Scanner
from acta.vault.settings import VaultSettings, read_settings

_LOCK_S = 10.0
_TEMPLATE_SUFFIXES = (".j2", ".md")


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A note as it was read: ``text`` is ``data`` as UTF-8, line ends and byte order mark included; ``sha256`` is of ``data``."""

    path: Path
    text: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class UndoResult:
    """The note that undoing gave its earlier bytes back, or, with ``removed``, that acta had made and undoing removed."""

    path: Path
    removed: bool


def default_state_dir() -> Path:
    """Where histories and locks are kept: ``ACTA_STATE_DIR``, else the place the system has for such files."""
    if chosen := os.environ.get("ACTA_STATE_DIR"):
        return Path(chosen).expanduser()
    import platformdirs  # noqa: PLC0415  # not needed by tests and servers that name the folder

    return Path(platformdirs.user_state_dir("acta", appauthor=False))


class Vault:
    """One folder of notes. Make it with ``Vault.open``. Reading leaves no trace anywhere; only ``write`` and ``undo`` make files."""

    def __init__(self, root: Path, state: Path, lock_timeout_s: float) -> None:
        self.root = root
        self._state = state
        self._lock_timeout_s = lock_timeout_s
        self._history = History(state)
        self._settings: VaultSettings | None = None
        self._scanner: Scanner | None = None
        self._memory: Recall | None = None

    @classmethod
    def open(cls, root: Path, *, state_dir: Path | None = None, lock_timeout_s: float = _LOCK_S) -> Vault:
        """The vault at ``root``; raises ``VaultError`` ``no-vault`` when that is not a folder."""
        real = Path(os.path.realpath(root.expanduser()))
        if not real.is_dir():
            raise VaultError(
                f"{root}: {'not a folder' if real.exists() else 'there is no such folder'}",
                code="no-vault",
                hint="Name the folder of your notes: --vault DIR, or for good: acta config set vault DIR",
            )
        name = atomic.digest(os.fsencode(real))[:16]
        return cls(real, (state_dir or default_state_dir()) / name, lock_timeout_s)

    # What the vault knows

    def settings(self) -> VaultSettings:
        """The vault's own settings, read once."""
        if self._settings is None:
            self._settings = read_settings(self.root)
        return self._settings

    def people(self, folder: str) -> tuple[KnownPerson, ...]:
        """The people with a note in ``folder`` of the vault; none when there is no such folder."""
        return self._scan.people(places.existing_folder(self.root, folder))

    def titles(self) -> tuple[str, ...]:
        """The names of all notes."""
        return self._scan.titles()

    def subjects(self, people_folder: str) -> tuple[str, ...]:
        """The names of notes that name a project, a firm or another thing people speak of; from file names alone."""
        return self._scan.subjects(places.existing_folder(self.root, people_folder))

    def templates(self, folder: str) -> tuple[NoteFile, ...]:
        """The user's own templates: the files directly in ``folder``, by name; none when there is no such folder."""
        place = places.existing_folder(self.root, folder)
        names = (n for n in places.names_in(place) if n.endswith(_TEMPLATE_SUFFIXES) and not n.startswith("."))
        found = (place / name for name in names)
        return tuple(self.read(path) for path in found if path.is_file())

    def meetings_on(self, day: date) -> list[Path]:
        """The notes whose front matter, or else file name, gives ``day``."""
        return self._scan.dated(day)

    def find_same(self, text: str, day: date, sha256: str | None = None) -> Path | None:
        """The note of the same meeting as the note ``text``: made from a source of hash ``sha256``, or of the same words.

        Found wherever it was moved to, from whatever export it was made; ``None`` when there is none.
        """
        return self._recall.find(text, day, sha256)

    def base_of(self, path: Path | str) -> str | None:
        """What acta composed when it last wrote the note at ``path``, even if it had another name then; ``None``: not known."""
        return self._recall.base_of(places.locate(self.root, path))

    def sources_of(self, path: Path | str) -> tuple[str, ...]:
        """The hashes of the sources that the note at ``path`` was made from, the one that made it first; empty when not known."""
        return self._recall.sources_of(places.locate(self.root, path))

    def writes(self) -> tuple[Write, ...]:
        """What acta wrote to this vault, oldest first."""
        return self._history.writes()

    # Reading and writing notes

    def read(self, path: Path | str) -> NoteFile:
        """The note at ``path``; raises ``VaultError`` (``no-note``, ``not-utf8``, ``outside-vault``, no permission)."""
        target = places.locate(self.root, path)
        try:
            return _note(target, target.read_bytes())
        except FileNotFoundError as error:
            raise VaultError(f"{target}: there is no such note", code="no-note", hint="It may have been moved or deleted.") from error
        except OSError as error:
            raise atomic.failure(error, target) from error

    def free_path(self, folder: str, file_name: str) -> Path:
        """Where a new note may be made: ``file_name``, tidied, in ``folder``, with a number when that name is taken up to case."""
        place = places.existing_folder(self.root, folder)
        taken = {places.folded(n) for n in places.names_in(place)}
        return places.locate(self.root, place / places.numbered(places.tidy_name(file_name), taken))

    def write(self, path: Path | str, text: str, expected: str | None, *, base: str | None = None, sources: Sequence[str] = ()) -> NoteFile:
        """Make ``text`` the note at ``path``, whole, if it still has the hash ``expected`` (``None``: if there is none yet).

        ``base`` is what acta composed, without the user's edits, and ``sources`` the hashes of what it composed that from. Raises
        ``VaultError``: ``changed-meanwhile``, ``malformed-note``, ``name-taken``, ``locked``, ``outside-vault``, ``hidden-folder``,
        ``disk-full``, ``no-permission``, ``read-only``, …; then nothing was changed. Nothing is done when the note already has that text.
        """
        target = places.locate(self.root, path)
        data = _encoded(target, text)
        composed = data if base is None else _encoded(target, base)
        with self._locked(), _telling(target):
            before = self._before(target, expected)
            if before == data:
                return _note(target, data)
            if before is not None:
                _readable(target, before)
            marks = fingerprint(composed.decode("utf-8"))
            planned = Write(
                "", "", self._relative(target), tuple(sources), expected, atomic.digest(data), atomic.digest(composed), marks.sketch
            )
            self._replace(target, data, planned, base=composed, before=before)
        return _note(target, data)

    def undo(self) -> UndoResult:
        """Give the note of the last write its earlier bytes back, or remove the note if that write made it.

        Raises ``VaultError``: ``nothing-to-undo``, or ``changed-since`` when the note is no longer what acta wrote.
        """
        with self._locked():
            last = next((w for w in reversed(self._history.writes()) if self._recall.happened(w)), None)
            if last is None:
                raise VaultError(f"{self.root}: acta has no write to take back here", code="nothing-to-undo")
            target = places.locate(self.root, last.path)
            with _telling(target):
                self._take_back(target, last)
        return UndoResult(target, last.before is None)

    # How it is done

    @property
    def _scan(self) -> Scanner:
        if self._scanner is None:
            self._scanner = Scanner(self.root, self.settings().template_folders)
        return self._scanner

    @property
    def _recall(self) -> Recall:
        if self._memory is None:
            self._memory = Recall(self.root, self._history, self._scan)
        return self._memory

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the one lock of this vault; it lies in the state folder, so that no synchroniser carries it."""
        import filelock  # noqa: PLC0415  # only writers need it

        try:
            self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = filelock.FileLock(self._state / "lock", timeout=self._lock_timeout_s)
            lock.acquire()
        except filelock.Timeout as error:
            raise VaultError(
                f"{self.root}: another acta has been writing to this vault for {self._lock_timeout_s:g} s",
                code="locked",
                hint="Wait until it has finished, then run the command again.",
            ) from error
        except OSError as error:
            raise self._history.unusable(error) from error
        try:
            yield
        finally:
            lock.release()

    def _before(self, target: Path, expected: str | None) -> bytes | None:
        """The bytes about to be replaced, after checking that they are the ones expected and that the name is free."""
        before = atomic.read_if_there(target)
        if (None if before is None else atomic.digest(before)) != expected:
            raise _changed(target, expected)
        if expected is None:
            taken = {places.folded(n): n for n in places.names_in(target.parent)}
            if places.folded(target.name) in taken:
                raise VaultError(
                    f"{target}: “{taken[places.folded(target.name)]}” is there already, the same name to many disks",
                    code="name-taken",
                    hint="Rename one of them, or give the meeting another --title.",
                )
        return before

    def _replace(self, target: Path, data: bytes, planned: Write, *, base: bytes, before: bytes | None) -> None:
        made = atomic.make_folders(target.parent)
        folders = tuple(self._relative(f) for f in made)
        begun: Write | None = None
        try:
            atomic.sweep(target.parent)
            with atomic.prepared(target, data) as temporary:
                begun = self._history.begin(replace(planned, folders=folders), base=base, before=before)
                atomic.put(temporary, target, planned.before)
        except (OSError, ActaError, atomic.Changed) as error:
            atomic.remove_folders(made)
            if begun is not None:
                self._history.end(begun, "void")
            if isinstance(error, atomic.Changed):
                raise _changed(target, planned.before) from error
            raise
        self._history.end(begun, "done")

    def _take_back(self, target: Path, last: Write) -> None:
        try:
            if last.before is None:
                atomic.remove(target, last.after)
                atomic.remove_folders([self.root / f for f in last.folders])
            else:
                earlier = self._history.text(last.before)
                if earlier is None:
                    raise self._history.damaged(f"the earlier text of {last.path} is missing")
                atomic.expect(target, last.after)
                atomic.sweep(target.parent)
                with atomic.prepared(target, earlier) as temporary:
                    atomic.put(temporary, target, last.after)
        except atomic.Changed as error:
            raise VaultError(
                f"{target}: the note was changed, moved or removed after acta wrote it",
                code="changed-since",
                hint="Nothing was undone, so that nothing of yours is lost.",
            ) from error
        self._history.end(last, "undone")


def _changed(target: Path, expected: str | None) -> VaultError:
    if expected is None:
        return VaultError(f"{target}: a note of that name is there now", code="name-taken", hint="Run the command again.")
    return VaultError(
        f"{target}: the note was changed while acta was at work",
        code="changed-meanwhile",
        hint="Run the command again: acta then starts from the note as it is now.",
    )


def _readable(path: Path, data: bytes) -> None:
    """Refuse to edit a note whose properties are no YAML: its owner sees them broken, and must not find them moved as well."""
    note = Note.parse(_note(path, data).text)
    try:
        note.properties()
    except VaultError as error:
        raise VaultError(f"{path}: {error.message}", code=error.code, hint=error.hint) from error


def _note(path: Path, data: bytes) -> NoteFile:
    try:
        return NoteFile(path, data.decode("utf-8"), data, atomic.digest(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise VaultError(
            f"{path}: line {line} is not UTF-8", code="not-utf8", hint="Save the note as UTF-8, then run the command again."
        ) from error


def _encoded(path: Path, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise VaultError(
            f"{path}: line {line} holds half a character", code="not-utf8", hint="Repair the source, then run again."
        ) from error


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn what the system says about ``path`` into a ``VaultError``."""
    try:
        yield
    except OSError as error:
        raise atomic.failure(error, path) from error
