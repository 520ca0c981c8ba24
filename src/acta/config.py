"""The options acta keeps: two TOML files to one frozen ``Config``, and back to TOML for ``acta config set`` and ``acta learn``.

The user's own file holds everything; ``acta.toml`` in a vault goes with the vault and wins. Terms and microphones of both files
are joined, and aliases word by word. What a vault, which others may share, must not decide is refused there: which folder is
written to and which engine sees the words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from acta.engines.service import Service
from acta.errors import ConfigError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Evidence = Literal["footnotes", "none"]
Redact = Literal["remote", "always", "never"]
Kind = Literal["path", "text", "folder", "texts", "aliases", "choice", "switch", "amount", "services"]

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True, slots=True)
class Config:
    """Every option with its default. ``folder`` ``None``: the vault's own setting, else ``Meetings``; folders are relative to it."""

    vault: Path | None = None
    owner: str | None = None
    folder: str | None = None
    people_folder: str = "People"
    templates_folder: str = "Templates/acta"
    terms: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    microphones: tuple[str, ...] = ()
    evidence: Evidence = "footnotes"
    link_people: bool = False
    engine: str = "embedded"
    services: tuple[Service, ...] = ()
    redact: Redact = "remote"
    private_people: tuple[str, ...] = ()
    private_kinds: tuple[str, ...] = ()
    monthly_budget: float | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One option as the documentation shows it; ``in_vault`` says whether a vault's ``acta.toml`` may set it."""

    key: str
    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()
    in_vault: bool = True

    @property
    def type(self) -> str:
        """What a value must be, for a person."""
        return f"one of {', '.join(self.choices)}" if self.choices else _TYPES[self.kind]

    @property
    def default(self) -> str:
        """The default as it would stand in the file."""
        value = getattr(Config(), self.key)
        if isinstance(value, bool):
            return str(value).lower()
        return {"texts": "[]", "aliases": "{}", "services": "{}"}.get(self.kind, f'"{value or ""}"')


_TYPES: Mapping[Kind, str] = {
    "path": "a folder",
    "text": "text",
    "folder": "a folder inside the vault",
    "texts": "a list of texts",
    "aliases": 'a table of "heard" = "meant"',
    "choice": "text",
    "switch": "true or false",
    "amount": "a number from 0 up",
    "services": "tables [services.NAME] with kind, model and more",
}

_SETTINGS = (
    Setting("vault", "path", "The folder of notes that acta writes to.", in_vault=False),
    Setting("owner", "text", "Who keeps the notes: the full name."),
    Setting("folder", "folder", "Where new notes go. Empty: where the vault puts new notes, else Meetings."),
    Setting("people_folder", "folder", "Where the notes about people are; their names and aliases are known names."),
    Setting("templates_folder", "folder", "Where your own templates for kinds of meeting are."),
    Setting("terms", "texts", "Words of your field that recognizers mishear."),
    Setting("aliases", "aliases", "What was heard and what is meant; acta learn adds to it."),
    Setting("microphones", "texts", "Labels that mean the owner: the name of your microphone or headset."),
    Setting("evidence", "choice", "Whether each line of a note has a footnote that quotes the words.", choices=("footnotes", "none")),
    Setting("link_people", "switch", "Whether to link people who have no note yet."),
    Setting("engine", "text", "What finds the items: embedded, auto, or the name of a service.", in_vault=False),
    Setting("services", "services", "Language models that may be asked; acta service add makes an entry.", in_vault=False),
    Setting(
        "redact",
        "choice",
        "Whether names, addresses and amounts go to a service as tokens: to those elsewhere, to all, or to none.",
        choices=("remote", "always", "never"),
        in_vault=False,
    ),
    Setting("private_people", "texts", "People of whom nothing is sent to a service; a person's note may say private: true instead."),
    Setting("private_kinds", "texts", "Kinds of meeting of which nothing is sent to a service."),
    Setting("monthly_budget", "amount", "What services may cost in a month, in the money of their prices.", in_vault=False),
)
_BY_KEY = {s.key: s for s in _SETTINGS}


def describe_settings() -> tuple[Setting, ...]:
    """Every option, in the order of the documentation."""
    return _SETTINGS


def user_config_file() -> Path:
    """The user's own file: ``ACTA_CONFIG``, else the place the system has for such files."""
    if chosen := os.environ.get("ACTA_CONFIG"):
        return Path(chosen).expanduser()
    import platformdirs  # noqa: PLC0415  # start-up time

    return Path(platformdirs.user_config_dir("acta", appauthor=False)) / "config.toml"


def load(user_file: Path | None, vault_file: Path | None) -> Config:
    """The options of both files, the vault's winning; a file that does not exist says nothing. Raises ``ConfigError``."""
    user = _read(user_file, in_vault=False) if user_file else {}
    vault = _read(vault_file, in_vault=True) if vault_file else {}
    joined: dict[str, Any] = {**user, **vault}
    for key in ("terms", "microphones", "private_people", "private_kinds"):
        joined[key] = tuple(dict.fromkeys((*user.get(key, ()), *vault.get(key, ()))))
    ours = {heard.casefold() for heard, _ in vault.get("aliases", ())}
    joined["aliases"] = (*((h, m) for h, m in user.get("aliases", ()) if h.casefold() not in ours), *vault.get("aliases", ()))
    return replace(Config(), **joined)


def to_toml(value: Any) -> str:
    """The value of an option of ``Config`` as it stands in a file."""
    import json  # noqa: PLC0415  # its strings are TOML's

    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, Service):
        return "{ " + ", ".join(f"{k} = {to_toml(v)}" for k, v in service_to_table(value).items()) + " }"
    if isinstance(value, tuple):
        if value and isinstance(value[0], Service):
            return "{ " + ", ".join(f"{to_toml(v.name)} = {to_toml(v)}" for v in value) + " }"
        if value and isinstance(value[0], tuple):
            return "{ " + ", ".join(f"{to_toml(heard)} = {to_toml(meant)}" for heard, meant in value) + " }"
        return "[" + ", ".join(map(to_toml, value)) + "]"
    return json.dumps("" if value is None else str(value), ensure_ascii=False)


def learn(text: str, heard: str, meant: str) -> str:
    """The file ``text`` with one alias more, or changed; every other byte stays."""
    heard, meant = heard.strip(), meant.strip()
    if not heard or not meant or not (heard + meant).isprintable():
        raise ConfigError(
            "an alias needs two texts of one line", code="bad-value", hint='For example: acta learn "Koncha" = "Kanchan Mehta"'
        )
    _parsed(text, "the configuration")

    def add(document: TOMLDocument) -> None:
        entries = cast("MutableMapping[str, str]", document.setdefault("aliases", tomlkit.table()))
        same = next((k for k in entries if k.casefold() == heard.casefold()), heard)
        entries[same] = meant

    import tomlkit  # noqa: PLC0415  # start-up time

    return _edited(text, add)


def service_to_table(service: Service) -> dict[str, str | int | float]:
    """A service as its table in the file: what differs from the defaults, and always the kind and the model."""
    plain = Service(service.name, service.kind, service.model)
    return {
        f.name: getattr(service, f.name)
        for f in fields(Service)
        if f.name in ("kind", "model") or (f.name != "name" and getattr(service, f.name) != getattr(plain, f.name))
    }


def service_from_table(name: str, table: Mapping[str, Any]) -> Service:
    """The service that a table means; raises ``ConfigError`` for a value that cannot be."""
    return _service(name, dict(table), "")


def set_service(text: str, service: Service) -> str:
    """The file ``text`` with the table of ``service`` added or changed; comments and every other line stay."""
    _parsed(text, "the configuration")
    wanted = service_to_table(service)

    def change(document: TOMLDocument) -> None:
        import tomlkit  # noqa: PLC0415  # start-up time

        entries = cast("MutableMapping[str, Any]", document.setdefault("services", tomlkit.table(is_super_table=True)))
        table = entries.setdefault(service.name, tomlkit.table())
        for key in [k for k in table if k not in wanted]:
            del table[key]
        for key, value in wanted.items():
            if key not in table or table[key] != value:
                table[key] = value

    return _edited(text, change)


def remove_service(text: str, name: str) -> str:
    """The file ``text`` without the table of the service ``name``."""
    _parsed(text, "the configuration")

    def drop(document: TOMLDocument) -> None:
        entries = cast("MutableMapping[str, Any]", document["services"])
        del entries[name]
        if not entries:
            del document["services"]

    return _edited(text, drop)


def set_value(text: str, key: str, value: str) -> str:
    """The file ``text`` with option ``key`` set to ``value`` as a person types it (lists with commas); every other byte stays."""
    setting = _BY_KEY.get(key)
    if setting is None:
        raise _unknown(key, "", in_vault=False)
    _parsed(text, "the configuration")
    typed = _typed(setting, value)
    return _edited(text, lambda document: document.__setitem__(key, typed))


def save(path: Path, text: str) -> None:
    """Write a configuration file whole, making its folder; raises ``ConfigError`` ``config-not-written``."""
    from acta.vault.atomic import write  # noqa: PLC0415  # start-up time

    try:
        write(path, text.encode("utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path}: {error.strerror or error}", code="config-not-written", hint="Check that you may write there."
        ) from error


def _read(path: Path, *, in_vault: bool) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8", code="bad-config", hint="Save the file as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}", code="bad-config", hint="Check that you may read it.") from error
    values: dict[str, Any] = {}
    for key, value in _parsed(text, str(path)).items():
        where = f"{path}, line {_line_of(text, key)}: "
        setting = _BY_KEY.get(key)
        if setting is None or (in_vault and not setting.in_vault):
            raise _unknown(key, where, in_vault=in_vault)
        values[key] = _value(setting, value, where, path.parent)
    return values


def _parsed(text: str, where: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # start-up time; most people have no file

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            f"{where}: not valid TOML: {error}", code="bad-config", hint='Options look like: owner = "Ana Ruiz". Texts stand in quotes.'
        ) from error


def _edited(text: str, change: Callable[[TOMLDocument], None]) -> str:
    """``text`` after ``change``, which adds or replaces one value; marks and line ends of the file are kept."""
    import tomlkit  # noqa: PLC0415  # start-up time

    bare = text.removeprefix("\ufeff")
    # A file that mixes line ends keeps them as they are; only the new line is then of the other kind.
    windows = "\r\n" in bare and bare.count("\n") == bare.count("\r\n")
    document = tomlkit.parse(bare.replace("\r\n", "\n") if windows else bare)
    change(document)
    edited = tomlkit.dumps(document)
    edited = edited.replace("\n", "\r\n") if windows else edited
    _parsed(edited, "the configuration")
    return ("\ufeff" if text.startswith("\ufeff") else "") + edited


def _line_of(text: str, key: str) -> int:
    """The first line that sets ``key`` or opens its table; 1 when it is spelled in a way not seen here."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    found = re.search(rf"^[ \t]*(?:{name}[ \t]*[.=]|\[+[ \t]*{name}[ \t]*[.\]])", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _unknown(key: str, where: str, *, in_vault: bool) -> ConfigError:
    allowed = [s.key for s in _SETTINGS if s.in_vault or not in_vault]
    if key in _BY_KEY:
        hint = f"Set it in your own configuration instead: acta config set {key} VALUE"
        return ConfigError(f"{where}a vault may not set “{key}”", code="unknown-option", hint=hint)
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only failures need it

    near = process.extractOne(key.lower(), allowed, scorer=fuzz.ratio, score_cutoff=60)
    guess = f"Did you mean “{near[0]}”? " if near else ""
    return ConfigError(f"{where}there is no option “{key}”", code="unknown-option", hint=f"{guess}Options: {', '.join(allowed)}.")


def _wrong(setting: Setting, where: str, why: str = "") -> ConfigError:
    return ConfigError(f"{where}“{setting.key}” must be {setting.type}{why}", code="bad-value", hint=f"It means: {setting.meaning}")


def _value(setting: Setting, value: object, where: str, folder: Path) -> Any:
    """``value`` as ``Config`` holds it; ``folder`` is what a relative path is relative to."""
    kind = setting.kind
    if kind == "switch":
        if not isinstance(value, bool):
            raise _wrong(setting, where)
        return value
    if kind == "texts":
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise _wrong(setting, where)
        return tuple(v.strip() for v in value)
    if kind == "amount":
        if value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
            raise _wrong(setting, where)
        return float(value)
    if kind == "services":
        if not isinstance(value, dict):
            raise _wrong(setting, where)
        return tuple(_service(name, table, where) for name, table in value.items())
    if kind == "aliases":
        if not isinstance(value, dict):
            raise _wrong(setting, where)
        for heard, meant in value.items():
            if not (isinstance(meant, str) and meant.strip() and heard.strip()):
                raise _wrong(setting, where, f"; “{heard}” has no text")
        return tuple((heard, meant.strip()) for heard, meant in value.items())
    if not isinstance(value, str):
        raise _wrong(setting, where)
    return _text(setting, value.strip(), where, folder)


_SERVICE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_ENGINES = ("embedded", "auto")
_NUMBERS: Mapping[str, tuple[float, float]] = {
    "context": (1_000, 10_000_000),
    "price_in": (0, 1e6),
    "price_out": (0, 1e6),
    "timeout_s": (1, 86_400),
}
"""The least and the most that the numbers of a service may be."""


def _service(name: str, table: object, where: str) -> Service:
    """One table of ``services`` as a service; raises ``ConfigError`` naming the entry and what is wrong with it."""

    def wrong(what: str, hint: str) -> ConfigError:
        return ConfigError(f"{where}the service “{name}” {what}", code="bad-service", hint=hint)

    if not _SERVICE_NAME.fullmatch(name) or name in _ENGINES:
        raise wrong("cannot have this name", "Use small letters, digits, - and _; “embedded” and “auto” are taken.")
    if not isinstance(table, dict):
        raise wrong("is no table", f'Write it as: [services.{name}] with kind = "openai" and model = "…" below.')
    known = [f.name for f in fields(Service) if f.name != "name"]
    if unknown := [k for k in table if k not in known]:
        raise wrong(f"has an unknown option “{unknown[0]}”", f"Options of a service: {', '.join(known)}. A key never stands in this file.")
    if table.get("kind") not in ("openai", "anthropic", "google"):
        raise wrong("needs a kind", "One of openai (any server of that protocol, such as Ollama), anthropic and google.")
    for key in ("model", "base_url", "key_env"):
        value = table.get(key)
        if (key == "model" or key in table) and not (isinstance(value, str) and value.strip() and value.isprintable()):
            raise wrong(f"needs a text as “{key}”", "See docs/services.md for examples.")
    if "base_url" in table and not re.fullmatch(r"https?://[^\s/@?#]+(?:/[^\s@?#]*)?", table["base_url"]):
        raise wrong("has a “base_url” that is no address", "Like http://localhost:11434/v1, without a name, key or query in it.")
    for key, (least, most) in _NUMBERS.items():
        value = table.get(key, least)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise wrong(f"has a “{key}” that is not between {least:g} and {most:g}", "Prices are per million tokens.")
    if ("price_in" in table) != ("price_out" in table):
        raise wrong("has one price of two", "It needs price_in and price_out, per million tokens; 0 where it is free.")
    return Service(name, **{**table, **({"context": int(table["context"])} if "context" in table else {})})


def _text(setting: Setting, value: str, where: str, folder: Path) -> Any:
    if not value:
        return getattr(Config(), setting.key)  # an empty text is how a file says: as if it were not there
    if setting.choices and value not in setting.choices:
        raise _wrong(setting, where, f", not “{value}”")
    if setting.kind == "path":
        return folder / Path(value).expanduser()
    if setting.kind == "folder":
        parts = [p for p in value.replace("\\", "/").split("/") if p]
        if not parts or any(p.startswith(".") for p in parts) or Path(value).is_absolute():
            raise _wrong(setting, where, f"; “{value}” is outside of it or hidden")
        return "/".join(parts)
    return value


def _typed(setting: Setting, value: str) -> str | bool | float | list[str]:
    """What a person typed on the command line as the value of the file."""
    if setting.kind == "aliases":
        raise ConfigError("aliases are not set as a whole", code="bad-value", hint='Add one: acta learn "Koncha" = "Kanchan Mehta"')
    if setting.kind == "services":
        raise ConfigError("services are not set as a whole", code="bad-value", hint="Add one: acta service add NAME --model MODEL …")
    if setting.kind == "amount":
        try:
            amount = float(value) if value.strip() else ""
        except ValueError:
            raise _wrong(setting, "", f", not “{value}”") from None
        _value(setting, amount, "", Path())
        return amount
    if setting.kind == "switch":
        if value.strip().lower() not in (*_TRUE, *_FALSE):
            raise _wrong(setting, "", f", not “{value}”")
        return value.strip().lower() in _TRUE
    if setting.kind == "texts":
        return [part.strip() for part in value.split(",") if part.strip()]
    if not value.isprintable():
        raise _wrong(setting, "", " on one line")
    _value(setting, value, "", Path())  # refuses what the file could not be read back with
    return value.strip()
