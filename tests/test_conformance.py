"""The 394 recorded lines read as the Tasks plugin reads them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.markdown import TaskFormat, TaskLine, task_line, tick
from acta.model import Priority

_FILE = Path(__file__).parent / "conformance" / "obsidian-tasks-cases.json"
_CASES: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))["cases"]
_LINES = [case for case in _CASES if case["kind"] == "line" and case["expected"]]


def _format(case: dict[str, Any]) -> TaskFormat:
    return "dataview" if case["format"] == "dataview" else "emoji"


def _read(case: dict[str, Any]) -> TaskLine | None:
    line = case["input"] if case["kind"] == "line" else f"- [ ] {case['input']}"
    return TaskLine.parse(line, _format(case), case.get("globalFilter") or "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plugin_priority(priority: Priority | None) -> str:
    return priority.value.capitalize() if priority else "None"


def test_all_cases_are_there() -> None:
    assert len(_CASES) == 394


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["n"]))
def test_reads_as_the_plugin_does(case: dict[str, Any]) -> None:
    task, expected = _read(case), case["expected"]
    if expected is None:
        assert task is None
        return
    assert task is not None
    found = {
        "description": task.description,
        "priority": _plugin_priority(task.priority),
        "due": _iso(task.due),
        "done": _iso(task.done),
        "created": _iso(task.created),
        "scheduled": _iso(task.scheduled),
        "start": _iso(task.start),
        "cancelled": _iso(task.cancelled),
        "recurrence": task.recurrence,
        "id": task.id,
        "dependsOn": list(task.depends_on),
        "tags": list(task.tags),
    }
    assert found == {key: expected[key] or (found[key] if not found[key] else expected[key]) for key in found}
    assert (task.on_completion or "") == (expected["onCompletion"] or "")
    if case["kind"] == "line":
        link = expected["blockLink"]
        assert (task.status, task.marker, task.indent) == (expected["status"], expected["listMarker"], expected["indentation"])
        assert task.block_id == (link.strip(" ^") if link else None)


@pytest.mark.parametrize("case", _LINES, ids=lambda case: str(case["n"]))
def test_rewrites_as_the_plugin_does(case: dict[str, Any]) -> None:
    task = _read(case)
    assert task is not None
    assert task.render() == case["expected"]["rewritten"]


# What acta writes


_WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)
_PRIORITIES = st.sampled_from([None, *Priority])
_DAYS = st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31))


@given(_WORDS, _PRIORITIES, _DAYS, st.from_regex(r"[kwpafrq]-[0-9a-z]{4}", fullmatch=True), st.sampled_from(["emoji", "dataview"]))
def test_what_is_written_is_read_back(
    words: str, priority: Priority | None, due: date | None, block_id: str, task_format: TaskFormat
) -> None:
    text = f"{' '.join(words.split())}[^a7f3] @Nadia Okafor"
    line = task_line(text, block_id=block_id, priority=priority, due=due, task_format=task_format)
    task = TaskLine.parse(line, task_format)
    assert task is not None
    assert (task.description, task.priority, task.due, task.block_id, task.status) == (text.strip(), priority, due, block_id, " ")
    assert task.render() == line


@pytest.mark.parametrize("case", _LINES, ids=lambda case: str(case["n"]))
def test_what_the_plugin_rewrote_is_read_as_the_same_task(case: dict[str, Any]) -> None:
    task = _read(case)
    assert task is not None
    again = TaskLine.parse(case["expected"]["rewritten"], _format(case), case.get("globalFilter") or "")
    assert again is not None
    for name in (
        "status",
        "description",
        "priority",
        "due",
        "done",
        "created",
        "scheduled",
        "start",
        "cancelled",
        "block_id",
        "id",
        "tags",
    ):
        assert getattr(again, name) == getattr(task, name)


@pytest.mark.parametrize("case", [c for c in _LINES if c["expected"]["blockLink"]], ids=lambda case: str(case["n"]))
def test_ticking_a_recorded_line_changes_the_mark_and_the_date_alone(case: dict[str, Any]) -> None:
    line, block = case["input"], case["expected"]["blockLink"].strip(" ^")
    before = _read(case)
    after = TaskLine.parse(tick(line, block, date(2026, 3, 20), _format(case)), _format(case), case.get("globalFilter") or "")
    assert before is not None
    assert after is not None
    assert (after.status, after.done, after.block_id) == ("x", date(2026, 3, 20), block)
    for name in ("description", "priority", "due", "created", "scheduled", "start", "cancelled", "tags"):
        assert getattr(after, name) == getattr(before, name)
