"""The command line: a thin view of ``app``. Imports stay inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import io
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acta import __version__
from acta.cli_services import SERVICE_COMMANDS
from acta.errors import ActaError, ConfigError
from acta.reading_options import FILE, FOLDER, engines, folders, keys, options_of, reading_options
from acta.terminal import (
    PLAIN,
    QUIET,
    VERBOSE,
    Offers,
    Progress,
    complain,
    confirm,
    from_here,
    one_line,
    report_note,
    say,
    tell_doubts,
    write_json,
)

if TYPE_CHECKING:
    from acta.app import NoteResult
    from acta.model import Record

_INTERRUPTED = 130


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
            say("\nacta: stopped; the notes written so far are whole, and nothing else was changed", err=True)
            ctx.exit(_INTERRUPTED)
        except click.NoSuchOption as error:
            if error.option_name not in {"-q", "--quiet", "-v", "--verbose"}:
                raise
            advice = f"{error.option_name} stands before the command: acta {error.option_name} {ctx.invoked_subcommand} …"
            raise click.UsageError(advice, error.ctx) from error


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
    with owner and due date, open questions and more, each proven by a quote. Nothing leaves this machine, unless you name a language
    model and allow it to read along.

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
    ctx.obj = QUIET if quiet else VERBOSE if verbose else PLAIN
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=FILE)
@reading_options
@click.option(
    "--engine", metavar="E", shell_complete=engines, help="What finds the items: embedded, auto or a service. Default: as configured."
)
@click.option("--estimate", is_flag=True, help="Say what asking the service would take, and send nothing.")
@click.option("--fresh", is_flag=True, help="Ask the service again, also what it has answered before.")
@click.option("--json", "json_to", type=FILE, metavar="FILE|-", help="Write the minutes as JSON to FILE, or - for standard output.")
@click.option("--dry-run", is_flag=True, help="Write nothing anywhere; show what would change.")
@click.pass_obj
def note(
    level: int,
    /,
    sources: tuple[str, ...],
    engine: str | None,
    estimate: bool,
    fresh: bool,
    json_to: str | None,
    dry_run: bool,
    **given: Any,
) -> None:
    """Write the note of a meeting into the vault.

    SOURCE is a transcript, a folder of them, or - for standard input. A second run on the same source changes nothing; what you edit in
    the note stays yours.
    """
    from acta import app

    config = app.settings(given["vault"])
    files = app.sources(sources)
    offers = Offers(level)
    if estimate:
        for source in files:
            offers.tell_estimate(app.preview(source, options_of(given), engine, config=config))
        return
    documents: list[Record] = []
    outcomes: Counter[str] = Counter()
    failures: list[ActaError] = []

    def report(result: NoteResult) -> None:
        if result.record:
            documents.append(result.record)
        if result.error and result.state == "passed over":
            outcomes["passed over"] += 1
            if level >= PLAIN:
                say(f"passed over: {one_line(result.error.message)}", err=True)
        elif result.error:
            outcomes["failed"] += 1
            failures.append(result.error)
            complain(result.error)
        else:
            outcomes[result.state] += 1
            if level >= PLAIN and json_to != "-":
                report_note(result, level)

    progress = Progress(len(files), shown=level >= PLAIN and sys.stderr.isatty())
    with progress:
        app.make_notes(
            sources,
            options_of(given),
            config=config,
            dry_run=dry_run,
            need_vault=not (dry_run and json_to),
            engine_name=engine,
            talking=offers.talking(progress, fresh=fresh),
            on_done=lambda result: progress.step(lambda: report(result)),
        )
    if json_to:
        write_json(json_to, [app.to_json(d) for d in documents], several=len(files) > 1)
    if len(files) > 1 and level >= PLAIN:
        say(f"{len(files)} sources: {', '.join(f'{n} {state}' for state, n in outcomes.items())}", err=True)
    if failures:
        raise SystemExit(failures[0].exit_status)


@main.command()
@click.argument("source", type=FILE)
@reading_options
@click.option("--changes", is_flag=True, help="List what was repaired and what was set aside, with the reason.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.pass_obj
def show(level: int, /, source: str, changes: bool, as_json: bool, **given: Any) -> None:
    """Show how acta reads a source.

    Who speaks, what was said, with --changes what was repaired and set aside; nothing is written. SOURCE may be - for standard input.
    """
    from acta import app

    progress = Progress(1, shown=level >= PLAIN and sys.stderr.isatty())
    with progress:
        record = app.inspect(source, options_of(given), config=app.settings(given["vault"]))
    if as_json:
        click.echo(json.dumps(app.to_json(record), ensure_ascii=False, indent=1).encode())
        return
    if level >= PLAIN:
        _show_head(record)
    if changes:
        _show_changes(record)
    else:
        _show_talk(record)
    if level >= PLAIN:
        tell_doubts(record, level)


def _show_head(record: Record) -> None:
    from acta.compose import clock

    meeting = record.meeting
    length = clock(meeting.duration_ms, hundredths=False) or "no times"
    mentioned = [p.name for p in meeting.people if not p.speaks]
    say(f"{meeting.title}, {meeting.date} ({meeting.kind})", bold=True)
    say(f"Speaking: {', '.join(meeting.speakers) or 'nobody that acta could name'}")
    if mentioned:
        say(f"Mentioned: {', '.join(mentioned)}")
    say(f"Source: {one_line(meeting.source.path)}, {meeting.source.format}, {len(record.utterances)} utterances, {length}\n")


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
        say(head, dim=True, nl=not rest)
        if rest:
            say(f"{who}:", bold=True, nl=False)
            say(rest)


def _show_changes(record: Record) -> None:
    from acta.compose import clock

    at: dict[int, int | None] = {}
    for u in record.utterances:
        for span in u.spans:
            at.setdefault(span.segment, u.start_ms)
    if not record.changes:
        say("Nothing was repaired, and nothing was set aside.")
    for c in record.changes:
        when = clock(at.get(c.span.segment), hundredths=False) or f"segment {c.span.segment}"
        what = f"set aside “{_short(c.was)}”" if c.quarantined else f"“{_short(c.was)}” -> “{_short(c.now)}”"
        say(f"{when:10}  {c.kind:8}  {one_line(what)}  ({c.reason})")
    if counts := Counter(c.kind for c in record.changes):
        say("\n" + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else f"{text[: limit - 20]} … ({len(text)} characters)"


@main.command()
@click.argument("pair", nargs=-1, required=True, metavar='"HEARD" = "MEANT"')
@click.option("--vault", type=FOLDER, shell_complete=folders, metavar="DIR", help="Keep it in this vault's acta.toml.")
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
    confirm(f"“{heard}” will be read as “{meant}”. Kept in {path}")


@main.command()
@click.option("--vault", type=FOLDER, shell_complete=folders, metavar="DIR", help="The vault. Default: as configured.")
def undo(vault: Path | None) -> None:
    """Take back the last write to the vault."""
    from acta import app

    result = app.undo(app.settings(vault))
    confirm(f"{'removed' if result.removed else 'restored'}: {one_line(from_here(result.path))}")


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
@click.option("--vault", type=FOLDER, shell_complete=folders, metavar="DIR", help="Include this vault's acta.toml.")
def config_show(vault: Path | None) -> None:
    """Print every option with its value and where the files are, as TOML."""
    from acta import app
    from acta import config as configuration

    now = app.settings(vault)
    if vault:
        app.open_vault(now)  # a wrong path should not look like an empty vault
    for what, path in app.places(now):
        say(f"# {what}: {one_line(path)}{'' if path.exists() else '  (not there yet)'}", dim=True)
    for setting in configuration.describe_settings():
        value = getattr(now, setting.key)
        say(f"\n# {setting.meaning}", dim=True)
        say(f"{setting.key} = {configuration.to_toml(value)}")


@config.command("set")
@click.argument("key", shell_complete=keys)
@click.argument("value", type=FILE)
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
    confirm(f"{key} is {'set' if value.strip() else 'reset'} in {path}")


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


for command in SERVICE_COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
