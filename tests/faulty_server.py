"""A web server that stands where a service would, in front of a real one or alone, and goes wrong as it is told.

It keeps every byte that clients send it, so that a test can show what never left.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


Behaviour = Callable[["Exchange"], None]


class FaultyServer(ThreadingHTTPServer):
    """Serves ``script``, one behaviour a request, and after its end ``usual``."""

    daemon_threads = True

    def __init__(self, usual: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.usual = usual
        self.script: deque[Behaviour] = deque()
        self.requests: list[Request] = []
        self.sent: list[bytes] = []
        self.asked = threading.Event()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def questions(self) -> list[Request]:
        return [request for request in self.requests if request.method == "POST"]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are what some tests are about."""


class _Tap(io.RawIOBase):
    def __init__(self, connection: socket.socket, kept: list[bytes]) -> None:
        self._connection = connection
        self._kept = kept

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._connection.recv_into(buffer)
        self._kept.append(bytes(buffer[:count]))
        return count


class Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyServer
    request: socket.socket
    current: Request

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_Tap(self.connection, self.server.sent))

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.current = Request(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        self.server.requests.append(self.current)
        behaviour = self.server.script.popleft() if self.server.script and self.command == "POST" else self.server.usual
        self.server.asked.set()
        behaviour(self)

    do_GET = do_POST = do_CONNECT = _serve  # noqa: N815  # the names http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Tests say what was wrong."""

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def standing(usual: Behaviour) -> Iterator[FaultyServer]:
    with FaultyServer(usual) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def reply(status: int, body: object = "", headers: Mapping[str, str] | None = None) -> Behaviour:
    """One whole answer, JSON unless it is bytes."""

    def behave(exchange: Exchange) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "text/html" if isinstance(body, bytes) else "application/json"
        exchange.begin(status, {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})})
        exchange.wfile.write(data)

    return behave


def stream(pieces: Iterable[bytes], *, pause: float = 0.0, whole: bool = True) -> Behaviour:
    """Events as they come, ``pause`` seconds apart; not ``whole``: the connection breaks after the last one."""

    def behave(exchange: Exchange) -> None:
        exchange.begin(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        for piece in pieces:
            exchange.chunk(piece)
            if exchange.server.stopping.wait(pause) and pause:
                break
        if whole:
            exchange.wfile.write(b"0\r\n\r\n")
        else:
            exchange.hang_up()

    return behave


def silence(exchange: Exchange) -> None:
    """Take the question and say nothing."""
    exchange.server.stopping.wait(30)
    exchange.hang_up()


def slam(exchange: Exchange) -> None:
    """Take the question and hang up."""
    exchange.hang_up()


def passing_on(url: str, *, cut_after: int | None = None) -> Behaviour:
    """What the real server at ``url`` says; ``cut_after`` so many bytes the connection breaks."""
    there = urlsplit(url)

    def behave(exchange: Exchange) -> None:
        request = exchange.current
        upstream = http.client.HTTPConnection(there.hostname or "", there.port, timeout=20)
        try:
            headers = {name: value for name, value in request.headers.items() if name not in {"host", "content-length", "connection"}}
            upstream.request(request.method, request.path, request.body, headers)
            answer = upstream.getresponse()
            kind = answer.headers["Content-Type"] or "application/json"
            exchange.begin(answer.status, {"Content-Type": kind, "Transfer-Encoding": "chunked"})
            left = cut_after
            while data := answer.read1(4096):
                exchange.chunk(data if left is None else data[:left])
                if left is not None and (left := left - len(data)) <= 0:
                    exchange.hang_up()
                    return
            exchange.wfile.write(b"0\r\n\r\n")
        finally:
            upstream.close()

    return behave


def event(value: object) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def said(text: str, *, tokens_in: int = 50, tokens_out: int = 20, finish: str | None = "stop", size: int = 7) -> list[bytes]:
    """The events of OpenAI's protocol that say ``text``."""
    base = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    out = [event({**base, "choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}}]}) for piece in pieces]
    if finish:
        out.append(event({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}))
    if tokens_in:
        usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
        out.append(event({**base, "choices": [], "usage": usage}))
    return [*out, b"data: [DONE]\n\n"]


def complaint(message: str, *, code: str | None = None, kind: str = "invalid_request_error") -> dict[str, object]:
    """An error in OpenAI's shape."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
