"""What somebody in the portal can do to tenants, and the sentence that drift has for it."""

from tests.drift.conftest import PIECES, QUIET, WHEN, entry, lines, no_drift, outside
from tests.harness.manifests import INSTANCE, customer

MSP = "MSP"
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"


def at(tenant):
    """The address of a tenant without an account."""
    return f"@{tenant['id']}/tenant"


def test_a_disabled_tenant(told):
    told.world.portal.change_tenant("Fabrikam", enabled=False)

    assert told.text() == lines(
        outside(f"! changed  {FABRIKAM}: The tenant is disabled.", WHEN), drift="1 changed"
    )
    assert told.entries() == [
        entry("fabrikam/tenant", "changed", "enabled", desired=True, live=False)
    ]


def test_a_tenant_that_was_enabled_against_the_manifests(told):
    told.world.declare(*PIECES, {"subscriptions": {"fabrikam-backup": {"state": "suspended"}}})
    told.world.applied()
    told.world.portal.change_tenant("Fabrikam", enabled=True)

    assert told.text() == lines(
        outside(f"! changed  {FABRIKAM}: The tenant is enabled again.", WHEN), drift="1 changed"
    )
    assert told.entries() == [
        entry("fabrikam/tenant", "changed", "enabled", desired=False, live=True)
    ]


def test_a_renamed_tenant(told):
    told.world.portal.change_tenant("Fabrikam", name="Fabrikam Inc")

    assert told.text() == lines(
        outside(
            f'~ changed  {FABRIKAM}: The tenant is called "Fabrikam Inc" and not "Fabrikam".',
            WHEN,
        ),
        drift="1 changed",
    )
    assert told.entries() == [
        entry("fabrikam/tenant", "changed", "name", desired="Fabrikam", live="Fabrikam Inc")
    ]


def test_a_moved_tenant(told):
    told.world.portal.change_tenant("Tailspin", parent_id=told.world.root)

    msp = f"{INSTANCE}/@{told.world.root}/tenant"
    contoso = f"{INSTANCE}/contoso/tenant"
    assert told.text() == lines(
        outside(
            f"! changed  {INSTANCE}/tailspin/tenant: "
            f'The tenant was moved below "{MSP}"; it belongs below contoso.',
            WHEN,
        ),
        drift="1 changed",
    )
    assert told.entries() == [
        entry("tailspin/tenant", "changed", "parent", desired=contoso, live=msp)
    ]


def test_a_tenant_that_was_deleted(told):
    gone = told.world.portal.tenant("Fabrikam")
    told.world.portal.delete_tenant("Fabrikam")

    assert told.text() == lines(
        outside(f'! missing  {FABRIKAM}: The tenant "Fabrikam" was deleted.', WHEN),
        drift="1 missing",
        coverage="2 of 2 tenants are managed (100 %).",
    )
    assert told.entries() == [entry("fabrikam/tenant", "missing", live=gone["id"])]


def test_a_tenant_of_production_that_is_still_in_trial(told):
    told.world.tell_of_tenants(Fabrikam={"pricing_mode": "trial"})

    assert told.entries() == [
        entry("fabrikam/pricing", "changed", "mode", desired="production", live="trial")
    ]
    assert told.text() == lines(
        outside(
            f"~ changed  {INSTANCE}/fabrikam/pricing: "
            "The tenant is in trial mode and not in production."
        ),
        drift="1 changed",
    )


def test_a_tenant_that_nobody_declared(told):
    made = told.world.portal.create_tenant("Wingtip", "partner")

    assert told.text() == lines(
        outside(
            f'~ unmanaged  {INSTANCE}/{at(made)}: The partner tenant "Wingtip" is in no manifest.',
            WHEN,
        ),
        drift="1 unmanaged",
        coverage="3 of 4 tenants are managed (75 %).",
    )
    live = {"name": "Wingtip", "kind": "partner"}
    assert told.entries() == [entry(at(made), "unmanaged", live=live)]
    assert told.json()["coverage"] == {"managed": 3, "unmanaged": 1, "percent": 75.0}


def test_a_tenant_with_somebody_elses_tag(told):
    made = told.world.portal.create_tenant("Wingtip", internal_tag="psa:4711")

    assert told.text() == lines(
        outside(
            f"~ foreign  {INSTANCE}/{at(made)}: "
            'The customer tenant "Wingtip" carries the tag "psa:4711".',
            WHEN,
        ),
        drift="1 foreign",
        coverage="3 of 4 tenants are managed (75 %).",
    )
    live = {"name": "Wingtip", "kind": "customer"}
    assert told.entries() == [entry(at(made), "foreign", live=live)]


def test_a_tenant_whose_account_is_gone_from_the_manifests(told):
    left = told.world.portal.tenant("Fabrikam")
    told.world.declare(*PIECES[:3])

    assert told.text() == lines(
        outside(
            f"~ orphaned  {INSTANCE}/{at(left)}: "
            'The customer tenant "Fabrikam" was made for account fabrikam, now in no manifest.',
            WHEN,
        ),
        drift="1 orphaned",
        coverage="2 of 3 tenants are managed (66.7 %).",
    )
    live = {"name": "Fabrikam", "kind": "customer"}
    assert told.entries() == [entry(at(left), "orphaned", live=live)]


def test_a_tenant_whose_account_is_not_synchronized_here_any_more(told):
    told.world.declare(*PIECES[:3], {"accounts": {"fabrikam": {"name": "Fabrikam"}}})

    (found,) = told.json()["drift"]

    assert found["verdict"] == "orphaned"
    assert found["sentence"] == (
        'The customer tenant "Fabrikam" was made for account fabrikam, '
        "now not synchronized with this instance."
    )


def test_a_tenant_whose_last_subscription_is_gone(told):
    told.world.declare(*PIECES[:4], customer("later"))

    assert told.text() == lines(
        outside(f"~ orphaned  {FABRIKAM}: Its last subscription left the manifests.", WHEN),
        drift="1 orphaned",
    )
    assert told.entries() == [entry("fabrikam/tenant", "orphaned")]


def test_what_the_manifests_have_newly_decided(told):
    told.world.declare(*PIECES, customer(name="Fabrikam Ltd", language="de"))

    assert told.text() == (
        no_drift(
            f"~ unapplied  {FABRIKAM}: Not applied yet: language, name.",
            WHEN,
            f"~ unapplied  {INSTANCE}/fabrikam/user: Not applied yet: language.",
            WHEN,
        )
        + "\n"
        + QUIET
    )
    assert told.entries() == [
        entry("fabrikam/tenant", "unapplied"),
        entry("fabrikam/user", "unapplied", "language", desired="de", live="en"),
    ]


def test_a_new_account_is_not_applied_yet(told):
    told.world.declare(*PIECES, customer("wingtip", name="Wingtip"), _sold("wingtip"))

    assert told.text() == (
        no_drift(f"~ unapplied  {INSTANCE}/wingtip/tenant: The tenant has not been made yet.")
        + "\n"
        + QUIET
    )
    assert told.entries() == [entry("wingtip/tenant", "unapplied")]


def _sold(account):
    return {"subscriptions": {"new": {"account": account, "product": "gigabytes"}}}
