"""Every exit code that the interface promises, by a command that ends with it."""

import signal

import pytest

from tests.harness.manifests import reseller
from tests.resilience.story import AFTER, CLOSED
from tests.resilience.trap import BEFORE

APPLY = ("apply", "--auto-approve", "-o", "json")


def ends(stage, manifest, *argv):
    stage.declare(manifest)
    return stage.run(*argv, "-o", "json")


def assert_code(result, code):
    """The process's code is the one in the JSON, which is all there is on stdout."""
    assert result.exit_code == code, result.stderr
    assert result.json["exit_code"] == code


def test_0_it_did_its_job(stage):
    assert_code(ends(stage, AFTER, "plan"), 0)
    assert_code(ends(stage, AFTER, *APPLY[:2]), 0)
    assert_code(ends(stage, AFTER, "plan", "--detailed-exitcode"), 0)


def test_1_an_error_of_no_other_class(stage, monkeypatch):
    file = stage.folder / "no-folder"
    file.write_text("")
    monkeypatch.setenv("RECONCILER_HOME", str(file))

    assert_code(ends(stage, AFTER, *APPLY[:2]), 1)


def test_2_there_are_changes_or_drift(stage):
    assert_code(ends(stage, AFTER, "plan", "--detailed-exitcode"), 2)
    assert_code(ends(stage, AFTER, "drift", "--detailed-exitcode"), 2)


@pytest.mark.parametrize("command", ["validate", "plan", "status", "drift", "apply"])
def test_3_the_manifests_are_invalid(stage, command):
    broken = reseller(sync={"nowhere": {"role": "Reseller", "username": "abc", "email": "a@b.c"}})

    assert_code(ends(stage, broken, command), 3)


@pytest.mark.parametrize("command", ["plan", "status", "drift", "apply"])
def test_4_the_credentials_are_wrong(stage, monkeypatch, command):
    monkeypatch.setenv("ACRONIS_CLIENT_SECRET", "wrong-and-nobody-knows")

    assert_code(ends(stage, AFTER, command), 4)


def test_5_an_acknowledgement_an_approval_or_the_lock_is_missing(stage):
    assert_code(ends(stage, CLOSED, *APPLY[:2]), 5)
    assert_code(ends(stage, AFTER, "apply"), 5)
    holder = stage.children.start(*APPLY, trap=(1, BEFORE, signal.SIGSTOP))
    holder.wait_until_stopped()

    locked = stage.run(*APPLY, "--lock-timeout", "0")
    holder.signal(signal.SIGCONT)

    assert_code(locked, 5)
    assert holder.code == 0


def test_6_the_plan_is_not_the_one_that_was_reviewed(stage):
    assert_code(ends(stage, AFTER, *APPLY[:2], "--digest", "0" * 64), 6)


def test_7_something_was_left_undone(stage):
    stage.fault("PUT", "/offering_items$", nth=1, status=400)

    assert_code(ends(stage, AFTER, *APPLY[:2]), 7)


@pytest.mark.parametrize("command", ["plan", "status", "drift", "apply"])
def test_8_the_answer_is_not_to_be_trusted(stage, command):
    stage.fault("GET", "/users$", body="<html>")

    assert_code(ends(stage, AFTER, command), 8)


@pytest.mark.parametrize(
    "argv", [("plan", "--instance", "mars"), ("plan", "--target", "nobody"), ("paln",)]
)
def test_64_the_command_line_is_wrong(stage, argv):
    stage.declare(AFTER)

    assert stage.run(*argv).exit_code == 64


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_and_143_it_was_interrupted(stage, number, code):
    stage.declare(AFTER)

    stopped = stage.child(*APPLY, trap=(16, BEFORE, number))

    assert stopped.code == code
    assert stopped.json["exit_code"] == code
