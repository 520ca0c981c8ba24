"""What was asked to stay out of the notes, or marked by the user, is off the record; figures of speech are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acta.errors import InputError
from acta.fence.record import off_record
from acta.model import Utterance

FILLER = [
    "The rota for the warehouse goes up on the wall by the end of the week for everybody.",
    "We sold four hundred boxes in the north and about the same in the south this month.",
    "The new scanner works well and the team in the yard has been using it every day.",
    "The carrier wants the pallets wrapped twice because of the rain on the coast road.",
    "Our returns went down to nine percent after we changed the label on the small box.",
    "The trainee passed her forklift test and can drive alone from the coming quarter.",
]
WITHHELD = "My doctor found something in the last scan and I may be away for most of the summer."

BACKWARD = """\
Please don't write that down.
Don't minute that, please.
That's not for the notes.
Not in the minutes, please.
Keep that out of the notes.
Leave that out, please.
Can you leave that out of the record?
That stays in this room.
And that stays between us.
It stays in this car.
Strike that from the minutes.
Please strike that.
Take that out of the notes, please.
Can you delete that from the transcript?
Please cut that bit out.
I shouldn't have said that.
Please forget that.
You didn't hear that from me.
You didn't hear that.
Don't tell anyone.
Please don't repeat that.
Keep it to yourself, please.
Keep that quiet for now.
Mum's the word.
That's confidential.
This is strictly confidential.
That isn't public yet.
It's not official yet.
Nobody else should know.
That was off the record.
That doesn't leave this room.
It goes no further.
I'm only telling you.
I don't want that in any form.
Don't put it in the summary.
That doesn't go in the minutes.
You won't write that down?
I'd rather you didn't write that.
Don't share that with anybody.
That was told in confidence.
Das bleibt unter uns.
Pas dans le compte rendu, s'il vous plaît.
Que no conste en acta.
""".splitlines()

FORWARD = """\
Off the record for a minute.
Can I say something off the record?
This is off the record, okay?
Between you and me.
Just between us.
This stays between us, okay?
Can you stop the recording for a second?
Can you turn that off for a second?
Could you pause the recording?
Switch off the recorder, please, for a minute.
This next bit isn't for the notes.
Can I tell you something in confidence?
Don't write this down.
Could you not write this bit?
Can I say something that's not in the notes?
Listen, this isn't for the minutes.
I mustn't say this, really.
Nobody knows this, it's only for your ears.
""".splitlines()

HARMLESS = """\
Between us we have three vans and a trailer.
Between us we cover the whole coast.
The gap between us and the market leader is closing.
They play old songs on the record player.
The off the record player is an odd name for a shop.
That's a broken record by now.
We set a new sales record in March.
For the record, I agree with the plan.
Put that in the minutes, please.
Write that down, it matters.
Turn it off and on again.
The heating turns itself off at ten.
We keep a private key on the server.
It's a private company with forty people.
He kept the receipts in the drawer.
The recording of the webinar is on the site.
We're recording sales in the new system.
She stays here until Monday.
The box stays in the fridge overnight.
There is a difference between the two of them.
I'd like to leave early on Friday.
Nobody knows why the screen is orange.
They said nothing about the price.
The contract has a confidentiality clause in it.
""".splitlines()


def said(*texts: str) -> list[Utterance]:
    return [Utterance(i, "A" if i % 2 else "B", t, (), speaker="Ana Ruiz" if i % 2 else "Ben Okri") for i, t in enumerate(texts, 1)]


@pytest.mark.parametrize("request_", BACKWARD)
def test_what_was_said_before_the_request_is_off_the_record(request_: str) -> None:
    found = off_record(said(*FILLER[:3], WITHHELD, request_, "Of course.", *FILLER[3:], *FILLER))
    assert {4, 5} <= found
    assert not found & {1, 2, 14, 15}  # where it is not clear whether more follows, some of it is left out too


@pytest.mark.parametrize("request_", FORWARD)
def test_what_follows_the_request_is_off_the_record_until_the_talk_goes_on(request_: str) -> None:
    found = off_record(said(*FILLER[:3], request_, "Okay.", WITHHELD, "Oh dear.", "Anyway, next item, the van.", *FILLER))
    assert {4, 5, 6, 7} <= found
    assert not found & {1, *range(10, 15)}


@pytest.mark.parametrize("end", ["Back on the record.", "Okay, back on the record now.", "You can write again.", "Recording's on again."])
def test_a_stretch_with_a_beginning_and_an_end_is_off_the_record_as_a_whole(end: str) -> None:
    found = off_record(said(*FILLER[:3], "Off the record.", WITHHELD, "How long for?", WITHHELD, end, *FILLER))
    assert {4, 5, 6, 7} <= found
    assert not found & {1, *range(9, 15)}


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_of_speech_silence_nothing(text: str) -> None:
    assert not off_record(said(*FILLER, text, *FILLER))


def test_one_request_never_silences_half_of_a_long_meeting() -> None:
    talk = said(*(FILLER * 10), "Off the record, it was my fault.", *(FILLER * 10))
    assert len(off_record(talk)) <= 15


def timed(*times: tuple[int | None, int | None]) -> list[Utterance]:
    return [Utterance(i, "", FILLER[i % 6], (), start, end) for i, (start, end) in enumerate(times, 1)]


def test_marked_times_take_every_utterance_that_they_touch() -> None:
    talk = timed((0, 1000), (1000, 2000), (2000, 3000), (3000, 4000))
    assert off_record(talk, [(1500, 2500)]) == {2, 3}
    assert off_record(talk, [(2500, 1500)]) == {2, 3}  # the wrong way round is meant all the same
    assert off_record(talk, [(9000, 9999)]) == set()


def test_an_utterance_without_a_time_may_have_been_spoken_in_a_marked_stretch() -> None:
    assert off_record(timed((0, 1000), (None, None), (5000, 6000)), [(2000, 3000)]) == {2}
    assert off_record(timed((0, None), (2000, None), (5000, None)), [(3000, 3500)]) == {2}


def test_utterances_are_marked_by_number_where_there_are_no_times() -> None:
    talk = said(*FILLER)
    assert off_record(talk, numbers=[2, 3, 99]) == {2, 3}
    with pytest.raises(InputError) as error:
        off_record(talk, [(0, 1000)])
    assert error.value.code == "marked-without-times"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*FILLER, *BACKWARD, *FORWARD, WITHHELD]), max_size=20), st.lists(st.integers(1, 20), max_size=3))
def test_marking_more_never_puts_anything_back_on_the_record(texts: Sequence[str], numbers: Sequence[int]) -> None:
    talk = said(*texts)
    alone = off_record(talk)
    assert alone <= off_record(talk, numbers=numbers)
    assert alone <= {u.id for u in talk}
