"""Nothing an engine says is believed before it is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from acta.evidence import holds
from acta.extract import LETTERS, extract, identify
from acta.model import (
    Citation,
    Draft,
    DraftItem,
    DraftNextMeeting,
    ItemKind,
    Meeting,
    Minutes,
    Person,
    Source,
    Transcript,
    Utterance,
)

SOURCE = Source("talk.txt", "named", "0" * 64)
SAID = Transcript(
    SOURCE,
    (
        Utterance(1, "Nadia", "I'll send the plan to Wiebke by Friday.", (), 0, 2000, speaker="Nadia Okafor"),
        Utterance(2, "Tomas", "Good. The cutover stays a single weekend.", (), 2000, 4000, speaker="Tomas Lind"),
    ),
)
MEETING = Meeting(
    "Cutover", date(2026, 3, 12), "one_on_one", "Tomas Lind", (Person("Tomas Lind", True), Person("Nadia Okafor", True)), SOURCE
)
SEND = Citation(1, "I'll send the plan to Wiebke by Friday.")
STAYS = Citation(2, "The cutover stays a single weekend.")


@dataclass
class Liar:
    """An engine that says whatever the test wants."""

    items: tuple[DraftItem, ...] = ()
    next_meeting: DraftNextMeeting | None = None
    name: str = "liar"

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:  # noqa: ARG002  # a liar does not listen
        return Draft("They talked.", self.items, self.next_meeting)


def minutes(*items: DraftItem, next_meeting: DraftNextMeeting | None = None) -> Minutes:
    return extract(SAID, MEETING, Liar(items, next_meeting))


def codes(result: Minutes) -> list[str]:
    return [d.code for d in result.diagnostics]


def test_an_invented_quote_takes_its_item_along() -> None:
    result = minutes(DraftItem(ItemKind.DECISION, "Everybody gets a raise.", (Citation(1, "everybody gets a raise"), Citation(99, "yes"))))
    assert result.items == ()
    assert codes(result) == ["unverified"]
    assert "utterance 99" in result.diagnostics[0].where


def test_one_good_quote_keeps_the_item_without_the_bad_one() -> None:
    (item,) = (result := minutes(DraftItem(ItemKind.DECISION, "One weekend.", (STAYS, Citation(2, "a phased plan"))))).items
    assert [e.quote for e in item.evidence] == ["The cutover stays a single weekend."]
    assert all(holds(e, SAID.parts) for e in item.evidence)
    assert codes(result) == ["unverified"]


def test_an_owner_nobody_knows_becomes_a_candidate() -> None:
    result = minutes(DraftItem(ItemKind.ACTION_ITEM, "Send the plan.", (SEND,), owner="Zora Quill", owner_candidates=("Nadia Okafor",)))
    assert result.items[0].owner is None
    assert result.items[0].owner_candidates == ("Nadia Okafor", "Zora Quill")
    assert codes(result) == ["owner-unknown"]


def test_an_owner_named_in_the_quote_is_believed() -> None:
    assert minutes(DraftItem(ItemKind.ACTION_ITEM, "Read the plan.", (SEND,), owner="Wiebke")).items[0].owner == "Wiebke"


def test_a_date_needs_its_words() -> None:
    friday = date(2026, 3, 13)
    good = minutes(DraftItem(ItemKind.ACTION_ITEM, "Send the plan.", (SEND,), due=friday, due_words="by Friday"))
    assert (good.items[0].due, good.items[0].due_words) == (friday, "by Friday")
    for words in (None, "by Monday"):
        bad = minutes(DraftItem(ItemKind.ACTION_ITEM, "Send the plan.", (SEND,), due=friday, due_words=words))
        assert (bad.items[0].due, bad.items[0].due_words) == (None, None)
        assert codes(bad) == ["due-unproven"]


def test_items_stand_in_the_order_of_the_talk() -> None:
    result = minutes(DraftItem(ItemKind.DECISION, "One weekend.", (STAYS,)), DraftItem(ItemKind.ACTION_ITEM, "Send the plan.", (SEND,)))
    assert [i.kind for i in result.items] == [ItemKind.ACTION_ITEM, ItemKind.DECISION]


def test_confidence_is_kept_between_nought_and_one() -> None:
    result = minutes(*(DraftItem(ItemKind.DECISION, "One weekend.", (STAYS,), confidence=c) for c in (7.0, -1.0, float("nan"))))
    assert [i.confidence for i in result.items] == [1.0, 0.0, 0.0]


def test_an_unproven_next_meeting_is_left_out() -> None:
    result = minutes(next_meeting=DraftNextMeeting(date(2026, 3, 20), "next Friday at ten", (SEND,)))
    assert result.next_meeting is None
    assert codes(result) == ["unverified"]
    assert minutes(next_meeting=DraftNextMeeting(date(2026, 3, 13), "Friday", (SEND,))).next_meeting is not None


def test_an_id_says_its_kind_and_stays_the_same() -> None:
    draft = DraftItem(ItemKind.RISK, "The weekend may be too short.", (STAYS,))
    first, again = minutes(draft).items[0], minutes(draft).items[0]
    assert first.id == again.id
    assert first.id[0] == "r"
    assert len(first.id) == 5
    assert len(set(LETTERS.values())) == len(ItemKind)


def test_rewording_keeps_the_id() -> None:
    a, b = (minutes(DraftItem(ItemKind.RISK, text, (STAYS,))).items[0] for text in ("One wording.", "Another wording."))
    assert a.id == b.id


@given(st.integers(2, 40))
def test_labels_never_repeat_within_a_meeting(count: int) -> None:
    drafts = [DraftItem(ItemKind.KEY_FACT, f"Fact {n}.", (STAYS,)) for n in range(count)]
    labels = [i.label for i in minutes(*drafts).items]
    assert len(set(labels)) == count


def test_a_taken_label_is_not_given_again() -> None:
    evidence = minutes(DraftItem(ItemKind.KEY_FACT, "Fact.", (STAYS,))).items[0].evidence
    first = identify(ItemKind.KEY_FACT, evidence)
    assert identify(ItemKind.KEY_FACT, evidence, {first[:4]})[:4] != first[:4]
