"""Where a note may lie: inside the vault, outside hidden folders, under a name that every file system can hold."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from acta.errors import VaultError

MAX_NAME_BYTES = 180
_FORBIDDEN = re.compile(r'[#^\[\]|\\/:*?"<>\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+|%%+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def folded(name: str) -> str:
    """The form under which names collide on some file system: composed and without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def locate(root: Path, path: Path | str) -> Path:
    """The real file meant by ``path`` (relative to ``root``, or absolute), which need not exist.

    Raises ``VaultError`` ``outside-vault`` when it, or a link on the way, leads out of the vault, and ``hidden-folder`` when it
    is, or leads, into a folder whose name begins with a dot.
    """
    given = Path(path)
    joined = Path(os.path.normpath(given if given.is_absolute() else root / given))
    if not joined.is_relative_to(root):
        joined = Path(os.path.realpath(joined))  # the vault itself may be named through a link
    within = _within(root, joined)
    target = _within(root, Path(os.path.realpath(root / within)))
    for relative in (within, target):
        if any(part.startswith(".") for part in relative.parts):
            raise VaultError(
                f"{relative.as_posix()}: acta does not write hidden files or into hidden folders",
                code="hidden-folder",
                hint="Choose a folder whose name does not begin with a dot.",
            )
    return root / target


def _within(root: Path, path: Path) -> Path:
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = Path()
    if not relative.parts:
        raise VaultError(
            f"{path}: leads out of the vault {root}",
            code="outside-vault",
            hint="Acta writes inside the vault only; replace the link, or choose a folder inside.",
        )
    return relative


def existing_folder(root: Path, folder: str) -> Path:
    """``folder`` (relative) inside ``root``, spelled as on disk where it exists up to composition and case."""
    here = root
    for part in Path(folder.replace("\\", "/")).parts:
        if part == "/" or not part.strip():
            continue
        # ".." stays as it is: ``locate`` refuses it where it leads out.
        here = here / (part if part == ".." or (here / part).exists() else _spelled(here, part))
    return root if here == root else locate(root, here)


def _spelled(folder: Path, name: str) -> str:
    wanted = folded(name)
    return next((n for n in names_in(folder) if folded(n) == wanted), unicodedata.normalize("NFC", name))


def names_in(folder: Path) -> list[str]:
    """The names in ``folder``; none when it does not exist."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  # names are all that is wanted
    except (FileNotFoundError, NotADirectoryError):
        return []


def tidy_name(name: str) -> str:
    """A file name that notes may have: composed, without forbidden characters, not hidden, not a device's, short enough."""
    stem = unicodedata.normalize("NFC", name)
    stem, suffix = (stem[:-3], stem[-3:]) if stem.lower().endswith(".md") else (stem, ".md")
    stem = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", stem)).lstrip(". ").rstrip(". ") or "Note"
    if _DEVICES.fullmatch(stem):
        stem = stem.replace(".", "_", 1) if "." in stem else f"{stem}_"
    return shortened(stem, MAX_NAME_BYTES - len(suffix)) + suffix


def shortened(stem: str, size: int) -> str:
    """``stem`` cut to ``size`` bytes of UTF-8, never inside a character or before a mark that belongs to it."""
    if len(stem.encode("utf-8", "replace")) <= size:
        return stem
    cut = stem.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
    rest = stem[len(cut) :]
    while cut and rest and (unicodedata.combining(rest[0]) or rest[0] in "\u200d\ufe0f"):
        cut, rest = cut[:-1], cut[-1] + rest
    return cut.rstrip("\u200d. ")


def numbered(name: str, taken: set[str]) -> str:
    """``name``, or ``name 2``, ``name 3``, … : the first whose folded form is not in ``taken``."""
    if folded(name) not in taken:
        return name
    stem, suffix = name[:-3], name[-3:]
    number = 2
    while True:
        ending = f" {number}"
        candidate = shortened(stem, MAX_NAME_BYTES - len(suffix) - len(ending)) + ending + suffix
        if folded(candidate) not in taken:
            return candidate
        number += 1
