"""The commands around language models: by hand through any chat window, and services."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acta.errors import ConfigError, InputError
from acta.reading_options import FILE, FOLDER, folders, options_of, reading_options, services
from acta.terminal import PLAIN, Offers, confirm, money, one_line, printable, report_note, say, took, write_json

if TYPE_CHECKING:
    from acta.engines.probe import Probe

_NAME = click.argument("name", shell_complete=services)


def _chat_options(command: Any) -> Any:
    """The options that ``acta prompt`` and ``acta accept`` must be given alike."""
    for option in reversed(
        [
            click.option("--plain", is_flag=True, help="Names, addresses and amounts as they were said, not as tokens."),
            click.option(
                "--context",
                type=click.IntRange(min=2_000),
                metavar="TOKENS",
                help="How much the chat window takes at once; a longer talk comes in parts. Default: 100000.",
            ),
        ]
    ):
        command = option(command)
    return command


@click.command()
@click.argument("source", type=FILE)
@reading_options
@_chat_options
@click.option("--part", type=click.IntRange(min=1), metavar="N", help="Which part of a talk that is too long for one question.")
@click.option("--after", "after", multiple=True, type=FILE, metavar="REPLY", help="Ask about what failed in this answer; repeat it.")
@click.pass_obj
def prompt(level: int, /, source: str, plain: bool, context: int | None, part: int | None, after: tuple[str, ...], **given: Any) -> None:
    """Write what to paste into any chat window.

    The rules of taking minutes and the talk itself, names and amounts as tokens: acta prompt talk.vtt > prompt.md. Give the answer to
    acta accept, which puts the names back and checks every line.
    """
    from acta import app

    made = app.questions(source, options_of(given), config=app.settings(given["vault"]), plain=plain, context=context, after=after)
    if not made.questions:
        say("nothing failed: there is nothing more to ask", err=True)
        return
    n = len(made.questions)
    if part is None and n > 1:
        raise InputError(
            f"{one_line(source)}: the talk is too long for one question: it takes {n}",
            code="several-parts",
            hint=f"Write them one after the other: acta prompt … --part 1, up to --part {n}. A larger --context makes fewer.",
        )
    if part is not None and part > n:
        raise InputError(f"there is no part {part}: the talk takes {n}", code="several-parts", hint=f"--part 1 to --part {n}.")
    click.echo(made.questions[(part or 1) - 1].encode("utf-8", "replace"), nl=False)
    if level >= PLAIN:
        if made.withheld:
            say(f"{made.withheld} utterances are left out: private, off the record, or aimed at a program", err=True)
        if sys.stderr.isatty() and not sys.stdout.isatty():
            say(f"paste it into a chat window, keep the answer in a file, and: acta accept {one_line(source)} reply.md", err=True)


@click.command()
@click.argument("source", type=FILE)
@click.argument("replies", nargs=-1, required=True, metavar="REPLY...", type=FILE)
@reading_options
@_chat_options
@click.option("--json", "json_to", type=FILE, metavar="FILE|-", help="Write the minutes as JSON to FILE, or - for standard output.")
@click.option("--dry-run", is_flag=True, help="Write nothing anywhere; show what would change.")
@click.pass_obj
def accept(
    level: int,
    /,
    source: str,
    replies: tuple[str, ...],
    plain: bool,
    context: int | None,
    json_to: str | None,
    dry_run: bool,
    **given: Any,
) -> None:
    """Write the note of a meeting from the answer of a chat window.

    SOURCE and the options are those that acta prompt was given; each REPLY is a file with an answer (JSON anywhere in it), - for
    standard input. What the transcript does not bear out is left out.
    """
    from acta import app

    result = app.accept(
        source,
        replies,
        options_of(given),
        config=app.settings(given["vault"]),
        dry_run=dry_run,
        need_vault=not (dry_run and json_to),
        plain=plain,
        context=context,
    )
    if json_to and result.record:
        write_json(json_to, [app.to_json(result.record)], several=False)
    if level >= PLAIN and json_to != "-":
        report_note(result, level)
    if result.record and result.record.minutes.unverified and level >= PLAIN:
        again = " ".join(f"--after {one_line(r)}" for r in replies)
        say(f"  to ask again about what was left out: acta prompt {one_line(source)} {again}", dim=True, err=True)


@click.group(invoke_without_command=True)
@click.pass_context
def service(ctx: click.Context) -> None:
    """Add, allow and remove language models.

    Nothing is sent to a service before you have seen what it would get, and allowed it.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@service.command("add")
@click.argument("name")
@click.option("--model", metavar="MODEL", help="The model, as the service calls it.")
@click.option(
    "--kind",
    type=click.Choice(["openai", "anthropic", "google"]),
    help="The protocol; openai (the default) is that of Ollama, LM Studio, llama.cpp, vLLM, OpenRouter and Azure, too.",
)
@click.option("--url", "base_url", metavar="URL", help="Where it is, such as http://localhost:11434/v1. Default: the maker's own address.")
@click.option("--context", type=int, metavar="TOKENS", help="How many tokens the model takes at once. Default: 32000.")
@click.option("--price-in", type=float, metavar="P", help="Price of a million tokens read.")
@click.option("--price-out", type=float, metavar="P", help="Price of a million tokens written.")
@click.option("--key-env", metavar="VARIABLE", help="The environment variable with the key, where it is not the usual one.")
@click.option("--timeout", "timeout_s", type=float, metavar="S", help="How many seconds one answer may take. Default: 300.")
def add(name: str, **given: Any) -> None:
    """Add a service, or change one: what is not given stays as it is.

    For example: acta service add local --url http://localhost:11434/v1 --model qwen3:8b --context 32000
    """
    from acta import app, asking

    known = {s.name for s in app.settings(None).services}
    if name not in known and given["model"] is None:
        raise click.UsageError("A new service needs its model: --model MODEL.")
    made, path = app.add_service(name, {k: v for k, v in given.items() if v is not None})
    confirm(f"{name} is {'changed' if name in known else 'kept'} in {path}")
    if made.is_local:
        confirm(f"Its key, if it wants one, comes from {made.key_variables[0]}, or from the keyring: acta service key {name}")
    else:
        confirm(f"Its key comes from {' or '.join(made.key_variables)}, or from the keyring: acta service key {name}")
    if not asking.is_allowed(made, app.settings(None)):
        confirm(f"Next: acta doctor {name}, then acta service allow {name} SOURCE")


@service.command("list")
def list_() -> None:
    """List the services, and what this month's calls cost."""
    from acta import app, asking

    config = app.settings(None)
    for s in config.services:
        state = "allowed" if asking.is_allowed(s, config) else "not allowed yet"
        how = "names as tokens" if asking.redacts(s, config) else "names as they are"
        click.echo(f"{s.name}: {s.model} at {s.url}, {s.context:,} tokens, {how}, {state}")
    if not config.services:
        click.echo("No service is configured. Add one: acta service add NAME --model MODEL …")
    spent = asking.spent(config)
    for name, calls, tokens_in, tokens_out, cost in spent.services:
        click.echo(f"This month {name}: {took(calls, tokens_in, tokens_out, cost)}")
    if spent.services or config.monthly_budget is not None:
        budget = f" of {config.monthly_budget:.2f}, the monthly budget" if config.monthly_budget is not None else ""
        click.echo(f"Spent this month: {money(spent.cost)}{budget}")


@service.command("remove")
@_NAME
def remove(name: str) -> None:
    """Forget a service and what it was allowed."""
    from acta import app

    confirm(f"{name} is removed from {app.remove_service(name)}")


@service.command("key")
@_NAME
@click.option("--forget", is_flag=True, help="Take the key out of the keyring.")
def key(name: str, forget: bool) -> None:
    """Keep the key of a service in the system's keyring."""
    from acta import app, asking
    from acta.engines import keys

    chosen = asking.service_named(name, app.settings(None))
    if forget:
        confirm("the key is gone from the keyring" if keys.forget(chosen) else "there was no key in the keyring")
        return
    keys.keep(chosen, click.prompt(f"Key of {name}", hide_input=True, err=True))
    confirm(f"the key of {name} is kept in the keyring")


@service.command("allow")
@_NAME
@click.argument("source", type=FILE)
@reading_options
@click.option("--yes", is_flag=True, help="Allow it without being asked; what would be sent is still shown.")
@click.pass_obj
def allow(level: int, /, name: str, source: str, yes: bool, **given: Any) -> None:
    """Show exactly what a service would get of SOURCE, and allow it."""
    from acta import app, asking

    config = app.settings(given["vault"])
    service = asking.service_named(name, config)
    offer = app.preview(source, options_of(given), service.name, config=config, fresh=True)
    if yes:
        click.echo(offer.page.encode("utf-8", "replace"), nl=False)
        Offers(level).tell_estimate(offer)
    elif not (source != "-" and sys.stdin.isatty() and Offers(level).consent(offer)):
        raise ConfigError(
            f"the service “{name}” is not allowed", code="no-consent", hint="Answer y on a terminal, or add --yes to the command."
        )
    asking.allow(offer.service, config)
    confirm(f"{name} may read your talks now. To take that back: acta service deny {name}")


@service.command("deny")
@_NAME
def deny(name: str) -> None:
    """Take back what a service was allowed."""
    from acta import app, asking

    if asking.withdraw(name):
        confirm(f"{name} may read nothing any more")
    else:
        asking.service_named(name, app.settings(None))
        confirm(f"{name} was not allowed to read anything")


@click.command()
@click.argument("names", nargs=-1, metavar="[SERVICE]...", shell_complete=services)
@click.option("--vault", type=FOLDER, shell_complete=folders, metavar="DIR", help="The vault. Default: as configured.")
def doctor(names: tuple[str, ...], vault: Path | None) -> None:
    """Tell what is set up, and which services answer, and how fast.

    Without SERVICE, all of them. Nothing of any talk is sent.
    """
    from acta import app, asking

    config = app.settings(vault)
    click.echo(f"vault: {config.vault or 'none set (acta config set vault DIR)'}{_missing(config.vault)}")
    click.echo(f"engine: {config.engine}")
    asking.refuse_unknown(config.engine, config)
    if not config.services and not names:
        click.echo("services: none. The embedded engine needs none; to add one: acta service add NAME --model MODEL …")
    failed = 0
    for found in asking.doctor(config, names):
        failed += found.probed.error is not None
        click.echo(f"\n{found.service.name}: {found.service.model} at {found.service.url}")
        for line in _findings(found.probed):
            click.echo(f"  {printable(line)}")
        allow = f"not allowed yet: acta service allow {found.service.name} SOURCE"
        click.echo(f"  {'allowed to read your talks' if found.allowed else allow}")
    if failed:
        raise SystemExit(1)


def _findings(probe: Probe) -> list[str]:
    """What a probe found, a sentence a line."""
    service = probe.service
    out = ["key: found" if probe.has_key else f"key: none ({' or '.join(service.key_variables)}, or acta service key {service.name})"]
    if probe.lists_model is False and probe.error is None:
        out.append(f"it does not list the model {service.model}, and answers all the same")
    if probe.error is not None:
        return [*out, f"does not work: {probe.error.message}", *([f"  {probe.error.hint}"] if probe.error.hint else [])]
    speed = f", then {probe.tokens_per_s:,.0f} tokens a second" if probe.tokens_per_s else ""
    out.append(f"answers, the first word after {probe.first_token_s or 0:.1f} s{speed}")
    if not probe.takes_schema:
        out.append("takes no schema: the shape of the answer is asked for in words")
    return out


def _missing(vault: Path | None) -> str:
    return "" if vault is None or vault.is_dir() else " (there is no such folder)"


SERVICE_COMMANDS = (prompt, accept, service, doctor)
