"""The API as a Flask application: routes, authentication, and refusals as the vendor words them."""

import sqlite3
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from reconciler.sandbox import settings, switches
from reconciler.sandbox.callers import NOBODY, authenticated
from reconciler.sandbox.clock import now, tick
from reconciler.sandbox.groups import GROUPS
from reconciler.sandbox.idp.refusals import TokenRefusedError, in_words_of_tokens, invalid
from reconciler.sandbox.problems import RefusedError, body_of
from reconciler.sandbox.routes import Answer, Call, Route
from reconciler.sandbox.web import Web

TABLES = "sandbox.tables"
# Tokens are issued within a reading transaction, so that a stale read still finds the last change.
UNCHANGING = ("/idp/token",)
# The contract lets these answer errors as OAuth does, whatever is wrong.
FLAT_ERRORS = (
    "/idp/token",
    "/idp/revoke_token",
    "/idp/device_authorization",
    "/idp/device_authorization/approval",
)


def make_app() -> Flask:
    """The application; every request finds its transaction in the WSGI environment."""
    app = Web("sandbox")
    app.url_map.merge_slashes = False
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(TokenRefusedError, _token_refused)
    app.register_error_handler(HTTPException, _http_error)
    for number, route in enumerate(route for group in GROUPS for route in group.items):
        app.add_url_rule(
            route.path,
            f"{number} {route.path}",
            _view(route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    return app


def _view(route: Route) -> Any:
    reading = route.method == "GET" or route.path.endswith(UNCHANGING)

    def view(**places: str) -> Response | tuple[Response, int]:
        db = request.environ[TABLES]
        caller = NOBODY if route.needs == "nothing" else authenticated(request, db)
        if route.needs not in ("nothing", "identity", *caller.rights):
            raise RefusedError(403, "The role of the caller does not allow this.")
        _accepts_json(route)
        call = Call(request, db, caller, now(db) if reading else tick(db))
        if settings.read(db, "mode") == "strict":
            _hold_against_contract(route)
        return _response(route.view(call, **dict(map(_place, places, places.values()))))

    return view


def _place(name: str, text: str) -> tuple[str, str]:
    # Ids are the same in capitals; names of settings are not.
    return name, text.lower() if name.endswith("_id") else text


def _accepts_json(route: Route) -> None:
    """The contract answers 415 to an `Accept` that asks for what the API does not speak."""
    accepted = request.accept_mimetypes
    spoken = ("application/json", "application/octet-stream")
    if accepted and not any(accepted[kind] for kind in spoken):
        raise RefusedError(415, f"{route.path} answers JSON.")


def _hold_against_contract(route: Route) -> None:
    # Only here, since it takes a moment to read the contract and most worlds are lenient.
    from reconciler.sandbox import strict

    strict.check(route.method, route.path, request)


def _response(answer: Answer) -> Response | tuple[Response, int]:
    match answer:
        case None:
            return Response(status=204)
        case (body, status):
            return jsonify(body), status
        case dict():
            return jsonify(answer)
    return answer


def _token_refused(error: TokenRefusedError) -> tuple[Response, int]:
    return jsonify(error.body), error.status


def _refused(error: RefusedError) -> tuple[Response, int]:
    if request.path.endswith(FLAT_ERRORS):
        return _token_refused(in_words_of_tokens(error))
    db: sqlite3.Connection = request.environ[TABLES]
    return jsonify(error.body), switches.load(db).status(error.code, error.status)


def _http_error(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 400
    if status == 400 and request.path.endswith(FLAT_ERRORS):
        return _token_refused(invalid(error.description or "Bad Request"))
    return jsonify(body_of(status, error.description or "")), status
