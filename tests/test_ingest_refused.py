"""What is no transcript: a clear error within a second through the command line, and nothing written anywhere."""

from __future__ import annotations

import json
import os
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from acta.cli import main
from acta.errors import InputError
from acta.ingest import FORMATS, MAX_BYTES, detect, parse
from ingest_sources import KINDS, TALK, Said, docx, zipped


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACTA_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "vault").mkdir()
    return tmp_path


def note(place: Path, *sources: Path | str, stdin: bytes | None = None) -> Result:
    arguments = ["note", *map(str, sources), "--vault", str(place / "vault"), "--date", "2026-03-12"]
    return CliRunner().invoke(main, arguments, input=stdin)


def refused(place: Path, *sources: Path | str, stdin: bytes | None = None) -> str:
    """The error's text; fails if anything was written or if it took more than a second."""
    before = {p: p.stat().st_mtime_ns for p in place.rglob("*")}
    started = time.process_time()  # other programs at work do not count
    result = note(place, *sources, stdin=stdin)
    assert time.process_time() - started < 1.0
    assert result.exit_code == 10, result.output
    assert {p: p.stat().st_mtime_ns for p in place.rglob("*")} == before
    assert "Traceback" not in result.output
    return " ".join(result.output.split())


NOISE = bytes(i * 97 % 256 for i in range(256))
NOT_TEXT = {
    "talk.mp4": (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00\x01" * 5000, "video"),
    "talk.mov": (b"\x00\x00\x00\x08wide\x00\x05\xa3\x2dmdat" + b"\x00\x01" * 5000, "video"),
    "talk.webm": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01" + b"\x00\x01" * 5000, "video"),
    "talk.mp3": (b"ID3\x04\x00\x00\x00\x00\x00#TSSE" + b"\x00\x01" * 5000, "audio"),
    "talk.wav": (b"RIFF\x24\x08\x00\x00WAVEfmt " + b"\x00\x01" * 5000, "audio"),
    "talk.ogg": (b"OggS\x00\x02" + b"\x00\x01" * 5000, "audio"),
    "page.pdf": (b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" * 50, "PDF"),
    "page.rtf": (b"{\\rtf1\\ansi Ana Ruiz: Hello.\\par Ben Okri: Hi.}" * 50, "RTF"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
    "talk.txt.gz": (b"\x1f\x8b\x08\x00" + NOISE * 40, "binary"),
    "empty.txt": (b"", "empty"),
    "blank.vtt": (b"\xef\xbb\xbf \r\n\r\n\t", "empty"),
    "zeros.txt": (b"\x00" * 5000, "empty"),
    "photos.zip": (zipped({"a.jpg": b"\xff\xd8\xff", "b.jpg": b"\xff\xd8\xff"}), "not a transcript"),
    "half.docx": (KINDS["teams_docx"].data()[:700], "damaged"),
    "half.json": (KINDS["whisper"].data()[:700], "broken at line"),
    "other.json": (b'{"name": "acta", "version": "1.0.0", "dependencies": {}}', "not a transcript"),
    "figures.csv": (b"quarter,units,revenue\n" + b"Q1,4200,99\n" * 30, "not a transcript"),
    "silent.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "holds no speech"),
    "lone.rttm": (b"SPEAKER talk 1 0.5 1.5 <NA> <NA> Ana <NA> <NA>\n" * 9, "holds no words"),
}


@pytest.mark.parametrize("name", NOT_TEXT)
def test_files_that_hold_no_talk_are_refused_in_words(place: Path, name: str) -> None:
    data, said = NOT_TEXT[name]
    (place / name).write_bytes(data)
    text = refused(place, place / name)
    assert name in text
    assert said in text


def test_half_a_gigabyte_is_refused_by_its_size(place: Path) -> None:
    big = place / "big.txt"
    with big.open("wb") as file:
        file.truncate(500_000_000)
    assert "500 MB is too large" in refused(place, big)


def test_sixty_megabytes_of_noise_are_refused_by_their_first_bytes(place: Path) -> None:
    noise = place / "noise.bin"
    noise.write_bytes(NOISE * 234_000)
    assert "binary" in refused(place, noise)


def test_an_endless_standard_input_is_cut_off(place: Path) -> None:
    assert "too large" in refused(place, "-", stdin=b"a" * (MAX_BYTES + 2))


def test_a_fifo_is_no_transcript_and_is_not_waited_for(place: Path) -> None:
    os.mkfifo(place / "pipe")
    assert "not a regular file" in refused(place, place / "pipe")


def test_a_file_that_may_not_be_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "talk.txt").write_bytes(KINDS["recorder"].data())

    read = Path.read_bytes

    def forbidden(self: Path) -> bytes:
        if self.name == "talk.txt":
            raise PermissionError(13, "Permission denied")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert "talk.txt: Permission denied" in refused(place, place / "talk.txt")


def test_a_folder_that_may_not_be_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "talks").mkdir()

    def forbidden(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    result = note(place, place / "talks")
    assert result.exit_code == 10
    assert "talks: Permission denied" in " ".join(result.output.split())


def test_a_folder_of_all_sorts_gives_a_note_for_each_talk_and_an_error_for_each_other_file(place: Path) -> None:
    talks = place / "talks"
    talks.mkdir()
    (talks / "one.vtt").write_bytes(KINDS["teams_vtt"].data())
    (talks / "recording.mp4").write_bytes(NOT_TEXT["talk.mp4"][0])
    (talks / "empty.txt").write_bytes(b"")
    other = [
        Said("Wiebke Haas", 0, 4000, "Shall we repaint the boat shed?"),
        Said("Tomas Lind", 5000, 9000, "In June, once the tide tables are out."),
    ]
    (talks / "words.ctm").write_bytes(KINDS["ctm"].data(other))
    (talks / "words.rttm").write_bytes(KINDS["ctm_and_rttm"].data(other).partition(b"\n\n")[2])
    (talks / ".hidden").write_bytes(b"\x00")
    result = note(place, talks)
    said = " ".join(result.output.split())
    assert result.exit_code == 10
    assert "recording.mp4: this is video" in said
    assert "empty.txt: the file is empty" in said
    assert "rttm" not in said
    assert len(list((place / "vault").rglob("*.md"))) == 2


WORDS, TIMES = KINDS["ctm"].data(), KINDS["ctm_and_rttm"].data().partition(b"\n\n")[2]


@pytest.mark.parametrize(
    ("present", "named"),
    [
        (("talk.ctm", "talk.rttm"), ("talk.ctm",)),
        (("talk.ctm", "talk.rttm"), ("talk.rttm",)),
        (("talk.ctm", "talk.rttm"), ("talk.ctm", "talk.rttm")),
        (("talk.ctm", "talk.rttm"), ("talk.rttm", "talk.ctm")),
        (("hyp1.ctm", "hyp.rttm"), ("hyp1.ctm", "hyp.rttm")),
        (("in/hyp1.ctm", "in/hyp.rttm"), ("in",)),
        (("TALK.CTM", "TALK.rttm"), ("TALK.CTM",)),
    ],
)
def test_words_and_speaker_times_make_one_transcript(place: Path, present: tuple[str, ...], named: tuple[str, ...]) -> None:
    for name in present:
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(WORDS if name.lower().endswith("ctm") else TIMES)
    target = place / "out.json"
    arguments = ["note", *(str(place / n) for n in named), "--dry-run", "--date", "2026-03-12", "--json", str(target)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    doc = json.loads(target.read_text(encoding="utf-8"))
    assert doc["meeting"]["source"]["format"] == "rttm+ctm"
    assert {u["label"] for u in doc["utterances"]} == {s.who.replace(" ", "_") for s in TALK}


def test_two_formats_that_fit_alike_are_named_with_the_switch() -> None:
    both = b"0:00:01.000,0:00:02.000\nHello.\n\n1\n00:00:03,000 --> 00:00:04,000\nHi.\n"
    with pytest.raises(InputError) as caught:
        parse(both, "talk.txt")
    assert caught.value.code == "ambiguous-format"
    assert "sbv or srt" in caught.value.message
    assert "--format" in caught.value.hint
    assert parse(both, "talk.txt", format="srt").source.format == "srt"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_forced_on_what_it_is_not_says_what_is_missing(name: str) -> None:
    prose = "Nothing but prose, and not a name or a time anywhere in it."
    error: InputError | None = None
    try:
        read = [s.text for s in parse(prose.encode(), "talk.txt", format=name)]
    except InputError as caught:
        error, read = caught, [prose]
    assert read == [prose]
    assert error is None or error.hint
    assert error is None or not any(odd in error.message for odd in ("object", "NoneType", "zip(", "argument", "'"))


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]><x>&a11;</x>"


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"word/document.xml": LAUGHS}), "damaged"),
        (zipped({"word/document.xml": "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"}), "no-speech"),
        (zipped({"word/document.xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"}), "damaged"),
        (zipped({"word/document.xml": b"\xff\xfe\x00<"}), "damaged"),
        (zipped({"word/document.xml": "<?xml version='1.0' encoding='nonsense'?><x/>"}), "damaged"),
        (zipped({"word/document.xml": "<a>" * 100_000 + "</a>" * 100_000}), "no-speech"),
        (zipped({"metadata.json": "[" * 100_000}), "damaged"),
        (zipped({"metadata.json": '{"transcripts": [{"start": NaN, "end": 1e999, "text": ""}]}'}), "no-speech"),
    ],
    ids=["laughs", "outer", "file", "bytes", "encoding", "deep", "deep-json", "silent"],
)
def test_hostile_documents(data: bytes, code: str) -> None:
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        parse(data, "talk.docx")
    assert caught.value.code in {code, "unknown-format"}
    assert time.process_time() - started < 1.0


def test_a_document_that_unpacks_to_far_more_than_talk_is_not_unpacked() -> None:
    data = bomb()
    started = time.process_time()
    with pytest.raises(InputError, match="unpacks to 50 MB"):
        parse(data, "talk.docx")
    assert time.process_time() - started < 0.5


def test_a_recording_inside_an_archive_does_not_count() -> None:
    out = BytesIO(KINDS["macwhisper"].data())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("originalAudio2", b"\x00" * 45_000_000)
    assert parse(out.getvalue(), "talk.whisper").source.format == "macwhisper"


def test_a_macwhisper_file_larger_than_the_limit_is_read_without_its_recording(place: Path) -> None:
    path = place / "talk.whisper"
    path.write_bytes(KINDS["macwhisper"].data())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("recording.wav", bytes(MAX_BYTES + 1))
    result = note(place, path)
    assert result.exit_code == 0, result.output
    assert "Jean-Luc de Vries: Loud and clear." in next((place / "vault").rglob("*.md")).read_text(encoding="utf-8")


def test_an_archive_larger_than_the_limit_without_a_transcript_is_refused(place: Path) -> None:
    with zipfile.ZipFile(place / "photos.zip", "w") as archive:
        archive.writestr("a.jpg", bytes(MAX_BYTES + 1))
    assert "photos.zip" in refused(place, place / "photos.zip")


def test_text_that_a_document_holds_twice_or_has_struck_out_is_read_once() -> None:
    space = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    once = "<mc:AlternateContent><mc:Choice><w:t>Right</w:t></mc:Choice><mc:Fallback><w:t>Right</w:t></mc:Fallback></mc:AlternateContent>"
    gone = "<w:del><w:r><w:delText>Wrong</w:delText></w:r></w:del>"
    first, second = f"<w:r><w:t>Ana Ruiz: </w:t></w:r><w:r>{once}</w:r>{gone}", "<w:r><w:t>Ben Okri: Yes.</w:t></w:r>"
    xml = f"<w:document {space}><w:body><w:p>{first}</w:p><w:p>{second}</w:p></w:body></w:document>"
    assert [(s.label, s.text) for s in parse(zipped({"word/document.xml": xml}), "t")] == [("Ana Ruiz", "Right"), ("Ben Okri", "Yes.")]


def test_a_document_of_neither_tool_is_still_read() -> None:
    assert [(s.label, s.text) for s in parse(docx(["Ana Ruiz: Hello.", "Ben Okri: Hi.", "Ana Ruiz: So."]), "t")] == [
        ("Ana Ruiz", "Hello."),
        ("Ben Okri", "Hi."),
        ("Ana Ruiz", "So."),
    ]
    assert detect(docx(["Just prose."]), "t") == "teams-docx"
