"""One conversation through every format: no word lost, every label and time that the format holds, whatever the file is called."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from acta.errors import InputError
from acta.ingest import FORMATS, detect, parse
from acta.model import Segment
from ingest_sources import KINDS, PEOPLE, TALK, Kind, Said

ALL = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def labels(kind: Kind, said: Said) -> set[str]:
    """What a segment of ``said`` may be labelled in this format."""
    i = PEOPLE.index(said.who)
    return {
        "names": {said.who, said.who.replace(" ", "_")},
        "numbers": {f"Speaker {i}", f"SPEAKER_{i:02d}", f"S{i:02d}", f"spk_{i}", f"Speaker {'ABC'[i]}"},
        "sides": {"Microphone" if i == 0 else "Remote"},
        "none": {""},
    }[kind.labels]


def words(text: str) -> list[str]:
    return text.split()


def matched(kind: Kind, segments: tuple[Segment, ...]) -> list[tuple[Said, Segment]]:
    """Each utterance with the segment it stands in, in order; fails where a word is missing, doubled or out of place."""
    assert words(" ".join(s.text for s in segments)) == words(" ".join(s.text for s in TALK))
    places = [s for s in segments for _ in words(s.text)]
    owners = [s for s in TALK for _ in words(s.text)]
    return list(zip(owners, places, strict=True))


def test_every_format_has_a_source_here() -> None:
    assert {k.format for k in KINDS.values()} == set(FORMATS) - {"rttm"}


@ALL
def test_every_word_stands_in_a_segment_under_the_right_label(kind: Kind) -> None:
    transcript = parse(kind.data(), f"talk{kind.suffix}")
    for said, segment in matched(kind, transcript.parts):
        assert segment.label in labels(kind, said)
    assert not transcript.diagnostics


@ALL
def test_times_are_those_of_the_source(kind: Kind) -> None:
    parts = parse(kind.data(), "talk").parts
    pairs = matched(kind, parts)
    if not kind.timed:
        assert all(s.start_ms is None or s.start_ms % 300_000 == 0 for s in parts)
        return
    # Some formats count from the first word, some in whole seconds.
    for said, segment in pairs:
        assert segment.start_ms is not None
        assert segment.start_ms <= said.end_ms
        assert segment.end_ms is None or segment.end_ms >= said.start_ms - 1000
    firsts = [pairs[0], *(b for a, b in pairwise(pairs) if b[1].id != a[1].id)]
    assert all(abs((segment.start_ms or 0) - said.start_ms) <= 1000 for said, segment in firsts)


@ALL
@pytest.mark.parametrize("name", ["talk", "talk.mp4", "talk.vtt", "talk.json", "talk.docx", "talk.ctm", "note.md"])
def test_the_format_is_told_by_content_whatever_the_name(kind: Kind, name: str) -> None:
    assert detect(kind.data(), name) == kind.format


@ALL
def test_only_a_format_that_shows_names_calls_a_label_a_name(kind: Kind) -> None:
    named = {s.named for s in parse(kind.data(), "talk")}
    if kind.format in {"recorder", "stm", "seglst", "rttm+ctm"}:
        assert named == {False}
    else:
        assert named == {kind.labels == "names"}


@ALL
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_every_system(kind: Kind, line_end: str) -> None:
    data = kind.data()
    if data.startswith(b"PK"):
        pytest.skip("an archive")
    other = data.replace(b"\n", line_end.encode())
    assert parse(other, "talk").parts == parse(data, "talk").parts


@ALL
def test_time_grows_with_the_size_and_not_with_its_square(kind: Kind) -> None:
    def seconds(copies: int) -> float:
        talk = [
            replace(s, start_ms=(n * 8 + i) * 4000, end_ms=(n * 8 + i) * 4000 + 2000) for n in range(copies) for i, s in enumerate(TALK)
        ]
        data = kind.data(talk)
        return min(_seconds(data) for _ in range(3))  # the least of a few: other things happen on a machine

    # 3,900 words against 520: in proportion is eightfold, squared would be sixty-four.
    assert seconds(60) < 24 * max(seconds(8), 0.004)


def _seconds(data: bytes) -> float:
    started = time.process_time()
    parse(data, "talk")
    return time.process_time() - started


def test_words_of_a_glued_label_are_not_cut() -> None:
    """A word that begins like a label, or has a capital inside, stays whole."""
    text = """[00:00:01.00]  Ana RuizGitHub is down.

[00:00:02.50]   RemoteGitHub again?

[00:00:04.04]  Ana RuizAnalysis says so.

[00:00:05.00]   RemoteYouTube works.

[00:00:06.00]   Remoteand YouTube Music.

[00:00:07.00]   Remotely, I cannot tell.

[00:00:08.00]   Remote work is hard.

[00:00:09.00]  Ana Ruiz"Quite."

[00:00:10.00]   Remote3 of us.

[00:00:11.00]   Remote'Cause of that.

[00:00:12.00]   Remote...Nothing?

[00:00:13.00]   Remote's not an option.

[00:00:14.00]  Ana RuizTwenty-one.

[00:00:15.00]  Ana RuizTwenty-two.
"""
    got = [(s.label, s.text) for s in parse(text.encode(), "talk.txt", names=("Ana Ruiz", "Ana"))]
    assert got == [
        ("Ana Ruiz", "GitHub is down."),
        ("Remote", "GitHub again?"),
        ("Ana Ruiz", "Analysis says so."),
        ("Remote", "YouTube works."),
        ("Remote", "and YouTube Music."),
        ("", "Remotely, I cannot tell."),
        ("", "Remote work is hard."),
        ("Ana Ruiz", '"Quite."'),
        ("Remote", "3 of us."),
        ("Remote", "'Cause of that."),
        ("Remote", "...Nothing?"),
        ("", "Remote's not an option."),
        ("Ana Ruiz", "Twenty-one."),
        ("Ana Ruiz", "Twenty-two."),
    ]


def test_blocks_without_labels_keep_their_first_words() -> None:
    text = "".join(f"[00:00:{n:02d}.00]  {t}\n\n" for n, t in enumerate(["GitHub is down.", "GitHub again?", "So it is: down.", "Yes."]))
    assert [(s.label, s.text) for s in parse(text.encode(), "t")] == [
        ("", "GitHub is down."),
        ("", "GitHub again?"),
        ("", "So it is: down."),
        ("", "Yes."),
    ]


def test_recorder_blocks_with_empty_labels_silence_and_names_glued_behind_the_device() -> None:
    text = """[00:00:00.00] Parallels Desktop :  Silence from 0 to 1.00 (mouse clicking)

[00:00:01.69] Jabra Speak :  Ana RuizLet me say: it works. - Does it?

[00:00:09.00]  :  Nobody knows who said this.

[00:01:09.00] Jabra Speak :
"""
    transcript = parse(text.encode(), "talk.txt", names=("Ana Ruiz",))
    assert transcript.source.format == "one-channel"
    assert [(s.label, s.text, s.start_ms) for s in transcript] == [
        ("Parallels Desktop", "Silence from 0 to 1.00 (mouse clicking)", 0),
        ("Jabra Speak", "Ana RuizLet me say: it works. - Does it?", 1690),
        ("", "Nobody knows who said this.", 9000),
    ]


def test_a_colon_in_the_speech_of_a_block_makes_no_label() -> None:
    text = "[00:00:01.00]  Ana Ruiz :  Morning.\n\n[00:00:02.00]  Here's the thing: we are late.\n\n[00:00:03.00]  Remote :  Right: late."
    assert [(s.label, s.text) for s in parse(text.encode(), "t")] == [
        ("Ana Ruiz", "Morning."),
        ("", "Here's the thing: we are late."),
        ("Remote", "Right: late."),
    ]


def test_one_giant_block() -> None:
    speech = "so we went on and on. " * 3000
    [segment] = parse(f"[00:00:00.84] Jabra Speak 710 :  Ana Ruiz{speech}".encode(), "talk.txt").parts
    assert segment.label == "Jabra Speak 710"
    assert segment.text == f"Ana Ruiz{speech}".strip()


def test_lines_that_only_look_named_continue_the_speech() -> None:
    text = """**Ana Ruiz:** Two points.
The first one: money.
Note: it is short.

**Ben Okri:** I see.

**Ana Ruiz:** And then: time.
"""
    assert [(s.label, s.text) for s in parse(text.encode(), "t.md")] == [
        ("Ana Ruiz", "Two points. The first one: money. Note: it is short."),
        ("Ben Okri", "I see."),
        ("Ana Ruiz", "And then: time."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ana Ruiz [00:01:02]: Hello there.",
        "Ana Ruiz (1:02): Hello there.",
        "(01:02) Ana Ruiz: Hello there.",
        "01:02 Ana Ruiz: Hello there.",
        "[00:01:02 - 00:01:05] Ana Ruiz: Hello there.",
        "**Ana Ruiz** [01:02]: Hello there.",
        "**[00:01:02] Ana Ruiz:** Hello there.",
        "**Ana Ruiz (01:02):** Hello there.",
        "- **Ana Ruiz:** [00:01:02] Hello there.",
        "Ana Ruiz: [00:01:02] Hello there.",
        "[Ana Ruiz] 00:01:02\nHello there.",
        "Ana Ruiz  1:02\nHello there.",
        "Ana Ruiz 01:02\nHello there.",
        "Ana Ruiz (01:02)\nHello there.",
        "Ana Ruiz - 01:02\nHello there.",
        "**Ana Ruiz** 01:02\nHello there.",
    ],
)
def test_names_and_times_in_every_order(line: str) -> None:
    other = line.replace("Ana Ruiz", "Ben Okri").replace("1:02", "1:09").replace("1:05", "1:10")
    text = "\n\n".join([line, other, line.replace("Hello there", "Well").replace("1:02", "1:20").replace("1:05", "1:21")])
    assert [(s.label, s.text, s.start_ms is not None) for s in parse(text.encode(), "t")] == [
        ("Ana Ruiz", "Hello there.", True),
        ("Ben Okri", "Hello there.", True),
        ("Ana Ruiz", "Well.", True),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n12\n\n00:03.000 --> 00:04.000\nHello.\n", ["12", "Hello."]),
        ("WEBVTT\n\n1\n00:01.000 --> 00:02.000\n12\n\n2\n00:03.000 --> 00:04.000\n2026\n\n", ["12", "2026"]),
        ("WEBVTT\n\nintro\n00:01.000 --> 00:02.000\nHello.\n\nthe end\n00:03.000 --> 00:04.000\nBye.\n", ["Hello.", "Bye."]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nNOTE well: this is speech.\n\nNOTE\nthis is none.\n\n00:03.000 --> 00:04.000\nBye.\n", None),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ana>One <i>two</i> &amp; three</v>\n", ["One two & three"]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n00:03.000 --> 00:04.000\nTwo\n", ["One", "Two"]),
        ("WEBVTT\n\n00:01.000 --> 00:0x.000\nOne\n\n00:03.000 --> 00:04.000\nTwo\n", ["One", "Two"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Two\n3\n", ["One more", "Two 3"]),
        ("\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nR&amp;D &lt;now&gt;\n", ["R&D <now>"]),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03 --> 00:00:04\nTwo\n", ["One", "Two"]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\nmore\n\n00:03.000 --> 00:04.000\nTwo\n", ["One more", "Two"]),
        ("1\n00:00:0x,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n", ["One", "Two"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\nThe count is\n12\n", ["One", "The count is 12"]),
        ("1\n00:00:01 --> 00:00:02\nOne\n\n2\n00:00:03 --> 00:00:04\nTwo\n", ["One", "Two"]),
        ("1\n00:00:01,000 -> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n", ["One", "Two"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03,000 --> 00:00:04,000\nTwo\n", ["One", "Two"]),
        ("1\n\n00:00:01,000 --> 00:00:02,000\n\nOne\n\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nTwo\n", None),
        ("So it began\n\n1\n00:00:01,000 --> 00:00:02,000\nOne\n", ["So it began", "One"]),
        ("0:00:01.000,0:00:02.000\nOne\n\n0:00:02.000,0:00:03.000\n7\n\n", ["One", "7"]),
    ],
)
def test_subtitles_lose_no_caption(text: str, expected: list[str] | None) -> None:
    got = [s.text for s in parse(text.encode(), "t")]
    if expected is not None:
        assert got == expected
    else:
        assert set(re.findall(r"One|Two|NOTE well: this is speech\.|Bye\.", text)) <= set(
            re.findall(r"One|Two|NOTE well: this is speech\.|Bye\.", " ".join(got))
        )
        assert "none" not in " ".join(got)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana: hi there\nben: hello\nana: ok so\nben: yes\n", [("ana", "hi there"), ("ben", "hello"), ("ana", "ok so"), ("ben", "yes")]),
        ("田中：おはよう。\n鈴木：はい。\n田中：では。\n", [("田中", "おはよう。"), ("鈴木", "はい。"), ("田中", "では。")]),
        (
            "### Ana Ruiz\nHi.\n\n### Ben Okri\nYes.\n\n### Ana Ruiz\nSo.\n",
            [("Ana Ruiz", "Hi."), ("Ben Okri", "Yes."), ("Ana Ruiz", "So.")],
        ),
        ("Weekly\n\n00:00\nAna Ruiz: Hi.\n\n00:04\nBen Okri: Yes.\n\n00:09\nAna Ruiz: So.\n", None),
        ("+49 170 555 0100: Hello.\nBen Okri: Hi.\n+49 170 555 0100: So.\n", None),
        ("Q: What is it?\nA: A thing.\nQ: Why?\nA: Because: reasons.\n", None),
        ("0:00:01,0:00:02\nAna Ruiz: Hi.\n\n0:00:02,0:00:03\nBen Okri: Yes.\n", [("Ana Ruiz", "Hi."), ("Ben Okri", "Yes.")]),
        (
            "1\n00:00:01 --> 00:00:02\n>> ANA: Hi.\n\n2\n00:00:03 --> 00:00:04\n>> BEN: Yes.\n",
            [("ANA", "Hi."), ("BEN", "Yes.")],
        ),
        ("[00:12] Hello everyone\n[00:15] Hi there\n", [("", "Hello everyone"), ("", "Hi there")]),
        ("0:00\nhello everyone\n0:04\nto the meeting\n", [("", "hello everyone"), ("", "to the meeting")]),
    ],
)
def test_shapes_without_a_tool_of_their_own(text: str, expected: list[tuple[str, str]] | None) -> None:
    transcript = parse(text.encode(), "t")
    if expected is None:
        said = [m[1] for m in re.finditer(r"^[^\n:]+: (.+)$", text, re.MULTILINE)]
        assert [s.text for s in transcript if s.label] == said
        assert len({s.label for s in transcript if s.label}) == 2
    else:
        assert [(s.label, s.text) for s in transcript] == expected


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return x + 1\n\n\nclass A:\n    def g(self) -> int:\n        return 3\n" * 3,
        "---\ntitle: My reading list\n---\n\nThings that I want to read over the summer, and some that I should have read long ago.\n",
        "name: acta\nversion: 1\nauthor: Ana\nlicense: MIT\n",
        "quarter,units,revenue\nQ1,4200,99\nQ2,4300,98\nQ3,4400,97\nQ4,4100,96\nQ5,4100,95\n",
    ],
)
def test_text_that_is_no_talk_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(InputError):
        detect(text.encode(), "t.txt")


def test_a_caption_with_two_voices_is_two_segments() -> None:
    tagged = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana Ruiz>Ready?</v>\n<v Ben Okri>Ready.</v>\n"
    assert [(s.label, s.text) for s in parse(tagged.encode(), "t")] == [("Ana Ruiz", "Ready?"), ("Ben Okri", "Ready.")]
    written = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna Ruiz: Ready?\nBen Okri: Ready: yes.\n"
    assert [(s.label, s.text) for s in parse(written.encode(), "t")] == [("Ana Ruiz", "Ready?"), ("Ben Okri", "Ready: yes.")]


def test_damaged_times_are_reported_and_their_words_kept() -> None:
    transcript = parse(b"1\n00:00:01,000 --> 00:0b:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n", "t.srt")
    assert [s.text for s in transcript] == ["One", "Two"]
    assert [d.code for d in transcript.diagnostics] == ["unparsed-cue"]


def test_what_noscribe_writes_inside_other_peoples_words_is_said_by_them() -> None:
    said = "S00: [00:00:01] We go. //S01: Right.// And stay. //S01: Hm. //\n\nS01: [00:00:09] Yes.\n"
    text = f"Talk\n\nTranscribed with noScribe vers. 0.7\n\n{said}"
    assert [(s.label, s.text) for s in parse(text.encode(), "t")] == [
        ("S00", "We go."),
        ("S01", "Right."),
        ("S00", "And stay."),
        ("S01", "Hm."),
        ("S01", "Yes."),
    ]
    page = (
        '<html><body><p>Talk</p><p>Transcribed with noScribe vers. 0.7</p><p><a name="ts_0_900_">(3 seconds pause)</a></p>'
        '<p><a name="ts_1000_2000_S00">Ana: <span>[00:00:01]</span> We go.</a><a name="ts_2000_2500_//S01"> //S01: Right.</a>'
        '<a name="ts_2500_3000_S00">// And stay.</a></p></body></html>'
    )
    transcript = parse(page.encode(), "t.html")
    assert [(s.label, s.text, s.start_ms) for s in transcript] == [
        ("", "(3 seconds pause)", 0),
        ("Ana", "We go.", 1000),
        ("S01", "Right.", 2000),
        ("Ana", "And stay.", 2500),
    ]
    assert transcript.hints.title == "Talk"


def test_research_lines_that_do_not_fit_are_kept_and_reported() -> None:
    rows = "".join(f"talk 1 Ana {n}.0 {n}.9 word{n}\n" for n in range(30))
    transcript = parse(f"{rows}and then it broke off\n".encode(), "t.stm")
    assert "and then it broke off" in {s.text for s in transcript}
    assert "unparsed-line" in {d.code for d in transcript.diagnostics}


def test_title_day_and_people_that_a_source_states() -> None:
    for name in ("otter_headed", "meet", "meet_md", "teams_docx", "meet_docx", "fireflies", "acta_note"):
        hints = parse(KINDS[name].data(), "t").hints
        assert hints.title.startswith("Kestrel weekly"), name
        assert str(hints.date) == "2026-03-12", name
        assert hints.people in ((), PEOPLE), name


def test_a_service_that_only_gives_words_is_parted_at_sentences() -> None:
    talk = [replace(s, who="Ana Ruiz") for s in TALK] * 20
    parts = parse(KINDS["deepgram_words"].data(talk), "t").parts
    assert max(len(words(s.text)) for s in parts) < 80


def test_two_channels_without_diarization_stay_apart() -> None:
    import json

    channels = [
        {"alternatives": [{"transcript": "Hi.", "words": [{"word": "hi", "punctuated_word": "Hi.", "start": 0.1, "end": 0.4}]}]},
        {"alternatives": [{"transcript": "Yes.", "words": [{"word": "yes", "punctuated_word": "Yes.", "start": 1.0, "end": 1.4}]}]},
    ]
    assert [(s.label, s.text) for s in parse(json.dumps({"results": {"channels": channels}}).encode(), "t")] == [
        ("Channel 0", "Hi."),
        ("Channel 1", "Yes."),
    ]


def test_what_granola_had_not_finished_is_kept_unless_it_was_finished_later() -> None:
    import json

    rows = [
        {"start_timestamp": 0.0, "end_timestamp": 1.0, "text": "We sh", "source": "system", "id": "a", "is_final": False},
        {"start_timestamp": 0.0, "end_timestamp": 2.0, "text": "We should go.", "source": "system", "id": "a", "is_final": True},
        {"start_timestamp": 3.0, "end_timestamp": 4.0, "text": "and then", "source": "system", "id": "b", "is_final": False},
    ]
    assert [s.text for s in parse(json.dumps(rows).encode(), "t")] == ["We should go.", "and then"]
