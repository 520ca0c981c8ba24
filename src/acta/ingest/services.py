"""JSON of transcription services: Deepgram, AssemblyAI, AWS Transcribe, Rev, Fireflies, Granola."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, clock_to_ms, is_person, seconds_to_ms, squeeze, whole_ms
from acta.model import Hints, Segment

# A voice that goes on is parted at the first sentence end after so many words: a segment holds a minute, not an hour.
_LONG = 40


def _dig(value: Any, *path: str | int) -> Any:
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def _voice(value: object) -> str:
    return "" if value is None or value == "" else f"Speaker {value}"


def _words(words: Sequence[dict[str, Any]], *, scale: float, text: Sequence[str], label: str = "") -> list[Segment]:
    """Words with speakers as segments: one for each run of one speaker, parted at sentence ends; ``scale`` turns times into seconds."""
    runs: list[list[dict[str, Any]]] = []
    for w in words:
        last = runs[-1][-1] if runs else {}
        ended = bool(runs) and len(runs[-1]) >= _LONG and _first(last, text).endswith((".", "?", "!"))
        if runs and not ended and w.get("speaker") == last.get("speaker"):
            runs[-1].append(w)
        else:
            runs.append([w])
    return [
        Segment(
            0,
            _voice(run[0].get("speaker")) or label,
            squeeze(" ".join(_first(w, text) for w in run)),
            seconds_to_ms(run[0].get("start"), scale=scale),
            seconds_to_ms(run[-1].get("end"), scale=scale),
        )
        for run in runs
    ]


def _first(row: dict[str, Any], keys: Sequence[str]) -> str:
    return str(next((row[k] for k in keys if row.get(k)), ""))


def _rows(value: Any) -> list[dict[str, Any]]:
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []


def _in_order(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    return tuple(sorted(segments, key=lambda s: s.start_ms or 0))


def _deepgram_guess(source: Decoded) -> float:
    found = isinstance(_dig(source.json, "results", "channels"), list) or isinstance(_dig(source.json, "results", "utterances"), list)
    return 0.95 if found else 0.0


def _deepgram(source: Decoded, _: Sequence[str]) -> Parsed:
    out: list[Segment] = []
    if rows := _rows(_dig(source.json, "results", "utterances")):
        several = len({r.get("channel") for r in rows}) > 1
        for r in rows:
            label = f"Channel {r.get('channel')}" if several and r.get("speaker") is None else _voice(r.get("speaker"))
            text = squeeze(str(r.get("transcript") or ""))
            out.append(Segment(0, label, text, seconds_to_ms(r.get("start")), seconds_to_ms(r.get("end"))))
        return Parsed(tuple(out))
    channels = _dig(source.json, "results", "channels") or []
    for i, channel in enumerate(channels):
        best = _dig(channel, "alternatives", 0) or {}
        label = f"Channel {i}" if len(channels) > 1 else ""
        if words := _rows(best.get("words")):
            out += _words(words, scale=1, text=("punctuated_word", "word"), label=label)
        else:
            out.append(Segment(0, label, squeeze(str(best.get("transcript") or ""))))
    return Parsed(_in_order(out))


def _assembly_guess(source: Decoded) -> float:
    j = source.json
    row = _dig(j, "utterances", 0) or _dig(j, "sentences", 0) or _dig(j, "paragraphs", 0) or _dig(j, "words", 0)
    shape = isinstance(row, dict) and "start" in row and "confidence" in row
    job = isinstance(j, dict) and "audio_url" in j and isinstance(j.get("text"), str)
    return 0.93 if (shape or job) and isinstance(j, dict) and "results" not in j and "segments" not in j else 0.0


def _assembly(source: Decoded, _: Sequence[str]) -> Parsed:
    j = source.json
    rows = _rows(j.get("utterances")) or _rows(j.get("sentences")) or _rows(j.get("paragraphs"))
    if rows:
        return Parsed(
            tuple(
                Segment(0, _voice(r.get("speaker")), squeeze(str(r.get("text") or "")), whole_ms(r.get("start")), whole_ms(r.get("end")))
                for r in rows
            )
        )
    words = _words(_rows(j.get("words")), scale=0.001, text=("text",))
    return Parsed(tuple(words) or (Segment(0, "", squeeze(str(j.get("text") or ""))),))


def _aws_guess(source: Decoded) -> float:
    return 0.95 if isinstance(_dig(source.json, "results", "items"), list) or _is_aws_words(source.json) else 0.0


def _is_aws_words(value: Any) -> bool:
    row = _dig(value, 0)
    return isinstance(row, dict) and "alternatives" in row and "type" in row


def _aws(source: Decoded, _: Sequence[str]) -> Parsed:
    items = _rows(source.json if isinstance(source.json, list) else source.json["results"]["items"])
    voices: dict[str, str] = {}
    for segment in _rows(_dig(source.json, "results", "speaker_labels", "segments")):
        for item in _rows(segment.get("items")):
            voices[str(item.get("start_time"))] = str(item.get("speaker_label") or segment.get("speaker_label") or "")
    words: list[dict[str, Any]] = []
    for item in items:
        content = str(_dig(item, "alternatives", 0, "content") or "")
        if item.get("type") == "punctuation" and words:
            words[-1]["text"] += content
            continue
        before = words[-1]["speaker"] if words else ""
        who = str(item.get("speaker_label") or item.get("channel_label") or voices.get(str(item.get("start_time"))) or before)
        words.append({"text": content, "speaker": who, "start": item.get("start_time"), "end": item.get("end_time")})
    whole = squeeze(" ".join(str(t.get("transcript") or "") for t in _rows(_dig(source.json, "results", "transcripts"))))
    spoken = [replace(s, label=s.label.removeprefix("Speaker ")) for s in _words(words, scale=1, text=("text",))]
    return Parsed(tuple(spoken) or (Segment(0, "", whole),))


def _rev_guess(source: Decoded) -> float:
    return 0.95 if isinstance(_dig(source.json, "monologues"), list) else 0.0


def _rev(source: Decoded, _: Sequence[str]) -> Parsed:
    names = {s.get("id"): s.get("name") for s in _rows(source.json.get("speakers"))}
    out = []
    for m in _rows(source.json["monologues"]):
        label = squeeze(str(names.get(m.get("speaker")) or _dig(m, "speaker_info", "display_name") or _voice(m.get("speaker"))))
        parts: list[list[dict[str, Any]]] = [[]]
        for e in _rows(m.get("elements")):
            parts[-1].append(e)
            if len(parts[-1]) >= 2 * _LONG and str(e.get("value") or "").strip() in {".", "?", "!"}:
                parts.append([])
        for elements in parts:
            text = squeeze("".join(str(e.get("value") or "") for e in elements))
            times = [e for e in elements if e.get("ts") is not None]
            ends = (seconds_to_ms(times[0].get("ts")), seconds_to_ms(times[-1].get("end_ts"))) if times else (None, None)
            out.append(Segment(0, label, text, *ends, named=is_person(label)))
    return Parsed(tuple(out))


def _fireflies_rows(value: Any) -> Any:
    for path in (("data", "transcript", "sentences"), ("transcript", "sentences"), ("sentences",), ()):
        rows = _dig(value, *path)
        if isinstance(rows, list) and isinstance(_dig(rows, 0), dict) and "speaker_name" in rows[0]:
            return rows
    return None


def _fireflies(source: Decoded, _: Sequence[str]) -> Parsed:
    whole = _dig(source.json, "data", "transcript") or _dig(source.json, "transcript") or source.json
    out = []
    for r in _rows(_fireflies_rows(source.json)):
        label = squeeze(str(r.get("speaker_name") or _voice(r.get("speaker_id"))))
        text = squeeze(_first(r, ("text", "raw_text", "sentence")))
        ends = (_either(r.get("start_time", r.get("startTime"))), _either(r.get("end_time", r.get("endTime"))))
        out.append(Segment(0, label, text, *ends, named=is_person(label)))
    title, made = _dig(whole, "title"), _dig(whole, "date")
    day = datetime.fromtimestamp(made / 1000, tz=UTC).date() if isinstance(made, int | float) and 1e12 < made < 4e12 else None
    return Parsed(tuple(out), Hints(title=squeeze(str(title)) if title else "", date=day))


def _either(value: object) -> int | None:
    """Milliseconds of seconds or of a clock."""
    return clock_to_ms(value) if isinstance(value, str) and ":" in value else seconds_to_ms(value)


def _granola_guess(source: Decoded) -> float:
    row = _dig(_granola_rows(source.json), 0)
    return 0.95 if isinstance(row, dict) and "start_timestamp" in row and "text" in row else 0.0


def _granola_rows(value: Any) -> Any:
    """The chunks: the whole file, or under ``transcript`` of an answer."""
    return value if isinstance(value, list) else _dig(value, "transcript")


def _granola(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = _final(_rows(_granola_rows(source.json)))
    starts = [_moment(r.get("start_timestamp")) for r in rows]
    zero = min((s for s in starts if s is not None), default=0.0)
    out = []
    for r, start in zip(rows, starts, strict=True):
        end = _moment(r.get("end_timestamp"))
        label = {"microphone": "Microphone", "system": "Remote"}.get(str(r.get("source")), str(r.get("source") or ""))
        begins, stops = (None if t is None else seconds_to_ms(t - zero) for t in (start, end))
        out.append(Segment(0, label, squeeze(str(r.get("text") or "")), begins, stops))
    day = None
    if rows and isinstance(stamp := rows[0].get("start_timestamp"), str) and "T" in stamp:
        day = datetime.fromisoformat(stamp).date()
    title = _dig(source.json, "title")
    return Parsed(_in_order(out), Hints(date=day, title=squeeze(str(title)) if title else ""))


def _final(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those that a final one of the same source and beginning, or of the same id, has replaced."""
    keys = ("id",), ("source", "start_timestamp")
    done = {(k, *(str(r.get(f)) for f in k)) for r in rows if r.get("is_final", True) for k in keys if all(r.get(f) is not None for f in k)}
    return [r for r in rows if r.get("is_final", True) or not any((k, *(str(r.get(f)) for f in k)) in done for k in keys)]


def _moment(value: object) -> float | None:
    """Seconds of a number, or of an ISO 8601 time."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value) if isinstance(value, int | float) else datetime.fromisoformat(str(value)).timestamp()
    except (ValueError, OverflowError, OSError):
        ms = seconds_to_ms(value)
        return None if ms is None else ms / 1000


FORMATS = {
    "deepgram": ("Deepgram JSON", _deepgram_guess, _deepgram),
    "assemblyai": ("AssemblyAI JSON", _assembly_guess, _assembly),
    "aws-transcribe": ("AWS Transcribe JSON", _aws_guess, _aws),
    "rev": ("Rev JSON", _rev_guess, _rev),
    "fireflies": ("Fireflies JSON", lambda source: 0.95 if _fireflies_rows(source.json) else 0.0, _fireflies),
    "granola": ("Granola JSON", _granola_guess, _granola),
}
