"""The 394 recorded lines read as the Tasks plugin reads them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acta.markdown import TaskFormat, TaskLine
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
