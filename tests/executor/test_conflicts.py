"""V-66: what was planned against has changed; written only if what was seen still holds."""

from dataclasses import replace

import pytest

from reconciler.stamp import read
from tests.builders import customer, manifest, reseller, sold

WANTED = manifest(reseller(), customer(), sold())
RENAMED = manifest(reseller(name="Contoso Ltd"), customer(), sold())
ANN = {"contact": {"firstname": "Ann"}}


def edit(lab, which, **fields):
    """Somebody in the portal changes a tenant."""
    tenant = lab.tenant(which)
    lab.api.update_tenant(tenant.id, {"version": tenant.version, **fields})


def user_of(lab, name):
    (user,) = lab.api.users_of(lab.tenant(name).id)
    return user


def test_another_field_that_has_changed_meanwhile_is_no_obstacle(lab):
    lab.apply(WANTED)
    plan = lab.plan(RENAMED)
    edit(lab, "Contoso", customer_id="77")

    ended = lab.run(plan)

    assert [one.status for one in ended.values()] == ["done"]
    assert lab.tenant("Contoso Ltd").customer_id == "77"


def test_a_field_that_has_changed_meanwhile_is_left_as_it_is_now(lab):
    lab.apply(WANTED)
    plan = lab.plan(RENAMED)
    edit(lab, "Contoso", name="Contoso Group")

    ended = lab.run(plan)

    (outcome,) = ended.values()
    assert (outcome.status, outcome.error.code) == ("failed", 1001)
    assert sorted(one.name for one in lab.tenants()) == ["Contoso Group", "Fabrikam"]


def test_a_tenant_that_is_by_now_as_it_should_be_is_not_written_again(lab):
    lab.apply(WANTED)
    plan = lab.plan(RENAMED)
    lab.run(plan, run="aaaaaaaa")
    version = lab.tenant("Contoso Ltd").version

    ended = lab.run(plan, run="bbbbbbbb")

    assert [one.status for one in ended.values()] == ["done"]
    assert lab.tenant("Contoso Ltd").version == version


@pytest.mark.parametrize(
    ("meanwhile", "status", "language"),
    [
        ({"language": "de"}, "failed", "de"),
        ({"contact": {"email": "it@contoso.example", "title": "Dr"}}, "done", "en"),
    ],
)
def test_a_user_is_written_only_if_it_is_as_it_was_seen(lab, meanwhile, status, language):
    lab.apply(WANTED)
    plan = lab.plan(manifest(reseller(**ANN), customer(), sold()))
    user = user_of(lab, "Contoso")
    lab.api.update_user(user.id, {"version": user.version, **meanwhile})

    ended = lab.run(plan)

    assert ended["eu/contoso/user"].status == status
    assert user_of(lab, "Contoso").language == language


def policies(lab, name, *roles):
    tenant, user = lab.tenant(name), user_of(lab, name)
    nobody = "00000000-0000-0000-0000-000000000000"
    lab.api.put_access_policies(
        user.id,
        [
            {
                "id": nobody,
                "issuer_id": nobody,
                "trustee_id": user.id,
                "trustee_type": "user",
                "tenant_id": tenant.id,
                "role_id": role,
                "version": 0,
            }
            for role in roles
        ],
    )


def test_roles_have_no_version_so_they_are_read_before_they_are_written(lab):
    lab.apply(WANTED)
    policies(lab, "Fabrikam", "company_admin", "protection_admin")
    plan = lab.plan(WANTED)
    policies(lab, "Fabrikam", "readonly_admin")

    ended = lab.run(plan)

    assert (
        ended["eu/fabrikam/access_policies"].error.message == "the roles are readonly_admin by now."
    )
    assert [one.role_id for one in user_of(lab, "Fabrikam").access_policies] == ["readonly_admin"]


def test_roles_that_are_right_by_now_are_not_written(lab):
    lab.apply(WANTED)
    policies(lab, "Fabrikam", "protection_admin")
    plan = lab.plan(WANTED)
    policies(lab, "Fabrikam", "company_admin")
    lab.forget_requests()

    ended = lab.run(plan)

    assert [one.status for one in ended.values()] == ["done"]
    assert lab.writes == []


def servers(lab):
    items = lab.api.tenant_items(lab.tenant("Fabrikam").id)
    (item,) = [one for one in items if one.name == "pg_base_servers"]
    return item


def quota(lab):
    return servers(lab).quota


def limit(lab, value, version):
    """Somebody in the portal limits the servers; the quota's version after that."""
    body = {"application_id": servers(lab).application_id, "name": "pg_base_servers", "status": 1}
    wanted = {"value": value, "overage": None, "version": version}
    lab.api.put_offering_items(lab.tenant("Fabrikam").id, [{**body, "quota": wanted}])
    return quota(lab).version


def test_a_quota_that_has_changed_meanwhile_is_not_overwritten(lab):
    lab.apply(WANTED)
    version = limit(lab, 5, 0)
    plan = lab.plan(WANTED)
    limit(lab, 7, version)

    ended = lab.run(plan)

    assert ended["eu/fabrikam/offering_items"].status == "failed"
    assert quota(lab).value == 7


@pytest.mark.parametrize(("last", "status"), [(5, "done"), (6, "failed")])
def test_a_quota_goes_on_if_it_is_again_as_it_was_seen(lab, last, status):
    lab.apply(WANTED)
    version = limit(lab, 5, 0)
    plan = lab.plan(WANTED)
    limit(lab, last, limit(lab, 7, version))

    ended = lab.run(plan)

    assert ended["eu/fabrikam/offering_items"].status == status
    assert quota(lab).value == (None if status == "done" else last)


def test_a_tag_that_another_run_of_ours_has_written_meanwhile_is_brought_up_to_date(lab):
    lab.apply(WANTED)
    plan = lab.plan(manifest(reseller(**ANN), customer(), sold()))
    stamp = read(lab.tenant("Contoso").internal_tag)
    edit(lab, "Contoso", internal_tag=str(replace(stamp, prints={"t": "00000000"})))

    ended = lab.run(plan)

    assert {one.status for one in ended.values()} == {"done"}
    assert not lab.plan(manifest(reseller(**ANN), customer(), sold())).changes


def test_a_tag_that_somebody_else_has_written_meanwhile_is_not_overwritten(lab):
    lab.apply(WANTED)
    plan = lab.plan(manifest(reseller(**ANN), customer(), sold()))
    edit(lab, "Contoso", internal_tag="crm:4711")

    ended = lab.run(plan)

    assert ended["eu/contoso/user"].status == "done"
    assert ended["eu/contoso/tenant"].status == "failed"
    assert lab.tenant("Contoso").internal_tag == "crm:4711"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/tenants/[^/]+$", RENAMED),
        ("/users/[^/]+$", manifest(reseller(**ANN), customer(), sold())),
        ("/offering_items$", manifest(reseller(), customer(), sold(product="workloads"))),
    ],
)
@pytest.mark.parametrize(("times", "status"), [(1, "done"), (9, "failed")])
def test_a_conflict_without_a_change_is_tried_once_more(lab, path, wanted, times, status):
    lab.apply(WANTED)
    plan = lab.plan(wanted)
    lab.fault("PUT", path, times=times, code=1001, status=409)

    ended = lab.run(plan)

    assert status in {str(one.status) for one in ended.values()}
    assert ({"failed"} <= {str(one.status) for one in ended.values()}) is (status == "failed")
