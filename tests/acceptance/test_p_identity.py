"""What plan and apply say to names, logins and addresses that clash (V-34 to V-37)."""

from tests.acceptance.findings import expected
from tests.acceptance.keeping_out import stays_out
from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"


def test_v_34_a_login_that_somebody_else_has(world):
    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "fabrikam-admin")
    world.declare(customer(), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-34",
            'the username "fabrikam-admin" is taken by a user that is not managed here.',
            "Choose another username; logins are unique over the whole platform.",
            address=FABRIKAM,
            path=f"accounts.fabrikam.sync.{INSTANCE}.username",
            line="username:",
        )
    ]


def test_v_34_a_user_in_the_tenant_that_we_manage_is_adopted(world):
    tenant = world.portal.create_tenant("Fabrikam")
    user = world.portal.create_user("Fabrikam", "Fabrikam-Admin", "it@fabrikam.example")
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    planned = world.plan()
    world.applied("--ack", "V-35")

    assert "V-34" not in planned.codes
    assert world.api.user("Fabrikam")["id"] == user["id"]
    assert world.api.roles("Fabrikam") == ["company_admin"]
    assert world.mails() == []


def test_v_35_a_name_that_another_tenant_has(world):
    other = world.portal.create_tenant("FABRIKAM")
    world.declare(customer(), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-35",
            f'a tenant "Fabrikam" ({other["id"]}) already exists below the MSP, and is not ours.',
            f"Adopt it with accounts.fabrikam.adopt.{INSTANCE}: {other['id']}, "
            "or choose another tenant_name.",
            address=FABRIKAM,
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
        )
    ]


def test_v_35_the_same_name_below_another_parent_is_free(world):
    world.portal.create_tenant("Tailspin")
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    world.applied()

    assert len(world.api.tenants("Tailspin")) == 2


def test_v_35_an_adopted_tenant_gets_our_stamp_only_when_acknowledged(world):
    tenant = world.portal.create_tenant("Fabrikam")
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    planned, refused = world.plan(), world.apply()
    world.applied("--ack", "V-35")

    assert planned.exit_code == 0
    assert planned.finding("V-35") == expected(
        world,
        "V-35",
        "the tenant was not made by us; this change puts our stamp on it.",
        "Acknowledge with --ack V-35, or leave the tenant alone.",
        address=FABRIKAM,
        path=f"accounts.fabrikam.adopt.{INSTANCE}",
        line=tenant["id"],
        ack_needed=True,
    )
    assert (refused.exit_code, refused.writes) == (5, [])
    assert world.api.tenant("Fabrikam")["id"] == tenant["id"]
    assert world.api.tenant("Fabrikam")["internal_tag"].startswith("reconciler/1 ")


def test_v_36_a_username_is_not_changed_silently(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(sync={INSTANCE: {"username": "other-admin"}}), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-36",
            'the user is "fabrikam-admin" in Acronis and "other-admin" in the manifest; '
            "logins are not renamed.",
            'Write "fabrikam-admin", or delete that user in the portal to have '
            '"other-admin" created.',
            address=f"{INSTANCE}/fabrikam/user",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
        )
    ]
    assert world.api.user("Fabrikam")["login"] == "fabrikam-admin"


def test_v_36_a_username_in_other_letters_is_the_same(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(sync={INSTANCE: {"username": "Fabrikam-Admin"}}), sold())

    planned, applied = world.plan(), world.applied()

    assert (planned.codes, planned.actions) == ([], ["update fabrikam/tenant"])
    assert len(applied.writes) == 1  # the stamp notes what the manifest says now
    assert world.api.user("Fabrikam")["login"] == "fabrikam-admin"


def test_v_37_a_new_email_changes_the_contact_and_sends_no_mail(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(sync={INSTANCE: {"email": "new@fabrikam.example"}}), sold())

    planned, _ = world.plan(), world.applied()

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-37",
            'the e-mail changes from "it@fabrikam.example" to "new@fabrikam.example"; '
            "the activation mail is not sent again.",
            "If the user has never activated it, run: reconciler resend fabrikam",
            address=f"{INSTANCE}/fabrikam/user",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
            severity="warning",
        )
    ]
    assert world.api.user("Fabrikam")["contact"]["email"] == "new@fabrikam.example"
    assert world.mailed() == ["it@fabrikam.example"]
