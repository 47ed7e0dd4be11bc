"""A route is a function that is given everything it needs: the request, the caller, the tables."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Request, Response

from reconciler.sandbox import clock
from reconciler.sandbox.callers import Caller
from reconciler.sandbox.problems import RefusedError

Answer = Response | dict[str, Any] | tuple[dict[str, Any], int] | None


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the API; `now` is the moment of whatever it changes."""

    request: Request
    db: sqlite3.Connection
    caller: Caller
    now: int

    @property
    def arguments(self) -> dict[str, str]:
        """The query, the first value of each name."""
        return self.request.args.to_dict()

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent; 415 for another type, 400 for anything but an object."""
        if not self.request.is_json:
            raise RefusedError(415, "The body must be application/json.")
        try:
            body = self.request.get_json()
        except RecursionError as error:
            raise RefusedError(400, "The body is nested too deeply.") from error
        if not isinstance(body, dict):
            raise RefusedError(400, "The body must be a JSON object.")
        return body

    @property
    def timestamp(self) -> str | None:
        """The moment up to which a list is complete."""
        return clock.precise(clock.watermark(self.db))


View = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a view is reached; None as an answer of the view means 204."""

    method: str
    path: str
    view: View


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes of one group of operations, gathered by decorators."""

    items: list[Route] = field(default_factory=list)

    def get(self, path: str) -> Callable[[View], View]:
        return self._add("GET", path)

    def post(self, path: str) -> Callable[[View], View]:
        return self._add("POST", path)

    def put(self, path: str) -> Callable[[View], View]:
        return self._add("PUT", path)

    def delete(self, path: str) -> Callable[[View], View]:
        return self._add("DELETE", path)

    def _add(self, method: str, path: str) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            self.items.append(Route(method, path, view))
            return view

        return decorate
