"""A route is a function that is given everything it needs: the request, the caller, the tables."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Request, Response

from reconciler.sandbox import clock, switches
from reconciler.sandbox.callers import Caller
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.rights import Need
from reconciler.sandbox.switches import Switches

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
    def form(self) -> dict[str, str]:
        """The form that was sent, the first value of each name."""
        return self.request.form.to_dict()

    @property
    def switches(self) -> Switches:
        """How this world answers what the vendor leaves open."""
        return switches.load(self.db)

    @property
    def timestamp(self) -> str | None:
        """The moment up to which a list is complete."""
        return clock.precise(clock.watermark(self.db))


View = Callable[..., Answer]
AnyView = TypeVar("AnyView", bound=View)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a view is reached, and by whom; None as an answer of the view means 204."""

    method: str
    path: str
    view: View
    needs: Need


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes of one group of operations, gathered by decorators.

    `needs` is the right that the contract's `security` asks for: to view when reading and to
    administer tenants when writing, unless a route says otherwise.
    """

    prefix: str = "/api/2"
    items: list[Route] = field(default_factory=list)

    def get(self, path: str, needs: Need = "view") -> Callable[[AnyView], AnyView]:
        return self._add("GET", path, needs)

    def post(self, path: str, needs: Need = "tenants") -> Callable[[AnyView], AnyView]:
        return self._add("POST", path, needs)

    def put(self, path: str, needs: Need = "tenants") -> Callable[[AnyView], AnyView]:
        return self._add("PUT", path, needs)

    def delete(self, path: str, needs: Need = "tenants") -> Callable[[AnyView], AnyView]:
        return self._add("DELETE", path, needs)

    def _add(self, method: str, path: str, needs: Need) -> Callable[[AnyView], AnyView]:
        def decorate(view: AnyView) -> AnyView:
            self.items.append(Route(method, self.prefix + path, view, needs))
            return view

        return decorate
