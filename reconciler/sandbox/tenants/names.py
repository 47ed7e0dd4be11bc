"""Which names are free: 1004 for one that is taken.

The guide says that a name is unique "in your tenant hierarchy", and WHMCS looks among siblings
only; a switch decides, and another one whether case matters.
"""

import sqlite3

from reconciler.sandbox import switches, tree
from reconciler.sandbox.problems import RefusedError


def free(db: sqlite3.Connection, parent: sqlite3.Row, name: str, *, but: int | None = None) -> None:
    """Refuse (1004) a name that another tenant in the same scope has."""
    chosen = switches.load(db)
    values = {"key": name.casefold(), "parent": parent["seq"], "but": but}
    scope = "parent = :parent"
    if chosen.name_scope == "hierarchy":
        scope = "path >= :path AND path < :beyond"
        values["path"] = _hierarchy_of(parent)
        values["beyond"] = tree.beyond(values["path"])
    rows = db.execute(
        f"""SELECT name FROM tenants WHERE {scope} AND name_key = :key AND deleted_at IS NULL
            AND owner_id IS NULL AND seq IS NOT :but""",
        values,
    )
    same = chosen.name_case == "ignore"
    if any(same or row["name"] == name for row in rows):
        raise RefusedError(1004, f"The name {name!r} is taken.", name=name)


def _hierarchy_of(tenant: sqlite3.Row) -> str:
    # The path of the top partner that the tenant belongs to, or of the root itself.
    seqs = tenant["path"].strip("/").split("/")
    return f"/{'/'.join(seqs[:2])}/"
