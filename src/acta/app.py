"""Use cases: the one place that wires stages, vault and configuration. Views call these and nothing else."""

from __future__ import annotations

import os
import sys
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path

from acta import asking
from acta import config as configuration
from acta.asking import Pages, Talking
from acta.compose import ComposeOptions, TemplateFile, compose, file_name
from acta.config import Config
from acta.document import record_to_json
from acta.engines import Extractor
from acta.engines.service import Service
from acta.errors import ActaError, ConfigError, EngineError, InputError
from acta.ingest import FORMATS, MAX_BYTES
from acta.merge import Merged, merge
from acta.model import Diagnostic, KnownPerson, Lexicon, Record
from acta.occasion import KINDS
from acta.pipeline import Reading, ReadOptions, minute, read
from acta.vault import UndoResult, Vault, atomic, default_state_dir
from acta.vault.sameness import SAME, fingerprint, likeness

STDIN = "-"
_PIPED = "standard input"
_WORDS, _TIMES = ".ctm", ".rttm"
VAULT_FILE = "acta.toml"
# Jobs handed out beyond those at work: enough that no process waits, few enough that finished records do not pile up.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of one source, the name to show for it and the day its file was last changed."""

    name: str
    data: bytes
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class NoteResult:
    """What happened to one source: the record and the note, or the error that stopped it."""

    source: str
    record: Record | None = None
    path: Path | None = None
    state: str = ""  # "created", "updated", "unchanged", "would create", "would update", "read", "passed over"
    diff: str = ""
    error: ActaError | None = None
    merged: Merged | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One source's job for a worker process; with ``config`` the note is composed too, for the vault named there.

    ``extractor`` is given where the engine is more than a name: one that asks somebody, in this process.
    """

    source: str
    options: ReadOptions
    data: bytes | None = None
    beside: str | None = None
    config: Config | None = None
    extractor: Extractor | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker makes of a source: its record, and its note when one was wanted, or why there is none."""

    record: Record
    note: str = ""
    error: ActaError | None = None


def settings(vault: Path | None) -> Config:
    """The user's and the vault's configuration; ``vault`` overrides the configured one."""
    user = configuration.load(configuration.user_config_file(), None)
    chosen = vault or user.vault
    root = chosen.expanduser() if chosen else None
    return replace(configuration.load(configuration.user_config_file(), root / VAULT_FILE if root else None), vault=root)


def sources(paths: Sequence[str]) -> list[str]:
    """The transcripts meant by ``paths``: directories stand for the files directly in them, ``-`` for standard input.

    A directory without files, or that may not be read, stands for itself: reading it will say what is wrong.
    """
    found = _files(paths)
    beside = set(partners(found).values())
    return [f for f in found if f not in beside]


def _files(paths: Sequence[str]) -> list[str]:
    _refuse_twice(paths)
    return [f for given in paths for f in (_inside(Path(given)) or [given])]


def _inside(folder: Path) -> list[str]:
    """The files directly in ``folder``, hidden ones aside; none when it is no folder, or may not be read."""
    try:
        return sorted(str(p) for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    except OSError:
        return []


def partners(files: Sequence[str]) -> dict[str, str]:
    """Which RTTM (speaker times) of ``files`` belongs to which CTM (words): that of the same name, or the only one to the only one."""
    words, times = ([f for f in files if f.lower().endswith(end)] for end in (_WORDS, _TIMES))
    out = {w: t for w in words for t in times if Path(w).with_suffix("") == Path(t).with_suffix("")}
    return out or (dict(zip(words, times, strict=True)) if len(words) == len(times) == 1 else {})


def load(source: str, beside: str | None = None) -> Loaded:
    """Read one source, with ``beside`` (else the file of its partner's name) if it is one of a pair; size comes before content."""
    if source == STDIN:
        return Loaded(_PIPED, _standard_input(), None)
    path = Path(source)
    name = os.fsencode(source).decode("utf-8", "replace")  # a name need not be text; what is written about it must be
    try:
        stat = path.stat()
        if path.is_dir():
            next(path.iterdir(), None)  # one that may not be read says so here
            raise InputError(f"{name}: the folder holds no file", code="empty-folder", hint="Name a transcript, or a folder of them.")
        if not path.is_file():
            raise InputError(
                f"{name}: not a regular file", code="unreadable", hint="Name a transcript file, a folder, or - for standard input."
            )
        data = _without_recording(path) if stat.st_size > MAX_BYTES else path.read_bytes()
        _refuse_large(name, len(data) or stat.st_size)
        partner = _partner(path, Path(beside) if beside else None)
    except (FileNotFoundError, ValueError) as error:  # a ValueError: no system has files of such a name
        raise InputError(f"{name}: no such file", code="unreadable", hint="Check the path.") from error
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}", code="unreadable", hint="Check that you may read it.") from error
    return Loaded(name, data + partner, datetime.fromtimestamp(stat.st_mtime, tz=UTC).astimezone())


def _standard_input() -> bytes:
    """What is piped in, and not much more of it than a transcript can be; nothing when there is no standard input."""
    return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""


def _refuse_large(source: str, size: int) -> None:
    if size > MAX_BYTES:
        raise InputError(
            f"{source}: {size / 1e6:.0f} MB is too large for a transcript (the limit is {MAX_BYTES / 1e6:.0f} MB)",
            code="too-large",
            hint="Give acta the transcript, not the recording; split a longer one.",
        )


def _without_recording(path: Path) -> bytes:
    """The texts of a large archive: a MacWhisper file is mostly the recording. Empty when it is no archive or holds no text."""
    if not zipfile.is_zipfile(path):
        return b""
    out = BytesIO()
    try:
        with zipfile.ZipFile(path) as whole, zipfile.ZipFile(out, "w") as texts:
            for info in whole.infolist():
                if info.filename.endswith((".json", ".xml")) and info.file_size < MAX_BYTES:
                    texts.writestr(zipfile.ZipInfo(info.filename), whole.read(info))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError):
        return b""
    return out.getvalue()


def _partner(path: Path, named: Path | None) -> bytes:
    """Words without speakers (CTM) are read together with the speaker times (RTTM) named with them or lying beside them."""
    ends = {_WORDS: _TIMES, _TIMES: _WORDS}
    other = named or (path.with_suffix(ends[path.suffix.lower()]) if path.suffix.lower() in ends else None)
    return b"\n" + other.read_bytes() if other and other.is_file() else b""


def lexicon(config: Config, vault: Vault | None, attendees: Sequence[str]) -> Lexicon:
    """The names and terms known before the transcript is read: the vault's people and titles, the glossary, those taking part."""
    people = {p.name: p for p in (vault.people(config.people_folder) if vault else ())}
    for name in attendees:
        people[name] = replace(people.get(name, KnownPerson(name)), attends=True)
    titles = vault.subjects(config.people_folder) if vault else ()
    return Lexicon(tuple(people.values()), config.terms, config.aliases, titles)


def read_one(work: Work) -> Record:
    """Everything between a source and its record; runs in a worker process when there are several."""
    return minute(_read(work), work.extractor or asking.embedded())


def _read(work: Work) -> Reading:
    loaded = load(work.source, work.beside) if work.data is None else Loaded(_PIPED, work.data, None)
    modified = loaded.modified.date() if loaded.modified else None
    return read(loaded.data, loaded.name, work.options, modified=modified)


def _attempt(work: Work) -> Made | ActaError:
    """The record of a source, and its note: all of the work that needs no other source's to be done."""
    try:
        record = read_one(work)
    except ActaError as error:
        return error
    if work.config is None:
        return Made(record)
    try:
        return Made(record, compose(record, _compose_options(open_vault(work.config), work.config, record)))
    except ActaError as error:
        return Made(record, error=error)


def _cores() -> int:
    """How many processors this process may use: fewer than the machine has where somebody limited it."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcomes(works: Sequence[Work]) -> Generator[Made | ActaError]:
    """What became of each job, in order; several jobs run in a process per core."""
    # What asks a service waits for it, not for a processor; and an event loop does not go into forked workers.
    workers = min(len(works), _cores()) if all(w.extractor is None for w in works) else 1
    if workers > 1:
        yield from _spread(works, workers)
    else:
        yield from map(_attempt, works)


def _spread(works: Sequence[Work], workers: int) -> Generator[Made | ActaError]:
    # Imported here: one source needs no processes, and these imports cost a tenth of its time.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    # Forked workers share what is imported already; the other ways of starting would, on Linux, talk over a socket.
    start = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context(start), initializer=_leave_interrupts_to_the_parent)
    running: deque[Future[Made | ActaError]] = deque()
    rest = iter(works)
    try:
        with _interrupts_held():
            running.extend(pool.submit(_attempt, w) for w in islice(rest, workers + _AHEAD))
        while running:
            outcome = running.popleft().result()
            running.extend(pool.submit(_attempt, w) for w in islice(rest, 1))
            yield outcome
    except BrokenProcessPool as error:
        raise EngineError(
            "a process that was reading sources was ended from outside; perhaps the memory ran out",
            code="worker-lost",
            hint="Run the command again, with fewer sources if need be: notes that are written already stay as they are.",
            transient=True,
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal: workers then end at once and without a word; the parent speaks."""
    import signal  # noqa: PLC0415  # start-up time; only several sources need it

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let a Ctrl-C wait until the workers are started: one that reaches a half-made process could leave the others waiting for it."""
    import signal  # noqa: PLC0415

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def make_notes(
    given: Sequence[str],
    options: ReadOptions,
    *,
    config: Config,
    dry_run: bool = False,
    need_vault: bool = True,
    engine_name: str | None = None,
    talking: Talking = Talking(),
    extractor: Callable[[Config, Lexicon], Extractor] | None = None,
    on_done: Callable[[NoteResult], None] = lambda _: None,
) -> list[NoteResult]:
    """Turn each source into a note in the vault; one that fails does not stop the others.

    ``extractor`` stands in for the configured engine; ``talking`` is how the view takes part where a service is asked.

    Reading, judging and composing happen in a process per core; finding, merging and writing, one after the other, here.
    """
    chosen = engine_name or config.engine
    _refuse_unknown(options, chosen, config)
    vault = open_vault(config) if config.vault or need_vault else None
    options = _known(options, config, vault)
    asked = extractor(config, options.lexicon) if extractor else _asked(chosen, config, options.lexicon, talking)
    # Worker processes have no standard input: it is read here.
    beside = partners(_files(given))
    works = [
        Work(s, options, _standard_input() if s == STDIN else None, beside.get(s), config if vault else None, asked) for s in sources(given)
    ]
    planned: dict[Path, str] = {}
    out: list[NoteResult] = []
    with closing(_outcomes(works)) as outcomes:
        for work, outcome in zip(works, outcomes, strict=True):
            result = _kept(vault, config, work.source, outcome, planned if dry_run else None)
            if result.error and work.source not in given and result.error.code in _NO_TRANSCRIPT:
                result = replace(result, state="passed over")
            out.append(result)
            on_done(result)
    return out


# A folder of recordings holds more than transcripts; what a person named themselves is never passed over.
_NO_TRANSCRIPT = frozenset({"media", "binary"})


def _asked(name: str, config: Config, known: Lexicon, talking: Talking) -> Extractor | None:
    """The engine that asks a service; ``None`` for the embedded one, which each process makes for itself."""
    return None if asking.asks_nobody(name, config) else asking.extractor(name, config, known, talking)


def _refuse_unknown(options: ReadOptions, engine_name: str, config: Config) -> None:
    """Refuse a kind, format or engine that does not exist before anything is read."""
    if options.kind is not None and options.kind not in KINDS:
        raise ConfigError(f"unknown kind of meeting “{options.kind}”", code="unknown-kind", hint=f"Known kinds: {', '.join(KINDS)}.")
    if options.format is not None and options.format not in FORMATS:
        raise InputError(f"unknown format “{options.format}”", code="unknown-format", hint=f"Known formats: {', '.join(FORMATS)}.")
    asking.refuse_unknown(engine_name, config)


def open_vault(config: Config) -> Vault:
    """The configured vault, or an error that says how to name one."""
    if config.vault is None:
        raise ConfigError(
            "no vault is set: acta does not know where to write",
            code="no-vault-set",
            hint="Pass --vault DIR, or set one for good: acta config set vault DIR",
        )
    return Vault.open(config.vault)


def _kept(vault: Vault | None, config: Config, source: str, outcome: Made | ActaError, planned: dict[Path, str] | None) -> NoteResult:
    """What became of one source; ``planned`` holds the notes that a dry run would have made before it, and is ``None`` otherwise."""
    if isinstance(outcome, ActaError):
        return NoteResult(source, error=outcome)
    if vault is None or outcome.error:
        return NoteResult(source, outcome.record, state="" if outcome.error else "read", error=outcome.error)
    try:
        if planned is None:
            return _write(vault, config, source, outcome.record, outcome.note, dry_run=False)
        return _plan(vault, config, source, outcome, planned)
    except ActaError as error:
        return NoteResult(source, outcome.record, error=error)


def _plan(vault: Vault, config: Config, source: str, made: Made, planned: dict[Path, str]) -> NoteResult:
    """What a write would do, counting notes that only exist in this dry run: the same meeting twice would become one note."""
    marks = fingerprint(made.note)
    twin = next((path for path, note in planned.items() if likeness(marks, fingerprint(note)) >= SAME), None)
    if twin is None:
        result = _write(vault, config, source, made.record, made.note, dry_run=True)
        if result.path and result.state == "would create":
            planned[result.path] = made.note
        return result
    merged = merge(planned[twin], planned[twin], made.note)
    state = "unchanged" if merged.text == planned[twin] else "would update"
    diff = _diff(planned[twin], merged.text, twin)
    planned[twin] = merged.text
    return NoteResult(source, made.record, twin, state, diff, merged=merged)


def _write(vault: Vault, config: Config, source: str, record: Record, fresh: str, *, dry_run: bool) -> NoteResult:
    sha = record.meeting.source.sha256
    path = vault.find_same(fresh, record.meeting.date, sha)
    if path is None:
        folder = config.folder or vault.settings().new_note_folder or "Meetings"
        path = vault.free_path(folder, file_name(record.meeting))
        if not dry_run:
            vault.write(path, fresh, expected=None, base=fresh, sources=(sha,))
        return NoteResult(source, record, path, "would create" if dry_run else "created", _diff("", fresh, path) if dry_run else "")
    if any(d.code == "embedded-instead" for d in record.diagnostics):
        # The note may hold what a model found; the embedded engine, standing in for it, would take that away again.
        advice = "The note is there already and was left as it is; --engine embedded would bring it up to date without a model."
        kept = Diagnostic("note-kept", advice, path.name)
        return NoteResult(source, replace(record, diagnostics=(*record.diagnostics, kept)), path, "unchanged")
    current = vault.read(path)
    known = vault.sources_of(path)
    merged = merge(vault.base_of(path), current.text, fresh, another_export=bool(known) and sha != known[0])
    doubts = tuple(Diagnostic("merge-conflict", c, str(path.name)) for c in merged.conflicts)
    record = replace(record, diagnostics=(*record.diagnostics, *doubts))
    if merged.text == current.text:
        return NoteResult(source, record, path, "unchanged", merged=merged)
    if not dry_run:
        vault.write(path, merged.text, expected=current.sha256, base=merged.base, sources=tuple(dict.fromkeys((*known, sha))))
    return NoteResult(source, record, path, "would update" if dry_run else "updated", _diff(current.text, merged.text, path), merged=merged)


def _compose_options(vault: Vault, config: Config, record: Record) -> ComposeOptions:
    own = vault.settings()
    known = {p.name for p in vault.people(config.people_folder)}
    linked = frozenset(p.name for p in record.meeting.people if config.link_people or p.name in known)
    return ComposeOptions(
        evidence=config.evidence,
        linked=linked,
        task_format=own.task_format,
        global_filter=own.global_filter,
        markdown_links=own.markdown_links,
        templates=tuple(TemplateFile(str(t.path), t.text) for t in vault.templates(config.templates_folder)),
    )


def _diff(old: str, new: str, path: Path) -> str:
    import difflib  # noqa: PLC0415  # start-up time

    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "now" if old else "nothing yet", path.name, lineterm="")
    return "\n".join(lines)


def inspect(source: str, options: ReadOptions, *, config: Config) -> Record:
    """How acta reads one source; nothing is written."""
    vault = Vault.open(config.vault) if config.vault else None
    return read_one(Work(source, _known(options, config, vault)))


def _refuse_twice(inputs: Sequence[str]) -> None:
    """Refuse to read standard input for two things."""
    if list(inputs).count(STDIN) > 1:
        raise InputError("standard input is named twice", code="unreadable", hint="It can be read once: name - once.")


def questions(
    source: str, options: ReadOptions, *, config: Config, plain: bool = False, context: int | None = None, after: Sequence[str] = ()
) -> Pages:
    """What to paste into a chat window about one source; with ``after`` (the answers so far), what to ask next."""
    _refuse_twice((source, *after))
    options = _ready(options, config)
    reading = _read(Work(source, options))
    answers = [_answer(a) for a in after]
    return asking.pages(reading.transcript, reading.meeting, config, options.lexicon, plain=plain, context=context, after=answers)


def accept(
    source: str,
    answers: Sequence[str],
    options: ReadOptions,
    *,
    config: Config,
    dry_run: bool = False,
    need_vault: bool = True,
    plain: bool = False,
    context: int | None = None,
) -> NoteResult:
    """Turn a source into a note by answers from a chat window, checked like a service's; raises what stopped it."""
    _refuse_twice((source, *answers))
    texts = [_answer(a) for a in answers]

    def by_hand(config: Config, known: Lexicon) -> Extractor:
        return asking.ByHand(texts, config, known, plain=plain, context=context)

    made = make_notes([source], options, config=config, dry_run=dry_run, need_vault=need_vault, engine_name="embedded", extractor=by_hand)
    if len(made) != 1:
        raise InputError(f"{source}: a folder, not one transcript", code="unreadable", hint="Name the file that the answer is about.")
    if made[0].error:
        raise made[0].error
    return made[0]


def preview(source: str, options: ReadOptions, engine: str | None, *, config: Config, fresh: bool = False) -> asking.Offer:
    """What asking a service (the configured engine, without a name) about one source would send; nothing is sent.

    ``fresh``: as if the service had not answered anything before.
    """
    service = asking.service_for(engine or config.engine, config)
    told: list[asking.Offer] = []
    options = _ready(options, config)
    reading = _read(Work(source, options))
    talking = Talking(tell=told.append, only_estimate=True, fresh=fresh)
    with suppress(asking.Estimated):
        asking.extractor(service.name, config, options.lexicon, talking).draft(reading.transcript, reading.meeting)
    return told[0]


def _answer(path: str) -> str:
    """The text of a file with an answer, or of standard input."""
    if path == STDIN:
        return asking.answer_text(_PIPED, _standard_input())
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", code="unreadable", hint="Check the path of the answer.") from error
    _refuse_large(path, len(data))
    return asking.answer_text(path, data)


def _ready(options: ReadOptions, config: Config) -> ReadOptions:
    """The options, refused or filled up, for commands that write no note."""
    _refuse_unknown(options, asking.EMBEDDED, config)
    return _known(options, config, Vault.open(config.vault) if config.vault else None)


def _known(options: ReadOptions, config: Config, vault: Vault | None) -> ReadOptions:
    """The options filled up with what the configuration and the vault know."""
    owner = options.owner or config.owner
    attendees = [n for n in (owner, *options.attendees) if n]
    return replace(options, owner=owner, lexicon=lexicon(config, vault, attendees), microphones=config.microphones)


def undo(config: Config) -> UndoResult:
    """Take back the last write to the vault."""
    return open_vault(config).undo()


def learn(heard: str, meant: str, *, config: Config) -> Path:
    """Keep an alias where the user can read it: the vault's own ``acta.toml``, else the user's configuration."""
    target = config.vault / VAULT_FILE if config.vault else configuration.user_config_file()
    before = _text_of(target)
    configuration.save(target, configuration.learn(before, heard, meant))
    return target


def _text_of(path: Path) -> str:
    """A settings file as it stands, line ends included; empty when there is none."""
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def add_service(name: str, given: Mapping[str, str | int | float]) -> tuple[Service, Path]:
    """Add a service to the user's configuration file, or change what is ``given`` of one that is there."""
    target = configuration.user_config_file()
    known = {s.name: configuration.service_to_table(s) for s in configuration.load(target, None).services}
    service = configuration.service_from_table(name, known.get(name, {"kind": "openai"}) | dict(given))
    configuration.save(target, configuration.set_service(_text_of(target), service))
    return service, target


def remove_service(name: str) -> Path:
    """Take a service, and what it was allowed, out of the user's settings."""
    target = configuration.user_config_file()
    asking.service_named(name, configuration.load(target, None))
    configuration.save(target, configuration.remove_service(_text_of(target), name))
    asking.withdraw(name)
    return target


def set_option(key: str, value: str) -> Path:
    """Set one option in the user's configuration file, leaving the rest of the file as it is."""
    target = configuration.user_config_file()
    if key == "engine" and value.strip():
        asking.refuse_unknown(value.strip(), configuration.load(target, None))
    before = _text_of(target)
    configuration.save(target, configuration.set_value(before, key, value))
    return target


def places(config: Config) -> list[tuple[str, Path]]:
    """Where acta keeps things, each with what it is: the two settings files and the history of what was written."""
    shown = [("your settings", configuration.user_config_file())]
    if config.vault:
        shown.append(("the vault's settings", config.vault / VAULT_FILE))
    return [*shown, ("history, for acta undo and for merging", default_state_dir())]


def save_document(path: Path, text: str) -> None:
    """Write what ``--json`` asked for, whole or not at all; raises ``InputError`` ``unwritable``."""
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")  # a device or a pipe takes what it is given
        else:
            atomic.write(path, text.encode())
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", code="unwritable", hint="Choose another place for --json.") from error


def to_json(record: Record) -> dict[str, object]:
    """The record as ``--json`` writes it."""
    return record_to_json(record)
