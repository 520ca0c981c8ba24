from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from acta.clean import clean
from acta.model import KnownPerson, Lexicon, Segment, Source, Transcript, Utterance

ME, FAR = "Ana Ruiz", "Remote"
Line = tuple[int, str, str]  # start in seconds, label, text


def talk(*lines: Line, named: bool = False, ends: bool = False) -> Transcript[Segment]:
    """A source of (second, label, text) lines; with ``ends`` each segment also says when it ends, at 2.5 words a second."""
    parts = tuple(
        Segment(i, label, text, at * 1000, at * 1000 + len(text.split()) * 400 if ends else None, named)
        for i, (at, label, text) in enumerate(lines)
    )
    return Transcript(Source("x.txt", "two-channel", "0" * 64), parts)


def cleaned(*lines: Line, lexicon: Lexicon = Lexicon(), keep_all: bool = False, named: bool = False) -> Transcript[Utterance]:
    return clean(talk(*lines, named=named), lexicon, keep_all=keep_all)


def texts(found: Transcript[Utterance]) -> list[str]:
    return [u.text for u in found]


def gone(found: Transcript[Utterance]) -> list[tuple[str, str]]:
    return [(c.kind, c.was) for c in found.changes if c.quarantined]


def conversation(*between: Line, at: int = 120) -> Sequence[Line]:
    """A live exchange with ``between`` put in at a time; enough talk before and after that nothing there is the end."""
    said = "so the budget for the spring is done and we talk about people next, do you agree with that plan or not"
    before = [(i * 12, ME if i % 2 else FAR, f"Number {i}, {said}?") for i in range(at // 12)]
    after = [(at + 30 + i * 12, FAR if i % 2 else ME, f"Point {i}, {said}.") for i in range(10)]
    return [*before, *between, *after]


# Loops


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("I think the " + "the, " * 40 + "plan holds.", "I think the plan holds."),
        ("We ship it. " + "And then we go. " * 12 + "Right?", "We ship it. And then we go. Right?"),
        ("One. " + "It is a long phrase of nine words here now. " * 3 + "Two.", "One. It is a long phrase of nine words here now. Two."),
        ("a b " * 60, "a b"),
    ],
)
def test_a_recognizers_loop_leaves_one_saying(said: str, left: str) -> None:
    found = cleaned((0, ME, said))
    assert texts(found) == [left]
    assert {kind for kind, _ in gone(found)} == {"loop"}


@pytest.mark.parametrize(
    "said",
    [
        "No, no, no, no, that is not what I meant.",
        "Yeah yeah yeah yeah yeah.",
        "Thank you, thank you, thank you, thank you.",
        "I know, I know, I know, I know.",
        "It's very, very, very, very good.",
        "Come on, guys. Come on, guys.",
        "I don't know. I don't know.",
        "No no no no no no no no.",
    ],
)
def test_emphasis_is_no_loop(said: str) -> None:
    found = cleaned((0, ME, said))
    assert texts(found) == [said]
    assert not found.changes


def test_segments_that_repeat_are_a_loop_and_backchannels_are_not() -> None:
    found = cleaned(*((i * 2, "", "I'll see what I can do.") for i in range(9)), (20, "", "Okay."))
    assert texts(found) == ["I'll see what I can do.", "Okay."]
    assert gone(found) == [("loop", "I'll see what I can do.")] * 8
    lines = [(i * 9, FAR if i % 2 else ME, "Yeah." if i % 2 else f"Then we go on with item {i} of the long list.") for i in range(24)]
    assert not cleaned(*lines).changes


def test_a_loop_in_an_utterance_keeps_the_span_of_what_is_left() -> None:
    source = talk((0, ME, "Well the the the the the the the the the end."))
    (u,) = clean(source, Lexicon())
    text = source.parts[0].text
    assert [text[s.start : s.end] for s in u.spans] == ["Well the", "end."]


# Sounds, marks and encodings


@pytest.mark.parametrize(
    "sound", ["(keyboard clicking)", "[BLANK_AUDIO]", "[Music]", "(computer chiming)", "Silence from 0 to 1.00", "[inaudible]", "(laughs)"]
)
def test_sounds_are_set_aside(sound: str) -> None:
    found = cleaned((0, ME, f"Before it. {sound} After it."))
    assert texts(found) == ["Before it. After it."]
    assert gone(found) == [("sound", sound)]


@pytest.mark.parametrize("said", ["The price (about ten thousand) holds.", "See section [4] of it.", "He said (and I agree) no."])
def test_brackets_that_hold_speech_stay(said: str) -> None:
    assert texts(cleaned((0, ME, said))) == [said]


def test_words_decoded_wrongly_are_repaired_on_record() -> None:
    found = cleaned((0, ME, "We donâ€™t see ZoÃ« today."))
    assert texts(found) == ["We don’t see Zoë today."]
    assert [(c.was, c.now) for c in found.changes] == [("donâ€™t", "don’t"), ("ZoÃ«", "Zoë")]


def test_a_name_glued_to_the_words_is_cut_and_kept() -> None:
    found = cleaned((0, "Jabra", "Ana RuizLet me say this."), (5, "Jabra", "Ana likes it."), lexicon=Lexicon((KnownPerson(ME),)))
    assert texts(found) == ["Let me say this.", "Ana likes it."]
    assert [(c.kind, c.was) for c in found.changes] == [("label", "Ana Ruiz")]


# Inventions


@pytest.mark.parametrize("phrase", ["Thanks for watching!", "Subtitles by the Amara.org community", "Please subscribe to the channel."])
def test_what_only_videos_say_is_set_aside_wherever_it_stands_alone(phrase: str) -> None:
    found = cleaned(*conversation((121, FAR, phrase)))
    assert ("invented", phrase) in gone(found)


def test_a_goodbye_in_the_middle_of_a_talk_is_invented_and_one_that_is_answered_is_not() -> None:
    assert gone(cleaned(*conversation((121, FAR, "Bye.")))) == [("invented", "Bye.")]
    live = conversation((121, ME, "I have to run, sorry. Bye, all."), (123, FAR, "Bye."))
    assert not gone(cleaned(*live))


def test_a_real_thank_you_in_a_live_exchange_stays() -> None:
    live = conversation((121, ME, "I sent you the signed copy this morning."), (124, FAR, "Thank you."))
    assert not gone(cleaned(*live))


def test_a_thank_you_between_long_silences_is_invented() -> None:
    lines = [(0, ME, "Let me look that up."), (40, FAR, "Thank you."), (70, ME, "Here it is, it was on the ninth.")]
    lines += [(80 + i * 9, FAR if i % 2 else ME, f"And item {i} of the list is also done by now, I think so.") for i in range(12)]
    assert gone(cleaned(*lines)) == [("invented", "Thank you.")]


def test_an_answer_after_a_long_silence_stays() -> None:
    lines = [(0, ME, "Do you know the number?"), (40, FAR, "I don't know."), (70, ME, "Fine, we look it up.")]
    assert not gone(cleaned(*lines))


def test_a_long_block_may_hold_pauses_so_that_its_end_proves_no_silence() -> None:
    long = " ".join(f"So this is what we did in the spring of year {i} and it took us a while to get there." for i in range(3))
    lines = [(0, ME, long), (120, FAR, "Thank you."), (140, ME, long), (200, FAR, long)]
    assert not gone(cleaned(*lines))


@pytest.mark.parametrize("said", ["I don't know what to do.", "That's the whole thing.", "I'm not sure.", "Okay.", "Let's see.", "So."])
def test_listed_phrases_that_people_say_stay_in_a_live_exchange(said: str) -> None:
    assert not gone(cleaned(*conversation((120, FAR, said))))


def test_the_tail_after_the_goodbye_is_set_aside_and_the_goodbye_is_not() -> None:
    found = cleaned(
        *conversation(), (400, ME, "Okay, see you on Monday. Bye."), (402, FAR, "Bye."), (420, FAR, "Thank you."), (430, FAR, "You.")
    )
    assert gone(found) == [("invented", "Thank you."), ("invented", "You.")]


def test_an_okay_at_the_end_stays_when_nobody_had_left() -> None:
    assert not gone(cleaned(*conversation(), (400, ME, "Then I will send it to you on Monday."), (420, FAR, "Okay.")))


def test_an_invention_joined_to_true_words_goes_alone() -> None:
    lines = conversation((120, FAR, "Thanks for watching! Then the plaster holds, does it?"))
    found = cleaned(*lines)
    assert gone(found) == [("invented", "Thanks for watching!")]
    assert "Then the plaster holds, does it?" in texts(found)


def test_without_times_only_what_nobody_says_goes() -> None:
    parts = tuple(Segment(i, "", t) for i, t in enumerate(["Hello there.", "Thank you.", "Thanks for watching!", "Fine."]))
    found = clean(Transcript(Source("x", "otter", "0" * 64), parts), Lexicon())
    assert texts(found) == ["Hello there.", "Thank you.", "Fine."]


# Echoes and doubles


def test_the_words_of_one_channel_heard_in_the_other_are_set_aside() -> None:
    found = cleaned(
        (0, ME, "We split the cutover into two weekends in May."),
        (1, FAR, "We split the cutover in two weekends in May."),
        (9, FAR, "Good."),
    )
    assert texts(found) == ["We split the cutover into two weekends in May.", "Good."]
    assert gone(found) == [("echo", "We split the cutover in two weekends in May.")]


def test_a_leak_joined_to_an_answer_goes_without_the_answer() -> None:
    found = cleaned(
        (0, ME, "So the plan is gone. What were they worth, the licences?"),
        (2, FAR, "What were they worth, the licences? Nine thousand, all of them."),
        (8, ME, "I see."),
    )
    assert texts(found)[1] == "Nine thousand, all of them."


@pytest.mark.parametrize(
    ("second", "answer"),
    [
        (5, "Two days a week in May."),  # said after the other had ended
        (1, "Two days."),  # fewer than four words
        (1, "Two weeks in the whole autumn, then?"),  # other words
    ],
)
def test_people_who_take_up_each_others_words_are_no_echo(second: int, answer: str) -> None:
    lines = [
        (0, ME, "Two days a week in May."),
        (second, FAR, answer),
        (9, ME, "Is that all right with you?"),
        (14, FAR, "It is fine by me."),
    ]
    assert not cleaned(*lines).changes


def test_in_a_source_that_names_its_speakers_nobody_is_an_echo() -> None:
    lines = [(0, ME, "We split the cutover in two weekends."), (1, "Ben Okri", "We split the cutover in two weekends.")]
    assert not cleaned(*lines, named=True).changes


def test_a_segment_given_twice_is_kept_once() -> None:
    found = cleaned((0, "", "And that is what we agreed."), (0, "", "And that is what we agreed."), (8, "", "And that is what we agreed."))
    assert gone(found) == [("double", "And that is what we agreed.")]


# Utterances


def test_a_short_block_is_one_utterance_and_a_long_one_a_few_sentences_each() -> None:
    sentence = "We went through the list again and found nothing new in it."
    found = cleaned((0, ME, f"{sentence} {sentence}"), (20, ME, " ".join([sentence.replace("list", f"list {i}") for i in range(12)])))
    first, *rest = found.parts
    assert first.text == f"{sentence} {sentence}"
    assert all(10 <= len(u.text.split()) <= 45 for u in rest)
    assert [u.start_ms for u in rest] == sorted(u.start_ms or 0 for u in rest)
    assert [u.id for u in found] == list(range(1, len(found) + 1))


def test_a_dash_between_two_voices_begins_an_utterance() -> None:
    found = cleaned((0, "Jabra", "Shall we start with the budget? - Yes, please. It is the long one. - Fine."))
    assert texts(found) == ["Shall we start with the budget?", "- Yes, please. It is the long one.", "- Fine."]


# As a whole


def test_keep_all_changes_nothing() -> None:
    lines: list[Line] = [(0, ME, "the " * 30), (9, FAR, "[Music]"), (12, FAR, "Thanks for watching!"), (20, ME, "donâ€™t")]
    found = cleaned(*lines, keep_all=True)
    assert not found.changes
    assert not found.diagnostics
    assert " ".join(texts(found)).split() == " ".join(t for _, _, t in lines).split()


def test_what_was_set_aside_is_told_in_words() -> None:
    found = cleaned((0, ME, "Here we " + "go, " * 20 + "then. " + "So this is it. " * 2), (30, FAR, "[Music] Good."))
    (told,) = [d for d in found.diagnostics if d.code == "quarantined"]
    assert told.message == "61 % quarantined: 1 loop, 1 sound"


def test_every_change_says_why() -> None:
    found = cleaned((0, ME, "the " * 30), (20, FAR, "[Music]"), (30, FAR, "Thanks for watching!"))
    assert found.changes
    assert all(c.reason and c.was for c in found.changes)


@pytest.mark.parametrize("blocks", [1, 3000])
def test_time_grows_with_the_words_and_no_faster(blocks: int) -> None:
    def seconds(words: int) -> float:
        text = "So we looked at item {} again, and Ana said (about then) that it holds. "
        said = [text.format(i % 977) for i in range(words // 15)]
        size = max(1, len(said) // min(blocks, len(said)))
        pieces = [" ".join(said[i : i + size]) for i in range(0, len(said), size)]
        source = talk(*((i * 6, FAR if i % 2 else ME, p) for i, p in enumerate(pieces)))
        started = time.process_time()
        clean(source, Lexicon(terms=("Kestrel",)))
        return time.process_time() - started

    seconds(3_000)  # lists are read once
    assert seconds(60_000) < 30 * max(seconds(6_000), 0.02)


def test_words_that_only_look_glued_are_no_name() -> None:
    lines = [(i * 9, "Jabra", f"We met JohnBut that was in week {i}.") for i in range(4)]
    assert not cleaned(*lines).changes
    lines = [(i * 9, "Jabra", f"Teun van AsseltThat was in week {i}.") for i in range(4)]
    assert {c.was for c in cleaned(*lines).changes} == {"Teun van Asselt"}


def test_a_vault_of_thousands_costs_little() -> None:
    crowd = tuple(KnownPerson(f"Per{i} Son{i % 700}sen") for i in range(3000))
    lexicon = Lexicon((KnownPerson(ME, attends=True), *crowd), titles=tuple(f"Title{i} Thing" for i in range(2000)))
    source = talk(*((i * 6, ME, f"So Per{i} and Jorgensen looked at item {i} again, and Ana said it holds.") for i in range(600)))
    clean(source, Lexicon(terms=("Kestrel",)))
    started = time.process_time()
    clean(source, lexicon)
    assert time.process_time() - started < 2.0
