"""Worlds of every sort: what was once applied, what somebody did to it, what is wanted now."""

from dataclasses import replace

from hypothesis import strategies as st

from reconciler.acronis.wire import Tenant
from tests.builders import ROOT, customer, manifest, reseller, sold
from tests.world import World

RESELLERS = ("contoso", "wingtip")
CUSTOMERS = ("fabrikam", "litware", "tailspin")
NAMES = st.sampled_from(["A", "B", "a", "Tailspin"])
STATES = st.sampled_from(["active", "active", "active", "suspended", "absent"])
SALES = st.sampled_from(["active", "active", "suspended", "cancelled"])


def some(keys):
    """Most of the keys, in their order."""
    picks = st.lists(st.integers(0, 3), min_size=len(keys), max_size=len(keys))
    return picks.map(lambda picked: [key for key, one in zip(keys, picked, strict=True) if one])


@st.composite
def manifests(draw):
    resellers = draw(some(RESELLERS))
    pieces = [reseller(key, state=draw(STATES), **draw(said())) for key in resellers]
    above = [None, *resellers]
    for key in draw(some(CUSTOMERS)):
        bill_to = draw(st.sampled_from(above))
        fields = {"bill_to": bill_to} if bill_to else {}
        pieces.append(customer(key, state=draw(STATES), **fields, **draw(said())))
        if draw(st.integers(0, 3)):
            product = draw(st.sampled_from(["gigabytes", "workloads"]))
            pieces.append(sold(key, product, state=draw(SALES)))
    return manifest(*pieces)


def said():
    """What accounts say beside their state."""
    return st.fixed_dictionaries(
        {},
        optional={
            "name": NAMES,
            "language": st.sampled_from(["en", "de"]),
            "contact": st.just({"phone": "1"}),
            "external_id": st.sampled_from(["1", "2"]),
            "activation": st.sampled_from(["email", "none"]),
        },
    )


def _stranger(number, name, parent_id):
    return Tenant(
        id=f"stranger-{number}",
        version=1,
        kind="customer",
        enabled=True,
        name=name,
        parent_id=parent_id,
        internal_tag="crm:4711",
    )


def _deleted(tenant):
    return Tenant.model_validate({**tenant.model_dump(), "deleted_at": "2026-05-01T10:00:00"})


TENANT_EDITS = st.sampled_from(
    [
        lambda tenant: tenant.model_copy(update={"name": "Edited"}),
        lambda tenant: tenant.model_copy(update={"enabled": False}),
        lambda tenant: tenant.model_copy(update={"internal_tag": ""}),
        lambda tenant: tenant.model_copy(update={"internal_tag": tenant.internal_tag[:-1]}),
        lambda tenant: tenant.model_copy(update={"ancestral_access": False}),
        lambda tenant: tenant.model_copy(update={"language": "fr"}),
        _deleted,
    ]
)


@st.composite
def worlds(draw):
    """Something applied, then edited outside, then wanted otherwise."""
    world = World(draw(manifests())).applied()
    ids = sorted(id_ for id_ in world.tenants if id_ != ROOT)
    for id_ in ids:
        if draw(st.integers(0, 3)) == 0:
            world = world.holding(draw(TENANT_EDITS)(world.tenants[id_]))
        if draw(st.integers(0, 5)) == 0:
            world = replace(world, users={**world.users, id_: ()})
        if draw(st.integers(0, 5)) == 0:
            world = replace(world, items={**world.items, id_: world.items.get(id_, ())[1:]})
    for number in range(draw(st.integers(0, 2))):
        parent_id = draw(st.sampled_from([ROOT, *ids]))
        world = world.holding(_stranger(number, draw(NAMES), parent_id))
    return world.wanting(draw(manifests()))
