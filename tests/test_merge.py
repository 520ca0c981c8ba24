"""A re-run over a note that somebody worked on: each thing people do to a note, and what must come of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from acta.compose import ComposeOptions, TemplateFile, compose
from acta.evidence import cite
from acta.markdown import Note, tick
from acta.merge import Merged, merge
from acta.model import Record
from records import Talk, item, of_every_kind, said, specimen, with_items, without


def full() -> Record:
    """The specimen with every proven line in its transcript."""
    proven = {e.utterance: said(e.utterance, e.speaker, e.quote, e.start_ms) for i in specimen().minutes.items for e in i.evidence}
    return replace(specimen(), utterances=(*specimen().utterances, *(proven[n] for n in sorted(proven))))


FULL = full()
BASE = compose(FULL)
NEW_LINE = said(90, "Nadia Okafor", "The freezer contract ends in May and nobody has called them", 900_000)
NEW_RISK = item("rzz99", "The freezer contract ends in May.", cite(NEW_LINE, NEW_LINE.text))
NEW_FACT = item("kzz99", "Nadia found the freezer contract.", cite(NEW_LINE, NEW_LINE.text))
MORE = compose(with_items(FULL, [NEW_RISK, NEW_FACT]))
RISK_LINE = "- The freezer contract ends in May.[^rzz9]\n"
RISK_PROOF = "[^rzz9]: 00:15:00 Nadia Okafor: “The freezer contract ends in May and nobody has called them”\n"


def line(text: str, holding: str) -> str:
    return next(x for x in text.splitlines(keepends=True) if holding in x)


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return [x for x in old if x not in new], [x for x in new if x not in old]


def again(result: Merged, new: str) -> None:
    """A second merge of the same changes nothing more."""
    assert merge(result.base, result.text, new).text == result.text


# Nothing new


@pytest.mark.parametrize("kind", of_every_kind())
def test_the_same_again_changes_nothing(kind: str) -> None:
    text = compose(of_every_kind()[kind])
    for base in (text, None):
        assert merge(base, text, text) == Merged(text, text)


EDITS: dict[str, Callable[[str], str]] = {
    "ticked": lambda t: tick(t, "a-7f3k", date(2026, 3, 19)),
    "reworded": lambda t: t.replace("alone knows the cutover scripts", "is the only one who knows them"),
    "added a bullet": lambda t: t.replace("## Risks\n\n", "## Risks\n\n- My own risk.\n"),
    "deleted a bullet": lambda t: t.replace(line(t, "[^r5d1]\n"), ""),
    "deleted a bullet and its proof": lambda t: t.replace(line(t, "[^r5d1]\n"), "").replace(line(t, "[^r5d1]: "), ""),
    "emptied a section": lambda t: t.replace(line(t, "[^r5d1]\n"), "- (none)\n"),
    "moved to another section": lambda t: t.replace(x := line(t, "[^w01c]\n"), "", 1).replace(
        "## Decisions\n\n", f"## Decisions\n\n{x}", 1
    ),
    "changed the owner": lambda t: t.replace("@Nadia Okafor ⏫", "@Wiebke Roth ⏫"),
    "changed the date": lambda t: t.replace("📅 2026-03-20", "📅 2026-04-01"),
    "removed the block id": lambda t: t.replace(" ^a-7f3k", ""),
    "edited the transcript": lambda t: t.replace("can you hear me okay?", "do you hear me?"),
    "removed the transcript": lambda t: t[: t.index("<!-- ai")] + t[t.index("[^k3fa]: ") :],
    "own section": lambda t: t.replace("## Risks\n", "## My thoughts\n\nLine one\nline two\n\n## Risks\n"),
    "own properties": lambda t: t.replace("type: transcript\n", "type: transcript\ntags: [one, two]\nrating: 5\n"),
    "own comment": lambda t: t.replace("## Decisions\n", "## Decisions\n\n%% ask Wiebke %%\n"),
    "own footnote": lambda t: t.replace("by the twentieth”\n", "by the twentieth”\n[^ref1]: see the wiki\n"),
    "renamed a heading": lambda t: t.replace("## Risks\n", "## Dangers\n"),
    "removed a section": lambda t: t.replace("## Risks\n\n- Only one person can run the cutover.[^r5d1]\n\n", ""),
    "new summary": lambda t: t.replace("Nadia asked for clear ownership", "She asked for a clear owner"),
    "new title": lambda t: t.replace("# 1:1 — Nadia Okafor — 2026-03-12", "# Nadia, before the cutover"),
    "nested notes": lambda t: t.replace("[^r5d1]\n", "[^r5d1]\n    - and I cannot\n\n      more\n", 1),
    "everything": lambda t: t[:0] + "My own text\n",
    "nothing left": lambda t: t[:0],
    "no final newline": lambda t: t.rstrip("\n"),
    "spaces at the end": lambda t: t + "\n\n   \n",
    "windows": lambda t: t.replace("\n", "\r\n"),
    "windows half": lambda t: t.replace("\n", "\r\n", 30),
    "byte order mark": lambda t: "\ufeff" + t,
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_note_stays_as_it_is(edit: str) -> None:
    mine = EDITS[edit](BASE)
    assert mine != BASE
    assert merge(BASE, mine, BASE).text == mine


@pytest.mark.parametrize("edit", EDITS)
def test_without_history_an_edited_note_stays_as_it_is_too(edit: str) -> None:
    mine = EDITS[edit](BASE)
    result = merge(None, mine, BASE)
    if edit in ("everything", "nothing left"):
        return  # then nothing tells that this was the note of that meeting; see below
    if edit == "removed the transcript":
        assert mine in result.text  # its footnotes still tell what was there
    assert result.text == mine


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_new_comes_in_beside_every_edit(edit: str) -> None:
    mine = EDITS[edit](BASE)
    result = merge(BASE, mine, MORE)
    assert sorted(result.added) == ["kzz9", "rzz9"]
    # All that was there is there, in order; what came is the two lines with their proofs (and a box where a section is gone).
    at = 0
    for x in mine.replace("- (none)", "").splitlines():
        at = result.text.index(x.strip("\r"), at)
    flat = result.text.replace("\r\n", "\n").removesuffix("\n") + "\n"
    assert RISK_LINE in flat
    assert RISK_PROOF in flat
    again(result, MORE)
    assert sorted(result.base.splitlines()) == sorted(MORE.splitlines())
    note = Note.parse(result.text)
    assert note.newline == Note.parse(mine).newline or not mine
    assert note.bom == mine.startswith("\ufeff")
    if edit in ("removed a section", "everything", "nothing left"):
        assert "> [!warning] Not merged" in flat
        assert result.conflicts
    else:
        assert "Not merged" not in flat
        assert not result.conflicts
    if "\r\n" in mine and edit == "windows":
        assert "\n" not in result.text.replace("\r\n", "")
    if edit == "no final newline":
        assert not result.text.endswith("\n")


def test_new_lines_stand_in_their_sections_and_their_proofs_with_the_others() -> None:
    result = merge(BASE, BASE, MORE)
    assert result.text == result.base
    assert result.text.split("[^k3fa]: ")[0] == MORE.split("[^k3fa]: ")[0]
    assert sorted(result.text.splitlines()) == sorted(MORE.splitlines())


def test_a_new_line_takes_the_place_of_none() -> None:
    base = compose(without(FULL, ["r5d10"]))
    mine = base.replace("## Summary", "## Summary of mine")
    text = merge(base, mine, compose(with_items(without(FULL, ["r5d10"]), [NEW_RISK]))).text
    assert f"## Risks\n\n{RISK_LINE}\n## Open questions" in text


def test_a_heading_of_mine_gets_the_lines_of_its_kind() -> None:
    for empty in (False, True):
        record = without(FULL, ["r5d10"]) if empty else FULL
        base = compose(record)
        mine = base.replace("## Risks\n", "## Dangers ahead\n")
        text = merge(base, mine, compose(with_items(record, [NEW_RISK]))).text
        section = text.split("## Dangers ahead\n")[1].split("## Open questions")[0]
        assert section.endswith(f"{RISK_LINE}\n")


def test_headings_moved_to_another_level_are_found() -> None:
    mine = re.sub(r"^## (?=[A-Z])", "#### ", BASE.replace("- Only one person can run the cutover.[^r5d1]", "- (none)"), flags=re.MULTILINE)
    result = merge(BASE, mine, MORE)
    assert f"#### Risks\n\n{RISK_LINE}\n#### Open questions" in result.text
    assert not result.conflicts
    assert merge(BASE, mine, BASE).text == mine


def test_another_template_finds_the_sections_of_the_first() -> None:
    record = FULL
    incident = replace(with_items(record, [NEW_RISK, NEW_FACT]), meeting=replace(record.meeting, kind="incident"))
    for base in (BASE, None):
        mine = BASE.replace("- Only one person can run the cutover.[^r5d1]\n", "- (none)\n")
        result = merge(base, mine, compose(incident))
        if base:
            assert f"## Risks\n\n{RISK_LINE}\n" in result.text
            assert "## Remaining risks" not in result.text
            assert not result.conflicts


def test_an_own_template_with_its_own_headings_is_merged() -> None:
    own = ComposeOptions(
        templates=(TemplateFile("one_on_one.md.j2", '{% extends "acta/one_on_one.md.j2" %}{% set headings = {"risk": "Gefahren"} %}'),)
    )
    base = compose(without(FULL, ["r5d10"]), own)
    mine = base.replace("## Summary", "## Kurz")
    result = merge(base, mine, compose(with_items(without(FULL, ["r5d10"]), [NEW_RISK]), own))
    assert f"## Gefahren\n\n{RISK_LINE}" in result.text


# What was deleted, what was edited


def test_what_was_deleted_is_told_and_does_not_come_back() -> None:
    mine = BASE.replace(line(BASE, "[^r5d1]\n"), "").replace(line(BASE, "^a-7f3k\n"), "")
    result = merge(BASE, mine, MORE)
    assert sorted(result.dropped) == ["a7f3", "r5d1"]
    assert "- Only one person can run the cutover." not in result.text
    again(result, MORE)


def test_what_was_left_alone_is_brought_up_to_date() -> None:
    record = FULL
    better = replace(record.minutes.items[5], text="Nobody but Nadia can run the cutover.")
    fresh = with_items(record, [better])
    fresh = replace(fresh, minutes=replace(fresh.minutes, summary="A better summary."), utterances=(*fresh.utterances, NEW_LINE))
    mine = BASE.replace("## Decisions\n", "## Decisions\n\nMine.\n")
    text = merge(BASE, mine, compose(fresh)).text
    gone, come = changed(mine, text)
    assert gone == [line(BASE, "3 to 5 sentences").rstrip(), "- Only one person can run the cutover.[^r5d1]"]
    assert come == [
        "A better summary.",
        "- Nobody but Nadia can run the cutover.[^r5d1]",
        f"[00:15:00.00] Nadia Okafor: {NEW_LINE.text}",
    ]
    assert "Mine.\n" in text


def test_a_line_changed_on_both_sides_is_kept_and_the_other_is_shown_once() -> None:
    moved = replace(FULL.minutes.items[3], due=date(2026, 3, 27))
    new = compose(with_items(FULL, [moved]))
    mine = BASE.replace("Send the revised cutover plan to Wiebke", "Mail the plan to Wiebke and Tomas")
    result = merge(BASE, mine, new)
    assert "Mail the plan to Wiebke and Tomas.[^a7f3] @Nadia Okafor ⏫ 📅 2026-03-20 ^a-7f3k\n" in result.text
    assert "> - Instead of your line: Send the revised cutover plan to Wiebke. @Nadia Okafor ⏫ 📅 2026-03-27[^a7f3]\n" in result.text
    assert len(result.conflicts) == 1
    assert result.text.replace(result.text[result.text.index("> [!warning]") : result.text.index("> Next meeting")], "") == mine
    again(result, new)
    # The box thrown away does not come back, and nobody is told a second time.
    bare = merge(result.base, mine, new)
    assert bare.text == mine
    assert not bare.conflicts


def test_a_tick_is_no_conflict_with_the_same_words() -> None:
    ticked = tick(BASE, "a-7f3k", date(2026, 3, 19))
    result = merge(BASE, ticked, MORE)
    assert not result.conflicts
    assert "- [x] Send" in result.text


def test_a_line_of_a_lost_section_waits_in_a_box_and_is_not_repeated() -> None:
    mine = re.sub(r"## Risks\n\n.*\n\n", "", BASE)
    result = merge(BASE, mine, MORE)
    assert f"> {RISK_LINE}" in result.text
    assert result.text.index("> [!warning] Not merged") < result.text.index("> Next meeting")
    again(result, MORE)
    moved = result.text.replace(f"> {RISK_LINE}", "").replace("## Open questions\n\n", f"## Open questions\n\n{RISK_LINE}")
    assert merge(result.base, moved, MORE).text == moved
    # A second such line goes into the same box.
    other = item(
        "rzz88", "Something else entirely went wrong.", cite(said(95, "Tomas Lind", "Well the lorry also broke down on us"), "lorry")
    )
    third = merge(result.base, result.text, compose(with_items(FULL, [NEW_RISK, NEW_FACT, other])))
    assert third.text.count("Not merged") == 1
    assert "> - Something else entirely went wrong.[^rzz8]\n" in third.text


def test_a_new_line_does_not_tear_a_paragraph_or_a_nested_list() -> None:
    mine = BASE.replace("[^r5d1]\n", "[^r5d1]\n  - nested\n\n    deep\nlazy end\n", 1)
    text = merge(BASE, mine, MORE).text
    assert f"[^r5d1]\n  - nested\n\n    deep\n{RISK_LINE}lazy end\n" not in text
    assert "    deep\nlazy end\n" in text
    sub = BASE.replace("[^r5d1]\n", "[^r5d1]\n\n### Mine\n\n- a\n", 1)
    assert f"[^r5d1]\n{RISK_LINE}\n### Mine\n\n- a\n" in merge(BASE, sub, MORE).text


def test_fences_and_comments_are_not_taken_for_the_note() -> None:
    mine = BASE.replace("## Risks\n", "```\n## Risks\n- not here\n```\n\n<!--\n## Risks\n-->\n\n## Risks\n")
    text = merge(BASE, mine, MORE).text
    assert "```\n## Risks\n- not here\n```\n" in text
    assert f"[^r5d1]\n{RISK_LINE}" in text


# Without history


def test_without_history_new_words_come_in_and_old_ones_do_not() -> None:
    mine = BASE.replace(line(BASE, "[^r5d1]\n"), "").replace(line(BASE, "[^r5d1]: "), "")
    mine = mine.replace("loud and clear.", "loud and clear. If I'm ill nobody can run it.")
    result = merge(None, mine, MORE)
    # The deleted one was said in this transcript, so it may have been deleted; the new ones were not.
    assert sorted(result.added) == ["kzz9", "rzz9"]
    assert "- Only one person can run the cutover." not in result.text
    again(result, MORE)


def test_without_history_nothing_of_the_note_is_brought_up_to_date() -> None:
    record = replace(FULL, minutes=replace(FULL.minutes, summary="Another summary."))
    better = with_items(record, [replace(record.minutes.items[5], text="Nobody else can run it.")])
    assert merge(None, BASE, compose(better)).text == BASE


# Another export


def _noisy(record: Record) -> Record:
    """The same talk as another tool heard it: other times, words misheard, other ids."""
    items = []
    for i in record.minutes.items:
        (proof,) = i.evidence
        text = proof.quote.replace("Wiebke", "Vibke").replace("scripts", "script")
        heard = said(proof.utterance, proof.speaker, text, (proof.start_ms or 0) + 3000)
        items.append(replace(i, id=f"{i.id[0]}n{i.id[2:]}", text=i.text.replace("Wiebke", "Vibke"), evidence=(cite(heard, text),)))
    source = replace(record.meeting.source, format="otter-txt", sha256="1" * 64)
    minutes = replace(record.minutes, items=tuple(items), summary="Other words.")
    return replace(record, meeting=replace(record.meeting, source=source), minutes=minutes)


def test_another_export_adds_only_what_is_new() -> None:
    noisy = _noisy(FULL)
    assert merge(BASE, BASE, compose(noisy), another_export=True).text == BASE
    result = merge(BASE, BASE, compose(with_items(noisy, [NEW_RISK])), another_export=True)
    assert result.added == ("rzz9",)
    assert changed(BASE, result.text) == ([], [RISK_LINE.strip(), RISK_PROOF.strip()])
    # Back to the first export: what the second one added stays, nothing flips.
    assert merge(result.base, result.text, BASE).text == result.text


def test_what_was_deleted_stays_deleted_through_another_export() -> None:
    mine = BASE.replace(line(BASE, "[^r5d1]\n"), "")
    noisy = compose(with_items(_noisy(FULL), [NEW_FACT]))
    second = merge(BASE, mine, noisy, another_export=True)
    assert "- Only one person" not in second.text
    assert second.added == ("kzz9",)
    third = merge(second.base, second.text, BASE)
    assert third.text == second.text


def test_two_items_with_one_proof_are_two() -> None:
    talk = Talk("t", "default", "Ana Ruiz", ("Ana Ruiz", "Bo Lund"))
    both = talk.say("Bo Lund", "I'll book the hall on Main Street and then I'll also ring the caterer about Friday")
    talk.note("a1111", "Book the hall.", both)
    base = compose(talk.record("."))
    talk.note("a2222", "Ring the caterer about Friday.", both)
    assert merge(base, base, compose(talk.record("."))).added == ("a222",)


# Without footnotes


def test_without_footnotes_a_line_is_known_by_its_words() -> None:
    plain = ComposeOptions(evidence="none")
    base, more = compose(FULL, plain), compose(with_items(FULL, [NEW_RISK]), plain)
    assert merge(base, base, base).text == base
    mine = base.replace("- Tomas will brief Wiebke before the board meeting.\n", "").replace("alone knows", "knows")
    result = merge(base, mine, more)
    assert changed(mine, result.text) == ([], ["- The freezer contract ends in May."])
    again(result, more)
    # Footnotes switched on later double nothing.
    assert merge(base, base, BASE).text.count("Only one person can run the cutover.") == 1
