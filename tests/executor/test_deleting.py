"""Tenants of absent accounts: disabled, then deleted, the children before their parents."""

from tests.builders import customer, manifest, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
WANTED = manifest(reseller(), TAILSPIN, sold("tailspin"))
GONE = manifest(reseller(state="absent"), TAILSPIN, {"accounts": {"tailspin": {"state": "absent"}}})


def test_a_customer_is_deleted_before_its_reseller(lab):
    lab.apply(WANTED)
    ids = [lab.tenant(name).id for name in ("Tailspin", "Contoso")]
    lab.forget_requests()

    ended = lab.apply(GONE, parallelism=8)

    assert ended == {"tailspin/tenant": "done", "contoso/tenant": "done"}
    assert [one.partition("?")[0] for one in lab.writes] == [
        f"{method} /tenants/{id_}" for id_ in ids for method in ("PUT", "DELETE")
    ]
    assert all(one.deleted_at for one in lab.tenants())
    assert not lab.plan(GONE).changes


def test_a_customer_that_cannot_be_deleted_keeps_its_reseller(lab):
    lab.apply(WANTED)
    lab.fault("DELETE", "/tenants/", status=400)

    ended = lab.apply(GONE)

    assert ended["tailspin/tenant"].startswith("failed: DELETE /tenants/")
    assert ended["contoso/tenant"] == "blocked: needs eu/tailspin/tenant"
    assert not lab.tenant("Contoso").deleted_at


def test_a_delete_that_was_cut_short_is_finished_by_the_next_run(lab):
    lab.apply(WANTED)
    lab.fault("DELETE", "/tenants/", status=400)
    lab.apply(GONE)

    ended = lab.apply(GONE)

    assert set(ended.values()) == {"done"}
