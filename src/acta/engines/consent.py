"""Which services a person has allowed to see their words, and on which terms."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from acta.engines._files import write_whole
from acta.engines.service import Service
from acta.errors import StoreError


class Consent:
    """The permissions in the file ``path``; one that cannot be read says no.

    ``terms`` is a text, or its digest, of what is sent and how. A permission lapses when the terms change or the words
    would go elsewhere: to another address, another protocol, another model.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def allowed(self, service: Service, terms: str) -> bool:
        """Whether ``service``, as it is now, may have what ``terms`` says."""
        given = self._read().get(service.name)
        return isinstance(given, dict) and given.get("identity") == service.identity and given.get("terms") == terms

    def allow(self, service: Service, terms: str, when: datetime) -> None:
        """Keep the permission given at ``when``; an older one for the service is replaced."""
        self._write(
            self._read() | {service.name: {"identity": service.identity, "terms": terms, "when": when.isoformat(timespec="seconds")}}
        )

    def withdraw(self, name: str) -> bool:
        """Take back what the service called ``name`` was allowed; whether there was anything."""
        given = self._read()
        if name not in given:
            return False
        del given[name]
        self._write(given)
        return True

    def _read(self) -> dict[str, Any]:
        try:
            given = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return given if isinstance(given, dict) else {}

    def _write(self, given: dict[str, Any]) -> None:
        try:
            write_whole(self.path, json.dumps(given, indent=1).encode("ascii"))
        except OSError as error:
            raise StoreError(
                f"{self.path}: the permission cannot be kept: {error}",
                code="consent-unwritable",
                hint="Check the permissions of the folder and the space on the disk; nothing was sent.",
            ) from error
