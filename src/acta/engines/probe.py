"""Whether a service is there, takes the key, knows the model, and how fast it is; for ``acta doctor``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from types import ModuleType

from acta.engines import Question, failures, keys, manner, tokens
from acta.engines.client import connection, listed
from acta.engines.ledger import Ledger
from acta.engines.service import Service
from acta.errors import ActaError

_PATIENCE_S = 30.0
# Nothing of any meeting: this goes to services nobody has consented to yet.
_QUESTION = Question(
    instructions="You count.",
    text="Which numbers are there from one to ten?",
    schema={
        "type": "object",
        "properties": {"numbers": {"type": "array", "items": {"type": "integer"}}},
        "required": ["numbers"],
        "additionalProperties": False,
    },
    longest=64,
)


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found. ``error`` says why the service cannot be used, ``None`` where it can.

    ``models`` are those it lists, if it does. ``first_token_s`` is the time to the beginning of a tiny answer, ``tokens_per_s``
    the speed after it; ``None`` where too little came to tell.
    """

    service: Service
    has_key: bool = False
    reachable: bool = False
    models: tuple[str, ...] = ()
    first_token_s: float | None = None
    tokens_per_s: float | None = None
    takes_schema: bool = False
    error: ActaError | None = None

    @property
    def lists_model(self) -> bool | None:
        """Whether the configured model is among those listed, ``None`` where none are."""
        return self.service.model in self.models if self.models else None


def probe(service: Service, *, ledger: Ledger | None = None, environment: Mapping[str, str] | None = None) -> Probe:
    """Try ``service`` with one tiny question that holds nothing of anybody's; what is broken is said in the result."""
    found = Probe(service)
    try:
        wire = connection()
        key = keys.find(service) if environment is None else keys.find(service, environment)
    except ActaError as error:
        return replace(found, error=error)
    found = replace(found, has_key=key is not None, models=listed(service, key))
    hasty = replace(service, timeout_s=min(service.timeout_s, _PATIENCE_S))
    return _ask(wire, hasty, key, replace(found, reachable=bool(found.models)), ledger)


def _ask(wire: ModuleType, service: Service, key: keys.Key | None, found: Probe, ledger: Ledger | None) -> Probe:
    way = manner.first(service)
    while True:
        heard = wire.Heard()
        try:
            reply = asyncio.run(wire.ask(service, key, _QUESTION, way, heard))
        except Exception as error:  # noqa: BLE001  # a broken server trips the client libraries in more ways than can be listed
            failure = failures.read(error, service, key, _QUESTION, sent=heard.sent, listed=lambda: found.models)
            if other := way.after(failure):
                way = other
                continue
            reachable = failure.error.code not in {"service-unreachable", "service-timeout"}
            return replace(found, reachable=found.reachable or reachable, error=failure.error)
        ended = perf_counter()
        if ledger:
            with suppress(ActaError):
                ledger.record(service, reply.tokens_in, reply.tokens_out, tokens.cost(service, reply.tokens_in, reply.tokens_out))
        first = None if heard.first is None else heard.first - heard.started
        rest = None if heard.first is None or reply.tokens_out < 2 else ended - heard.first
        return replace(
            found,
            reachable=True,
            first_token_s=first,
            tokens_per_s=(reply.tokens_out - 1) / rest if rest else None,
            takes_schema=way.schema,
        )
