"""The API as a Flask application: routes, authentication, and refusals as the vendor words them."""

import sqlite3
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from reconciler.sandbox import tokens
from reconciler.sandbox.applications import routes as application_routes
from reconciler.sandbox.callers import authenticated
from reconciler.sandbox.clients import routes as client_routes
from reconciler.sandbox.clock import now, tick
from reconciler.sandbox.items.reading import routes as item_reading
from reconciler.sandbox.items.writing import routes as item_writing
from reconciler.sandbox.pricing import routes as pricing
from reconciler.sandbox.problems import RefusedError, body_of
from reconciler.sandbox.routes import Answer, Call, Route, Routes
from reconciler.sandbox.search import routes as search
from reconciler.sandbox.storages.reading import routes as storages
from reconciler.sandbox.tenants.creating import routes as tenant_creating
from reconciler.sandbox.tenants.deleting import routes as tenant_deleting
from reconciler.sandbox.tenants.reading import routes as tenant_reading
from reconciler.sandbox.tenants.updating import routes as tenant_updating
from reconciler.sandbox.users.activation import routes as activation
from reconciler.sandbox.users.policies import routes as policies
from reconciler.sandbox.users.reading import routes as user_reading
from reconciler.sandbox.users.writing import routes as user_writing
from reconciler.sandbox.web import Web

PREFIX = "/api/2"
TABLES = "sandbox.tables"
GROUPS: tuple[Routes, ...] = (
    client_routes,
    tenant_reading,
    tenant_creating,
    tenant_updating,
    tenant_deleting,
    item_reading,
    item_writing,
    pricing,
    user_reading,
    user_writing,
    policies,
    activation,
    application_routes,
    storages,
    search,
)


def make_app() -> Flask:
    """The application; every request finds its transaction in the WSGI environment."""
    app = Web("sandbox")
    app.url_map.merge_slashes = False
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.add_url_rule(f"{PREFIX}/idp/token", "token", _token, methods=["POST"])
    for number, route in enumerate(route for group in GROUPS for route in group.items):
        app.add_url_rule(
            PREFIX + route.path,
            f"{number} {route.path}",
            _view(route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    return app


def _view(route: Route) -> Any:
    def view(**places: str) -> Response | tuple[Response, int]:
        db = request.environ[TABLES]
        caller = authenticated(request, db)
        moment = now(db) if route.method == "GET" else tick(db)
        call = Call(request, db, caller, moment)
        return _response(route.view(call, **{name: text.lower() for name, text in places.items()}))

    return view


def _response(answer: Answer) -> Response | tuple[Response, int]:
    match answer:
        case None:
            return Response(status=204)
        case (body, status):
            return jsonify(body), status
        case dict():
            return jsonify(answer)
    return answer


def _token() -> Response:
    db: sqlite3.Connection = request.environ[TABLES]
    return tokens.issue(request, db)


def _refused(error: RefusedError) -> tuple[Response, int]:
    return jsonify(error.body), error.status


def _http_error(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 400
    return jsonify(body_of(status, error.description or "")), status
