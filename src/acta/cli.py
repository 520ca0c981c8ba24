"""The command line: a thin view of ``app``. Imports stay inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from acta import __version__
from acta.errors import ActaError, ConfigError, InputError

if TYPE_CHECKING:
    from acta.app import NoteResult
    from acta.config import Config
    from acta.model import Record
    from acta.pipeline import ReadOptions

DOCS = "docs/errors.md"
_PLAIN, _QUIET, _VERBOSE = 0, -1, 1


class _Commands(click.Group):
    """Turns acta's errors into a message and their exit status; anything else is a bug and keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ActaError as error:
            complain(error)
            ctx.exit(error.exit_status)


def complain(error: ActaError) -> None:
    """Print an error: what happened, what to do, and the anchor of its explanation."""
    click.secho("acta: ", fg="red", bold=True, nl=False, err=True)
    click.echo(error.message, err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)
    click.secho(f"  [{error.code}]", dim=True, err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="acta")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Show every doubt in full.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: bool) -> None:
    """Turn conversations into notes people trust.

    Acta reads the transcript that a recorder or meeting tool left, and writes one Markdown note into your vault: decisions, action items
    with owner and due date, open questions and more, each proven by a quote. Nothing leaves this machine.

    \b
    Start here:
      acta note meeting.vtt --vault ~/Notes --owner "Your Name"
      acta config set vault ~/Notes        so that --vault is not needed again
    """  # noqa: D301  # click reads the backspace as "keep these lines as they are"
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.")
    ctx.obj = _QUIET if quiet else _VERBOSE if verbose else _PLAIN


def _pairs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for value in values:
        label, equals, name = value.rpartition("=")
        if not (equals and label.strip() and name.strip()):
            raise click.BadParameter(f'write it as "LABEL=NAME", not “{value}”')
        out[label.strip()] = name.strip()
    return out


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}” is no date; write it as YYYY-MM-DD") from error


def _reading_options(command: Any) -> Any:
    """The options that say how a source is to be read, shared by every command that reads one."""
    for option in reversed(
        [
            click.option(
                "--vault", type=click.Path(path_type=Path), metavar="DIR", help="The vault (any folder of notes). Default: as configured."
            ),
            click.option("--owner", metavar="NAME", help="Who keeps the notes. Default: as configured."),
            click.option("--with", "attendees", multiple=True, metavar="NAME", help="Who else took part; repeat for each."),
            click.option(
                "--speaker", "speakers", multiple=True, callback=_pairs, metavar="LABEL=NAME", help="Who a label of the source is."
            ),
            click.option("--title", metavar="T", help="The meeting's title."),
            click.option("--date", "day", callback=_day, metavar="YYYY-MM-DD", help="The day of the meeting."),
            click.option(
                "--kind", metavar="K", help="one_on_one, customer, project, team, incident, hiring, vendor, board, research, default."
            ),
            click.option(
                "--calendar", type=click.Path(path_type=Path), metavar="FILE.ics", help="Take title, date and people from this calendar."
            ),
            click.option("--format", "format_", metavar="F", help="The source's format, when it cannot be told (see acta formats)."),
            click.option("--keep-all", is_flag=True, help="Quarantine nothing: keep loops, echoes and invented phrases."),
        ]
    ):
        command = option(command)
    return command


def _options(given: dict[str, Any]) -> ReadOptions:
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
    )


def _name(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_reading_options
@click.option("--engine", metavar="E", help="What finds the items. Default: embedded.")
@click.option("--json", "json_to", metavar="FILE", help="Write the minutes as JSON to FILE, or - for standard output.")
@click.option("--dry-run", is_flag=True, help="Write nothing anywhere; show what would change.")
@click.pass_obj
def note(level: int, /, sources: tuple[str, ...], engine: str | None, json_to: str | None, dry_run: bool, **given: Any) -> None:
    """Write the note of each SOURCE: a transcript, a folder of them, or - for standard input."""
    from acta import app

    config = app.settings(given["vault"])
    documents: list[Record] = []
    failed: list[ActaError] = []
    with _progress(level, sources, hidden=json_to == "-") as advance:

        def done(result: NoteResult) -> None:
            advance()
            if result.record:
                documents.append(result.record)
            if result.error:
                failed.append(result.error)
                complain(result.error)
            elif json_to != "-":
                _report(result, level, config)

        app.make_notes(
            sources,
            _options(given),
            config=config,
            dry_run=dry_run,
            need_vault=not (dry_run and json_to),
            engine_name=engine,
            on_done=done,
        )
    if json_to:
        _write_json(json_to, [app.to_json(d) for d in documents], many=len(documents) > 1)
    if failed:
        raise SystemExit(failed[0].exit_status)


def _write_json(target: str, documents: list[dict[str, object]], *, many: bool) -> None:
    """One object for one source; one object a line for several."""
    text = "\n".join(json.dumps(d, ensure_ascii=False, indent=None if many else 1) for d in documents)
    if target == "-":
        click.echo(text)
        return
    try:
        Path(target).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{target}: {error.strerror}", code="unwritable", hint="Choose another place for --json.") from error


class _progress:  # noqa: N801  # reads as a function where it is used
    """A progress bar on a terminal when there are several sources; counts nothing otherwise."""

    def __init__(self, level: int, sources: tuple[str, ...], *, hidden: bool) -> None:
        several = len(sources) > 1 or any(Path(s).is_dir() for s in sources)
        self._shown = several and not hidden and level >= _PLAIN and sys.stderr.isatty()
        self._bar: Any = None
        self._sources = sources

    def __enter__(self) -> Any:
        if not self._shown:
            return lambda: None
        from rich.console import Console
        from rich.progress import Progress

        from acta import app

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task("Reading", total=len(app.sources(self._sources)))
        return lambda: self._bar.advance(task)

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()


def _report(result: NoteResult, level: int, config: Config) -> None:
    if level == _QUIET or result.record is None:
        return
    if result.path:
        shown = (
            result.path.relative_to(config.vault.resolve())
            if config.vault and result.path.is_relative_to(config.vault.resolve())
            else result.path
        )
        click.secho(f"{result.state}: ", fg="green" if result.state != "unchanged" else None, nl=False)
        click.echo(f"{shown}  ({_counts(result.record)})")
    if result.state.startswith("would") and result.diff:
        for line in result.diff.splitlines():
            click.secho(line, fg={"+": "green", "-": "red", "@": "cyan"}.get(line[:1]))
    for d in result.record.diagnostics:
        if level == _VERBOSE or d.code not in _MINOR:
            click.secho("  note: ", fg="yellow", nl=False, err=True)
            click.echo(f"{d.message}{f' ({d.where})' if d.where and level == _VERBOSE else ''}", err=True)


# What a person need not act on; shown with --verbose.
_MINOR = frozenset({"quarantined", "unverified", "weaker-left-out", "encoding", "mojibake"})


def _counts(record: Record) -> str:
    from acta.model import ItemKind

    words = {
        ItemKind.ACTION_ITEM: ("action item", "action items"),
        ItemKind.DECISION: ("decision", "decisions"),
        ItemKind.OPEN_QUESTION: ("open question", "open questions"),
    }
    parts = []
    for kind, (one, many) in words.items():
        n = len(record.minutes.of_kind(kind))
        parts.append(f"{n} {one if n == 1 else many}")
    return ", ".join(parts)


@main.command()
@click.argument("source")
@_reading_options
@click.option("--changes", is_flag=True, help="List what was repaired and what was set aside, with the reason.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def show(source: str, changes: bool, as_json: bool, **given: Any) -> None:
    """Show how acta reads SOURCE: who speaks, what was repaired; nothing is written."""
    from acta import app

    record = app.inspect(source, _options(given), config=app.settings(given["vault"]))
    if as_json:
        click.echo(json.dumps(app.to_json(record), ensure_ascii=False, indent=1))
        return
    if changes:
        for c in record.changes:
            verb = "set aside" if c.quarantined else f"-> {c.now}"
            click.echo(f"{c.kind:9} segment {c.span.segment}, {c.span.start}-{c.span.end}: {_short(c.was)} {verb}  ({c.reason})")
    else:
        for u in record.utterances:
            click.secho(f"{u.speaker or (u.label or 'Unknown') + '?'}: ", bold=True, nl=False)
            click.echo(u.text)
    for d in record.diagnostics:
        click.echo(f"  note: {d.message}", err=True)


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else f"{text[: limit - 20]} … ({len(text)} characters)"


@main.command()
@click.argument("heard", metavar="HEARD[=MEANT]")
@click.argument("rest", nargs=-1, metavar="[= MEANT]")
@click.option("--vault", type=click.Path(path_type=Path), metavar="DIR", help="Keep it in this vault's acta.toml.")
def learn(heard: str, rest: tuple[str, ...], vault: Path | None) -> None:
    """Remember what a misheard name means: acta learn "Koncha" = "Kanchan Mehta"."""
    from acta import app

    before, equals, after = " ".join((heard, *rest)).partition("=")
    if not (equals and before.strip() and after.strip()):
        raise click.UsageError('Write it as: acta learn "Koncha" = "Kanchan Mehta"')
    path = app.learn(before.strip(), after.strip(), config=app.settings(vault))
    click.echo(f"“{before.strip()}” will be read as “{after.strip()}”. Kept in {path}")


@main.command()
@click.option("--vault", type=click.Path(path_type=Path), metavar="DIR", help="The vault. Default: as configured.")
def undo(vault: Path | None) -> None:
    """Take back the last write to the vault."""
    from acta import app

    result = app.undo(app.settings(vault))
    click.echo(f"{'removed' if result.removed else 'restored'}: {result.path}")


@main.command()
def formats() -> None:
    """List the formats acta reads; the names are what --format takes."""
    from acta.ingest import FORMATS

    width = max(map(len, FORMATS))
    for name, meaning in FORMATS.items():
        click.echo(f"{name:{width}}  {meaning}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of what --json writes."""
    from acta.document import json_schema

    click.echo(json.dumps(json_schema(), indent=1))


@main.group()
def config() -> None:
    """Show and set options; they live in one TOML file that you can also edit."""


@config.command("show")
@click.option("--vault", type=click.Path(path_type=Path), metavar="DIR", help="Include this vault's acta.toml.")
def config_show(vault: Path | None) -> None:
    """Print every option with its value and where the files are."""
    from acta import app
    from acta import config as configuration

    now = app.settings(vault)
    click.echo(f"# {configuration.user_config_file()}")
    if now.vault:
        click.echo(f"# {now.vault / app.VAULT_FILE}")
    for row in configuration.describe_settings():
        click.echo(f"{row.key} = {_shown(getattr(now, row.key))}")


def _shown(value: object) -> str:
    if value is None:
        return '""'
    if isinstance(value, tuple):
        return json.dumps(dict(value) if value and isinstance(value[0], tuple) else list(value), ensure_ascii=False)
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


@config.command("set")
@click.argument("key")
@click.argument("value")
def config_set(key: str, value: str) -> None:
    """Set an option for good: acta config set vault ~/Notes."""
    from acta import app

    path = app.set_option(key, str(Path(value).expanduser().resolve()) if key == "vault" else value)
    click.echo(f"{key} is set in {path}")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell: eval "$(acta completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        _unreachable(shell)
    click.echo(kind(main, {}, "acta", "_ACTA_COMPLETE").source())


def _unreachable(what: str) -> NoReturn:
    raise ConfigError(f"no completion for {what}", code="no-completion", hint="Known shells: bash, zsh, fish.")


if __name__ == "__main__":
    main()
