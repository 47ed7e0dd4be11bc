"""The world as it is at the start: platform, one MSP, its services, two API clients."""

import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from reconciler.sandbox import clock, fleet, settings, switches, undo
from reconciler.sandbox.catalogue import BY_TYPE, DEFINITIONS, Definition
from reconciler.sandbox.schema import TABLE_NAMES
from reconciler.sandbox.switches import Switches
from reconciler.sandbox.tenants.bodies import TenantPost
from reconciler.sandbox.tenants.creating import born

DEFAULT_SWITCHES = Switches()
CAPABILITIES = ("backup", "files_cloud")
PLATFORM_NAME = "Platform"
MSP_NAME = "MSP"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is there at the start: storages of the location `lab`, customers of a fleet.

    The same seed gives the same ids, secrets and contents; without one they are nobody else's.
    In `strict` mode the API refuses what its contract refuses, in `lenient` mode it takes what live
    servers are known to take.
    """

    seed: int | None = None
    storages: int = 2
    fleet: int = 0
    mode: Literal["lenient", "strict"] = "lenient"
    switches: Switches = DEFAULT_SWITCHES


def build(db: sqlite3.Connection, world: World) -> None:
    """Fill empty tables."""
    seed = secrets.token_hex(16) if world.seed is None else str(world.seed)
    for name in ("clock_offset", "last_change", "ids"):
        settings.write(db, name, 0)
    settings.write(db, "seed", seed)
    settings.write(db, "storages", world.storages)
    settings.write(db, "fleet", world.fleet)
    settings.write(db, "mode", world.mode)
    switches.save(db, world.switches)
    settings.write(db, "token_key", settings.derived(seed, "token key").hex())
    now = clock.tick(db)
    root = _tenant(db, now, None, PLATFORM_NAME, "root")
    msp = _tenant(db, now, root, MSP_NAME, "partner")
    _sell(db, root, world.storages, seed)
    for tenant in (root, msp):
        _switch_everything_on(db, tenant, now)
    for name in ("main", "portal"):
        _client(db, msp, name, now)
    fleet.build(db, msp, world.fleet, now)
    undo.install(db)


def rebuild(db: sqlite3.Connection) -> None:
    """Back to the start, with the same ids and secrets; log, faults and clock begin anew, too."""
    kept = {name: settings.read(db, name) for name in ("seed", "storages", "fleet", "mode")}
    chosen = switches.load(db)
    undo.remove(db)
    for table in (*TABLE_NAMES, "sqlite_sequence"):
        db.execute(f"DELETE FROM {table}")
    build(db, World(**kept, switches=chosen))


def _tenant(
    db: sqlite3.Connection, now: int, parent: sqlite3.Row | None, name: str, kind: str
) -> sqlite3.Row:
    tenant_id = settings.derived_id(settings.read(db, "seed"), f"tenant {name}")
    wanted = TenantPost.of({"name": name, "kind": kind, "parent_id": tenant_id})
    born(db, now, parent, wanted, {"id": tenant_id})
    row: sqlite3.Row = db.execute("SELECT * FROM tenants WHERE id = ?", (tenant_id,)).fetchone()
    return row


def _sell(db: sqlite3.Connection, root: sqlite3.Row, storages: int, seed: str) -> None:
    location = settings.derived_id(seed, "location lab")
    db.execute("INSERT INTO locations VALUES (?, ?, 'lab', 1, 1)", (location, root["id"]))
    infra = []
    for number in range(1, storages + 1):
        name = f"lab-{number}"
        infra.append(settings.derived_id(seed, f"storage {name}"))
        db.execute(
            "INSERT INTO infra VALUES (?, ?, ?, ?, ?, ?, NULL, 1, 1, NULL, NULL)",
            (
                infra[-1],
                root["id"],
                location,
                name,
                f"https://{name}.sandbox.invalid",
                ",".join(CAPABILITIES),
            ),
        )
    for item in DEFINITIONS:
        _sell_item(db, item, infra)


def _sell_item(db: sqlite3.Connection, item: Definition, infra: list[str]) -> None:
    places: list[str] | list[None] = infra if item.type == "infra" else [None]
    for place in places:
        values: tuple[Any, ...] = (
            BY_TYPE[item.application].id,
            item.name,
            item.edition,
            item.usage_name,
            item.type,
            item.measurement_unit,
            place,
        )
        db.execute("INSERT INTO items VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", values)


def _switch_everything_on(db: sqlite3.Connection, tenant: sqlite3.Row, now: int) -> None:
    db.execute(
        "INSERT INTO offering_items SELECT ?, seq, 1, NULL, NULL, 0, ? FROM items",
        (tenant["seq"], now),
    )


def _client(db: sqlite3.Connection, tenant: sqlite3.Row, name: str, now: int) -> None:
    seed = settings.read(db, "seed")
    client_id = settings.derived_id(seed, f"client {name}")
    db.execute(
        """INSERT INTO clients (id, tenant, secret, type, name, role_id, auth_method, status,
            created_by, created_at, data) VALUES (?, ?, ?, 'api_client', ?, 'partner_admin',
            'client_secret_basic', 'enabled', ?, ?, ?)""",
        (
            client_id,
            tenant["seq"],
            settings.derived(seed, f"secret {name}").hex()[:48],
            f"{name} client",
            tenant["id"],
            now,
            json.dumps({"client_name": f"{name} client"}),
        ),
    )
    settings.write(db, f"client {name}", client_id)
