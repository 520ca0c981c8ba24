"""Real answers of a language model, kept in bench/replies, through the whole path: read, leash, minutes, measure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acta import app, asking
from acta.config import Config
from acta.engines.replay import Recorded
from acta.fence.fencing import Fencing
from acta.language.engine import LanguageEngine
from acta.language.prompt import schema
from acta.language.reply import read
from acta.pipeline import ReadOptions

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "bench"
REPLIES = sorted((BENCH / "replies").glob("*.json"))
# Of different kinds: an incident review, a talk of two about an offer, a sales call.
CHOSEN = ("a-paper-lanterns-payment-outage", "a-staff-engineer-outside-offer", "b-cirrane-contract-highveld")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gold = tmp_path_factory.mktemp("gold")
    for name in CHOSEN:
        (gold / f"{name}.md").write_bytes((BENCH / "gold" / "dev" / f"{name}.md").read_bytes())
    out = tmp_path_factory.mktemp("sources")
    make = [sys.executable, str(BENCH / "make_sources.py"), str(gold), str(out)]
    subprocess.run(make, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    return out


@pytest.fixture(scope="module")
def bench() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        import run  # type: ignore[import-not-found]
        import score  # type: ignore[import-not-found]

        yield run, score


def test_there_are_answers_for_meetings_of_several_kinds(bench: Any) -> None:
    _, score = bench
    kinds = {score.load(BENCH / "gold" / "dev" / f"{p.name.split('.')[0]}.md")[0]["kind"] for p in REPLIES}
    assert len(REPLIES) >= 3
    assert len(kinds) >= 3


@pytest.mark.parametrize("path", REPLIES, ids=lambda p: str(p.name.split(".")[0]))
def test_recorded_answers_say_what_made_them_and_have_the_shape(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["made_by"]
    assert len(kept["questions"]) == len(kept["answers"])
    required = set(schema()["properties"]["items"]["items"]["required"])
    for answer in kept["answers"]:
        reply = read(answer)
        assert reply is not None
        assert not reply.broken
        assert all(set(item) >= required - {"owner", "due", "due_words", "priority"} for item in json.loads(answer)["items"])


@pytest.mark.parametrize("name", CHOSEN)
def test_recorded_answers_become_minutes_as_good_as_measured(name: str, sources: Path, bench: Any) -> None:
    run, score = bench
    head, said, minutes = score.load(BENCH / "gold" / "dev" / f"{name}.md")
    options: ReadOptions = run.options(head)
    reply = BENCH / "replies" / f"{name}.two-channel.txt.json"
    kept = json.loads(reply.read_text(encoding="utf-8"))
    by_hand = asking.ByHand(kept["answers"], Config(), options.lexicon, plain=kept["plain"], context=None)
    record = app.read_one(app.Work(str(sources / name / "two-channel.txt"), options, extractor=by_hand))
    document = app.to_json(record)
    text = {u.id: u.text for u in record.utterances}
    assert all(e.quote == text[e.utterance][e.start : e.end] for i in record.minutes.items for e in i.evidence)
    lines = score.Lines(said)
    pred = [{**i, "lines": set().union(*[lines.of(e["quote"]) for e in i["evidence"]])} for i in document["items"]]  # type: ignore[attr-defined]
    gold = [{**g, "kind": kind} for key, kind in score.KINDS.items() for g in minutes.get(key) or []]
    pairs = [
        pair
        for kind in score.KINDS.values()
        for pair in score.match([g for g in gold if g["kind"] == kind], [p for p in pred if p["kind"] == kind])
    ]
    assert 2 * len(pairs) / (len(gold) + len(pred)) >= 0.6
    assert not [b for a, b in pairs if not a.get("due") and a["kind"] == "action_item" and b.get("due")]


def test_the_engine_plays_a_recording_from_question_to_draft(sources: Path, bench: Any) -> None:
    run, score = bench
    name = CHOSEN[2]
    head, _, _ = score.load(BENCH / "gold" / "dev" / f"{name}.md")
    options: ReadOptions = run.options(head)
    recording = Recorded(BENCH / "replies" / f"{name}.two-channel.txt.json")
    engine = LanguageEngine(recording, asking.embedded(), fencing=Fencing(redact=False), lexicon=options.lexicon)
    record = app.read_one(app.Work(str(sources / name / "two-channel.txt"), options, extractor=engine))
    assert len(record.minutes.items) > 20
    assert record.minutes.usage is not None
    assert record.minutes.usage.calls == len(
        json.loads((BENCH / "replies" / f"{name}.two-channel.txt.json").read_text(encoding="utf-8"))["answers"]
    )
