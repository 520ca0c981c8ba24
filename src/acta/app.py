"""Use cases: the one place that wires stages, vault and configuration. Views call these and nothing else."""

from __future__ import annotations

import difflib
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from acta import config as configuration
from acta.compose import ComposeOptions, compose, file_name
from acta.config import Config
from acta.document import record_to_json
from acta.engines import Extractor
from acta.errors import ActaError, ConfigError, InputError
from acta.ingest import MAX_BYTES
from acta.merge import Merged, merge
from acta.model import Diagnostic, KnownPerson, Lexicon, Record
from acta.pipeline import ReadOptions, minute, read
from acta.vault import UndoResult, Vault

STDIN = "-"
ENGINES = ("embedded",)
VAULT_FILE = "acta.toml"
_SKIPPED_SUFFIXES = {".json5", ".ds_store"}
_WORDS, _TIMES = ".ctm", ".rttm"


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
    state: str = ""  # "created", "updated", "unchanged", "would create", "would update", "not written"
    diff: str = ""
    error: ActaError | None = None
    merged: Merged | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One source's job for a worker process."""

    source: str
    options: ReadOptions
    engine: str
    data: bytes | None = None
    beside: str | None = None


def settings(vault: Path | None) -> Config:
    """The user's and the vault's configuration; ``vault`` overrides the configured one."""
    user = configuration.load(configuration.user_config_file(), None)
    root = vault or user.vault
    return replace(configuration.load(configuration.user_config_file(), root / VAULT_FILE if root else None), vault=root)


def sources(paths: Sequence[str]) -> list[str]:
    """The transcripts meant by ``paths``: directories stand for the files directly in them, ``-`` for standard input."""
    found = _files(paths)
    beside = set(partners(found).values())
    return [f for f in found if f not in beside]


def _files(paths: Sequence[str]) -> list[str]:
    out: list[str] = []
    for given in paths:
        path = Path(given)
        if given == STDIN or not path.is_dir():
            out.append(given)
            continue
        try:
            found = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".") and p.suffix not in _SKIPPED_SUFFIXES)
        except OSError as error:
            raise InputError(f"{given}: {error.strerror or error}", code="unreadable", hint="Check that you may read it.") from error
        if not found:
            raise InputError(f"{given}: the folder holds no file", code="empty-folder", hint="Name a transcript, or a folder of them.")
        out += map(str, found)
    return out


def partners(files: Sequence[str]) -> dict[str, str]:
    """Which RTTM (speaker times) of ``files`` belongs to which CTM (words): that of the same name, or the only one to the only one."""
    words, times = ([f for f in files if f.lower().endswith(end)] for end in (_WORDS, _TIMES))
    out = {w: t for w in words for t in times if Path(w).with_suffix("") == Path(t).with_suffix("")}
    return out or (dict(zip(words, times, strict=True)) if len(words) == len(times) == 1 else {})


def load(source: str, beside: str | None = None) -> Loaded:
    """Read one source, with ``beside`` (else the file of its partner's name) if it is one of a pair; size comes before content."""
    if source == STDIN:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        _refuse_large(source, len(data))
        return Loaded("standard input", data, None)
    path = Path(source)
    try:
        stat = path.stat()
        if not path.is_file():
            raise InputError(
                f"{source}: not a regular file", code="unreadable", hint="Name a transcript file, a folder, or - for standard input."
            )
        data = _without_recording(path) if stat.st_size > MAX_BYTES else path.read_bytes()
        _refuse_large(source, len(data) or stat.st_size)
        partner = _partner(path, Path(beside) if beside else None)
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file", code="unreadable", hint="Check the path.") from error
    except OSError as error:
        raise InputError(f"{source}: {error.strerror or error}", code="unreadable", hint="Check that you may read it.") from error
    return Loaded(source, data + partner, datetime.fromtimestamp(stat.st_mtime, tz=UTC).astimezone())


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


def engine(name: str) -> Extractor:
    """The engine called ``name``; imported only when asked for."""
    if name not in ENGINES:
        raise ConfigError(f"unknown engine “{name}”", code="unknown-engine", hint=f"Known engines: {', '.join(ENGINES)}.")
    from acta.understand import EmbeddedEngine  # noqa: PLC0415  # the views' --help must not pay for it

    return EmbeddedEngine()


def lexicon(config: Config, vault: Vault | None, attendees: Sequence[str]) -> Lexicon:
    """The names and terms known before the transcript is read: the vault's people and titles, the glossary, those taking part."""
    people = {p.name: p for p in (vault.people(config.people_folder) if vault else ())}
    for name in attendees:
        people[name] = replace(people.get(name, KnownPerson(name)), attends=True)
    return Lexicon(tuple(people.values()), config.terms, config.aliases)


def read_one(work: Work) -> Record:
    """Everything between a source and its record; runs in a worker process when there are several."""
    loaded = load(work.source, work.beside) if work.data is None else Loaded(work.source, work.data, None)
    modified = loaded.modified.date() if loaded.modified else None
    return minute(read(loaded.data, loaded.name, work.options, modified=modified), engine(work.engine))


def _attempt(work: Work) -> Record | ActaError:
    try:
        return read_one(work)
    except ActaError as error:
        return error


def records(works: Sequence[Work]) -> Iterator[Record | ActaError]:
    """The record, or the error, of each job in order; several jobs run in a process per core."""
    workers = min(len(works), os.cpu_count() or 1)
    if workers < 2:
        yield from map(_attempt, works)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_attempt, works, chunksize=max(1, min(8, len(works) // (workers * 4))))


def make_notes(
    given: Sequence[str],
    options: ReadOptions,
    *,
    config: Config,
    dry_run: bool = False,
    need_vault: bool = True,
    engine_name: str | None = None,
    on_done: Callable[[NoteResult], None] = lambda _: None,
) -> list[NoteResult]:
    """Turn each source into a note in the vault; one that fails does not stop the others."""
    vault = open_vault(config) if config.vault or need_vault else None
    options = _known(options, config, vault)
    chosen = engine_name or config.engine
    engine(chosen)  # an unknown engine is an error before anything is read
    beside = partners(_files(given))
    works = [Work(s, options, chosen, beside=beside.get(s)) for s in sources(given)]
    out: list[NoteResult] = []
    for work, outcome in zip(works, records(works), strict=True):
        if isinstance(outcome, ActaError):
            result = NoteResult(work.source, error=outcome)
        elif vault is None:
            result = NoteResult(work.source, outcome, state="not written")
        else:
            result = _keep(vault, config, work.source, outcome, dry_run=dry_run)
        out.append(result)
        on_done(result)
    return out


def open_vault(config: Config) -> Vault:
    """The configured vault, or an error that says how to name one."""
    if config.vault is None:
        raise ConfigError(
            "no vault is set: acta does not know where to write",
            code="no-vault-set",
            hint="Pass --vault DIR, or set one for good: acta config set vault DIR",
        )
    return Vault.open(config.vault)


def _keep(vault: Vault, config: Config, source: str, record: Record, *, dry_run: bool) -> NoteResult:
    try:
        return _write(vault, config, source, record, dry_run=dry_run)
    except ActaError as error:
        return NoteResult(source, record, error=error)


def _write(vault: Vault, config: Config, source: str, record: Record, *, dry_run: bool) -> NoteResult:
    fresh = compose(record, _compose_options(vault, config, record))
    sha = record.meeting.source.sha256
    path = vault.find_same(fresh, record.meeting.date, sha)
    if path is None:
        folder = config.folder or vault.settings().new_note_folder or "Meetings"
        path = vault.free_path(folder, file_name(record.meeting))
        if not dry_run:
            vault.write(path, fresh, expected=None, base=fresh, sources=(sha,))
        return NoteResult(source, record, path, "would create" if dry_run else "created", _diff("", fresh, path))
    current = vault.read(path)
    merged = merge(vault.base_of(path), current.text, fresh)
    doubts = tuple(Diagnostic("merge-conflict", c, str(path.name)) for c in merged.conflicts)
    record = replace(record, diagnostics=(*record.diagnostics, *doubts))
    if merged.text == current.text:
        return NoteResult(source, record, path, "unchanged", merged=merged)
    if not dry_run:
        vault.write(path, merged.text, expected=current.sha256, base=fresh, sources=(sha,))
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
        template=vault.template(config.templates_folder, record.meeting.kind),
    )


def _diff(old: str, new: str, path: Path) -> str:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "now" if old else "nothing yet", path.name, lineterm="")
    return "\n".join(lines)


def inspect(source: str, options: ReadOptions, *, config: Config) -> Record:
    """How acta reads one source; nothing is written."""
    vault = Vault.open(config.vault) if config.vault else None
    return read_one(Work(source, _known(options, config, vault), config.engine))


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


def set_option(key: str, value: str) -> Path:
    """Set one option in the user's configuration file, leaving the rest of the file as it is."""
    target = configuration.user_config_file()
    before = _text_of(target)
    configuration.save(target, configuration.set_value(before, key, value))
    return target


def to_json(record: Record) -> dict[str, object]:
    """The record as ``--json`` writes it."""
    return record_to_json(record)
