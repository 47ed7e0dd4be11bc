"""Bad manifests and secrets: one clear message with its place, 3, and no traceback."""

import json

import pytest

from tests.acceptance.refusals import COMMANDS, told
from tests.harness.manifests import HEAD, INSTANCE, merged, reseller

HEAD_TEXT = """\
version: 1
workspace: northwind-msp
instances:
  acronis-eu:
    gateway_url: GATEWAY
    client_id: {env: ACRONIS_CLIENT_ID}
    client_secret: {env: ACRONIS_CLIENT_SECRET}
    storage: lab-1
products:
  gigabytes: {instance: acronis-eu, protection: per_gigabyte, file_sync_share: none}
"""
ACCOUNT = """\
accounts:
  fabrikam:
    name: %s
    bill_to: %s
    sync:
      acronis-eu: {role: User, username: fabrikam-admin, email: it@fabrikam.example}
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_file_is_named(world, command):
    stderr, document = told(world, command, 3, "nosuch.yaml")

    assert "nosuch.yaml" in stderr
    assert document["findings"][0]["file"] == "nosuch.yaml"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_directory_without_manifests_is_named(world, command):
    (world.folder / "manifests").mkdir()

    stderr, document = told(world, command, 3)

    assert "manifests" in stderr
    assert len(document["findings"]) == 1


@pytest.mark.parametrize(
    ("text", "code", "line", "path"),
    [
        (ACCOUNT % ("[a, b]", "x"), "V-01", 13, "accounts.fabrikam.name"),
        (ACCOUNT % ("Fabrikam", "contosso"), "V-03", 14, "accounts.fabrikam.bill_to"),
        (ACCOUNT % ("Fabrikam", "fabrikam"), "V-15", 14, "accounts.fabrikam.bill_to"),
        (
            "accounts:\n  fabrikam: {name: Fabrikam}\n  fabrikam: {name: Fabrikam}\n",
            "V-02",
            13,
            "accounts.fabrikam",
        ),
    ],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_rule_is_told_with_file_and_line(world, command, text, code, line, path):
    world.write(HEAD_TEXT + text)

    stderr, document = told(world, command, 3)

    (found,) = [one for one in document["findings"] if one["code"] == code]
    assert (found["file"], found["line"], found["path"]) == ("manifests/all.yaml", line, path)
    assert f"manifests/all.yaml:{line}: {path}" in stderr
    assert f"[{code}]" in stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_yaml_is_told_with_file_and_line(world, command):
    world.write(HEAD_TEXT + "accounts: {fabrikam: [\n")

    stderr, document = told(world, command, 3)

    assert "manifests/all.yaml:1" in stderr
    assert document["findings"][0]["line"] >= 11


@pytest.mark.parametrize("command", COMMANDS)
def test_a_literal_secret_is_refused_and_not_repeated(world, command):
    secret = world.served.client_secret
    world.declare({"instances": {INSTANCE: {"client_secret": secret}}})

    stderr, document = told(world, command, 3)

    assert "V-04" in [one["code"] for one in document["findings"]]
    assert f"instances.{INSTANCE}.client_secret" in stderr
    assert secret not in stderr + json.dumps(document)


@pytest.mark.parametrize(("value", "word"), [("", "empty"), (None, "not set")])
@pytest.mark.parametrize("command", COMMANDS)
def test_v_04_an_empty_environment_variable_is_named(world, monkeypatch, command, value, word):
    world.declare(reseller())
    if value is None:
        monkeypatch.delenv("ACRONIS_CLIENT_SECRET")
    else:
        monkeypatch.setenv("ACRONIS_CLIENT_SECRET", value)

    stderr, document = told(world, command, 3)

    assert document["findings"] == [
        {
            "code": "V-04",
            "severity": "error",
            "message": f"the environment variable ACRONIS_CLIENT_SECRET is {word}.",
            "hint": "Set it before this command; never write the secret itself.",
            "address": "",
            "path": f"instances.{INSTANCE}.client_secret",
            "file": "manifests/all.yaml",
            "line": world.line_of("client_secret"),
            "ack_needed": False,
        }
    ]
    assert f"manifests/all.yaml:{world.line_of('client_secret')}: " in stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_v_04_a_missing_secret_file_is_named(world, command):
    world.declare(
        merged(HEAD, {"instances": {INSTANCE: {"client_id": {"env": "ACRONIS_CLIENT_ID"}}}})
    )
    text = (world.folder / "manifests/all.yaml").read_text(encoding="utf-8")
    world.write(text.replace("env: ACRONIS_CLIENT_SECRET", "file: nosuch-secret"))

    stderr, document = told(world, command, 3)

    assert [one["code"] for one in document["findings"]] == ["V-04"]
    assert "nosuch-secret" in stderr


def test_v_06_the_same_msp_as_two_instances_is_refused(world, monkeypatch):
    portal = world.served.portal
    monkeypatch.setenv("PORTAL_ID", portal["client_id"])
    monkeypatch.setenv("PORTAL_SECRET", portal["client_secret"])
    twin = {
        "gateway_url": world.served.url,
        "client_id": {"env": "PORTAL_ID"},
        "client_secret": {"env": "PORTAL_SECRET"},
    }
    world.declare({"instances": {"acronis-twin": twin}}, reseller())

    planned, applied = world.plan(), world.apply()

    found = planned.finding("V-06")
    assert (planned.exit_code, found["path"]) == (3, "instances.acronis-twin")
    assert world.root in found["message"]
    assert (applied.exit_code, applied.writes) == (3, [])


def test_a_variable_of_blanks_counts_as_empty_and_a_file_has_a_hint_of_its_own(world, monkeypatch):
    monkeypatch.setenv("BLANK", "  ")
    manifest = merged(HEAD, reseller())
    references = {"client_id": {"env": "BLANK"}, "client_secret": {"file": "nowhere"}}
    world.write(
        {**manifest, "instances": {INSTANCE: {**HEAD["instances"][INSTANCE], **references}}}
    )

    findings = world.plan().json["findings"]

    assert [(one["message"], one["hint"]) for one in findings] == [
        (
            "the environment variable BLANK is empty.",
            "Set it before this command; never write the secret itself.",
        ),
        (
            "the file nowhere cannot be read: No such file or directory.",
            "Write the secret into it; the path is taken from the working directory.",
        ),
    ]
