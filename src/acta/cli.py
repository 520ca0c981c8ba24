"""The command line: a thin view of ``app``. Imports stay inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from acta import __version__
from acta.errors import ActaError, ConfigError, InputError

if TYPE_CHECKING:
    from acta.app import NoteResult
    from acta.model import Record
    from acta.pipeline import ReadOptions

_PLAIN, _QUIET, _VERBOSE = 0, -1, 1
_INTERRUPTED = 130
# What a person need not act on; shown with --verbose.
MINOR = frozenset({"quarantined", "unverified", "items-left-out", "encoding", "due-unproven"})
# So many doubts are read; the rest is counted.
_DOUBTS_SHOWN = 6


class _Commands(click.Group):
    """Turns acta's errors into a message and their exit status; anything else is a bug and keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows "?" instead of a traceback
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except ActaError as error:
            complain(error)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            _say("\nacta: stopped; the notes written so far are whole, and nothing else was changed", err=True)
            ctx.exit(_INTERRUPTED)
        except click.NoSuchOption as error:
            if error.option_name not in {"-q", "--quiet", "-v", "--verbose"}:
                raise
            advice = f"{error.option_name} stands before the command: acta {error.option_name} {ctx.invoked_subcommand} …"
            raise click.UsageError(advice, error.ctx) from error


def complain(error: ActaError) -> None:
    """Print an error: what happened, what to do, and the anchor of its explanation."""
    _say("acta: ", fg="red", bold=True, nl=False, err=True)
    _say(error.message, err=True)
    if error.hint:
        _say(f"  {error.hint}", err=True)
    _say(f"  [{error.code}]", dim=True, err=True)


def _say(text: str, **how: Any) -> None:
    """Print text that may come from a file or its name: what a terminal would obey is shown, not sent."""
    click.secho("".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} else ascii(c)[1:-1] for c in text), **how)


def _confirm(text: str) -> None:
    """Say that something was done, unless asked to be quiet."""
    if click.get_current_context().find_root().obj >= _PLAIN:
        _say(text)


def _one_line(text: object) -> str:
    """A name, which may hold line ends, for a place that holds one line."""
    return str(text).replace("\n", "\\n")


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
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
      acta note --help                     everything the main command can do
    """  # noqa: D301  # click reads the backspace as "keep these lines as they are"
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.")
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        raise ConfigError(
            f"files cannot be named in every language here: the encoding of this shell is {sys.getfilesystemencoding()}",
            code="bad-locale",
            hint="Set the variable LC_ALL=C.UTF-8, or PYTHONUTF8=1, and run the command again.",
        )
    ctx.obj = _QUIET if quiet else _VERBOSE if verbose else _PLAIN
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _pairs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    out: dict[str, str] = {}
    for value in values:
        label, equals, name = value.rpartition("=")
        if not (equals and label.strip() and name.strip()):
            raise click.BadParameter(f'write it as "LABEL=NAME", for example "Speaker 1=Ana Ruiz", not “{value}”.')
        if out.setdefault(label.strip(), name.strip()) != name.strip():
            raise click.BadParameter(f"“{label.strip()}” is given two names, {out[label.strip()]} and {name.strip()}.")
    return out


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

    return _matching(KINDS, typed)


def _format_names(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    from acta.ingest import FORMATS

    return _matching(FORMATS, typed)


def _engines(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    from acta.app import ENGINES

    return _matching(ENGINES, typed)


def _keys(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    from acta.config import describe_settings

    return [CompletionItem(s.key, help=s.meaning) for s in describe_settings() if s.key.startswith(typed)]


def _matching(names: Sequence[str] | Any, typed: str) -> list[CompletionItem]:
    return [CompletionItem(n) for n in names if n.startswith(typed)]


def _folders(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    return [CompletionItem(typed, type="dir")]  # the shell completes it


_FILE = click.Path(allow_dash=True)
_FOLDER = click.Path(path_type=Path)


def _reading_options(command: Any) -> Any:
    """The options that say how a source is to be read, shared by every command that reads one."""
    for option in reversed(
        [
            click.option(
                "--vault",
                type=_FOLDER,
                shell_complete=_folders,
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
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=_FILE)
@_reading_options
@click.option("--engine", metavar="E", shell_complete=_engines, help="What finds the items. Default: embedded.")
@click.option("--json", "json_to", type=_FILE, metavar="FILE|-", help="Write the minutes as JSON to FILE, or - for standard output.")
@click.option("--dry-run", is_flag=True, help="Write nothing anywhere; show what would change.")
@click.pass_obj
def note(level: int, /, sources: tuple[str, ...], engine: str | None, json_to: str | None, dry_run: bool, **given: Any) -> None:
    """Write the note of a meeting into the vault.

    SOURCE is a transcript, a folder of them, or - for standard input. A second run on the same source changes nothing; what you edit in
    the note stays yours.
    """
    from acta import app

    config = app.settings(given["vault"])
    files = app.sources(sources)
    documents: list[Record] = []
    outcomes: Counter[str] = Counter()
    failures: list[ActaError] = []

    def report(result: NoteResult) -> None:
        if result.record:
            documents.append(result.record)
        if result.error and result.state == "passed over":
            outcomes["passed over"] += 1
            if level >= _PLAIN:
                _say(f"passed over: {_one_line(result.error.message)}", err=True)
        elif result.error:
            outcomes["failed"] += 1
            failures.append(result.error)
            complain(result.error)
        else:
            outcomes[result.state] += 1
            if level >= _PLAIN and json_to != "-":
                _report(result, level)

    progress = _Progress(len(files), shown=level >= _PLAIN and sys.stderr.isatty())
    with progress:
        app.make_notes(
            sources,
            _options(given),
            config=config,
            dry_run=dry_run,
            need_vault=not (dry_run and json_to),
            engine_name=engine,
            on_done=lambda result: progress.step(lambda: report(result)),
        )
    if json_to:
        _write_json(json_to, [app.to_json(d) for d in documents], several=len(files) > 1)
    if len(files) > 1 and level >= _PLAIN:
        _say(f"{len(files)} sources: {', '.join(f'{n} {state}' for state, n in outcomes.items())}", err=True)
    if failures:
        raise SystemExit(failures[0].exit_status)


def _write_json(target: str, documents: Sequence[dict[str, object]], *, several: bool) -> None:
    """One object for one source; one object a line for several. Always UTF-8: it is for programs."""
    text = "".join(json.dumps(d, ensure_ascii=False, indent=None if several else 1) + "\n" for d in documents)
    if target == "-":
        click.echo(text.encode(), nl=False)
        return
    from acta import app

    app.save_document(Path(target), text)


class _Progress:
    """A bar on a terminal for what takes over a second: sources are counted; while there is one only, the bar shows that work goes on."""

    def __init__(self, total: int, *, shown: bool) -> None:
        import threading

        self._total = total
        self._done = 0
        self._shown = shown
        self._bar: Any = None
        self._lock = threading.Lock()
        # The bar of several sources is drawn between them, without a thread: worker processes are forked meanwhile.
        self._timer = threading.Timer(1.0, self._draw) if shown and total == 1 else None

    def __enter__(self) -> None:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()
        elif self._total > 1:
            self._draw()

    def __exit__(self, *_: object) -> None:
        self._clear(for_good=True)

    def step(self, report: Callable[[], None]) -> None:
        """Count one source as done, and let ``report`` print about it without a bar in the way."""
        self._clear(for_good=self._total == 1)
        report()
        self._done += 1
        if 1 <= self._done < self._total:
            self._draw()

    def _draw(self) -> None:
        with self._lock:
            if not self._shown:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            counted = self._total > 1
            columns = [TextColumn("Reading"), BarColumn(), *([MofNCompleteColumn()] if counted else [])]
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=not counted, redirect_stdout=False)
            self._bar.add_task("", total=self._total if counted else None, completed=self._done)
            self._bar.start()

    def _clear(self, *, for_good: bool) -> None:
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._shown = self._shown and not for_good
            if self._bar:
                self._bar.stop()
                self._bar = None


def _report(result: NoteResult, level: int) -> None:
    if result.record is None:
        return
    if result.path:
        _say(f"{result.state}: ", fg=None if result.state == "unchanged" else "green", nl=False)
        _say(f"{_one_line(_from_here(result.path))}  ({_counts(result.record)})")
    for line in result.diff.splitlines() if result.state.startswith("would") else ():
        _say(line, fg={"+": "green", "-": "red", "@": "cyan"}.get(line[:1]))
    _tell_doubts(result.record, level)


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _tell_doubts(record: Record, level: int) -> None:
    doubts = [d for d in record.diagnostics if level == _VERBOSE or d.code not in MINOR]
    shown = doubts if level == _VERBOSE else doubts[:_DOUBTS_SHOWN]
    for d in shown:
        _say("  note: ", fg="yellow", nl=False, err=True)
        _say(f"{d.message}{f' ({d.where})' if d.where and level == _VERBOSE else ''}", err=True)
    if len(shown) < len(doubts):
        _say(f"  and {len(doubts) - len(shown)} more notes: acta --verbose …", dim=True, err=True)


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
@click.argument("source", type=_FILE)
@_reading_options
@click.option("--changes", is_flag=True, help="List what was repaired and what was set aside, with the reason.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.pass_obj
def show(level: int, /, source: str, changes: bool, as_json: bool, **given: Any) -> None:
    """Show how acta reads a source.

    Who speaks, what was said, with --changes what was repaired and set aside; nothing is written. SOURCE may be - for standard input.
    """
    from acta import app

    progress = _Progress(1, shown=level >= _PLAIN and sys.stderr.isatty())
    with progress:
        record = app.inspect(source, _options(given), config=app.settings(given["vault"]))
    if as_json:
        click.echo(json.dumps(app.to_json(record), ensure_ascii=False, indent=1).encode())
        return
    if level >= _PLAIN:
        _show_head(record)
    if changes:
        _show_changes(record)
    else:
        _show_talk(record)
    if level >= _PLAIN:
        _tell_doubts(record, level)


def _show_head(record: Record) -> None:
    from acta.compose import clock

    meeting = record.meeting
    length = clock(meeting.duration_ms, hundredths=False) or "no times"
    mentioned = [p.name for p in meeting.people if not p.speaks]
    _say(f"{meeting.title}, {meeting.date} ({meeting.kind})", bold=True)
    _say(f"Speaking: {', '.join(meeting.speakers) or 'nobody that acta could name'}")
    if mentioned:
        _say(f"Mentioned: {', '.join(mentioned)}")
    _say(f"Source: {_one_line(meeting.source.path)}, {meeting.source.format}, {len(record.utterances)} utterances, {length}\n")


def _show_talk(record: Record) -> None:
    """A line for each utterance; on a terminal wrapped to its width. A label in place of a name has a question mark."""
    import shutil
    import textwrap

    from acta.compose import clock

    width = max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    for u in record.utterances:
        who = u.speaker or f"{u.label or 'Unknown'}?"
        stamp = f"{clock(u.start_ms, hundredths=False)} " if u.start_ms is not None else ""
        line = f"{stamp}{who}: {' '.join(u.text.split())}"
        if width:
            line = textwrap.fill(line, width, subsequent_indent=" " * 4, break_long_words=False, break_on_hyphens=False)
        head, _, rest = line.partition(f"{who}:") if f"{who}:" in line else (line, "", "")
        _say(head, dim=True, nl=not rest)
        if rest:
            _say(f"{who}:", bold=True, nl=False)
            _say(rest)


def _show_changes(record: Record) -> None:
    from acta.compose import clock

    at: dict[int, int | None] = {}
    for u in record.utterances:
        for span in u.spans:
            at.setdefault(span.segment, u.start_ms)
    if not record.changes:
        _say("Nothing was repaired, and nothing was set aside.")
    for c in record.changes:
        when = clock(at.get(c.span.segment), hundredths=False) or f"segment {c.span.segment}"
        what = f"set aside “{_short(c.was)}”" if c.quarantined else f"“{_short(c.was)}” -> “{_short(c.now)}”"
        _say(f"{when:10}  {c.kind:8}  {_one_line(what)}  ({c.reason})")
    if counts := Counter(c.kind for c in record.changes):
        _say("\n" + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else f"{text[: limit - 20]} … ({len(text)} characters)"


@main.command()
@click.argument("pair", nargs=-1, required=True, metavar='"HEARD" = "MEANT"')
@click.option("--vault", type=_FOLDER, shell_complete=_folders, metavar="DIR", help="Keep it in this vault's acta.toml.")
def learn(pair: tuple[str, ...], vault: Path | None) -> None:
    """Remember what a misheard name means.

    For example: acta learn "Koncha" = "Kanchan Mehta"
    """
    from acta import app

    halves = [pair[0], pair[2]] if len(pair) == 3 and pair[1] == "=" else pair[0].split("=") if len(pair) == 1 else []
    heard, meant = (half.strip() for half in halves) if len(halves) == 2 else ("", "")
    if not (heard and meant) or "=" in heard + meant:
        raise click.UsageError('Write it as: acta learn "Koncha" = "Kanchan Mehta"')
    path = app.learn(heard, meant, config=app.settings(vault))
    _confirm(f"“{heard}” will be read as “{meant}”. Kept in {path}")


@main.command()
@click.option("--vault", type=_FOLDER, shell_complete=_folders, metavar="DIR", help="The vault. Default: as configured.")
def undo(vault: Path | None) -> None:
    """Take back the last write to the vault."""
    from acta import app

    result = app.undo(app.settings(vault))
    _confirm(f"{'removed' if result.removed else 'restored'}: {_one_line(_from_here(result.path))}")


@main.command()
def formats() -> None:
    """List the formats acta reads, by the names that --format takes."""
    from acta.ingest import FORMATS

    width = max(map(len, FORMATS))
    for name, meaning in FORMATS.items():
        click.echo(f"{name:{width}}  {meaning}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of what --json writes."""
    from acta.document import json_schema

    click.echo(json.dumps(json_schema(), indent=1))


@main.group(invoke_without_command=True)
@click.pass_context
def config(ctx: click.Context) -> None:
    """Show and set options.

    They live in a TOML file of your own, and in acta.toml in a vault; both are yours to edit.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@config.command("show")
@click.option("--vault", type=_FOLDER, shell_complete=_folders, metavar="DIR", help="Include this vault's acta.toml.")
def config_show(vault: Path | None) -> None:
    """Print every option with its value and where the files are, as TOML."""
    from acta import app
    from acta import config as configuration

    now = app.settings(vault)
    if vault:
        app.open_vault(now)  # a wrong path should not look like an empty vault
    for what, path in app.places(now):
        _say(f"# {what}: {_one_line(path)}{'' if path.exists() else '  (not there yet)'}", dim=True)
    for setting in configuration.describe_settings():
        value = getattr(now, setting.key)
        _say(f"\n# {setting.meaning}", dim=True)
        _say(f"{setting.key} = {configuration.to_toml(value)}")


@config.command("set")
@click.argument("key", shell_complete=_keys)
@click.argument("value", type=_FILE)
def config_set(key: str, value: str) -> None:
    """Set an option for good.

    For example: acta config set vault ~/Notes. An empty value takes an option back: acta config set vault ""
    """
    from acta import app

    if key == "vault" and value.strip():
        folder = Path(value).expanduser().resolve()
        if not folder.is_dir():
            raise ConfigError(f"{value}: there is no such folder", code="bad-value", hint="Make the folder first, or correct the path.")
        value = str(folder)
    path = app.set_option(key, value)
    _confirm(f"{key} is {'set' if value.strip() else 'reset'} in {path}")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    Put this into the shell's start-up file: eval "$(acta completion bash)", or zsh; for fish: acta completion fish | source
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise ConfigError(f"no completion for {shell}", code="no-completion", hint="Known shells: bash, zsh, fish.")
    click.echo(kind(main, {}, "acta", "_ACTA_COMPLETE").source())


if __name__ == "__main__":
    main()
