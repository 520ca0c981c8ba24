"""What merging must hold for any edits a person makes, in any order, over several runs."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from acta.compose import compose
from acta.evidence import cite
from acta.merge import merge
from acta.model import ItemKind, Record
from records import item, of_every_kind, said, with_items, without

_LETTERS = dict(zip("kwpafrq", ItemKind, strict=True))
_WORDS = st.sampled_from(
    [
        "plan",
        "cutover",
        "budget",
        "Wiebke",
        "vendor",
        "rehearsal",
        "contract",
        "freezer",
        "alarm",
        "hall",
        "Friday",
        "scripts",
        "invoice",
        "parser",
        "grant",
        "auditor",
    ]
)
_HUMAN = st.sampled_from(
    [
        "My own line",
        "- a bullet of mine",
        "- [ ] a task of mine 📅 2026-04-01",
        "  - nested",
        "## My heading",
        "### Below",
        "> quoted",
        "%% hidden %%",
        "%%",
        "<!--",
        "-->",
        "```",
        "---",
        "- (none)",
        "",
        "    ",
        "tab\there  ",
        "[^mine]: my footnote",
        "[^k3fa]: mine over yours",
        "| a | b |",
        "## Risks",
        "éàü 🎉 \u2028 \x0b",
        "> Next meeting (if any): mine",
        "<!-- ai:transcript:start -->",
    ]
)


@st.composite
def _records(draw: st.DrawFn) -> Record:
    """A meeting with its items, some left out, some added, some reworded."""
    record = of_every_kind()[draw(st.sampled_from(["one_on_one", "customer", "team", "incident", "hiring"]))]
    gone = [i.id for i in record.minutes.items if draw(st.booleans()) and draw(st.booleans())]
    record = without(record, gone)
    more = []
    for n in range(draw(st.integers(0, 4))):
        letter = draw(st.sampled_from("kwpafrq"))
        words = " ".join(draw(st.lists(_WORDS, min_size=5, max_size=9)))
        line = said(500 + n, "Bo Lund", words, 500_000)
        more.append(item(f"{letter}z{n}{draw(st.integers(0, 9))}0", f"{words.capitalize()}.", cite(line, words)))
    minutes = replace(record.minutes, summary=draw(st.sampled_from([record.minutes.summary, "Something else was said."])))
    return with_items(replace(record, minutes=minutes), more)


@st.composite
def _edited(draw: st.DrawFn, text: str) -> str:
    """The note after a person was at it: lines added, changed, deleted, moved, doubled; and what editors do to line ends."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["add", "change", "delete", "move", "double", "tick", "type"])):
            case "add":
                lines.insert(at, draw(_HUMAN))
            case "change":
                lines[at] = draw(_HUMAN)
            case "delete" if len(lines) > 1:
                del lines[at]
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "double":
                lines.insert(at, lines[at])
            case "tick":
                lines[at] = lines[at].replace("- [ ]", "- [x]")
            case "type":
                lines[at] += draw(st.text(alphabet="ab %`*[]^-#", max_size=8))
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
    out = end.join(lines)
    return draw(st.sampled_from(["", "", "\ufeff"])) + (out.rstrip("\r\n") if draw(st.booleans()) and draw(st.booleans()) else out)


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def _is_subsequence(small: list[str], large: list[str]) -> bool:
    rest = iter(large)
    return all(any(x == y for y in rest) for x in small)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_line_of_a_human_is_lost(data: st.DataObject) -> None:
    base, new = compose(data.draw(_records())), compose(data.draw(_records()))
    mine = data.draw(_edited(base))
    export = data.draw(st.booleans())
    for before in (base, None):
        result = merge(before, mine, new, another_export=export)
        ours = Counter(_lines(base)) if before else Counter()
        theirs = [x for x in _lines(mine) if x not in ours and x != "- (none)"]
        assert _is_subsequence(theirs, _lines(result.text))
        # Line ends and the mark at the beginning are the human's too.
        assert result.text.startswith("\ufeff") == mine.startswith("\ufeff")
        if "\r\n" in mine and "\n" not in mine.replace("\r\n", ""):
            assert "\n" not in result.text.replace("\r\n", "")
        if "\r\n" not in mine:
            assert "\r\n" not in result.text


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_twice_is_once_and_nothing_new_is_nothing(data: st.DataObject) -> None:
    base, new = compose(data.draw(_records())), compose(data.draw(_records()))
    mine = data.draw(_edited(base))
    assert merge(base, mine, base).text == mine
    first = merge(base, mine, new)
    second = merge(first.base, first.text, new)
    assert (second.text, second.base, second.added, second.conflicts) == (first.text, first.base, (), ())
    lost = merge(None, first.text, new)
    assert merge(None, lost.text, new).text == lost.text


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_what_was_deleted_never_comes_back_over_several_runs_and_exports(data: st.DataObject) -> None:
    versions = [compose(data.draw(_records())) for _ in range(3)]
    base, now = versions[0], versions[0]
    deleted: set[str] = set()
    for _ in range(5):
        bullets = [x for x in now.split("\n") if x.startswith("- ") and "[^" in x]
        if data.draw(st.booleans()) and bullets:
            gone = data.draw(st.sampled_from(bullets))
            now = "\n".join(x for x in now.split("\n") if x != gone)
            deleted.add(gone[gone.index("[^") :][:7])
        export = data.draw(st.booleans())
        result = merge(base, now, data.draw(st.sampled_from(versions)), another_export=export)
        base, now = result.base, result.text
        alive = {x[x.index("[^") :][:7] for x in now.split("\n") if x.startswith("- ") and "[^" in x}
        assert not alive & deleted


def test_any_two_texts_merge() -> None:
    """No text breaks the merge, and without a base every line of it stays."""
    rng = random.Random(3)  # noqa: S311  # not a secret
    pieces = [*of_every_kind().values()]
    for _ in range(40):
        a, b, c = (compose(rng.choice(pieces)) for _ in range(3))
        cut = rng.randrange(len(b))
        mine = b[cut:] + b[: rng.randrange(len(b))]
        result = merge(a, mine, c)
        assert merge(result.base, result.text, c).text == result.text
        ours = set(_lines(a))
        assert _is_subsequence([x for x in _lines(mine) if x not in ours and x != "- (none)"], _lines(result.text))
