"""Who talks to whom: the core to nobody, and an engine to the one service it was given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from faulty_server import FaultyServer, reply, said, standing, stream
from test_service import ANSWER
from test_service_makers import LISTS, SAYS

TALK = """[00:00:01.00]  Ana Ruiz :  Morning Ben. Can you send me the error report by Friday?

[00:00:08.00]  Remote :  Sure, I'll send the error report by Friday.

[00:00:16.00]  Ana Ruiz :  And let's go with the smaller batch size then.
"""

CORE = """
import json, os, sys

def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        os.write(2, f"{event} {arguments}".encode())
        os._exit(99)

sys.addaudithook(refuse)
from acta.cli import main
for command in json.loads(sys.argv[1]):
    main(command, standalone_mode=False)
clients = {"pydantic_ai", "openai", "anthropic", "google.genai", "httpx", "httpx2", "requests", "urllib3", "http.client", "ssl", "keyring"}
print("LOADED", json.dumps(sorted(clients & set(sys.modules))))
"""

ENGINE = """
import json, os, sys
told = []

def listen(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        told.append(str(arguments[1]))
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        told.append(f"{arguments[0]!r}")

sys.addaudithook(listen)
from acta.engines import Question
from acta.engines.client import ServiceAsker
from acta.engines.probe import probe
from acta.engines.service import Service
for kind, model, url in json.loads(sys.argv[1]):
    service = Service("there", kind, model, base_url=url)
    answer = ServiceAsker(service).ask(Question("x", "y", {"type": "object"}, 50))
    assert answer.text and probe(service).error is None
print("TOLD", json.dumps(told))
"""


def run(program: str, argument: object, **environment: str) -> str:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, json.dumps(argument)], capture_output=True, env=os.environ | environment, check=False
    )
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def test_no_core_command_opens_a_socket_or_loads_a_client(tmp_path: Path) -> None:
    talk, vault = tmp_path / "talk.txt", tmp_path / "vault"
    talk.write_text(TALK, encoding="utf-8")
    vault.mkdir()
    who = ["--owner", "Ana Ruiz", "--with", "Ben Okri", "--date", "2026-03-11"]
    commands: list[list[str]] = [
        ["note", str(talk), "--vault", str(vault), "--engine", "embedded", *who],
        ["show", str(talk), *who],
        ["learn", "Koncha", "=", "Kanchan Mehta"],
        ["undo", "--vault", str(vault)],
        ["config", "show"],
        ["config", "set", "owner", "Ana Ruiz"],
        ["formats"],
        ["schema"],
    ]
    out = run(CORE, commands, ACTA_CONFIG=str(tmp_path / "config.toml"), ACTA_STATE_DIR=str(tmp_path / "state"))
    assert json.loads(out.partition("LOADED ")[2]) == []


@pytest.fixture
def servers() -> Iterator[dict[str, FaultyServer]]:
    with (
        standing(stream(said(ANSWER))) as openai,
        standing(
            lambda x: (reply(200, LISTS["anthropic"]) if x.current.method == "GET" else stream(SAYS["anthropic"](ANSWER)))(x)
        ) as anthropic,
        standing(lambda x: (reply(200, LISTS["google"]) if x.current.method == "GET" else stream(SAYS["google"](ANSWER)))(x)) as google,
    ):
        yield {"openai": openai, "anthropic": anthropic, "google": google}


def test_an_engine_talks_to_its_service_and_to_nobody_else(servers: dict[str, FaultyServer]) -> None:
    models = {"openai": "m", "anthropic": "claude-sonnet-4-5", "google": "gemini-2.5-flash"}
    keys = {"THERE_API_KEY": "sk-nobodys", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9/"}
    out = run(ENGINE, [(kind, models[kind], server.url) for kind, server in servers.items()], **keys)
    ours = {str(server.server_address) for server in servers.values()} | {"'127.0.0.1'"}
    assert set(json.loads(out.partition("TOLD ")[2])) <= ours
    assert all(server.questions for server in servers.values())
