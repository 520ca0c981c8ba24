"""Formats told by content, labels unglued, bad input refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.clean import clean
from acta.cli import main
from acta.ingest import FORMATS, detect, parse
from acta.model import Lexicon
from ingest_sources import KINDS, PEOPLE, TALK

GLUED = """[00:00:01.00]  Ana RuizIt's late.

[00:00:02.50]   RemoteThat's good

[00:00:04.04]  Ana RuizYeah

[00:00:05.00]   Remote- Sure
"""
VTT = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
<v Ana Ruiz>Good morning.</v>

2
00:00:03.000 --> 00:00:04.000
<v Ben Okri>The count is
12</v>
"""


@pytest.mark.parametrize("names", [(), ("Ana Ruiz",)])
def test_labels_glued_to_the_words_are_recovered(names: tuple[str, ...]) -> None:
    assert [(s.label, s.text) for s in parse(GLUED.encode(), "talk.txt", names=names)] == [
        ("Ana Ruiz", "It's late."),
        ("Remote", "That's good"),
        ("Ana Ruiz", "Yeah"),
        ("Remote", "- Sure"),
    ]


def test_a_caption_that_ends_in_a_number_keeps_it() -> None:
    segments = parse(VTT.encode(), "talk.vtt").parts
    assert [(s.label, s.text, s.start_ms, s.named) for s in segments] == [
        ("Ana Ruiz", "Good morning.", 1000, True),
        ("Ben Okri", "The count is 12", 3000, True),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GLUED, "recorder"),
        (VTT, "teams-vtt"),
        ("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAna Ruiz: Hello.\n", "zoom-vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "srt"),
        ("0:00:01.000,0:00:02.000\nHello.\n", "sbv"),
        ("Ana Ruiz  0:01\nHello.\n\nBen Okri  0:04\nHi.\n\nTranscribed by https://otter.ai\n", "otter"),
        ("**Ana Ruiz:** Hello.\n\n**Ben Okri:** Hi.\n\n**Ana Ruiz:** Well.\n", "named"),
        ("Sync - Transcript\nAttendees\nAna Ruiz, Ben Okri\nTranscript\n00:00:00\nAna Ruiz: Hello.\nBen Okri: Hi.\n", "meet"),
        (json.dumps({"text": "Hi", "segments": [{"id": 0, "start": 0, "end": 1, "text": " Hi", "no_speech_prob": 0.1}]}), "whisper"),
        (json.dumps({"segments": [{"start": 0, "end": 1, "text": "Hi", "speaker": "SPEAKER_00"}]}), "whisperx"),
        (json.dumps({"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " Hi"}]}), "whisper-cpp"),
        (json.dumps({"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Hi", "ts": 0.1, "end_ts": 0.4}]}]}), "rev"),
        (
            json.dumps({"data": {"transcript": {"sentences": [{"speaker_name": "Ana Ruiz", "text": "Hi", "start_time": "0.1"}]}}}),
            "fireflies",
        ),
        (json.dumps([{"start_timestamp": 0.0, "end_timestamp": 1.0, "text": "Hi", "source": "microphone", "is_final": True}]), "granola"),
        (json.dumps([{"session_id": "a", "speaker": "s1", "start_time": 0, "end_time": 1, "words": "Hi"}]), "seglst"),
    ],
    ids=lambda v: v if v in FORMATS else "",
)
def test_formats_are_told_by_content(text: str, expected: str) -> None:
    assert detect(text.encode(), "noname") == expected
    assert parse(text.encode(), "noname").parts


ENCODED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
# Letters, marks and quotes that Windows-1252 has too, so that every encoding can hold them.
WESTERN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCÄÖÜäöüßéèêçñåøæ’“”…–€ ,.?!"), min_size=1, max_size=80)
ANY_SCRIPT = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\ufeff"), min_size=1, max_size=80
)


def talk_of(texts: list[str]) -> str:
    return "".join(f"[00:00:{n:02d}.00]  Ana Núñez :  {' '.join(t.split())}\n\n" for n, t in enumerate(texts))


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("encoding", ENCODED)
@given(texts=st.lists(WESTERN, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_every_encoding_gives_the_same_words(encoding: str, texts: list[str]) -> None:
    text = talk_of([*texts, "Café."])
    parts = parse(text.encode(encoding), "talk.txt").parts
    assert words(" ".join(s.text for s in parts)) == words(" ".join([*texts, "Café."]))
    assert {s.label for s in parts} == {"Ana Núñez"}


@pytest.mark.parametrize("encoding", ENCODED[:-1])
@given(text=ANY_SCRIPT)
@settings(max_examples=30, deadline=None)
def test_every_script_survives_every_unicode_encoding(encoding: str, text: str) -> None:
    source = talk_of([text, "Ano, dobře. 好的。 Да, хорошо."])
    assert words(" ".join(s.text for s in parse(source.encode(encoding), "t"))) == words(f"{text} Ano, dobře. 好的。 Да, хорошо.")


@pytest.mark.parametrize("script", ["Да, хорошо. Тогда до пятницы.", "好的,那就星期五。", "Ναι, ωραία.", "はい、金曜日に。"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_in_scripts_without_ascii(script: str, encoding: str) -> None:
    source = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{script}\n\n00:02.000 --> 00:03.000\n{script}\n"
    assert [s.text for s in parse(source.encode(encoding), "t")] == [script, script]


def test_one_bad_byte_spoils_no_other() -> None:
    good = talk_of(["Größe und Maß, São João.", "Noch ein Café."]).encode()
    transcript = parse(good.replace(b"Noch", b"No\xe9ch"), "t")
    assert [s.text for s in transcript] == ["Größe und Maß, São João.", "Noéch ein Café."]
    assert [d.code for d in transcript.diagnostics] == ["encoding"]


@pytest.mark.parametrize("times", [1, 2])
def test_words_decoded_wrongly_before_are_repaired_and_recorded(times: int) -> None:
    """UTF-8 read as Windows-1252 once or twice: the segment keeps what the source holds, cleaning repairs it on record."""
    text = "**Ana Núñez:** Let’s meet at the café — São João’s, über the bridge.\n\n**Ben Okri:** Fine.\n\n**Ana Núñez:** “Good”.\n"
    wrong = text
    for _ in range(times):
        wrong = wrong.encode().decode("sloppy-windows-1252")
    transcript = parse(b"\xef\xbb\xbf" + wrong.encode(), "talk.md")
    assert {s.label for s in transcript} == {"Ana Núñez", "Ben Okri"}
    assert [d.code for d in transcript.diagnostics] == ["encoding"]
    cleaned = clean(transcript, Lexicon())
    assert cleaned.parts[0].text == "Let’s meet at the café — São João’s, über the bridge."
    assert {c.kind for c in cleaned.changes} == {"encoding"}
    assert all(c.was != c.now for c in cleaned.changes)


def test_a_byte_order_mark_twice_or_decoded_wrongly_hides_no_format() -> None:
    assert detect(b"\xef\xbb\xbf\xef\xbb\xbf" + VTT.encode(), "t") == "teams-vtt"
    assert detect(("ï»¿" + VTT).encode(), "t") == "teams-vtt"


def test_colours_of_a_terminal_are_no_words() -> None:
    assert [s.text for s in parse(b"[00:00.000 --> 00:01.000]  \x1b[38;5;71mHello\x1b[0m there\n", "t")] == ["Hello there"]


def test_what_json_can_hold_and_a_note_cannot_is_taken_out() -> None:
    rows = '[{"start": NaN, "end": -1, "text": "a\\u0000b \\ud83d\\ude00 \\ud800 c"}, {"start": 1e300, "end": 5, "text": "d"}]'
    assert [(s.text, s.start_ms, s.end_ms) for s in parse(rows.encode(), "t")] == [("a b 😀 \ufffd c", None, 0), ("d", None, 5000)]


def test_a_note_of_our_own_is_read_back_word_for_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTA_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "vault").mkdir()
    (tmp_path / "talk.vtt").write_bytes(KINDS["teams_vtt"].data())
    arguments = ["note", str(tmp_path / "talk.vtt"), "--vault", str(tmp_path / "vault"), "--date", "2026-03-12", "--title", "Kestrel"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    [written] = (tmp_path / "vault").rglob("*.md")
    again = parse(written.read_bytes(), written.name)
    assert again.source.format == "acta"
    assert words(" ".join(s.text for s in again)) == words(" ".join(s.text for s in TALK))
    assert list(dict.fromkeys(s.label for s in again)) == list(PEOPLE)
    assert str(again.hints.date) == "2026-03-12"
