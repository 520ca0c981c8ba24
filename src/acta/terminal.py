"""What the commands show on a terminal: messages, doubts, a bar for what takes long."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acta.errors import ActaError

if TYPE_CHECKING:
    from acta.app import NoteResult
    from acta.asking import Offer, Talking
    from acta.model import Record, Usage

PLAIN, QUIET, VERBOSE = 0, -1, 1
# What a person need not act on; shown with --verbose.
MINOR = frozenset({"quarantined", "unverified", "items-left-out", "encoding", "due-unproven"})
# What changes the meaning of all the rest.
_FIRST = frozenset({"embedded-instead", "note-kept", "parts-missing"})
# So many doubts are read; the rest is counted.
_DOUBTS_SHOWN = 6


def complain(error: ActaError) -> None:
    """Print an error: what happened, what to do, and the anchor of its explanation."""
    say("acta: ", fg="red", bold=True, nl=False, err=True)
    say(error.message, err=True)
    if error.hint:
        say(f"  {error.hint}", err=True)
    say(f"  [{error.code}]", dim=True, err=True)


def say(text: str, **how: Any) -> None:
    """Print text that may come from a file or its name: what a terminal would obey is shown, not sent."""
    click.secho(printable(text), **how)


def printable(text: str) -> str:
    """``text`` with what a terminal would obey shown instead of sent."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} else ascii(c)[1:-1] for c in text)


def confirm(text: str) -> None:
    """Say that something was done, unless asked to be quiet."""
    if click.get_current_context().find_root().obj >= PLAIN:
        say(text)


def one_line(text: object) -> str:
    """A name, which may hold line ends, for a place that holds one line."""
    return str(text).replace("\n", "\\n")


class Progress:
    """A bar on a terminal for what takes over a second: sources are counted; while there is one only, the bar shows that work goes on."""

    def __init__(self, total: int, *, shown: bool) -> None:
        import threading

        self._total = total
        self._done = 0
        self._shown = shown
        self._bar: Any = None
        self._step = ""
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

    def aside(self, what: Callable[[], Any]) -> Any:
        """Do ``what``, which prints or asks, without a bar in the way; what comes after it takes long."""
        self._clear(for_good=False)
        try:
            return what()
        finally:
            self._draw()

    def say_step(self, step: str) -> None:
        """Show what is being done with the source at hand."""
        with self._lock:
            self._step = step
            if self._bar:
                self._bar.update(self._bar.task_ids[0], description=f"Reading: {step}", refresh=True)

    def _draw(self) -> None:
        with self._lock:
            if not self._shown:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            counted = self._total > 1
            columns = [TextColumn("{task.description}"), BarColumn(), *([MofNCompleteColumn()] if counted else [])]
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=not counted, redirect_stdout=False)
            self._bar.add_task(
                f"Reading: {self._step}" if self._step else "Reading", total=self._total if counted else None, completed=self._done
            )
            self._bar.start()

    def _clear(self, *, for_good: bool) -> None:
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._shown = self._shown and not for_good
            if self._bar:
                self._bar.stop()
                self._bar = None


def report_note(result: NoteResult, level: int) -> None:
    """Say what became of one source: the note, what is in it, what would change, and the doubts."""
    if result.record is None:
        return
    if result.path:
        say(f"{result.state}: ", fg=None if result.state == "unchanged" else "green", nl=False)
        say(f"{one_line(from_here(result.path))}  ({_counts(result.record)})")
    for line in result.diff.splitlines() if result.state.startswith("would") else ():
        say(line, fg={"+": "green", "-": "red", "@": "cyan"}.get(line[:1]))
    if (usage := result.record.minutes.usage) and (usage.calls or usage.engine != "embedded"):
        say(f"  {_asked(usage)}", dim=True, err=True)
    tell_doubts(result.record, level)


def _asked(usage: Usage) -> str:
    """What a note took, in one line."""
    if usage.engine == "by hand":
        return f"from {usage.calls} answers by hand" if usage.calls > 1 else "from an answer by hand"
    who = f"asked {usage.engine}{f' ({usage.model})' if usage.model else ''}"
    if usage.engine == "embedded":
        who = "asked in vain"
    if usage.cached == usage.calls:
        return f"{who}: everything was answered before; nothing was sent, nothing was spent"
    kept = f"; {usage.cached} more were answered before" if usage.cached else ""
    return f"{who}: {took(usage.calls - usage.cached, usage.tokens_in, usage.tokens_out, usage.cost)} in {usage.seconds:.0f} s{kept}"


def took(calls: int, tokens_in: int, tokens_out: int, cost: float | None) -> str:
    """Calls, tokens and money, for a person."""
    price = "" if cost is None else f", {money(cost)}"
    return f"{calls} call{'' if calls == 1 else 's'}, {tokens_in:,} tokens read, {tokens_out:,} written{price}"


def money(amount: float) -> str:
    """An amount with as many places as it takes to be seen."""
    return f"{amount:.2f}" if amount == 0 or amount >= 0.1 else f"{amount:.4f}"


def from_here(path: Path) -> Path:
    """A path as a person in this folder would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def tell_doubts(record: Record, level: int) -> None:
    """Show the doubts worth acting on, all of them with ``--verbose``."""
    doubts = [d for d in record.diagnostics if level == VERBOSE or d.code not in MINOR]
    doubts.sort(key=lambda d: d.code not in _FIRST)
    shown = doubts if level == VERBOSE else doubts[:_DOUBTS_SHOWN]
    for d in shown:
        say("  note: ", fg="yellow", nl=False, err=True)
        say(f"{d.message}{f' ({d.where})' if d.where and level == VERBOSE else ''}", err=True)
    if len(shown) < len(doubts):
        say(f"  and {len(doubts) - len(shown)} more notes: acta --verbose …", dim=True, err=True)


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


def write_json(target: str, documents: Sequence[dict[str, object]], *, several: bool) -> None:
    """One object for one source; one object a line for several. Always UTF-8: it is for programs."""
    text = "".join(json.dumps(d, ensure_ascii=False, indent=None if several else 1) + "\n" for d in documents)
    if target == "-":
        click.echo(text.encode(), nl=False)
        return
    from acta import app

    app.save_document(Path(target), text)


class Offers:
    """What a person is told and asked before anything is sent to a service."""

    def __init__(self, level: int) -> None:
        self._level = level

    def talking(self, progress: Progress, *, fresh: bool = False) -> Talking:
        """The part that a terminal takes; consent is asked for only where somebody can answer."""
        from acta.asking import Talking

        asks = sys.stdin.isatty() and sys.stderr.isatty() and sys.stdout.isatty()
        return Talking(
            consent=(lambda offer: progress.aside(lambda: self.consent(offer))) if asks else None,
            tell=lambda offer: progress.aside(lambda: self.tell(offer)),
            step=progress.say_step,
            fresh=fresh,
        )

    def tell(self, offer: Offer) -> None:
        """One line: who is asked what, and what it will take, about."""
        if self._level >= PLAIN:
            say(f"asking {_expected(offer)}", err=True)

    def tell_estimate(self, offer: Offer) -> None:
        """One line: who would be asked what, and what it would take; nothing is sent."""
        if self._level < PLAIN:
            return
        if offer.calls:
            say(f"nothing is sent; it would ask {_expected(offer)}", err=True)
        else:
            say(f"{offer.service.name}: everything was answered before; nothing would be sent", err=True)

    def consent(self, offer: Offer) -> bool:
        """Show what would be sent, and ask, once for each service."""
        service = offer.service
        where = "on this machine" if service.is_local else f"at {service.host}"
        say(f"\nThe service “{service.name}” ({service.model} {where}) has not been allowed to read your talks yet.", bold=True, err=True)
        how = (
            "with names, addresses and amounts replaced by tokens"
            if offer.redacted
            else "with all names, addresses and amounts as they were said"
        )
        say(f"It would get each talk that you give it {how}. The whole of the first question follows.", err=True)
        if service.url.startswith("http://") and not service.is_local:
            say("The connection is not encrypted: whoever is on the way can read along.", fg="red", err=True)
        self.tell_estimate(offer)
        click.echo_via_pager(printable(offer.page))
        return click.confirm(f"May {service.name} have this, now and from now on?", default=False, err=True)


def _expected(offer: Offer) -> str:
    """Who is asked, and what it will take, about."""
    price = f", at about {money(offer.cost)} in the money of its prices" if offer.cost else ""
    calls = f"{offer.calls} calls" if offer.calls > 1 else "1 call"
    where = "on this machine" if offer.service.is_local else f"at {offer.service.host}"
    return (
        f"{offer.service.name} ({offer.service.model} {where}): up to {calls}, about {offer.tokens_in:,} tokens to read "
        f"and {offer.tokens_out:,} to write{price}"
    )
