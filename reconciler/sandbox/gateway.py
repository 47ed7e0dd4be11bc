"""The way in: faults, one transaction per request, the log, and the side door beside it."""

import sqlite3
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Request, Response

from reconciler.sandbox import faults, log, undo
from reconciler.sandbox.app import TABLES
from reconciler.sandbox.faults import answers
from reconciler.sandbox.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READING = ("GET", "HEAD", "OPTIONS")
SIDE_DOOR = "/_sandbox/"
NONE = faults.Effect()


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
        effect = self._struck(request) or NONE
        if effect.delay_ms:
            time.sleep(effect.delay_ms / 1000)
        if effect.drop == "before":
            self._log(request, None)
            raise DroppedError("The sandbox dropped the request, as a fault asked for.")
        response = self._response(request, effect)
        if effect.drop == "after":
            raise DroppedError("The sandbox dropped its answer, as a fault asked for.")
        return answers.spoiled(effect, request, response)(environ, start_response)

    def _struck(self, request: Request) -> faults.Effect | None:
        with self.store.read() as db:
            if not faults.concerned(db, request.method, request.path):
                return None
        with self.store.write() as db:
            return faults.strike(db, request.method, request.path)

    def _response(self, request: Request, effect: faults.Effect) -> Response:
        if effect.answers and not effect.drop:
            response = answers.instead(effect)
        elif request.method in READING:
            with self.store.past() if effect.stale else self.store.read() as db:
                response = self._respond(request, db)
        elif request.path.endswith("/idp/token"):
            with self.store.read() as db:
                response = self._respond(request, db)
        else:
            return self._changed(request)
        self._log(request, response)
        return response

    def _changed(self, request: Request) -> Response:
        # The log belongs to the change: it is as durable as what it tells of.
        with self.store.write() as db:
            db.execute("SAVEPOINT request")
            undo.begin(db)
            response = self._respond(request, db)
            if response.status_code >= 400:
                db.execute("ROLLBACK TO request")
            log.write(db, request, response)
        return response

    def _respond(self, request: Request, db: sqlite3.Connection) -> Response:
        environ = request.environ
        environ[TABLES] = db
        if (query := answers.meant(request.args.get("after"))) is not None:
            environ = {**environ, "QUERY_STRING": query}
        with self.api.request_context(environ):
            return self.api.full_dispatch_request()

    def _log(self, request: Request, response: Response | None) -> None:
        with self.store.write() as db:
            log.write(db, request, response)
