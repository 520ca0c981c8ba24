"""What leaves this machine, read from the bytes that a recording proxy was sent: nothing private, no name, no key but in its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from faulty_server import FaultyServer, standing
from minute_taker import Asked, as_json, everything_sent, promises, read_question, taking_minutes
from test_asking import KEY, add, allowed, alone
from test_cli import acta, files
from test_cli import place as place  # noqa: PLC0414  # a fixture is had by its name

__all__ = ["alone"]  # a fixture for every test here, too

TALK = """[00:00:01.00]  Ana Ruiz :  Morning Ben. How is the Halden migration going for Brightpan Limited?

[00:00:08.00]  Ben Okri :  Mostly fine. Brightpan pays forty-eight thousand five hundred euros, and Nadia Petrov signs for them.

[00:00:16.00]  Ana Ruiz :  Okay. Can you send the error report to nadia.petrov@brightpan.example by Friday?

[00:00:21.00]  Ben Okri :  Sure, I'll send the error report by Friday. Her number is +353 86 555 0142.

[00:00:22.00]  Ana Ruiz :  Thanks. The report should list the four thousand records that the importer dropped on Monday night.

[00:00:23.00]  Ben Okri :  It will, and it will list the hundred that came back on Tuesday after the restart of the machine.

[00:00:24.00]  Ana Ruiz :  Good, then the people in the north can check them against their own copies of the records.

[00:00:26.00]  Ana Ruiz :  This next bit is off the record, please keep it out of the notes. The whistleblower is from zanzibar.

[00:00:31.00]  Ben Okri :  Understood. So the zanzibar matter stays between us.

[00:00:38.00]  Ana Ruiz :  Okay, back on the record.

[00:00:40.00]  Ana Ruiz :  The vendor of the importer wants to hear from us about the licence and about the machine.

[00:00:42.00]  Ben Okri :  Good. The invoice was $12,750 and the bank account is IE29 AIBK 9311 5212 3456 78.

[00:00:50.00]  Ana Ruiz :  The walrus project is confidential as well.

[00:00:55.00]  Ben Okri :  Yes, the walrus project starts in June.

[00:01:02.00]  Ana Ruiz :  Now, let's go with the smaller batch size for the importer, which has been slow for weeks.

[00:01:10.00]  Ben Okri :  Agreed, smaller batches for the importer, and I'll write that down in the runbook.

[00:01:18.00]  Ana Ruiz :  The importer needs more memory before the weekend, I think, and the logs are too long to read.

[00:01:26.00]  Ana Ruiz :  Did you hear from Igor Salenko?

[00:01:31.00]  Ben Okri :  Igor is moving to the quokka team, he told me. He is leaving in March.

[00:01:36.00]  Ana Ruiz :  I see. That is a pity for the whole department and for the customers in the north.

[00:01:42.00]  Ben Okri :  The importer runs every night at two and takes an hour, which is longer than the maintenance window.

[00:01:50.00]  Ana Ruiz :  The maintenance window ends at three, so the importer has to be done by then on every single night.

[00:01:58.00]  Ben Okri :  I'll raise the memory of the importer on Thursday and shorten the logs.

[00:02:06.00]  Ana Ruiz :  Somebody said that Mirembe Achan has a pangolin at home.

[00:02:10.00]  Ben Okri :  Ha. Mirembe told me.
"""
WHO = ["--owner", "Ana Ruiz", "--with", "Ben Okri", "--date", "2026-03-11"]
NAME = "merger with Brightpan.txt"
OFF = ["zanzibar", "whistleblower", "walrus"]
PRIVATE = ["salenko", "igor", "quokka", "mirembe", "achan", "pangolin"]
NAMES = ["ruiz", "okri", "petrov", "nadia", "brightpan", "halden", "ana ", "ben "]
FIGURES = ["forty-eight", "12,750", "555 0142", "353", "aibk", "9311"]


@pytest.fixture
def proxy(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    """A proxy that the client must go through to reach a service elsewhere, and that answers in its place."""
    (place / NAME).write_text(TALK, encoding="utf-8")
    people = place / "vault" / "People"
    people.mkdir()
    (people / "Mirembe Achan.md").write_text("---\nprivate: true\n---\n", encoding="utf-8")
    (people / "Nadia Petrov.md").write_text("---\naliases: [Nadya]\n---\n", encoding="utf-8")
    (place / "config.toml").write_text('private_people = ["Igor Salenko"]\nterms = ["Halden"]\n', encoding="utf-8")
    with standing(taking_minutes()) as there:
        monkeypatch.setenv("HTTP_PROXY", there.url)
        yield there


def elsewhere(place: Path, proxy: FaultyServer) -> None:
    allowed(place, proxy, "--url", "http://llm.elsewhere.test/v1")


def note(place: Path, *more: str) -> str:
    result = acta("note", place / NAME, "--vault", place / "vault", *WHO, "--engine", "here", "--off-record", "0:50-0:58", *more)
    assert result.exit_code == 0, result.output
    return result.output


def leaks(sent: str, words: list[str]) -> list[str]:
    return [w for w in words if re.search(rf"(?<!\w){re.escape(w)}", sent)]


def test_no_byte_of_what_is_private_or_named_leaves(place: Path, proxy: FaultyServer) -> None:
    elsewhere(place, proxy)
    told = note(place)
    sent = everything_sent(proxy)
    assert "smaller batch" in sent  # the talk was sent, in tokens
    assert re.search(r"\[p\d+\]: ", sent)
    assert leaks(sent, [*OFF, *PRIVATE, *NAMES, *FIGURES]) == []
    for trace in (str(place), place.name, "vault", "merger", ".txt"):
        assert trace.casefold() not in sent, trace
    assert "utterances were not sent: " in told
    text = the_note_of(place)
    assert "Send the error report by Friday" in text
    assert "@Ben Okri" in text
    assert not re.search(r"\[[PNETUKA]\d+\]", text)


def test_the_names_come_back_in_the_note(place: Path, proxy: FaultyServer) -> None:
    def fact(asked: Asked) -> str:
        if not asked.is_about_items:
            return as_json([])
        number, _, words = next(line for line in asked.lines if "signs for them" in line[2])
        proof = [{"utterance": number, "quote": words}]
        text = words.replace("Mostly fine. ", "").replace(", and", " and").replace(" for them", "")
        item = {"kind": "key_fact", "text": text, "owner": None, "due": None, "due_words": None, "priority": None, "evidence": proof}
        return as_json([item])

    elsewhere(place, proxy)
    proxy.usual = taking_minutes(fact)
    note(place)
    assert "Nadia Petrov signs" in the_note_of(place)
    assert "forty-eight thousand five hundred euros" in the_note_of(place)
    assert leaks(everything_sent(proxy), ["petrov", "forty-eight"]) == []


def the_note_of(place: Path) -> str:
    (path,) = (place / "vault" / "Meetings").glob("*.md")
    return path.read_text(encoding="utf-8")


def test_a_private_person_in_the_room_or_a_private_kind_keeps_everything_here(place: Path, proxy: FaultyServer) -> None:
    elsewhere(place, proxy)
    before = files(place / "vault")
    assert acta("config", "set", "private_kinds", "hiring").exit_code == 0
    for more in (["--with", "Igor Salenko", "--speaker", "Ben Okri=Igor Salenko"], ["--kind", "hiring"]):
        result = acta(
            "note", place / NAME, "--vault", place / "vault", "--owner", "Ana Ruiz", "--date", "2026-03-11", "--engine", "here", *more
        )
        assert result.exit_code == 20, result.output
        assert "[private]" in result.stderr
        assert not proxy.sent
        assert files(place / "vault") == before


def test_numbers_of_utterances_are_left_out_too(place: Path, proxy: FaultyServer) -> None:
    elsewhere(place, proxy)
    shown = acta("prompt", place / NAME, "--vault", place / "vault", *WHO, "--plain").stdout
    first, last = re.findall(r"^(\d+) .*walrus project", shown, re.MULTILINE)
    result = acta("note", place / NAME, "--vault", place / "vault", *WHO, "--engine", "here", "--off-record", f"{first}-{last}")
    assert result.exit_code == 0, result.output
    assert leaks(everything_sent(proxy), ["walrus"]) == []


def test_the_key_travels_in_its_header_alone(place: Path, proxy: FaultyServer) -> None:
    elsewhere(place, proxy)
    told = note(place)
    assert proxy.questions
    for request in proxy.questions:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        others = {name: value for name, value in request.headers.items() if name != "authorization"}
        assert KEY not in f"{request.path} {others}"
        assert KEY.encode() not in request.body
    assert KEY not in told
    for path, data in files(place).items():
        assert KEY.encode() not in data, path


def test_the_headers_tell_nothing_of_the_machine(place: Path, proxy: FaultyServer) -> None:
    elsewhere(place, proxy)
    note(place)
    usual = {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "proxy-connection",
    }
    for request in proxy.questions:
        assert set(request.headers) <= usual, set(request.headers) - usual
        assert re.fullmatch(r"acta/[\d.a-z]+", request.headers["user-agent"])


def test_on_this_machine_names_go_as_they_are_and_what_is_private_stays(place: Path, proxy: FaultyServer) -> None:
    allowed(place, proxy)
    note(place)
    sent = everything_sent(proxy)
    assert "petrov" in sent
    assert leaks(sent, [*OFF, *PRIVATE]) == []


def test_the_second_round_and_the_summary_keep_behind_the_fence_too(place: Path, proxy: FaultyServer) -> None:
    def failing(question: Asked) -> str:
        lie = {
            "kind": "decision",
            "text": "[P1] approved 90,000 euros for walrus.",
            "owner": None,
            "due": None,
            "due_words": None,
            "priority": None,
        }
        return as_json([{**lie, "evidence": [{"utterance": 5, "quote": "the zanzibar matter"}]}, *promises(question)])

    elsewhere(place, proxy)
    proxy.usual = taking_minutes(failing)
    note(place)
    assert len(proxy.questions) > 1
    asked = [read_question(q.body).text for q in proxy.questions]
    assert any("failed the check" in text for text in asked)
    sent = everything_sent(proxy)
    assert leaks(sent, [*PRIVATE, *NAMES, *FIGURES]) == []
    assert "whistleblower" not in sent
    assert "walrus" not in the_note_of(place).partition("## Transcript")[0]


def test_what_a_person_pastes_is_what_a_service_gets(place: Path, proxy: FaultyServer) -> None:
    shown = acta("prompt", place / NAME, "--vault", place / "vault", *WHO, "--off-record", "0:50-0:58")
    assert shown.exit_code == 0, shown.output
    assert leaks(shown.stdout.casefold(), [*OFF, *PRIVATE, *NAMES, *FIGURES]) == []
    add(proxy, "--url", "http://llm.elsewhere.test/v1")
    offered = acta("service", "allow", "here", place / NAME, "--vault", place / "vault", *WHO, "--off-record", "0:50-0:58", "--yes")
    assert offered.exit_code == 0
    assert shown.stdout in offered.stdout
    assert not proxy.sent
