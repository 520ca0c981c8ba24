"""Formats told by content, labels unglued, bad input refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.errors import InputError
from acta.ingest import FORMATS, detect, parse

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_people_have(encoding: str) -> None:
    text = "**Ana Núñez:** Café at noon.\n\n**Ben Okri:** Fine.\n\n**Ana Núñez:** “Right”.\n"
    assert parse(text.encode(encoding), "talk.md").parts[0].label == "Ana Núñez"


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00" * 900, b"ID3" + b"\x01" * 900, b"PK\x03\x04broken", b"{" * 100_000, b'{"a": 1}'])
def test_what_is_no_transcript_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        parse(data, "odd.bin")
    assert "odd.bin" in caught.value.message
    assert caught.value.hint


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode), st.sampled_from([None, *FORMATS]))
def test_any_bytes_are_a_transcript_or_an_input_error(data: bytes, name: str | None) -> None:
    try:
        transcript = parse(data, "fuzz", format=name)
    except InputError:
        return
    assert all(s.text for s in transcript)


@given(st.data())
def test_damaged_sources_are_a_transcript_or_an_input_error(data: st.DataObject) -> None:
    text = data.draw(
        st.sampled_from([GLUED, VTT, json.dumps({"segments": [{"start": 0, "end": 1, "text": "Hi", "speaker": "A"}]})])
    ).encode()
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.binary(max_size=8)) + text[at + data.draw(st.integers(0, 8)) :]
    try:
        parse(damaged, "fuzz")
    except InputError:
        return
