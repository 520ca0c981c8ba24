"""Notes read without loss and edited by splicing: what is not touched stays, byte for byte."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from acta.compose import compose
from acta.errors import VaultError
from acta.markdown import Note, TaskLine, replace_span, splice, tick, untick
from acta.markdown.note import Line
from records import of_every_kind, specimen

SPECIMEN = compose(specimen())
DAY = date(2026, 3, 20)
# Pieces that open and close what a scanner has to keep in mind.
_PIECES = st.sampled_from(
    [
        *(
            "---",
            "```",
            "````",
            "~~~",
            "%%",
            "<!--",
            "-->",
            "<!-- ai:transcript:start -->",
            "<!-- ai:transcript:end -->",
            "- ",
            "* a",
            "1. b",
        ),
        *(
            "- [ ] c ^a-1234",
            "> - d",
            "## E",
            "# F #",
            "[^k3fa]: g",
            "h[^k3fa]",
            "    i",
            "\t- j",
            "",
            " ",
            "key: value",
            "> [!info] Purpose",
        ),
        *("> Next meeting (if any): x", "`%%`", "- [x] k ✅ 2026-01-01 ^a-1234", "\u2028", "\x0b", "\r", "é🎉"),
    ]
)
_ENDS = st.sampled_from(["\n", "\n", "\r\n"])
_NOTES = st.lists(st.tuples(_PIECES, _ENDS), max_size=25).map(lambda lines: "".join(a + b for a, b in lines))


def _damaged(text: str) -> st.SearchStrategy[str]:
    """The specimen with a stretch cut out and something else put in."""
    places = st.integers(0, len(text))
    return st.tuples(places, places, _NOTES).map(lambda x: text[: min(x[:2])] + x[2] + text[max(x[:2]) :])


ANY = _NOTES | _NOTES.map(lambda t: "\ufeff" + t.rstrip("\r\n")) | _damaged(SPECIMEN) | st.text(max_size=80)


@given(ANY)
@settings(deadline=None)
def test_a_note_is_its_lines(text: str) -> None:
    note = Note.parse(text)
    assert note.render() == text
    assert [x.start for x in note.lines] == [0, *(x.end for x in note.lines)][: len(note.lines)]
    assert not note.lines or note.lines[-1].end == len(text)
    # Whatever is found lies where it says.
    for item in note.items:
        assert text[item.start : item.end].startswith(item.indent + item.marker)
        assert item.start < item.end <= item.block_end <= len(text)
    for section in note.sections:
        assert section.heading.end == section.body_start <= section.end <= len(text)
    for part in (note.front, note.transcript, note.next_meeting, note.purpose):
        assert part is None or 0 <= part.start <= part.end <= len(text)


@given(ANY, st.data())
@settings(deadline=None)
def test_an_edit_changes_its_span_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text(max_size=10))
    assert replace_span(text, start, end, text[start:end]) == text
    edited = replace_span(text, start, end, new)
    assert (edited[:start], edited[start : start + len(new)], edited[start + len(new) :]) == (text[:start], new, text[end:])
    assert splice(text, [(start, end, new)]) == edited
    assert splice(text, []) == text


@given(st.text(max_size=30), st.lists(st.integers(0, 30), max_size=8))
def test_several_edits_are_one_after_the_other(text: str, cuts: list[int]) -> None:
    places = sorted(min(c, len(text)) for c in cuts)
    edits = [(a, b, "<>") for a, b in zip(places[::2], places[1::2], strict=False)]
    out, shift = text, 0
    for a, b, new in edits:
        out = out[: a + shift] + new + out[b + shift :]
        shift += len(new) - (b - a)
    assert splice(text, reversed(edits)) == out or len({a for a, _, _ in edits}) < len(edits)


@pytest.mark.parametrize("edits", [[(0, 3, "a"), (2, 4, "b")], [(-1, 0, "")], [(2, 1, "")], [(0, 9, "")]])
def test_impossible_edits_are_refused(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="edits overlap or lie outside"):
        splice("text", edits)
    if len(edits) == 1:
        with pytest.raises(ValueError, match="no such span"):
            replace_span("text", *edits[0])


# Ticking


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_ticking_changes_one_line(ends: str, mark: str, last: bool) -> None:
    text = mark + SPECIMEN.replace("\n", ends)
    text = text if last else text.rstrip("\r\n")
    ticked = tick(text, "a-7f3k", DAY)
    assert [a for a, b in zip(text.split("\n"), ticked.split("\n"), strict=True) if a != b] == [
        next(x for x in text.split("\n") if "a-7f3k" in x)
    ]
    assert f"- [x] Send the revised cutover plan to Wiebke.[^a7f3] @Nadia Okafor ⏫ 📅 2026-03-20 ✅ 2026-03-20 ^a-7f3k{ends}" in ticked
    assert untick(ticked, "a-7f3k") == text
    again = tick(ticked, "a-7f3k", date(2026, 3, 21))
    assert again == ticked.replace("✅ 2026-03-20", "✅ 2026-03-21")


def test_a_task_is_found_by_its_block_id_alone() -> None:
    assert "- [x] two" in tick("- [ ] one ^a-1111\n- [ ] two ^a-2222\n", "a-2222", DAY)
    with pytest.raises(VaultError) as none:
        tick("- [ ] one ^a-1111\n```\n- [ ] two ^a-2222\n```\n", "a-2222", DAY)
    assert none.value.code == "task-not-found"
    with pytest.raises(VaultError) as both:
        tick("- [ ] one ^a-1111\n- [ ] copy ^a-1111\n", "a-1111", DAY)
    assert both.value.code == "task-ambiguous"


@given(ANY)
@settings(deadline=None)
def test_ticking_any_note_keeps_every_other_line(text: str) -> None:
    try:
        ticked = tick(text, "a-1234", DAY)
    except VaultError:
        return
    before, after = text.split("\n"), ticked.split("\n")
    changed = [b for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) <= 1
    for line in changed:
        task = TaskLine.parse(line.rstrip("\r").removeprefix("\ufeff"))
        assert task is not None
        assert task.is_done


def test_a_task_of_no_words_keeps_its_block_id_last() -> None:
    assert tick("- [ ] ^a-1234\n", "a-1234", DAY) == "- [x] ✅ 2026-03-20 ^a-1234\n"
    assert untick("- [x] ✅ 2026-03-20 ^a-1234\n", "a-1234") == "- [ ] ^a-1234\n"


# What stands where


def test_the_specimen_is_understood() -> None:
    note = Note.parse(SPECIMEN)
    assert note.properties()["type"] == "transcript"
    assert [h.level for h in note.headings] == [1] + [2] * 8
    assert [i.labels[0] for i in note.items] == ["k3fa", "w01c", "p9x2", "a7f3", "f0q8", "r5d1", "q2ee"]
    assert [i.block_id for i in note.items if i.block_id] == ["a-7f3k", "f-0q8m"]
    assert [f.label for f in note.footnotes] == [i.labels[0] for i in note.items]
    assert note.next_meeting
    assert SPECIMEN[note.next_meeting.start : note.next_meeting.end] == "> Next meeting (if any): 2026-03-26\n"
    assert note.purpose
    assert SPECIMEN[note.purpose.start : note.purpose.end].count("\n") == 2


def test_an_escaped_backslash_does_not_hide_a_footnote() -> None:
    note = Note.parse("- a\\\\[^k3fa]\n- b\\[^k3fa]\n")
    assert [i.labels for i in note.items] == [("k3fa",), ()]


def test_broken_properties_name_their_line() -> None:
    with pytest.raises(VaultError) as caught:
        Note.parse("\ufeff---\r\na: b\r\nc: [d\r\n---\r\n").properties()
    assert caught.value.code == "malformed-note"
    assert "line 4" in caught.value.message or "line 3" in caught.value.message
    assert Note.parse("---\na: b\n").properties() == {}  # never closed: no properties but a rule
    assert Note.parse("---\ndate: 2026-02-30\n---\n").properties() == {"date": "2026-02-30"}


@pytest.mark.parametrize("kind", of_every_kind())
def test_a_markdown_parser_sees_the_same_headings_and_items(kind: str) -> None:
    text = compose(of_every_kind()[kind])
    note = Note.parse(text)
    assert note.front
    body = "\n" * text.count("\n", 0, note.front.end + 4) + text[note.front.end + 4 :]
    # Footnotes are an extension that the parser does not know; they begin no block it could mistake.
    tokens = MarkdownIt("commonmark").parse(body)
    region = note.transcript
    assert region
    first, last = text.count("\n", 0, region.start), text.count("\n", 0, region.end)
    lines = {name: [t.map[0] for t in tokens if t.type == name and t.map] for name in ("heading_open", "list_item_open")}
    assert [n for n in lines["heading_open"] if not first <= n < last] == [text.count("\n", 0, h.start) for h in note.headings]
    assert lines["list_item_open"] == [text.count("\n", 0, i.start) for i in note.items]
    assert all(isinstance(x, Line) for x in note.lines)
