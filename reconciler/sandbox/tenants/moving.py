"""Moving tenants to another parent, with all that is in them (guide: moving a tenant)."""

import sqlite3

from reconciler.sandbox import callers, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call
from reconciler.sandbox.tenants import names
from reconciler.sandbox.tenants.creating import kind_fits

MOVABLE_TO = ("root", "partner", "folder")


def move(call: Call, tenant: sqlite3.Row, target_id: str) -> None:
    """Put the tenant below another one; the caller still has to raise its version."""
    target = tree.referred(call, target_id)
    _not_under_itself(tenant, target)
    _not_within_a_customer(tenant, target)
    _target_enabled(call, target)
    _locks_stay_held(call, tenant, target)
    kind_fits(call, target, tenant["kind"])
    names.free(call.db, target, tenant["name"], but=tenant["seq"])
    _items_available(call, tenant, target)
    _reconnect(call, tenant, target)


def set_barriers(db: sqlite3.Connection, path: str) -> None:
    """Work out anew who is kept out of the tenants of a subtree."""
    rows = db.execute(
        "SELECT * FROM tenants WHERE path >= ? AND path < ? ORDER BY level",
        (path, tree.beyond(path)),
    ).fetchall()
    top = db.execute("SELECT barrier FROM tenants WHERE seq = ?", (rows[0]["parent"],)).fetchone()
    barriers = {rows[0]["parent"]: top["barrier"]}
    for row in rows:
        outer = barriers[row["parent"]]
        barriers[row["seq"]] = outer if row["ancestral_access"] else row["level"]
        db.execute(
            "UPDATE tenants SET outer_barrier = ?, barrier = ? WHERE seq = ?",
            (outer, barriers[row["seq"]], row["seq"]),
        )


def _not_under_itself(tenant: sqlite3.Row, target: sqlite3.Row) -> None:
    """A tenant cannot be moved under its own child (1007)."""
    if target["path"].startswith(tenant["path"]):
        raise RefusedError(1007, id=target["id"])


def _not_within_a_customer(tenant: sqlite3.Row, target: sqlite3.Row) -> None:
    """Units stay where they are, and customers hold nothing from elsewhere (1008)."""
    if tenant["kind"] == "unit" or target["kind"] not in MOVABLE_TO:
        raise RefusedError(1008, id=tenant["id"])


def _target_enabled(call: Call, target: sqlite3.Row) -> None:
    """Nothing is moved under a disabled tenant (1013)."""
    if disabled := callers.disabled_on(call.db, target["path"]):
        raise RefusedError(1013, id=disabled)


def _locks_stay_held(call: Call, tenant: sqlite3.Row, target: sqlite3.Row) -> None:
    """Whoever has locked what is moved must still be above it, or moves with it (1032)."""
    seqs = ",".join(target["path"].strip("/").split("/"))
    lost = call.db.execute(
        f"""SELECT o.id FROM tenants t JOIN tenants o ON o.id = t.lock_owner_id
            WHERE t.path >= :path AND t.path < :beyond AND t.deleted_at IS NULL
            AND o.seq NOT IN ({seqs}) AND NOT (o.path >= :path AND o.path < :beyond)
            ORDER BY t.level LIMIT 1""",
        {"path": tenant["path"], "beyond": tree.beyond(tenant["path"])},
    ).fetchone()
    if lost is not None:
        raise RefusedError(1032, id=lost["id"])


def _items_available(call: Call, tenant: sqlite3.Row, target: sqlite3.Row) -> None:
    """The target has what the tenant has, and for a customer all its storages (1014)."""
    rows = call.db.execute(
        """SELECT i.name FROM offering_items o JOIN items i ON i.seq = o.item
            WHERE o.tenant = ? AND o.status AND NOT EXISTS (SELECT 1 FROM offering_items p
                WHERE p.tenant = ? AND p.item = o.item AND p.status) ORDER BY i.seq""",
        (tenant["seq"], target["seq"]),
    ).fetchall()
    if rows:
        names_of_items = ", ".join(dict.fromkeys(row["name"] for row in rows))
        raise RefusedError(1014, f"The target does not have {names_of_items}.", id=target["id"])


def _reconnect(call: Call, tenant: sqlite3.Row, target: sqlite3.Row) -> None:
    path = f"{target['path']}{tenant['seq']}/"
    values = {
        "path": path,
        "old": tenant["path"],
        "beyond": tree.beyond(tenant["path"]),
        "shift": target["level"] + 1 - tenant["level"],
        "now": call.now,
    }
    call.db.execute(
        """UPDATE tenants SET path = :path || substr(path, length(:old) + 1),
            level = level + :shift, updated_at = :now WHERE path >= :old AND path < :beyond""",
        values,
    )
    call.db.execute(
        "UPDATE tenants SET parent = ?, parent_id = ? WHERE seq = ?",
        (target["seq"], target["id"], tenant["seq"]),
    )
    set_barriers(call.db, path)
