"""From sources to a vault and back: the same meeting is one note whatever happens to it, and another meeting is another note."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from acta import app
from acta.app import NoteResult
from acta.config import Config
from acta.errors import ConfigError, VaultError
from acta.markdown import Note, tick
from acta.model import ItemKind
from acta.pipeline import ReadOptions
from acta.vault import Vault

BENCH = Path(__file__).parents[1] / "bench"
MEETINGS = ("c-freezer-seven-loss", "b-tern-not-glacis-three", "c-mentoring-denise-kofi-march")
EXPORTS = ("teams.vtt", "otter.txt", "two-channel.txt", "whisper.json", "one-channel.txt")
DAY = date(2026, 3, 12)
Run = Callable[..., NoteResult]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What recorders and tools would have exported of some of the known meetings."""
    gold, out = tmp_path_factory.mktemp("gold"), tmp_path_factory.mktemp("sources")
    for name in MEETINGS:
        shutil.copy(BENCH / "gold" / "train" / f"{name}.md", gold)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, BENCH / "make_sources.py", gold, out], check=True, env=environment)
    return out


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "vault").mkdir()
    return Vault.open(tmp_path / "vault")


@pytest.fixture
def run(vault: Vault) -> Run:
    """Make the note of one source, all meetings on one day and with the same people, so that only the words tell them apart."""

    def run_(source: Path, **options: object) -> NoteResult:
        given = {"owner": "Ana Ruiz", "attendees": ("Bo Lund",), "date": DAY} | options
        (result,) = app.make_notes([str(source)], ReadOptions(**given), config=Config(vault=vault.root))  # type: ignore[arg-type]
        if result.error:
            raise result.error
        return result

    return run_


def notes(vault: Vault) -> list[Path]:
    return sorted(p for p in vault.root.rglob("*.md") if "Templates" not in p.parts)


def bytes_of(vault: Vault) -> dict[str, bytes]:
    return {str(p.relative_to(vault.root)): p.read_bytes() for p in notes(vault)}


def test_every_export_of_a_meeting_leads_to_its_one_note(sources: Path, vault: Vault, run: Run) -> None:
    first = {name: run(sources / name / EXPORTS[0]) for name in MEETINGS}
    assert [r.state for r in first.values()] == ["created"] * len(MEETINGS)
    assert len(notes(vault)) == len(MEETINGS)
    for name in MEETINGS:
        items = len(Note.parse(first[name].path.read_text()).items)  # type: ignore[union-attr]
        for export in EXPORTS[1:] if name == MEETINGS[0] else ("one-channel.txt",):
            result = run(sources / name / export)
            assert result.path == first[name].path
        # The same talk found a second time is no news: hardly a line came in.
        assert len(Note.parse(first[name].path.read_text()).items) <= items + 2  # type: ignore[union-attr]
    assert len(notes(vault)) == len(MEETINGS)
    before = bytes_of(vault)
    for export in EXPORTS[::2]:
        assert run(sources / MEETINGS[0] / export).state == "unchanged"
    assert bytes_of(vault) == before


def test_two_talks_of_the_same_people_on_one_day_are_two_notes(sources: Path, vault: Vault, run: Run, tmp_path: Path) -> None:
    cues = (sources / MEETINGS[0] / "teams.vtt").read_text(encoding="utf-8").split("\n\n")
    half = len(cues) // 2
    (tmp_path / "morning.vtt").write_text("\n\n".join(cues[:half]), encoding="utf-8")
    (tmp_path / "evening.vtt").write_text("WEBVTT\n\n" + "\n\n".join(cues[half:]), encoding="utf-8")
    states = [run(tmp_path / name, title="Freezer").state for name in ("morning.vtt", "evening.vtt", "morning.vtt", "evening.vtt")]
    assert states == ["created", "created", "unchanged", "unchanged"]
    assert [p.name for p in notes(vault)] == ["2026-03-12 Freezer 2.md", "2026-03-12 Freezer.md"]


def test_without_its_history_a_note_is_found_and_stays(sources: Path, vault: Vault, run: Run, tmp_path: Path) -> None:
    source = sources / MEETINGS[0] / "teams.vtt"
    path = run(source).path
    assert path
    text = path.read_text(encoding="utf-8")
    items = [i for i in Note.parse(text).items if not i.is_placeholder]
    gone = text[items[0].start : items[0].end]
    mine = text.replace(gone, "").replace("## Decisions\n\n", "## Decisions\n\n- One of mine.\n")
    moved = vault.root / "Elsewhere" / "My name.md"
    moved.parent.mkdir()
    moved.write_text(mine, encoding="utf-8")
    path.unlink()
    shutil.rmtree(tmp_path / "state")
    for export in ("teams.vtt", "otter.txt"):
        assert run(source.with_name(export)).state == "unchanged"
    assert bytes_of(vault) == {"Elsewhere/My name.md": mine.encode()}


def test_undo_takes_back_write_after_write_to_before_the_first(sources: Path, vault: Vault, run: Run) -> None:
    source = sources / MEETINGS[0] / "teams.vtt"
    states = [bytes_of(vault)]
    result = run(source)
    states.append(bytes_of(vault))
    assert result.path
    result.path.write_text(tick(result.path.read_text(), _task(result), DAY), encoding="utf-8")
    mine = bytes_of(vault)
    run(source, title="A better title")
    assert bytes_of(vault) != mine
    vault.undo()
    assert bytes_of(vault) == mine
    # The next write to undo is not what stands there: the tick is the human's, and stays.
    with pytest.raises(VaultError, match="changed"):
        vault.undo()
    result.path.write_bytes(next(iter(states[1].values())))
    assert vault.undo().removed
    assert bytes_of(vault) == states[0]
    with pytest.raises(VaultError, match="no write to take back"):
        vault.undo()
    assert run(source).state == "created"
    assert bytes_of(vault) == states[1]


def _task(result: NoteResult) -> str:
    assert result.record
    return result.record.minutes.of_kind(ItemKind.ACTION_ITEM)[0].block_id


def test_a_note_whose_properties_are_broken_is_not_edited(sources: Path, vault: Vault, run: Run) -> None:
    source = sources / MEETINGS[0] / "teams.vtt"
    path = run(source, kind="incident").path
    assert path
    broken = path.read_text().replace("type: incident", "type: [incident")
    assert broken != path.read_text()
    path.write_text(broken)
    assert run(source, kind="incident").state == "unchanged"
    with pytest.raises(VaultError) as caught:
        run(source, kind="incident", title="A better title")
    assert caught.value.code == "malformed-note"
    assert ": line " in caught.value.message
    assert path.read_text() == broken


def test_a_template_in_the_vault_is_used_and_a_broken_one_named(sources: Path, vault: Vault, run: Run) -> None:
    place = vault.root / "Templates" / "acta"
    place.mkdir(parents=True)
    template = place / "incident.md.j2"
    template.write_text('{% extends "acta/incident.md.j2" %}\n{% set purpose = nothing ~ "!" %}\n')
    source = sources / MEETINGS[0] / "teams.vtt"
    with pytest.raises(ConfigError) as caught:
        run(source, kind="incident")
    assert f"{template}, line 2: " in caught.value.message
    assert not notes(vault)
    template.write_text('{% extends "acta/incident.md.j2" %}\n{% set purpose = "Learn." %}\n{% set headings = {"risk": "Dangers"} %}\n')
    path = run(source, kind="incident").path
    assert path
    text = path.read_text()
    assert "> Learn.\n" in text
    assert "## Dangers\n" in text
    assert run(source, kind="incident").state == "unchanged"


@pytest.mark.parametrize("meeting", MEETINGS[:2])
def test_the_written_note_says_what_the_record_says(meeting: str, sources: Path, run: Run) -> None:
    result = run(sources / meeting / "two-channel.txt")
    assert result.path
    assert result.record
    note = Note.parse(result.path.read_text(encoding="utf-8"))
    proofs = {f.label: f.text for f in note.footnotes}
    region = note.text[note.transcript.start : note.transcript.end] if note.transcript else ""
    said = " ".join(region.split())
    assert len(result.record.minutes.items) > 10
    for item in result.record.minutes.items:
        for evidence in item.evidence:
            assert f"“{evidence.quote}”" in proofs[item.label].replace("\\", "")
            assert " ".join(evidence.quote.split()) in said
    owners = {i.owner for i in result.record.minutes.items if i.owner}
    assert all(f"@{owner}" in note.text for owner in owners)
    assert json.dumps(app.to_json(result.record))
