"""Minutes to a note, through a template; the shape is that of ``docs/templates.md``. Pure: returns the text."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Literal

from acta.errors import ConfigError
from acta.model import Evidence, Item, ItemKind, Meeting, Priority, Record, Utterance

KINDS = ("one_on_one", "customer", "project", "team", "incident", "hiring", "vendor", "board", "research", "default")
_PURPOSES = {
    "one_on_one": "Build trust, surface and remove blockers, align on priorities, coach & grow.",
    "customer": "Understand the customer's needs, agree on next steps, keep every promise made.",
    "project": "See where the project stands, settle what blocks it, agree who does what by when.",
    "team": "Share what matters, settle what concerns everybody, agree who does what.",
    "incident": "Establish what happened and why, and what keeps it from happening again.",
    "hiring": "Weigh the evidence about the candidate and settle the next step.",
    "vendor": "Agree on scope, terms and dates with the supplier.",
    "board": "Inform, decide, and record what was resolved.",
    "research": "Review findings and method, settle what is tried next.",
    "default": "Record what was said, agreed and left open.",
}
_HEADINGS = {
    ItemKind.KEY_FACT: "Key facts learned",
    ItemKind.OUTCOME: "Outcomes",
    ItemKind.DECISION: "Decisions",
    ItemKind.ACTION_ITEM: "Action items",
    ItemKind.FOLLOW_UP: "Follow-ups",
    ItemKind.RISK: "Risks",
    ItemKind.OPEN_QUESTION: "Open questions",
}
_MARKS = {Priority.HIGHEST: "🔺", Priority.HIGH: "⏫", Priority.MEDIUM: "🔼", Priority.LOW: "🔽", Priority.LOWEST: "⏬"}
_FIELD_MARKS = re.compile("[🆔⛔🔺⏫🔼🔽⏬🔁🏁➕🛫⏳⌛📅📆🗓❌✅]")
_FORBIDDEN = re.compile(r'[#^\[\]|\\/:*?"<>\x00-\x1f]|%%')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NAME_BYTES = 180


@dataclass(frozen=True, slots=True)
class ComposeOptions:
    """What the vault and the user want of a note; ``linked`` are the names written as links, ``template`` the user's own text."""

    evidence: Literal["footnotes", "none"] = "footnotes"
    linked: frozenset[str] = frozenset()
    task_format: Literal["emoji", "dataview"] = "emoji"
    global_filter: str = ""
    template: str | None = None
    type_name: str = "transcript"


def compose(record: Record, options: ComposeOptions) -> str:
    """The note of ``record``; raises ``ConfigError`` when the user's own template is faulty."""
    meeting, minutes = record.meeting, record.minutes
    one = meeting.others[0] if meeting.kind == "one_on_one" and len(meeting.others) == 1 else ""
    linked = functools.partial(_linked, options=options)
    sections = [
        {
            "heading": _HEADINGS[kind] + (f" (for {one})" if kind is ItemKind.ACTION_ITEM and one else ""),
            "lines": [linked(_line(item, options)) for item in minutes.of_kind(kind)] or ["- (none)"],
        }
        for kind in ItemKind
    ]
    values = {
        "properties": _properties(record, options),
        "title": f"{heading(meeting)} — {meeting.date.isoformat()}",
        "purpose": _PURPOSES.get(meeting.kind, _PURPOSES["default"]),
        "summary": linked(_plain(minutes.summary)) or "(none)",
        "sections": sections,
        "next_meeting": _next(record),
        "transcript": _transcript(record),
        "footnotes": [_footnote(i) for i in minutes.items] if options.evidence == "footnotes" else [],
        "meeting": meeting,
    }
    return _render(options.template, values)


def heading(meeting: Meeting) -> str:
    """The note's title before the date."""
    if meeting.kind == "one_on_one" and len(meeting.others) == 1 and not meeting.title.startswith("1:1"):
        return f"1:1 — {meeting.others[0]}"
    return _plain(meeting.title)


def file_name(meeting: Meeting) -> str:
    """The note's file name: valid on every system, at most 180 bytes."""
    title = heading(meeting).replace(":", "-")
    stem = unicodedata.normalize("NFC", f"{meeting.date.isoformat()} {_FORBIDDEN.sub('-', title)}")
    stem = " ".join(stem.split()).strip(". ")
    while len(f"{stem}.md".encode()) > _NAME_BYTES:
        stem = stem[:-1].rstrip(". ")
    return f"{stem}.md"


def _render(template: str | None, values: dict[str, Any]) -> str:
    import jinja2  # noqa: PLC0415  # only composing needs it
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    text = template if template is not None else files("acta").joinpath("templates/note.md.j2").read_text(encoding="utf-8")
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    try:
        return environment.from_string(text).render(values)
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise ConfigError(f"your template cannot be used{where}: {error}", code="bad-template", hint="See docs/templates.md.") from error


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _properties(record: Record, options: ComposeOptions) -> str:
    names = [_FORBIDDEN.sub("", n).strip() for n in record.meeting.speakers]
    links = [_yaml(f"[[{n}]]") for n in names if n]

    def block(key: str, indent: str) -> list[str]:
        return [f"{indent}{key}:", *(f"{indent}- {x}" for x in links)] if links else [f"{indent}{key}: []"]

    lines = ["entities:", *block("people", "  "), *block("people", ""), f"type: {_word(options.type_name)}"]
    return "\n".join([*lines, f"source_type: {_word(record.meeting.source.format)}", f"date: {_yaml(record.meeting.date.isoformat())}"])


def _word(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w-]*", text) else json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Text from a transcript that cannot break the note around it."""
    flat = (
        _FIELD_MARKS.sub("", " ".join(text.split())).replace("<!--", "‹!--").replace("%%", "% %").replace("[[", "[ [").replace("[^", "[ ^")
    )
    return re.sub(r" \^(?=[A-Za-z0-9-]+$)", " ", flat).replace("`", "'")


def _line(item: Item, options: ComposeOptions) -> str:
    note = f"[^{item.label}]" if options.evidence == "footnotes" else ""
    text = f"{_plain(item.text)}{note}"
    if not item.kind.is_task:
        return f"- {text}"
    parts = [f"- [ ] {text}", f"@{_plain(item.owner)}" if item.owner else "@?"]
    if options.global_filter:
        parts.append(options.global_filter)
    parts += _fields(item.priority, item.due, options)
    return " ".join([*parts, f"^{item.block_id}"])


def _fields(priority: Priority | None, due: date | None, options: ComposeOptions) -> list[str]:
    if options.task_format == "dataview":
        return [*([f"[priority:: {priority.value}]"] if priority else []), *([f"[due:: {due.isoformat()}]"] if due else [])]
    return [*([_MARKS[priority]] if priority else []), *([f"📅 {due.isoformat()}"] if due else [])]


def _linked(text: str, *, options: ComposeOptions) -> str:
    for name in sorted(options.linked, key=len, reverse=True):
        text = re.sub(rf"(?<![\w\[@]){re.escape(name)}(?![\w\]])", f"[[{name}]]", text)
    return text


def _next(record: Record) -> str:
    coming = record.minutes.next_meeting
    if coming is None:
        return "(none)"
    return coming.date.isoformat() if coming.date else _plain(coming.words)


def clock(ms: int | None, *, hundredths: bool = True) -> str:
    """A time as ``hh:mm:ss.cc``, or ``hh:mm:ss``; empty without one."""
    if ms is None:
        return ""
    s = ms // 1000
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" + (f".{ms % 1000 // 10:02d}" if hundredths else "")


def _transcript(record: Record) -> dict[str, Any]:
    lines = [_said(u) for u in record.utterances]
    longest = max((len(m) for line in lines for m in re.findall(r"`+", line)), default=0)
    return {"fence": "`" * max(3, longest + 1), "lines": lines}


def _said(utterance: Utterance) -> str:
    stamp = f"[{clock(utterance.start_ms)}] " if utterance.start_ms is not None else ""
    text = " ".join(utterance.text.split()).replace("<!--", "‹!--").replace("-->", "--›")
    return f"{stamp}{utterance.speaker or utterance.label or 'Unknown'}: {text}"


def _footnote(item: Item) -> str:
    proofs = "; ".join(_proof(e) for e in item.evidence)
    doubt = f" (owner not certain: {', '.join(map(_plain, item.owner_candidates))})" if item.owner_candidates and not item.owner else ""
    return f"[^{item.label}]: {proofs}{doubt}"


def _proof(evidence: Evidence) -> str:
    return " ".join(
        filter(None, [clock(evidence.start_ms, hundredths=False), evidence.speaker or "Unknown", f"“{_plain(evidence.quote)}”"])
    )
