"""`--pii`: masked where others read, shown where one asked oneself, and otherwise as said."""

import json
import re

import pytest

from tests.harness.manifests import customer, reseller, sold

PERSON = {"firstname": "Zebedee", "lastname": "Quux", "phone": "+1 555 0199"}
SECRETS = ("contoso-admin", "it@contoso.example", "Zebedee", "Quux", "555 0199")


@pytest.fixture
def declared(world):
    world.declare(reseller(contact=PERSON), customer(), sold())


def told(text):
    """Which personal data is in a text."""
    return [one for one in SECRETS if one in text]


def test_a_plan_hides_persons_in_what_is_made_for_others(world, declared):
    result = world.run(
        "plan",
        "-o",
        "text",
        *(f"--output={one}={one}" for one in ("markdown", "html", "junit", "json")),
    )

    assert told(result.stdout) == ["contoso-admin", "it@contoso.example"]
    assert told((world.folder / "json").read_text()) == list(SECRETS)
    for name in ("markdown", "html", "junit"):
        assert told((world.folder / name).read_text()) == []


def test_it_is_shown_or_masked_as_one_says(world, declared):
    shown = world.run("plan", "--pii", "show", "-o", "html")
    hidden = world.run("plan", "--pii", "mask")
    document = world.run("plan", "--pii", "mask", "-o", "json")

    assert "contoso-admin" in shown.stdout
    assert told(hidden.stdout + hidden.stderr) == []
    assert told(document.stdout) == []
    assert document.json["digest"] == world.plan().json["digest"]


def test_a_masked_plan_cannot_be_applied(world, declared):
    world.run("plan", "--pii", "mask", "-o", "json=plan.json")

    result = world.run("apply", "plan.json", "--auto-approve")

    assert (result.exit_code, result.writes) == (6, [])
    assert "The plan is masked" in result.stderr
    assert "The plan is masked" in world.run("show", "plan.json").stderr


def test_a_plan_is_saved_whole_for_whoever_applies_it(world, declared):
    world.run("plan", "--pii", "mask", "--out", "plan.json")

    result = world.run("apply", "plan.json", "--auto-approve", "--pii", "mask")

    assert result.exit_code == 0
    assert told(result.stdout + result.stderr) == []


@pytest.mark.parametrize("format_name", ["markdown", "html", "junit", "github"])
def test_a_renamed_login_is_in_nothing_that_is_made_for_others(world, format_name):
    world.declare(reseller("fab", sync={"acronis-eu": {"username": "quuxen"}}))
    world.applied()
    world.declare(reseller("fab", sync={"acronis-eu": {"username": "zelda.new"}}))

    said = world.run("plan", "-o", format_name).stdout

    assert "logins are not renamed" in said
    assert [one for one in ("quuxen", "zelda.new") if one in said] == []


def test_what_is_masked_depends_on_no_login(world):
    def said(login):
        world.declare(reseller("fab", contact=PERSON, sync={"acronis-eu": {"username": login}}))
        plan = world.run("plan", "-o", "markdown").stdout
        status = world.run("status", "--target", "fab", "-o", "markdown").stdout
        return re.sub("[0-9a-f]{12,}|20[0-9T:Z-]+", "", plan + status)

    neutral = said("zelda-quux")

    assert "fab" in neutral
    assert [said(login) for login in ("fab", "tenant", "user", "production")] == [neutral] * 4


@pytest.mark.parametrize(
    ("options", "contact", "value"),
    [
        ({}, {"phone": 302105551234}, "302105551234"),
        ({"username": 12345}, {}, "12345"),
        ({"email": '"zelda quux"@x.example'}, {}, "zelda quux"),
    ],
)
def test_a_value_that_is_refused_is_not_told_to_others(world, options, contact, value):
    world.declare(reseller(sync={"acronis-eu": options}, contact=contact))

    result = world.run("validate", "-o", "markdown")

    assert result.exit_code == 3
    assert value not in result.stdout
    assert "&#42;&#42;&#42;" in result.stdout


def test_an_apply_shows_no_person_in_the_log_of_a_pipeline(world, declared):
    world.fault("POST", "/users$", status=400, body='{"message": "Login contoso-admin is odd"}')

    result = world.run("apply", "--auto-approve", "--pii", "mask")

    assert result.exit_code == 7
    assert told(result.stdout + result.stderr) == []


def test_drift_status_and_show_hide_them_too(world, declared):
    world.applied()
    user = world.api.user("Contoso")
    contact = {**user["contact"], "phone": "+1 555 0100"}
    world.portal.done(
        "PUT", f"/users/{user['id']}", {"contact": contact, "version": user["version"]}
    )
    world.run("plan", "-o", "json=plan.json")

    reports = [
        world.run(*words, "-o", "markdown").stdout
        for words in (("drift",), ("status",), ("show", "plan.json"))
    ]
    own = world.run("drift").stdout

    assert "The phone of user contoso-admin is" in own
    assert "The phone of user" in reports[0]
    assert [told(report) for report in reports] == [[], [], []]
    assert not [report for report in reports if "555 0100" in report]


def test_an_error_hides_them_too(world):
    world.declare(reseller(sync={"acronis-eu": {"email": "carol at contoso"}}))

    result = world.run("plan", "--pii", "mask", "-o", "json")

    assert result.exit_code == 3
    assert "carol" not in result.stdout + result.stderr
    assert json.loads(result.stdout)["findings"]


def test_a_comment_hides_them_unless_it_is_told_to_show_them(world, on_github, monkeypatch):
    world.declare(reseller())
    on_github.project.open_request(7)
    for name, value in on_github.opened(7).items():
        monkeypatch.setenv(name, value)
    world.run("plan", "-o", "json=plan.json")

    world.run("comment", "plan.json")
    (hidden,) = on_github.project.bodies(7)
    world.run("comment", "plan.json", "--pii", "show")
    (shown,) = on_github.project.bodies(7)

    assert told(hidden) == []
    assert "contoso-admin" in shown
