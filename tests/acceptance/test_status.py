"""`status`: every value it can have, the story of one account, and the table."""

import re

from tests.harness.manifests import INSTANCE, customer, merged, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def told(world, account="fabrikam"):
    """Status and reason of an account."""
    row = world.status().account(account)
    return row["status"], row["reason"]


def story(world, account="fabrikam"):
    """The text of `status --target`, below the table, with DAY for every day."""
    result = world.run("status", "--target", account)
    assert result.exit_code == 0
    return DAY.sub("DAY", result.stdout.split("\n\n", 1)[1])


def test_synchronized(world):
    world.declare(customer(), sold())
    world.applied()

    assert told(world) == ("synchronized", "")
    assert story(world) == (
        "fabrikam on acronis-eu\n"
        "    bought  gigabytes (Protection per gigabyte, File Sync & Share per gigabyte), active\n"
        '    tenant  "Fabrikam", made on DAY, enabled\n'
        "    user    fabrikam-admin <it@fabrikam.example>, not activated yet\n"
        "    mail    sent, and accepted by Acronis\n"
        "    to do   The user has not activated yet; reconciler resend fabrikam sends the mail "
        "again.\n\n"
        "1 account: 1 synchronized.\n"
    )


def test_the_story_as_json(world):
    world.declare(customer(), sold())
    world.applied()

    document = world.status("--target", "fabrikam").json
    (found,) = document["stories"]

    assert "stories" not in world.status().json
    assert found.pop("created_at") == f"{world.portal.tenant('Fabrikam')['created_at']}+00:00"
    assert found == {
        "account": "fabrikam",
        "instance": INSTANCE,
        "name": "Fabrikam",
        "bought": "gigabytes (Protection per gigabyte, File Sync & Share per gigabyte)",
        "state": "active",
        "tenant_name": "Fabrikam",
        "enabled": True,
        "login": "fabrikam-admin",
        "email": "it@fabrikam.example",
        "activated": False,
        "mail": "confirmed",
        "to_do": [
            "The user has not activated yet; reconciler resend fabrikam sends the mail again."
        ],
    }


def test_synchronized_deferred(world):
    world.declare(customer())

    assert told(world) == ("synchronized_deferred", "no tenant until the first subscription")
    assert story(world) == (
        "fabrikam on acronis-eu\n"
        "    tenant  none\n"
        "    to do   Nothing, until a subscription is sold to it.\n\n"
        "1 account: 1 without a tenant yet.\n"
    )


def test_not_synchronized(world):
    world.declare({"accounts": {"fabrikam": {"name": "Fabrikam"}}})

    assert told(world) == ("not_synchronized", "no sync options for this instance")
    assert "to do   Declare accounts.fabrikam.sync.acronis-eu" in story(world)


def test_pending(world):
    world.declare(customer(), sold())

    kinds = "tenant, offering_items, user, pricing, access_policies, activation"
    assert told(world) == ("pending", f"to be applied: {kinds}")
    assert (
        "to do   reconciler apply: create tenant, create offering_items, create user, "
        "create pricing, create access_policies, create activation."
    ) in story(world)


def test_v_67_failed_tells_the_apis_code_and_text_until_it_is_done(world):
    world.declare(customer(), sold())
    world.fault("POST", "/users$", status=409, code=1004)
    world.apply()
    world.mend()

    status, reason = told(world)

    assert status == "failed"
    assert re.fullmatch(r"user: POST /users: 409 .*\(1004\).*", reason)
    assert "to do   reconciler apply again: " in story(world)
    world.applied()
    assert told(world) == ("synchronized", "")


def test_blocked(world):
    world.portal.create_tenant("Fabrikam")
    world.declare(customer(), sold())

    status, reason = told(world)

    assert status == "blocked"
    assert reason.endswith("[V-35]")
    assert "to do   Adopt it with accounts.fabrikam.adopt.acronis-eu: " in story(world)


def test_drifted(world):
    world.declare(customer(), sold())
    world.applied()
    world.portal.change_tenant("Fabrikam", name="Else")

    assert told(world) == ("drifted", "changed outside: tenant")
    assert "to do   reconciler apply: update tenant." in story(world)


def test_suspended(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(), sold(state="suspended"))
    world.applied()

    row = world.status().account("fabrikam")

    assert (row["status"], row["subscription_state"]) == ("suspended", "suspended")
    assert row["reason"] == "subscription fabrikam-backup is suspended"
    assert '    tenant  "Fabrikam", made on DAY, disabled\n' in story(world)
    assert "to do   Nothing, while it is suspended." in story(world)


def test_missing(world):
    world.declare(customer(), sold())
    world.applied()
    world.portal.delete_tenant("Fabrikam")

    status, reason = told(world)

    assert status == "missing"
    assert '"Fabrikam"' in reason
    assert f"reconciler restore {INSTANCE}/fabrikam/tenant brings the tenant back." in story(world)


def test_a_mail_that_nobody_saw_leave(world):
    world.declare(customer(), sold())
    world.fault("POST", "/send-activation-email$", drop="before")
    world.apply()
    world.mend()
    world.applied()

    status, reason = told(world)

    assert status == "synchronized"
    assert "it is unknown whether the activation mail" in reason
    assert "    mail    it is unknown whether it was sent\n" in story(world)
    assert "reconciler resend fabrikam sends it again." in story(world)


def test_a_fleet_of_every_sort_fits_120_columns(world):
    world.declare(
        reseller(), TAILSPIN, sold("tailspin"), customer(), sold(), customer("later"), _idle()
    )
    world.applied()

    table = world.run("status").stdout.split("\n\n")[0].splitlines()

    assert len(table) == 7  # one reason takes a second line
    assert max(map(len, table)) <= 120


def _idle():
    return merged({"accounts": {"idle": {"name": "Idle"}}})


def test_an_absent_account_whose_tenant_is_deleted(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(state="absent"), sold())
    digest = world.plan().json["digest"]
    assert world.run("apply", "--auto-approve", "--ack", f"v-60:{digest}").exit_code == 0

    (finding,) = world.plan().json["findings"]

    assert told(world) == ("not_synchronized", "the account is absent; its tenant is deleted")
    assert (finding["code"], finding["severity"]) == ("D-06", "warning")
    assert finding["message"] == 'is still active, but account "fabrikam" is absent.'


def test_a_code_that_does_not_exist_acknowledges_nothing(world):
    world.declare(customer(), sold())

    ended = world.run("plan", "--ack", "V-600")

    assert ended.exit_code == 64
    assert '"V-600" is no code. Did you mean "V-60"?' in ended.stderr
