"""What language models have cost: one line a call, kept through crashes, and a monthly budget that stops."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from acta.engines._files import make_private
from acta.engines.service import Service
from acta.errors import EngineError, StoreError

_WAIT_S = 10


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """The calls in the file ``path`` (JSON, a line each: time, service, model, tokens, cost, guessed), months by UTC.

    ``budget`` is what a month may cost, in the money of the services' prices; ``None``: without limit. Raises ``StoreError``
    where the file cannot be read or written: spending that cannot be counted cannot be stopped either. ``recorded`` are the
    (tokens read, tokens written, cost) of the calls that were added through this object.
    """

    def __init__(self, path: Path, *, budget: float | None = None, clock: Callable[[], datetime] = _now) -> None:
        self.path = path
        self.budget = budget
        self._clock = clock
        self.recorded: list[tuple[int, int, float | None]] = []

    def record(self, service: Service, tokens_in: int, tokens_out: int, cost: float | None, *, guessed: bool = False) -> None:
        """Add one call; on disk when this returns. ``guessed``: the service told no figures, these are acta's estimates."""
        line = json.dumps(
            {
                "time": self._clock().astimezone(UTC).isoformat(timespec="seconds"),
                "service": service.name,
                "model": service.model,
                "tokens_in": tokens_in,
                "tokens_out": tokens_out,
                "cost": cost,
                "guessed": guessed,
            }
        )
        try:
            make_private(self.path.parent)
            with FileLock(f"{self.path}.lock", timeout=_WAIT_S):
                self._append(line.encode("ascii"))
        except (OSError, Timeout) as error:
            raise _unwritable(self.path, error) from error
        self.recorded.append((tokens_in, tokens_out, cost))

    def spent(self, month: str) -> float:
        """What the calls of ``month`` ("2026-03") cost together; lines that are torn or say no cost count nothing."""
        return sum(float(line["cost"] or 0) for line in self._lines() if line["time"].startswith(month))

    def by_service(self, month: str) -> tuple[tuple[str, int, int, int, float | None], ...]:
        """For each service, in alphabetical order: its name, calls, tokens read and written, and what those with a price cost together."""
        sums: dict[str, tuple[int, int, int, float | None]] = {}
        for line in self._lines():
            if line["time"].startswith(month):
                name = str(line.get("service"))
                calls, read, written, cost = sums.get(name, (0, 0, 0, None))
                more = line["cost"]
                total = cost if more is None else (cost or 0.0) + more
                sums[name] = (calls + 1, read + _count(line, "tokens_in"), written + _count(line, "tokens_out"), total)
        return tuple((name, *sums[name]) for name in sorted(sums))

    def check(self, estimate: float | None) -> None:
        """Raise ``EngineError`` (code ``budget``) when a call of that cost would go beyond this month's budget, or nobody knows."""
        if self.budget is None:
            return
        if estimate is None:
            raise EngineError(
                f"the monthly budget for language models is {self.budget:.2f}, and this service has no prices to count with",
                code="budget",
                hint="Give the service `price_in` and `price_out`, per million tokens; 0 if it is free.",
            )
        spent = self.spent(f"{self._clock().astimezone(UTC):%Y-%m}")
        if spent + estimate > self.budget:
            raise EngineError(
                f"the monthly budget for language models is {self.budget:.2f}: {spent:.2f} is spent, and this call may cost {estimate:.4f}",
                code="budget",
                hint="Raise it with `acta config set monthly_budget AMOUNT`, wait for the next month (UTC), or use `--engine embedded`.",
            )

    def _append(self, line: bytes) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            # A line torn by a crash must not swallow the next one.
            if (size := os.fstat(descriptor).st_size) and (os.lseek(descriptor, size - 1, os.SEEK_SET), os.read(descriptor, 1))[1] != b"\n":
                line = b"\n" + line
            os.write(descriptor, line + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unwritable(self.path, error) from error
        for text in data.splitlines():
            try:
                line = json.loads(text)
                sound = isinstance(line["time"], str) and isinstance(line["cost"], float | int | None)
            except (ValueError, TypeError, KeyError):
                continue
            if sound:
                yield line


def _count(line: dict[str, Any], key: str) -> int:
    value = line.get(key)
    return value if isinstance(value, int) else 0


def _unwritable(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{path}: what was spent on language models cannot be counted: {error}",
        code="ledger-unusable",
        hint="Check the permissions of the file and the space on the disk.",
    )
