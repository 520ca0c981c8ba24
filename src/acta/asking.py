"""Use cases around language models: which one reads a talk, what it may have, what it took. ``app`` wires these into notes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from acta.config import Config
from acta.engines import Answer, Asker, Extractor, Question
from acta.engines.service import Service
from acta.errors import ConfigError, EngineError, InputError
from acta.language.prepare import Fencing, Prepared
from acta.model import Diagnostic, Draft, Lexicon, Meeting, Transcript, Usage, Utterance
from acta.vault import default_state_dir

if TYPE_CHECKING:
    from acta.engines.answers import Answers
    from acta.engines.consent import Consent
    from acta.engines.ledger import Ledger
    from acta.engines.probe import Probe
    from acta.language.engine import Estimate

EMBEDDED, AUTO = "embedded", "auto"
BY_HAND = "by hand"
# The version of what consent is given to; a new one asks again.
_TERMS = 1
_CHAT_CONTEXT = 100_000


@dataclass(frozen=True, slots=True)
class Offer:
    """What is about to be sent: to be shown to a person before the first time, and told every time.

    ``page`` is the first question whole, as it would be sent. ``cost`` is an estimate in the money of the service's prices, ``None``
    without prices.
    """

    service: Service
    redacted: bool
    source: str
    page: str
    calls: int
    tokens_in: int
    tokens_out: int
    cost: float | None


@dataclass(frozen=True, slots=True)
class Talking:
    """How a view takes part: ``consent`` is asked once a service and answers whether it may have its words, ``tell`` hears every offer."""

    consent: Callable[[Offer], bool] | None = None
    tell: Callable[[Offer], None] = lambda _: None
    step: Callable[[str], None] = lambda _: None
    fresh: bool = False
    only_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The questions of a talk for a chat window: ``questions`` in the order of the talk."""

    questions: tuple[str, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class Doctor:
    """How one service does: whether it may be used, and what it answered."""

    service: Service
    allowed: bool
    probed: Probe


@dataclass(frozen=True, slots=True)
class Places:
    """Where the records about services are: beside the vault's history, never in a vault."""

    state: Path = field(default_factory=default_state_dir)

    def consent(self) -> Consent:
        """Which services may have what."""
        from acta.engines.consent import Consent  # noqa: PLC0415  # only services need it

        return Consent(self.state / "services" / "consent.json")

    def ledger(self, budget: float | None) -> Ledger:
        """What was spent."""
        from acta.engines.ledger import Ledger  # noqa: PLC0415  # only services need it

        return Ledger(self.state / "services" / "spending.jsonl", budget=budget)

    @property
    def answers(self) -> Path:
        """The folder of answers that need not be asked for again."""
        return self.state / "services" / "answers"


def embedded() -> Extractor:
    """The engine that asks nobody."""
    from acta.understand import EmbeddedEngine  # noqa: PLC0415  # the views' --help must not pay for it

    return EmbeddedEngine()


def engine_names(config: Config) -> tuple[str, ...]:
    """What ``engine`` may be."""
    return (EMBEDDED, AUTO, *(s.name for s in config.services))


def refuse_unknown(name: str, config: Config) -> None:
    """Raise ``ConfigError`` for an engine that is neither built in nor configured."""
    if name not in engine_names(config):
        raise ConfigError(
            f"unknown engine “{name}”",
            code="unknown-engine",
            hint=f"Known engines: {', '.join(engine_names(config))}. A service is added with: acta service add NAME --model MODEL …",
        )


def asks_nobody(name: str, config: Config) -> bool:
    """Whether the engine called ``name`` sends nothing, whatever the talk."""
    return name == EMBEDDED or (name == AUTO and not config.services)


def service_named(name: str, config: Config) -> Service:
    """The configured service called ``name``."""
    for s in config.services:
        if s.name == name:
            return s
    known = ", ".join(s.name for s in config.services) or "none so far"
    raise ConfigError(
        f"there is no service “{name}”", code="unknown-service", hint=f"Services: {known}. Add one: acta service add NAME --model MODEL …"
    )


def fencing(config: Config, lexicon: Lexicon, *, redact: bool) -> Fencing:
    """What may not leave: as configured, and whom the vault's notes call private."""
    people = (*config.private_people, *(p.name for p in lexicon.people if p.private))
    return Fencing(redact, tuple(dict.fromkeys(people)), config.private_kinds)


def redacts(service: Service, config: Config) -> bool:
    """Whether names and figures go to ``service`` as tokens."""
    return config.redact == "always" or (config.redact == "remote" and not service.is_local)


def terms(service: Service, config: Config) -> str:
    """What a consent is given to: it lapses when more would be sent than was shown."""
    return hashlib.sha256(f"{_TERMS} {'tokens' if redacts(service, config) else 'names'}".encode()).hexdigest()[:16]


def extractor(name: str, config: Config, lexicon: Lexicon, talking: Talking) -> Extractor:
    """The engine called ``name``; a service's is made when its first question is asked."""
    refuse_unknown(name, config)
    if asks_nobody(name, config):
        return embedded()
    if name != AUTO:
        return _Asking(service_named(name, config), config, lexicon, talking, always=True)
    allowed = Places().consent()
    ready = [s for s in config.services if allowed.allowed(s, terms(s, config))]
    if not ready:
        return _Instead(embedded(), "no service has been allowed to read talks yet (acta service allow NAME SOURCE)")
    return _Asking(ready[0], config, lexicon, talking, always=False)


class _Instead:
    """The embedded engine where a language model was wished for, and why."""

    name = EMBEDDED

    def __init__(self, engine: Extractor, why: str) -> None:
        self._engine = engine
        self._why = why

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        made = self._engine.draft(transcript, meeting)
        doubt = Diagnostic("embedded-instead", f"Written by the embedded engine: {self._why}.")
        return replace(made, diagnostics=(*made.diagnostics, doubt), usage=Usage(EMBEDDED))


class _Asking:
    """Asks one service; where that cannot answer just now, the embedded engine writes and says so.

    Without ``always`` it does so whatever the reason.
    """

    def __init__(self, service: Service, config: Config, lexicon: Lexicon, talking: Talking, *, always: bool) -> None:
        self._service = service
        self._config = config
        self._lexicon = lexicon
        self._talking = talking
        self._always = always

    @property
    def name(self) -> str:
        return self._service.name

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        from acta.language.engine import LanguageEngine  # noqa: PLC0415  # only services need it

        engine = LanguageEngine(
            self._asker(),
            embedded(),
            fencing=fencing(self._config, self._lexicon, redact=redacts(self._service, self._config)),
            lexicon=self._lexicon,
            before=self._before,
            on_step=self._talking.step,
        )
        try:
            return engine.draft(transcript, meeting)
        except EngineError as error:
            if self._talking.only_estimate or (self._always and not error.transient):
                raise
            return _Instead(embedded(), error.message).draft(transcript, meeting)

    def _asker(self) -> Asker:
        from acta.engines.client import ServiceAsker  # noqa: PLC0415  # only services need it

        places = Places()
        return ServiceAsker(
            self._service,
            answers=None if self._talking.fresh else _answers(places),
            ledger=places.ledger(self._config.monthly_budget),
        )

    def _before(self, prepared: Prepared, expected: Estimate) -> None:
        """Everything that must be settled before the first byte leaves."""
        made = offer(self._service, self._config, prepared, expected)
        places = Places()
        known = None if self._talking.fresh else _answers(places)
        if known and all(known.find(self._service, q) for q in prepared.questions()):
            # What was answered before costs nothing; the second round is short, and the asker itself minds the budget.
            made = replace(made, calls=0, tokens_in=0, tokens_out=0, cost=made.cost and 0.0)
        if self._talking.only_estimate:
            self._talking.tell(made)
            raise Estimated
        if self._config.monthly_budget is not None and made.cost is None and not self._service.is_local:
            raise ConfigError(
                f"a monthly budget is set, and the service “{self._service.name}” has no prices: what it costs cannot be counted",
                code="no-prices",
                hint=f"Add them: acta service add {self._service.name} … --price-in 3 --price-out 15 (per million tokens).",
            )
        kept = terms(self._service, self._config)
        consent = places.consent()
        if not consent.allowed(self._service, kept):
            if self._talking.consent is None or not self._talking.consent(made):
                raise ConfigError(
                    f"nothing was sent: the service “{self._service.name}” ({self._service.host}) is not allowed to read your talks",
                    code="no-consent",
                    hint=f"See what would be sent, and allow it: acta service allow {self._service.name} {made.source}",
                )
            consent.allow(self._service, kept, datetime.now(tz=UTC))
        places.ledger(self._config.monthly_budget).check(made.cost)
        self._talking.tell(made)


class Estimated(Exception):  # noqa: N818  # no failure: the estimate was all that was asked for
    """An estimate was told, and nothing was sent."""


def _answers(places: Places) -> Answers:
    from acta.engines.answers import Answers  # noqa: PLC0415  # only services need it

    return Answers(places.answers)


def offer(service: Service, config: Config, prepared: Prepared, expected: Estimate) -> Offer:
    """What asking ``service`` about ``prepared`` would send."""
    from acta.engines.tokens import cost  # noqa: PLC0415  # only services need it
    from acta.language.prompt import as_page  # noqa: PLC0415

    return Offer(
        service,
        redacts(service, config),
        prepared.meeting.source.path,
        as_page(prepared.questions()[0]),
        expected.calls,
        expected.tokens_in,
        expected.tokens_out,
        cost(service, expected.tokens_in, expected.tokens_out),
    )


# By hand


class _Nobody:
    """Stands for a chat window: its context is known, and it is never asked."""

    name = BY_HAND
    model = ""

    def __init__(self, context: int) -> None:
        self.context = context

    def ask(self, question: Question) -> Answer:
        raise NotImplementedError


def pages(
    transcript: Transcript[Utterance],
    meeting: Meeting,
    config: Config,
    lexicon: Lexicon,
    *,
    plain: bool,
    context: int | None,
    after: Sequence[str],
) -> Pages:
    """The questions about a talk for a chat window; with ``after`` (answers so far), what to ask next, if anything."""
    from acta.language.judge import again, closing, judge  # noqa: PLC0415  # only these commands need it
    from acta.language.prompt import as_page  # noqa: PLC0415

    prepared = _by_hand(transcript, meeting, config, lexicon, plain=plain, context=context)
    if not after:
        return Pages(tuple(as_page(q) for q in prepared.questions()), len(prepared.held))
    judged = judge(prepared, after)
    question = again(prepared, judged) or closing(prepared, judged)
    return Pages((as_page(question),) if question else (), len(prepared.held))


class ByHand:
    """An ``engines.Extractor`` over answers that a person brought from a chat window; the checks are those of every service."""

    name = BY_HAND

    def __init__(self, answers: Sequence[str], config: Config, lexicon: Lexicon, *, plain: bool, context: int | None) -> None:
        self._answers = answers
        self._config = config
        self._lexicon = lexicon
        self._plain = plain
        self._context = context

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        """What the answers come to; raises ``EngineError`` when none can be used."""
        from acta.language.judge import draft, judge  # noqa: PLC0415  # only this command needs it

        prepared = _by_hand(transcript, meeting, self._config, self._lexicon, plain=self._plain, context=self._context)
        missing = len(prepared.parts) - len(self._answers)
        made = draft(prepared, judge(prepared, self._answers), Usage(BY_HAND, calls=len(self._answers)))
        if missing > 0:
            doubt = Diagnostic("parts-missing", f"The talk has {len(prepared.parts)} parts; {len(self._answers)} answers were given.")
            made = replace(made, diagnostics=(*made.diagnostics, doubt))
        return made


def _by_hand(
    transcript: Transcript[Utterance], meeting: Meeting, config: Config, lexicon: Lexicon, *, plain: bool, context: int | None
) -> Prepared:
    from acta.language.engine import LanguageEngine  # noqa: PLC0415  # only these commands need it

    # Nobody knows where a chat window is: it counts as elsewhere.
    redact = not plain and config.redact != "never"
    engine = LanguageEngine(_Nobody(context or _CHAT_CONTEXT), embedded(), fencing=fencing(config, lexicon, redact=redact), lexicon=lexicon)
    return engine.prepared(transcript, meeting)


def answer_text(source: str, data: bytes) -> str:
    """A file with an answer as text; raises ``InputError`` when it is not text."""
    for encoding in ("utf-8-sig", "utf-16"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{source}: not a text file", code="not-text", hint="Save the answer of the chat window as text (UTF-8).")


# Looking after services


def doctor(config: Config, names: Sequence[str]) -> list[Doctor]:
    """How the named services do, or all; nothing of a talk is sent."""
    from acta.engines.probe import probe  # noqa: PLC0415  # only this command needs it

    consent = Places().consent()
    chosen = [service_named(n, config) for n in names] if names else list(config.services)
    return [Doctor(s, consent.allowed(s, terms(s, config)), probe(s)) for s in chosen]


def is_allowed(service: Service, config: Config) -> bool:
    """Whether a person has allowed ``service`` to have what it would get now."""
    return Places().consent().allowed(service, terms(service, config))


def allow(service: Service, config: Config) -> None:
    """Keep the consent that a person gave after seeing what would be sent."""
    Places().consent().allow(service, terms(service, config), datetime.now(tz=UTC))


def withdraw(name: str) -> bool:
    """Take a consent back; whether there was one."""
    return Places().consent().withdraw(name)


def spent(config: Config) -> tuple[float, float | None]:
    """What this month's calls cost so far, and the budget."""
    return Places().ledger(config.monthly_budget).spent(f"{datetime.now(tz=UTC):%Y-%m}"), config.monthly_budget
