"""JSON of transcription services: Deepgram, AssemblyAI, AWS Transcribe, Rev, Fireflies, Granola."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from acta.ingest.decode import Decoded
from acta.ingest.shape import Parsed, is_person, seconds_to_ms, squeeze
from acta.model import Hints, Segment


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


def _words(words: Sequence[dict[str, Any]], *, scale: float, text: Sequence[str]) -> list[Segment]:
    """Words with speakers as segments, one for each run of one speaker; ``scale`` turns times into seconds."""
    out = []
    for speaker, group in groupby(words, key=lambda w: w.get("speaker")):
        run = list(group)
        said = " ".join(str(next((w[k] for k in text if w.get(k)), "")) for w in run)
        ends = [seconds_to_ms(float(w[k]) * scale) if w.get(k) is not None else None for w, k in ((run[0], "start"), (run[-1], "end"))]
        out.append(Segment(0, _voice(speaker), squeeze(said), ends[0], ends[1]))
    return out


def _deepgram_guess(source: Decoded) -> float:
    return (
        0.95
        if isinstance(_dig(source.json, "results", "channels"), list) or isinstance(_dig(source.json, "results", "utterances"), list)
        else 0.0
    )


def _deepgram(source: Decoded, _: Sequence[str]) -> Parsed:
    results = source.json["results"]
    if results.get("utterances"):
        rows = results["utterances"]
        several = len({r.get("channel") for r in rows}) > 1
        return Parsed(
            tuple(
                Segment(
                    0,
                    f"Channel {r.get('channel')}" if several and r.get("speaker") is None else _voice(r.get("speaker")),
                    squeeze(str(r["transcript"])),
                    seconds_to_ms(r.get("start")),
                    seconds_to_ms(r.get("end")),
                )
                for r in rows
            )
        )
    out: list[Segment] = []
    for channel in results["channels"]:
        best = channel["alternatives"][0]
        if best.get("words"):
            out += _words(best["words"], scale=1, text=("punctuated_word", "word"))
        else:
            out.append(Segment(0, "", squeeze(str(best.get("transcript", "")))))
    return Parsed(tuple(sorted(out, key=lambda s: s.start_ms or 0)))


def _assembly_guess(source: Decoded) -> float:
    j = source.json
    row = _dig(j, "utterances", 0) or _dig(j, "words", 0)
    shape = isinstance(row, dict) and "start" in row and "confidence" in row
    return (
        0.93 if shape and isinstance(j, dict) and ("text" in j or "utterances" in j) and "results" not in j and "segments" not in j else 0.0
    )


def _assembly(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = source.json.get("utterances")
    if not rows:
        words = source.json.get("words") or []
        return Parsed(tuple(_words(words, scale=0.001, text=("text",))) or (Segment(0, "", squeeze(str(source.json.get("text", "")))),))
    return Parsed(tuple(Segment(0, _voice(r.get("speaker")), squeeze(str(r["text"])), int(r["start"]), int(r["end"])) for r in rows))


def _aws_guess(source: Decoded) -> float:
    return 0.95 if isinstance(_dig(source.json, "results", "items"), list) or _is_aws_words(source.json) else 0.0


def _is_aws_words(value: Any) -> bool:
    row = _dig(value, 0)
    return isinstance(row, dict) and "alternatives" in row and "type" in row


def _aws(source: Decoded, _: Sequence[str]) -> Parsed:
    items = source.json if isinstance(source.json, list) else source.json["results"]["items"]
    voices: dict[str, str] = {}
    for segment in _dig(source.json, "results", "speaker_labels", "segments") or []:
        for item in segment.get("items", []):
            voices[str(item.get("start_time"))] = str(item.get("speaker_label", segment.get("speaker_label", "")))
    out: list[Segment] = []
    words: list[str] = []
    label, start, end = "", None, None

    def flush() -> None:
        if words:
            out.append(Segment(0, label, " ".join(words), start, end))
            words.clear()

    for item in items:
        content = str(_dig(item, "alternatives", 0, "content") or "")
        if item.get("type") == "punctuation":
            if words:
                words[-1] += content
            continue
        who = str(item.get("speaker_label") or voices.get(str(item.get("start_time")), label))
        ended = bool(words) and words[-1][-1:] in ".?!" and len(words) > 40
        if who != label or ended:
            flush()
            label, start = who, None
        words.append(content)
        start = seconds_to_ms(item.get("start_time")) if start is None else start
        end = seconds_to_ms(item.get("end_time"))
    flush()
    return Parsed(tuple(out))


def _rev_guess(source: Decoded) -> float:
    return 0.95 if isinstance(_dig(source.json, "monologues"), list) else 0.0


def _rev(source: Decoded, _: Sequence[str]) -> Parsed:
    names = {s.get("id"): s.get("name") for s in source.json.get("speakers") or [] if isinstance(s, dict)}
    out = []
    for m in source.json["monologues"]:
        elements = m.get("elements") or []
        text = "".join(str(e.get("value", "")) for e in elements)
        times = [e for e in elements if e.get("ts") is not None]
        label = str(names.get(m.get("speaker")) or _voice(m.get("speaker")))
        ends = (seconds_to_ms(times[0].get("ts")), seconds_to_ms(times[-1].get("end_ts"))) if times else (None, None)
        out.append(Segment(0, label, squeeze(text), *ends, named=is_person(label)))
    return Parsed(tuple(out))


def _fireflies_rows(value: Any) -> Any:
    for path in (("data", "transcript", "sentences"), ("transcript", "sentences"), ("sentences",), ()):
        rows = _dig(value, *path)
        if isinstance(rows, list) and isinstance(_dig(rows, 0), dict) and "speaker_name" in rows[0]:
            return rows
    return None


def _fireflies(source: Decoded, _: Sequence[str]) -> Parsed:
    whole = _dig(source.json, "data", "transcript") or source.json
    out = []
    for r in _fireflies_rows(source.json):
        label = squeeze(str(r.get("speaker_name") or _voice(r.get("speaker_id"))))
        text = squeeze(str(r.get("text") or r.get("raw_text") or ""))
        out.append(Segment(0, label, text, seconds_to_ms(r.get("start_time")), seconds_to_ms(r.get("end_time")), named=is_person(label)))
    title = whole.get("title") if isinstance(whole, dict) else None
    return Parsed(tuple(out), Hints(title=squeeze(str(title)) if title else ""))


def _granola_guess(source: Decoded) -> float:
    row = _dig(source.json, 0)
    return 0.95 if isinstance(row, dict) and "start_timestamp" in row and "text" in row else 0.0


def _granola(source: Decoded, _: Sequence[str]) -> Parsed:
    rows = [r for r in source.json if r.get("is_final", True)]
    starts = [_moment(r.get("start_timestamp")) for r in rows]
    zero = min((s for s in starts if s is not None), default=None)
    out = []
    for r, start in zip(rows, starts, strict=True):
        end = _moment(r.get("end_timestamp"))
        label = {"microphone": "Microphone", "system": "Remote"}.get(str(r.get("source")), str(r.get("source") or ""))
        begins, stops = (round((t - zero) * 1000) if t is not None and zero is not None else None for t in (start, end))
        out.append(Segment(0, label, squeeze(str(r["text"])), begins, stops))
    first = next((r.get("start_timestamp") for r in rows if isinstance(r.get("start_timestamp"), str)), None)
    day = datetime.fromisoformat(first).date() if isinstance(first, str) and "T" in first else None
    return Parsed(tuple(sorted(out, key=lambda s: s.start_ms or 0)), Hints(date=day))


def _moment(value: object) -> float | None:
    """Seconds of a number, or of an ISO 8601 time."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            pass
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
