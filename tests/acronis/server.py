"""A small HTTP server that answers as it is told, and remembers what it was asked."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN_PATH = "/api/2/idp/token"


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; the path is under /api/2."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What to say. A body that is not bytes goes out as JSON; `length` may lie about it.

    With `drop` the connection ends without a word.
    """

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    drop: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Server:
    """`answers` and `tokens` are used up one by one; tokens then go on by themselves."""

    answers: list[Answer] = field(default_factory=list)
    tokens: list[Answer] = field(default_factory=list)
    lifetime: dict[str, float] = field(default_factory=lambda: {"expires_in": 7200})
    respond: Callable[[Asked], Answer] | None = None
    asked: list[Asked] = field(default_factory=list)
    token_requests: list[Asked] = field(default_factory=list)
    url: str = ""
    lock: Lock = field(default_factory=Lock)

    def answer(self, asked: Asked) -> Answer:
        with self.lock:
            if asked.path == "/idp/token":
                return self._token(asked)
            self.asked.append(asked)
            if self.respond:
                return self.respond(asked)
            return self.answers.pop(0) if self.answers else Answer(418)

    def _token(self, asked: Asked) -> Answer:
        self.token_requests.append(asked)
        if self.tokens:
            return self.tokens.pop(0)
        name = f"token-{len(self.token_requests)}"
        return Answer(body={"access_token": name, "token_type": "bearer", **self.lifetime})


class Listener(ThreadingHTTPServer):
    """Lets many connect at once; else some would wait a second to try again."""

    daemon_threads = True
    request_queue_size = 64


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """The server on a port of its own, until the end of the block."""
    http = Listener(("127.0.0.1", 0), type("OurConversation", (Conversation,), {"script": server}))
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_port}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class Conversation(BaseHTTPRequestHandler):
    """One connection. A subclass says whose."""

    protocol_version = "HTTP/1.1"
    script: Server

    def serve(self):
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        path = parts.path.removeprefix("/api/2")
        self._say(self.script.answer(Asked(self.command, path, query, dict(self.headers), body)))

    def _say(self, answer):
        self.close_connection = True
        if answer.drop:
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            length = len(answer.content) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(answer.content)

    def log_message(self, *_):
        """Say nothing on stderr."""


for _method in ("GET", "POST", "PUT", "DELETE"):
    setattr(Conversation, f"do_{_method}", Conversation.serve)
