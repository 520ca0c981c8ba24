"""Any bytes at all: a transcript or an ``InputError``, whether the format is told or forced; and no input takes the square of its size."""

from __future__ import annotations

import re
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acta.errors import InputError
from acta.ingest import FORMATS, parse
from ingest_sources import KINDS, zipped

CORPUS = sorted((Path(__file__).parent / "fuzz" / "corpus").glob("*"))
SEEDS = tuple(k.data() for k in KINDS.values())
FORCED = st.sampled_from([None, *FORMATS])
WEEK_MS = 7 * 24 * 3600 * 1000
VALUES = (b"NaN", b"-1", b"1e999", b"9" * 400, b"-Infinity", b"null", b'"x"', b"[]", b"{}", b"true", b'"\\ud800"', b"0:99:99")
MARKS = (b"[", b'{"a":', b"\n", b":", b"-->", b"<v ", b"\t", b" ", b"**", b'"', b"\x00", b"\xff", b"//", b"{\\", b"&#", b"[00:00:01.00] ")


def check(data: bytes, name: str | None) -> None:
    """Parse; whatever comes out can be written into a note."""
    try:
        transcript = parse(data, "fuzz", format=name)
    except InputError as error:
        message = str(error)
        assert message.startswith(("fuzz", "unknown format"))
        return
    assert [s.id for s in transcript] == list(range(len(transcript)))
    for s in transcript:
        line = f"{s.label} {s.text}"
        assert s.text.strip() == s.text != ""
        assert not re.search(r"[\x00-\x1f\x7f]", line)
        line.encode()
        times = [t for t in (s.start_ms, s.end_ms) if t is not None]
        assert times == sorted(times)
        assert all(type(t) is int and 0 <= t <= WEEK_MS for t in times)


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode), FORCED)
@settings(max_examples=200, deadline=None)
def test_any_bytes(data: bytes, name: str | None) -> None:
    check(data, name)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound source, cut, spliced with another, or with bytes, values or marks put in."""
    data = draw(st.sampled_from(SEEDS))
    if data.startswith(b"PK") and draw(st.booleans()):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
        inner = draw(st.sampled_from(sorted(files)))
        content = files[inner]
        assert isinstance(content, bytes)
        return zipped({**files, inner: _hurt(draw, content)})
    return _hurt(draw, data)


def _hurt(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.integers(0, 6))
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[at:]
        elif kind == 2:
            other = draw(st.sampled_from(SEEDS))
            start = draw(st.integers(0, len(other)))
            data = data[:at] + other[start : start + 2000] + data[at:]
        elif kind == 3:
            data = data[:at] + draw(st.binary(min_size=1, max_size=8)) + data[at + draw(st.integers(0, 8)) :]
        elif kind == 4:
            data = data[:at] + draw(st.sampled_from(MARKS)) * draw(st.integers(1, 30)) + data[at:]
        elif kind == 5:
            data = data.replace(b"\n", draw(st.sampled_from((b"", b"\r\n", b"\n\n\n", b" "))))
        elif (found := re.search(rb'-?\d+(?:\.\d+)?|null|true|"[^"]{0,30}"', data[at:])) is not None:
            data = data[: at + found.start()] + draw(st.sampled_from(VALUES)) + data[at + found.end() :]
    return data


@given(damaged(), FORCED)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_damaged_sources(data: bytes, name: str | None) -> None:
    check(data, name)


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.name)
def test_what_once_broke_a_parser(path: Path) -> None:
    data = path.read_bytes()
    for name in (None, *FORMATS):
        check(data, name)


REPEATED = (
    "a",
    " ",
    "A ",
    "Aa",
    "1:",
    "[",
    "**",
    "*",
    "-",
    ">",
    "<v ",
    "<v a>",
    "<p",
    "<a name=",
    "//",
    "a: ",
    "A\n",
    "#",
    '"',
    "{\\",
    "&#",
)
BEGINNINGS = ("", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "[00:00:01.00] ", "Transcribed with noScribe\n", "<html>Transcribed with noScribe")


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_nothing_repeated_takes_the_square_of_its_length(beginning: str) -> None:
    for piece in REPEATED:
        data = (beginning + piece * (12_000 // len(piece))).encode()
        started = time.process_time()
        for name in (None, "named", "srt", "noscribe", "recorder"):
            check(data, name)
        assert time.process_time() - started < 2.0, repr(piece)  # a square of the length would take minutes
