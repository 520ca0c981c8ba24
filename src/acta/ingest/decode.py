"""Bytes to text: the encodings people have. Mojibake inside the words is left for cleaning, which records what it repairs."""

from __future__ import annotations

import codecs
import functools
import json
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from acta.errors import InputError
from acta.model import Diagnostic

_MEDIA = {
    b"RIFF": "audio", b"ID3": "audio", b"OggS": "audio", b"fLaC": "audio", b"\xff\xfb": "audio", b"\xff\xf3": "audio",
    b"\x1aE\xdf\xa3": "video", b"\x00\x00\x01\xba": "video", b"FLV": "video",
}  # fmt: skip
_UNZIPPED = 200_000_000
_BINARY_SHARE = 0.02


@dataclass(frozen=True)
class Decoded:
    """A source as text (empty for an archive), as an archive if it is one, and the doubts of decoding."""

    name: str
    text: str
    archive: zipfile.ZipFile | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @functools.cached_property
    def json(self) -> Any:
        """The parsed JSON of the text, or ``None`` when it is none."""
        if self.text.lstrip()[:1] not in {"{", "["}:
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


def decode(data: bytes, name: str) -> Decoded:
    """The text of ``data``; raises ``InputError`` for what can be no transcript: nothing, media, other binary files."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{name}: the file is empty", code="empty", hint="Was the export finished?")
    if data[4:8] == b"ftyp" or any(data.startswith(magic) for magic in _MEDIA):
        kind = "video" if data[4:8] == b"ftyp" else next(kind for magic, kind in _MEDIA.items() if data.startswith(magic))
        raise InputError(
            f"{name}: this is {kind}, not a transcript", code="media", hint="Transcribe it first, then give acta the transcript."
        )
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, name)
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return Decoded(name, _checked(data.decode(encoding, errors="replace"), name))
    sample = data[:4000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[offset::2].count(0) > 0.4 * len(sample) / 2 > 4:
            return Decoded(name, _checked(data.decode(encoding, errors="replace"), name))
    try:
        return Decoded(name, _checked(data.decode("utf-8"), name))
    except UnicodeDecodeError:
        text = _checked(data.decode("cp1252", errors="replace"), name)
        doubt = Diagnostic("encoding", "the file is not UTF-8; it was read as Windows-1252", name)
        return Decoded(name, text, diagnostics=(doubt,))


def _checked(text: str, name: str) -> str:
    sample = text[:20000]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\r\f\v") or c == "\x7f")
    if "\x00" in sample or odd > _BINARY_SHARE * len(sample):
        raise InputError(f"{name}: a binary file, not a transcript", code="binary", hint="Run acta formats for what acta reads.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _archive(data: bytes, name: str) -> Decoded:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        size = sum(i.file_size for i in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError) as error:
        raise InputError(f"{name}: a damaged archive or document", code="damaged", hint="Export it again.") from error
    if size > _UNZIPPED:
        raise InputError(f"{name}: unpacks to {size / 1e6:.0f} MB", code="too-large", hint="Give acta the transcript alone.")
    return Decoded(name, "", archive)


def member(source: Decoded, path: str) -> bytes:
    """One file of the archive; raises ``InputError`` when it cannot be unpacked."""
    try:
        if source.archive is None:
            raise KeyError(path)  # noqa: TRY301  # worded with the other ways a document can be damaged
        return source.archive.read(path)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise InputError(f"{source.name}: the document is damaged ({path})", code="damaged", hint="Export it again.") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise InputError(f"{source.name}: the document is damaged ({path})", code="damaged", hint="Export it again.") from error
        raise
