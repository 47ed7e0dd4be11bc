"""Trouble to order: which request gets which fault, counted over all processes on the file."""

import json
import random
import re
import sqlite3
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import AfterValidator, Field

from reconciler.sandbox.problems import body_of, status_of
from reconciler.sandbox.shapes import Count, Shape, Text


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


class Effect(Shape):
    """What happens to the request; with `delay_ms` alone it is answered as ever, only later.

    `drop` closes the connection without an answer, before or after the change was made. `body` is
    sent as it is, with `status` or 200. `code` is one of the API's own, in the API's own shape.
    """

    status: Annotated[int, Field(ge=200, le=599)] | None = None
    retry_after: Count | None = None
    code: Count | None = None
    drop: Literal["before", "after"] | None = None
    delay_ms: Count | None = None
    body: Text | None = None

    @property
    def answers(self) -> bool:
        """True if the fault is the answer, so that the request does nothing."""
        return any(value is not None for value in (self.status, self.code, self.body))

    def response(self) -> Response:
        """The answer instead of the real one."""
        code = self.code or self.status or 200
        status = self.status or (status_of(code) if self.code else 200)
        body = json.dumps(body_of(code)) if self.body is None else self.body
        response = Response(body, status, mimetype="application/json")
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


class Fault(Shape):
    """Which requests are meant, and what happens to them; a missing selector matches all.

    `nth` counts the matching requests from 1; `times` is how often it fires, by default once with
    `nth` (from the nth on) and without end otherwise.
    """

    method: Text | None = None
    path: Annotated[Text, AfterValidator(_regular)] | None = None
    nth: Annotated[Count, Field(ge=1)] | None = None
    times: Count | None = None
    probability: Annotated[float, Field(ge=0, le=1)] | None = None
    seed: int | None = Field(default=None, ge=-(2**62), le=2**62)
    effect: Effect = Effect()


_SELECTORS = ("method", "path", "nth", "times", "probability", "seed")
_EFFECTS = tuple(Effect.model_fields)


def add(db: sqlite3.Connection, fault: Fault) -> dict[str, Any]:
    """Put a fault behind those that are there, and show it."""
    selectors = [getattr(fault, name) for name in _SELECTORS]
    effects = [getattr(fault.effect, name) for name in _EFFECTS]
    names = ", ".join(f'"{name}"' for name in _SELECTORS + _EFFECTS)
    marks = ", ".join("?" * len(_SELECTORS + _EFFECTS))
    cursor = db.execute(f"INSERT INTO faults ({names}) VALUES ({marks})", [*selectors, *effects])
    return next(fault for fault in listed(db) if fault["id"] == cursor.lastrowid)


def listed(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """All faults, with how many requests each has `seen` and how often it has `fired`."""
    return [_shown(row) for row in db.execute("SELECT * FROM faults ORDER BY id")]


def strike(db: sqlite3.Connection, method: str, path: str) -> Effect | None:
    """What the first fault that fires for a request does; every fault that matches counts it."""
    struck: Effect | None = None
    for row in db.execute("SELECT * FROM faults ORDER BY id").fetchall():
        if not _matches(row, method, path):
            continue
        fires = struck is None and _fires(row, row["seen"] + 1)
        db.execute(
            "UPDATE faults SET seen = seen + 1, fired = fired + ? WHERE id = ?", (fires, row["id"])
        )
        if fires:
            struck = Effect(**{name: row[name] for name in _EFFECTS})
    return struck


def any_fault(db: sqlite3.Connection) -> bool:
    """True if there is anything to count for."""
    return db.execute("SELECT 1 FROM faults LIMIT 1").fetchone() is not None


def _matches(row: sqlite3.Row, method: str, path: str) -> bool:
    return (row["method"] is None or row["method"].upper() == method) and (
        row["path"] is None or re.search(row["path"], path) is not None
    )


def _fires(row: sqlite3.Row, count: int) -> bool:
    times = row["times"] if row["times"] is not None else (1 if row["nth"] else None)
    if (times is not None and row["fired"] >= times) or count < (row["nth"] or 1):
        return False
    if row["probability"] is None:
        return True
    # Seeded by the count, so that the same requests are hit whatever runs at the same time.
    dice = random.Random(f"{row['seed']} {count}") if row["seed"] is not None else random.Random()
    return dice.random() < float(row["probability"])


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    selectors = {name: row[name] for name in _SELECTORS if row[name] is not None}
    effect = {name: row[name] for name in _EFFECTS if row[name] is not None}
    counted = {"seen": row["seen"], "fired": row["fired"]}
    return {"id": row["id"], **selectors, "effect": effect, **counted}
