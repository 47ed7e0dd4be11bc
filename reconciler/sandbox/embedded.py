"""The sandbox as an object: a file, a WSGI callable, and the credentials to use it with."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from reconciler.sandbox import faults, settings
from reconciler.sandbox.app import make_app
from reconciler.sandbox.gateway import Gateway
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.side_door import make_side_door
from reconciler.sandbox.store import Store, prepare
from reconciler.sandbox.world import World, build

DEFAULT = World()


@dataclass(frozen=True, slots=True)
class Sandbox:
    """An open sandbox; `wsgi` may be called by many threads, and the file by many processes.

    The clients are partner administrators of `tenant_id`; the portal's stands for a person there.
    """

    store: Store
    wsgi: Gateway
    tenant_id: str
    client_id: str
    client_secret: str
    portal_client_id: str
    portal_client_secret: str

    def order(self, fault: object) -> None:
        """Add a fault, as `POST /_sandbox/faults` does; `ValueError` if it is none.

        It may also be a line of text, as `--fault` takes it.
        """
        try:
            wanted = faults.ordered(fault)
        except RefusedError as error:
            raise ValueError(error.info) from error
        with self.store.write() as db:
            faults.add(db, wanted)

    def close(self) -> None:
        """Let go of the file; a request that is running still ends well."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()


def open_sandbox(path: Path, world: World = DEFAULT) -> Sandbox:
    """The sandbox in a SQLite file.

    A missing or empty file is made and filled with `world`; another is reopened as it is, whatever
    `world` says. Raises `ValueError` for a file that holds something else.
    """
    store = Store(path)
    try:
        prepare(store)
        with store.write() as db:
            if settings.read(db, "seed") is None:
                build(db, world)
            main, portal = _client(db, "main"), _client(db, "portal")
    except (sqlite3.DatabaseError, ValueError) as error:
        store.close()
        raise ValueError(_problem(path, error)) from error
    return Sandbox(
        store,
        Gateway(store, make_app(), make_side_door(store)),
        main["tenant_id"],
        main["id"],
        main["secret"],
        portal["id"],
        portal["secret"],
    )


def _problem(path: Path, error: Exception) -> str:
    match error:
        case sqlite3.OperationalError():
            return f"{path} cannot be used: {error}"
        case sqlite3.DatabaseError():
            return f"{path} is not the file of a sandbox: {error}"
    return f"{path} {error}"


def _client(db: sqlite3.Connection, name: str) -> Any:
    return db.execute(
        """SELECT c.*, t.id AS tenant_id FROM clients c JOIN tenants t ON t.seq = c.tenant
            WHERE c.id = ?""",
        (settings.read(db, f"client {name}"),),
    ).fetchone()
