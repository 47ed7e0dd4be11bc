"""Half-made tenants, lost answers, mails and deletions outside (D-13, D-14, D-15)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

STEPS = {
    "tenant": ("POST", "/api/2/tenants$", 1),
    "items": ("PUT", "/tenants/[^/]+/offering_items$", 1),
    "pricing-read": ("GET", "/tenants/[^/]+/pricing$", 1),
    "pricing": ("PUT", "/tenants/[^/]+/pricing$", 1),
    "user": ("POST", "/api/2/users$", 1),
    "policies": ("PUT", "/users/[^/]+/access_policies$", 1),
    "mark": ("PUT", "/tenants/[^/]+$", 1),
    "mail": ("POST", "/send-activation-email$", 1),
    "seal": ("PUT", "/tenants/[^/]+$", 2),
}
TROUBLE = {
    "refused": {"code": 1027, "times": 1},
    "error": {"status": 500, "times": 5},
    "lost-before": {"drop": "before", "times": 5},
    "lost-after": {"drop": "after", "times": 5},
}
IN_DOUBT = {
    ("mark", "lost-after"),  # the mark is in, and whoever wrote it may have mailed
    ("mail", "error"),
    ("mail", "lost-before"),
    ("mail", "lost-after"),
}
DAY = 24 * 3600


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("step", STEPS)
def test_d_13_whatever_fails_once_is_finished_by_the_next_apply(world, step, trouble):
    method, path, nth = STEPS[step]
    world.fault(method, path, nth=nth, **TROUBLE[trouble])
    world.declare(customer(), sold())

    first = world.apply()
    world.mend()
    if first.exit_code:
        assert world.apply().exit_code == 0

    mails = world.mailed()
    surely_mailed = (step, trouble) not in IN_DOUBT
    assert len(world.api.tenants()) == 1
    assert world.api.roles("Fabrikam") == ["company_admin"]
    assert world.api.pricing_mode("Fabrikam") == "production"
    assert mails == ["it@fabrikam.example"] if surely_mailed else len(mails) <= 1
    assert world.plan("--detailed-exitcode").exit_code == 0
    assert world.applied().writes == []


@pytest.mark.parametrize("step", ["tenant", "items", "user", "policies", "mark", "mail", "seal"])
def test_d_13_a_half_made_tenant_is_known_again_by_its_stamp(world, step):
    method, path, nth = STEPS[step]
    world.fault(method, path, nth=nth, code=1027, times=1)
    world.declare(reseller())

    failed = world.apply()
    row = world.status().account("contoso")
    world.mend()
    applied = world.applied()

    assert failed.exit_code == 7
    assert row["status"] == "failed"
    assert applied.writes.count("POST /tenants") == (1 if step == "tenant" else 0)
    assert len(world.api.tenants()) == len(world.api.users("Contoso")) == 1
    assert world.mailed() == ["it@contoso.example"]


def test_d_13_a_tenant_that_was_renamed_is_known_again_and_named_back(world):
    world.declare(customer(), sold())
    world.applied()
    world.portal.change_tenant("Fabrikam", name="Somebody Else")

    planned = world.plan()
    world.applied()

    assert planned.actions == ["update fabrikam/tenant"]
    assert [one["name"] for one in world.api.tenants()] == ["Fabrikam"]


def test_d_14_a_mail_without_an_answer_is_a_warning_and_not_sent_again(world):
    world.fault("POST", "/send-activation-email$", drop="after", times=5)
    world.declare(customer(), sold())
    lost = world.apply()
    world.mend()

    again, planned = world.applied(), world.plan("--detailed-exitcode")

    row = world.status().account("fabrikam")
    assert lost.exit_code == 7
    assert lost.outcomes["fabrikam/activation"] == "unknown"
    assert world.mailed() == ["it@fabrikam.example"]
    assert not any("activation" in one for one in again.writes)
    assert (planned.exit_code, planned.actions, planned.codes) == (0, [], ["D-14"])
    assert planned.finding("D-14")["severity"] == "warning"
    assert "resend" in planned.finding("D-14")["hint"]
    assert (row["status"], "unknown whether" in row["reason"]) == ("synchronized", True)


def test_d_14_the_mark_is_in_the_stamp_before_the_mail_goes_out(world):
    world.declare(reseller())

    applied = world.applied()

    tenant = world.api.tenant("Contoso")
    mail = next(n for n, one in enumerate(applied.writes) if one.endswith("activation-email"))
    assert f"PUT /tenants/{tenant['id']}" in applied.writes[:mail]
    assert applied.writes[mail + 1 :] == [f"PUT /tenants/{tenant['id']}"]


def test_d_14_a_mail_that_was_refused_is_sent_by_the_next_apply(world):
    world.fault("POST", "/send-activation-email$", code=1027, times=1)
    world.declare(reseller())
    world.apply()

    world.applied()
    world.applied()

    assert world.mailed() == ["it@contoso.example"]


def test_d_15_a_tenant_deleted_outside_is_missing_until_it_is_restored(world):
    world.declare(customer(), sold())
    world.applied()
    tenant = world.api.tenant("Fabrikam")
    world.portal.delete_tenant("Fabrikam")
    missing = world.status().account("fabrikam")["status"]
    world.portal.done("POST", f"/tenants/{tenant['id']}/restore")

    planned = world.plan()
    world.applied()

    assert missing == "missing"
    assert "V-71" not in planned.codes
    assert planned.actions == ["update fabrikam/tenant"]  # whoever deleted it had to disable it
    assert world.api.tenant("Fabrikam")["id"] == tenant["id"]
    assert world.api.tenant("Fabrikam")["enabled"] is True


def test_d_15_after_the_vendors_retention_it_counts_as_never_applied(world):
    world.declare(customer(), sold())
    world.applied()
    world.portal.delete_tenant("Fabrikam")
    world.advance(31 * DAY)

    planned, applied = world.plan(), world.applied()

    assert planned.codes == ["V-50"]
    assert planned.json["summary"]["create"] == 6
    assert applied.writes.count("POST /tenants") == 1


def test_d_15_a_deleted_resellers_customers_are_missing_too(world):
    world.declare(reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"))
    world.applied()
    world.portal.delete_tenant("Contoso")

    status, refused = world.status(), world.apply()

    assert {one["status"] for one in status.json["accounts"]} == {"missing"}
    assert (refused.exit_code, refused.writes) == (5, [])
    assert f"{INSTANCE}/tailspin/tenant" in refused.json["error"]["message"]
