"""The documentation says what the code does: no option, error, format or setting is missing from it or only in it."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import click
import pytest

from acta import config
from acta.cli import main
from acta.document import json_schema
from acta.errors import ActaError
from acta.ingest import FORMATS
from acta.occasion import KINDS
from acta.vault import atomic

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands(group: click.Group, prefix: str = "acta") -> list[tuple[str, click.Command]]:
    out: list[tuple[str, click.Command]] = []
    for name, command in sorted(group.commands.items()):
        full = f"{prefix} {name}"
        out += commands(command, full) if isinstance(command, click.Group) else [(full, command)]
    return out


@pytest.mark.parametrize(("name", "command"), commands(main), ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_and_option_is_explained(name: str, command: click.Command) -> None:
    section = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", page("commands.md"), re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section “## {name}”"
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", section[1]))
    has = {o for p in command.params if isinstance(p, click.Option) for o in p.opts if o.startswith("--")}
    assert has <= said, f"not explained: {has - said}"
    assert said <= has | {"--help"}, f"explained but gone: {said - has}"


def test_no_section_for_a_command_that_is_gone() -> None:
    assert set(re.findall(r"^## (acta .*)$", page("commands.md"), re.MULTILINE)) == {name for name, _ in commands(main)}


# Where a code is no literal: the system's failures, worded from one table, and errors made again from their own parts.
_PASSED_ON = {
    "vault/atomic.py": {what[0] for what in atomic._FAILURES.values()} | {"not-written"},
    "errors.py": set(),
    "document.py": set(),
}


def codes_of(path: Path) -> set[str]:
    """The error codes that a module raises; fails where one is made up at run time and not in ``_PASSED_ON``."""
    name = path.relative_to(ROOT / "src" / "acta").as_posix()
    out: set[str] = set()
    for call in (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)):
        for keyword in (k for k in call.keywords if k.arg == "code"):
            if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
                out.add(keyword.value.value)
            elif not (isinstance(keyword.value, ast.Attribute) and keyword.value.attr == "code"):  # an error said again with its own code
                assert name in _PASSED_ON, f"{name}, line {call.lineno}: an error code that is no literal"
                out |= _PASSED_ON[name]
    return out


def test_every_error_code_has_its_section_and_no_other() -> None:
    codes = {code for path in (ROOT / "src" / "acta").rglob("*.py") for code in codes_of(path)}
    explained = re.findall(r"^## ([a-z0-9-]+)$", page("errors.md"), re.MULTILINE)
    assert set(explained) == codes, f"missing: {sorted(codes - set(explained))}; gone: {sorted(set(explained) - codes)}"
    assert explained == sorted(set(explained)), "the sections stand in the order of the alphabet, each once"


def test_every_error_section_says_its_exit_status() -> None:
    told = dict(re.findall(r"^## ([a-z0-9-]+)\n\((\d+)\) ", page("errors.md"), re.MULTILINE))
    statuses = {str(kind.exit_status) for kind in ActaError.__subclasses__()}
    assert set(re.findall(r"^## ([a-z0-9-]+)$", page("errors.md"), re.MULTILINE)) == set(told)
    assert set(told.values()) <= statuses


def test_the_exit_statuses_are_those_of_the_house_plan() -> None:
    assert {k.__name__: k.exit_status for k in ActaError.__subclasses__() if k.__module__ == "acta.errors"} == {
        "InputError": 10,
        "ConfigError": 11,
        "EngineError": 20,
        "VaultError": 30,
        "StoreError": 40,
    }


def test_every_format_is_listed() -> None:
    listed = set(re.findall(r"^\| `([a-z+-]+)` \|", page("formats.md"), re.MULTILINE))
    assert listed == set(FORMATS)


def test_the_readme_lists_the_formats_as_the_program_does() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("<!-- formats:start -->")[2].partition("<!-- formats:end -->")[0]
    assert set(re.findall(r"^\| `([a-z+-]+)` \|", table, re.MULTILINE)) == set(FORMATS)


def test_every_setting_is_listed_as_it_is() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*?) \| (yes|no) \| (.*) \|$", page("settings.md"), re.MULTILINE)
    for setting, (key, default, in_vault, meaning) in zip(config.describe_settings(), rows, strict=True):
        choices = f" One of {', '.join(f'`{c}`' for c in setting.choices)}." if setting.choices else ""
        plain = setting.default.strip('"') if setting.default not in {'""', "[]", "{}"} else ""
        assert (key, default, in_vault, meaning) == (
            setting.key,
            f"`{plain}`" if plain else "—",
            "yes" if setting.in_vault else "no",
            setting.meaning + choices,
        )


def test_the_example_settings_can_be_used(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", page("settings.md"), re.DOTALL)
    (tmp_path / "config.toml").write_text(example, encoding="utf-8")
    assert config.load(tmp_path / "config.toml", None).owner == "Ana Ruiz"


def test_every_kind_of_meeting_is_explained() -> None:
    row = next(line for line in page("commands.md").splitlines() if line.startswith("| `--kind K`"))
    assert set(re.findall(r"`([a-z_]+)`", row.partition("|")[2].partition("|")[2])) == set(KINDS)


def test_the_parts_of_the_bench_are_those_of_the_makefile() -> None:
    run = (ROOT / "bench" / "run.py").read_text(encoding="utf-8")
    parts = re.findall(r'^        "(\w+)": \w+,$', run, re.MULTILINE)
    assert f"ONLY={'|'.join(parts)} " in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"`{part}`" in (ROOT / "bench" / "README.md").read_text(encoding="utf-8") for part in parts)


def test_the_readme_names_commands_that_exist() -> None:
    shown = re.findall(r"^acta (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    known = {name.removeprefix("acta ") for name, _ in commands(main)}
    assert shown
    for line in shown:
        assert any(line == k or line.startswith(f"{k} ") for k in known), line


def test_the_published_schema_is_the_codes() -> None:
    assert json.loads(page("schema.json")) == json_schema(), "run: acta schema > docs/schema.json"


def test_links_between_pages_lead_somewhere() -> None:
    for path in (*DOCS.glob("*.md"), *ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
