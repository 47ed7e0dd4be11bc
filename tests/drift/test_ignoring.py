"""Rules in the manifest for differences that are known and meant."""

from tests.drift.conftest import PIECES, entry
from tests.harness.manifests import INSTANCE


def declare(told, **rule):
    told.world.declare(*PIECES, {"drift": {"ignore": [{"reason": "agreed", **rule}]}})


def rename(told):
    told.world.portal.change_tenant("Fabrikam", name="Fabrikam Inc")


RENAMED = entry("fabrikam/tenant", "changed", "name", desired="Fabrikam", live="Fabrikam Inc")


def test_what_a_rule_matches_is_counted_and_listed_apart(told):
    rename(told)
    declare(told, account="fabrikam", kind="tenant", field="name")

    document = told.json()
    (ignored,) = document["ignored"]

    assert document["drift"] == []
    assert document["exit_code"] == 0
    assert ignored["reason"] == "agreed"
    assert {name: ignored[name] for name in RENAMED} == RENAMED
    assert (document["summary"]["ignored"], document["summary"]["drifted"]) == (1, 0)
    assert told.text() == (
        "Ignored\n"
        f"  ~ changed  {INSTANCE}/fabrikam/tenant: "
        'The tenant is called "Fabrikam Inc" and not "Fabrikam".\n'
        "      last changed MOMENT; ignored: agreed\n\n"
        "No drift. Acronis is as it was applied.\n"
        "3 of 3 tenants are managed (100 %).\n"
    )


def test_a_rule_that_ignores_leaves_the_repair_to_apply(told):
    rename(told)
    declare(told, field="name")

    applied = told.world.applied()

    assert applied.outcomes == {"fabrikam/tenant": "done"}
    assert told.world.portal.tenants("Fabrikam Inc") == []


def test_what_is_not_to_be_repaired_stays_and_never_flaps(told):
    rename(told)
    declare(told, field="name", repair=False)

    plans = [told.world.plan().actions, told.world.applied().writes, told.world.plan().actions]

    assert plans == [[], [], []]
    assert told.world.portal.tenant("Fabrikam Inc")
    assert told.entries() == []


def test_what_is_not_to_be_repaired_is_left_when_something_else_is(told):
    rename(told)
    told.world.portal.change_tenant("Fabrikam Inc", enabled=False)
    declare(told, field="name", repair=False)

    told.world.applied()

    assert told.world.portal.tenant("Fabrikam Inc")["enabled"]
    assert told.world.plan().actions == []


def test_reporting_and_repairing_are_two_switches(told):
    rename(told)
    declare(told, field="name", report=True, repair=False)

    assert told.entries() == [RENAMED]
    assert told.world.plan().actions == []


def test_an_end_that_is_no_day_is_refused_with_an_example(told):
    declare(told, field="name", until="soon")

    (finding,) = told.world.run("validate", "-o", "json").json["findings"]

    assert finding["message"] == '"soon" is not a day.'
    assert finding["hint"] == 'Write year, month and day in quotes, as "2026-12-31".'


def test_a_stranger_is_ignored_by_its_id(told):
    made = told.world.portal.create_tenant("Our own lab")
    declare(told, account=f"@{made['id']}")

    assert told.entries() == []


def test_i_01_an_expired_rule_holds_no_more_and_is_a_finding(told):
    rename(told)
    declare(told, field="name", repair=False, until="2020-01-31")

    document = told.json()

    assert [one["address"] for one in document["drift"]] == [f"{INSTANCE}/fabrikam/tenant"]
    assert document["ignored"] == []
    assert document["findings"] == [
        {
            "code": "I-01",
            "severity": "warning",
            "message": "this rule expired on 2020-01-31 (agreed).",
            "hint": "Remove it, or give it another end.",
            "address": "",
            "path": "drift.ignore.0",
            "file": "manifests/all.yaml",
            "line": told.world.line_of("field: name"),
            "ack_needed": False,
        }
    ]
    assert told.world.plan().actions == ["update fabrikam/tenant"]
