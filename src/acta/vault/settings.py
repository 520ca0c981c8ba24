"""What the vault's own settings say about notes and tasks. Only read: nothing inside ``.obsidian/`` is ever written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from acta.model import Diagnostic

TaskFormat = Literal["emoji", "dataview"]

_TASKS = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
_TEMPLATER = ".obsidian/plugins/templater-obsidian/data.json"
_TEMPLATES = ".obsidian/templates.json"
_APP = ".obsidian/app.json"
_DEFAULT_TEMPLATES = "Templates"


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """The settings acta follows. ``new_note_folder`` is ``None`` when the vault names none; folders are relative, with ``/``."""

    task_format: TaskFormat = "emoji"
    global_filter: str = ""
    new_note_folder: str | None = None
    markdown_links: bool = False
    template_folders: tuple[str, ...] = (_DEFAULT_TEMPLATES,)
    diagnostics: tuple[Diagnostic, ...] = ()


class _Reader:
    """Reads settings files; collects a diagnostic for each damaged file or value instead of failing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.diagnostics: list[Diagnostic] = []

    def file(self, name: str) -> dict[str, object]:
        """The JSON object in ``name``; empty when there is none or it is damaged."""
        try:
            value = json.loads((self.root / name).read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            self.doubt(name, "cannot be read")
            return {}
        if not isinstance(value, dict):
            self.doubt(name, "does not hold an object")
            return {}
        return value

    def doubt(self, name: str, what: str) -> None:
        """Note that ``name`` could not be followed."""
        self.diagnostics.append(Diagnostic("vault-settings", f"the vault's settings file {what}; acta uses the defaults", name))

    def text(self, name: str, values: dict[str, object], key: str) -> str:
        """The string at ``key``; empty when absent or of another type."""
        value = values.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        self.doubt(name, f"has an unexpected value for {key}")
        return ""

    def folder(self, name: str, values: dict[str, object], key: str) -> str | None:
        """The folder at ``key``, relative to the vault; ``None`` when absent, the vault itself, or outside of it."""
        parts = [p for p in self.text(name, values, key).replace("\\", "/").split("/") if p not in ("", ".")]
        if any(p.startswith(".") for p in parts):
            self.doubt(name, f"names a folder acta may not use for {key}")
            return None
        return "/".join(parts) or None


def read_settings(root: Path) -> VaultSettings:
    """The settings of the vault at ``root``: defaults, with diagnostics, for whatever is damaged."""
    reader = _Reader(root)
    tasks, app = reader.file(_TASKS), reader.file(_APP)
    chosen = reader.text(_TASKS, tasks, "taskFormat")
    if chosen not in ("", "tasksPluginEmoji", "dataview"):
        reader.doubt(_TASKS, f"asks for the task format “{chosen}”, which acta does not know")
    in_folder = reader.text(_APP, app, "newFileLocation") == "folder"
    templates = [
        reader.folder(_TEMPLATES, reader.file(_TEMPLATES), "folder"),
        reader.folder(_TEMPLATER, reader.file(_TEMPLATER), "templates_folder"),
    ]
    return VaultSettings(
        task_format="dataview" if chosen == "dataview" else "emoji",
        global_filter=reader.text(_TASKS, tasks, "globalFilter").strip(),
        new_note_folder=reader.folder(_APP, app, "newFileFolderPath") if in_folder else None,
        markdown_links=app.get("useMarkdownLinks") is True,
        template_folders=tuple(dict.fromkeys([*(t for t in templates if t), _DEFAULT_TEMPLATES])),
        diagnostics=tuple(reader.diagnostics),
    )
