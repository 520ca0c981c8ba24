"""Answers played from a file, and the file made while real ones come: how every part of a run is tested without a service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from acta.engines import Answer, Asker, Question
from acta.engines._files import write_whole
from acta.engines.answers import fingerprint
from acta.errors import EngineError


class Recorded:
    """Plays the answers of the file ``path`` in their order, whatever is asked.

    ``made_by`` and ``source`` say what answered and about what. ``is_current`` tells whether every question so far was the one
    that was answered then; a changed prompt makes old answers weaker evidence, not useless. Raises ``EngineError`` (code
    ``bad-recording``) for a file that is none, or when more is asked than was answered.
    """

    def __init__(self, path: Path, *, context: int = 1_000_000) -> None:
        self._path = path
        self._context = context
        self._asked = 0
        self.is_current = True
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.made_by, self.source = str(kept["made_by"]), str(kept["source"])
            self._questions, self._texts = _texts(kept["questions"]), _texts(kept["answers"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineError(f"{path} is no recording of answers: {error}", code="bad-recording") from error

    @property
    def name(self) -> str:
        """Always "recorded"."""
        return "recorded"

    @property
    def model(self) -> str:
        """What made the answers."""
        return self.made_by

    @property
    def context(self) -> int:
        """How many tokens a question and its answer may have together; as large as asked for."""
        return self._context

    def ask(self, question: Question) -> Answer:
        """The next answer."""
        if self._asked == len(self._texts):
            raise EngineError(f"{self._path} holds {self._asked} answers, and one more is asked for", code="bad-recording")
        then = self._questions[self._asked : self._asked + 1]
        self.is_current = self.is_current and then == [fingerprint(question)]
        text = self._texts[self._asked]
        self._asked += 1
        return Answer(text, cost=0.0)


class Recorder:
    """Asks ``asker`` and writes all that was asked and answered so far into ``path``, for ``Recorded``."""

    def __init__(self, asker: Asker, path: Path, *, source: str, made_by: str | None = None) -> None:
        self._asker = asker
        self._path = path
        self._source = source
        self._made_by = made_by or asker.model
        self._questions: list[str] = []
        self._texts: list[str] = []

    @property
    def name(self) -> str:
        """The name of the one who answers."""
        return self._asker.name

    @property
    def model(self) -> str:
        """The model that answers."""
        return self._asker.model

    @property
    def context(self) -> int:
        """How many tokens a question and its answer may have together."""
        return self._asker.context

    def ask(self, question: Question) -> Answer:
        """The answer, written down before it is given."""
        answer = self._asker.ask(question)
        self._questions.append(fingerprint(question))
        self._texts.append(answer.text)
        kept = {"made_by": self._made_by, "source": self._source, "questions": self._questions, "answers": self._texts}
        write_whole(self._path, json.dumps(kept, indent=1, ensure_ascii=False).encode("utf-8"))
        return answer


def _texts(kept: Any) -> list[str]:
    if not isinstance(kept, list) or not all(isinstance(text, str) for text in kept):
        raise TypeError("a list of texts is missing")
    return kept
