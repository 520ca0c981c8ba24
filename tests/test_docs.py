"""The documentation says what the code does: no option, error, format or setting is missing from it or only in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from acta import config
from acta.cli import main
from acta.document import json_schema
from acta.ingest import FORMATS

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


def test_every_error_code_has_its_section_and_no_other() -> None:
    codes = set()
    for source in (ROOT / "src" / "acta").rglob("*.py"):
        codes |= set(re.findall(r"\bcode=\"([a-z][a-z-]*)\"", source.read_text(encoding="utf-8")))
    codes |= set(re.findall(r"^## ([a-z-]+)$", page("errors.md"), re.MULTILINE)) & {"unproven-quote"}
    explained = set(re.findall(r"^## ([a-z-]+)$", page("errors.md"), re.MULTILINE))
    assert explained == codes, f"missing: {sorted(codes - explained)}; gone: {sorted(explained - codes)}"


def test_every_format_is_listed() -> None:
    listed = set(re.findall(r"^\| `([a-z+-]+)` \|", page("formats.md"), re.MULTILINE))
    assert listed == set(FORMATS)


def test_every_setting_is_listed() -> None:
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", page("settings.md"), re.MULTILINE))
    assert listed == {row.key for row in config.describe_settings()}


def test_the_published_schema_is_the_codes() -> None:
    assert json.loads(page("schema.json")) == json_schema(), "run: acta schema > docs/schema.json"


def test_links_between_pages_lead_somewhere() -> None:
    for path in (*DOCS.glob("*.md"), *ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
