"""Bad input: one clear message with its place, the exit code, nothing written, no traceback."""

import json
import socket

import pytest

from tests.harness.manifests import HEAD, INSTANCE, customer, merged, reseller, sold

COMMANDS = ["plan", "apply", "status"]
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


def told(world, command, code, *arguments):
    """Run as text and as JSON: (what stderr says, the document); both have to keep the rules."""
    options = ("--auto-approve",) if command == "apply" else ()
    text = world.run(command, *arguments, *options)
    machine = world.run(command, *arguments, *options, "-o", "json")
    for result in (text, machine):
        assert result.exit_code == code, result.stderr + result.stdout
        assert result.writes == []
    assert text.stdout == ""
    assert machine.json["format_version"] == "1.0"
    return text.stderr, machine.json


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


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unreachable_host_is_named(world, command):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers here
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        world.declare({"instances": {INSTANCE: {"gateway_url": address}}}, reseller())

        stderr, document = told(world, command, 8)

    assert address in stderr
    assert "the connection was refused" in document["error"]["message"]
    assert document["complete"] is False


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_client_secret_is_told_without_repeating_it(world, monkeypatch, command):
    monkeypatch.setenv("ACRONIS_CLIENT_SECRET", "not-the-secret-at-all")
    world.declare(reseller())

    stderr, document = told(world, command, 4)

    assert INSTANCE in stderr
    assert document["error"]["http_status"] == 401
    assert "not-the-secret-at-all" not in stderr + json.dumps(document)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_client_that_may_not_see_its_own_tenant_is_a_matter_of_permission(world, command, status):
    world.fault("GET", "/api/2/tenants$", status=status)
    world.declare(reseller())

    _, document = told(world, command, 4)

    assert document["error"]["http_status"] == status


@pytest.mark.parametrize("path", ["/tenants$", "/users$", "/tenants/offering_items$"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_that_is_not_json_is_not_trusted(world, command, path):
    world.fault("GET", f"/api/2{path}", body="<html>Welcome to the hotel</html>")
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert "not JSON" in stderr
    assert path.rstrip("$") in stderr
    assert document["complete"] is False


@pytest.mark.parametrize("command", COMMANDS)
def test_a_cursor_that_comes_twice_is_not_followed_for_ever(world, command):
    page = {"items": [], "paging": {"cursors": {"after": "again"}}}
    world.fault("GET", "/api/2/users$", body=json.dumps(page))
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert "GET /users: the list is incomplete" in stderr
    assert "a cursor came twice" in document["error"]["message"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_that_stays_away_is_not_taken_for_the_end(world, command):
    page = {"items": [], "paging": {"cursors": {"after": "there-is-more"}}}
    world.fault("GET", "/api/2/tenants$", body=json.dumps(page), times=1)
    world.fault("GET", "/api/2/tenants$", status=500)
    world.declare(reseller())

    ran = world.run(command, *(["--auto-approve"] if command == "apply" else []), "-o", "json")

    assert ran.exit_code == 8
    assert ran.json["complete"] is False
    assert ran.writes == []


def test_a_login_that_is_taken_keeps_only_its_account_out(world):
    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "contoso-admin")
    world.declare(reseller(), customer(), sold())

    planned, applied = world.plan(), world.apply()

    assert (planned.exit_code, planned.codes) == (3, ["V-34", "V-50"])
    assert planned.finding("V-34")["line"] == world.line_of("username: contoso-admin")
    assert (applied.exit_code, set(applied.outcomes.values())) == (7, {"done"})
    assert world.api.tenants("Contoso") == []


def test_a_name_that_is_taken_keeps_only_its_account_out(world):
    world.portal.create_tenant("Contoso")
    world.declare(reseller(), customer(), sold())

    planned, applied = world.plan(), world.apply()

    assert (planned.exit_code, planned.codes) == (3, ["V-35", "V-50"])
    assert planned.finding("V-35")["file"] == "manifests/all.yaml"
    assert (applied.exit_code, set(applied.outcomes.values())) == (7, {"done"})
    assert world.api.tenant("Contoso")["kind"] == "customer"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_sandbox_is_named(world, command):
    file = world.folder / "home" / "sandboxes" / "lab.db"
    file.parent.mkdir(parents=True)
    file.write_text("this is a letter, not a database\n" * 40)
    world.declare({"instances": {INSTANCE: {"gateway_url": "sandbox://lab"}}}, reseller())

    stderr, _ = told(world, command, 8)

    assert "sandbox://lab" in stderr
    assert "lab.db" in stderr


@pytest.mark.parametrize("command", ["plan", "status"])
def test_a_home_that_is_a_file_is_named(world, monkeypatch, command):
    home = world.folder / "not-a-folder"
    home.write_text("x")
    monkeypatch.setenv("RECONCILER_HOME", str(home))
    world.declare({"instances": {INSTANCE: {"gateway_url": "sandbox://lab"}}}, reseller())

    stderr, _ = told(world, command, 8)

    assert "sandbox://lab" in stderr
    assert "not-a-folder" in stderr


def test_an_apply_that_could_not_keep_its_result_writes_nothing(world, monkeypatch):
    home = world.folder / "not-a-folder"
    home.write_text("x")
    monkeypatch.setenv("RECONCILER_HOME", str(home))
    world.declare(reseller())

    result = world.apply()

    assert result.exit_code == 1
    assert result.writes == []
    assert "not-a-folder" in result.json["error"]["message"]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_instance_is_wrong_usage(world, command):
    world.declare(reseller())

    stderr, document = told(world, command, 64, "--instance", "acronis-ue")

    assert '"acronis-ue"' in stderr
    assert INSTANCE in document["error"]["message"] + document["error"]["hint"]


@pytest.mark.parametrize("target", ["contosso", f"{INSTANCE}/contosso/user", "a/b"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_target_is_wrong_usage(world, command, target):
    world.declare(reseller())

    stderr, _ = told(world, command, 64, "--target", target)

    assert f'"{target}"' in stderr


@pytest.mark.parametrize(
    "arguments",
    [("plan", "--nosuch"), ("nosuch",), ("plan", "-o", "pdf"), ("apply", "--parallelism", "x")],
)
def test_a_wrong_command_line_is_64_and_not_2(world, arguments):
    result = world.run(*arguments)

    assert (result.exit_code, result.stdout) == (64, "")
    assert "Error" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_list_of_tenants_is_not_taken_for_an_empty_platform(world, command):
    world.fault("GET", "/api/2/tenants$", body='{"items": []}')
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert "the list of tenants lacks our own" in stderr
    assert document["complete"] is False


@pytest.mark.parametrize("file", ["manifests", "note/plan.json"])
def test_a_place_that_no_plan_can_be_written_to_is_named_before_anything_is_asked(world, file):
    world.declare(reseller())
    (world.folder / "note").write_text("a file, not a folder")

    result = world.run("plan", "--out", file)

    assert (result.exit_code, result.requests) == (64, ())
    assert file in result.stderr


def test_the_folder_of_a_saved_plan_is_made(world):
    world.declare(reseller())

    result = world.run("plan", "--out", "new/plan.json")

    assert result.exit_code == 0
    assert (world.folder / "new" / "plan.json").is_file()


@pytest.mark.parametrize("file", ["manifests", "note/result.json"])
def test_an_apply_whose_result_could_not_be_written_writes_nothing(world, file):
    world.declare(reseller())
    (world.folder / "note").write_text("a file, not a folder")

    result = world.apply("-o", f"json={file}")

    assert (result.exit_code, result.requests) == (64, ())
    assert f"--output {file} cannot be written" in result.json["error"]["message"]


@pytest.mark.parametrize(
    "text", ["[1]", "{", '{"workspace": "northwind-msp", "outcomes": [{}]}', "[" * 100_000]
)
def test_a_broken_result_of_an_earlier_run_does_no_harm(world, text):
    results = world.folder / "home" / "results"
    results.mkdir(parents=True)
    (results / "2099.json").write_text(text)
    world.declare(reseller())

    status = world.status()

    assert status.account("contoso")["status"] == "pending"


@pytest.mark.parametrize("text", ["", "not json", "[]", "[" * 100_000])
def test_a_file_that_is_no_plan_is_wrong_usage(world, text):
    world.write(text, "plan.json")

    result = world.apply("plan.json")

    assert (result.exit_code, result.requests) == (64, ())
    assert "plan.json" in result.json["error"]["message"]


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
