from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.attribute import Attribution, attribute
from acta.attribute.labels import Role, role_of
from acta.attribute.names import Roster, looks_like_name, tidy
from acta.model import Change, Hints, KnownPerson, Lexicon, Person, Source, Span, Transcript, Utterance

ROOM = (
    "Did you see the plan? Yes, I did. - And the budget? No, not yet. Who has it? Tomas, I think. - Okay, can you ask him? Sure, I will. "
    "When is the cutover? On the ninth. - Are you well? Fine, thanks. Shall we start with the open points? Yeah, let us do that. "
)


def talk(
    *lines: tuple[str, str], named: bool = False, glued: Sequence[tuple[int, str]] = (), people: tuple[str, ...] = ()
) -> Transcript[Utterance]:
    """A transcript of (label, text) lines, each a segment of its own; ``glued``: names cut from the beginning of segments."""
    said = tuple(
        Utterance(i + 1, label, text, (Span(i, 0, len(text)),), i * 5000, i * 5000 + 4000, named=named)
        for i, (label, text) in enumerate(lines)
    )
    changes = tuple(Change("label", Span(i, 0, len(name)), name, "", "the owner's name stood glued to the words") for i, name in glued)
    return Transcript(Source("x.txt", "two-channel", "0" * 64), said, Hints(people=people), changes)


def speakers(found: Attribution) -> list[str | None]:
    return [u.speaker for u in found.transcript]


def codes(found: Attribution) -> list[str]:
    return [d.code for d in found.transcript.diagnostics]


def test_two_channels_of_two_people_are_settled() -> None:
    found = attribute(talk(("Tomas Lind", "Hey."), ("Remote", "Hello.")), owner="Tomas Lind", attendees=["Nadia Okafor"])
    assert speakers(found) == ["Tomas Lind", "Nadia Okafor"]
    assert found.people == (Person("Tomas Lind", speaks=True), Person("Nadia Okafor", speaks=True))
    assert not codes(found)


@pytest.mark.parametrize(
    ("near", "far"), [("Me", "Them"), ("You", "Others"), ("Microphone", "System audio"), ("microphone", "system"), ("Mic", "Speaker")]
)
def test_near_and_far_ends_of_a_call(near: str, far: str) -> None:
    found = attribute(talk((near, "Hey."), (far, "Hello.")), owner="Tomas Lind", attendees=["Nadia Okafor"])
    assert speakers(found) == ["Tomas Lind", "Nadia Okafor"]


def test_remote_with_several_others_stays_undecided_and_is_told() -> None:
    found = attribute(talk(("Tomas Lind", "Hey."), ("Remote", "Hi, I am Ana.")), owner="Tomas Lind", attendees=["Nadia Okafor", "Ana Ruiz"])
    assert speakers(found) == ["Tomas Lind", None]
    (doubt,) = found.transcript.diagnostics
    assert doubt.code == "undecided-speaker"
    assert "“Remote” (80 % of the words)" in doubt.message
    assert '--speaker "Remote=NAME"' in doubt.message
    assert doubt.where == "Remote"


def test_the_owner_is_found_beside_remote() -> None:
    found = attribute(talk(("Tomas Lind", "Hey."), ("Remote", "Hello.")), owner=None)
    assert found.owner == "Tomas Lind"
    assert speakers(found) == ["Tomas Lind", None]
    assert found.people == (Person("Tomas Lind", speaks=True),)


def test_remote_alone_is_nobody_even_with_one_other() -> None:
    found = attribute(talk(("Remote", "Hey."), ("Remote", "Hello.")), owner="Tomas Lind", attendees=["Nadia Okafor"])
    assert speakers(found) == [None, None]


def test_an_option_wins_whatever_the_case_and_an_unknown_label_is_told() -> None:
    source = talk(("Speaker 1", "Hey."), ("Speaker 2", "Hello."))
    found = attribute(
        source, owner=None, speakers={"speaker 1": "Nadia", "Speaker 9": "X"}, lexicon=Lexicon((KnownPerson("Nadia Okafor"),))
    )
    assert speakers(found)[0] == "Nadia Okafor"
    doubt = next(d for d in found.transcript.diagnostics if d.code == "unknown-label")
    assert "“Speaker 9”" in doubt.message
    assert "“Speaker 1”, “Speaker 2”" in doubt.message


def test_named_labels_are_people_by_their_full_names() -> None:
    known = Lexicon(
        (KnownPerson("Dervla Quigley", ("Derv",)), KnownPerson("Anna Berg"), KnownPerson("Anna Holm"), KnownPerson("Zoë Krämer"))
    )
    lines = [
        ("Dervla", "a"),
        ("derv", "b"),
        ("Quigley, Dervla", "c"),
        ("Anna", "d"),
        ("ZoÃ« KrÃ¤mer", "e"),
        ("Zoe Kramer (Guest)", "f"),
        ("New Person", "g"),
    ]
    found = attribute(talk(*lines, named=True), owner=None, lexicon=known)
    assert speakers(found) == ["Dervla Quigley"] * 3 + ["Anna", "Zoë Krämer", "Zoë Krämer", "New Person"]


def test_a_label_is_misspelt_only_when_no_other_person_could_be_meant() -> None:
    roster = Roster(["Colette Beaudry", "Anna Berg", "Daniela Costa"], Lexicon())
    assert roster.find("Colete Beaudry") == "Colette Beaudry"
    assert roster.find("Colette Baeudry") == "Colette Beaudry"
    assert roster.find("Anne Berg") is None
    assert roster.find("Daniel Costa") is None
    assert roster.find("Beaudry") is None


def test_a_learnt_alias_names_a_person() -> None:
    known = Lexicon((KnownPerson("Kanchan Mehta"),), aliases=(("Koncha", "Kanchan Mehta"),))
    assert speakers(attribute(talk(("Koncha", "Hi."), named=True), owner=None, lexicon=known)) == ["Kanchan Mehta"]


def test_those_taking_part_go_before_those_merely_known() -> None:
    known = Lexicon((KnownPerson("Ana Ruiz", attends=True), KnownPerson("Ana Silva")))
    assert speakers(attribute(talk(("Ana", "Hi."), named=True), owner=None, lexicon=known)) == ["Ana Ruiz"]


def test_the_owners_microphone_by_configuration_or_glued_name() -> None:
    source = talk(("Jabra Speak 710", "Hey."), ("Zoom", "Hello."), glued=[(0, "Tomas Lind")])
    for found in (
        attribute(source, owner="Tomas Lind", attendees=["Nadia Okafor"]),
        attribute(source, owner=None, attendees=["Tomas Lind", "Nadia Okafor"]),
        attribute(
            talk(("Jabra Speak 710", "Hey."), ("Zoom", "Hello.")),
            owner="Tomas Lind",
            attendees=["Nadia Okafor"],
            microphones=["jabra speak 710"],
        ),
    ):
        assert found.owner == "Tomas Lind"
        assert speakers(found) == ["Tomas Lind", "Nadia Okafor"]


def test_a_microphone_that_hears_the_room_is_nobody() -> None:
    source = talk(
        ("Jabra Speak 710", ROOM * 2),
        ("Parallels Desktop", "Hello."),
        ("Jabra Speak 710", ROOM),
        glued=[(0, "Tomas Lind"), (2, "Tomas Lind")],
    )
    found = attribute(source, owner="Tomas Lind", attendees=["Nadia Okafor"], microphones=["Jabra Speak 710"])
    assert speakers(found) == [None, None, None]
    assert "several voices" in found.transcript.diagnostics[0].message
    assert attribute(source, owner=None).owner == "Tomas Lind"


def test_the_room_is_heard_through_utterances_cut_from_one_block_and_a_name_as_label() -> None:
    pieces = [s.strip() + "?" for s in (ROOM * 3).split("?")]
    said = tuple(Utterance(i + 1, "Tomas Lind", text, (Span(0, i * 100, i * 100 + 50),)) for i, text in enumerate(pieces))
    source = Transcript(Source("x.txt", "one-channel", "0" * 64), said)
    assert set(speakers(attribute(source, owner="Tomas Lind"))) == {None}


def test_a_long_monologue_is_one_voice() -> None:
    dictation = "I went through the numbers again and they hold, so the next thing is the board paper, which I will write on Monday. " * 40
    assert speakers(attribute(talk(("Tomas Lind", dictation)), owner="Tomas Lind")) == ["Tomas Lind"]


@pytest.mark.parametrize(
    "hello", ["Hi, this is Ana.", "I'm Ana Ruiz, from sales.", "Ana here.", "My name is Ana.", "Hello everyone, this is Ana speaking."]
)
def test_voices_that_introduce_themselves(hello: str) -> None:
    found = attribute(talk(("Speaker 1", "Shall we?"), ("SPEAKER_00", hello)), owner="Tomas Lind", attendees=["Ana Ruiz", "Bo Ek"])
    assert speakers(found) == [None, "Ana Ruiz"]


@pytest.mark.parametrize(
    "words",
    [
        "This is Ana, she joined in May.",
        "I'm Ana's manager.",
        'He said "I\'m Ana Ruiz" and left.',
        "I'm sorry, Ana.",
        "I'm here with Ana.",
        "I'm Irish.",
    ],
)
def test_words_that_introduce_nobody(words: str) -> None:
    found = attribute(talk(("Speaker 1", "Shall we?"), ("Speaker 2", words)), owner="Tomas Lind", attendees=["Ana Ruiz", "Bo Ek"])
    assert speakers(found) == [None, None]


def test_two_voices_with_one_name_or_one_voice_with_two_settle_nothing() -> None:
    two = talk(("Speaker 1", "I'm Ana Ruiz."), ("Speaker 2", "I'm Ana Ruiz."), ("Speaker 3", "Hm."))
    assert speakers(attribute(two, owner=None, attendees=["Ana Ruiz", "Bo Ek"])) == [None, None, None]
    both = talk(("Speaker 1", "I'm Ana Ruiz."), ("Speaker 1", "I'm Bo Ek."), ("Speaker 2", "Hm."))
    assert speakers(attribute(both, owner=None, attendees=["Ana Ruiz", "Bo Ek"])) == [None, None, None]


def test_an_unknown_full_name_is_believed_only_when_nobody_was_named_beforehand() -> None:
    source = talk(("Speaker 1", "My name is Lena Vogt."), ("Speaker 2", "Hello."))
    assert speakers(attribute(source, owner=None)) == ["Lena Vogt", None]
    assert speakers(attribute(source, owner="Tomas Lind", attendees=["Ana Ruiz", "Bo Ek"])) == [None, None]


def test_the_last_voice_is_the_last_person() -> None:
    source = talk(("Speaker 1", "I'm Ana Ruiz."), ("Speaker 2", "Hello."))
    assert speakers(attribute(source, owner="Tomas Lind", attendees=["Ana Ruiz"])) == ["Ana Ruiz", "Tomas Lind"]
    assert speakers(attribute(source, owner="Tomas Lind", attendees=["Ana Ruiz", "Bo Ek"])) == ["Ana Ruiz", None]


def test_words_without_labels_stay_undecided() -> None:
    found = attribute(talk(("", "Hello."), ("", "Bye.")), owner="Tomas Lind", attendees=["Ana Ruiz"])
    assert speakers(found) == [None, None]
    assert codes(found) == ["undecided-speaker"]


def test_people_are_those_taking_part_then_those_mentioned() -> None:
    known = Lexicon(
        (
            KnownPerson("Wiebke Roth"),
            KnownPerson("Mark Hill"),
            KnownPerson("Eva One"),
            KnownPerson("Eva Two"),
            KnownPerson("Malcolm Reed", ("Mac",)),
        )
    )
    text = "Wiebke's board paper, mark my words. Eva likes it, and Mac too. Ask Eva Two."
    found = attribute(talk(("Tomas Lind", text), ("Remote", "Mark it.")), owner="Tomas Lind", attendees=["Nadia Okafor"], lexicon=known)
    assert [p.name for p in found.people if p.speaks] == ["Tomas Lind", "Nadia Okafor"]
    assert [p.name for p in found.people if not p.speaks] == ["Wiebke Roth", "Eva Two", "Malcolm Reed"]


def test_the_source_own_list_of_people_takes_part() -> None:
    found = attribute(talk(("Ana Ruiz", "Hi."), named=True, people=("Ana Ruiz", "Bo Ek")), owner=None)
    assert [p.name for p in found.people] == ["Ana Ruiz", "Bo Ek"]


@pytest.mark.parametrize(
    ("label", "named", "role"),
    [
        ("Ana Ruiz", False, Role.NAME),
        ("Teun van Asselt", False, Role.NAME),
        ("Valentina Suárez-Roca", False, Role.NAME),
        ("Ana", True, Role.NAME),
        ("Tom Blue", True, Role.NAME),
        ("Jabra Speak 710", False, Role.DEVICE),
        ("MacBook Pro Microphone", False, Role.DEVICE),
        ("Realtek High Definition", False, Role.DEVICE),
        ("AirPods", False, Role.DEVICE),
        ("Conference Room 4", True, Role.DEVICE),
        ("Guest", True, Role.DEVICE),
        ("Parallels Desktop", False, Role.APP),
        ("Microsoft Teams", False, Role.APP),
        ("Speaker 1", True, Role.CLUSTER),
        ("SPEAKER_00", False, Role.CLUSTER),
        ("spk_1", False, Role.CLUSTER),
        ("B", False, Role.CLUSTER),
        ("Unknown", False, Role.NONE),
        ("", False, Role.NONE),
    ],
)
def test_roles_of_labels(label: str, named: bool, role: Role) -> None:
    assert role_of(label, named=named) is role


def test_a_device_named_after_a_known_person_is_theirs() -> None:
    found = attribute(talk(("Nadia’s iPhone", "Hi."), ("Nadia’s iPad", "Hi.")), owner=None, attendees=["Nadia Okafor"])
    assert speakers(found) == ["Nadia Okafor"] * 2
    assert speakers(attribute(talk(("Ana’s iPhone", "Hi.")), owner=None, attendees=["Nadia Okafor"])) == [None]


@given(st.lists(st.tuples(st.sampled_from(["Remote", "Me", "Speaker 1", "Ana Ruiz", "Jabra", ""]), st.text(max_size=40)), max_size=8))
def test_attribution_fills_in_speakers_and_changes_nothing_else(lines: list[tuple[str, str]]) -> None:
    source = talk(*lines)
    found = attribute(source, owner="Tomas Lind", attendees=["Ana Ruiz"])
    assert [(u.id, u.label, u.text, u.spans) for u in found.transcript] == [(u.id, u.label, u.text, u.spans) for u in source]
    assert attribute(source, owner="Tomas Lind", attendees=["Ana Ruiz"]) == found
    assert {s for s in speakers(found) if s} <= {p.name for p in found.people if p.speaks}


@given(st.text(max_size=30))
def test_any_label_can_be_read(label: str) -> None:
    tidy(label)
    looks_like_name(label)
    role_of(label, named=False)
    Roster(["Ana Ruiz"], Lexicon()).find(label)
