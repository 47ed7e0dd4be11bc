"""Nothing is written to a tenant that has become somebody else's meanwhile."""

from dataclasses import replace

import pytest

from reconciler.acronis.request import Request
from reconciler.executor import execute
from reconciler.plan import Plan
from reconciler.stamp import read
from tests.builders import customer, manifest, reseller, sold

WANTED = manifest(reseller())
RENAMED = manifest(reseller(name="Contoso Ltd", contact={"phone": "1"}))


def edit(lab, which, **fields):
    tenant = lab.tenant(which)
    return lab.api.update_tenant(tenant.id, {"version": tenant.version, **fields})


def test_a_tag_that_somebody_else_has_written_is_never_overwritten(lab):
    lab.apply(WANTED)
    plan = lab.plan(RENAMED)
    edit(lab, "Contoso", internal_tag="crm:1")

    ended = lab.run(plan)

    assert {str(one.status) for one in ended.values()} == {"failed", "blocked"}
    assert lab.tenant("Contoso").internal_tag == "crm:1"


@pytest.mark.parametrize("change", [{"name": "Contoso Group"}, {"internal_tag": "crm:1"}])
def test_a_tenant_that_has_changed_since_it_was_planned_is_not_deleted(lab, change):
    lab.apply(WANTED)
    plan = lab.plan(manifest(reseller(state="absent")))
    changed = edit(lab, "Contoso", **change)

    (ended,) = lab.run(plan).values()

    assert str(ended.status) == "failed"
    assert lab.tenant(changed.name).enabled


def test_somebody_elses_tenant_that_has_the_name_by_now_is_not_taken_over(lab):
    plan = lab.plan(WANTED)
    contact = {"email": "a@b.example"}
    body = {"name": "Contoso", "kind": "partner", "internal_tag": "crm:1", "contact": contact}
    made = lab.api.create_tenant({**body, "parent_id": lab.api.own_tenant_id()})

    ended = lab.run(plan)

    assert ended["eu/contoso/tenant"].error.http_status == 409
    assert {str(one.status) for one in ended.values()} == {"failed", "blocked"}
    assert lab.tenant("Contoso").internal_tag == "crm:1"
    assert lab.api.users_of(made.id) == ()
    assert lab.mails == []


@pytest.mark.parametrize("state", ["absent", "suspended"])
def test_a_tenant_below_which_another_came_since_it_was_planned_is_not_closed(lab, state):
    lab.apply(WANTED)
    plan = lab.plan(manifest(reseller(state=state)))
    above = lab.tenant("Contoso").id
    lab.api.create_tenant({"name": "Brand New", "kind": "customer", "parent_id": above})

    (ended,) = lab.run(plan).values()

    assert str(ended.status) == "failed"
    assert '"Brand New"' in ended.error.message
    assert lab.tenant("Contoso").enabled
    assert lab.tenant("Brand New").enabled


def test_a_refused_mail_to_a_replaced_user_is_still_owed(lab):
    lab.apply(WANTED)
    (user,) = lab.api.users_of(lab.tenant("Contoso").id)
    off = lab.api.update_user(user.id, {"version": user.version, "enabled": False})
    lab.side("DELETE", "faults")
    lab.api.transport.send(delete_of(off))
    lab.fault("POST", "/send-activation-email$", status=400)
    lab.apply(WANTED)

    ended = lab.apply(WANTED)

    assert ended["contoso/activation"] == "done"
    assert lab.mails == ["contoso-admin", "contoso-admin"]  # one for each of the two users


def delete_of(user):
    return Request("DELETE", "/users/{id}", user.id, {"version": str(user.version)})


def test_a_mail_is_owed_when_no_token_could_be_had_for_it(lab):
    lab.fault("POST", "/send-activation-email$", status=401)
    lab.fault("POST", "/idp/token$", nth=2, times=9, status=503)
    lab.apply(WANTED)
    lab.side("DELETE", "faults")

    lab.apply(WANTED)

    assert lab.mails == ["contoso-admin"]
    assert read(lab.tenant("Contoso").internal_tag).mail.confirmed


class BugError(Exception):
    """Something nobody has thought of."""


def test_a_mistake_of_ours_stops_the_run_and_every_change_has_an_outcome(lab, monkeypatch):
    wanted = manifest(reseller(), customer(), sold())
    plan = lab.plan(wanted)
    outcomes = []

    def broken(*_):
        raise BugError

    monkeypatch.setattr(type(lab.api), "create_user", broken)
    with pytest.raises(BugError):
        outcomes.extend(running(lab, plan))

    statuses = {str(one.address): str(one.status) for one in outcomes}
    assert statuses.keys() == {str(change.address) for change in plan.changes}
    assert "unknown" in statuses.values()
    assert statuses["eu/fabrikam/activation"] != "done"


def running(lab, plan: Plan):
    return execute(plan, {"eu": lab.api}, run="0123abcd", parallelism=1)


def test_half_a_plan_is_not_run(lab):
    plan = lab.plan(WANTED)
    half = replace(plan, changes=plan.changes[1:])

    with pytest.raises(KeyError):
        lab.run(half)

    assert lab.tenants() == []
