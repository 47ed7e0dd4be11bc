"""The lock on one machine: the second apply waits, or gives up, and a dead one holds nothing."""

import importlib
import signal

import pytest

from tests.harness.manifests import reseller
from tests.resilience.trap import BEFORE

APPLY = ("apply", "--auto-approve", "-o", "json")
STOPPED = (1, BEFORE, signal.SIGSTOP)


@pytest.fixture
def empty(stage):
    """A stage with nothing in it, and a reseller in the manifests."""
    stage.rewind("empty")
    stage.declare(reseller())
    return stage


def test_the_second_apply_waits_for_the_first_and_finds_nothing_left(empty):
    first = empty.children.start(*APPLY, trap=STOPPED)
    first.wait_until_stopped()

    second = empty.children.start(*APPLY)
    first.signal(signal.SIGCONT)

    assert (first.code, second.code) == (0, 0)
    assert len(first.json["outcomes"]) == 5
    assert second.json["outcomes"] == []


def test_without_time_to_wait_the_second_is_refused_and_sends_nothing(empty):
    first = empty.children.start(*APPLY, trap=STOPPED)
    first.wait_until_stopped()
    before = empty.last_request()

    second = empty.child(*APPLY, "--lock-timeout", "0")
    between = empty.last_request()
    first.signal(signal.SIGCONT)

    assert second.code == 5
    assert second.json["error"]["message"] == ('Another apply is running on instance "acronis-eu".')
    assert between == before
    assert first.code == 0


WRITING = (18, BEFORE, signal.SIGSTOP)
"""Amid the run, when the plan has been made and approved."""


def test_the_lock_is_held_while_it_writes(empty):
    first = empty.children.start(*APPLY, "--parallelism", "1", trap=WRITING)
    first.wait_until_stopped()
    begun = empty.api.tenants()

    second = empty.child(*APPLY, "--lock-timeout", "0")
    errand = empty.child("resend", "contoso", "--auto-approve", "--lock-timeout", "0")
    first.signal(signal.SIGCONT)

    assert [one["name"] for one in begun] == ["Contoso"]
    assert (second.code, errand.code) == (5, 5)
    assert first.code == 0


def test_a_minute_is_waited_for_the_lock():
    command = importlib.import_module("reconciler.cli.apply").command

    (option,) = [one for one in command.params if one.name == "lock_timeout"]

    assert option.default == 60


def test_reading_needs_no_lock(empty):
    first = empty.children.start(*APPLY, trap=STOPPED)
    first.wait_until_stopped()

    plan = empty.plan()
    first.signal(signal.SIGCONT)

    assert plan.exit_code == 0
    assert first.code == 0


def test_the_lock_of_a_killed_apply_is_gone(empty):
    killed = empty.child(*APPLY, trap=(1, BEFORE))

    second = empty.child(*APPLY, "--lock-timeout", "0")

    assert killed.code == -signal.SIGKILL
    assert second.code == 0, second.told
