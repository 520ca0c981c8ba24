"""Whole files or nothing: guarded replacing, creating and removing, through hidden temporary files in the same folder.

Every function raises ``OSError`` as the system gave it, or ``Changed`` when the file is not the one expected; ``failure`` turns an
``OSError`` into a sentence for a person.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import socket
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

from acta.errors import VaultError

_TEMPORARY = re.compile(r"\.acta-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.tmp")
_STALE_S = 600
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
_ON_POSIX = os.name == "posix"

_FAILURES = {
    errno.ENOSPC: ("disk-full", "the disk is full", "Free some space and run the command again; nothing was changed."),
    errno.EFBIG: ("disk-full", "the file would be larger than allowed here", "Raise the limit or free some space; nothing was changed."),
    errno.EDQUOT: ("disk-full", "your share of the disk is full", "Free some space and run the command again; nothing was changed."),
    errno.EROFS: ("read-only", "the disk is read-only", "Mount it for writing, or choose another vault; nothing was changed."),
    errno.EACCES: ("no-permission", "you may not write there", "Check the permissions of the folder and the file; nothing was changed."),
    errno.EPERM: ("no-permission", "you may not write there", "Check the permissions of the folder and the file; nothing was changed."),
    errno.ENAMETOOLONG: ("bad-name", "the name is too long for this disk", "Give the meeting a shorter --title."),
    errno.ENOTDIR: ("bad-name", "a file lies where a folder is needed", "Choose another folder in the configuration."),
}


class Changed(Exception):  # noqa: N818  # a finding that the caller words, not a failure of its own
    """The file is not the one that was read: changed, made or removed by somebody else."""


def digest(data: bytes) -> str:
    """The SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def failure(error: OSError, path: Path) -> VaultError:
    """The ``VaultError`` that tells what ``error`` means for the note at ``path``."""
    fallback = ("not-written", error.strerror or str(error), "Nothing was changed; try again when the cause is removed.")
    code, what, hint = _FAILURES.get(error.errno or 0, fallback)
    return VaultError(f"{path}: {what}", code=code, hint=hint)


def read_if_there(path: Path) -> bytes | None:
    """The bytes of ``path``, or ``None`` when there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def expect(path: Path, sha256: str | None) -> None:
    """Raise ``Changed`` unless ``path`` holds bytes of that hash, or does not exist for ``None``."""
    data = read_if_there(path)
    if (None if data is None else digest(data)) != sha256:
        raise Changed


@contextlib.contextmanager
def prepared(path: Path, data: bytes) -> Iterator[Path]:
    """A hidden file beside ``path`` that holds ``data``, safe on disk, with the mode of ``path``; removed at the end if still there."""
    temporary = path.parent / f".acta-{_host()}-{os.getpid()}-{secrets.token_hex(8)}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            _keep_mode(descriptor, path)
            _write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def put(temporary: Path, path: Path, sha256: str | None) -> None:
    """Move ``temporary`` to ``path`` in one step, if ``path`` still is as expected (see ``expect``)."""
    if sha256 is None:
        _create(temporary, path)
    else:
        expect(path, sha256)
        temporary.replace(path)
    _sync_folder(path.parent)


def write(path: Path, data: bytes) -> None:
    """Replace or create ``path`` whole, whatever was there; a link is followed, missing folders are made."""
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with prepared(target, data) as temporary:
        temporary.replace(target)
        _sync_folder(target.parent)


def remove(path: Path, sha256: str) -> None:
    """Remove ``path`` if it still holds bytes of that hash."""
    expect(path, sha256)
    path.unlink()
    _sync_folder(path.parent)


def make_folders(folder: Path) -> list[Path]:
    """Make ``folder`` and what is missing above it; returns those made, the deepest first."""
    missing: list[Path] = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
    return missing


def remove_folders(folders: Sequence[Path]) -> None:
    """Remove those of ``folders`` that are empty, in order."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def sweep(folder: Path) -> None:
    """Remove the temporary files that killed processes left in ``folder``; those of living ones and other machines stay."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # names are all that is wanted
    except OSError:
        return
    for name in names:
        if match := _TEMPORARY.fullmatch(name):
            with contextlib.suppress(OSError):
                leftover = folder / name
                dead = _ON_POSIX and match[1] == _host() and not _alive(int(match[2]))
                if dead or time.time() - leftover.lstat().st_mtime > _STALE_S:
                    leftover.unlink()


def _create(temporary: Path, path: Path) -> None:
    """Give ``temporary`` the name ``path``, which must be free: linking fails where replacing would overwrite."""
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise Changed from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # No hard links here (exFAT, some network disks): look, then move; only a foreign program could slip in between.
        if os.path.lexists(path):
            raise Changed from error
        temporary.replace(path)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _keep_mode(descriptor: int, path: Path) -> None:
    if not _ON_POSIX:
        return
    try:
        was = path.stat()
    except FileNotFoundError:
        return
    os.fchmod(descriptor, stat.S_IMODE(was.st_mode))
    if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):  # only the administrator may give files away
            os.fchown(descriptor, was.st_uid, was.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make a renaming outlive a power cut, where the system can."""
    if not _ON_POSIX:
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _host() -> str:
    return f"{crc32(socket.gethostname().encode()):08x}"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
