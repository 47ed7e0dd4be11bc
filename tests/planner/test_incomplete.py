"""A read that was not whole destroys nothing, and seals nothing that it has left out."""

from reconciler.plan import Action, Address, Change, Plan
from reconciler.planner.safety import without_destruction
from reconciler.stamp import Stamp, read

STAMP = Stamp(workspace="w", account="a", tenant="0" * 8, prints={"t": "1" * 8, "o": "2" * 8})


def at(account, kind):
    return Address("eu", account, kind)


def update(account, kind, **more):
    fields = {"name": "x", "internal_tag": str(Stamp(workspace="w", account=account))}
    after = {**fields, "internal_tag": str(STAMP)} if kind == "tenant" else {"name": "y"}
    before = fields if kind == "tenant" else {"name": "x"}
    return Change(
        address=at(account, kind), action=Action.UPDATE, before=before, after=after, **more
    )


def test_what_needs_a_change_that_is_left_out_is_left_out_with_it():
    lost = update("a", "offering_items", irreversible=True)
    below = update("b", "offering_items", needs=(lost.address,))
    further = update("b", "user", needs=(below.address,))
    other = update("c", "user")
    plan = Plan(
        workspace="w",
        manifests_digest="",
        instances={},
        changes=(lost, below, further, other),
        complete=False,
    )

    safe = without_destruction(plan)

    assert [change.address for change in safe.changes] == [other.address]
    assert [row.address for row in safe.blocked] == [
        lost.address,
        below.address,
        further.address,
    ]


def test_an_account_that_loses_a_change_is_not_sealed():
    lost, tenant = update("a", "offering_items", irreversible=True), update("a", "tenant")
    plan = Plan(
        workspace="w", manifests_digest="", instances={}, changes=(lost, tenant), complete=False
    )

    (left,) = without_destruction(plan).changes

    assert read(left.after["internal_tag"]).prints == {}
