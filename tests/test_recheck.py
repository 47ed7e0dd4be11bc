"""What has appeared since a plan was saved is found with one look at each tenant."""

from dataclasses import replace
from datetime import UTC, datetime

from reconciler.acronis.wire import Tenant
from reconciler.errors import Moved, NotFoundError
from reconciler.findings import Finding
from reconciler.plan import Action, Address, Change, Plan
from reconciler.recheck import appeared
from reconciler.stamp import Stamp
from tests.builders import INSTANCE, ROOT, WORKSPACE

MSP = f"{INSTANCE}/@{ROOT}/tenant"
PLAN = Plan(workspace=WORKSPACE, manifests_digest="", instances={})


class Children:
    """An API that knows the tenants below the MSP, or that it is gone."""

    def __init__(self, *tenants):
        self.tenants = tenants

    def children(self, parent_id):
        assert parent_id == ROOT
        if not self.tenants:
            raise NotFoundError("404", request="GET /tenants", status=404)
        return self.tenants


def making(number):
    return Change(
        address=Address(INSTANCE, f"account-{number}", "tenant"),
        action=Action.CREATE,
        before=None,
        after={"name": f"Account {number}", "parent": MSP},
    )


def tenant(number, tag="", name="Other"):
    fields = {"kind": "customer", "enabled": True, "parent_id": ROOT, "internal_tag": tag}
    return Tenant(id=f"t{number}", version=1, name=f"{name} {number}", **fields)


def stamped(number):
    return tenant(number, str(Stamp(workspace=WORKSPACE, account=f"account-{number}")))


def test_what_has_appeared_is_known_by_its_stamp_and_names_are_taken_in_any_case():
    api = Children(stamped(1), tenant(2, name="ACCOUNT"), tenant(3))

    (first, *_), taken = appeared.with_appeared(PLAN, [making(1), making(2), making(3)], api)

    assert first.pins.refs == {f"{INSTANCE}/account-1/tenant": "t1"}
    message = 'The tenant "ACCOUNT 2" (t2) has its name.'
    assert taken == [Moved(address=f"{INSTANCE}/account-2/tenant", message=message)]


def test_a_tenant_of_ours_that_is_deleted_by_now_is_made_again_only_if_that_was_asked():
    lost = stamped(1).model_copy(update={"deleted_at": datetime(2026, 11, 1, tzinfo=UTC)})
    address = f"{INSTANCE}/account-1/tenant"
    finding = Finding(code="V-71", severity="error", message="", address=address, ack_needed=True)
    asking = replace(PLAN, findings=(finding,))

    told = [appeared.with_appeared(plan, [making(1)], Children(lost)) for plan in (PLAN, asking)]

    assert [taken for _, taken in told] == [
        [Moved(address=address, message="Its tenant t1 was deleted.")],
        [],
    ]
    assert {change.pins.refs.get(address) for (change,), _ in told} == {None}


def test_each_tenant_is_looked_at_once_however_many_are_to_be_made(monkeypatch):
    looked = []
    monkeypatch.setattr(appeared, "read", lambda tag: looked.append(tag))
    api = Children(*(tenant(number) for number in range(30)))

    appeared.with_appeared(PLAN, [making(number) for number in range(30)], api)

    assert len(looked) == 30


def test_below_a_tenant_that_is_gone_nothing_can_be_made():
    _, told = appeared.with_appeared(PLAN, [making(1)], Children())

    message = f"The tenant {ROOT} above it is gone."
    assert told == [Moved(address=f"{INSTANCE}/account-1/tenant", message=message)]
