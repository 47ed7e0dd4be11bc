"""Stamps that cannot be trusted: what drift says, and that nothing is done on their word."""

from dataclasses import replace

import pytest

from reconciler.stamp import parse
from tests.drift.conftest import PIECES, WHEN, Told, entry, lines, no_drift, outside
from tests.harness.manifests import INSTANCE

FABRIKAM = f"{INSTANCE}/fabrikam/tenant"
LEFT = f'~ unapplied  {FABRIKAM}: A tenant "Fabrikam" is there, without the stamp of this account.'
TWO = "2 of 3 tenants are managed (66.7 %)."


def broken(tag):
    return tag[:-1]


def of_another_workspace(tag):
    return str(replace(parse(tag), workspace="another"))


def someone_elses(tag):
    return "psa:4711"


def cleared(tag):
    return ""


@pytest.mark.parametrize(
    ("edit", "verdict", "said"),
    [
        (broken, "unknown", "has a stamp that cannot be read"),
        (someone_elses, "foreign", 'carries the tag "psa:4711"'),
        (of_another_workspace, "foreign", "belongs to workspace another"),
        (cleared, "unmanaged", "is in no manifest"),
    ],
)
def test_a_tag_that_was_edited(told, edit, verdict, said):
    tenant = told.world.portal.tenant("Fabrikam")
    told.world.portal.change_tenant("Fabrikam", internal_tag=edit(tenant["internal_tag"]))

    where = f"@{tenant['id']}/tenant"
    assert told.text() == (
        outside(f'~ {verdict}  {INSTANCE}/{where}: The customer tenant "Fabrikam" {said}.', WHEN)
        + "\n"
        + lines(no_drift(LEFT), drift=f"1 {verdict}", coverage=TWO)
    )
    assert told.entries() == [
        entry(where, verdict, live={"name": "Fabrikam", "kind": "customer"}),
        entry("fabrikam/tenant", "unapplied"),
    ]


@pytest.mark.parametrize("edit", [broken, someone_elses, of_another_workspace, cleared])
def test_nothing_is_done_on_the_word_of_an_edited_tag(told, edit):
    tenant = told.world.portal.tenant("Fabrikam")
    told.world.portal.change_tenant("Fabrikam", internal_tag=edit(tenant["internal_tag"]))
    told.world.declare(*PIECES, {"accounts": {"fabrikam": {"state": "absent"}}})

    planned = told.world.plan()
    ran = told.world.apply("--ack", "V-60", "--ack", f"V-60:{planned.json['digest']}")

    assert planned.actions == []
    assert ran.writes == []


def test_a_copied_stamp(told):
    tag = told.world.portal.tenant("Fabrikam")["internal_tag"]
    copy = told.world.portal.create_tenant("Copy", internal_tag=tag)

    assert told.text() == lines(
        outside(
            f"~ unknown  {INSTANCE}/@{copy['id']}/tenant: "
            'The customer tenant "Copy" has a copy of the stamp of account fabrikam.',
            WHEN,
        ),
        drift="1 unknown",
        coverage="3 of 4 tenants are managed (75 %).",
    )
    assert told.world.plan().actions == []


def test_a_copied_stamp_alone_is_not_taken_for_the_account(told):
    tag = told.world.portal.tenant("Fabrikam")["internal_tag"]
    copy = told.world.portal.create_tenant("Copy", internal_tag=tag)
    told.world.portal.change_tenant("Fabrikam", internal_tag="")

    (account, _) = told.entries()
    planned = told.world.plan()
    ran = told.world.apply()

    assert account["verdict"] == "unmanaged"
    assert told.json()["drift"][1]["sentence"] == (
        f"the stamp of Copy ({copy['id']}) was written for another tenant: it has been copied."
    )
    assert (planned.actions, planned.codes) == ([], ["V-69"])
    assert ran.writes == []


def test_a_tenant_that_hides_what_is_in_it_leaves_the_answer_incomplete(told):
    told.world.portal.change_tenant("Fabrikam", ancestral_access=False)

    result = told.world.run("drift", "-o", "json", "--detailed-exitcode")

    (found,) = result.json["drift"]
    assert result.exit_code == 8
    assert (found["address"], found["verdict"]) == (FABRIKAM, "unknown")
    assert found["sentence"] == "The tenant hides what is in it."
    assert told.world.apply().writes == []


def test_a_reseller_that_hides_its_tenant_hides_its_customers(told):
    told.world.portal.change_tenant("Contoso", ancestral_access=False)

    result = told.world.run("drift", "-o", "json")
    planned = told.world.plan()

    assert result.exit_code == 8
    assert [(one["address"], one["sentence"]) for one in result.json["drift"]] == [
        (f"{INSTANCE}/contoso/tenant", "The tenant hides what is in it."),
        (f"{INSTANCE}/tailspin/tenant", "Reseller contoso hides what is below it."),
    ]
    assert (planned.exit_code, planned.actions) == (8, [])
    assert planned.codes == ["V-65", "V-65"]


def test_a_deleted_copy_is_not_the_tenant_that_was_lost(told):
    tag = told.world.portal.tenant("Fabrikam")["internal_tag"]
    told.world.portal.create_tenant("Copy", internal_tag=tag)
    told.world.portal.delete_tenant("Copy")

    assert Told(told.world).entries() == []
