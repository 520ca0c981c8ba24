from __future__ import annotations

import json
import os
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.errors import VaultError
from acta.model import KnownPerson
from acta.vault import UndoResult, Vault, VaultSettings, default_state_dir, places
from acta.vault.sameness import SAME, fingerprint, likeness

DAY = date(2026, 3, 12)
GOLD = Path(__file__).parents[1] / "bench" / "gold" / "train"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "vault").mkdir()
    return Vault.open(tmp_path / "vault", state_dir=tmp_path / "state")


def _put(vault: Vault, name: str, text: str | bytes = "") -> Path:
    path = vault.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _code(act: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as caught:
        act()
    assert caught.value.message
    return caught.value.code


def _all_files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


# Opening


def test_a_vault_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert _code(lambda: Vault.open(tmp_path / "nowhere")) == "no-vault"
    assert _code(lambda: Vault.open(tmp_path / "file")) == "no-vault"


def test_the_environment_names_the_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path))
    assert default_state_dir() == tmp_path
    monkeypatch.delenv("ACTA_STATE_DIR")
    assert "acta" in default_state_dir().parts


def test_reading_leaves_no_trace(vault: Vault, tmp_path: Path) -> None:
    _put(vault, "a.md", "---\ndate: 2026-03-12\n---\n")
    before = _all_files(tmp_path)
    vault.people("People")
    vault.settings()
    vault.titles()
    vault.find_same("some words of a meeting", DAY, "0" * 64)
    vault.base_of("a.md")
    vault.free_path("New/Folder", "a.md")
    vault.templates("Templates/acta")
    vault.read("a.md")
    assert _all_files(tmp_path) == before


# People, titles, settings, templates


def test_people_come_from_notes_and_their_aliases(vault: Vault) -> None:
    _put(vault, "People/Ana Ruiz.md", "---\naliases:\n- Anita\n- Ana Ruiz\n---\n")
    _put(vault, "People/Team/Bo Lund.md", "\ufeff---\r\nAlias: Bosse, Bo L.\r\n---\r\n")
    _put(vault, "People/Cy.md", "---\naliases: [unclosed\n---\n")
    _put(vault, "People/Di.md", "no front matter\naliases: x\n")
    _put(vault, "People/Di (Conflicted copy 2026).md")
    _put(vault, "People/.trash/Ed.md")
    _put(vault, "Fay.md")
    assert vault.people("people") == (
        KnownPerson("Ana Ruiz", ("Anita",)),
        KnownPerson("Bo Lund", ("Bosse", "Bo L.")),
        KnownPerson("Cy"),
        KnownPerson("Di"),
    )
    assert vault.people("Nobody") == ()


def test_titles_leave_out_templates_and_copies(vault: Vault) -> None:
    for name in ("Kestrel.md", "a/Heron.md", "Templates/t.md", "a.sync-conflict-2026.md", ".trash/x.md", "b/Heron.md", "y.txt"):
        _put(vault, name)
    assert vault.titles() == ("Heron", "Kestrel")


def test_settings_are_those_of_the_vault(vault: Vault) -> None:
    assert vault.settings() == VaultSettings()
    _put(vault, ".obsidian/plugins/obsidian-tasks-plugin/data.json", json.dumps({"taskFormat": "dataview", "globalFilter": "#task"}))
    app = {"newFileLocation": "folder", "newFileFolderPath": "In/Box/", "useMarkdownLinks": True}
    _put(vault, ".obsidian/app.json", json.dumps(app))
    _put(vault, ".obsidian/templates.json", json.dumps({"folder": "Tpl"}))
    got = Vault.open(vault.root).settings()
    assert got == VaultSettings("dataview", "#task", "In/Box", True, ("Tpl", "Templates"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app.json", b"{not json"),
        ("app.json", b"[]"),
        ("app.json", b"\xff\xfe"),
        ("app.json", b'{"newFileLocation": "folder", "newFileFolderPath": "../out"}'),
        ("app.json", b'{"newFileLocation": 3}'),
        ("plugins/obsidian-tasks-plugin/data.json", b'{"taskFormat": "other"}'),
        ("templates.json", b"[" * 100_000),
    ],
)
def test_damaged_settings_are_defaults_and_a_doubt(vault: Vault, name: str, content: bytes) -> None:
    _put(vault, f".obsidian/{name}", content)
    got = vault.settings()
    assert [d.where for d in got.diagnostics] == [f".obsidian/{name}"]
    assert (got.task_format, got.global_filter, got.new_note_folder) == ("emoji", "", None)


def test_the_templates_of_the_user(vault: Vault) -> None:
    _put(vault, "Templates/acta/board.md.j2", "mine")
    _put(vault, "Templates/acta/note.md", "too")
    for other in ("Templates/acta/.hidden.j2", "Templates/acta/picture.png", "Templates/acta/deeper/x.j2", "Templates/team.md.j2"):
        _put(vault, other)
    assert [(t.path.name, t.text) for t in vault.templates("Templates/acta")] == [("board.md.j2", "mine"), ("note.md", "too")]
    assert vault.templates("Nowhere") == ()


# Reading and writing


def test_a_note_is_written_read_and_taken_back(vault: Vault) -> None:
    made = vault.write("In/Meetings/a.md", "\ufeffone\r\ntwo", None)
    assert made.data == b"\xef\xbb\xbfone\r\ntwo"
    assert vault.read(made.path) == made
    changed = vault.write(made.path, "three\n", made.sha256, base="base\n", sources=("s",))
    assert vault.base_of(made.path) == "base\n"
    assert vault.undo() == UndoResult(made.path, removed=False)
    assert vault.read(made.path) == made
    assert vault.base_of(made.path) == made.text
    assert vault.undo() == UndoResult(made.path, removed=True)
    assert _all_files(vault.root) == []
    assert _code(vault.undo) == "nothing-to-undo"
    assert changed.text == "three\n"


def test_writing_the_same_does_nothing(vault: Vault) -> None:
    made = vault.write("a.md", "x", None)
    os.utime(made.path, ns=(5, 5))
    vault.write("a.md", "x", made.sha256)
    assert made.path.stat().st_mtime_ns == 5
    assert len(vault.writes()) == 1


def test_undo_keeps_what_was_changed_since(vault: Vault) -> None:
    made = vault.write("a.md", "x", None)
    made.path.write_text("mine")
    assert _code(vault.undo) == "changed-since"
    assert made.path.read_text() == "mine"
    made.path.unlink()
    assert _code(vault.undo) == "changed-since"


def test_undo_keeps_a_folder_that_others_use(vault: Vault) -> None:
    vault.write("In/a.md", "x", None)
    _put(vault, "In/b.md")
    vault.undo()
    assert _all_files(vault.root) == ["In", "In/b.md"]


def test_the_mode_of_a_note_stays(vault: Vault) -> None:
    made = vault.write("a.md", "x", None)
    assert made.path.stat().st_mode & 0o600 == 0o600
    made.path.chmod(0o640)
    vault.write("a.md", "y", made.sha256)
    assert made.path.stat().st_mode & 0o777 == 0o640


def test_notes_that_cannot_be_read_are_told(vault: Vault) -> None:
    _put(vault, "latin.md", "a\né".encode("cp1252"))
    assert _code(lambda: vault.read("no.md")) == "no-note"
    assert _code(lambda: vault.read("latin.md")) == "not-utf8"
    assert _code(lambda: vault.write("half.md", "\ud83d", None)) == "not-utf8"
    assert _code(lambda: vault.write("latin.md/x.md", "", None)) == "bad-name"


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=25, deadline=None)
def test_every_byte_of_a_text_arrives(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("v")
    vault = Vault.open(folder, state_dir=tmp_path_factory.mktemp("s"))
    assert vault.write("a.md", text, None).data == vault.read("a.md").data == text.encode()


# Where notes may be


@pytest.mark.parametrize("path", ["../a.md", "/tmp/a.md", "In/../../a.md", "."])  # noqa: S108  # must be refused
def test_paths_that_lead_out_are_refused(vault: Vault, path: str) -> None:
    assert _code(lambda: vault.write(path, "", None)) == "outside-vault"


@pytest.mark.parametrize("path", [".obsidian/a.md", "In/.hidden/a.md", ".a.md"])
def test_hidden_places_are_refused(vault: Vault, path: str) -> None:
    (vault.root / ".obsidian").mkdir()
    assert _code(lambda: vault.write(path, "", None)) == "hidden-folder"
    assert _all_files(vault.root) == [".obsidian"]


def test_links_that_lead_out_are_refused(vault: Vault, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("theirs")
    (vault.root / "Out").symlink_to(outside)
    (vault.root / "b.md").symlink_to(outside / "a.md")
    (vault.root / ".obsidian").mkdir()
    (vault.root / "Config").symlink_to(vault.root / ".obsidian")
    for path in ("Out/a.md", "Out/new.md", "Out/Sub/new.md", "b.md"):
        assert _code(lambda path=path: vault.write(path, "", None)) == "outside-vault"  # type: ignore[misc]
    assert _code(lambda: vault.free_path("Out", "a.md")) == "outside-vault"
    assert _code(lambda: vault.free_path("..", "a.md")) == "outside-vault"
    assert _code(lambda: vault.write("Config/a.md", "", None)) == "hidden-folder"
    assert _all_files(outside) == ["a.md"]
    assert (outside / "a.md").read_text() == "theirs"


def test_a_link_inside_the_vault_is_followed(vault: Vault) -> None:
    real = _put(vault, "In/a.md", "x")
    (vault.root / "b.md").symlink_to(real)
    vault.write("b.md", "y", vault.read("b.md").sha256)
    assert (vault.root / "b.md").is_symlink()
    assert real.read_text() == "y"


def test_a_vault_named_through_a_link(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(vault.root)
    other = Vault.open(tmp_path / "link", state_dir=tmp_path / "state")
    made = other.write(tmp_path / "link" / "a.md", "x", None)
    assert vault.base_of(made.path) == "x"


ODD_NAMES = {
    "🎉 party 👩‍👩‍👧.md": "🎉 party 👩‍👩‍👧.md",
    "פגישה.md": "פגישה.md",
    "con.md": "con_.md",
    "Aux.v2.md": "Aux_v2.md",
    "cafe\u0301.md": "café.md",
    "../../etc/passwd": "etc passwd.md",
    'a#b^c[d]e|f\\g/h:i*j?k"l<m>n%%o.md': "a b c d e f g h i j k l m n o.md",
    "...hidden. .md": "hidden.md",
    "\u202egnp.md": "gnp.md",
    ".md": "Note.md",
    "a\nb.md": "a b.md",
}


@pytest.mark.parametrize(("given_name", "name"), ODD_NAMES.items())
def test_odd_names_are_tidied_and_can_be_written(vault: Vault, given_name: str, name: str) -> None:
    path = vault.free_path("In", given_name)
    assert path == vault.root / "In" / name
    assert vault.read(vault.write(path, "x", None).path).text == "x"


@pytest.mark.parametrize("stem", ["n" * 250, "é" * 125, "🎉" * 63, "e\u0301\u0323" * 80])
def test_long_names_are_cut_between_characters(vault: Vault, stem: str) -> None:
    first = vault.free_path("In", stem + ".md")
    vault.write(first, "x", None)
    second = vault.free_path("In", stem + ".md")
    assert second.stem.endswith(" 2")
    for path in (first, second):
        assert len(path.name.encode()) <= places.MAX_NAME_BYTES
        assert unicodedata.normalize("NFC", stem).startswith(path.stem.removesuffix(" 2"))
    assert vault.write(second, "y", None).text == "y"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_tidy_name_is_one_that_every_disk_holds(name: str) -> None:
    tidy = places.tidy_name(name)
    assert len(tidy.encode()) <= places.MAX_NAME_BYTES
    assert not tidy.startswith(".")
    assert tidy.endswith((".md", ".MD", ".Md", ".mD"))
    assert not set(tidy) & set('#^[]|\\/:*?"<>\n\0')
    assert places.tidy_name(tidy) == tidy


def test_names_equal_up_to_case_and_composition_collide(vault: Vault) -> None:
    _put(vault, "Meetings/Cafe\u0301.md")
    assert vault.free_path("meetings", "CAFÉ.md") == vault.root / "Meetings" / "CAFÉ 2.md"
    assert _code(lambda: vault.write("Meetings/café.md", "", None)) == "name-taken"
    _put(vault, "Meetings/CAFÉ 2.md")
    assert vault.free_path("Meetings", "café.md").name == "café 3.md"


# The same meeting


def _spoken(name: str) -> tuple[dict[str, object], list[tuple[str, str]]]:
    head, talk = (GOLD / f"{name}.md").read_text().split("\n---\n## Transcript\n")
    lines = [line.split(" ", 1)[1].split(": ", 1) for line in talk.split("\n## Minutes\n")[0].strip().split("\n") if line.strip()]
    return yaml.safe_load(head.removeprefix("---\n")), [(who, words) for who, words in lines]


def _note(lines: list[tuple[str, str]], day: str = "2026-03-12", labels: str = "", step: int = 4, named: bool = True) -> str:
    said = "\n\n".join(
        f"[00:{i * step // 60:02}:{i * step % 60:02}.00] {who if named else 'Remote'}: {words}" for i, (who, words) in enumerate(lines)
    )
    notes = "\n".join(f"[^{label}]: 00:00:04 Ana: “{lines[i][1]}”" for i, label in enumerate(labels.split()))
    region = f"<!-- ai:transcript:start -->\n\n## Transcript (auto)\n\n```text\n{said}\n```\n\n<!-- ai:transcript:end -->"
    return f"---\ntype: transcript\ndate: '{day}'\n---\n\n# Title\n\n- A fact.\n\n{region}\n\n{notes}\n"


def _noisy(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same talk as another tool hears it: a word in fifteen lost or misheard, lines joined, something invented."""
    out: list[tuple[str, str]] = []
    count = 0
    for i in range(0, len(lines) - 1, 2):
        kept = []
        for word in f"{lines[i][1]} {lines[i + 1][1]}".split():
            count += 1
            kept.append("" if count % 30 == 0 else word + "s" if count % 15 == 0 else word)
        out.append((lines[i][0], " ".join(kept)))
    return [*out, ("X", "Thank you for watching.")]


IDS = sorted(p.stem for p in GOLD.glob("*.md"))[:8]


@pytest.mark.parametrize("name", IDS)
def test_another_export_is_the_same_meeting_and_another_meeting_is_not(name: str) -> None:
    lines = _spoken(name)[1]
    wanted = fingerprint(_note(lines))
    assert likeness(wanted, fingerprint(_note(_noisy(lines), step=9, named=False))) > SAME + 0.2
    halves = len(lines) // 2
    assert likeness(fingerprint(_note(lines[:halves])), fingerprint(_note(lines[halves:]))) < SAME - 0.2
    for other in IDS:
        if other != name:
            assert likeness(wanted, fingerprint(_note(_spoken(other)[1]))) < SAME - 0.2


def test_the_same_meeting_is_found_by_its_words_without_any_history(vault: Vault) -> None:
    lines = _spoken(IDS[0])[1]
    _put(vault, "x/renamed.md", _note(lines))
    _put(vault, "x/same day, same people.md", _note([(who, words) for who, words in _spoken(IDS[1])[1]]))
    assert vault.find_same(_note(_noisy(lines), named=False), DAY) == vault.root / "x" / "renamed.md"
    assert vault.find_same(_note(_spoken(IDS[2])[1]), DAY) is None
    assert vault.find_same(_note(lines), date(2026, 3, 13)) is None


def test_the_same_meeting_is_found_by_its_history_whatever_day_it_is_said_to_be(vault: Vault) -> None:
    lines = _spoken(IDS[0])[1]
    made = vault.write("a.md", _note(lines), None, sources=("s1",))
    assert vault.find_same(_note(lines), DAY, "s1") == made.path
    assert vault.find_same(_note(_noisy(lines), "2026-04-01"), date(2026, 4, 1), "s2") == made.path
    assert vault.find_same(_note(_spoken(IDS[1])[1]), DAY, "s3") is None


def test_a_note_moved_renamed_and_edited_is_found_with_its_base(vault: Vault) -> None:
    text = _note(_spoken(IDS[0])[1], labels="k111 k222 a333")
    made = vault.write("Meetings/a.md", text, None, sources=("s1",))
    for edit in (text, text.replace("A fact.", "My fact."), text.replace("2026-03-12", "2026-03-11").replace("A fact.", "Mine.")):
        moved = vault.root / "Archive" / "other name.md"
        moved.parent.mkdir(exist_ok=True)
        moved.write_text(edit)
        made.path.unlink(missing_ok=True)
        assert vault.find_same(text, DAY, "s1") == moved
        assert vault.base_of(moved) == text
    # Without its transcript, the identities of its lines are enough.
    moved.write_text(text[: text.index("<!-- ai")] + text[text.index("[^k111]") :])
    assert vault.find_same(text, DAY, "s1") == moved
    assert vault.base_of(moved) == text


def test_another_note_in_the_place_of_a_moved_one_is_not_taken_for_it(vault: Vault) -> None:
    text = _note(_spoken(IDS[0])[1])
    made = vault.write("a.md", text, None, sources=("s1",))
    made.path.rename(vault.root / "b.md")
    _put(vault, "a.md", _note(_spoken(IDS[1])[1]))
    assert vault.find_same(text, DAY, "s1") == vault.root / "b.md"
    assert vault.base_of("a.md") is None


def test_a_deleted_note_is_not_found(vault: Vault) -> None:
    text = _note(_spoken(IDS[0])[1])
    vault.write("a.md", text, None, sources=("s1",)).path.unlink()
    assert vault.find_same(text, DAY, "s1") is None
    vault.write("a.md", text, None, sources=("s1",))
    vault.undo()
    assert vault.find_same(text, DAY, "s1") is None


@pytest.mark.parametrize(
    "head", ["date: 2026-03-12", 'Date: "2026-03-12T10:00"', "date: '[[2026-03-12]]'", "a: b\r\ndate:   2026-03-12\r\nc: d"]
)
def test_days_are_read_as_people_write_them(vault: Vault, head: str) -> None:
    _put(vault, "a.md", f"---\r\n{head}\r\n---\r\n")
    _put(vault, "b.md", "---\nother: x\n---\ndate: 2026-03-12\n")
    _put(vault, "2026-03-12 c.md", "no front matter")
    _put(vault, "d.sync-conflict-20260312.md", "---\ndate: 2026-03-12\n---\n")
    assert [p.name for p in vault.meetings_on(DAY)] == ["2026-03-12 c.md", "a.md"]


def test_a_day_that_changes_is_seen(vault: Vault) -> None:
    path = _put(vault, "a.md", "---\ndate: 2026-03-12\n---\n")
    assert vault.meetings_on(DAY) == [path]
    path.write_text("---\ndate: 2026-03-13, moved\n---\n")
    assert vault.meetings_on(DAY) == []


def test_a_vault_of_5000_notes_is_searched_and_written_at_once(vault: Vault, tmp_path: Path) -> None:
    lines = _spoken(IDS[0])[1]
    filler = "words of a note " * 500
    for i in range(5000):
        folder = vault.root / f"folder {i % 50}"
        folder.mkdir(exist_ok=True)
        (folder / f"note {i}.md").write_text(f"---\ndate: 2026-{i % 12 + 1:02}-{i % 28 + 1:02}\ntags: [a]\n---\n{filler}")
    _put(vault, "folder 3/the one.md", _note(lines))
    known, unknown = _note(_noisy(lines)), _note(_spoken(IDS[1])[1])

    def busy(text: str, expected: Path | None) -> float:
        """The processor time that the vault adds to one run: another program at work does not count."""
        start = time.process_time()
        fresh = Vault.open(vault.root, state_dir=tmp_path / "state")
        assert fresh.find_same(text, DAY) == expected
        if expected is None:
            fresh.write(fresh.free_path("folder 7", "new.md"), text, None)
        spent = time.process_time() - start
        if expected is None:
            fresh.undo()
        return spent

    found = min(busy(known, vault.root / "folder 3/the one.md") for _ in range(3))
    made = min(busy(unknown, None) for _ in range(3))
    assert max(found, made) < 0.5
    print(f"5,000 notes: found in {found:.3f} s, a new one written in {made:.3f} s")  # noqa: T201


# Properties that are no YAML


@pytest.mark.parametrize(
    ("head", "line"),
    [("a: b\ntags: [one\nc: d", 4), ("a: b: c", 2), ("a: b\n\tc: d", 3), ("{{title}}", 2), ("- a list", 2)],
)
def test_a_note_with_broken_properties_is_left_alone_and_the_line_is_named(vault: Vault, head: str, line: int) -> None:
    text = f"---\n{head}\n---\nbody\n"
    path = _put(vault, "a.md", text)
    read = vault.read("a.md")
    with pytest.raises(VaultError) as caught:
        vault.write("a.md", text + "more\n", read.sha256)
    assert caught.value.code == "malformed-note"
    assert f"a.md: the note's properties cannot be read: line {line}: " in caught.value.message
    assert path.read_text() == text
    assert vault.writes() == ()


@pytest.mark.parametrize("head", ["date: 2026-02-30", "tags:\n- a\n- b", "x: '[[y]]'", "", "# only a comment"])
def test_a_note_with_odd_but_sound_properties_is_written(vault: Vault, head: str) -> None:
    path = _put(vault, "a.md", f"---\n{head}\n---\nbody\n")
    assert vault.write("a.md", path.read_text() + "more\n", vault.read("a.md").sha256).text.endswith("more\n")
