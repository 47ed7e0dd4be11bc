"""`--since FILE`: what is new, still there, gone, and what came back."""

import json

from tests.harness.manifests import INSTANCE


def run(told, name, since=None):
    """Drift as JSON into a file, against an earlier one: trend by account, and what is gone."""
    options = ["--since", since] if since else []
    document = told.json(*options)
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
