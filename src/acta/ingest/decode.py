"""Bytes to text: the encodings people have. Mojibake inside the words is left for cleaning, which records what it repairs."""

from __future__ import annotations

import codecs
import functools
import json
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from acta.errors import InputError
from acta.ingest import docx
from acta.model import Diagnostic

# What a recording, a picture or a printed page begins with: none of these bytes begins a text.
_AUDIO = re.compile(
    rb"RIFF....(?:WAVE|AVI )|ID3[\x00-\x0f]|OggS\x00|fLaC\x00|\xff[\xf1-\xf3\xf9-\xfb]|FORM....AIF|#!AMR|caff\x00", re.DOTALL
)
_VIDEO = re.compile(
    rb"\x00...(?:ftyp|moov|mdat|wide|free|skip)|\x1aE\xdf\xa3|\x00\x00\x01[\xb0-\xbf]|FLV\x01|0&\xb2u\x8ef\xcf\x11", re.DOTALL
)
_PAGES = re.compile(rb"%PDF-|\{\\rtf|\xd0\xcf\x11\xe0")
# A day of talk as DOCX or MacWhisper metadata unpacks to a few megabytes.
_UNPACKED = 40_000_000
_BINARY_SHARE = 0.02
_HEAD, _HEAD_LINES = 100_000, 600
_SAMPLE = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LIKE_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*[\[{])")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Decoded:
    """A source as text (empty for an archive), as an archive if it is one, and the doubts of decoding."""

    name: str
    text: str
    archive: zipfile.ZipFile | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines that are not blank."""
        return [x for x in self.text.split("\n") if x.strip()]

    @functools.cached_property
    def head(self) -> list[str]:
        """The first lines that are not blank, enough to tell a format by; none of an archive or of JSON."""
        if self.json is not None:
            return []
        return [x for x in self.text[:_HEAD].split("\n") if x.strip()][:_HEAD_LINES]

    @functools.cached_property
    def json(self) -> Any:
        """The JSON of the text, or of its lines (a value a line) as a list; ``None`` when it is neither."""
        if self.text.lstrip()[:1] not in {"{", "["}:
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return self._json_lines()

    @property
    def json_fault(self) -> str:
        """Where what begins like JSON stops being JSON; empty for sound JSON and for other text."""
        if self.json is not None or not _LIKE_JSON.match(self.text):
            return ""
        try:
            json.loads(self.text)
        except json.JSONDecodeError as error:
            return f"JSON that is broken at line {error.lineno}, column {error.colno}"
        except (ValueError, RecursionError):
            pass
        return "JSON that is nested too deeply or holds a number too long"

    def _json_lines(self) -> list[Any] | None:
        if len(self.lines) < 2 or any(x.strip()[0] != "{" or x.strip()[-1] != "}" for x in self.lines):
            return None
        try:
            return [json.loads(x) for x in self.lines]
        except (ValueError, RecursionError):
            return None

    @functools.cached_property
    def members(self) -> frozenset[str]:
        """The names of the files of the archive."""
        return frozenset(self.archive.namelist()) if self.archive else frozenset()

    @functools.cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of a DOCX file; empty when it is none. Raises ``InputError`` for a damaged one."""
        if docx.BODY not in self.members:
            return ()
        try:
            return docx.lines_of(self.member(docx.BODY))
        except ValueError as error:
            raise InputError(f"{self.name}: the document is damaged ({error})", code="damaged", hint="Export it again.") from error

    def member(self, path: str) -> bytes:
        """One file of the archive; raises ``InputError`` when it cannot be unpacked, or unpacks to something enormous."""
        damaged = InputError(f"{self.name}: the document is damaged ({path})", code="damaged", hint="Export it again.")
        try:
            if self.archive is None:
                raise damaged
            # The declared size binds: zipfile unpacks no byte more than that.
            if (size := self.archive.getinfo(path).file_size) > _UNPACKED:
                raise InputError(f"{self.name}: unpacks to {size / 1e6:.0f} MB", code="too-large", hint="Give acta the transcript alone.")
            return self.archive.read(path)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            struct.error,
            OSError,
            RuntimeError,
            ValueError,
            EOFError,
        ) as error:
            raise damaged from error


def decode(data: bytes, name: str) -> Decoded:
    """The text of ``data``; raises ``InputError`` for what can be no transcript: nothing, media, other binary files."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{name}: the file is empty", code="empty", hint="Was the export finished?")
    for magic, kind in ((_AUDIO, "audio"), (_VIDEO, "video")):
        if magic.match(data):
            raise InputError(
                f"{name}: this is {kind}, not a transcript", code="media", hint="Transcribe it first, then give acta the transcript."
            )
    if _PAGES.match(data):
        raise InputError(
            f"{name}: a PDF, RTF or old Word file, which acta does not read",
            code="binary",
            hint="Save it as text or DOCX, or export the transcript again.",
        )
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, name)
    text, doubts = _text(data, name)
    return Decoded(name, _checked(text, name), diagnostics=doubts)


def _text(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark) and encoding != "utf-8":
            return data.decode(encoding, errors="replace"), ()
    if wide := _wide(data[:_SAMPLE]):
        return data.decode(wide, errors="replace"), ()
    if b"\x00" in data[:_SAMPLE]:  # told before millions of bytes are looked at one by one
        raise _binary(name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _mixed(data, name)


def _binary(name: str) -> InputError:
    return InputError(f"{name}: a binary file, not a transcript", code="binary", hint="Run acta formats for what acta reads.")


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: ASCII letters leave a zero in every second byte, in other scripts the line ends and blanks do."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 2 or min(even, odd) > 0.05 * max(even, odd):
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
    spoken = sum(c.isalnum() or c.isspace() for c in text)
    return encoding if spoken > 0.6 * len(text) and text.count("\ufffd") <= 1 else ""


def _mixed(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """UTF-8 as far as it goes; every byte that is none is read as Windows-1252, so that one bad byte spoils no other."""
    import ftfy  # noqa: F401, PLC0415  # it registers the codec that keeps the five bytes Windows-1252 has no character for

    pieces = re.split("([\udc80-\udcff]+)", data.decode("utf-8", errors="surrogateescape"))
    sound = sum(not c.isascii() for piece in pieces[::2] for c in piece)
    bad = sum(map(len, pieces[1::2]))
    pieces[1::2] = [p.encode("utf-8", "surrogateescape").decode("sloppy-windows-1252") for p in pieces[1::2]]
    if sound > bad:
        doubt = Diagnostic("encoding", f"{bad} bytes are not UTF-8; they were read as Windows-1252", name)
        return "".join(pieces), (doubt,)
    return data.decode("sloppy-windows-1252"), (Diagnostic("encoding", "the file is not UTF-8; it was read as Windows-1252", name),)


def _checked(text: str, name: str) -> str:
    # A byte order mark can stand twice, and can itself have been decoded wrongly.
    while text.startswith(("\ufeff", "ï»¿")):
        text = text.removeprefix("\ufeff").removeprefix("ï»¿")
    if "\x1b" in text:
        text = _ANSI.sub("", text)
    sample = text[:_SAMPLE]
    if "\x00" in sample or len(_CONTROL.findall(sample)) > _BINARY_SHARE * len(sample):
        raise _binary(name)
    if not text.strip():
        raise InputError(f"{name}: the file is empty", code="empty", hint="Was the export finished?")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _archive(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(name, "", zipfile.ZipFile(BytesIO(data)))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError, OverflowError) as error:
        raise InputError(f"{name}: a damaged archive or document", code="damaged", hint="Export it again.") from error
