"""Small private files of acta's own, beside no vault: whole or not there, and readable by their owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def make_private(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, the folder itself closed to other users."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_whole(path: Path, data: bytes) -> None:
    """Replace or create ``path`` in one step, mode 0600; raises ``OSError`` and then leaves what was there."""
    make_private(path.parent)
    temporary = path.parent / f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  # the descriptor carries the mode
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
