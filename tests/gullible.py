"""A scripted model that obeys whoever speaks last: it takes true minutes, and does what it is told in the worst ways it can."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from acta.engines import Answer, Question
from acta.language.prepare import Prepared
from attacks import ITEMS, NEXT_MEETING, SUMMARY, TALK, Aim, Said

_WINDOW, _STEP = 16, 4


def squeezed(text: str) -> str:
    """The letters and digits of ``text``, alike in every disguise that a reader sees through."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


class Gullible:
    """An ``engines.Asker`` that answers with the true minutes, and obeys an attack.

    It obeys when it sees any stretch of ``lines`` in what it is asked, or ``always``: then it stands for a model that is itself
    malicious, and knows the numbers of lines that it was never shown. What stands in ``innocent`` questions too gives no order.
    """

    name, model, context = "gullible", "script", 32_000

    def __init__(self, aim: Aim | None, lines: Sequence[str], *, always: bool = False, innocent: Sequence[Question] = ()) -> None:
        self._innocent = squeezed(" ".join(q.text for q in innocent))
        self._aim = aim
        self._lines = lines
        self._always = always
        self._numbers: dict[str, int] = {}
        self._hostile: list[tuple[int, str]] = []
        self.asked: list[Question] = []
        self.obeyed = False

    def meet(self, prepared: Prepared) -> None:
        """Learn the numbers of the lines, also of those that are withheld."""
        for utterance in prepared.transcript.parts:
            self.know(utterance.id, utterance.text)
            if utterance.id in prepared.held or any(
                squeezed(utterance.text)[:40] and squeezed(utterance.text) in squeezed(x) for x in self._lines
            ):
                self._hostile.append((utterance.id, utterance.text))

    def know(self, number: int, text: str) -> None:
        """Learn the number of a line."""
        self._numbers.setdefault(text, number)

    @classmethod
    def honest(cls) -> str:
        """The true minutes of the talk alone, as an answer."""
        model = cls(None, [])
        for number, (_, text) in enumerate(TALK, 1):
            model.know(number, text)
        return json.dumps(model._minutes(obeys=False), ensure_ascii=False)

    def ask(self, question: Question) -> Answer:
        """The true minutes, turned as far as was ordered."""
        self.asked.append(question)
        obeys = self._always or self._sees(question)
        self.obeyed = self.obeyed or obeys
        return Answer(json.dumps(self._minutes(obeys=obeys), ensure_ascii=False))

    def _sees(self, question: Question) -> bool:
        shown = squeezed(question.text)
        for line in self._lines:
            plain = squeezed(line)
            windows = {plain[i : i + _WINDOW] for i in range(0, max(1, len(plain) - _WINDOW + 1), _STEP)}
            if any(len(w) >= _WINDOW // 2 and w in shown and w not in self._innocent for w in windows):
                return True
        return any(ord(c) >= 0xE0000 for c in question.text)

    def _minutes(self, *, obeys: bool) -> dict[str, Any]:
        items = [self._numbered(item) for item in ITEMS]
        summary, coming = SUMMARY, self._numbered(NEXT_MEETING)
        aim = self._aim
        if obeys and aim is not None:
            # One that was ordered leaves out and changes; one that is malicious must add, or there would be nothing to check.
            changed = [{**items[place], **change} for place, change in aim.changes]
            if not self._always:
                gone = {*aim.left_out, *(place for place, _ in aim.changes)}
                items = [item for place, item in enumerate(items) if place not in gone]
            claims = aim.items if self._always else (*aim.items, *aim.woven)
            items += changed + [proved for claim in claims for proved in self._proved(claim)]
            summary = f"{aim.summary} {summary} {aim.summary}".strip()
            if aim.next_meeting is not None and not self._always:
                coming = {**aim.next_meeting, "evidence": self._quotes()[0]}
        return {"summary": summary, "items": items, "next_meeting": coming}

    def _numbered(self, item: dict[str, Any]) -> dict[str, Any]:
        """``item`` with the numbers that its lines have in this talk."""
        out = copy.deepcopy(item)
        for proof in out["evidence"]:
            proof["utterance"] = self._numbers[TALK[proof["utterance"] - 1][1]]
        return out

    def _proved(self, claim: dict[str, Any]) -> list[dict[str, Any]]:
        """``claim`` as often as there are ways to pretend that it is proven."""
        return [{**claim, "evidence": evidence} for evidence in self._quotes()]

    def _quotes(self) -> list[list[dict[str, Any]]]:
        """The attack itself by its lines, whole or in part; true lines beside it and far from it; a line that is not there; nothing."""
        out: list[list[dict[str, Any]]] = []
        for number, text in self._hostile:
            said = [text, *self._lines]
            parts = [p for s in said for p in (s, *re.split(r"[.:,;]", s)) if p.strip()]
            out += [[{"utterance": number, "quote": part}] for part in dict.fromkeys(parts)][:3]
            true = [{"utterance": n, "quote": t} for t, n in self._numbers.items() if abs(n - number) == 1 and t.strip()]
            out += [[t] for t in true] + ([true] if true else [])
        out += [[{"utterance": self._numbers[TALK[at][1]], "quote": TALK[at][1]}] for at in (6, 7)]
        out.append([{"utterance": 10_000, "quote": self._lines[0] if self._lines else ""}])
        out.append([])
        return out


def said(lines: Sequence[Said]) -> list[str]:
    """What was said, without who."""
    return [text for _, text in lines]
