"""Edits of a note by splicing characters: whatever is outside the span stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from acta.errors import VaultError
from acta.markdown.note import Note
from acta.markdown.task import TaskFormat, TaskLine, field_text


def replace_span(text: str, start: int, end: int, new: str) -> str:
    """``text`` with ``start:end`` replaced; raises ``ValueError`` for a span outside of it."""
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"no such span in a text of {len(text)} characters: {start}:{end}")
    return text[:start] + new + text[end:]


def splice(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """``text`` with several spans replaced. They must not overlap; insertions at one place keep their order."""
    out: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        if not at <= start <= end <= len(text):
            raise ValueError(f"edits overlap or lie outside of the text: {start}:{end}")
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])


def tick(text: str, block_id: str, day: date, task_format: TaskFormat = "emoji") -> str:
    """The note with the task ``^block_id`` done on ``day``: mark and date together, an earlier date replaced.

    Raises ``VaultError`` when the note has no such task, or several.
    """
    at, task = _find(text, block_id, task_format)
    edits = [(at + task.status_at, at + task.status_at + 1, "x")]
    done = task.field("done")
    if done is not None:
        edits.append((at + done.value_start, at + done.value_end, day.isoformat()))
    else:
        # The done date is last in canonical order, so the end of the body is its place whatever else is there.
        body = task.line[: task.body_end].rstrip()
        if task.block_id is None:  # a task of no words: what stands where they would is its block id
            body = body.removesuffix(f"^{block_id}").rstrip()
        end = len(body)
        edits.append((at + end, at + end, f" {field_text('done', day.isoformat(), task_format)}"))
    return splice(text, edits)


def untick(text: str, block_id: str, task_format: TaskFormat = "emoji") -> str:
    """The note with the task ``^block_id`` open again and without its done date; raises ``VaultError`` like ``tick``."""
    at, task = _find(text, block_id, task_format)
    edits = [(at + task.status_at, at + task.status_at + 1, " ")]
    for field in task.fields:
        if field.name == "done":
            before = task.line[: field.start]
            edits.append((at + len(before.rstrip(" ")) if before.strip() else at + field.start, at + field.end, ""))
    return splice(text, edits)


def _find(text: str, block_id: str, task_format: TaskFormat) -> tuple[int, TaskLine]:
    """The offset of the task's line, and the task."""
    found: list[tuple[int, TaskLine]] = []
    for item in Note.parse(text).items:
        if item.block_id == block_id:
            line = text[item.start : item.end].rstrip("\r\n")
            task = TaskLine.parse(line, task_format)
            if task is not None:
                found.append((item.start, task))
    if len(found) == 1:
        return found[0]
    if not found:
        raise VaultError(
            f"the note has no task ^{block_id}", code="task-not-found", hint="It may have been deleted, or its block id edited."
        )
    raise VaultError(f"the note has {len(found)} tasks ^{block_id}", code="task-ambiguous", hint="Give one of the copies another block id.")
