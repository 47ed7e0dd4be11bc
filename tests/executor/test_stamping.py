"""The stamp is whole only when everything that it speaks of is there."""

from reconciler.stamp import read
from tests.builders import customer, manifest, reseller, sold

WANTED = manifest(customer(), sold())


def test_the_stamp_is_written_last_and_is_this_tenants(lab):
    lab.forget_requests()

    lab.apply(WANTED, parallelism=8)

    tenant = lab.tenant("Fabrikam")
    stamp = read(tenant.internal_tag)
    (user,) = lab.api.users_of(tenant.id)
    assert lab.writes[-1] == f"PUT /tenants/{tenant.id}"
    assert stamp.sealed
    assert stamp.fits(tenant.id)
    assert stamp.user == user.id
    assert sorted(stamp.prints) == ["a", "o", "p", "t", "u"]


def test_a_half_made_account_has_an_owner_and_no_seal(lab):
    lab.fault("PUT", "/pricing$", status=400)

    ended = lab.apply(WANTED)

    stamp = read(lab.tenant("Fabrikam").internal_tag)
    assert ended["fabrikam/tenant"] == "done"
    assert (stamp.workspace, stamp.account) == ("northwind", "fabrikam")
    assert not stamp.sealed
    assert stamp.prints == {}


def test_the_next_run_completes_a_half_made_account_and_seals_it(lab):
    lab.fault("PUT", "/pricing$", status=400)
    lab.apply(WANTED)

    ended = lab.apply(WANTED)

    assert ended == {f"fabrikam/{kind}": "done" for kind in ("pricing", "activation", "tenant")}
    assert len(lab.tenants()) == 1
    assert read(lab.tenant("Fabrikam").internal_tag).sealed
    assert not lab.plan(WANTED).changes


def test_a_seal_that_is_refused_is_the_tenants_failure(lab):
    lab.fault("PUT", "^/api/2/tenants/[^/]*$", nth=2, status=400)

    ended = lab.apply(WANTED)

    assert ended["fabrikam/tenant"].startswith("failed: PUT /tenants/")
    assert {status for name, status in ended.items() if name != "fabrikam/tenant"} == {"done"}


def test_a_change_that_stands_alone_is_one_request(lab):
    lab.apply(manifest(reseller()))
    lab.forget_requests()

    lab.apply(manifest(reseller(name="Contoso Ltd")))

    assert lab.writes == [f"PUT /tenants/{lab.tenant('Contoso Ltd').id}"]
    assert not lab.plan(manifest(reseller(name="Contoso Ltd"))).changes
