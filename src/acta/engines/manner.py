"""How a service is asked: with everything at first, then without what it has refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from acta.engines import Question
from acta.engines.failures import Failure
from acta.engines.service import Service

_ABOUT_SCHEMA = re.compile(r"response_format|json_schema|output_config|output_format|structured|grammar|schema", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manner:
    """Which means a service takes: a schema by its protocol, a temperature, and the newer name of the limit of tokens."""

    schema: bool = True
    temperature: bool = True
    completion_tokens: bool = False

    def instructions(self, question: Question) -> str:
        """The instructions of ``question``, with its schema written out where the protocol cannot carry it."""
        if self.schema:
            return question.instructions
        schema = json.dumps(question.schema, ensure_ascii=False)
        return f"{question.instructions}\n\nAnswer with one JSON object that follows this JSON Schema, and with nothing else:\n{schema}"

    def after(self, failure: Failure) -> Manner | None:
        """What to try after ``failure``; ``None`` when it is about something else, or nothing is left to leave out.

        A refusal that names nothing we know is put down to the schema: many servers say no more than "bad request".
        """
        if failure.refused and self.temperature and "temperature" in failure.complaint:
            return replace(self, temperature=False)
        if failure.refused and not self.completion_tokens and "max_completion_tokens" in failure.complaint:
            return replace(self, completion_tokens=True)
        if self.schema and (failure.refused or _ABOUT_SCHEMA.search(failure.complaint)):
            return replace(self, schema=False)
        return None


def first(service: Service) -> Manner:
    """How to ask ``service`` the first time: its maker and Azure want the newer name, the servers of others the older."""
    return Manner(completion_tokens=service.is_home or service.host.endswith(".azure.com"))
