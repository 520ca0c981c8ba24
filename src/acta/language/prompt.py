"""The words that a language model is asked with. Pure text: what may be in them is the fence's business, not this module's.

The same questions go to a service and, by ``acta prompt``, to a person with a chat window; so each one says all there is to know.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from acta.engines import Question
from acta.model import ItemKind, Priority

# The section of the rules that is only for talks whose names stand as tokens.
_TOKENS = re.compile(r"## Tokens\n.*?(?=## )", re.DOTALL)
# How many items of each kind careful minutes have for so many words of talk; counted on the training meetings.
_USUAL_WORDS = 2_000
_USUAL: dict[ItemKind, tuple[int, int]] = {
    ItemKind.KEY_FACT: (9, 11),
    ItemKind.OUTCOME: (3, 4),
    ItemKind.DECISION: (3, 5),
    ItemKind.ACTION_ITEM: (7, 10),
    ItemKind.FOLLOW_UP: (3, 5),
    ItemKind.RISK: (5, 6),
    ItemKind.OPEN_QUESTION: (4, 5),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance as the model sees it. A withheld one has no text."""

    number: int
    speaker: str
    text: str

    def __str__(self) -> str:
        return f"{self.number} {self.speaker}: {self.text}"


@dataclass(frozen=True, slots=True)
class Hint:
    """A line where the embedded engine suspects an item."""

    kind: ItemKind
    utterance: int


@dataclass(frozen=True, slots=True)
class Brief:
    """All a model is told of one talk. ``speakers`` took part, ``mentioned`` are other known people; ``tokens``: names stand as tokens."""

    title: str
    day: date
    kind: str
    owner: str | None
    speakers: tuple[str, ...]
    mentioned: tuple[str, ...]
    terms: tuple[str, ...]
    lines: tuple[Line, ...]
    withheld: int = 0
    tokens: bool = False


def schema() -> dict[str, Any]:
    """The JSON Schema of an answer, in the subset that services take for structured output: every key required, no extra ones."""

    def thing(**properties: Any) -> dict[str, Any]:
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}

    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    evidence = {"type": "array", "items": thing(utterance={"type": "integer"}, quote=text)}
    item = thing(
        kind={"type": "string", "enum": [k.value for k in ItemKind]},
        text=text,
        owner=maybe,
        due=maybe,
        due_words=maybe,
        priority={"anyOf": [{"type": "string", "enum": [p.value for p in Priority]}, {"type": "null"}]},
        evidence=evidence,
    )
    coming = thing(date=maybe, words=text, evidence=evidence)
    return thing(summary=text, items={"type": "array", "items": item}, next_meeting={"anyOf": [coming, {"type": "null"}]})


def items_question(brief: Brief, lines: Sequence[Line], hints: Sequence[Hint], *, part: tuple[int, int], longest: int) -> Question:
    """Ask for the items of ``lines``; ``part`` is (which, of how many). With one part the summary is asked for too."""
    words = sum(len(line.text.split()) for line in lines)
    k, n = part
    asked = [_head(brief)]
    if n > 1:
        asked.append(
            f"The talk is long: this is part {k} of {n}. Find the items of this part. "
            'Leave "summary" empty: it is written later, from all parts.'
        )
    asked.append(_hinted(hints))
    asked.append(_quoted(lines, brief))
    asked.append(f"Answer now with the JSON object for the lines {lines[0].number} to {lines[-1].number}." if lines else "")
    return Question(_rules(brief, words), _joined(asked), schema(), longest)


def again_question(
    brief: Brief, failed: Sequence[tuple[str, str, str]], missed: Sequence[Hint], lines: Sequence[Line], *, summary: str, longest: int
) -> Question:
    """Send back what failed, once.

    ``failed`` are (kind, text, what is wrong), ``summary`` says what is wrong with the summary; ``missed`` were not mentioned.
    """
    asked = [_head(brief)]
    if failed:
        asked.append(
            "The items below were in an earlier answer and failed the check. Write each of them again so that it stands, "
            "or leave it out if the talk does not bear it out:\n\n"
            + "\n".join(f"- {kind}: “{text}” – {reason}" for kind, text, reason in failed)
        )
    if missed:
        asked.append(
            "No item mentions the lines below, where a simple program suspects one; it is wrong more often than right. "
            "Add an item only where the talk clearly has one:\n\n" + "\n".join(f"- line {h.utterance}: {h.kind.value}?" for h in missed)
        )
    asked.append(
        f"The summary failed too: {summary} Write the whole summary again." if summary else 'Leave "summary" empty and "next_meeting" null.'
    )
    asked.append(_quoted(lines, brief))
    asked.append('Answer with the JSON object; "items" holds only the corrected and the added items.')
    return Question(_rules(brief, None), _joined(asked), schema(), longest)


def summary_question(brief: Brief, items: Sequence[tuple[str, str]], *, longest: int) -> Question:
    """Ask for the summary of a talk from its proven items, given as (kind, text) in the order of the talk."""
    told = "\n".join(f"- {kind}: {text}" for kind, text in items)
    asked = [
        _head(brief),
        "The talk was read in parts. These are its proven items, in the order of the talk:",
        told,
        'Write "summary" from them and nothing else; "items" is an empty list and "next_meeting" null. Answer with the JSON object.',
    ]
    return Question(_rules(brief, None), _joined(asked), schema(), longest)


def as_page(question: Question) -> str:
    """A question as Markdown for a chat window."""
    return f"{question.instructions}\n\n---\n\n{question.text}\n"


def _rules(brief: Brief, words: int | None) -> str:
    rules = _rule_text().replace("{amount}", _amount(words))
    return rules if brief.tokens else _TOKENS.sub("", rules)


@lru_cache(maxsize=1)
def _rule_text() -> str:
    return files("acta.language").joinpath("rules.md").read_text(encoding="utf-8").rstrip()


def _amount(words: int | None) -> str:
    if words is None:
        return "Be careful rather than complete."
    share = max(0.1, words / _USUAL_WORDS)
    # Long talks repeat themselves: items grow more slowly than words.
    share = share if share <= 1 else share**0.8
    counts = ", ".join(
        f"{max(0, round(low * share))} to {max(1, round(high * share))} {kind.value}" for kind, (low, high) in _USUAL.items()
    )
    return (
        f"Careful minutes of a talk of this length usually have {counts}. That is a guide, not a quota: the weightiest first; "
        "what nobody will miss is left out."
    )


def _head(brief: Brief) -> str:
    people = [f"- {name}" for name in brief.speakers]
    mentioned = [f"- {name} (known, not necessarily there)" for name in brief.mentioned]
    rows = [
        "## The talk",
        f"Title: {brief.title}",
        f"Day of the talk: {brief.day:%A} {brief.day.isoformat()}",
        f"Kind: {brief.kind.replace('_', ' ')}",
        f"Who keeps the notes: {brief.owner or 'not known'}",
        "People in the room:" if people else "Who was in the room is not known.",
        *people,
        *(["Other people the notes know:", *mentioned] if mentioned else []),
    ]
    if brief.terms:
        rows.append("Words of the field, as they are spelt: " + ", ".join(brief.terms))
    if brief.withheld:
        rows.append(f"{brief.withheld} lines are not shown to you; nothing may be guessed about them.")
    return "\n".join(rows)


def _hinted(hints: Sequence[Hint]) -> str:
    if not hints:
        return ""
    by_kind: dict[ItemKind, list[int]] = {}
    for h in hints:
        by_kind.setdefault(h.kind, []).append(h.utterance)
    told = "; ".join(f"{kind.value}: {', '.join(map(str, sorted(set(at))))}" for kind, at in by_kind.items())
    return (
        "A simple program marked lines where it suspects items. It is wrong more often than right: read the talk for yourself first, "
        f"and use the marks only to see whether you passed something over. {told}."
    )


def _quoted(lines: Sequence[Line], brief: Brief) -> str:
    """The lines between two marks that nobody in the talk could have spoken: they are made of what is said."""
    body: list[str] = []
    before: int | None = None
    for line in lines:
        if before is not None and line.number > before + 1:
            body.append("[…]")
        body.append(str(line))
        before = line.number
    said = "\n".join(body)
    mark = hashlib.sha256(f"{brief.day}{said}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"## Transcript\n<transcript {mark}>\n{said}\n</transcript {mark}>"


def _joined(blocks: Sequence[str]) -> str:
    return "\n\n".join(b for b in blocks if b)
