from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta import config
from acta.config import Config, describe_settings, learn, load, save, set_value
from acta.errors import ConfigError

MINE = """# my own
owner = "Ana Ruiz"  # me
terms = ['HEC-RAS', "datum"]

[aliases]
"Koncha" = "Kanchan Mehta"   # heard twice
"""


def _file(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def _error(folder: Path, text: str, *, in_vault: bool = False) -> ConfigError:
    path = _file(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(None, path) if in_vault else load(path, None)
    return caught.value


def test_no_files_give_the_defaults(tmp_path: Path) -> None:
    assert load(None, None) == load(tmp_path / "no.toml", tmp_path / "neither.toml") == Config()


def test_every_option_is_read(tmp_path: Path) -> None:
    head = 'vault = "notes"\nfolder = "Work/Meetings/"\nmicrophones = ["Jabra"]\nevidence = "none"\nlink_people = true\nengine = "e"\n'
    got = load(_file(tmp_path, head + MINE), None)
    assert got == Config(
        vault=tmp_path / "notes",
        owner="Ana Ruiz",
        folder="Work/Meetings",
        terms=("HEC-RAS", "datum"),
        aliases=(("Koncha", "Kanchan Mehta"),),
        microphones=("Jabra",),
        evidence="none",
        link_people=True,
        engine="e",
    )


def test_the_vault_wins_and_lists_are_joined(tmp_path: Path) -> None:
    vault = _file(tmp_path, 'owner = "Bo"\nterms = ["datum", "weir"]\naliases = {koncha = "K. M.", Bob = "Bo"}', "acta.toml")
    got = load(_file(tmp_path, MINE), vault)
    assert (got.owner, got.terms, got.aliases) == ("Bo", ("HEC-RAS", "datum", "weir"), (("koncha", "K. M."), ("Bob", "Bo")))


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    assert load(_file(tmp_path, "\ufeff" + MINE.replace("\n", "\r\n")), None) == load(_file(tmp_path, MINE, "2"), None)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\nownr = 'A'", 2, "Did you mean “owner”"),
        ("[alias]\na = 'b'", 1, "Did you mean “aliases”"),
        ("zzzzqq = 1", 1, "Options: vault, owner"),
        ("# x\n# y\nowner = 3", 3, "must be text"),
        ("link_people = 'yes'", 1, "must be true or false"),
        ("terms = 'a'", 1, "must be a list of texts"),
        ("terms = ['a', 3]", 1, "must be a list of texts"),
        ("owner = 'A'\n\n[aliases]\na = 3", 3, "“a” has no text"),
        ("aliases = ['a']", 1, "must be a table"),
        ("evidence = 'all'", 1, "one of footnotes, none"),
        ("folder = '../out'", 1, "inside the vault"),
        ("folder = '/etc'", 1, "inside the vault"),
        ("people_folder = 'a/.hidden'", 1, "hidden"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(tmp_path: Path, text: str, line: int, words: str) -> None:
    error = _error(tmp_path, text)
    assert f"config.toml, line {line}:" in error.message
    assert words in str(error)


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    error = _error(tmp_path, "owner = 'A'\nfolder = Meetings\n")
    assert error.code == "bad-config"
    assert "line 2" in error.message


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes("owner = 'Zoë'".encode("cp1252"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "c.toml", None)


@pytest.mark.parametrize("key", ["vault", "engine"])
def test_a_vault_may_not_decide_where_words_go(tmp_path: Path, key: str) -> None:
    error = _error(tmp_path, f"{key} = 'x'", in_vault=True)
    assert f"may not set “{key}”" in error.message
    assert f"acta config set {key}" in error.hint


def test_descriptions_cover_the_options_and_their_defaults() -> None:
    rows = describe_settings()
    assert [r.key for r in rows] == [f.name for f in dataclasses.fields(Config)]
    assert all(r.meaning.endswith(".") and r.type for r in rows)
    read_back = tomllib.loads("\n".join(f"{r.key} = {r.default}" for r in rows))
    assert read_back["templates_folder"] == Config().templates_folder
    assert read_back["link_people"] is False


def test_defaults_written_out_are_the_defaults(tmp_path: Path) -> None:
    assert load(_file(tmp_path, "\n".join(f"{r.key} = {r.default}" for r in describe_settings())), None) == Config()


def test_learning_adds_one_line_and_touches_nothing_else() -> None:
    after = learn(MINE, "Ana-Lyn", "Annalynn")
    assert after == MINE + 'Ana-Lyn = "Annalynn"\n'


def test_learning_again_changes_the_meaning_up_to_case() -> None:
    after = learn(MINE, "koncha", "Concha Diaz")
    assert after == MINE.replace("Kanchan Mehta", "Concha Diaz")


def test_windows_line_ends_and_mark_stay() -> None:
    text = "\ufeff" + MINE.replace("\n", "\r\n")
    assert learn(text, "x", "y") == text + 'x = "y"\r\n'


_words = st.text(min_size=1, max_size=20).filter(lambda s: s.strip() and s.isprintable())


@given(_words, _words)
def test_whatever_is_learned_is_read_back_and_the_rest_stays(heard: str, meant: str) -> None:
    after = learn(MINE, heard, meant)
    assert tomllib.loads(after)["aliases"][heard.strip() if heard.strip().casefold() != "koncha" else "Koncha"] == meant.strip()
    if heard.strip().casefold() != "koncha":
        assert after.startswith(MINE)


@pytest.mark.parametrize("pair", [("", "x"), ("x", " "), ("a\nb", "c")])
def test_half_an_alias_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(ConfigError):
        learn(MINE, *pair)


def test_setting_keeps_comments_and_stays_above_tables() -> None:
    after = set_value(MINE, "folder", "Work")
    assert after.replace('folder = "Work"\n', "") == MINE
    assert tomllib.loads(after)["folder"] == "Work"
    assert set_value(MINE, "owner", "Bo") == MINE.replace("Ana Ruiz", "Bo")


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("link_people", "Yes", True),
        ("link_people", "off", False),
        ("terms", "a, b c,", ["a", "b c"]),
        ("vault", "/n", "/n"),
        ("folder", "", ""),
    ],
)
def test_what_is_typed_gets_the_type_of_the_option(key: str, typed: str, value: object) -> None:
    assert tomllib.loads(set_value("", key, typed))[key] == value


@pytest.mark.parametrize(
    ("key", "typed"), [("ownr", "A"), ("link_people", "maybe"), ("evidence", "x"), ("aliases", "a=b"), ("folder", "../x")]
)
def test_what_could_not_be_read_back_is_not_set(key: str, typed: str) -> None:
    with pytest.raises(ConfigError):
        set_value(MINE, key, typed)


def test_saving_makes_the_folder_and_follows_links(tmp_path: Path) -> None:
    save(tmp_path / "a" / "b" / "c.toml", MINE)
    (tmp_path / "link.toml").symlink_to(tmp_path / "a" / "b" / "c.toml")
    save(tmp_path / "link.toml", "owner = 'é'\r\n")
    assert (tmp_path / "a/b/c.toml").read_bytes() == "owner = 'é'\r\n".encode()
    assert (tmp_path / "link.toml").is_symlink()
    assert [p.name for p in (tmp_path / "a/b").iterdir()] == ["c.toml"]


def test_saving_where_it_cannot_be_is_told(tmp_path: Path) -> None:
    _file(tmp_path, "", "file")
    with pytest.raises(ConfigError) as caught:
        save(tmp_path / "file" / "c.toml", "")
    assert caught.value.code == "config-not-written"


def test_the_environment_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACTA_CONFIG", str(tmp_path / "x.toml"))
    assert config.user_config_file() == tmp_path / "x.toml"
    monkeypatch.delenv("ACTA_CONFIG")
    assert config.user_config_file().name == "config.toml"
