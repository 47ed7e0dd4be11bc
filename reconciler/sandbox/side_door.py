"""The side door `/_sandbox/*`: what tests and rehearsals may see and do, and the vendor has not."""

from dataclasses import asdict
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from reconciler.sandbox import clock, faults, log, settings, switches, world
from reconciler.sandbox.problems import RefusedError, body_of
from reconciler.sandbox.shapes import Count, Shape
from reconciler.sandbox.store import Store
from reconciler.sandbox.web import Web


class Advance(Shape):
    """How far the clock is to be moved ahead."""

    advance_seconds: Count


class Since(Shape):
    """The number of the last request that is known already."""

    since: Count = 0


def make_side_door(store: Store) -> Flask:
    """The application behind `/_sandbox`; everything it answers is JSON."""
    app = Web("side door")
    app.register_error_handler(RefusedError, lambda error: (error.body, error.status))
    app.register_error_handler(HTTPException, lambda e: (body_of(e.code or 400), e.code or 400))
    _requests(app, store)
    _faults(app, store)
    _time(app, store)
    return app


def _requests(app: Flask, store: Store) -> None:
    @app.get("/_sandbox/requests")
    def requests() -> Response:
        since = Since.of(request.args.to_dict()).since
        with store.read() as db:
            return jsonify(log.since(db, since))

    @app.delete("/_sandbox/requests")
    def forget() -> Response:
        with store.write() as db:
            log.forget(db)
        return jsonify({"items": []})

    @app.get("/_sandbox/mails")
    def mails() -> Response:
        with store.read() as db:
            rows = db.execute("SELECT user_id, login, email, at FROM mails ORDER BY seq").fetchall()
        return jsonify({"items": [{**dict(row), "at": clock.precise(row["at"])} for row in rows]})


def _faults(app: Flask, store: Store) -> None:
    @app.get("/_sandbox/faults")
    def listed() -> Response:
        with store.read() as db:
            return jsonify({"items": faults.listed(db)})

    @app.post("/_sandbox/faults")
    def add() -> Response:
        fault = faults.ordered(_body())
        with store.write() as db:
            return jsonify(faults.add(db, fault))

    @app.delete("/_sandbox/faults")
    @app.delete("/_sandbox/faults/<int:fault_id>")
    def remove(fault_id: int | None = None) -> Response:
        with store.write() as db:
            faults.remove(db, fault_id)
            return jsonify({"items": faults.listed(db)})


def _time(app: Flask, store: Store) -> None:
    @app.get("/_sandbox/clock")
    def moment() -> Response:
        with store.read() as db:
            return jsonify({"now": clock.precise(clock.now(db))})

    @app.post("/_sandbox/clock")
    def advance() -> Response:
        seconds = Advance.of(_body()).advance_seconds
        with store.write() as db:
            clock.advance(db, seconds)
            return jsonify({"now": clock.precise(clock.now(db))})

    @app.get("/_sandbox/switches")
    def chosen() -> Response:
        with store.read() as db:
            mode, answers = settings.read(db, "mode"), asdict(switches.load(db))
        return jsonify({"mode": mode, "switches": answers})

    @app.post("/_sandbox/reset")
    def reset() -> Response:
        with store.write() as db:
            world.rebuild(db)
        return jsonify({"reset": True})


def _body() -> Any:
    # Whatever the media type says: people call this by hand.
    return request.get_json(force=True)
