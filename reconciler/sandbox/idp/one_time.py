"""One-time tokens: a client lets one of its users in without a password."""

import sqlite3
from typing import Literal

from flask import Response, jsonify
from pydantic import model_validator

from reconciler.sandbox import callers, clock, settings, tree
from reconciler.sandbox.idp.grants import Subject
from reconciler.sandbox.idp.tokens import access_token
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text
from reconciler.sandbox.users import showing

routes = Routes()

LIFETIME = 120 * clock.SECOND


class Order(Shape):
    """For whom: exactly one of the three ways to name a user."""

    purpose: Literal["user_login", "verify"]
    login: Text | None = None
    external_id: Text | None = None
    user_id: Id | None = None
    audit_data: Text = ""

    @model_validator(mode="after")
    def _one_user(self) -> "Order":
        if sum(bool(name) for name in (self.login, self.external_id, self.user_id)) != 1:
            raise ValueError("exactly one of login, external_id and user_id is required")
        return self


class Entrance(Shape):
    """The token to get in with."""

    ott: Text


@routes.post("/idp/ott", needs="users")
def order(call: Call) -> dict[str, str]:
    """A token that works once, within two minutes; only clients get one."""
    wanted = Order.of(call.body)
    if call.caller.user_id is not None:
        raise RefusedError(403, "Only API clients get one-time tokens.")
    user = _user(call, wanted)
    tree.entered(call, user["tenant_id"])
    if not user["enabled"]:
        raise RefusedError(1018, id=user["id"])
    ott = settings.derived(settings.read(call.db, "token_key"), f"ott {call.now}").hex()
    call.db.execute(
        "INSERT INTO one_time_tokens VALUES (?, ?, ?)", (ott, user["id"], call.now + LIFETIME)
    )
    return {"ott": ott}


@routes.post("/idp/ott/login", needs="nothing")
def enter(call: Call) -> Response:
    """The user, and a cookie that stands for its access token."""
    ott = Entrance.of(call.body).ott
    row = call.db.execute(
        "DELETE FROM one_time_tokens WHERE ott = ? RETURNING user_id, expires", (ott,)
    ).fetchone()
    user = row and row["expires"] > call.now
    working = callers.working_user(call.db, "id", row["user_id"]) if user else None
    if working is None:
        raise RefusedError(401, "The one-time token is unknown, used or expired.")
    response = jsonify(showing.single(showing.by_id(call.db, working["id"])))
    token = access_token(call, Subject(user=working))
    response.set_cookie(callers.COOKIE, token, httponly=True, samesite="Lax")
    return response


def _user(call: Call, wanted: Order) -> sqlite3.Row:
    ways = (("id", wanted.user_id), ("external_id", wanted.external_id))
    login = wanted.login and wanted.login.lower()
    column, value = next(way for way in (*ways, ("login_key", login)) if way[1])
    row: sqlite3.Row | None = call.db.execute(
        f"SELECT * FROM users WHERE {column} = ? AND deleted_at IS NULL ORDER BY seq", (value,)
    ).fetchone()
    if row is None:
        raise RefusedError(400, "There is no such user.")
    return row
