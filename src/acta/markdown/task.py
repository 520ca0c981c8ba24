"""One task line, read as the Tasks plugin of Obsidian (v8.3) reads it; both its formats.

The block link is cut off first, then fields from the right until none matches; trailing tags are stepped over. So a repeated field
counts where it stands leftmost, and any other text to the right of a field hides it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from acta.model import Priority

TaskFormat = Literal["emoji", "dataview"]
FieldName = Literal[
    "id", "depends_on", "priority", "recurrence", "on_completion", "created", "start", "scheduled", "due", "cancelled", "done"
]

# Canonical order: the order in which the plugin itself writes fields.
SIGNS: Mapping[FieldName, str] = MappingProxyType(
    {
        "id": "🆔",
        "depends_on": "⛔",
        "priority": "",
        "recurrence": "🔁",
        "on_completion": "🏁",
        "created": "➕",
        "start": "🛫",
        "scheduled": "⏳",
        "due": "📅",
        "cancelled": "❌",
        "done": "✅",
    }
)
PRIORITY_SIGNS: Mapping[Priority, str] = MappingProxyType(
    {Priority.HIGHEST: "🔺", Priority.HIGH: "⏫", Priority.MEDIUM: "🔼", Priority.LOW: "🔽", Priority.LOWEST: "⏬"}
)
KEYS: Mapping[FieldName, str] = MappingProxyType(
    {
        "id": "id",
        "depends_on": "dependsOn",
        "priority": "priority",
        "recurrence": "repeat",
        "on_completion": "onCompletion",
        "created": "created",
        "start": "start",
        "scheduled": "scheduled",
        "due": "due",
        "cancelled": "cancelled",
        "done": "completion",
    }
)
_ALSO: Mapping[FieldName, str] = MappingProxyType({"due": "📅📆🗓", "scheduled": "⏳⌛"})
_DATES: frozenset[FieldName] = frozenset({"created", "start", "scheduled", "due", "cancelled", "done"})

_LINE = re.compile(r"(?P<indent>[ \t>]*)(?P<marker>[-*+]|[0-9]+[.)])(?P<gap> +)\[(?P<status>.)\](?P<space> *)(?P<body>.*)", re.DOTALL)
_BLOCK = re.compile(r" \^(?P<id>[A-Za-z0-9-]+)\s*\Z")
_TAG = re.compile(r"(?:(?<=\s)|(?<![\s\S]))#[^ !@#$%^&*(),.?\":{}|<>]+")
_LAST_TAG = re.compile(rf"{_TAG.pattern}\Z")
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_VALUES: Mapping[FieldName, str] = MappingProxyType(
    {
        "id": "[A-Za-z0-9_-]+",
        "depends_on": "[A-Za-z0-9_-]+(?: *, *[A-Za-z0-9_-]+)*",
        "priority": "highest|high|medium|lowest|low",
        "recurrence": "[A-Za-z0-9][A-Za-z0-9, !]*",
        "on_completion": "[A-Za-z]+",
        **dict.fromkeys(_DATES, _DATE),
    }
)


def _emoji_pattern() -> re.Pattern[str]:
    parts = [f"(?P<priority>[{''.join(PRIORITY_SIGNS.values())}])\N{VARIATION SELECTOR-16}?"]
    for name, sign in SIGNS.items():
        if name != "priority":
            value = "(?i:delete|keep)" if name == "on_completion" else _VALUES[name]
            parts.append(f"[{_ALSO.get(name, sign)}]\N{VARIATION SELECTOR-16}? *(?P<{name}>{value})")
    return re.compile(f"(?:{'|'.join(parts)})\\Z")


def _dataview_pattern() -> re.Pattern[str]:
    keys = "|".join(KEYS.values())
    value = "[^\\[\\]()]*"
    return re.compile(rf"(?:\[ *({keys}):: *({value})\]|\( *({keys}):: *({value})\))(?:\s*,)?\Z")


_EMOJI = _emoji_pattern()
_DATAVIEW = _dataview_pattern()
_FIELD_OF_KEY: Mapping[str, FieldName] = MappingProxyType({key: name for name, key in KEYS.items()})
_PRIORITY_OF_SIGN: Mapping[str, Priority] = MappingProxyType({sign: p for p, sign in PRIORITY_SIGNS.items()})

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?|weekdays?|weekends?"
_NTH = r"(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|last)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_AND = r"(?:\s*(?:,\s*and|,|and)\s*|\s+)"
_RECURRENCE = re.compile(
    rf"every!?\s+(?:(?:(?:\d+|other|second|third)\s+)?(?:hour|day|week|month|year)s?|{_WEEKDAY}|{_MONTH})"
    rf"(?:{_AND}(?:on|the|in|at|to|for|until|times?|and|when\s+done|day|{_NTH}|{_WEEKDAY}|{_MONTH}|\d+))*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it stands in a line: ``value`` as written, ``start:end`` the whole field, ``value_start:value_end`` its value."""

    name: FieldName
    value: str
    start: int
    end: int
    value_start: int
    value_end: int


def _field_at_end(text: str, task_format: TaskFormat) -> Field | None:
    """The field that ``text`` ends with; its value trimmed."""
    if task_format == "emoji":
        m = _EMOJI.search(text)
        if m is None or m.lastgroup is None:
            return None
        name = next(n for n in SIGNS if m[n] is not None)
        return Field(name, m[name], m.start(), m.end(), m.start(name), m.end(name))
    m = _DATAVIEW.search(text)
    if m is None:
        return None
    group = 1 if m[1] is not None else 3
    name, raw = _FIELD_OF_KEY[m[group]], m[group + 1]
    value = raw.rstrip(" ")
    known = "delete|keep" if name == "on_completion" else _VALUES[name]
    if not re.fullmatch(known, value, re.IGNORECASE if name == "on_completion" else 0):
        return None
    start = m.start(group + 1)
    return Field(name, value, m.start(), m.end(), start, start + len(value))


def cut_fields(text: str, task_format: TaskFormat, offset: int = 0) -> tuple[str, tuple[Field, ...]]:
    """The description (trailing tags put back) and the fields of a body, in the order of the line; offsets are from ``-offset``."""
    fields: list[Field] = []
    tags: list[str] = []
    rest = text.rstrip()
    while True:
        if (found := _field_at_end(rest, task_format)) is not None:
            fields.append(found)
            rest = rest[: found.start].rstrip()
        elif (tag := _LAST_TAG.search(rest)) is not None:
            tags.append(tag[0])
            rest = rest[: tag.start()].rstrip()
        else:
            break
    moved = tuple(
        Field(f.name, f.value, f.start + offset, f.end + offset, f.value_start + offset, f.value_end + offset) for f in reversed(fields)
    )
    return " ".join([*([rest.strip()] if rest.strip() else []), *reversed(tags)]), moved


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task line and what the plugin reads from it; ``line`` is the whole line without its end of line.

    ``body_start:body_end`` is the description with its fields, ``status_at`` the offset of the mark between the brackets. Fields
    stand in ``fields`` in the order of the line; the properties give the one that counts: the leftmost of its kind.
    """

    line: str
    indent: str
    marker: str
    status: str
    description: str
    fields: tuple[Field, ...]
    block_id: str | None
    tags: tuple[str, ...]
    status_at: int
    body_start: int
    body_end: int
    task_format: TaskFormat = "emoji"

    @classmethod
    def parse(cls, line: str, task_format: TaskFormat = "emoji", global_filter: str = "") -> TaskLine | None:
        """The task on ``line``; ``None`` when it is no task, or lacks the vault's global filter."""
        m = _LINE.fullmatch(line)
        if m is None or "\n" in line or (global_filter and global_filter not in m["body"]):
            return None
        block = _BLOCK.search(line, m.start("body"))
        body_end = block.start() if block else len(line)
        description, fields = cut_fields(line[m.start("body") : body_end], task_format, m.start("body"))
        return cls(
            line=line,
            indent=m["indent"],
            marker=m["marker"],
            status=m["status"],
            description=description,
            fields=fields,
            block_id=block["id"] if block else None,
            tags=tuple(t for t in _TAG.findall(description) if t != global_filter),
            status_at=m.start("status"),
            body_start=m.start("body"),
            body_end=body_end,
            task_format=task_format,
        )

    def render(self) -> str:
        """The line as the plugin would rewrite it: tags before fields, fields once each and in canonical order."""
        by_name = {f.name: f for f in reversed(self.fields)}
        fields = [by_name[name] for name in SIGNS if name in by_name and (name != "recurrence" or self.recurrence)]
        values = [self._canonical(f) for f in fields]
        start = f"{self.indent}{self.marker} [{self.status}] {self.description}"
        return start + "".join(f"{_gap(self.task_format)}{v}" for v in values) + self.line[self.body_end :]

    def _canonical(self, f: Field) -> str:
        value = f.value
        if f.name == "depends_on":
            value = ",".join(self.depends_on)
        elif f.name == "on_completion":
            value = value.lower()
        elif f.name == "recurrence":
            value = value.strip()
        elif f.name == "priority" and self.priority:
            value = self.priority.value
        return field_text(f.name, value, self.task_format)

    def field(self, name: FieldName) -> Field | None:
        """The field of that name that counts."""
        return next((f for f in self.fields if f.name == name), None)

    def _value(self, name: FieldName) -> str | None:
        found = self.field(name)
        return found.value if found else None

    def _day(self, name: FieldName) -> date | None:
        """The field's date; ``None`` also for a date that does not exist (``fields`` still has it as written)."""
        try:
            return date.fromisoformat(self._value(name) or "")
        except ValueError:
            return None

    @property
    def is_done(self) -> bool:
        """Whether the line is ticked; unknown marks and ``[X]`` are as good as done only for the plugin's custom statuses."""
        return self.status == "x"

    @property
    def priority(self) -> Priority | None:
        """The priority, ``None`` when the line says nothing."""
        value = self._value("priority")
        return None if value is None else _PRIORITY_OF_SIGN.get(value) or Priority(value)

    @property
    def due(self) -> date | None:
        """The day it is due."""
        return self._day("due")

    @property
    def scheduled(self) -> date | None:
        """The day it is planned for."""
        return self._day("scheduled")

    @property
    def start(self) -> date | None:
        """The first day it can be worked on."""
        return self._day("start")

    @property
    def created(self) -> date | None:
        """The day it was written down."""
        return self._day("created")

    @property
    def done(self) -> date | None:
        """The day it was ticked."""
        return self._day("done")

    @property
    def cancelled(self) -> date | None:
        """The day it was given up."""
        return self._day("cancelled")

    @property
    def recurrence(self) -> str | None:
        """The rule of repetition in words; ``None`` also for words that are no rule."""
        value = (self._value("recurrence") or "").strip()
        return value if _RECURRENCE.fullmatch(value) else None

    @property
    def id(self) -> str | None:
        """The plugin's own id, by which other tasks wait for this one."""
        return self._value("id")

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The ids of the tasks that this one waits for."""
        return tuple(part.strip() for part in (self._value("depends_on") or "").split(",") if part.strip())

    @property
    def on_completion(self) -> str | None:
        """What the plugin does when the task is ticked: ``keep`` or ``delete``."""
        value = self._value("on_completion")
        return value.lower() if value else None


def _gap(task_format: TaskFormat) -> str:
    return " " if task_format == "emoji" else "  "


def field_text(name: FieldName, value: str, task_format: TaskFormat) -> str:
    """One field as the plugin writes it."""
    if task_format == "dataview":
        return f"[{KEYS[name]}:: {value}]"
    return PRIORITY_SIGNS[Priority(value)] if name == "priority" else f"{SIGNS[name]} {value}"


def task_line(
    text: str,
    *,
    block_id: str | None = None,
    priority: Priority | None = None,
    due: date | None = None,
    task_format: TaskFormat = "emoji",
    global_filter: str = "",
) -> str:
    """A new open task: the filter, ``text`` (with owner and links), fields in canonical order, the block id."""
    values: list[tuple[FieldName, str]] = []
    if priority:
        values.append(("priority", priority.value))
    if due:
        values.append(("due", due.isoformat()))
    parts = [*([global_filter] if global_filter and global_filter not in text else []), text]
    line = f"- [ ] {' '.join(parts)}" + "".join(f"{_gap(task_format)}{field_text(n, v, task_format)}" for n, v in values)
    return f"{line} ^{block_id}" if block_id else line
