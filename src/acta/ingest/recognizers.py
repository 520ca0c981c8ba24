"""JSON of recognizers that run at home: Whisper and its relatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, seconds_to_ms, squeeze
from acta.model import Segment


def _rows(source: Decoded) -> list[dict[str, Any]]:
    rows = source.json.get("segments") if isinstance(source.json, dict) else source.json
    return [r for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []


def _has(source: Decoded, *keys: str) -> bool:
    rows = _rows(source)
    return bool(rows) and all(any(k in r for r in rows[:50]) for k in ("text", "start", *keys))


def _whisperx_guess(source: Decoded) -> float:
    speakers = _has(source, "speaker") or (isinstance(source.json, dict) and "word_segments" in source.json)
    return 0.95 if isinstance(source.json, dict) and _has(source) and speakers else 0.0


def _timestamped_guess(source: Decoded) -> float:
    return 0.95 if _has(source, "confidence") and not _whisperx_guess(source) else 0.0


def _faster_guess(source: Decoded) -> float:
    rows = _rows(source)
    flat = isinstance(source.json, list) and _has(source) and not any("speaker_name" in r or "document_id" in r for r in rows[:5])
    return 0.85 if flat and not any("words" in r and "session_id" in r for r in rows[:5]) else 0.0


def _whisper_guess(source: Decoded) -> float:
    if not isinstance(source.json, dict) or _whisperx_guess(source) or _timestamped_guess(source):
        return 0.0
    return 0.9 if _has(source) else 0.0


def _cpp_guess(source: Decoded) -> float:
    return 0.95 if isinstance(source.json, dict) and isinstance(source.json.get("transcription"), list) else 0.0


def _segments(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = _rows(source)
    return Parsed(
        tuple(
            Segment(
                0, str(r.get("speaker") or ""), squeeze(str(r.get("text", ""))), seconds_to_ms(r.get("start")), seconds_to_ms(r.get("end"))
            )
            for r in rows
        )
    )


def _cpp(source: Decoded, _: Sequence[str]) -> Parsed:
    out = []
    for row in source.json["transcription"]:
        offsets = row.get("offsets") or {}
        text = squeeze(str(row.get("text", "")))
        # Its "tinydiarize" marks a change of voice; that is no word.
        text = re.sub(r"\s*\[SPEAKER_TURN\]", "", text)
        out.append(Segment(0, str(row.get("speaker") or ""), text, _ms(offsets.get("from")), _ms(offsets.get("to"))))
    return Parsed(tuple(out))


def _ms(value: object) -> int | None:
    return max(0, int(value)) if isinstance(value, int | float) and value == value else None  # noqa: PLR0124  # not-a-number differs from itself


FORMATS = {
    "whisper": ("JSON of OpenAI's whisper", _whisper_guess, _segments),
    "whisper-timestamped": ("JSON of whisper-timestamped", _timestamped_guess, _segments),
    "faster-whisper": ("a JSON list of faster-whisper segments", _faster_guess, _segments),
    "whisperx": ("JSON of WhisperX, with diarized speakers", _whisperx_guess, _segments),
    "whisper-cpp": ("JSON of whisper.cpp", _cpp_guess, _cpp),
}
