"""Behaviours of ``faulty_server`` that take minutes: they read the question as a model would, and answer from its lines alone."""

from __future__ import annotations

import base64
import json
import math
import re
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from faulty_server import Behaviour, Exchange, FaultyServer, complaint, reply, said, stream

Answering = Callable[["Asked"], str]


@dataclass(frozen=True)
class Asked:
    """A question as a service gets it; ``lines`` are (number, speaker, words) of the talk in it."""

    instructions: str
    text: str
    lines: tuple[tuple[int, str, str], ...]

    @property
    def is_about_items(self) -> bool:
        return "Answer now with the JSON object for the lines" in self.text

    @property
    def tokens(self) -> int:
        return counted(self.instructions) + counted(self.text)


def counted(text: str) -> int:
    """How many tokens the server counts: a quarter of the signs, which is not how acta estimates them."""
    return math.ceil(len(text) / 4)


def lines_of(text: str) -> tuple[tuple[int, str, str], ...]:
    found = re.search(r"<transcript (\w+)>\n(.*)\n</transcript \1>", text, re.DOTALL)
    lines = re.findall(r"^(\d+) (.+?): (.*)$", found[2], re.MULTILINE) if found else []
    return tuple((int(number), who, words) for number, who, words in lines)


def read_question(body: bytes) -> Asked:
    """The question in a request of OpenAI's protocol."""
    instructions, text = (str(m["content"]) for m in json.loads(body)["messages"])
    return Asked(instructions, text, lines_of(text))


def read_page(page: str) -> Asked:
    """The question on a page for a chat window."""
    instructions, _, text = page.partition("\n\n---\n\n")
    return Asked(instructions, text, lines_of(text))


def promises(question: Asked) -> list[dict[str, Any]]:
    """An action item for every line with "I'll", owned by its speaker."""
    out = []
    for number, who, words in question.lines if question.is_about_items else ():
        if found := re.search(r"\bI'll (\w[^.?!]*)", words):
            quote = found[0]
            text = found[1][0].upper() + found[1][1:]
            proof = [{"utterance": number, "quote": quote}]
            out.append(
                {"kind": "action_item", "text": text, "owner": who, "due": None, "due_words": None, "priority": None, "evidence": proof}
            )
    return out


def minutes(question: Asked) -> str:
    return as_json(promises(question))


def as_json(items: Sequence[dict[str, Any]], *, summary: str = "") -> str:
    return json.dumps({"summary": summary, "items": items, "next_meeting": None})


def taking_minutes(answer: Answering = minutes, *, context: int | None = None, pause: float = 0.0) -> Behaviour:
    """Answer with what ``answer`` makes of the question, and with honest figures; refuse what does not fit into ``context`` tokens."""

    def behave(exchange: Exchange) -> None:
        if exchange.command == "GET":
            reply(200, {"object": "list", "data": [{"id": "minutes-1", "object": "model"}]})(exchange)
            return
        question = read_question(exchange.current.body)
        if context is not None and question.tokens > context:
            reply(400, complaint(f"This model's maximum context length is {context} tokens", code="context_length_exceeded"))(exchange)
            return
        text = answer(question)
        pieces = said(text, tokens_in=max(1, question.tokens), tokens_out=counted(text), size=400)
        stream(pieces, pause=pause)(exchange)

    return behave


def everything_sent(server: FaultyServer) -> str:
    """All that clients sent, as it came and as anybody could read it: JSON, URLs and base64 undone, in small letters."""
    raw = b"".join(server.sent).decode("utf-8", "replace")
    views = [raw, urllib.parse.unquote_plus(raw)]
    for request in server.requests:
        body = request.body.decode("utf-8", "replace")
        views += [body, re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), body)]
        if body.startswith("{"):
            views.append(json.dumps(json.loads(body), ensure_ascii=False).replace("\\n", "\n").replace('\\"', '"'))
    for packed in re.findall(r"[A-Za-z0-9+/_-]{16,}={0,2}", raw):
        decoded = base64.b64decode(packed.replace("-", "+").replace("_", "/") + "===")
        views.append(decoded.decode("utf-8", "ignore"))
    return "\n".join(views).casefold()
