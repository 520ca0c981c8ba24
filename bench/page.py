"""The figures as a page of the documentation."""

from __future__ import annotations

from typing import Any

_INTRO = (
    "Measured {date} on {cores} cores with Python {python} by `make bench`. "
    "The meetings are `bench/gold/dev` and the noisy files derived from them; "
    "no line of theirs was used to fit anything, but totals were seen while building. "
    "The measure is `bench/score.py`, whose docstring defines every figure."
)
KINDS = ("key_fact", "outcome", "decision", "action_item", "follow_up", "risk", "open_question")


def render(result: dict[str, Any]) -> str:
    """``docs/figures.md`` of a result of ``run.py``."""
    measured = result["measured"]
    out = [
        "# Figures",
        "",
        _INTRO.format(**measured),
        "",
    ]
    for part, write in (("formats", _formats), ("clean", _clean), ("score", _score), ("speed", _speed)):
        if part in result:
            out += [*write(result[part]), ""]
    return "\n".join(out)


def _table(head: list[str], rows: list[list[Any]]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *("| " + " | ".join(map(str, row)) + " |" for row in rows)]


def _formats(part: dict[str, Any]) -> list[str]:
    return [
        "## Formats",
        "",
        f"{part['parsed']} of {part['files']} files parse (derived sources{' and the sample files' if part['samples'] else ''}).",
        *(f"- {f}" for f in part["failed"]),
        *(["", "RTTM holds speaker times without words; alone it is recognised and refused in words:"] if part.get("wordless") else []),
        *(f"- {f}" for f in part.get("wordless", [])),
    ]


def _clean(part: dict[str, Any]) -> list[str]:
    keys = list(dict.fromkeys(k for figures in part.values() for k in figures))
    return [
        "## Cleaning, with the people and terms of the meeting known",
        "",
        *_table(["", *part], [[k, *(_number(part[s].get(k)) for s in part)] for k in keys]),
    ]


def _number(value: Any) -> str:
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _score(part: dict[str, Any]) -> list[str]:
    sources = list(part)
    rows = [
        [f"{k} F1 (P / R)", *(f"{part[s][k]['F1']} ({part[s][k]['P']} / {part[s][k]['R']})" for s in sources)]
        for k in ("items", "actions", *KINDS)
    ]
    plain = (
        "owner",
        "owner_inverted",
        "due",
        "due_invented",
        "traps",
        "quotes",
        "copied",
        "pronouns",
        "summary_r1",
        "summary_r2",
        "speaker",
        "speaker_two_person",
        "speaker_wrong",
        "names",
    )
    rows += [[k, *(_number(part[s].get(k)) for s in sources)] for k in plain]
    return ["## Minutes, per source", "", "acta is told the owner, who else took part, and the day.", "", *_table(["", *sources], rows)]


def _speed(part: dict[str, Any]) -> list[str]:
    two = part["many"]
    rows = [
        [f"a one-hour transcript ({part['words']} words) to a written note, whole command, best of five", f"{part['seconds']} s"],
        ["the same, median", f"{part['seconds_median']} s"],
        ["starting Python alone, in the same run", f"{part['python_start']} s"],
        ["peak resident memory (ru_maxrss)", f"{part['megabytes']} MB"],
        [f"{part['count']} such transcripts in one call, one core", f"{two['one core']} s"],
        [f"{part['count']} such transcripts in one call, all cores", f"{two['all cores']} s"],
        ["scaling", f"{part['scaling']}x"],
    ]
    return ["## Speed and memory", "", *_table(["", ""], rows)]
