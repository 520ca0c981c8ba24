"""Answers kept on disk, so that asking the same service the same question again costs nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from pathlib import Path
from typing import Any

from acta.engines import Answer, Question
from acta.engines._files import write_whole
from acta.engines.service import Service

_FORM = 1
_KEPT_S = 90 * 24 * 3600


def fingerprint(question: Question, identity: str = "") -> str:
    """The SHA-256, in hexadecimal, of everything that is asked and, with ``identity``, of whom."""
    parts = [_FORM, identity, question.instructions, question.text, question.schema, question.longest]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=True).encode("ascii")).hexdigest()


class Answers:
    """The answers in one folder, a file each, readable by their owner alone; what is older than 90 days is thrown away.

    A damaged file is as good as none. What cannot be written is not kept: a full disk is no reason to lose an answer. ``fresh``: what
    was kept before does not count, and what comes now takes its place.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self.folder = folder
        self._fresh = fresh

    def find(self, service: Service, question: Question) -> Answer | None:
        """The answer ``service`` gave to ``question``, marked ``cached``: it took no time and cost nothing now."""
        if self._fresh:
            return None
        try:
            kept = json.loads(self._path(service, question).read_bytes())
        except (OSError, ValueError):
            return None
        return _read(kept)

    def keep(self, service: Service, question: Question, answer: Answer) -> None:
        """Keep ``answer``, unless it was cut: that one is worth asking again."""
        if answer.cut:
            return
        kept = {
            "text": answer.text,
            "sha256": hashlib.sha256(answer.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "tokens_in": answer.tokens_in,
            "tokens_out": answer.tokens_out,
        }
        with contextlib.suppress(OSError):
            write_whole(self._path(service, question), json.dumps(kept).encode("ascii"))
            self._clear()

    def _path(self, service: Service, question: Question) -> Path:
        return self.folder / f"{fingerprint(question, service.identity)}.json"

    def _clear(self) -> None:
        oldest = time.time() - _KEPT_S
        for path in self.folder.glob("*.json"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def _read(kept: Any) -> Answer | None:
    try:
        text, tokens_in, tokens_out = kept["text"], int(kept["tokens_in"]), int(kept["tokens_out"])
        whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == kept["sha256"]
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
    return Answer(text, tokens_in, tokens_out, cost=0.0, cached=True) if whole else None
