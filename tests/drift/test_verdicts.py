"""Every combination of what is wanted, what is live and what the stamp says, in one table."""

from dataclasses import replace
from datetime import date

import pytest

from reconciler.acronis.wire import Tenant
from reconciler.drift import find_drift
from reconciler.stamp import Stamp, read
from tests.builders import INSTANCE, ROOT, WORKSPACE, customer, manifest, reseller, sold
from tests.world import World

ELSEWHERE = "11111111-2222-4333-8444-555555555555"
SOLD = (reseller(), customer(bill_to="contoso"), sold())
DESIRED = {
    "absent": (reseller(),),
    "present": SOLD,
    "changed": (*SOLD, customer(language="de")),
    "deferred": (reseller(), customer(bill_to="contoso")),
    "deleted": (*SOLD, customer(state="absent")),
    "suspended": (*SOLD, sold(state="suspended")),
}
LIVE = {
    "as applied": {},
    "changed": {"customer_id": None, "name": "Fabrikam X"},
    "deleted": {"deleted_at": "2026-05-01T10:00:00"},
    "disabled": {"enabled": False},
    "moved": {"parent_id": ROOT},
    "hidden": {"ancestral_access": False},
}
STAMPS = {
    "sealed": lambda seal: str(seal),
    "half": lambda seal: str(Stamp(workspace=WORKSPACE, account="fabrikam")),
    "none": lambda seal: "",
    "adopted": lambda seal: "",
    "workspace": lambda seal: str(replace(seal, workspace="another")),
    "foreign": lambda seal: "psa:4711",
    "broken": lambda seal: str(seal)[:-1],
    "copied": lambda seal: str(seal.sealed_for(ELSEWHERE, seal.prints)),
}
NOT_OURS = ("none", "workspace", "foreign", "broken", "copied")
SHORT = {"changed": "chg", "missing": "mis", "unmanaged": "unm", "orphaned": "orp"}
SHORT |= {"foreign": "for", "unknown": "unk", "unapplied": "new"}

# chg changed, mis missing, unm unmanaged, orp orphaned, for foreign, unk unknown, new unapplied.
# Two verdicts: that on the account, and that on the tenant which is not known to be its own.
TABLE = """
desired   live       sealed    half      none      adopted   workspace foreign   broken    copied
absent    absent     -
absent    as applied orp       orp       unm       unm       for       for       unk       unk
absent    changed    orp       orp       unm       unm       for       for       unk       unk
absent    deleted    -         -         -         -         -         -         -         -
absent    disabled   orp       orp       unm       unm       for       for       unk       unk
absent    moved      orp       orp       unm       unm       for       for       unk       unk
absent    hidden     orp       orp       unm       unm       for       for       unk       unk
present   absent     new
present   as applied -         new       new+unm   -         for+new   for+new   new+unk   unk
present   changed    chg       new       new+unm   new       for+new   for+new   new+unk   unk
present   deleted    mis       mis       new       unk       new       new       new       new
present   disabled   chg       new       new+unm   new       for+new   for+new   new+unk   unk
present   moved      chg       new       new+unm   new       for+new   for+new   new+unk   unk
present   hidden     unk       unk       new+unm   unk       for+new   for+new   new+unk   unk
changed   absent     new
changed   as applied new       new       new+unm   new       for+new   for+new   new+unk   unk
changed   changed    new       new       new+unm   new       for+new   for+new   new+unk   unk
changed   deleted    mis       mis       new       unk       new       new       new       new
changed   disabled   new       new       new+unm   new       for+new   for+new   new+unk   unk
changed   moved      new       new       new+unm   new       for+new   for+new   new+unk   unk
changed   hidden     unk       unk       new+unm   unk       for+new   for+new   new+unk   unk
deferred  absent     -
deferred  as applied orp       orp       unm       -         for       for       unk       unk
deferred  changed    orp       orp       unm       -         for       for       unk       unk
deferred  deleted    -         -         -         unk       -         -         -         -
deferred  disabled   orp       orp       unm       -         for       for       unk       unk
deferred  moved      orp       orp       unm       -         for       for       unk       unk
deferred  hidden     unk       unk       unm       unk       for       for       unk       unk
deleted   absent     -
deleted   as applied new       new       unm       new       for       for       unk       unk
deleted   changed    new       new       unm       new       for       for       unk       unk
deleted   deleted    -         -         -         -         -         -         -         -
deleted   disabled   new       new       unm       new       for       for       unk       unk
deleted   moved      new       new       unm       new       for       for       unk       unk
deleted   hidden     unk       unk       unm       unk       for       for       unk       unk
suspended absent     -
suspended as applied new       new       unm       new       for       for       unk       unk
suspended changed    new       new       unm       new       for       for       unk       unk
suspended deleted    mis       mis       -         unk       -         -         -         -
suspended disabled   -         -         unm       -         for       for       unk       unk
suspended moved      new       new       unm       new       for       for       unk       unk
suspended hidden     unk       unk       unm       unk       for       for       unk       unk
"""


@pytest.fixture(scope="module")
def settled():
    return World(manifest(*SOLD)).applied()


def combined(settled, desired, live, stamp):
    """The world in which all three meet."""
    tenant = settled.tenant("fabrikam")
    tag = STAMPS[stamp](read(tenant.internal_tag))
    fields = {**tenant.model_dump(), **LIVE[live], "internal_tag": tag}
    adopted = {"accounts": {"fabrikam": {"adopt": {INSTANCE: tenant.id}}}}
    pieces = (*DESIRED[desired], *([adopted] if stamp == "adopted" and desired != "absent" else []))
    return settled.wanting(manifest(*pieces)).holding(Tenant.model_validate(fields))


def verdicts(world):
    """The verdicts on a world, in short; "-" where there is nothing to tell."""
    found = find_drift(world.manifest, {INSTANCE: world.side}, date(2026, 1, 1)).found
    return "+".join(sorted({SHORT[one.verdict] for one in found})) or "-"


def row(desired, live, cells):
    return f"{desired:<10}{live:<11}" + "".join(f"{cell:<10}" for cell in cells).rstrip()


def test_the_verdict_on_every_combination(settled):
    rows = [row("desired", "live", STAMPS)]
    for desired in DESIRED:
        without = settled.wanting(manifest(*DESIRED[desired]))
        gone = {id_: one for id_, one in without.tenants.items() if one.kind != "customer"}
        rows.append(row(desired, "absent", [verdicts(replace(without, tenants=gone))]))
        rows += [
            row(desired, live, [verdicts(combined(settled, desired, live, one)) for one in STAMPS])
            for live in LIVE
        ]

    assert "\n".join(rows) == TABLE.strip()


@pytest.mark.parametrize("stamp", NOT_OURS)
@pytest.mark.parametrize("live", LIVE)
@pytest.mark.parametrize("desired", DESIRED)
def test_a_stamp_that_is_not_ours_permits_nothing(settled, desired, live, stamp):
    world = combined(settled, desired, live, stamp)
    tenant = settled.tenant("fabrikam").id

    touched = [
        change.address
        for change in world.plan().changes
        if tenant in (change.pins.id, *change.pins.refs.values())
    ]

    assert touched == []
