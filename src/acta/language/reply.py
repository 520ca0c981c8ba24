"""Read a model's answer: JSON anywhere in a text, as loosely as models write it; what it says is checked elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from acta.model import Citation, DraftItem, DraftNextMeeting, ItemKind, Priority

_KIND_KEYS = {k.value: k for k in ItemKind} | {f"{k.value}s": k for k in ItemKind}
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer proposes, unchecked. ``problems`` are sentences about what in it could not be read; ``broken``: it was not whole."""

    summary: str = ""
    items: tuple[DraftItem, ...] = ()
    next_meeting: DraftNextMeeting | None = None
    problems: tuple[str, ...] = ()
    broken: bool = False


def read(text: str) -> Reply | None:
    """The proposals in ``text``, or ``None`` when there is no JSON object of minutes in it."""
    found, broken = _objects(text)
    usable = [o for o in found if _is_minutes(o)]
    if not usable:
        return None
    # A model that thinks aloud repeats the example first: the last object that says something is the answer.
    telling = [o for o in usable if o.get("items") or o.get("summary") or any(o.get(k) for k in _KIND_KEYS)]
    return _reply((telling or usable)[-1], broken=broken)


def _is_minutes(o: Mapping[str, Any]) -> bool:
    return "items" in o or "summary" in o or any(isinstance(o.get(k), list) for k in _KIND_KEYS)


def _objects(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Every JSON object at the top of ``text``; when there is none, the one that can be made of a damaged or unfinished one."""
    decoder = json.JSONDecoder()
    out: list[dict[str, Any]] = []
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        out.append(value)
        at = text.find("{", end)
    if any(_is_minutes(o) for o in out):
        return out, False
    start = _start_of_minutes(text)
    if start < 0 or text.count("[", 0, start + 400) > _DEEPEST * 10:
        return out, False
    from json_repair import repair_json  # noqa: PLC0415  # only damaged answers need it

    try:
        mended = repair_json(text[start:], return_objects=True)
    except (ValueError, RecursionError):
        return out, True
    candidates = mended if isinstance(mended, list) else [mended]
    return [*out, *(c for c in candidates if isinstance(c, dict))], True


def _start_of_minutes(text: str) -> int:
    found = re.search(r"\{\s*[\"“']?(?:summary|items|" + "|".join(_KIND_KEYS) + r")[\"”']?\s*:", text)
    return found.start() if found else -1


def _reply(o: Mapping[str, Any], *, broken: bool) -> Reply:
    problems: list[str] = []
    rows: list[tuple[Any, ItemKind | None]] = []
    items = o.get("items")
    if isinstance(items, Mapping):
        rows += [(row, _KIND_KEYS.get(str(key))) for key, many in items.items() for row in _list(many)]
    else:
        rows += [(row, None) for row in _list(items)]
    rows += [(row, kind) for key, kind in _KIND_KEYS.items() for row in _list(o.get(key))]
    read_items = [_item(row, kind, problems) for row, kind in rows]
    return Reply(
        summary=_line(o.get("summary")),
        items=tuple(i for i in read_items if i is not None),
        next_meeting=_next(o.get("next_meeting"), problems),
        problems=tuple(problems),
        broken=broken,
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _item(row: Any, kind: ItemKind | None, problems: list[str]) -> DraftItem | None:
    if not isinstance(row, Mapping):
        problems.append(f"An item that is no object was passed over: {str(row)[:80]}")
        return None
    named = re.sub(r"[\s-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(row.get("kind") or row.get("type") or ""))).lower()
    kind = _KIND_KEYS.get(named, kind)
    text = _line(row.get("text"))
    if kind is None or not text:
        problems.append(f"An item without {'a text' if kind else f'a known kind (“{named}”)'} was passed over: {text[:80]}")
        return None
    due = _day(row.get("due"))
    if row.get("due") and due is None:
        problems.append(f"The due date “{str(row['due'])[:40]}” of “{text[:80]}” is no day.")
    return DraftItem(
        kind=kind,
        text=text,
        citations=_citations(row.get("evidence") or row.get("citations")),
        owner=(_line(row.get("owner")) or None) if kind.is_task else None,
        due=due if kind.is_task else None,
        due_words=(_line(row.get("due_words")) or None) if kind.is_task else None,
        priority=_priority(row.get("priority")) if kind.is_task else None,
    )


def _citations(value: Any) -> tuple[Citation, ...]:
    out: list[Citation] = []
    for row in _list(value) if isinstance(value, list) else [value]:
        if isinstance(row, Mapping):
            numbers = row.get("utterance", row.get("line"))
            quote = row.get("quote")
            for n in numbers if isinstance(numbers, list) else [numbers]:
                number = _number(n)
                if isinstance(quote, str) and quote.strip():
                    out.append(Citation(number, quote.strip()))
    return tuple(out)


def _number(value: Any) -> int:
    """An utterance number however it is written; -1, which no utterance has, when it is none."""
    if isinstance(value, bool):
        return -1
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    found = re.search(r"\d{1,9}", value) if isinstance(value, str) else None
    return int(found[0]) if found else -1


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _priority(value: Any) -> Priority | None:
    try:
        return Priority(str(value).strip().lower())
    except ValueError:
        return None


def _next(value: Any, problems: list[str]) -> DraftNextMeeting | None:
    if not isinstance(value, Mapping):
        return None
    words = _line(value.get("words"))
    citations = _citations(value.get("evidence"))
    if not words and citations:
        words = citations[0].quote
    if not words:
        return None
    if value.get("date") and _day(value.get("date")) is None:
        problems.append(f"The date “{str(value['date'])[:40]}” of the next meeting is no day.")
    return DraftNextMeeting(_day(value.get("date")), words, citations)
