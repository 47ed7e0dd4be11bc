"""The faults that are ordered, counted over all processes on the file."""

import random
import sqlite3
from typing import Any

from reconciler.sandbox.faults import spec
from reconciler.sandbox.faults.fault import Effect, Fault
from reconciler.sandbox.problems import RefusedError


def ordered(order: object) -> Fault:
    """The fault that somebody asks for: as JSON, or as a line of the grammar, bare or in `spec`.

    Refused (400) if it makes no sense.
    """
    if isinstance(order, dict) and order.keys() == {"spec"}:
        order = order["spec"]
    if isinstance(order, str):
        try:
            order = spec.parse(order)
        except ValueError as error:
            raise RefusedError(400, str(error)) from error
    return Fault.of(order)


def add(db: sqlite3.Connection, fault: Fault) -> dict[str, Any]:
    """Put a fault behind those that are there, and show it."""
    text = fault.model_dump_json(exclude_defaults=True)
    row = db.execute("INSERT INTO faults (fault) VALUES (?) RETURNING *", (text,)).fetchone()
    return _shown(row)


def listed(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """All faults, with how many requests each has `seen` and how often it has `fired`."""
    return [_shown(row) for row in db.execute("SELECT * FROM faults ORDER BY id")]


def remove(db: sqlite3.Connection, fault_id: int | None = None) -> None:
    """Forget one fault, or all of them; 404 for one that is not there."""
    gone = db.execute("DELETE FROM faults WHERE coalesce(id = ?, 1)", (fault_id,)).rowcount
    if fault_id is not None and not gone:
        raise RefusedError(404, f"There is no fault {fault_id}.")


def concerned(db: sqlite3.Connection, method: str, path: str) -> bool:
    """True if any fault has to count such a request."""
    return any(fault.matches(method, path) for _, fault in _all(db))


def strike(db: sqlite3.Connection, method: str, path: str) -> Effect | None:
    """What the first fault that fires for a request does; every fault that matches counts it."""
    struck: Effect | None = None
    for row, fault in _all(db):
        if not fault.matches(method, path):
            continue
        fires = struck is None and _fires(fault, row["seen"] + 1, row["fired"])
        db.execute(
            "UPDATE faults SET seen = seen + 1, fired = fired + ? WHERE id = ?", (fires, row["id"])
        )
        if fires:
            struck = fault.effect
    return struck


def _all(db: sqlite3.Connection) -> list[tuple[sqlite3.Row, Fault]]:
    rows = db.execute("SELECT * FROM faults ORDER BY id").fetchall()
    return [(row, Fault.model_validate_json(row["fault"])) for row in rows]


def _fires(fault: Fault, count: int, fired: int) -> bool:
    times = fault.times if fault.times is not None else (1 if fault.nth else None)
    if (times is not None and fired >= times) or count < (fault.nth or 1):
        return False
    if fault.probability is None:
        return True
    # Seeded by the count, so that the same requests are hit whatever runs at the same time.
    seeded = fault.seed is not None
    dice = random.Random(f"{fault.seed} {count}") if seeded else random.Random()
    return dice.random() < fault.probability


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    fault = Fault.model_validate_json(row["fault"]).model_dump(exclude_defaults=True)
    counted = {"seen": row["seen"], "fired": row["fired"]}
    return {"id": row["id"], **fault, "effect": fault.get("effect", {}), **counted}
