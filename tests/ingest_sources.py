"""One invented conversation, written as each tool writes it. The shapes follow the tools' own exports and documentation."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class Said:
    who: str
    start_ms: int
    end_ms: int
    text: str


# Awkward on purpose: a line that is a number, a colon within speech, a name of three words, words with marks, a very short line.
TALK = (
    Said("Ana Ruiz", 840, 4_100, "Morning, everybody. Can you hear me?"),
    Said("Jean-Luc de Vries", 5_000, 6_200, "Loud and clear."),
    Said("Ana Ruiz", 6_500, 12_900, "Here's the thing: we shipped 4,200 units, e.g. the Kestrel, and it's late."),
    Said("Ben Okri", 13_400, 13_900, "12"),
    Said("Jean-Luc de Vries", 14_000, 19_750, "Note: the café's cutover is “on hold” — I'd say until Friday at 10:30."),
    Said("Ben Okri", 20_300, 26_000, "Yeah, remote work is fine. Naïve question: who owns the rollback?"),
    Said("Ana Ruiz", 63_000, 66_000, "I'll send the plan to Wiebke by Friday."),
    Said("Ben Okri", 3_723_250, 3_725_000, "Great. Bye!"),
)
PEOPLE = ("Ana Ruiz", "Jean-Luc de Vries", "Ben Okri")
Talk = Sequence[Said]


def clock(ms: int, mark: str = ".", digits: int = 3) -> str:
    s, rest = divmod(ms, 1000)
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" + (f"{mark}{rest:03d}"[: digits + 1] if digits else "")


def short(ms: int) -> str:
    s = ms // 1000
    return f"{s // 3600}:{s // 60 % 60:02d}:{s % 60:02d}" if s >= 3600 else f"{s // 60}:{s % 60:02d}"


def number(who: str) -> int:
    return PEOPLE.index(who)


def recorder(talk: Talk) -> str:
    return "\n\n".join(f"[{clock(s.start_ms, digits=2)}]  {s.who} :  {s.text}" for s in talk) + "\n"


def recorder_glued(talk: Talk) -> str:
    return "\n\n".join(f"[{clock(s.start_ms, digits=2)}]   {s.who}{s.text}" for s in talk) + "\n"


def teams_vtt(talk: Talk) -> str:
    guid = "6e5b1f0a-3a0b-4c5e-9d2c-0a7be1f3c9d4"
    cues = (
        f"{guid}/{i}-0\n{clock(s.start_ms)} --> {clock(s.end_ms)}\n<v {s.who}>{escape(s.text, quote=False)}</v>" for i, s in enumerate(talk)
    )
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def zoom_vtt(talk: Talk) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"{i}\n{clock(s.start_ms)} --> {clock(s.end_ms)}\n{s.who}: {s.text}" for i, s in enumerate(talk, 1))


def webvtt(talk: Talk) -> str:
    cues = "\n\n".join(f"{clock(s.start_ms)} --> {clock(s.end_ms)} align:start position:0%\n{escape(s.text, quote=False)}" for s in talk)
    return f"WEBVTT\nKind: captions\nLanguage: en\n\nNOTE made by hand\n\n{cues}\n"


def srt(talk: Talk) -> str:
    return "\n".join(f"{i}\n{clock(s.start_ms, ',')} --> {clock(s.end_ms, ',')}\n{s.text}\n" for i, s in enumerate(talk, 1))


def srt_named(talk: Talk) -> str:
    return "\n".join(
        f"{i}\n{clock(s.start_ms, ',')} --> {clock(s.end_ms, ',')}\n[SPEAKER_{number(s.who):02d}]: {s.text}\n"
        for i, s in enumerate(talk, 1)
    )


def sbv(talk: Talk) -> str:
    return "\n".join(f"{clock(s.start_ms)[1:]},{clock(s.end_ms)[1:]}\n{s.text}\n" for s in talk)


def printed(talk: Talk) -> str:
    return "".join(f"[{clock(s.start_ms)} --> {clock(s.end_ms)}]   {s.text}\n" for s in talk)


def printed_seconds(talk: Talk) -> str:
    return "".join(f"[{s.start_ms / 1000:.2f}s -> {s.end_ms / 1000:.2f}s] {s.text}\n" for s in talk)


def otter(talk: Talk) -> str:
    return "\n".join(f"{s.who}  {short(s.start_ms)}  \n{s.text}\n" for s in talk) + "\nTranscribed by https://otter.ai\n"


def otter_headed(talk: Talk) -> str:
    head = "Kestrel weekly\nThu, Mar 12, 2026 10:00AM • 1:02:05\n\nSUMMARY KEYWORDS\nkestrel, cutover\n\nSPEAKERS\n" + ", ".join(PEOPLE)
    return f"{head}\n\n{otter(talk)}"


def zoom_txt(talk: Talk) -> str:
    ten = 10 * 3_600_000
    return "\n\n".join(f"[{s.who}] {clock(s.start_ms + ten, digits=0)}\n{s.text}" for s in talk) + "\n"


def named(talk: Talk) -> str:
    return "\n\n".join(f"**{s.who}:** {s.text}" for s in talk) + "\n"


def named_plain(talk: Talk) -> str:
    return "\n".join(f"{s.who}: {s.text}" for s in talk) + "\n"


def named_timed(talk: Talk) -> str:
    return "\n".join(
        f"[{clock(s.start_ms, digits=0)[3:] if s.start_ms < 3_600_000 else clock(s.start_ms, digits=0)}] {s.who}: {s.text}" for s in talk
    )


def rev_txt(talk: Talk) -> str:
    return "\n\n".join(f"{s.who} ({short(s.start_ms)}):\n{s.text}" for s in talk)


def meet(talk: Talk) -> str:
    lines = [f"{s.who}: {s.text}" for s in talk]
    return "\n".join(
        [
            "Kestrel weekly – 2026/03/12 09:58 GMT – Transcript",
            "Attendees",
            ", ".join(PEOPLE),
            "Transcript",
            *("00:00:00", *lines[:7], "01:00:00", *lines[7:]),
            "Transcription ended after 01:02:05",
            "This editable transcript was computer generated and might contain errors. People can also change the text.",
        ]
    )


def meet_md(talk: Talk) -> str:
    said = "\n\n".join(f"**{s.who}:** {s.text}" for s in talk)
    head = "# 📖 Transcript\n\nMar 12, 2026\n\n## Kestrel weekly - Transcript\n\n### 00:00:00\n\n \n"
    return f"{head}{said}\n\n### Transcription ended after 01:02:05\n"


def prose(talk: Talk) -> str:
    return "\n\n".join(s.text for s in talk) + "\n"


def noscribe_txt(talk: Talk) -> str:
    said = "\n\n".join(f"S{number(s.who):02d}: [{clock(s.start_ms, digits=0)}] {s.text}" for s in talk)
    options = "(Language: English (en) | Speaker detection: auto | Overlapping speech: 1 | Timestamps: 1 | Disfluencies: 1 | Mark pause: 1)"
    return f"Kestrel weekly\n\nTranscribed with noScribe vers. 0.7\nAudio file: ./Kestrel weekly.mp3\n{options}\n\n\n{said}\n"


def noscribe_html(talk: Talk) -> str:
    said = "".join(
        f'<p ><a name="ts_{s.start_ms}_{s.end_ms}_S{number(s.who):02d}" >S{number(s.who):02d}: <span style="color: #78909C" >'
        f"[{clock(s.start_ms, digits=0)}]</span> {escape(s.text, quote=False)}</a></p>"
        for s in talk
    )
    about = (
        "Transcribed with noScribe vers. 0.7<br />Audio file: ./Kestrel weekly.mp3<br />(Language: English (en) | Speaker detection: auto)"
    )
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN" "http://www.w3.org/TR/REC-html40/strict.dtd">\n<html >\n<head >\n'
        '<meta charset="UTF-8" />\n<style type="text/css" > p { font-size: 0.9em; } </style>\n</head>\n<body > <div class="WordSection1" >'
        f'<p style="font-weight: 600" >Kestrel weekly</p><p ><span >{about}</span></p>{said}</div></body>\n</html>\n'
    )


def _words(s: Said) -> list[tuple[str, float, float]]:
    words = s.text.split()
    step = (s.end_ms - s.start_ms) / len(words) / 1000
    return [(w, round(s.start_ms / 1000 + i * step, 3), round(s.start_ms / 1000 + (i + 1) * step, 3)) for i, w in enumerate(words)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _whole(talk: Talk) -> str:
    return " ".join(s.text for s in talk)


def whisper(talk: Talk) -> str:
    rows = [
        {
            "id": i,
            "seek": 0,
            "start": s.start_ms / 1000,
            "end": s.end_ms / 1000,
            "text": f" {s.text}",
            "tokens": [50364],
            "temperature": 0.0,
        }
        | {"avg_logprob": -0.2, "compression_ratio": 1.4, "no_speech_prob": 0.02}
        for i, s in enumerate(talk)
    ]
    return _json({"text": _whole(talk), "segments": rows, "language": "en"})


def whisper_api(talk: Talk) -> str:
    return _json({"text": _whole(talk), "usage": {"type": "tokens", "total_tokens": 120}})


def transformers(talk: Talk) -> str:
    return _json(
        {"text": _whole(talk), "chunks": [{"timestamp": [s.start_ms / 1000, s.end_ms / 1000], "text": f" {s.text}"} for s in talk]}
    )


def whisper_timestamped(talk: Talk) -> str:
    rows: list[dict[str, Any]] = [
        {"id": i, "start": s.start_ms / 1000, "end": s.end_ms / 1000, "text": f" {s.text}", "confidence": 0.9}
        | {"words": [{"text": w, "start": a, "end": b, "confidence": 0.9} for w, a, b in _words(s)]}
        for i, s in enumerate(talk)
    ]
    return _json({"text": _whole(talk), "segments": rows, "language": "en"})


def faster_whisper(talk: Talk) -> str:
    return _json(
        [{"id": i, "start": s.start_ms / 1000, "end": s.end_ms / 1000, "text": f" {s.text}", "words": None} for i, s in enumerate(talk)]
    )


def faster_whisper_tuples(talk: Talk) -> str:
    return _json([[i, 0, s.start_ms / 1000, s.end_ms / 1000, f" {s.text}", [1], 0.0, -0.2, 1.4, 0.02, None] for i, s in enumerate(talk)])


def faster_whisper_lines(talk: Talk) -> str:
    return "".join(json.dumps({"start": s.start_ms / 1000, "end": s.end_ms / 1000, "text": s.text}) + "\n" for s in talk)


def whisperx(talk: Talk) -> str:
    rows: list[dict[str, Any]] = [
        {"start": s.start_ms / 1000, "end": s.end_ms / 1000, "text": f" {s.text}", "speaker": f"SPEAKER_{number(s.who):02d}"}
        | {"words": [{"word": w, "start": a, "end": b, "score": 0.9} if w != "12" else {"word": w} for w, a, b in _words(s)]}
        for s in talk
    ]
    return _json({"segments": rows, "word_segments": [w for r in rows for w in r["words"]], "language": "en"})


def whisper_cpp(talk: Talk) -> str:
    rows = [
        {
            "timestamps": {"from": clock(s.start_ms, ","), "to": clock(s.end_ms, ",")},
            "offsets": {"from": s.start_ms, "to": s.end_ms},
            "text": f" {s.text}",
        }
        for s in talk
    ]
    return _json({"systeminfo": "AVX = 1", "model": {"type": "base"}, "params": {}, "result": {"language": "en"}, "transcription": rows})


def table(talk: Talk) -> str:
    return "start\tend\ttext\n" + "".join(f"{s.start_ms}\t{s.end_ms}\t{s.text}\n" for s in talk)


def table_csv(talk: Talk) -> str:
    return "Start,End,Speaker,Text\n" + "".join(
        f'{clock(s.start_ms)},{clock(s.end_ms)},{s.who},"{s.text.replace(chr(34), chr(34) * 2)}"\n' for s in talk
    )


def deepgram(talk: Talk) -> str:
    rows: list[dict[str, Any]] = [
        {
            "start": s.start_ms / 1000,
            "end": s.end_ms / 1000,
            "confidence": 0.9,
            "channel": 0,
            "transcript": s.text,
            "speaker": number(s.who),
        }
        | {"id": str(i), "words": [{"word": w.lower(), "punctuated_word": w, "start": a, "end": b} for w, a, b in _words(s)]}
        for i, s in enumerate(talk)
    ]
    words = [{**w, "speaker": r["speaker"]} for r in rows for w in r["words"]]
    channel = {"alternatives": [{"transcript": _whole(talk), "confidence": 0.9, "words": words}]}
    return _json({"metadata": {"channels": 1}, "results": {"channels": [channel], "utterances": rows}})


def deepgram_words(talk: Talk) -> str:
    value = json.loads(deepgram(talk))
    del value["results"]["utterances"]
    return _json(value)


def assemblyai(talk: Talk) -> str:
    rows = [
        {"speaker": "ABC"[number(s.who)], "start": s.start_ms, "end": s.end_ms, "text": s.text, "confidence": 0.9}
        | {"words": [{"text": w, "start": round(a * 1000), "end": round(b * 1000), "confidence": 0.9} for w, a, b in _words(s)]}
        for s in talk
    ]
    return _json({"id": "x", "status": "completed", "audio_url": "https://example.com/a.mp3", "text": _whole(talk), "utterances": rows})


def aws(talk: Talk) -> str:
    items: list[dict[str, Any]] = []
    for s in talk:
        for w, a, b in _words(s):
            word = w.rstrip(".,?!")
            voice = {"speaker_label": f"spk_{number(s.who)}"}
            item = {
                "type": "pronunciation",
                "start_time": str(a),
                "end_time": str(b),
                "alternatives": [{"confidence": "0.9", "content": word}],
            }
            items.append(item | voice)
            items += [{"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": m}]} | voice for m in w[len(word) :]]
    return _json({"jobName": "x", "status": "COMPLETED", "results": {"transcripts": [{"transcript": _whole(talk)}], "items": items}})


def rev(talk: Talk) -> str:
    monologues = []
    for s in talk:
        elements: list[dict[str, Any]] = []
        for w, a, b in _words(s):
            word = w.rstrip(".,?!")
            elements += [
                {"type": "text", "value": word, "ts": a, "end_ts": b, "confidence": 0.9},
                {"type": "punct", "value": w[len(word) :] + " "},
            ]
        monologues.append({"speaker": number(s.who), "elements": elements})
    return _json({"monologues": monologues, "speakers": [{"id": i, "name": n} for i, n in enumerate(PEOPLE)]})


def fireflies(talk: Talk) -> str:
    rows = [
        {"index": i, "speaker_name": s.who, "speaker_id": number(s.who), "text": s.text, "raw_text": s.text, "ai_filters": None}
        | {"start_time": str(s.start_ms / 1000) if i % 2 else s.start_ms / 1000, "end_time": s.end_ms / 1000}
        for i, s in enumerate(talk)
    ]
    return _json({"data": {"transcript": {"id": "x", "title": "Kestrel weekly", "date": 1773309600000, "sentences": rows}}})


def fireflies_download(talk: Talk) -> str:
    return _json(
        [
            {
                "sentence": s.text,
                "startTime": short(s.start_ms),
                "endTime": short(s.end_ms),
                "speaker_name": s.who,
                "speaker_id": number(s.who),
            }
            for s in talk
        ]
    )


def granola(talk: Talk) -> str:
    return _json(
        [
            {"document_id": "d", "start_timestamp": f"2026-03-12T{clock(s.start_ms)}Z", "end_timestamp": f"2026-03-12T{clock(s.end_ms)}Z"}
            | {"text": s.text, "source": "microphone" if s.who == PEOPLE[0] else "system", "id": str(i), "is_final": True}
            for i, s in enumerate(talk)
        ]
    )


def stm(talk: Talk) -> str:
    return ";; made by hand\n" + "".join(
        f"talk 1 {s.who.replace(' ', '_')} {s.start_ms / 1000} {s.end_ms / 1000} <o,f0> {s.text}\n" for s in talk
    )


def ctm(talk: Talk) -> str:
    return "".join(f"talk 1 {a:.3f} {b - a:.3f} {w} 0.9\n" for s in talk for w, a, b in _words(s))


def rttm(talk: Talk) -> str:
    return "".join(
        f"SPEAKER talk 1 {s.start_ms / 1000:.3f} {(s.end_ms - s.start_ms) / 1000:.3f} <NA> <NA> {s.who.replace(' ', '_')} <NA> <NA>\n"
        for s in talk
    )


def ctm_and_rttm(talk: Talk) -> str:
    return f"{ctm(talk)}\n{rttm(talk)}"


def seglst(talk: Talk) -> str:
    return _json(
        [
            {"session_id": "talk", "speaker": s.who, "start_time": str(s.start_ms / 1000), "end_time": s.end_ms / 1000, "words": s.text}
            for s in talk
        ]
    )


def acta_note(talk: Talk) -> str:
    said = "\n\n".join(f"[{clock(s.start_ms, digits=2)}] {s.who}: {s.text}" for s in talk)
    head = "---\ntype: transcript\ndate: '2026-03-12'\n---\n\n# Kestrel weekly — 2026-03-12\n\n## Action items\n\n- (none)\n"
    region = f"<!-- ai:transcript:start -->\n\n## Transcript (auto)\n\n```text\n{said}\n```\n\n<!-- ai:transcript:end -->"
    return f"{head}\n---\n\n{region}\n\n[^a7f3]: 00:01:03 Ana Ruiz\n"


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # A fixed date: the same talk is the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 12, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(paragraphs: Sequence[str]) -> bytes:
    """A DOCX file; in a paragraph a tab and a line break stand for themselves."""

    def run(text: str) -> str:
        return "".join(
            {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(part, f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>')
            for part in re.split(r"([\t\n])", text)
        )

    body = "".join(f"<w:p><w:r>{run(p)}</w:r></w:p>" for p in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def teams_docx(talk: Talk) -> bytes:
    head = ["Kestrel weekly-20260312_095800-Meeting Recording", "March 12, 2026, 9:58AM", "1h 2m 5s", "", "Ana Ruiz started transcription"]
    return docx([*head, *(f"{s.who}   {short(s.start_ms)}\n{s.text}" for s in talk), "Ana Ruiz stopped transcription"])


def teams_docx_tabs(talk: Talk) -> bytes:
    return docx([p for s in talk for p in (f"{s.who}\t{short(s.start_ms)}", s.text)])


def teams_docx_old(talk: Talk) -> bytes:
    def old(ms: int) -> str:
        return f"{ms // 3_600_000}:{ms // 60_000 % 60}:{ms // 1000 % 60}.{ms % 1000}"

    return docx([f"{old(s.start_ms)} --> {old(s.end_ms)}\n{s.who}\n{s.text}" for s in talk])


def meet_docx(talk: Talk) -> bytes:
    return docx(meet(talk).split("\n"))


def macwhisper(talk: Talk) -> bytes:
    rows = [{"start": s.start_ms, "end": s.end_ms, "text": s.text, "speaker": {"name": s.who}} for s in talk]
    meta = {
        "originalMediaFilename": "kestrel.m4a",
        "dateCreated": 795002400.5,
        "transcripts": rows,
        "speakers": [{"name": n} for n in PEOPLE],
    }
    return zipped({"metadata.json": json.dumps(meta), "version": "1", "originalAudio": b"\x00\x01" * 500})


@dataclass(frozen=True)
class Kind:
    """One shape: its format, the labels it keeps ("names", "numbers", "sides" of a call, "none") and whether it keeps times."""

    format: str
    write: Callable[[Talk], str | bytes]
    labels: str
    timed: bool = True
    suffix: str = ".txt"

    def data(self, talk: Talk = TALK) -> bytes:
        made = self.write(talk)
        return made if isinstance(made, bytes) else made.encode()


KINDS: dict[str, Kind] = {
    k.write.__name__: k
    for k in (
        Kind("recorder", recorder, "names"),
        Kind("recorder", recorder_glued, "names"),
        Kind("teams-vtt", teams_vtt, "names", suffix=".vtt"),
        Kind("zoom-vtt", zoom_vtt, "names", suffix=".vtt"),
        Kind("webvtt", webvtt, "none", suffix=".vtt"),
        Kind("srt", srt, "none", suffix=".srt"),
        Kind("srt", srt_named, "numbers", suffix=".srt"),
        Kind("sbv", sbv, "none", suffix=".sbv"),
        Kind("whisper-txt", printed, "none"),
        Kind("whisper-txt", printed_seconds, "none"),
        Kind("otter", otter, "names"),
        Kind("otter", otter_headed, "names"),
        Kind("zoom-txt", zoom_txt, "names"),
        Kind("named", named, "names", timed=False, suffix=".md"),
        Kind("named", named_plain, "names", timed=False),
        Kind("named", named_timed, "names"),
        Kind("named", rev_txt, "names"),
        Kind("meet", meet, "names", timed=False),
        Kind("meet", meet_md, "names", timed=False, suffix=".md"),
        Kind("text", prose, "none", timed=False),
        Kind("noscribe", noscribe_txt, "numbers"),
        Kind("noscribe", noscribe_html, "numbers", suffix=".html"),
        Kind("whisper", whisper, "none", suffix=".json"),
        Kind("whisper", whisper_api, "none", timed=False, suffix=".json"),
        Kind("whisper", transformers, "none", suffix=".json"),
        Kind("whisper-timestamped", whisper_timestamped, "none", suffix=".json"),
        Kind("faster-whisper", faster_whisper, "none", suffix=".json"),
        Kind("faster-whisper", faster_whisper_tuples, "none", suffix=".json"),
        Kind("faster-whisper", faster_whisper_lines, "none", suffix=".jsonl"),
        Kind("whisperx", whisperx, "numbers", suffix=".json"),
        Kind("whisper-cpp", whisper_cpp, "none", suffix=".json"),
        Kind("table", table, "none", suffix=".tsv"),
        Kind("table", table_csv, "names", suffix=".csv"),
        Kind("deepgram", deepgram, "numbers", suffix=".json"),
        Kind("deepgram", deepgram_words, "numbers", suffix=".json"),
        Kind("assemblyai", assemblyai, "numbers", suffix=".json"),
        Kind("aws-transcribe", aws, "numbers", suffix=".json"),
        Kind("rev", rev, "names", suffix=".json"),
        Kind("fireflies", fireflies, "names", suffix=".json"),
        Kind("fireflies", fireflies_download, "names", suffix=".json"),
        Kind("granola", granola, "sides", suffix=".json"),
        Kind("stm", stm, "names", suffix=".stm"),
        Kind("ctm", ctm, "none", suffix=".ctm"),
        Kind("rttm+ctm", ctm_and_rttm, "names", suffix=".ctm"),
        Kind("seglst", seglst, "names", suffix=".json"),
        Kind("acta", acta_note, "names", suffix=".md"),
        Kind("teams-docx", teams_docx, "names", suffix=".docx"),
        Kind("teams-docx", teams_docx_tabs, "names", suffix=".docx"),
        Kind("teams-docx", teams_docx_old, "names", suffix=".docx"),
        Kind("meet-docx", meet_docx, "names", timed=False, suffix=".docx"),
        Kind("macwhisper", macwhisper, "names", suffix=".whisper"),
    )
}
