"""`--since FILE`: what is new, still there, gone, and what came back."""

import json

import pytest

from tests.drift.conftest import PIECES, QUIET
from tests.harness.manifests import INSTANCE


def run(told, name, since=None, *options):
    """Drift as JSON into a file, against an earlier one: trend by account, and what is gone."""
    earlier = ["--since", since] if since else []
    document = told.json(*earlier, *options)
    (told.world.folder / name).write_text(json.dumps(document), encoding="utf-8")
    words = {one["address"].split("/")[1]: one.get("trend") for one in document["drift"]}
    return words, [one["address"].split("/")[1] for one in document.get("gone", ())]


def set_enabled(told, name, enabled):
    told.world.portal.change_tenant(name, enabled=enabled)


def test_over_four_runs(told):
    set_enabled(told, "Fabrikam", False)
    first = run(told, "1.json")
    set_enabled(told, "Tailspin", False)
    second = run(told, "2.json", "1.json")
    set_enabled(told, "Fabrikam", True)
    third = run(told, "3.json", "2.json")
    set_enabled(told, "Fabrikam", False)
    fourth = run(told, "4.json", "3.json")

    assert first == ({"fabrikam": None}, [])
    assert second == ({"fabrikam": "still there", "tailspin": "new"}, [])
    assert third == ({"tailspin": "still there"}, ["fabrikam"])
    assert fourth == ({"fabrikam": "came back", "tailspin": "still there"}, [])


def test_in_text(told):
    set_enabled(told, "Fabrikam", False)
    run(told, "1.json")
    set_enabled(told, "Fabrikam", True)
    told.world.portal.change_tenant("Tailspin", name="Tailspin Inc")

    assert told.text("--since", "1.json") == (
        "Changed outside\n"
        f"  ~ changed  {INSTANCE}/tailspin/tenant: "
        'The tenant is called "Tailspin Inc" and not "Tailspin".\n'
        "      new; last changed MOMENT\n\n"
        "Gone since then\n"
        f"  {INSTANCE}/fabrikam/tenant: The tenant is disabled.\n\n"
        "Drift: 1 changed.\n"
        "3 of 3 tenants are managed (100 %).\n"
    )


def test_what_is_out_of_scope_is_not_gone(told):
    set_enabled(told, "Fabrikam", False)
    run(told, "1.json")

    narrow = told.json("--since", "1.json", "--target", "tailspin")

    assert (narrow["drift"], narrow["gone"]) == ([], [])


def test_a_file_that_is_no_drift_report_is_refused(told):
    (told.world.folder / "other.json").write_text('{"format_version": "1.0"}', encoding="utf-8")

    result = told.world.run("drift", "--since", "other.json")

    assert result.exit_code == 64
    assert "other.json is no drift report of this tool" in result.stderr


def test_what_left_is_told_once_and_known_when_it_is_back(told):
    set_enabled(told, "Fabrikam", False)
    run(told, "1.json")
    set_enabled(told, "Fabrikam", True)
    second = run(told, "2.json", "1.json")
    third = run(told, "3.json", "2.json")
    text = told.text("--since", "2.json")
    narrow = run(told, "4.json", "3.json", "--target", "tailspin")
    set_enabled(told, "Fabrikam", False)
    fifth = run(told, "5.json", "4.json")

    assert [second, third, narrow] == [({}, ["fabrikam"]), ({}, []), ({}, [])]
    assert text == QUIET
    assert fifth == ({"fabrikam": "came back"}, [])


def test_what_is_ignored_has_its_trend_in_json_too_and_goes_on_over_runs(told):
    set_enabled(told, "Fabrikam", False)
    run(told, "1.json")
    told.world.declare(
        *PIECES, {"drift": {"ignore": [{"account": "fabrikam", "reason": "agreed"}]}}
    )
    second = told.json("--since", "1.json")
    (told.world.folder / "2.json").write_text(json.dumps(second), encoding="utf-8")
    third = told.json("--since", "2.json")

    assert [[one["trend"] for one in run["ignored"]] for run in (second, third)] == [
        ["still there"],
        ["still there"],
    ]
    assert (second["gone"], third["gone"]) == ([], [])


PROMISED = {
    "address": f"{INSTANCE}/fabrikam/tenant",
    "verdict": "changed",
    "field": "enabled",
    "desired": True,
    "live": False,
    "since": {"updated_at": None, "version": 1},
    "fingerprint": "ab12",
}


def test_an_entry_with_the_promised_keys_alone_will_do(told):
    report = {"format_version": "1.0", "drift": [PROMISED], "exit_code": 0}
    (told.world.folder / "1.json").write_text(json.dumps(report), encoding="utf-8")

    text = told.text("--since", "1.json")

    assert text == (
        f"Gone since then\n  {INSTANCE}/fabrikam/tenant: enabled is changed.\n\n{QUIET}"
    )


@pytest.mark.parametrize(
    ("document", "flaw"),
    [
        ({}, "drift is missing"),
        ({"drift": 5}, "drift must be a list"),
        ({"drift": [5]}, "drift.0 must be a mapping"),
        (
            {"drift": [{}]},
            "drift.0.address is missing, drift.0.fingerprint is missing, "
            "drift.0.verdict is missing, and 4 more",
        ),
        (
            {"drift": [], "gone": [{**PROMISED, "address": "here"}]},
            'gone.0.address "here" is not of the form INSTANCE/ACCOUNT/KIND',
        ),
        (
            {"drift": [{**PROMISED, "verdict": "odd"}]},
            "drift.0.verdict must be one of changed, missing, unmanaged, orphaned, foreign, "
            "unknown, delegated, unapplied",
        ),
        (
            {"drift": [{**PROMISED, "group": "-->"}]},
            "drift.0.group must be hexadecimal digits",
        ),
    ],
)
def test_a_malformed_report_is_refused_by_what_is_wrong_with_it(world, document, flaw):
    world.write(json.dumps(document), "earlier.json")
    world.declare(*PIECES)

    results = [
        world.run("drift", "--since", "earlier.json"),
        world.run("tickets", "earlier.json", "--forge", "gitlab"),
    ]

    for result in results:
        assert (result.exit_code, result.requests) == (64, ())
        assert f"earlier.json is no drift report of this tool: {flaw}." in result.stderr
