"""Which questions were handed to a person for a chat window, so that an answer is not read with other tokens than it was written with."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

from acta.engines._files import write_whole

_KEPT_S = 90 * 24 * 3600
# Somebody tries options out; what is older than so many prompts for one talk is not waited for any more.
_MARKS_MOST = 20


class Handed:
    """The marks of what was handed out, a file for each talk in ``folder``; what cannot be written or read is not known.

    A talk is named by its SHA-256, a mark is any text that changes when the same answer would mean something else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, talk: str, mark: str) -> None:
        """Remember that the questions about ``talk`` with this ``mark`` were handed out."""
        marks = [*(m for m in self.marks(talk) if m != mark), mark][-_MARKS_MOST:]
        with contextlib.suppress(OSError):
            write_whole(self._path(talk), json.dumps(marks).encode("ascii"))
            oldest = time.time() - _KEPT_S
            for path in self.folder.glob("*.json"):
                if path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)

    def marks(self, talk: str) -> tuple[str, ...]:
        """The marks handed out for ``talk``, the oldest first; none where nothing is known."""
        try:
            kept = json.loads(self._path(talk).read_bytes())
        except (OSError, ValueError):
            return ()
        return tuple(m for m in kept if isinstance(m, str)) if isinstance(kept, list) else ()

    def _path(self, talk: str) -> Path:
        return self.folder / f"{talk}.json"
