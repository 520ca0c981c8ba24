#!/usr/bin/env python3
"""Score a language model beside the embedded engine, on the same meetings and by the same measure (score.py).

Usage: llm.py [ENGINE] [--source NAME] [--only ID,ID] [--record DIR]

ENGINE is a service of your configuration that you have allowed, or ``recorded`` (the default): the answers kept in ``bench/replies``,
a file a meeting, which say what made them. ``--record`` keeps a service's answers there. Writes ``bench/results/llm-<date>-<engine>.json``
and ``docs/figures-llm.md``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import llm_page
import run
import score as measure
from acta import app, asking
from acta.config import Config
from acta.engines import Asker, Extractor
from acta.engines.replay import Recorded, Recorder
from acta.language.engine import LanguageEngine
from acta.model import Lexicon, Usage

REPLIES = run.HERE / "replies"
DEFAULT = "two-channel.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("engine", nargs="?", default="recorded")
    parser.add_argument("--source", default=DEFAULT)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    config = app.settings(None)
    sources = run.derive(run.DEV)
    chosen = [g for g in run.meetings() if g.stem in given.only.split(",") or not given.only]
    if given.engine == "recorded":
        chosen = [g for g in chosen if _reply(g, given.source).exists()]
        if not chosen:
            sys.exit(f"there are no recorded answers for {given.source} in {REPLIES.relative_to(run.ROOT)}")
    elif not asking.is_allowed(asking.service_named(given.engine, config), config):
        sys.exit(f"the service “{given.engine}” is not allowed yet: acta service allow {given.engine} SOURCE")
    result: dict[str, Any] = {"measured": run.circumstances(), "engine": given.engine, "source": given.source}
    made = [_minutes(given, config, g, sources / g.stem / given.source) for g in chosen]
    result["made_by"] = sorted({m["made_by"] for m in made})
    result["meetings"] = {g.stem: m for g, m in zip(chosen, made, strict=True)}
    for name in ("embedded", given.engine):
        result[name] = _score(chosen, name, given.source)
    target = run.RESULTS / f"llm-{run.today()}-{given.engine}.json"
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    page = llm_page.render(result)
    (run.ROOT / "docs" / "figures-llm.md").write_text(page, encoding="utf-8")
    print(page)
    print(f"written: docs/figures-llm.md and {target.relative_to(run.ROOT)}")


def _reply(gold: Path, source: str) -> Path:
    return REPLIES / f"{gold.stem}.{source}.json"


def _minutes(given: argparse.Namespace, config: Config, gold: Path, path: Path) -> dict[str, Any]:
    """Write both predictions of one meeting; what the model took and what of its answers was left out."""
    head, _, _ = measure.load(gold)
    options = run.options(head)
    started = time.perf_counter()
    record = app.read_one(app.Work(str(path), options))
    _keep(gold, "embedded", given.source, record)
    embedded_s = time.perf_counter() - started
    made_by, engine = _engine(given, config, gold, options.lexicon)
    started = time.perf_counter()
    record = app.read_one(app.Work(str(path), options, extractor=engine))
    _keep(gold, given.engine, given.source, record)
    used = record.minutes.usage or Usage(given.engine)
    return {
        "made_by": made_by,
        "items": len(record.minutes.items),
        "unverified": [{"text": u.text, "reasons": list(u.reasons)} for u in record.minutes.unverified],
        "written_unverified": sum(not i.evidence for i in record.minutes.items),
        "calls": used.calls,
        "tokens_in": used.tokens_in,
        "tokens_out": used.tokens_out,
        "cost": used.cost,
        "seconds": used.seconds,
        "own_seconds": round(time.perf_counter() - started - used.seconds, 2),
        "embedded_seconds": round(embedded_s, 2),
    }


def _engine(given: argparse.Namespace, config: Config, gold: Path, known: Lexicon) -> tuple[str, Extractor]:
    """What made the answers, and the engine: over a service, or over recorded answers by the way of ``acta accept``."""
    if given.engine == "recorded":
        kept = json.loads(_reply(gold, given.source).read_text(encoding="utf-8"))
        Recorded(_reply(gold, given.source))  # refuses a file that is no recording
        return kept["made_by"], asking.ByHand(kept["answers"], Config(), known, plain=kept.get("plain", False), context=None)
    from acta.engines.answers import Answers  # noqa: PLC0415  # only a service needs them
    from acta.engines.client import ServiceAsker  # noqa: PLC0415

    service = asking.service_named(given.engine, config)
    places = asking.Places()
    asker: Asker = ServiceAsker(service, answers=Answers(places.answers), ledger=places.ledger(config.monthly_budget))
    if given.record:
        given.record.mkdir(parents=True, exist_ok=True)
        asker = Recorder(asker, given.record / f"{gold.stem}.{given.source}.json", source=given.source)
    fencing = asking.fencing(config, known, redact=asking.redacts(service, config))
    return service.model, LanguageEngine(asker, asking.embedded(), fencing=fencing, lexicon=known)


def _keep(gold: Path, name: str, source: str, record: app.Record) -> None:
    folder = run.WORK / "llm" / name / source
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{gold.stem}.json").write_text(json.dumps(app.to_json(record)), encoding="utf-8")


def _score(chosen: list[Path], name: str, source: str) -> dict[str, Any]:
    """The figures of score.py on the chosen meetings alone."""
    folder = run.WORK / "llm" / "gold"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for gold in chosen:
        shutil.copy(gold, folder)
    target = run.WORK / "llm" / f"{name}.{source}.result.json"
    predictions = run.WORK / "llm" / name / source
    subprocess.run(
        [sys.executable, str(run.HERE / "score.py"), str(folder), str(predictions), "--source", source, "--json", str(target)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    scored: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return scored


if __name__ == "__main__":
    main()
