"""The activation mail goes out once, and where that is in doubt not a second time."""

import pytest

from reconciler.stamp import read
from tests.builders import customer, manifest, reseller, sold

MAIL = "/send-activation-email$"
WANTED = manifest(reseller())


def mark_of(lab, name="Contoso"):
    return read(lab.tenant(name).internal_tag).mail


def warnings(plan):
    return [finding.code for finding in plan.findings if finding.severity == "warning"]


def test_every_user_gets_one_mail(lab):
    wanted = manifest(reseller(), customer(bill_to="contoso"), sold())

    lab.apply(wanted)
    lab.apply(wanted)

    assert lab.mails == ["contoso-admin", "fabrikam-admin"]
    assert mark_of(lab).confirmed


def test_an_account_may_do_without_a_mail(lab):
    ended = lab.apply(manifest(reseller(activation="none")))

    assert "contoso/activation" not in ended
    assert lab.mails == []
    assert mark_of(lab) is None


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mail_without_an_answer_is_never_sent_again(lab, when):
    lab.fault("POST", MAIL, drop=when)

    first = lab.apply(WANTED)
    second = lab.apply(WANTED)
    plan = lab.plan(WANTED)

    assert first["contoso/activation"].startswith("unknown: POST /users/")
    assert "contoso/activation" not in second
    assert lab.mails == (["contoso-admin"] if when == "after" else [])
    assert not plan.changes
    assert warnings(plan) == ["D-14"]
    assert not mark_of(lab).confirmed


def test_a_refused_mail_takes_back_its_mark_and_is_sent_by_the_next_run(lab):
    lab.fault("POST", MAIL, status=400)

    first = lab.apply(WANTED)
    mark = mark_of(lab)
    second = lab.apply(WANTED)

    assert first["contoso/activation"].startswith("failed: ")
    assert mark is None
    assert second == {"contoso/activation": "done", "contoso/tenant": "done"}
    assert lab.mails == ["contoso-admin"]


def test_two_runs_of_the_same_plan_send_one_mail(lab):
    plan = lab.plan(WANTED)

    first = lab.run(plan, run="aaaaaaaa")
    second = lab.run(plan, run="bbbbbbbb")

    assert {str(one.status) for one in first.values()} == {"done"}
    assert second["eu/contoso/tenant"].status == "done"
    assert lab.mails == ["contoso-admin"]
    assert len(lab.tenants()) == 1
    assert not lab.plan(WANTED).changes


def test_of_two_runs_that_are_about_to_mail_only_the_one_with_the_mark_does(lab):
    lab.fault("POST", MAIL, status=400)
    lab.apply(WANTED)
    plan = lab.plan(WANTED)

    lab.run(plan, run="aaaaaaaa")
    lab.run(plan, run="bbbbbbbb")

    assert lab.mails == ["contoso-admin"]
    assert mark_of(lab).run == "aaaaaaaa"
    assert not lab.plan(WANTED).changes


def test_an_adopted_user_is_not_invited_even_after_a_run_that_failed_halfway(lab):
    lab.apply(WANTED)
    made = lab.tenant("Contoso")
    lab.api.update_tenant(made.id, {"version": made.version, "internal_tag": ""})
    adopting = manifest(
        reseller(name="Contoso Ltd", adopt={"eu": made.id}, contact={"firstname": "Ann"})
    )
    lab.fault("PUT", "/users/", status=400)

    first = lab.apply(adopting)
    second = lab.plan(adopting)

    assert first["contoso/user"].startswith("failed: ")
    assert lab.tenant("Contoso Ltd").id == made.id
    assert [str(change.address) for change in second.changes] == [
        "eu/contoso/tenant",
        "eu/contoso/user",
    ]


def half_made(lab):
    """A reseller with everything but its mail."""
    lab.fault("POST", MAIL, status=400)
    lab.apply(WANTED)


def test_a_run_of_the_tenant_alone_does_not_forget_the_mail(lab):
    half_made(lab)

    lab.run(lab.plan(manifest(reseller(name="Contoso Ltd")), targets=["eu/contoso/tenant"]))
    ended = lab.apply(manifest(reseller(name="Contoso Ltd")))

    assert ended["contoso/activation"] == "done"
    assert lab.mails == ["contoso-admin"]


def test_suspending_a_half_made_account_does_not_forget_the_mail(lab):
    half_made(lab)

    lab.apply(manifest(reseller(state="suspended")))
    suspended = lab.tenant("Contoso").enabled
    ended = lab.apply(WANTED)

    assert not suspended
    assert ended["contoso/activation"] == "done"
    assert lab.mails == ["contoso-admin"]
