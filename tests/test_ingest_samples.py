"""Real samples and derived noisy sources: every letter of the raw file, found by another way than the parser's, stands in a segment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acta.errors import InputError
from acta.ingest import detect, parse
from acta.model import Segment, Transcript

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"
DERIVED_FROM = ("a-staff-engineer-outside-offer", "c-site-block-c-midweek", "e-someone-for-the-ovens")
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples")

# What no speech is, line by line: times, headers, footers, comments.
_NO_SPEECH = re.compile(
    r"^WEBVTT.*$|^.*-->.*$|^\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+$|^Transcribed by https://otter\.ai$|"
    r"^(?:Kind|Language|Style):.*$|^::cue.*$|^ \}$|^##$",
    re.MULTILINE,
)


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def with_labels(transcript: Transcript[Segment]) -> str:
    return letters("".join(s.label + s.text for s in transcript))


def spoken(transcript: Transcript[Segment]) -> str:
    return " ".join(s.text for s in transcript)


def blocks(raw: str) -> str:
    return letters(re.sub(r"^\[\d\d:\d\d:\d\d\.\d\d\]", "", raw, flags=re.MULTILINE))


def cues(raw: str) -> str:
    lines = raw.removeprefix("\ufeff").split("\n")
    ids = {i - 1 for i, x in enumerate(lines) if "-->" in x and i and not (i > 1 and lines[i - 2].strip())}
    kept = "\n".join(x for i, x in enumerate(lines) if i not in ids)
    kept = re.sub(r"^NOTE\b(?:.*\n)+?(?=\n|\Z)", "", kept, flags=re.MULTILINE)
    kept = _NO_SPEECH.sub("", kept)
    return letters(re.sub(r"</?[civ][^>]*>|<[\d:.]+>", "", re.sub(r"<v ([^>]*)>", r"\1", kept)))


def headed(raw: str) -> str:
    return letters(re.sub(r"  \d{1,2}:\d\d(?::\d\d)?(?:  )?$", "", _NO_SPEECH.sub("", raw), flags=re.MULTILINE))


DERIVED: dict[str, Callable[[str], str]] = {
    "two-channel.txt": blocks,
    "one-channel.txt": blocks,
    "glued.txt": blocks,
    "teams.vtt": cues,
    "zoom.vtt": cues,
    "otter.txt": headed,
    "named.md": letters,
}


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gold, out = tmp_path_factory.mktemp("gold"), tmp_path_factory.mktemp("derived")
    for name in DERIVED_FROM:
        shutil.copy(ROOT / "bench" / "gold" / "dev" / f"{name}.md", gold)
    script = ROOT / "bench" / "make_sources.py"
    subprocess.run([sys.executable, str(script), str(gold), str(out)], check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    return out


@pytest.mark.parametrize("name", DERIVED)
def test_every_letter_of_a_derived_source_stands_in_a_segment(derived: Path, name: str) -> None:
    files = sorted(derived.glob(f"*/{name}"))
    assert len(files) == len(DERIVED_FROM)
    for path in files:
        raw = path.read_text(encoding="utf-8")
        assert with_labels(parse(path.read_bytes(), path.name)) == DERIVED[name](raw), path.parent.name


def test_every_word_of_a_derived_whisper_file_stands_in_a_segment(derived: Path) -> None:
    for path in sorted(derived.glob("*/whisper.json")):
        assert spoken(parse(path.read_bytes(), path.name)).split() == json.loads(path.read_text(encoding="utf-8"))["text"].split()


@pytest.mark.parametrize("name", [*DERIVED, "whisper.json"])
def test_a_derived_source_is_told_by_content(derived: Path, name: str) -> None:
    for path in sorted(derived.glob(f"*/{name}")):
        assert {detect(path.read_bytes(), other) for other in ("x", "x.json", "x.vtt", "x.docx")} == {detect(path.read_bytes(), name)}


def whole_text(value: Any) -> str:
    return str(value["text"])


def deepgram_text(value: Any) -> str:
    return str(value["results"]["channels"][0]["alternatives"][0]["transcript"])


def aws_text(value: Any) -> str:
    return str(value["results"]["transcripts"][0]["transcript"])


# Folder, format, and the text by another way than the segments: the field in which the service itself puts the whole.
JSON_SAMPLES = (
    ("assemblyai/assemblyai_transcription.json", "assemblyai", whole_text),
    ("assemblyai/assemblyai_utterances.json", "assemblyai", whole_text),
    ("deepgram/dg_speakers.json", "deepgram", deepgram_text),
    ("deepgram/dg_transcription.json", "deepgram", deepgram_text),
    ("deepgram/dg_utterances.json", "deepgram", deepgram_text),
    ("aws_transcribe/todayinfocus.sample.json", "aws-transcribe", aws_text),
    ("aws_transcribe/words.sample.json", "aws-transcribe", lambda v: " ".join(i["alternatives"][0]["content"] for i in v)),
    ("whisper_timestamped/whisper_timestamped.json", "whisper-timestamped", whole_text),
    ("seglst/meeteval_hyp.seglst.json", "seglst", lambda v: " ".join(r["words"] for r in v)),
    ("seglst/meeteval_ref.seglst.json", "seglst", lambda v: " ".join(r["words"] for r in v)),
)
TEXT_SAMPLES = (
    ("webvtt/captions_with_bom.vtt", "webvtt", cues),
    ("webvtt/comments.vtt", "webvtt", cues),
    ("webvtt/cue_tags.vtt", "webvtt", cues),
    ("webvtt/metadata_headers.vtt", "webvtt", cues),
    ("webvtt/sample.vtt", "webvtt", cues),
    ("webvtt/youtube_dl.vtt", "webvtt", cues),
    ("srt/missing_caption_text.srt", "srt", cues),
    ("srt/sample.srt", "srt", cues),
    ("sbv/sample.sbv", "sbv", cues),
    ("otter/ladybug_62-security.txt", "otter", headed),
)


@needs_samples
@pytest.mark.parametrize(("path", "format", "text"), JSON_SAMPLES, ids=lambda v: v if isinstance(v, str) else "")
def test_every_word_of_a_json_sample_stands_in_a_segment(path: str, format: str, text: Callable[[Any], str]) -> None:  # noqa: A002
    data = (SAMPLES / path).read_bytes()
    transcript = parse(data, "sample")
    assert transcript.source.format == format
    assert sorted(spoken(transcript).split()) == sorted(text(json.loads(data)).split())


@needs_samples
@pytest.mark.parametrize(("path", "format", "text"), TEXT_SAMPLES, ids=lambda v: v if isinstance(v, str) else "")
def test_every_letter_of_a_text_sample_stands_in_a_segment(path: str, format: str, text: Callable[[str], str]) -> None:  # noqa: A002
    data = (SAMPLES / path).read_bytes()
    transcript = parse(data, "sample")
    assert transcript.source.format == format
    assert with_labels(transcript) == text(data.decode())


@needs_samples
@pytest.mark.parametrize(("path", "column"), [("stm/meeteval_hyp.stm", 5), ("stm/meeteval_ref.stm", 5), ("ctm/meeteval_hyp1.ctm", 4)])
def test_every_word_of_a_research_sample_stands_in_a_segment(path: str, column: int) -> None:
    raw = (SAMPLES / path).read_text(encoding="utf-8")
    words = [w for line in raw.splitlines() for w in line.split()[column:]]
    assert sorted(spoken(parse(raw.encode(), "sample")).split()) == sorted(words)


@needs_samples
@pytest.mark.parametrize("path", ["meeteval_hyp", "meeteval_ref", "dscore_ref", "pyannote_sample"])
def test_speaker_times_alone_are_recognised_and_refused_in_words(path: str) -> None:
    data = (SAMPLES / "rttm" / f"{path}.rttm").read_bytes()
    assert detect(data, "x.json") == "rttm"
    with pytest.raises(InputError, match="holds no words") as caught:
        parse(data, "talk.rttm")
    assert "CTM" in caught.value.hint


@needs_samples
def test_words_and_speaker_times_of_two_samples_make_one_transcript() -> None:
    words = (SAMPLES / "ctm" / "meeteval_hyp1.ctm").read_bytes()
    transcript = parse(words + b"\n" + (SAMPLES / "rttm" / "meeteval_hyp.rttm").read_bytes(), "talk.ctm")
    assert transcript.source.format == "rttm+ctm"
    assert {s.label for s in transcript} == {"Alice", "Bob", ""}
    assert len(spoken(transcript).split()) == len(words.splitlines())


@needs_samples
def test_no_sample_is_left_out() -> None:
    told = {path for path, _, _ in (*JSON_SAMPLES, *TEXT_SAMPLES)}
    rest = {str(p.relative_to(SAMPLES)) for p in SAMPLES.glob("*/*")} - told
    assert {p.split("/")[0] for p in rest} == {"rttm", "stm", "ctm", "hallucinations"}
