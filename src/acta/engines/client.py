"""Questions to a language-model service: kept answers, the budget, tries, limits of time, and errors a person can act on."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING

from acta.engines import Answer, Question, TooLong, failures, keys, tokens
from acta.engines import manner as manners
from acta.engines.answers import Answers
from acta.engines.ledger import Ledger
from acta.engines.service import Service

if TYPE_CHECKING:
    from acta.engines.wire import Reply

_TRIES = 3
_LONGEST_WAIT_S = 60.0
_LIST_S = 10.0
# A service that counts so few tokens has left some of the text out: no vocabulary is that much better than the estimate.
_LEAST_COUNTED = 0.6
_SHORT = 2_000
_CHARACTERS_A_TOKEN = 4


class ServiceAsker:
    """Asks one service. Answers come from ``answers`` where they are kept; each call's cost goes to ``ledger``, which may forbid it.

    It learns what the service refuses (a schema, a temperature) and does not try it again. Not for several threads at once.
    """

    def __init__(
        self,
        service: Service,
        *,
        answers: Answers | None = None,
        ledger: Ledger | None = None,
        environment: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.service = service
        self._answers = answers
        self._ledger = ledger
        self._environment = environment
        self._sleep = sleep
        self._manner = manners.first(service)

    @property
    def name(self) -> str:
        """What the service is called in the configuration."""
        return self.service.name

    @property
    def model(self) -> str:
        """The model that answers."""
        return self.service.model

    @property
    def context(self) -> int:
        """How many tokens a question and its answer may have together."""
        return self.service.context

    def ask(self, question: Question) -> Answer:
        """The answer, kept or new.

        Raises ``TooLong``; ``EngineError`` with a code of the family ``service-``, ``budget`` or ``llm-not-installed``;
        ``ConfigError`` where a key is missing; ``StoreError`` where spending cannot be counted.
        """
        if self._answers and (kept := self._answers.find(self.service, question)):
            return kept
        asked = tokens.estimate(self._manner.instructions(question)) + tokens.estimate(question.text)
        if asked + question.longest > self.service.context:
            raise TooLong(f"about {asked} tokens and {question.longest} for the answer are more than {self.service.context}")
        started = time.perf_counter()
        answer = self._try(question, asked, started)
        if self._answers:
            self._answers.keep(self.service, question, answer)
        return answer

    def _try(self, question: Question, asked: int, started: float) -> Answer:
        wire, key, manner = connection(), self._key(), self._manner
        failed = 0
        while True:
            if self._ledger:
                cost = tokens.cost(self.service, asked, question.longest)
                self._ledger.check(0.0 if cost is None and self.service.is_local else cost)
            heard = wire.Heard()
            try:
                reply = asyncio.run(wire.ask(self.service, key, question, manner, heard))
            except Exception as error:  # noqa: BLE001  # a broken server trips the client libraries in more ways than can be listed
                failure = failures.read(error, self.service, key, question, sent=heard.sent, listed=lambda: listed(self.service, key))
            except BaseException:  # Ctrl-C: what is under way is paid for all the same
                if heard.sent:
                    self._record_guess(asked, heard.characters)
                raise
            else:
                if reply.cut or reply.ended or _is_whole(reply.text):
                    self._manner = manner
                    return self._answer(question, asked, reply, started)
                failure = failures.broken_off(self.service)
            if heard.first is not None or failure.error.code == "service-timeout":
                self._record_guess(asked, heard.characters)
            if failure.too_long:
                raise TooLong(failure.error.message) from None
            if other := manner.after(failure):
                manner = other
                continue
            failed += 1
            if not failure.again or failed == _TRIES or (failure.wait_s or 0) > _LONGEST_WAIT_S:
                raise failure.error from None
            self._sleep(failure.wait_s or 2 ** (failed - 1) * random.uniform(0.5, 1.5))  # noqa: S311  # many clients, not one secret

    def _answer(self, question: Question, asked: int, reply: Reply, started: float) -> Answer:
        if reply.told:
            cost = tokens.cost(self.service, reply.tokens_in, reply.tokens_out)
            if self._ledger:
                self._ledger.record(self.service, reply.tokens_in, reply.tokens_out, cost)
        else:
            cost = self._record_guess(asked, len(reply.text))
        if reply.filtered:
            raise failures.filtered(self.service)
        if len(question.text) > _SHORT and 0 < reply.tokens_in < _LEAST_COUNTED * asked:
            raise TooLong(f"{self.name} read {reply.tokens_in} tokens of about {asked}: it left some of the text out")
        seconds = time.perf_counter() - started
        return Answer(reply.text, reply.tokens_in, reply.tokens_out, seconds, cost, cut=reply.cut)

    def _record_guess(self, asked: int, characters: int) -> float | None:
        answered = math.ceil(characters / _CHARACTERS_A_TOKEN)
        cost = tokens.cost(self.service, asked, answered)
        if self._ledger:
            self._ledger.record(self.service, asked, answered, cost, guessed=True)
        return cost

    def _key(self) -> keys.Key | None:
        return keys.find(self.service) if self._environment is None else keys.find(self.service, self._environment)


def connection() -> ModuleType:
    """The module that talks to services; raises ``EngineError`` (code ``llm-not-installed``) where its libraries are missing."""
    try:
        from acta.engines import wire
    except ImportError as error:
        raise failures.not_installed(error) from None
    return wire


def listed(service: Service, key: keys.Key | None) -> tuple[str, ...]:
    """The models the service says it has; none when it does not say."""
    with suppress(Exception):
        return tuple(asyncio.run(asyncio.wait_for(connection().models(service, key), _LIST_S)))
    return ()


def _is_whole(text: str) -> bool:
    # Some servers never say that they are done; an object that closes is then taken for the end.
    return text.rstrip().removesuffix("```").rstrip().endswith("}")
