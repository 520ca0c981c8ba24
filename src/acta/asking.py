"""Use cases around language models: which one reads a talk, what it may have, what it took. ``app`` wires these into notes."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from acta.config import Config
from acta.engines import Answer, Extractor, Question
from acta.engines.service import Service
from acta.errors import ActaError, ConfigError, EngineError, InputError
from acta.fence.fencing import Fencing
from acta.model import Diagnostic, Draft, Lexicon, Meeting, Transcript, Usage, Utterance
from acta.vault import default_state_dir

if TYPE_CHECKING:
    from acta.engines.answers import Answers
    from acta.engines.client import ServiceAsker
    from acta.engines.consent import Consent
    from acta.engines.handed import Handed
    from acta.engines.ledger import Ledger
    from acta.engines.probe import Probe
    from acta.language.prepare import Prepared

EMBEDDED, AUTO = "embedded", "auto"
BY_HAND = "by hand"
# The version of what consent is given to; a new one asks again.
_TERMS = 1
_CHAT_CONTEXT = 100_000


@dataclass(frozen=True, slots=True)
class Offer:
    """What is about to be sent: to be shown to a person before the first time, and told every time.

    ``page`` is the first question whole, as it would be sent. ``calls`` may be made at most, 0 when all was answered before; ``cost`` is
    an estimate in the money of the service's prices, ``None`` without prices.
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
    """How a view takes part: ``consent`` is asked once a service and answers whether it may have its words, ``tell`` hears every offer.

    ``step`` hears what is being done. ``fresh``: answers kept from before do not count; ``only_estimate``: nothing is sent.
    """

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

    def answers(self, *, fresh: bool) -> Answers:
        """Answers that need not be asked for again, unless everything is to be ``fresh``."""
        from acta.engines.answers import Answers  # noqa: PLC0415  # only services need it

        return Answers(self.state / "services" / "answers", fresh=fresh)

    def handed(self) -> Handed:
        """Which questions were handed out for a chat window."""
        from acta.engines.handed import Handed  # noqa: PLC0415  # only services need it

        return Handed(self.state / "services" / "prompts")


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


def service_for(name: str, config: Config) -> Service:
    """The service that the engine called ``name`` asks; raises ``ConfigError`` where it asks none."""
    if name == AUTO:
        if allowed := [s for s in config.services if is_allowed(s, config)]:
            return allowed[0]
        raise ConfigError(
            "the engine “auto” asks nobody yet: no service has been allowed to read talks",
            code="no-consent",
            hint="Name one: --engine NAME, or allow one: acta service allow NAME SOURCE",
        )
    if name == EMBEDDED:
        raise ConfigError(
            "the engine “embedded” asks no service: it sends nothing",
            code="unknown-service",
            hint="Name one: --engine NAME.",
        )
    return service_named(name, config)


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
    try:
        return _Asking(service_for(AUTO, config), config, lexicon, talking, always=False)
    except ConfigError:
        return _Instead("no service has been allowed to read talks yet (acta service allow NAME SOURCE)")


_NOTHING = Usage(EMBEDDED)


class _Instead:
    """The embedded engine where a language model was wished for, why, and what had been spent by then."""

    name = EMBEDDED

    def __init__(self, why: str, usage: Usage = _NOTHING) -> None:
        self._why = why
        self._usage = usage

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        made = embedded().draft(transcript, meeting)
        doubt = Diagnostic("embedded-instead", f"Written by the embedded engine: {self._why.rstrip('.')}.")
        return replace(made, diagnostics=(*made.diagnostics, doubt), usage=self._usage)


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
        self._refused = False

    @property
    def name(self) -> str:
        return self._service.name

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        from acta.engines.client import ServiceAsker  # noqa: PLC0415  # only services need it
        from acta.language.engine import LanguageEngine  # noqa: PLC0415

        places = Places()
        answers = places.answers(fresh=self._talking.fresh)
        ledger = places.ledger(self._config.monthly_budget)
        asker = ServiceAsker(self._service, answers=answers, ledger=ledger)
        gate = _Gate(asker, answers, lambda prepared: self._settle(offer(self._service, self._config, prepared, answers), places))
        engine = LanguageEngine(
            gate,
            embedded(),
            fencing=fencing(self._config, self._lexicon, redact=redacts(self._service, self._config)),
            lexicon=self._lexicon,
            before=gate.keep,
            on_step=self._talking.step,
        )
        try:
            made = engine.draft(transcript, meeting)
        except ActaError as error:
            may_stand_in = not self._always or (isinstance(error, EngineError) and error.transient)
            if self._talking.only_estimate or not may_stand_in:
                raise
            return _Instead(error.message, _took(Usage(EMBEDDED), ledger)).draft(transcript, meeting)
        if self._talking.only_estimate and gate.prepared:
            known = offer(self._service, self._config, gate.prepared, answers)
            self._talking.tell(replace(known, calls=0, tokens_in=0, tokens_out=0, cost=0.0))
        return replace(made, usage=_took(made.usage or Usage(self.name), ledger))

    def _settle(self, made: Offer, places: Places) -> None:
        """Everything that must be settled before the first byte leaves."""
        if self._talking.only_estimate:
            self._talking.tell(made)
            raise Estimated
        free = 0.0 if made.cost is None and self._service.is_local else made.cost
        if self._config.monthly_budget is not None and free is None:
            raise ConfigError(
                f"a monthly budget is set, and the service “{self._service.name}” has no prices: what it costs cannot be counted",
                code="no-prices",
                hint=f"Add them: acta service add {self._service.name} --price-in 3 --price-out 15 (per million tokens).",
            )
        kept = terms(self._service, self._config)
        consent = places.consent()
        if not consent.allowed(self._service, kept):
            if self._refused or self._talking.consent is None or not self._talking.consent(made):
                self._refused = True
                source = made.source if Path(made.source).exists() else "SOURCE"
                raise ConfigError(
                    f"nothing was sent: the service “{self._service.name}” ({self._service.host}) is not allowed to read your talks",
                    code="no-consent",
                    hint=f"See what would be sent, and allow it: acta service allow {self._service.name} {shlex.quote(source)}",
                )
            consent.allow(self._service, kept, datetime.now(tz=UTC))
        places.ledger(self._config.monthly_budget).check(free)
        self._talking.tell(made)


class _Gate:
    """An ``Asker`` in front of a service's: before the first question that was not answered before, everything is settled."""

    def __init__(self, asker: ServiceAsker, answers: Answers, settle: Callable[[Prepared], None]) -> None:
        self._asker = asker
        self._answers = answers
        self._settle = settle
        self._settled = False
        self.prepared: Prepared | None = None

    @property
    def name(self) -> str:
        return self._asker.name

    @property
    def model(self) -> str:
        return self._asker.model

    @property
    def context(self) -> int:
        return self._asker.context

    def keep(self, prepared: Prepared) -> None:
        """Take in what will be asked about."""
        self.prepared = prepared

    def ask(self, question: Question) -> Answer:
        if self.prepared and not self._settled and not self._answers.find(self._asker.service, question):
            self._settle(self.prepared)
            self._settled = True
        return self._asker.ask(question)


class Estimated(Exception):  # noqa: N818  # no failure: the estimate was all that was asked for
    """An estimate was told, and nothing was sent."""


def _took(usage: Usage, ledger: Ledger) -> Usage:
    """``usage`` with the figures of the ledger: what was answered, and what failed and is paid for all the same."""
    costs = [cost for _, _, cost in ledger.recorded if cost is not None]
    return replace(
        usage,
        calls=usage.cached + len(ledger.recorded),
        tokens_in=sum(read for read, _, _ in ledger.recorded),
        tokens_out=sum(written for _, written, _ in ledger.recorded),
        cost=sum(costs) if costs else None,
    )


def offer(service: Service, config: Config, prepared: Prepared, answers: Answers) -> Offer:
    """What asking ``service`` about ``prepared`` would send, without what it has answered before."""
    from acta.engines.tokens import cost  # noqa: PLC0415  # only services need it
    from acta.language.engine import estimate  # noqa: PLC0415
    from acta.language.prompt import as_page  # noqa: PLC0415

    questions = prepared.questions()
    new = [q for q in questions if not answers.find(service, q)]
    expected = estimate(prepared, new)
    return Offer(
        service,
        redacts(service, config),
        prepared.meeting.source.path,
        as_page(questions[0]),
        expected.calls,
        expected.tokens_in,
        expected.tokens_out,
        cost(service, expected.tokens_in, expected.tokens_out),
    )


# By hand


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
    """The questions about a talk for a chat window; with ``after`` (answers so far), what to ask next, if anything.

    Raises ``InputError`` (code ``prompt-changed``) for answers to another prompt than this talk would be given now.
    """
    from acta.language.judge import again, closing, judge  # noqa: PLC0415  # only these commands need it
    from acta.language.prompt import as_page  # noqa: PLC0415

    prepared = _by_hand(transcript, meeting, config, lexicon, plain=plain, context=context)
    if not after:
        Places().handed().keep(meeting.source.sha256, _mark(prepared))
        return Pages(tuple(as_page(q) for q in prepared.questions()), len(prepared.held))
    _refuse_other_prompt(prepared)
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
        """What the answers come to; raises ``EngineError`` when none can be used, ``InputError`` where they answer another prompt."""
        from acta.language.judge import draft, judge  # noqa: PLC0415  # only this command needs it

        prepared = _by_hand(transcript, meeting, self._config, self._lexicon, plain=self._plain, context=self._context)
        _refuse_other_prompt(prepared)
        missing = len(prepared.parts) - len(self._answers)
        made = draft(prepared, judge(prepared, self._answers), Usage(BY_HAND, calls=len(self._answers)))
        if missing > 0:
            doubt = Diagnostic("parts-missing", f"The talk has {len(prepared.parts)} parts; {len(self._answers)} answers were given.")
            made = replace(made, diagnostics=(*made.diagnostics, doubt))
        return made


def _by_hand(
    transcript: Transcript[Utterance], meeting: Meeting, config: Config, lexicon: Lexicon, *, plain: bool, context: int | None
) -> Prepared:
    from acta.language.prepare import prepare  # noqa: PLC0415  # only these commands need it

    # Nobody knows where a chat window is: it counts as elsewhere.
    redact = not plain and config.redact != "never"
    candidates = embedded().draft(transcript, meeting)
    fence = fencing(config, lexicon, redact=redact)
    return prepare(transcript, meeting, candidates, fencing=fence, lexicon=lexicon, context=context or _CHAT_CONTEXT)


def _mark(prepared: Prepared) -> str:
    """A digest that changes when a line number or a token of a prompt would mean something else."""
    brief = prepared.brief
    names = [name for name in (*brief.speakers, *brief.mentioned, *brief.terms, brief.owner) if name]
    meanings = [prepared.redaction.restore(name, full=True) for name in names] if prepared.redaction else []
    return hashlib.sha256("\n".join([*map(str, brief.lines), *names, *meanings]).encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_other_prompt(prepared: Prepared) -> None:
    """Refuse answers to a prompt in which numbers and tokens meant something else; what was handed out elsewhere is not known."""
    source = prepared.meeting.source
    marks = Places().handed().marks(source.sha256)
    if marks and _mark(prepared) not in marks:
        raise InputError(
            f"{source.path}: acta prompt wrote something else: a number or a token in the answer may mean another line or person now",
            code="prompt-changed",
            hint="Give the options that acta prompt was given. If names, aliases or settings have changed since, write the prompt again.",
        )


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


def doctor(config: Config, names: Sequence[str]) -> Iterator[Doctor]:
    """How the named services do, or all, one after the other; nothing of a talk is sent."""
    from acta.engines.probe import probe  # noqa: PLC0415  # only this command needs it

    ledger = Places().ledger(None)
    for s in [service_named(n, config) for n in names] if names else config.services:
        yield Doctor(s, is_allowed(s, config), probe(s, ledger=ledger))


def is_allowed(service: Service, config: Config) -> bool:
    """Whether a person has allowed ``service`` to have what it would get now."""
    return Places().consent().allowed(service, terms(service, config))


def allow(service: Service, config: Config) -> None:
    """Keep the consent that a person gave after seeing what would be sent."""
    Places().consent().allow(service, terms(service, config), datetime.now(tz=UTC))


def withdraw(name: str) -> bool:
    """Take a consent back; whether there was one."""
    return Places().consent().withdraw(name)


@dataclass(frozen=True, slots=True)
class Spent:
    """What this month's calls took: (service, calls, tokens read, tokens written, cost or ``None``) for each, and the cost of all."""

    services: tuple[tuple[str, int, int, int, float | None], ...]
    cost: float


def spent(config: Config) -> Spent:
    """What was spent this month (UTC)."""
    ledger, month = Places().ledger(config.monthly_budget), f"{datetime.now(tz=UTC):%Y-%m}"
    return Spent(ledger.by_service(month), ledger.spent(month))
