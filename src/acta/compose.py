"""Minutes to a note, through the template of the kind of meeting; the shape is that of ``docs/templates.md``. Pure: returns the text."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from acta.errors import ConfigError
from acta.markdown import TaskFormat, task_line
from acta.markdown.note import TRANSCRIPT_END, TRANSCRIPT_START
from acta.model import Evidence, Item, ItemKind, Meeting, Record, Utterance

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

NOTHING = "(none)"
_OWN = "acta/"
_SUFFIXES = (".md.j2", ".j2", ".md")
# The two kinds whose notes have the plain shape; the others are named by their template.
_PLAIN_TYPE = "transcript"
_PLAIN_KINDS = ("one_on_one", "default")
_NOT_IN_A_LINK = re.compile(r"[#^\[\]|\\\x00-\x1f]|%%|<(?=%)")
_MARKER = re.compile(r"<(?=!--\s*ai:transcript|%)")
# Markdown that would reach beyond the words: links, footnotes, comments, HTML, code, fields of Dataview, commands of Templater; and
# what would make a line something else.
_ACTIVE = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)|`|\[(?=[\[^])|\](?=\()|(?<=%)%|<(?=[A-Za-z/?])|(?<=<)[!%]|(?<=:):")
_OPENING = re.compile(r"\d{1,9}(?=[.)](?:\s|\Z))|(?=#{1,6}(?:\s|\Z)|>|[+*-](?:\s|\Z)|[*_-]{3}|~~~|\[.\](?:\s|\Z))")
_LIKE_A_BLOCK_ID = re.compile(r"(?<= )\^(?=[A-Za-z0-9-]+\Z)")
_TEMPLATE_NAME = re.compile(r"[a-z_]+\.md\.j2")


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template of the user's: where it lies, for messages, and its text; its file name is the name other templates call it by."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The file's name."""
        return re.split(r"[/\\]", self.path)[-1]


@dataclass(frozen=True, slots=True)
class ComposeOptions:
    """What the vault and the user want of a note; ``linked`` are the names written as links, ``templates`` the user's own."""

    evidence: Literal["footnotes", "none"] = "footnotes"
    linked: frozenset[str] = frozenset()
    markdown_links: bool = False
    task_format: TaskFormat = "emoji"
    global_filter: str = ""
    templates: tuple[TemplateFile, ...] = ()


def compose(record: Record, options: ComposeOptions = ComposeOptions()) -> str:
    """The note of ``record``; raises ``ConfigError`` ``bad-template`` when a template of the user's is faulty."""
    meeting, minutes = record.meeting, record.minutes
    one_to_one = meeting.kind == "one_on_one" and len(meeting.others) == 1
    link = _linker(options)
    values = {
        "properties": _properties(record),
        "date": meeting.date.isoformat(),
        "subject": _words(meeting.title),
        "prefixed": lambda word: _prefixed(word, _words(meeting.title)),
        "counterpart": _words(meeting.others[0]) if one_to_one else "",
        "summary": link(_starting(_words(minutes.summary))) or NOTHING,
        "sections": [
            {"kind": kind.value, "lines": [link(_line(item, options)) for item in minutes.of_kind(kind)] or [f"- {NOTHING}"]}
            for kind in ItemKind
        ],
        "next_meeting": _next(record),
        "transcript": _transcript(record),
        "footnotes": _footnotes(record) if options.evidence == "footnotes" else [],
        "meeting": meeting,
    }
    return _render(meeting.kind, options.templates, values)


def file_name(meeting: Meeting) -> str:
    """The note's file name, before the vault has made it one that every disk can hold."""
    title = re.sub(r"\s*[:/\\|]\s*", "-", meeting.title)
    return f"{meeting.date.isoformat()} {' '.join(title.split())}.md"


def clock(ms: int | None, *, hundredths: bool = True) -> str:
    """A time as ``hh:mm:ss.cc``, or ``hh:mm:ss``; empty without one."""
    if ms is None:
        return ""
    s = ms // 1000
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" + (f".{ms % 1000 // 10:02d}" if hundredths else "")


# Templates


def _render(kind: str, own: tuple[TemplateFile, ...], values: Mapping[str, Any]) -> str:
    import jinja2  # noqa: PLC0415  # only composing needs it

    chosen = next((t for suffix in _SUFFIXES for t in own if t.name == f"{kind}{suffix}"), None)
    try:
        text = _environment(own).get_template(chosen.name if chosen else f"{_OWN}{kind}.md.j2").render(values)
    except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise _bad_template(error, own) from error
    if own and not _has_region(text):
        path = chosen.path if chosen else own[0].path
        raise ConfigError(
            f"{path}: the note it makes lacks the transcript or its two marks",
            code="bad-template",
            hint=f"Keep the lines {TRANSCRIPT_START} and {TRANSCRIPT_END} with the transcript between: acta finds the meeting by it.",
        )
    return text


@lru_cache(maxsize=8)
def _environment(own: tuple[TemplateFile, ...]) -> SandboxedEnvironment:
    """The templates, compiled once for many notes."""
    import jinja2  # noqa: PLC0415  # only composing needs it
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    return SandboxedEnvironment(
        loader=jinja2.FunctionLoader(_finder(own)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finder(own: Iterable[TemplateFile]) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    """Finds a template by name: the user's, else acta's; ``acta/NAME`` is acta's even where the user has one of that name."""
    by_name = {t.name: t for t in own}

    def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if (mine := by_name.get(name)) is not None:
            return mine.text.replace("\r\n", "\n").removeprefix("\ufeff"), mine.path, lambda: True
        bare = name.removeprefix(_OWN)
        place = files("acta").joinpath("templates", bare)
        known = _TEMPLATE_NAME.fullmatch(bare) is not None and place.is_file()
        return (place.read_text(encoding="utf-8"), f"{_OWN}{bare}", lambda: True) if known else None

    return find


def _bad_template(error: Exception, own: Iterable[TemplateFile]) -> ConfigError:
    """What is wrong, with the file and the line: the innermost place in a template of the user's."""
    paths = {t.path for t in own}
    places = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__) if f.filename in paths]
    syntax = (getattr(error, "filename", None), getattr(error, "lineno", None))
    path, line = syntax if syntax[0] in paths else places[-1] if places else (next(iter(paths), "acta's own template"), None)
    where = f"{path}, line {line}" if line else path
    what = "it calls itself without end" if isinstance(error, RecursionError) else str(error) or type(error).__name__
    return ConfigError(f"{where}: the template cannot be used: {what}", code="bad-template", hint="See docs/templates.md.")


def _has_region(text: str) -> bool:
    return 0 <= text.find(f"\n{TRANSCRIPT_START}\n") < text.find(f"\n{TRANSCRIPT_END}")


def _prefixed(word: str, subject: str) -> str:
    """The subject with the kind of meeting before it, unless it says so itself."""
    return subject if re.search(rf"(?<!\w){re.escape(word)}", subject, re.IGNORECASE) else f"{word} — {subject}"


# Front matter


def _properties(record: Record) -> str:
    meeting = record.meeting
    names = [" ".join(_NOT_IN_A_LINK.sub("", n).split()) for n in meeting.others]
    links = [_quoted(f"[[{n}]]") for n in names if n]

    def block(key: str, indent: str) -> list[str]:
        return [f"{indent}{key}:", *(f"{indent}- {x}" for x in links)] if links else [f"{indent}{key}: []"]

    return "\n".join(
        [
            "entities:",
            *block("people", "  "),
            *block("people", ""),
            f"type: {_PLAIN_TYPE if meeting.kind in _PLAIN_KINDS else _scalar(meeting.kind)}",
            f"source_type: {_scalar(meeting.source.format)}",
            f"date: {_quoted(meeting.date.isoformat())}",
        ]
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w-]*", text) else json.dumps(text, ensure_ascii=False)


# Lines


def _words(text: str) -> str:
    """Words on one line that mean only themselves: Markdown that would reach beyond them is escaped, no character is lost."""
    return _ACTIVE.sub(lambda m: f"\\{m[0]}", " ".join(text.split()))


def _starting(text: str) -> str:
    """``text`` as the beginning of a block: not a heading, a list or a task of its own."""
    opening = _OPENING.match(text)
    return f"{text[: opening.end()]}\\{text[opening.end() :]}" if opening else text


def _line(item: Item, options: ComposeOptions) -> str:
    mark = f"[^{item.label}]" if options.evidence == "footnotes" else ""
    text = f"{_starting(_words(item.text))}{mark}"
    if not item.kind.is_task:
        return "- " + _LIKE_A_BLOCK_ID.sub(r"\\^", text)
    return task_line(
        f"{text} @{_words(item.owner) if item.owner else '?'}",
        block_id=item.block_id,
        priority=item.priority,
        due=item.due,
        task_format=options.task_format,
        global_filter=options.global_filter,
    )


def _linker(options: ComposeOptions) -> Callable[[str], str]:
    if not options.linked:
        return lambda text: text
    names = "|".join(re.escape(_words(n)) for n in sorted(options.linked, key=lambda n: (-len(n), n)))
    pattern = re.compile(rf"(?<![\w\[@])(?:{names})(?![\w\]])")

    def link(m: re.Match[str]) -> str:
        return f"[{m[0]}]({quote(m[0])}.md)" if options.markdown_links else f"[[{m[0]}]]"

    return lambda text: pattern.sub(link, text)


def _next(record: Record) -> str:
    coming = record.minutes.next_meeting
    if coming is None:
        return NOTHING
    return coming.date.isoformat() if coming.date else _words(coming.words)


# Transcript and evidence


def _transcript(record: Record) -> dict[str, Any]:
    lines = [_said(u) for u in record.utterances]
    longest = max((len(m) for line in lines for m in re.findall(r"`+", line)), default=0)
    return {"fence": "`" * max(3, longest + 1), "lines": lines}


def _said(utterance: Utterance) -> str:
    stamp = f"[{clock(utterance.start_ms)}] " if utterance.start_ms is not None else ""
    # Inside the fence everything is literal, but for the region's own marks and for Templater, which reads no Markdown.
    return stamp + _MARKER.sub("‹", f"{_voice(utterance)}: {' '.join(utterance.text.split())}")


def _voice(utterance: Utterance) -> str:
    return utterance.speaker or " ".join(utterance.label.split()) or "Unknown"


def _footnotes(record: Record) -> list[str]:
    voices = {u.id: _voice(u) for u in record.utterances}
    return [_footnote(item, voices) for kind in ItemKind for item in record.minutes.of_kind(kind)]


def _footnote(item: Item, voices: Mapping[int, str]) -> str:
    """All proofs of an item on one line: an item that rests on several places shows each with its time and speaker."""
    proofs = " · ".join(_proof(e, voices) for e in item.evidence)
    doubt = f" (owner not certain: {' or '.join(map(_words, item.owner_candidates))})" if item.owner_candidates and not item.owner else ""
    return f"[^{item.label}]: {proofs}{doubt}"


def _proof(evidence: Evidence, voices: Mapping[int, str]) -> str:
    stamp = f"{clock(evidence.start_ms, hundredths=False)} " if evidence.start_ms is not None else ""
    voice = evidence.speaker or voices.get(evidence.utterance, "Unknown")
    return f"{stamp}{_words(voice)}: “{_words(evidence.quote)}”"
