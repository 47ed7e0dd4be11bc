"""`reconciler tickets` on both forges: one issue for each group, kept in step with the drift."""

import json

import pytest

from tests.harness.manifests import customer, reseller, sold


@pytest.fixture
def told(world, forge, monkeypatch):
    """Looks for drift, and runs `tickets` on the report; returns what it says was done."""
    for name, value in forge.base.items():
        monkeypatch.setenv(name, value)

    def run(*options, drift=()):
        world.run("drift", "-o", "json=drift.json", *drift)
        result = world.run("tickets", "drift.json", "-o", "json", *options)
        assert result.exit_code == 0, result.stderr
        return [one["action"] for one in result.json["tickets"]]

    return run


@pytest.fixture
def settled(world):
    """A reseller and two customers, applied."""
    world.declare(reseller(), customer(), sold(), customer("litware"), sold("litware"))
    world.applied()


def test_without_drift_there_is_no_ticket(settled, told, forge):
    assert told() == []
    assert forge.project.issues == []


def test_a_ticket_is_opened_left_closed_and_opened_again(settled, told, world, forge):
    world.portal.change_tenant("Contoso", enabled=False)
    first = told()
    second = told()
    world.applied("--ack", "V-62")
    third = told()
    fourth = told()
    world.portal.change_tenant("Contoso", enabled=False)
    fifth = told()

    assert [first, second, third, fourth, fifth] == [
        ["opened"],
        ["unchanged"],
        ["closed"],
        [],
        ["reopened"],
    ]
    (ticket,) = forge.project.issues
    assert ticket["state"] == "open"
    assert ticket["labels"] == ["acronis-drift"]
    remarks = forge.project.bodies(ticket["number"])
    assert [remark.partition(",")[0] for remark in remarks] == ["Gone", "It is back"]


def test_what_is_alike_in_several_accounts_is_one_ticket_that_grows(settled, told, world, forge):
    for tenant in ("Fabrikam", "Litware"):
        user = world.api.user(tenant)
        body = {"language": "fr", "version": user["version"]}
        world.portal.done("PUT", f"/users/{user['id']}", body)
        if tenant == "Fabrikam":
            first = told()
    second = told()

    assert (first, second) == (["opened"], ["updated"])
    (ticket,) = forge.project.issues
    assert ticket["title"].endswith("(2 accounts)")
    assert "acronis-eu/fabrikam/user" in ticket["body"]
    assert "acronis-eu/litware/user" in ticket["body"]
    assert "fabrikam-admin" not in ticket["title"] + ticket["body"]


def test_a_report_of_a_part_closes_nothing(settled, told, world, forge):
    world.portal.change_tenant("Contoso", enabled=False)
    told()

    assert told(drift=("--target", "fabrikam")) == []
    assert told(drift=("--instance", "acronis-eu")) == ["unchanged"]
    assert [one["state"] for one in forge.project.issues] == ["open"]


def test_what_could_not_be_read_whole_touches_nothing(settled, told, world, forge):
    world.portal.change_tenant("Contoso", enabled=False)
    told()
    world.write(json.dumps({"error": {}, "exit_code": 8}), "drift.json")

    result = world.run("tickets", "drift.json")

    assert result.exit_code == 8
    assert [one["state"] for one in forge.project.issues] == ["open"]


def test_a_ticket_that_a_rule_closes_says_so_with_the_reason(settled, told, world, forge):
    world.portal.change_tenant("Contoso", enabled=False)
    opened = told()
    rule = {"account": "contoso", "kind": "tenant", "reason": "agreed with @contoso in #12"}
    world.declare(
        reseller(),
        customer(),
        sold(),
        customer("litware"),
        sold("litware"),
        {"drift": {"ignore": [rule]}},
    )
    closed, after = told(), told()

    (ticket,) = forge.project.issues
    (remark,) = forge.project.bodies(ticket["number"])
    assert [opened, closed, after] == [["opened"], ["closed"], []]
    assert remark.startswith(
        "Still there, but ignored by a rule of the manifests "
        "(agreed with &#64;&#8203;contoso in &#35;&#8203;12), as of the report of 2"
    )


def test_a_report_with_the_promised_keys_alone_opens_one_ticket_and_finds_it_again(
    world, forge, told
):
    entry = {
        "address": "acronis-eu/contoso/tenant",
        "verdict": "changed",
        "field": "enabled",
        "desired": True,
        "live": False,
        "since": {"updated_at": None, "version": 7},
        "fingerprint": "any text",
    }
    for name in ("one", "none"):
        report = {"format_version": "1.0", "drift": [entry] if name == "one" else []}
        world.write(json.dumps({**report, "exit_code": 0}), f"{name}.json")

    actions = [
        [one["action"] for one in world.run("tickets", file, "-o", "json").json["tickets"]]
        for file in ("one.json", "one.json", "none.json")
    ]

    (ticket,) = forge.project.issues
    assert actions == [["opened"], ["unchanged"], ["closed"]]
    assert ticket["title"] == "Drift: enabled is changed (acronis-eu/contoso/tenant)"
    assert forge.project.bodies(ticket["number"]) == ["Gone, as of the latest report."]


@pytest.mark.parametrize("text", ["{}", '{"drift": [{}]}', '{"drift": 5}', "[]", "no"])
def test_what_is_no_drift_report_is_wrong_usage(world, forge, text):
    world.write(text, "drift.json")

    result = world.run("tickets", "drift.json")

    assert result.exit_code == 64
    assert forge.project.seen == []


def test_tickets_of_others_and_of_other_scopes_are_left_alone(settled, told, world, forge):
    world.portal.change_tenant("Contoso", enabled=False)
    told("--scope", "elsewhere")
    (elsewhere,) = forge.project.issues
    forged = {**elsewhere, "number": 5, "author": "mallory"}
    forged["body"] = forged["body"].replace("scope=elsewhere", "scope=default")
    forge.project.issues.append(forged)

    actions = told()

    assert actions == ["opened"]
    assert len(forge.project.issues) == 3


def test_only_so_many_are_opened_at_once(settled, told, world, forge):
    for tenant in ("Contoso", "Fabrikam"):
        world.portal.change_tenant(tenant, enabled=False)

    runs = [told("--most", "1"), told("--most", "1"), told("--most", "1")]

    assert [sorted(run) for run in runs] == [
        ["opened"],
        ["opened", "unchanged"],
        ["unchanged", "unchanged"],
    ]
    assert len(forge.project.issues) == 2


def test_tickets_are_found_on_any_page_and_pull_requests_are_none(settled, told, world, forge):
    world.portal.change_tenant("Contoso", enabled=False)
    told()
    (ticket,) = forge.project.issues
    others = [{**ticket, "number": n, "body": "", "pull": True} for n in range(1000, 1240)]
    forge.project.issues[:0] = others

    assert told() == ["unchanged"]


def test_what_is_ignored_or_not_yet_applied_has_no_ticket(settled, told, world, forge):
    world.declare(
        reseller(name="Contoso Ltd"),
        customer(),
        sold(),
        customer("litware"),
        sold("litware"),
        {"drift": {"ignore": [{"account": "fabrikam", "reason": "known"}]}},
    )
    world.portal.change_tenant("Fabrikam", enabled=False)

    assert told() == []


def test_a_hostile_name_stays_text(settled, told, world, forge):
    world.portal.create_tenant("@all <!-- x --> [a](http://e.example) | `b`")

    told()

    (ticket,) = forge.project.issues
    rest = ticket["body"].split("\n", 1)[1]
    assert not [bad for bad in ("@all", "<!--", "[a](", "| `b`") if bad in rest]
