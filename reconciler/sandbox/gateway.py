"""The way in: faults, one transaction per request, the log, and the side door beside it."""

import sqlite3
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Request, Response

from reconciler.sandbox import callers, faults
from reconciler.sandbox.app import TABLES
from reconciler.sandbox.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READING = ("GET", "HEAD", "OPTIONS")
SIDE_DOOR = "/_sandbox/"


class DroppedError(ConnectionError):
    """A fault asked for the connection to be closed without an answer."""


class Gateway:
    """The WSGI application of the sandbox; any number of threads may call it.

    A dropped request leaves it as a `DroppedError`, which whoever embeds it sees as the
    `ConnectionError` that it stands for.
    """

    def __init__(self, store: Store, api: Flask, side_door: Flask) -> None:
        self.store = store
        self.api = api
        self.side_door = side_door

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(SIDE_DOOR):
            return self.side_door(environ, start_response)
        request = Request(environ)
        effect = self._struck(request)
        if effect is not None and effect.delay_ms:
            time.sleep(effect.delay_ms / 1000)
        if effect is not None and effect.drop == "before":
            self._log(request, None)
            raise DroppedError("The sandbox dropped the request, as a fault asked for.")
        if effect is not None and effect.answers and not effect.drop:
            response = effect.response()
            self._log(request, response)
        else:
            response = self._answered(request)
        if effect is not None and effect.drop == "after":
            raise DroppedError("The sandbox dropped its answer, as a fault asked for.")
        return response(environ, start_response)

    def _struck(self, request: Request) -> faults.Effect | None:
        with self.store.read() as db:
            if not faults.any_fault(db):
                return None
        with self.store.write() as db:
            return faults.strike(db, request.method, request.path)

    def _answered(self, request: Request) -> Response:
        if request.method in READING or request.path.endswith("/idp/token"):
            with self.store.read() as db:
                response = self._respond(request, db)
            self._log(request, response)
            return response
        # The log belongs to the change: it is as durable as what it tells of.
        with self.store.write() as db:
            db.execute("SAVEPOINT request")
            response = self._respond(request, db)
            if response.status_code >= 400:
                db.execute("ROLLBACK TO request")
            _write_log(db, request, response)
        return response

    def _respond(self, request: Request, db: sqlite3.Connection) -> Response:
        request.environ[TABLES] = db
        with self.api.request_context(request.environ):
            return self.api.full_dispatch_request()

    def _log(self, request: Request, response: Response | None) -> None:
        with self.store.write() as db:
            _write_log(db, request, response)


def _write_log(db: sqlite3.Connection, request: Request, response: Response | None) -> None:
    db.execute(
        "INSERT INTO requests (method, path, query, status, client_id) VALUES (?, ?, ?, ?, ?)",
        (
            request.method,
            request.path,
            request.query_string.decode("latin-1"),
            response.status_code if response else None,
            callers.presented_client(request),
        ),
    )
