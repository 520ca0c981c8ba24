"""What acta wrote to one vault: a journal of one JSON line per event, and the texts it speaks of, named by their hashes.

Kept outside the vault, in the state folder. A line ``{"write": …}`` is there before the note changes; ``{"end": id, "how": …}``
follows: ``done``, ``void`` (it came to nothing) or ``undone``. Losing all of this loses no note, only undo and the knowledge of
what acta itself had composed.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from acta.errors import StoreError
from acta.vault import atomic

Ending = Literal["done", "void", "undone"]

_REMEDY = "Move the folder {} away and run the command again: no note is lost, only undo and what acta knew of its own writes."


@dataclass(frozen=True, slots=True)
class Write:
    """One write: of the note at ``path`` (relative to the vault, with ``/``), and the hashes of the texts it speaks of.

    ``before`` is ``None`` for a new note; ``base`` is what acta composed; ``folders`` were made for the note; ``sketch`` is
    ``sameness.Fingerprint.sketch`` of the base; ``end`` is an ``Ending``, or empty while it is not known.
    """

    id: str
    when: str
    path: str
    sources: tuple[str, ...]
    before: str | None
    after: str
    base: str
    sketch: tuple[int, ...] = ()
    folders: tuple[str, ...] = ()
    end: str = ""


class History:
    """The journal of one vault. Reading makes no file; the caller holds the vault's lock while it writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._journal = folder / "journal.jsonl"
        self._texts = folder / "texts"
        self._stamp: tuple[int, int] | None = None
        self._writes: tuple[Write, ...] = ()

    def writes(self) -> tuple[Write, ...]:
        """Every write, oldest first; raises ``StoreError`` ``history-damaged``."""
        try:
            status = self._journal.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                self._writes, self._stamp = self._parse(self._journal.read_bytes()), stamp
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self.unusable(error) from error
        return self._writes

    def begin(self, write: Write, *, base: bytes, before: bytes | None) -> Write:
        """Note that ``write`` is about to happen, with the texts needed to undo it; returns it with its id and time."""
        begun = replace(write, id=secrets.token_hex(6), when=datetime.now(tz=UTC).isoformat(timespec="seconds"))
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._texts.mkdir(exist_ok=True, mode=0o700)
            self._keep(base)
            if before is not None:
                self._keep(before)
            line = asdict(begun)
            del line["end"]
            self._append({"write": line})
        except OSError as error:
            raise self.unusable(error) from error
        return begun

    def end(self, write: Write, how: Ending) -> None:
        """Note how ``write`` ended; that it did is true even when this cannot be noted any more."""
        try:
            self._append({"end": write.id, "how": how})
        except OSError as error:
            if how != "done":
                raise self.unusable(error) from error

    def text(self, sha256: str) -> bytes | None:
        """The text of that hash, or ``None`` when it is missing or damaged."""
        try:
            data = zlib.decompress((self._texts / sha256).read_bytes())
        except (OSError, zlib.error):
            return None
        return data if atomic.digest(data) == sha256 else None

    def damaged(self, what: str) -> StoreError:
        """The error to raise when ``what`` cannot be believed."""
        return StoreError(f"acta's history of this vault is damaged: {what}", code="history-damaged", hint=_REMEDY.format(self.folder))

    def _keep(self, data: bytes) -> None:
        name = atomic.digest(data)
        if self.text(name) is None:
            atomic.write(self._texts / name, zlib.compress(data, 1))

    def _append(self, event: dict[str, Any]) -> None:
        descriptor = os.open(self._journal, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            start = self._end_of_lines(descriptor)
            os.ftruncate(descriptor, start)
            os.lseek(descriptor, start, os.SEEK_SET)
            try:
                view = memoryview(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                while view:
                    view = view[os.write(descriptor, view) :]
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, start)
                raise
        finally:
            os.close(descriptor)

    @staticmethod
    def _end_of_lines(descriptor: int) -> int:
        """Where the last whole line ends: a process killed while appending leaves the beginning of one behind it."""
        size = end = os.lseek(descriptor, 0, os.SEEK_END)
        while end:
            start = max(0, end - 4096)
            os.lseek(descriptor, start, os.SEEK_SET)
            found = os.read(descriptor, end - start).rfind(b"\n")
            if found >= 0:
                return min(size, start + found + 1)
            end = start
        return 0

    def _parse(self, data: bytes) -> tuple[Write, ...]:
        writes: dict[str, Write] = {}
        lines = data.split(b"\n")[:-1]  # what follows the last line end was never finished
        for number, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
                if "write" in event:
                    write = _write(event["write"])
                    writes[write.id] = write
                else:
                    writes[event["end"]] = replace(writes[event["end"]], end=str(event["how"]))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise self.damaged(f"line {number} of {self._journal.name} cannot be read") from error
        return tuple(writes.values())

    def unusable(self, error: OSError) -> StoreError:
        """The error to raise when the state folder cannot be read or written."""
        return StoreError(
            f"acta cannot keep its history in {self.folder}: {error.strerror or error}",
            code="history-unwritable",
            hint="Free some space or permit writing there, or name another folder in the variable ACTA_STATE_DIR. No note was changed.",
        )


def _write(fields: dict[str, Any]) -> Write:
    lists: dict[str, Sequence[Any]] = {name: tuple(fields[name]) for name in ("sources", "sketch", "folders")}
    write = Write(**{**fields, **lists})
    if not all(isinstance(v, str) for v in (write.id, write.path, write.after, write.base)):
        raise TypeError
    return write
