"""Folders, files and command lines that will not do: one message, nothing written."""

import pytest

from reconciler.cli import main
from tests.acceptance.refusals import COMMANDS, told
from tests.harness.manifests import INSTANCE, reseller


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


def test_a_demo_without_a_folder_of_its_own_ends_with_a_message(tmp_path, monkeypatch, capsys):
    home = tmp_path / "not-a-folder"
    home.write_text("x")
    monkeypatch.setenv("RECONCILER_HOME", str(home))
    monkeypatch.setattr("sys.argv", ["reconciler", "demo"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        f"Error: {home / 'demo'} cannot be written: Not a directory.\n"
        "  Set RECONCILER_HOME to a folder that can be.\n"
    )


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


def test_a_plan_that_was_cut_off_is_no_plan_that_was_reviewed(world):
    world.declare(reseller())
    world.plan("--out", "plan.json")
    file = world.folder / "plan.json"
    file.write_bytes(file.read_bytes()[:-100])

    result = world.apply("plan.json")

    assert (result.exit_code, result.requests) == (6, ())
    assert "plan.json" in result.json["error"]["message"]
