"""The last change, written down backwards: what a stale read needs to see what was before it.

Triggers note a statement for every row that changes. To look back, they are run in a transaction
that is taken back afterwards. Log, faults and mails are no part of the past.
"""

import sqlite3

from reconciler.sandbox.schema import TABLE_NAMES

# Of the settings only this one is of requests' making; the others belong to whoever rehearses.
_SETTING = "last_change"
_LEFT_OUT = ("requests", "faults", "mails", "undo")
_TABLES = tuple(name for name in TABLE_NAMES if name not in _LEFT_OUT)


def install(db: sqlite3.Connection) -> None:
    """From now on, changes are noted."""
    for table in _TABLES:
        keys, columns = _columns(db, table)
        for event, (row, statement) in _backwards(table, keys, columns).items():
            only = f"WHEN {row}.name = '{_SETTING}'" if table == "settings" else ""
            db.execute(
                f"""CREATE TRIGGER undo_{event}_{table} AFTER {event} ON {table} {only}
                    BEGIN INSERT INTO undo (statement) VALUES ({statement}); END"""
            )


def remove(db: sqlite3.Connection) -> None:
    """Changes are noted no more: a world is being built."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'undo_%'"
    for (name,) in db.execute(triggers).fetchall():
        db.execute(f"DROP TRIGGER {name}")


def begin(db: sqlite3.Connection) -> None:
    """What is noted from now on is the last change."""
    db.execute("DELETE FROM undo")


def look_back(db: sqlite3.Connection) -> None:
    """Put everything as it was before the last change; the caller takes this back."""
    for (statement,) in db.execute("SELECT statement FROM undo ORDER BY n DESC").fetchall():
        db.execute(statement)


def _columns(db: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    rows = db.execute(f"PRAGMA table_info({table})").fetchall()
    return [row["name"] for row in rows if row["pk"]], [row["name"] for row in rows]


def _backwards(table: str, keys: list[str], columns: list[str]) -> dict[str, tuple[str, str]]:
    """Per event: the row that is sure to be there, and SQL for the text of the opposite."""
    where = " || ' AND ".join(f'"{key}" = \' || quote(NEW."{key}")' for key in keys)
    sets = " || ', ".join(f'"{name}" = \' || quote(OLD."{name}")' for name in columns)
    values = " || ',' || ".join(f'quote(OLD."{name}")' for name in columns)
    return {
        "INSERT": ("NEW", f"'DELETE FROM {table} WHERE {where}"),
        "UPDATE": ("NEW", f"'UPDATE {table} SET {sets} || ' WHERE {where}"),
        "DELETE": ("OLD", f"'INSERT INTO {table} VALUES (' || {values} || ')'"),
    }
