"""Saved plans: applied as reviewed, or the rest of it; or nothing, and what moved is told."""

import json

import pytest

from reconciler.planfile import digest_of
from tests.harness.manifests import INSTANCE, merged, reseller
from tests.harness.world import TOKEN
from tests.resilience.story import AFTER, BEFORE, CLOSED


@pytest.fixture
def saved(stage):
    """The stage with a saved plan of the scenario."""
    stage.declare(AFTER)
    assert stage.run("plan", "--out", "plan.json").exit_code == 0
    return stage


def apply(stage, *options):
    return stage.run("apply", "plan.json", "--auto-approve", "-o", "json", *options)


def planned(stage):
    return json.loads((stage.folder / "plan.json").read_text(encoding="utf-8"))


def rewrite(stage, **fields):
    """Edit the plan file, with a digest that fits."""
    document = planned(stage) | fields
    document["digest"] = digest_of(document)
    (stage.folder / "plan.json").write_text(json.dumps(document), encoding="utf-8")


def assert_refused(result, *words):
    """Exit 6, nothing written, and the reason names all the words."""
    assert result.exit_code == 6
    assert result.writes == []
    told = json.dumps([result.json["error"]["message"], result.json.get("moved")])
    assert [word for word in words if word not in told] == []


def test_as_it_was_seen_it_goes(saved):
    result = apply(saved)

    assert result.exit_code == 0
    assert result.json["digest"] == planned(saved)["digest"]
    assert saved.plan("--detailed-exitcode").exit_code == 0


def test_applied_already_it_has_nothing_left_to_do(saved):
    apply(saved)

    again = apply(saved)

    assert again.exit_code == 0
    assert again.writes == []
    assert again.json["outcomes"] == []


def test_partly_done_by_hand_it_goes_with_the_rest(saved):
    saved.portal.change_tenant("Litware", enabled=False)
    saved.portal.give_roles("Proseware", "company_admin")

    result = apply(saved)

    done = {one["address"] for one in result.json["outcomes"]}
    assert result.exit_code == 0
    assert f"{INSTANCE}/proseware/access_policies" not in done
    assert saved.plan("--detailed-exitcode").exit_code == 0


@pytest.mark.parametrize(
    ("meddle", "words"),
    [
        (lambda api: api.change_tenant("Litware", name="Litwork"), ["name", "Litware", "Litwork"]),
        (lambda api: api.give_roles("Proseware", "protection_admin"), ["protection_admin"]),
        (lambda api: api.change_tenant("Litware", internal_tag="theirs"), ["theirs"]),
        (lambda api: api.create_tenant("Adatum"), ["Adatum", "has its name"]),
        (lambda api: api.delete_tenant("Fabrikam"), ["fabrikam", "is gone"]),
        (lambda api: api.switch("Fabrikam", "pg_base_servers", on=False), ["pg_base_servers"]),
    ],
    ids=["name", "roles", "tag", "taken", "gone", "items"],
)
def test_what_it_touches_has_moved_so_it_is_refused_and_says_how(saved, meddle, words):
    meddle(saved.portal)

    result = apply(saved)

    assert_refused(result, *words)


@pytest.mark.parametrize("moved", [False, True])
def test_a_full_refresh_reads_the_three_lists_and_comes_to_the_same(saved, moved):
    if moved:
        saved.portal.change_tenant("Litware", name="Litwork")

    result = apply(saved, "--refresh", "full")

    paths = [one["path"].removeprefix("/api/2") for one in result.requests]
    assert {"/tenants", "/users", "/tenants/offering_items"} <= set(paths)
    assert result.exit_code == (6 if moved else 0), result.stderr
    assert saved.plan().json["summary"]["update"] == (5 if moved else 0)


CLOSINGS = {
    "deleted": {"accounts": {"contoso": {"state": "absent"}}},
    "suspended": {"accounts": {"contoso": {"state": "suspended"}}},
}


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS)
@pytest.mark.parametrize("refresh", ["auto", "full"])
def test_what_came_below_a_tenant_that_is_to_be_closed_is_not_closed_unseen(
    stage, closing, refresh
):
    stage.declare(merged(BEFORE, closing))
    stage.run("plan", "--out", "plan.json")
    ack = f"V-60:{planned(stage)['digest']}"
    stage.portal.create_tenant("Brand New", parent="Contoso")

    result = apply(stage, "--ack", ack, "--refresh", refresh)

    assert_refused(result, "contoso/tenant", "Brand New", "is below it by now")


@pytest.mark.parametrize("ack", [(), ("--ack", "V-60"), ("--ack", "V-60:0123456789abcdef")])
def test_a_saved_deletion_has_to_be_acknowledged_as_any_other(stage, ack):
    stage.declare(CLOSED)
    stage.run("plan", "--out", "plan.json")

    result = apply(stage, *ack)

    assert (result.exit_code, result.writes) == (5, [])
    assert "V-60" in result.json["error"]["message"]


@pytest.mark.parametrize("field", ["name", "internal_tag"])
def test_what_was_changed_since_is_not_deleted(stage, field):
    stage.declare(CLOSED)
    stage.run("plan", "--out", "plan.json")
    ack = f"V-60:{planned(stage)['digest']}"
    stage.portal.change_tenant("Wingtip", **{field: "Another"})

    result = apply(stage, "--ack", ack)

    assert_refused(result, "wingtip/tenant", field, "Another")


def test_a_tenant_that_was_moved_is_not_deleted_where_it_is_now(stage):
    stage.declare(CLOSED)
    stage.run("plan", "--out", "plan.json")
    ack = f"V-60:{planned(stage)['digest']}"
    stage.portal.change_tenant("Wingtip", parent_id=stage.portal.tenant("Contoso")["id"])

    result = apply(stage, "--ack", ack)

    assert_refused(result, "wingtip/tenant", "parent")


def test_what_a_run_that_broke_off_has_made_and_somebody_deleted_is_not_made_again(saved):
    """V-71: a second tenant needs an acknowledgement, which only a new plan can ask for."""
    saved.fault("POST", "/users$", status=400, times=9)
    broken_off = apply(saved)
    saved.mend()
    saved.portal.delete_tenant("Adatum")

    again = apply(saved)

    assert broken_off.exit_code == 7
    assert_refused(again, "adatum/tenant", "was deleted")
    assert "V-71" in saved.plan().codes


def test_what_it_does_not_touch_may_move(saved):
    saved.portal.change_tenant("Wingtip", name="Wingtip Toys")
    saved.portal.create_tenant("Somebody else")

    result = apply(saved)

    assert result.exit_code == 0, result.stderr
    assert saved.api.tenants("Wingtip Toys")


def test_an_edited_plan_is_refused(saved):
    file = saved.folder / "plan.json"
    file.write_text(file.read_text(encoding="utf-8").replace("Fabrikam Ltd", "Fabrikam Inc"))

    result = apply(saved)

    assert_refused(result, "edited")


def test_a_plan_of_another_workspace_is_refused_by_name(saved):
    saved.declare(reseller(), {"workspace": "tailwind-msp"})

    result = apply(saved)

    assert_refused(result, "northwind-msp", "tailwind-msp")


def test_a_plan_for_another_tenants_credentials_is_refused_by_name(saved):
    (name, entry) = next(iter(planned(saved)["instances"].items()))
    other = saved.portal.tenant("Contoso")["id"]
    rewrite(saved, instances={name: {**entry, "tenant_id": other}})

    result = apply(saved)

    assert_refused(result, other, saved.root)


def test_a_plan_of_another_format_is_refused_by_its_version(saved):
    rewrite(saved, format_version="2.0")

    result = apply(saved)

    assert_refused(result, "2.0", "1.0")


def test_only_the_plan_with_the_digest_given_goes(saved):
    result = apply(saved, "--digest", "0123456789abcdef")

    assert_refused(result, "0123456789abcdef", planned(saved)["digest"])


def test_the_recheck_reads_what_is_touched_and_no_more(saved):
    result = apply(saved)

    paths = [one["path"].removeprefix("/api/2") for one in result.requests]
    first_write = next(
        number
        for number, one in enumerate(result.requests)
        if one["method"] != "GET" and one["path"] != TOKEN
    )
    fabrikam = saved.api.tenant("Fabrikam Ltd")["id"]
    client = saved.served.client_id
    assert paths[:first_write] == [
        "/idp/token",
        f"/clients/{client}",
        "/tenants",  # below the MSP: whether what is to be made is there by now
        "/tenants",  # by uuids
        f"/tenants/{fabrikam}/offering_items",  # the only existing tenant whose items change
        "/users",  # by uuids
        "/tenants",  # below the one that is to be suspended
        "/idp/token",  # of the client that may write
    ]
