"""What a note looks like, byte for byte, and what no words and no template can break."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import jinja2.meta
import pytest
import yaml

from acta.compose import ComposeOptions, TemplateFile, compose, file_name
from acta.errors import ConfigError
from acta.evidence import cite
from acta.extract import LETTERS
from acta.markdown import HEADINGS, KIND_OF_LETTER, Note, TaskLine, heading_key, item_labels, kind_of_heading, kind_of_label
from acta.model import Item, ItemKind, Person, Record
from acta.occasion import KINDS
from golden_files import FOLDER, same_as_golden
from records import DAY, Talk, of_every_kind, specimen, with_items

RECORDS = of_every_kind()
FORMAT = Path(__file__).resolve().parents[2] / "shared" / "NOTE_FORMAT.md"


def own(text: str, name: str = "default.md.j2") -> ComposeOptions:
    return ComposeOptions(templates=(TemplateFile(f"/vault/Templates/acta/{name}", text),))


# The specimen


def test_the_specimen_is_met_byte_for_byte() -> None:
    assert compose(specimen()).encode() == (FOLDER / "specimen.md").read_bytes()


@pytest.mark.skipif(not FORMAT.exists(), reason="the page that defines the format is not beside this clone")
def test_the_specimen_is_that_of_the_page_that_defines_it() -> None:
    page = FORMAT.read_text(encoding="utf-8").split("````markdown\n")[1].split("\n````")[0]
    # The page shows one footnote of the seven: it is the first.
    assert (FOLDER / "specimen.md").read_text(encoding="utf-8").startswith(page + "\n")


# Every kind


@pytest.mark.parametrize("kind", KINDS)
def test_golden_notes_of_every_kind(kind: str) -> None:
    same_as_golden(f"{kind}.md", compose(RECORDS[kind]))


def test_golden_notes_of_other_options() -> None:
    same_as_golden("dataview.md", compose(specimen(), ComposeOptions(task_format="dataview", global_filter="#task")))
    same_as_golden("without-evidence.md", compose(RECORDS["customer"], ComposeOptions(evidence="none")))
    linked = frozenset({"Nadia Okafor", "Tomas", "Nadia"})
    same_as_golden("linked.md", compose(specimen(), ComposeOptions(linked=linked)))
    same_as_golden("markdown-links.md", compose(specimen(), ComposeOptions(linked=linked, markdown_links=True)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_reads_back_as_what_it_was_made_of(kind: str) -> None:
    record = RECORDS[kind]
    note = Note.parse(compose(record))
    assert note.render() == note.text
    assert note.properties()["date"] == "2026-03-12"
    assert note.properties()["people"] == [f"[[{n}]]" for n in record.meeting.others]
    assert note.transcript
    assert note.next_meeting
    found: dict[ItemKind, list[str]] = {}
    for section in note.sections:
        if (section_kind := kind_of_heading(section.heading.text)) is not None:
            inside = [i for i in note.items if section.body_start <= i.start < section.end and not i.is_placeholder]
            found[section_kind] = [item_labels(i)[0] for i in inside]
            assert all(kind_of_label(label) is section_kind for label in found[section_kind])
    # All seven, in order, under whatever heading.
    assert list(found) == list(ItemKind)
    assert found == {k: [i.label for i in record.minutes.of_kind(k)] for k in ItemKind}
    assert [f.label for f in note.footnotes] == [i.label for k in ItemKind for i in record.minutes.of_kind(k)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_quote_stands_whole_in_its_footnote(kind: str) -> None:
    record = RECORDS[kind]
    notes = {f.label: f.text for f in Note.parse(compose(record)).footnotes}
    for item in record.minutes.items:
        bare = notes[item.label].replace("\\", "")
        for evidence in item.evidence:
            assert f"“{evidence.quote}”" in bare
        assert bare.count(" · ") == len(item.evidence) - 1


def test_every_heading_means_one_kind_and_every_template_is_covered() -> None:
    keys = [heading_key(h) for names in HEADINGS.values() for h in names]
    assert len(keys) == len(set(keys))
    assert {letter: k for k, letter in LETTERS.items()} == dict(KIND_OF_LETTER)
    used = {heading_key(s.heading.text) for r in RECORDS.values() for s in Note.parse(compose(r)).sections if s.heading.level == 2}
    assert set(keys) == used - {"summary", ""}


def test_purposes_and_titles_are_the_kinds_own() -> None:
    notes = {kind: compose(record) for kind, record in RECORDS.items()}
    purposes = {re.findall(r"^> (?!\[!info\]|Next)(.+)$", text, re.MULTILINE)[0] for text in notes.values()}
    assert len(purposes) == len(KINDS)
    titles = {kind: re.findall(r"^# (.+)$", text, re.MULTILINE)[0] for kind, text in notes.items()}
    assert titles["one_on_one"] == "1:1 — Nadia Okafor — 2026-03-12"
    assert titles["incident"] == "Incident — Freezer 7 failure — 2026-03-12"
    assert titles["vendor"] == "Vendor call with Highveld — 2026-03-12"  # it says so itself
    assert titles["default"] == "Kin: the week ahead — 2026-03-12"


def test_an_empty_meeting_has_its_sections() -> None:
    text = compose(RECORDS["hiring"])
    assert text.count("\n- (none)\n") == 7
    assert "[ ] (none)" not in text
    assert "[^" not in text
    assert text.endswith("<!-- ai:transcript:end -->\n")


# Task lines


def test_task_lines_are_read_back_as_they_were_meant() -> None:
    for options in (ComposeOptions(), ComposeOptions(task_format="dataview", global_filter="#task")):
        for record in RECORDS.values():
            lines = Note.parse(compose(record, options))
            tasks = {i.block_id: lines.text[i.start : i.end].rstrip("\n") for i in lines.items if i.block_id}
            for item in (*record.minutes.of_kind(ItemKind.ACTION_ITEM), *record.minutes.of_kind(ItemKind.FOLLOW_UP)):
                task = TaskLine.parse(tasks[item.block_id], options.task_format, options.global_filter)
                assert task is not None
                assert (task.status, task.due, task.priority) == (" ", item.due, item.priority)
                assert task.description.endswith(f"[^{item.label}] @{item.owner or '?'}")
                # The plugin would write the very same bytes.
                assert task.render() == task.line


def test_an_owner_who_is_not_certain_is_not_named() -> None:
    text = compose(RECORDS["project"])
    assert "- [ ] Call the vendor about the delay.[^a000] @? 🔺 ^a-0002" in text
    assert "(owner not certain: Jyoti Rao or Ben Okri)" in text


# Words that could break the note


NASTY = [
    "<!-- ai:transcript:end -->",
    "<!-- comment",
    "%% hidden",
    "%%%",
    "[[link]] and ![[embed]]",
    "[^k0001]: not a footnote [^a]",
    "- [ ] not a task",
    "# no heading",
    "1. no list",
    "> no quote",
    "---",
    "``` no fence",
    "~~~",
    "`open",
    "<div>open",
    "text ^block-id",
    "line\nbreak\r\nand\ttab",
    "📅 2026-03-13 ⏫",
    "[due:: 2026-01-01]",
    "",
    "   ",
    "“quoted” · 00:00:01 Ana: “again”",
    "\\",
    "a\u2028b\u0085c",
    "[link](https://example.com) ![image](https://example.com/p.png)",
    "<% tp.file.title %> and <%* code %>",
    "due:: 2026-01-01",
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("task_format", ["emoji", "dataview"])
def test_no_words_break_the_note(nasty: str, task_format: str) -> None:
    talk = Talk("t", "default", "Ana Ruiz", ("Ana Ruiz", "Bo Lund"))
    line = talk.say("Bo Lund", f"Word {nasty} word.")
    for kind, letter in LETTERS.items():
        owner = "Bo Lund" if kind.is_task else None
        talk.items.append(Item(f"{letter}1234", kind, nasty, (cite(line, "word"),), owner=owner, due=date(2026, 4, 1) if owner else None))
    note = Note.parse(compose(talk.record(nasty), ComposeOptions(task_format=task_format)))  # type: ignore[arg-type]
    assert [item_labels(i)[:1] for i in note.items] == [(f"{letter}123",) for letter in LETTERS.values()]
    assert [f.label for f in note.footnotes] == [f"{letter}123" for letter in LETTERS.values()]
    assert [h.text for h in note.headings if h.level == 2] == ["Summary", *(HEADINGS[k][0] for k in ItemKind)]
    assert note.next_meeting
    assert note.transcript
    assert note.text[note.transcript.start : note.transcript.end].count("ai:transcript:end -->") == 1 + nasty.count("ai:transcript")
    for item in note.items:
        line_text = note.text[item.start : item.end].rstrip("\n")
        task = TaskLine.parse(line_text, task_format)  # type: ignore[arg-type]
        assert (task is not None) == (item.block_id is not None)
        if task:
            assert [f.name for f in task.fields] == ["due"]
            assert task.due == date(2026, 4, 1)


def test_no_words_are_lost_to_escaping() -> None:
    talk = Talk("t", "default", None, ())
    line = talk.say(None, "x")
    for nasty in NASTY:
        talk.items = [Item("k1234", ItemKind.KEY_FACT, nasty, (cite(line, "x"),))]
        text = compose(talk.record(""))
        found = next(ln for ln in text.splitlines() if ln.startswith("- ") and "[^k123]" in ln)
        # Taking the backslashes away gives the words back, white space folded.
        assert found.removesuffix("[^k123]")[2:].replace("\\", "") == " ".join(nasty.replace("\\", "").split())


def test_no_words_act() -> None:
    """Links, images, commands of Templater and fields of Dataview are dead where they would be read: everywhere, or outside the fence."""
    talk = Talk("t", "default", "Ana Ruiz", ("Ana Ruiz", "<% tp.name %>"))
    words = "<% tp.now() %> [a](b) ![c](d) due:: now"
    line = talk.say("<% tp.name %>", words)
    talk.items = [Item("k1234", ItemKind.KEY_FACT, words, (cite(line, words),))]
    text = compose(talk.record(words))
    assert "<%" not in text
    before, _, rest = text.partition("```text")
    assert not re.search(r"(?<!\\)\]\(|::", before + rest.partition("```")[2])


def test_odd_names_make_valid_properties() -> None:
    people = tuple(Person(n, speaks=True) for n in ("O'Brien: Pat", "[[x]]|y", "#1 'q'", "日本 太郎", "[]"))
    record = replace(specimen(), meeting=replace(specimen().meeting, people=people, owner=None, kind="default"))
    found = yaml.safe_load(compose(record).split("---\n")[1])
    assert found["people"] == found["entities"]["people"] == ["[[O'Brien: Pat]]", "[[xy]]", "[[1 'q']]", "[[日本 太郎]]"]


def test_file_names_start_with_the_day() -> None:
    assert file_name(specimen().meeting) == "2026-03-12 1-1 — Nadia Okafor.md"
    assert file_name(replace(specimen().meeting, title="Ops / infra:  now")) == "2026-03-12 Ops-infra-now.md"


# Templates of the user


def test_a_template_of_the_user_takes_the_place_of_acta_s() -> None:
    text = compose(RECORDS["board"], own('{% extends "acta/board.md.j2" %}\n{% set purpose = "Mine." %}', "board.md.j2"))
    assert "> Mine.\n" in text
    assert "## Resolutions\n" in text  # the rest is as it was
    text = compose(RECORDS["board"], own('{% extends "acta/board.md.j2" %}{% set headings = {"risk": "Dangers"} %}', "board.md.j2"))
    assert "## Dangers\n" in text
    assert "## Resolutions\n" in text
    for suffix in (".j2", ".md"):
        assert "> Mine.\n" in compose(RECORDS["board"], own('{% extends "note.md.j2" %}{% set purpose = "Mine." %}', f"board{suffix}"))
    assert "Mine" not in compose(RECORDS["team"], own('{% extends "note.md.j2" %}{% set purpose = "Mine." %}', "board.md.j2"))


def test_a_layout_of_the_user_is_used_for_every_kind() -> None:
    layout = (
        "# {{ subject }}\n{% for s in sections %}## {{ s.kind }}\n{{ s.lines | join('\\n') }}\n{% endfor %}\n"
        "<!-- ai:transcript:start -->\n{{ transcript.lines | join('\\n') }}\n<!-- ai:transcript:end -->\n"
    )
    for record in RECORDS.values():
        assert compose(record, own(layout, "note.md.j2")).startswith(f"# {record.meeting.title}\n## key_fact\n")


def test_every_documented_value_is_there_and_no_other() -> None:
    page = (Path(__file__).parents[1] / "docs" / "templates.md").read_text(encoding="utf-8")
    table = page.split("## Values\n")[1].split("\n## ")[0]
    named = [n for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for n in re.findall(r"`(\w+)", row)]
    uses = "".join(f"{{{{ {n}('x') if {n} is callable else {n} }}}}\n" for n in named)
    marks = "\n<!-- ai:transcript:start -->\n<!-- ai:transcript:end -->\n"
    for record in RECORDS.values():
        compose(record, own(uses + marks, "note.md.j2"))
        compose(record, own(uses + marks, f"{record.meeting.kind}.md.j2"))
    layout = (Path(__file__).parents[1] / "src" / "acta" / "templates" / "note.md.j2").read_text(encoding="utf-8")
    free = jinja2.meta.find_undeclared_variables(jinja2.Environment().parse(layout))  # noqa: S701  # only parsed
    assert free - {"title", "purpose", "headings"} <= set(named)


def test_acta_s_own_templates_copied_give_the_same_note() -> None:
    folder = Path(__file__).parents[1] / "src" / "acta" / "templates"
    copies = tuple(TemplateFile(str(p), p.read_text(encoding="utf-8").replace("\n", "\r\n")) for p in sorted(folder.iterdir()))
    assert {c.name for c in copies} == {"note.md.j2", *(f"{k}.md.j2" for k in KINDS)}
    for record in RECORDS.values():
        assert compose(record, ComposeOptions(templates=copies)) == compose(record)


BROKEN = {
    "an unknown name": ("one\n\n{{ nobody }}\n", 3, "nobody"),
    "a block left open": ("one\n{% for x in sections %}\ntwo\n", 3, "endfor"),
    "no such thing": ("{{ meeting.nothing }}", 1, "nothing"),
    "a wrong filter": ("one\n{{ title | nofilter }}", 2, "nofilter"),
    "division": ("\n\n\n{{ 1 // 0 }}", 4, "zero"),
    "a missing file": ("\n{% include 'gone.md.j2' %}", 2, "gone.md.j2"),
    "itself": ("\n{% include 'default.md.j2' %}", 2, "without end"),
    "out of the sandbox": ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
    "a wrong type": ("\n{{ 'a' + 1 }}", 2, "str"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_template_is_named_with_its_line(fault: str) -> None:
    text, line, word = BROKEN[fault]
    with pytest.raises(ConfigError) as caught:
        compose(RECORDS["default"], own(text))
    assert caught.value.code == "bad-template"
    assert caught.value.message.startswith(f"/vault/Templates/acta/default.md.j2, line {line}: ")
    assert word in caught.value.message
    assert "docs/templates.md" in caught.value.hint


def test_a_fault_in_an_included_file_is_found_there() -> None:
    files = (TemplateFile("/v/default.md.j2", "{% include 'part.j2' %}"), TemplateFile("/v/part.j2", "\n{{ nobody }}"))
    with pytest.raises(ConfigError, match=r"/v/part\.j2, line 2: "):
        compose(RECORDS["default"], ComposeOptions(templates=files))


def test_a_template_without_the_transcript_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        compose(RECORDS["default"], own("# {{ subject }}\n"))
    assert caught.value.code == "bad-template"
    assert "<!-- ai:transcript:start -->" in caught.value.hint


def test_composing_is_repeatable_and_adds_only_what_is_new() -> None:
    record: Record = specimen()
    assert compose(record) == compose(record)
    more = with_items(record, [replace(record.minutes.items[0], id="kzzzz", text="More.")])
    before, after = compose(record).splitlines(), compose(more).splitlines()
    assert [ln for ln in after if ln not in before] == ["- More.[^kzzz]", next(ln for ln in after if ln.startswith("[^kzzz]"))]
    assert [ln for ln in before if ln not in after] == []
    assert record.meeting.date == DAY
