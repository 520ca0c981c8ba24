"""Output of recognizers that run at home: the JSON of Whisper and its relatives, and the tables they and others write."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Any

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, UnfitError, clock_to_ms, is_person, seconds_to_ms, squeeze, whole_ms
from acta.model import Segment

# faster-whisper's segments were tuples once, and JSON makes lists of them: id, seek, start, end, text, ...
_TUPLE = ("id", "seek", "start", "end", "text")
_TEXT = ("text", "transcript", "sentence", "caption", "words", "content", "utterance")
_SPEAKER = ("speaker", "speaker_name", "name", "speaker name")
_START = ("start", "start_time", "start time", "begin", "from", "time", "timestamp", "start (s)", "start_ms")
_END = ("end", "end_time", "end time", "stop", "to", "end (s)", "end_ms")


def _rows(source: Decoded) -> list[dict[str, Any]]:
    rows = source.json.get("segments") if isinstance(source.json, dict) else source.json
    if not isinstance(rows, list):
        return []
    if rows and all(isinstance(r, list) and len(r) > 5 and isinstance(r[4], str) for r in rows):
        return [dict(zip(_TUPLE, r, strict=False)) for r in rows]
    return [r for r in rows if isinstance(r, dict)]


def _has(source: Decoded, *keys: str) -> bool:
    rows = _rows(source)
    return bool(rows) and all(any(k in r for r in rows[:50]) for k in ("text", "start", *keys))


def _whisperx_guess(source: Decoded) -> float:
    speakers = _has(source, "speaker") or (isinstance(source.json, dict) and "word_segments" in source.json)
    return 0.95 if isinstance(source.json, dict) and _has(source) and speakers else 0.0


def _timestamped_guess(source: Decoded) -> float:
    return 0.95 if isinstance(source.json, dict) and _has(source, "confidence") and not _whisperx_guess(source) else 0.0


def _faster_guess(source: Decoded) -> float:
    rows = _rows(source)
    flat = isinstance(source.json, list) and _has(source) and not any("speaker_name" in r or "document_id" in r for r in rows[:5])
    return 0.85 if flat and not any("words" in r and "session_id" in r for r in rows[:5]) else 0.0


def _whisper_guess(source: Decoded) -> float:
    j = source.json
    if not isinstance(j, dict) or _whisperx_guess(source) or _timestamped_guess(source):
        return 0.0
    # The text alone is what the API answers when no times were asked for.
    alone = isinstance(j.get("text"), str) and not j.keys() & {"segments", "utterances", "words", "results", "monologues", "sentences"}
    return 0.9 if _has(source) or _chunks(source) or alone else 0.0


def _cpp_guess(source: Decoded) -> float:
    return 0.95 if isinstance(source.json, dict) and isinstance(source.json.get("transcription"), list) else 0.0


def _chunks(source: Decoded) -> list[dict[str, Any]]:
    """Segments as the transformers library writes them: ``{"timestamp": [start, end], "text": ...}``."""
    j = source.json
    found = j.get("speakers") or j.get("chunks") if isinstance(j, dict) else None
    return [r for r in found if isinstance(r, dict) and "timestamp" in r and "text" in r] if isinstance(found, list) else []


def _text_of(row: dict[str, Any]) -> str:
    if text := squeeze(str(row.get("text") or "")):
        return text
    words = row.get("words")
    return squeeze(" ".join(str(w.get("word") or w.get("text") or "") for w in words)) if isinstance(words, list) else ""


def _segments(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = _rows(source)
    out = [
        Segment(0, squeeze(str(r.get("speaker") or "")), _text_of(r), seconds_to_ms(r.get("start")), seconds_to_ms(r.get("end")))
        for r in rows
    ]
    for r in _chunks(source) if not out else ():
        start, end = (*r["timestamp"], None, None)[:2]
        out.append(Segment(0, squeeze(str(r.get("speaker") or "")), _text_of(r), seconds_to_ms(start), seconds_to_ms(end)))
    if not any(s.text for s in out) and isinstance(source.json, dict):
        out = [Segment(0, "", squeeze(str(source.json.get("text") or "")))]
    return Parsed(tuple(out))


def _cpp(source: Decoded, _: Sequence[str]) -> Parsed:
    out = []
    for row in source.json["transcription"]:
        offsets, clocks = row.get("offsets") or {}, row.get("timestamps") or {}
        start, end = (whole_ms(offsets[k]) if k in offsets else clock_to_ms(str(clocks.get(k) or "")) for k in ("from", "to"))
        # Its "tinydiarize" marks a change of voice; that is no word.
        text = re.sub(r"\s*\[SPEAKER_TURN\]", "", squeeze(str(row.get("text") or "")))
        out.append(Segment(0, _cpp_voice(row.get("speaker")), text, start, end))
    return Parsed(tuple(out))


def _cpp_voice(value: object) -> str:
    """Its ``--diarize`` numbers the channels, and writes a question mark where it cannot tell."""
    text = str(value or "") if not isinstance(value, int) else str(value)
    return "" if text == "?" else f"Speaker {text}" if text.isdigit() else squeeze(text)


def _table(source: Decoded) -> tuple[list[str], list[list[str]]]:
    """The columns' names and the rows of a table in text; both empty when it is none with times and words."""
    head = next(iter(source.head), "")
    mark = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
    if head.count(mark) < 1 or len(head) > 400:
        return [], []
    names = [n.strip().strip('"').casefold() for n in head.split(mark)]
    if not set(names) & set(_TEXT) or not set(names) & {*_START, *_SPEAKER}:
        return [], []
    csv.field_size_limit(len(source.text) + 1)
    try:
        rows = list(
            csv.reader(source.text.strip("\n").split("\n"), delimiter=mark, quoting=csv.QUOTE_NONE if mark == "\t" else csv.QUOTE_MINIMAL)
        )
    except csv.Error:
        return [], []
    return names, rows[1:]


def _table_guess(source: Decoded) -> float:
    return 0.9 if _table(source)[1] else 0.0


def _from_table(source: Decoded, _: Sequence[str]) -> Parsed:
    names, rows = _table(source)
    if not names:
        raise UnfitError("its first line names no column of words and of times or speakers")
    text, speaker, start, end = (next((names.index(n) for n in wanted if n in names), -1) for wanted in (_TEXT, _SPEAKER, _START, _END))
    # whisper writes whole milliseconds, others seconds with a point or a clock.
    numbers = [r[start] for r in rows if 0 <= start < len(r)]
    whole = all(re.fullmatch(r"\s*\d+\s*", n) for n in numbers)
    out = []
    for row in rows:
        label, begins, ends = (row[i].strip() if 0 <= i < len(row) else "" for i in (speaker, start, end))
        # A comma in words that nobody quoted makes one cell two.
        said = " ".join(row[text:]) if text == len(names) - 1 else row[text] if text < len(row) else " ".join(row)
        out.append(Segment(0, squeeze(label), squeeze(said), _time(begins, whole=whole), _time(ends, whole=whole), named=is_person(label)))
    return Parsed(tuple(out))


def _time(text: str, *, whole: bool) -> int | None:
    return clock_to_ms(text) if ":" in text else whole_ms(text) if whole else seconds_to_ms(text)


FORMATS = {
    "whisper": ("JSON of OpenAI's whisper", _whisper_guess, _segments),
    "whisper-timestamped": ("JSON of whisper-timestamped", _timestamped_guess, _segments),
    "faster-whisper": ("a JSON list of faster-whisper segments", _faster_guess, _segments),
    "whisperx": ("JSON of WhisperX, with diarized speakers", _whisperx_guess, _segments),
    "whisper-cpp": ("JSON of whisper.cpp", _cpp_guess, _cpp),
    "table": ("a table (CSV, TSV) with columns for times, speaker and text, as whisper and MacWhisper write it", _table_guess, _from_table),
}
