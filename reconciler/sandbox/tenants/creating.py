"""Creating tenants, and the rules of which kind may be where."""

import sqlite3
from typing import Any

from reconciler.sandbox import clock, contacts, settings, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.tenants import names, showing
from reconciler.sandbox.tenants.bodies import TenantPost

routes = Routes()

CHILDREN = {
    "root": ("partner", "folder", "customer"),
    "partner": ("partner", "folder", "customer"),
    "folder": ("partner", "folder", "customer"),
    "customer": ("unit",),
    "unit": (),
}
TRIAL = 30 * clock.DAY


@routes.post("/tenants")
def create(call: Call) -> tuple[dict[str, Any], int]:
    """A new tenant with no offering item on; a customer starts as a trial."""
    wanted = TenantPost.of(call.body)
    parent = tree.referred(call, wanted.parent_id)
    tree.open_inside(call, parent)
    tree.settled(parent)
    kind_fits(call, parent, wanted.kind)
    names.free(call.db, parent, wanted.name)
    lock_owner = call.caller.tenant_id if wanted.update_lock.enabled else None
    tenant_id = born(call.db, call.now, parent, wanted, {"lock_owner_id": lock_owner})
    return showing.single(call.db, tenant_id, call.now), 201


def kind_fits(call: Call, parent: sqlite3.Row, kind: str) -> None:
    """Refuse (1027) a kind that the parent cannot hold, or a partner's partner without the option.

    The guide: partners and folders hold partners, folders and customers; customers hold units.
    """
    if kind not in CHILDREN[parent["kind"]]:
        raise RefusedError(1027, f"A {parent['kind']} cannot hold a {kind}.", id=parent["id"])
    if kind == "partner" and not _may_have_partners(call, parent):
        code = call.switches.sub_partner_code
        raise RefusedError(code, "The partner has no sub-partners option.", id=parent["id"])


def _may_have_partners(call: Call, parent: sqlite3.Row) -> bool:
    """Sub-partners need an option of the partnership (UI: managing tenants)."""
    if call.switches.sub_partners != "top":
        return call.switches.sub_partners == "all"
    seqs = ",".join(parent["path"].strip("/").split("/"))
    (partners,) = call.db.execute(
        f"SELECT count(*) FROM tenants WHERE seq IN ({seqs}) AND kind = 'partner'"
    ).fetchone()
    return bool(partners <= 1)


def born(
    db: sqlite3.Connection,
    now: int,
    parent: sqlite3.Row | None,
    wanted: TenantPost,
    more: dict[str, Any],
) -> str:
    """Write a tenant down; `more` are columns beside those that people may choose.

    Without a parent it is the root, which is its own.
    """
    (seq,) = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM tenants").fetchone()
    tenant_id = more.pop("id", None) or settings.fresh_id(db)
    level = parent["level"] + 1 if parent else 0
    outer = parent["barrier"] if parent else 0
    row = {
        "seq": seq,
        "id": tenant_id,
        "parent": parent["seq"] if parent else seq,
        "parent_id": parent["id"] if parent else tenant_id,
        "path": f"{parent['path'] if parent else '/'}{seq}/",
        "level": level,
        "outer_barrier": outer,
        "barrier": outer if wanted.ancestral_access else level,
        "name_key": wanted.name.casefold(),
        "version": 1,
        "customer_type": "default",
        "enhanced_security": wanted.settings.enhanced_security or wanted.enhanced_security,
        "pricing_mode": "trial" if wanted.kind == "customer" else "production",
        "production_start": now + TRIAL if wanted.kind == "customer" else None,
        "pricing_version": now // 1000,
        "created_at": now,
        "updated_at": now,
        **wanted.model_dump(include=set(_CHOSEN)),
        **more,
    }
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO tenants ({', '.join(row)}) VALUES ({marks})", row)
    contacts.create(db, tenant_id, wanted.contact, now)
    if wanted.company_billing_contact is not None:
        contacts.create(db, tenant_id, wanted.company_billing_contact, now, company_billing=True)
    return str(tenant_id)


_CHOSEN = (
    "name",
    "kind",
    "enabled",
    "customer_id",
    "internal_tag",
    "language",
    "default_idp_id",
    "ancestral_access",
)
