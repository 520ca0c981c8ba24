"""Evidence: a quote is found as it was said, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.evidence import UnprovenError, cite, holds, locate
from acta.model import Span, Utterance


def said(text: str) -> Utterance:
    return Utterance(1, "Ana", text, (Span(0, 0, len(text)),), 1000, 2000, speaker="Ana Ruiz")


def test_quote_keeps_the_utterances_own_characters() -> None:
    evidence = cite(said("Well, I’ll send — the  deck, by Friday."), "i'll send the deck by friday")
    assert evidence.quote == "I’ll send — the  deck, by Friday."
    assert (evidence.speaker, evidence.start_ms) == ("Ana Ruiz", 1000)


@pytest.mark.parametrize("quote", ["", "…", "I'll send a deck", "end the deck", "by Friday I'll"])
def test_what_was_not_said_is_refused(quote: str) -> None:
    with pytest.raises(UnprovenError):
        cite(said("I'll send the deck by Friday."), quote)


def test_a_quote_never_begins_or_ends_inside_a_word() -> None:
    assert locate("the bank's budget", "bank") is None
    assert locate("the bank budget", "bank") == (4, 8)


@given(st.text(max_size=200), st.data())
def test_every_run_of_words_is_found_and_holds(text: str, data: st.DataObject) -> None:
    u = said(text)
    words = text.split()
    if not words:
        return
    i = data.draw(st.integers(0, len(words) - 1))
    j = data.draw(st.integers(i + 1, len(words)))
    try:
        evidence = cite(u, " ".join(words[i:j]))
    except UnprovenError:
        assert locate(text, " ".join(words[i:j])) is None
        return
    assert u.text[evidence.start : evidence.end] == evidence.quote
    assert holds(evidence, [u])
