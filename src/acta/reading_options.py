"""The options that say how a source is to be read, shared by every command that reads one; and what completion offers for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from acta.errors import InputError

if TYPE_CHECKING:
    from acta.pipeline import ReadOptions


def _pairs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    out: dict[str, str] = {}
    for value in values:
        label, equals, name = value.rpartition("=")
        if not (equals and label.strip() and name.strip()):
            raise click.BadParameter(f'write it as "LABEL=NAME", for example "Speaker 1=Ana Ruiz", not “{value}”.')
        if out.setdefault(label.strip(), name.strip()) != name.strip():
            raise click.BadParameter(f"“{label.strip()}” is given two names, {out[label.strip()]} and {name.strip()}.")
    return out


# A day in milliseconds; no talk has as many utterances.
_LONGEST = 86_400_000


def _stretches(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[list[tuple[int, int]], set[int]]:
    """Stretches off the record as milliseconds and as numbers of utterances."""
    times: list[tuple[int, int]] = []
    numbers: set[int] = set()
    for value in values:
        first, dash, last = (x.strip() for x in value.replace("–", "-").partition("-"))
        try:
            start, end = (_milliseconds(x) if ":" in value else int(x) for x in (first, last))
        except ValueError:
            start, end = 1, 0
        if not dash or not 0 <= start <= end < start + _LONGEST:
            raise click.BadParameter(f"“{value}” is no stretch; write 12:30-14:05 (times), or 120-131 (numbers of utterances).")
        if ":" in value:
            times.append((start, end))
        else:
            numbers.update(range(start, end + 1))
    return times, numbers


def _milliseconds(clock: str) -> int:
    """A time as hours, minutes and seconds, the hours optional."""
    parts = [float(p) for p in clock.split(":")]
    if not 2 <= len(parts) <= 3 or any(not 0 <= p < 60 for p in parts[1:]) or parts[0] < 0:
        raise ValueError(clock)
    total = 0.0
    for p in parts:
        total = total * 60 + p
    return round(total * 1000)


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}” is no day; write it as YYYY-MM-DD, for example 2026-03-12.") from error


# What completion offers, and where it comes from: imported only when a shell asks.


def _kinds(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    from acta.occasion import KINDS

    return matching(KINDS, typed)


def _format_names(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    from acta.ingest import FORMATS

    return matching(FORMATS, typed)


def engines(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Completes the name of an engine."""
    from acta import app, asking

    return matching(asking.engine_names(app.settings(None)), typed)


def services(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Completes the name of a service."""
    from acta import app

    return matching([s.name for s in app.settings(None).services], typed)


def keys(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Completes the name of an option of the configuration."""
    from acta.config import describe_settings

    return [CompletionItem(s.key, help=s.meaning) for s in describe_settings() if s.key.startswith(typed)]


def matching(names: Sequence[str] | Any, typed: str) -> list[CompletionItem]:
    """Those of ``names`` that begin with what was typed."""
    return [CompletionItem(n) for n in names if n.startswith(typed)]


def folders(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Leaves a folder to the shell."""
    return [CompletionItem(typed, type="dir")]  # the shell completes it


FILE = click.Path(allow_dash=True)
FOLDER = click.Path(path_type=Path)


def reading_options(command: Any) -> Any:
    """The options that say how a source is to be read, shared by every command that reads one."""
    for option in reversed(
        [
            click.option(
                "--vault",
                type=FOLDER,
                shell_complete=folders,
                metavar="DIR",
                help="The vault (any folder of notes). Default: as configured.",
            ),
            click.option("--owner", metavar="NAME", help="Who keeps the notes. Default: as configured."),
            click.option("--with", "attendees", multiple=True, metavar="NAME", help="Who else took part; repeat for each."),
            click.option(
                "--speaker", "speakers", multiple=True, callback=_pairs, metavar="LABEL=NAME", help="Who a label of the source is."
            ),
            click.option("--title", metavar="T", help="The meeting's title."),
            click.option("--date", "day", callback=_day, metavar="YYYY-MM-DD", help="The day of the meeting."),
            click.option(
                "--kind",
                metavar="K",
                shell_complete=_kinds,
                help="one_on_one, customer, project, team, incident, hiring, vendor, board, research or default.",
            ),
            click.option(
                "--calendar",
                type=click.Path(path_type=Path),
                metavar="FILE.ics",
                help="Take title, date and people from this calendar.",
            ),
            click.option(
                "--format",
                "format_",
                metavar="F",
                shell_complete=_format_names,
                help="The source's format, when it cannot be told (see acta formats).",
            ),
            click.option(
                "--off-record",
                "off_record",
                multiple=True,
                callback=_stretches,
                metavar="FROM-TO",
                help="Leave this stretch out of everything: times (12:30-14:05), or numbers of utterances (120-131).",
            ),
            click.option("--keep-all", is_flag=True, help="Quarantine nothing: keep loops, echoes and invented phrases."),
        ]
    ):
        command = option(command)
    return command


def options_of(given: dict[str, Any]) -> ReadOptions:
    """The options of a command as the stages take them."""
    from acta.pipeline import ReadOptions

    calendar: Path | None = given["calendar"]
    try:
        ics = calendar.read_bytes() if calendar else None
    except OSError as error:
        raise InputError(f"{calendar}: {error.strerror}", code="unreadable", hint="Check the path of the calendar.") from error
    return ReadOptions(
        owner=_name(given["owner"]),
        attendees=tuple(n for n in map(_name, given["attendees"]) if n),
        speakers=given["speakers"],
        title=given["title"],
        date=given["day"],
        kind=given["kind"],
        calendar=ics,
        format=given["format_"],
        keep_all=given["keep_all"],
        off_record=tuple(given["off_record"][0]),
        off_lines=frozenset(given["off_record"][1]),
    )


def _name(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
