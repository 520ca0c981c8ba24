"""The command line as a newcomer meets it: what it writes, what it says when something is wrong, what it never does."""

from __future__ import annotations

import json
import re
import time
import tomllib
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from acta import cli, terminal
from acta.cli import main
from acta.config import describe_settings
from acta.document import json_schema
from acta.occasion import KINDS

TALK = """[00:00:01.00]  Ana Ruiz :  Morning Ben. Thanks for making the time. How is the Halden migration going?

[00:00:08.00]  Remote :  It's mostly fine. The importer dropped four thousand records last night, so we stopped it.

[00:00:16.00]  Ana Ruiz :  Okay. Can you send me the error report by Friday?

[00:00:21.00]  Remote :  Sure, I'll send the error report by Friday.

[00:00:26.00]  Ana Ruiz :  And I'll talk to the vendor about the licence tomorrow.

[00:00:31.00]  Remote :  Good. I'm worried that the licence runs out before the migration is done.

[00:00:38.00]  Ana Ruiz :  Let's go with the smaller batch size then.

[00:00:42.00]  Remote :  Agreed, smaller batches.

[00:00:45.00]  Ana Ruiz :  Great. Same time next Tuesday?

[00:00:49.00]  Remote :  Next Tuesday works. Bye.
"""
WHO = ["--owner", "Ana Ruiz", "--with", "Ben Okri", "--date", "2026-03-11"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACTA_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("ACTA_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "vault").mkdir()
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def acta(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def note(place: Path, *more: str) -> Result:
    return acta("note", place / "talk.txt", "--vault", place / "vault", *WHO, *more)


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def the_note(place: Path) -> Path:
    (path,) = (place / "vault").rglob("*.md")
    return path


def test_a_transcript_becomes_one_note(place: Path) -> None:
    result = note(place)
    assert result.exit_code == 0, result.output
    text = the_note(place).read_text(encoding="utf-8")
    assert "# 1:1 — Ben Okri — 2026-03-11" in text
    assert "## Action items (for Ben Okri)" in text
    assert "📅 2026-03-13" in text
    assert "Remote" not in text


def test_who_accepts_a_request_owns_the_task(place: Path) -> None:
    note(place)
    assert "@Ben Okri" in the_note(place).read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(place: Path) -> None:
    note(place)
    before = files(place)
    result = note(place)
    assert result.exit_code == 0
    assert "unchanged" in result.output
    assert files(place) == before


def test_edits_survive_and_deleted_lines_stay_deleted(place: Path) -> None:
    note(place)
    path = the_note(place)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    tasks = [line for line in lines if line.startswith("- [ ]")]
    facts = [line for line in lines if line.startswith("- ") and "[^" in line and line not in tasks]
    assert tasks
    assert facts
    edited = "".join(line.replace("- [ ]", "- [x]") if line == tasks[0] else "" if line == facts[0] else line for line in lines)
    edited += "\nMy own thought.\n"
    moved = path.parent / "My name for it.md"
    path.unlink()
    moved.write_text(edited, encoding="utf-8")
    result = note(place)
    assert result.exit_code == 0, result.output
    assert the_note(place).read_text(encoding="utf-8") == edited


def test_dry_run_writes_nothing_anywhere(place: Path) -> None:
    before = files(place)
    result = note(place, "--dry-run")
    assert result.exit_code == 0
    assert "would create" in result.output
    assert files(place) == before


def test_undo_takes_the_note_back(place: Path) -> None:
    note(place)
    result = acta("undo", "--vault", place / "vault")
    assert result.exit_code == 0, result.output
    assert not files(place / "vault")


def test_json_is_what_the_schema_says_and_needs_no_vault(place: Path) -> None:
    result = acta("note", place / "talk.txt", *WHO, "--json", "-", "--dry-run")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    jsonschema.validate(document, json_schema())
    by_id = {u["id"]: u for u in document["utterances"]}
    assert document["items"]
    for item in document["items"]:
        for evidence in item["evidence"]:
            assert evidence["quote"] in by_id[evidence["utterance"]]["text"]


GOLD = Path(__file__).resolve().parent.parent / "bench" / "gold" / "train"
# Exactly what the first issue promised to programs; a change here is a change for everybody who reads these documents.
SHAPE = {
    "": "schema meeting summary items next_meeting utterances changes diagnostics unverified usage",
    "meeting": "title date kind owner people source duration_ms",
    "meeting.people[]": "name speaks",
    "meeting.source": "path format sha256",
    "items[]": "id kind text owner owner_candidates due due_words priority confidence evidence",
    "items[].evidence[]": "utterance speaker start_ms end_ms quote",
    "next_meeting": "date words evidence",
    "next_meeting.evidence[]": "utterance speaker start_ms end_ms quote",
    "utterances[]": "id speaker label start_ms end_ms text",
}


def shapes(value: object, at: str = "") -> dict[str, str]:
    """The keys, in order, of every object in a document, by where it stands."""
    out: dict[str, str] = {}
    if isinstance(value, dict):
        out[at] = " ".join(value)
        for key, inner in value.items():
            out |= shapes(inner, f"{at}.{key}".lstrip("."))
    for inner in value if isinstance(value, list) else ():
        out |= shapes(inner, f"{at}[]")
    return out


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.md"))[::3], ids=lambda p: str(p.stem))
def test_real_talks_give_documents_of_the_promised_shape(place: Path, path: Path) -> None:
    lines = re.findall(r"^\d+ ([^:\n]+: .+)$", path.read_text(encoding="utf-8").partition("## Minutes")[0], re.MULTILINE)
    (place / "talk.md").write_text("\n\n".join(lines), encoding="utf-8")
    document = json.loads(acta("note", place / "talk.md", "--date", "2026-03-11", "--json", "-", "--dry-run").stdout)
    jsonschema.validate(document, json_schema())
    found = shapes(document)
    assert len(document["items"]) >= 5
    assert {k: v for k, v in found.items() if k in SHAPE} == {k: v for k, v in SHAPE.items() if k in found}
    assert set(found) <= {*SHAPE, "changes[]", "diagnostics[]"}
    by_id = {u["id"]: u["text"] for u in document["utterances"]}
    assert all(e["quote"] in by_id[e["utterance"]] for item in document["items"] for e in item["evidence"])


def test_standard_input_and_a_folder(place: Path) -> None:
    piped = acta("note", "-", *WHO, "--json", "-", "--dry-run", stdin=TALK)
    assert piped.exit_code == 0, piped.output
    folder = place / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(TALK, encoding="utf-8")
    (folder / "two.txt").write_text(TALK.replace("Friday", "Thursday"), encoding="utf-8")
    both = acta("note", folder, *WHO, "--json", "-", "--dry-run")
    assert both.exit_code == 0, both.output
    assert [json.loads(line)["meeting"]["source"]["path"] for line in both.stdout.splitlines()] == [
        str(folder / "one.txt"),
        str(folder / "two.txt"),
    ]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 10), (b"\x00\x01\x02\xff" * 500, 10), (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400, 10)],
    ids=["empty", "binary", "video"],
)
def test_what_is_no_transcript_is_refused_and_nothing_is_written(place: Path, content: bytes, status: int) -> None:
    (place / "bad.txt").write_bytes(content)
    result = acta("note", place / "bad.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == status, result.output
    assert "bad.txt" in result.output
    assert not files(place / "vault")


def test_half_a_gigabyte_is_refused_within_a_second(place: Path) -> None:
    with (place / "huge.txt").open("wb") as out:
        out.truncate(500_000_000)
    started = time.process_time()
    result = acta("note", place / "huge.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == 10
    assert time.process_time() - started < 1


def test_one_bad_source_does_not_stop_the_others(place: Path) -> None:
    (place / "bad.txt").write_bytes(b"")
    result = acta("note", place / "bad.txt", place / "talk.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == 10
    assert the_note(place).exists()


def test_without_a_vault_the_error_says_how_to_set_one(place: Path) -> None:
    result = acta("note", place / "talk.txt", *WHO)
    assert result.exit_code == 11
    assert "acta config set vault" in result.output


def test_settings_are_kept_and_used(place: Path) -> None:
    assert acta("config", "set", "vault", place / "vault").exit_code == 0
    assert acta("config", "set", "owner", "Ana Ruiz").exit_code == 0
    shown = acta("config", "show")
    assert 'owner = "Ana Ruiz"' in shown.output
    result = acta("note", place / "talk.txt", "--with", "Ben Okri", "--date", "2026-03-11")
    assert result.exit_code == 0, result.output
    assert the_note(place).exists()


def test_a_learnt_alias_is_applied(place: Path) -> None:
    (place / "talk.txt").write_text(TALK.replace("Halden", "Holdan"), encoding="utf-8")
    assert acta("learn", "Holdan", "=", "Halden", "--vault", place / "vault").exit_code == 0
    assert "Holdan" in (place / "vault" / "acta.toml").read_text(encoding="utf-8")
    note(place)
    assert "Halden migration" in the_note(place).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["note"],
        ["note", "x.txt", "--date", "soon"],
        ["note", "x.txt", "--date", "2026-02-30"],
        ["note", "x.txt", "--speaker", "nobody"],
        ["note", "x.txt", "--speaker", "A=B", "--speaker", "A=C"],
        ["frobnicate"],
        ["--quiet", "--verbose", "formats"],
    ],
)
def test_wrong_usage_exits_with_2(place: Path, arguments: list[str]) -> None:
    result = acta(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.output


def test_the_main_command_has_the_options_it_promised() -> None:
    first = "--vault --owner --with --speaker --title --date --kind --calendar --format --engine --json --dry-run --keep-all --help"
    promised = f"{first} --estimate --fresh --off-record"
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", acta("note", "--help").output)) == set(promised.split())


def test_without_a_command_the_help_is_shown() -> None:
    result = acta()
    assert result.exit_code == 0
    assert "acta note meeting.vtt --vault" in result.output
    assert acta("config").exit_code == 0


def test_a_switch_after_the_command_is_told_where_it_belongs(place: Path) -> None:
    result = note(place, "--quiet")
    assert result.exit_code == 2
    assert "acta --quiet note" in result.output


def test_unknown_kind_format_and_engine_name_what_is_allowed(place: Path) -> None:
    for option, known in (("--kind", "one_on_one"), ("--format", "teams-vtt"), ("--engine", "embedded")):
        result = note(place, option, "nonsense")
        assert result.exit_code in {10, 11}, result.output
        assert known in result.output
    assert not files(place / "vault")


def test_every_kind_is_named_in_the_help_and_offered() -> None:
    shown = acta("note", "--help").output
    assert all(kind in shown for kind in KINDS)


def test_quiet_says_nothing_and_verbose_everything(place: Path) -> None:
    arguments = ("note", place / "talk.txt", "--vault", place / "vault", "--owner", "Ana Ruiz")
    assert acta("--quiet", *arguments).output == ""
    assert acta("--quiet", "undo", "--vault", place / "vault").output == ""
    (place / "talk.txt").write_text(TALK.replace("Agreed,", "Agreed. " + "no " * 30 + "Agreed,"), encoding="utf-8")
    plain, verbose = acta(*arguments), acta("--verbose", *arguments)
    assert "not settled on a person" in plain.stderr
    assert "quarantined" not in plain.stderr
    assert "quarantined" in verbose.stderr


def test_what_is_called_minor_is_reported_somewhere() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (Path(cli.__file__).parent).rglob("*.py") if p.name != "terminal.py")
    gone = [code for code in terminal.MINOR if f'"{code}"' not in source]
    assert not gone


def test_both_with_options_count(place: Path) -> None:
    result = note(place, "--with", "Cleo Marsh", "--json", "-", "--dry-run")
    assert {p["name"] for p in json.loads(result.stdout)["meeting"]["people"] if p["speaks"]} >= {"Ana Ruiz", "Ben Okri", "Cleo Marsh"}


def test_a_label_that_is_not_there_is_told_with_those_that_are(place: Path) -> None:
    result = note(place, "--speaker", "Speaker 9=Ana Ruiz")
    assert "Speaker 9" in result.stderr
    assert "“Remote”" in result.stderr


def test_a_folder_is_read_past_what_fails_and_what_is_no_transcript(place: Path) -> None:
    folder = place / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400)
    (folder / "c.txt").write_text(TALK, encoding="utf-8")
    (place / "none").mkdir()
    result = acta("note", place / "none", folder, place / "gone.txt", "--vault", place / "vault", *WHO)
    assert result.exit_code == 10
    assert the_note(place).exists()
    for said in ("the folder holds no file", "a.txt: the file is empty", "passed over: ", "gone.txt: no such file", "1 created"):
        assert said in result.stderr + result.stdout
    assert "3 failed" in result.stderr
    assert acta("note", folder / "b.mp4", "--vault", place / "vault", *WHO).exit_code == 10


def test_the_exit_status_is_the_first_failures(place: Path) -> None:
    (place / "bad.txt").write_bytes(b"")
    undated = ("--owner", "Ana Ruiz", "--json", "-", "--dry-run")
    assert acta("note", "-", place / "bad.txt", *undated, stdin=TALK).exit_code == 11
    assert acta("note", place / "bad.txt", "-", *undated, stdin=TALK).exit_code == 10


def test_the_same_meeting_twice_in_one_call_becomes_one_note(place: Path) -> None:
    (place / "again.txt").write_text(TALK.replace("Ana Ruiz", "Microphone").replace("mostly fine", "mostly good"), encoding="utf-8")
    both = [place / "talk.txt", place / "again.txt"]
    planned = acta("note", *both, "--vault", place / "vault", *WHO, "--dry-run")
    assert planned.stdout.count("would create") == 1
    assert not files(place / "vault")
    written = acta("note", *both, "--vault", place / "vault", *WHO)
    assert written.exit_code == 0, written.output
    assert written.stdout.count("created") == 1
    assert the_note(place).exists()


def test_standard_input_is_read_beside_other_sources(place: Path) -> None:
    result = acta("note", "-", place / "talk.txt", *WHO, "--json", "-", "--dry-run", stdin=TALK)
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["meeting"]["source"]["path"] for line in result.stdout.splitlines()] == [
        "standard input",
        str(place / "talk.txt"),
    ]
    twice = acta("note", "-", "-", *WHO, "--json", "-", "--dry-run", stdin=TALK)
    assert twice.exit_code == 10
    assert "named twice" in twice.stderr


def test_several_sources_give_one_object_a_line_even_when_one_fails(place: Path) -> None:
    result = acta("note", place / "gone.txt", place / "talk.txt", *WHO, "--json", place / "out" / "all.jsonl", "--dry-run")
    assert result.exit_code == 10
    (line,) = (place / "out" / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["schema"] == 1


def test_a_json_file_that_cannot_be_written_is_told(place: Path) -> None:
    result = acta("note", place / "talk.txt", *WHO, "--dry-run", "--json", place / "talk.txt" / "x.json")
    assert result.exit_code == 10
    assert "[unwritable]" in result.stderr
    assert (place / "talk.txt").read_text(encoding="utf-8") == TALK


@pytest.mark.parametrize("name", ["odd\nname \x1b[31m.txt", "🎉 \u200b.txt", "n\udce9.txt", "-talk.txt", "a" * 240 + ".txt"])
def test_odd_file_names_are_read_and_shown_harmlessly(place: Path, name: str) -> None:
    source = place / name
    source.write_text(TALK, encoding="utf-8")
    read = acta("note", source, *WHO, "--json", "-", "--dry-run")
    assert read.exit_code == 0, read.output
    assert json.loads(read.stdout)["meeting"]["source"]["path"].startswith(str(place))
    source.write_bytes(b"")
    refused = acta("note", source, "--vault", place / "vault", *WHO)
    assert refused.exit_code == 10
    assert "\x1b" not in refused.output


def test_a_vault_that_is_a_file_or_missing_is_told(place: Path) -> None:
    for wrong in ("talk.txt", "gone"):
        result = acta("note", place / "talk.txt", "--vault", place / wrong, *WHO)
        assert result.exit_code == 30, result.output
        assert "--vault DIR" in result.stderr


def test_show_is_a_line_for_each_utterance(place: Path) -> None:
    lines = acta("show", place / "talk.txt", *WHO).stdout.splitlines()
    assert lines[0] == "1:1 — Ben Okri, 2026-03-11 (one_on_one)"
    assert lines[1] == "Speaking: Ana Ruiz, Ben Okri"
    assert lines[4] == "00:00:01 Ana Ruiz: Morning Ben. Thanks for making the time. How is the Halden migration going?"
    assert len(lines) == 4 + 10
    undecided = acta("show", place / "talk.txt", "--owner", "Ana Ruiz").stdout
    assert "00:00:42 Remote?: Agreed, smaller batches." in undecided


def test_show_json_is_the_same_document(place: Path) -> None:
    shown = json.loads(acta("show", place / "talk.txt", *WHO, "--json").stdout)
    assert shown == json.loads(acta("note", place / "talk.txt", *WHO, "--json", "-", "--dry-run").stdout)


@pytest.mark.parametrize("form", [["Koncha", "=", "Kanchan Mehta"], ["Koncha = Kanchan Mehta"], ["Koncha=Kanchan Mehta"]])
def test_an_alias_is_learnt_in_either_form(place: Path, form: list[str]) -> None:
    result = acta("learn", *form)
    assert result.exit_code == 0, result.output
    assert '"Koncha" = "Kanchan Mehta"' in acta("config", "show").output.replace("Koncha =", '"Koncha" =')


@pytest.mark.parametrize(
    "form", [["alone"], ["A", "B"], ["A", "B", "C"], ["A", "=", "B", "C"], ["a=b=c"], ["="], ["A="], ["=", "=", "="], ["A", "=", " "]]
)
def test_any_other_form_of_learning_says_how_it_is_written(place: Path, form: list[str]) -> None:
    result = acta("learn", *form)
    assert result.exit_code == 2, result.output
    assert 'acta learn "Koncha" = "Kanchan Mehta"' in result.output
    assert not (place / "config.toml").exists()


def test_config_show_is_a_file_that_can_be_used(place: Path) -> None:
    for key, value in (("owner", 'Ana "A" Ruiz'), ("terms", "Halden, Kestrel"), ("link_people", "yes"), ("vault", str(place / "vault"))):
        assert acta("config", "set", key, value).exit_code == 0
    assert acta("learn", "Koncha", "=", "Kanchan Mehta").exit_code == 0
    shown = acta("config", "show").output
    values = tomllib.loads(shown)
    assert set(values) == {row.key for row in describe_settings()}
    assert values["owner"] == 'Ana "A" Ruiz'
    assert values["terms"] == ["Halden", "Kestrel"]
    # Its alias was learnt into the vault that is configured by then.
    assert values["aliases"] == {"Koncha": "Kanchan Mehta"}
    for kept in ("config.toml", "vault/acta.toml", "state"):
        assert str(place / kept) in shown


def test_a_vault_is_set_only_if_it_is_there_and_can_be_taken_back(place: Path) -> None:
    wrong = acta("config", "set", "vault", place / "gone")
    assert wrong.exit_code == 11
    assert "no such folder" in wrong.stderr
    assert acta("config", "set", "vault", place / "vault").exit_code == 0
    assert acta("config", "set", "vault", "").exit_code == 0
    assert acta("undo").exit_code == 11


def test_show_lists_changes_with_reasons(place: Path) -> None:
    (place / "talk.txt").write_text(TALK.replace("Agreed,", "Agreed, " + "yes, " * 40), encoding="utf-8")
    result = acta("show", place / "talk.txt", "--changes", *WHO)
    assert result.exit_code == 0, result.output
    assert re.search(r"00:00:42 +loop +set aside “yes, yes.* \(the recognizer repeated itself\)", result.stdout)
    assert "1 loop" in result.stdout
    kept = acta("show", place / "talk.txt", "--changes", "--keep-all", *WHO)
    assert "loop " not in kept.stdout
