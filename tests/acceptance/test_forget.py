"""`forget`: our stamp comes off a tenant, and nothing else of it is touched (D-10, D-13)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

WORLD = (customer(), sold())


def forget(world, *options, account="fabrikam"):
    return world.run("forget", account, "--auto-approve", "-o", "json", *options)


def applied(world, *pieces):
    world.declare(*pieces)
    world.applied()


def without(tenant, *names):
    """What does not change with the tag: all but versions, times and the tag itself."""
    left = {"internal_tag", "version", "updated_at", *names}
    return {name: value for name, value in tenant.items() if name not in left}


def test_only_the_stamp_of_the_tenant_is_removed(world):
    applied(world, *WORLD)
    tenant, user = world.portal.tenant("Fabrikam"), world.portal.user("Fabrikam")
    items = world.portal.items("Fabrikam")

    forgotten = forget(world)

    after = world.portal.tenant("Fabrikam")
    assert forgotten.exit_code == 0
    assert forgotten.outcomes == {"fabrikam/tenant": "done"}
    assert forgotten.writes == [f"PUT /tenants/{tenant['id']}"]
    assert not after["internal_tag"]
    assert without(after) == without(tenant)
    assert world.portal.user("Fabrikam") == user
    assert world.portal.items("Fabrikam") == items


def test_what_the_manifests_still_want_is_kept_out_by_its_name_until_it_is_adopted(world):
    applied(world, *WORLD)
    tenant = world.portal.tenant("Fabrikam")
    forget(world)

    planned = world.plan()
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())
    adopting = world.plan("--detailed-exitcode")

    assert planned.exit_code == 3
    assert planned.actions == []
    assert "already exists below the MSP, and is not ours" in planned.finding("V-35")["message"]
    assert (adopting.exit_code, adopting.actions) == (0, [])


def test_d_10_an_account_that_has_left_the_manifests_is_forgotten_by_its_key(world):
    applied(world, reseller(), *WORLD)
    world.declare(reseller())
    orphaned = world.run("drift", "-o", "json")

    forgotten = forget(world)

    after = world.run("drift", "-o", "json")
    assert [one["verdict"] for one in orphaned.json["drift"]] == ["orphaned"]
    assert forgotten.outcomes == {"fabrikam/tenant": "done"}
    assert [one["verdict"] for one in after.json["drift"]] == ["unmanaged"]
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_a_second_time_says_that_there_is_nothing_and_writes_nothing(world):
    applied(world, *WORLD)
    forget(world)

    again = forget(world)

    assert (again.exit_code, again.writes) == (5, [])
    assert 'No tenant carries the stamp of account "fabrikam".' in again.stderr


def test_the_plan_is_shown_and_asked_for(world):
    applied(world, *WORLD)
    tenant = world.portal.tenant("Fabrikam")

    asked = world.run("forget", "fabrikam")

    assert (asked.exit_code, asked.writes) == (5, [])
    assert 'tenant  customer tenant "Fabrikam" below the MSP' in asked.stderr
    assert "The stamp goes and all else stays" in asked.stderr
    assert "The manifests still ask for it" in asked.stderr
    assert "Nobody is there to approve the plan" in asked.stderr
    assert world.portal.tenant("Fabrikam") == tenant


def test_a_tenant_with_somebody_elses_tag_is_never_touched(world):
    world.portal.create_tenant("Fabrikam", internal_tag="reconciler of another kind")
    world.declare(reseller())

    result = forget(world)

    assert (result.exit_code, result.writes) == (5, [])


def test_another_workspaces_stamp_stays(world):
    applied(world, *WORLD)
    world.declare(*WORLD, {"workspace": "southwind-msp"})

    result = forget(world)

    assert (result.exit_code, result.writes) == (5, [])
    assert world.portal.tenant("Fabrikam")["internal_tag"].startswith("reconciler/1 northwind-msp/")


def test_a_copy_of_the_stamp_on_another_tenant_stays(world):
    applied(world, *WORLD)
    tag = world.portal.tenant("Fabrikam")["internal_tag"]
    world.portal.create_tenant("Copy", internal_tag=tag)

    result = forget(world)

    assert result.exit_code == 0
    assert not world.portal.tenant("Fabrikam")["internal_tag"]
    assert world.portal.tenant("Copy")["internal_tag"] == tag


def test_both_of_two_tenants_that_were_begun_for_an_account_are_forgotten(world):
    applied(world, *WORLD)
    world.fault("POST", "/users$", status=400, code=1027)
    world.declare(customer("litware"), sold("litware"))
    world.apply()
    world.mend()
    half = world.portal.tenant("Litware")["internal_tag"]
    world.portal.create_tenant("Litware Two", internal_tag=half)

    result = forget(world, account="litware")

    assert result.exit_code == 0
    assert sorted(set(result.outcomes.values())) == ["done"]
    assert {one["name"]: bool(one["internal_tag"]) for one in world.portal.tenants()} == {
        "Fabrikam": True,
        "Litware": False,
        "Litware Two": False,
    }


def test_a_lost_answer_is_noticed(world):
    applied(world, *WORLD)
    world.fault("PUT", "/tenants/[^/]+$", drop="after", nth=1, times=1)

    result = forget(world)

    assert result.exit_code == 0
    assert not world.portal.tenant("Fabrikam")["internal_tag"]


def test_a_stamp_of_a_deleted_tenant_goes_with_it(world):
    applied(world, *WORLD)
    world.portal.delete_tenant("Fabrikam")

    result = forget(world)

    assert (result.exit_code, result.writes) == (5, [])
    assert 'The tenant "Fabrikam" of account "fabrikam" was deleted' in result.stderr


def test_an_instance_can_be_chosen(world, elsewhere):
    tailspin = customer("fabrikam", sync={"acronis-us": {"role": "User", "username": "fab-us"}})
    us = {
        "products": {"us": {"instance": "acronis-us", "protection": "per_gigabyte"}},
        "subscriptions": {"us": {"account": "fabrikam", "product": "us"}},
    }
    tailspin["accounts"]["fabrikam"]["sync"]["acronis-us"]["email"] = "us@fabrikam.example"
    us["products"]["us"]["file_sync_share"] = "none"
    applied(world, tailspin, sold(), us, elsewhere.instance)

    chosen = forget(world, "--instance", "acronis-us")

    assert chosen.outcomes == {"fabrikam/tenant": "done"}
    assert [one["address"] for one in chosen.json["outcomes"]] == ["acronis-us/fabrikam/tenant"]
    assert not elsewhere.api.tenant("Fabrikam")["internal_tag"]
    assert world.api.tenant("Fabrikam")["internal_tag"].startswith("reconciler/1 ")


@pytest.mark.parametrize(
    ("account", "options", "code", "said"),
    [
        ("nobody", (), 5, 'No tenant carries the stamp of account "nobody".'),
        ("fabrikam", ("--instance", "acronis-us"), 64, '"acronis-us" is not declared'),
    ],
)
def test_what_cannot_be_forgotten(world, account, options, code, said):
    applied(world, *WORLD)

    result = forget(world, *options, account=account)

    assert (result.exit_code, result.writes) == (code, [])
    assert said in result.stderr
