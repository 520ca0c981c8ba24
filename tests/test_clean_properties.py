"""What must hold of cleaning whatever comes in: nothing is lost, everything can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from acta.clean import clean
from acta.model import Change, KnownPerson, Lexicon, Segment, Source, Span, Transcript, Utterance

LEXICON = Lexicon(
    (KnownPerson("Kanchan Mehta", attends=True), KnownPerson("Ana Ruiz"), KnownPerson("Anna Berg")),
    ("Kestrel", "Quad Pines"),
    (("Koncha", "Kanchan Mehta"), ("cube flow", "Kubeflow")),
    ("Novara",),
)
SAID = """Konchan Koncha Koncha's Kestrol Kestrels Quod Pones Novarra cube flow Ana Anna Annah Thank you. Okay. Yes, no, no, no. I don't
know. - Bye. – you [Music] (laughs) BLANK_AUDIO donâ€™t ZoÃ« The the, plan? So. "Well," he"""
PHRASES = ["Thanks for watching!", "Ana RuizLet me", "Silence from 0 to 1.00", "go, " * 9, "and then we go. " * 5, "you Then", "x\u00a0y"]
PIECES = st.one_of(
    st.sampled_from([*SAID.split(), *PHRASES]),
    st.text(max_size=12),
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)
LABELS = st.sampled_from(["Ana Ruiz", "Remote", "Jabra Speak", ""])
LINES = st.lists(st.tuples(LABELS, TEXTS, st.integers(0, 9), st.booleans()), max_size=9)


def source(lines: list[tuple[str, str, int, bool]]) -> Transcript[Segment]:
    at, parts = 0, []
    for i, (label, text, pause, timed) in enumerate(lines):
        at += pause * 1000
        parts.append(Segment(i, label, text, at if timed else None, at + 700 if timed and pause % 2 else None, named=label == "" and timed))
    # Echoes and doubles: the last line once more, in another channel and in its own.
    for label in ("Remote", "Ana Ruiz") if parts else ():
        last = parts[-1]
        parts.append(Segment(len(parts), label, last.text, last.start_ms, last.end_ms))
    return Transcript(Source("x", "two-channel", "0" * 64), tuple(parts))


@dataclass(frozen=True)
class Word:
    text: str
    span: Span


def words_of(segment: Segment) -> list[Word]:
    out, at = [], 0
    for word in segment.text.split():
        at = segment.text.index(word, at)
        out.append(Word(word, Span(segment.id, at, at + len(word))))
        at += len(word)
    return out


def done(words: list[Word], change: Change) -> list[Word]:
    """``words`` after ``change``, having checked that it says truly what was there."""
    a, b = change.span.start, change.span.end
    hit = [w for w in words if w.span.start < b and w.span.end > a]
    rest = [w for w in words if w not in hit]
    if change.kind == "label" and hit and hit[-1].span.end > b:  # cut inside a word
        last = hit[-1]
        rest.append(Word(last.text[b - last.span.start :], Span(last.span.segment, b, last.span.end)))
    elif change.now:
        assert " ".join(w.text for w in hit) == change.was
        rest.append(Word(change.now, change.span))
    return sorted(rest, key=lambda w: w.span.start)


def undone(segment: Segment, changes: list[Change], left: list[Word]) -> str:
    """The words of ``segment`` got back from what is ``left`` of them, the changes taken back from the last to the first."""
    cells: dict[int, str] = {w.span.start: w.text for w in left}
    ends = {w.span.start: w.span.end for w in left}
    back: list[Span] = []
    for change in reversed(changes):
        inside = [s for s in cells if change.span.start <= s < change.span.end]
        if change.now and any(change.span.start in range(span.start, span.end) for span in back):
            continue  # changed first and set aside later: the words set aside are the source's own
        if change.now:
            assert [cells.pop(s) for s in inside] == [change.now]
            ends.pop(inside[0])
        else:
            assert not inside
            back.append(change.span)
        cells[change.span.start] = change.was
        ends[change.span.start] = change.span.end
    glued = sorted(cells)
    return "".join(cells[s] + ("" if n + 1 < len(glued) and glued[n + 1] == ends[s] else " ") for n, s in enumerate(glued))


def changes_of(found: Transcript[Utterance], segment: Segment) -> list[Change]:
    return [c for c in found.changes if c.span.segment == segment.id]


@settings(max_examples=120)
@given(LINES)
def test_no_word_leaves_unrecorded_and_every_change_can_be_taken_back(lines: list[tuple[str, str, int, bool]]) -> None:
    given_ = source(lines)
    found = clean(given_, LEXICON)
    for segment in given_:
        words = words_of(segment)
        mine = changes_of(found, segment)
        for change in mine:
            words = done(words, change)
        kept = " ".join(u.text for u in found if u.spans[0].segment == segment.id)
        assert kept.split() == " ".join(w.text for w in words).split()
        assert undone(segment, mine, words).split() == segment.text.split()


@settings(max_examples=80)
@given(LINES)
def test_quarantined_words_are_given_as_the_source_has_them_and_with_a_reason(lines: list[tuple[str, str, int, bool]]) -> None:
    given_ = source(lines)
    for c in clean(given_, LEXICON).changes:
        assert c.reason
        if c.quarantined:
            assert given_.parts[c.span.segment].text[c.span.start : c.span.end] == c.was


@settings(max_examples=80)
@given(LINES)
def test_spans_lead_from_each_utterance_back_to_its_segment(lines: list[tuple[str, str, int, bool]]) -> None:
    given_ = source(lines)
    found = clean(given_, LEXICON)
    changed = {(c.span.segment, c.span.start) for c in found.changes if c.now}
    assert [u.id for u in found] == list(range(1, len(found) + 1))
    for u in found:
        (segment,) = {s.segment for s in u.spans}
        assert [s.start for s in u.spans] == sorted(s.start for s in u.spans)
        assert all(a.end <= b.start for a, b in zip(u.spans, u.spans[1:], strict=False))
        text = given_.parts[segment].text
        assert u.label == given_.parts[segment].label
        if not any(seg == segment for seg, _ in changed):
            assert u.text.split() == " ".join(text[s.start : s.end] for s in u.spans).split()


@settings(max_examples=60)
@given(LINES)
def test_keep_all_changes_and_loses_nothing(lines: list[tuple[str, str, int, bool]]) -> None:
    given_ = source(lines)
    found = clean(given_, LEXICON, keep_all=True)
    assert not found.changes
    assert not found.diagnostics
    for segment in given_:
        assert " ".join(u.text for u in found if u.spans[0].segment == segment.id).split() == segment.text.split()


@settings(max_examples=60)
@given(LINES)
def test_cleaning_is_deterministic_and_cleaning_what_is_clean_finds_no_damage_left(lines: list[tuple[str, str, int, bool]]) -> None:
    given_ = source(lines)
    found = clean(given_, LEXICON)
    assert clean(given_, LEXICON) == found
    again = Transcript(given_.source, tuple(Segment(i, u.label, u.text) for i, u in enumerate(found)))
    kinds = {c.kind for c in clean(again, LEXICON).changes}
    # A loop across what is now cut in pieces is told again, and so is a dash that now opens a piece; words are not changed twice.
    assert not kinds & {"name", "term", "encoding", "sound"}
