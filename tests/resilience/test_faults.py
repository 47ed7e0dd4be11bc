"""The fault matrix: trouble at every request of an apply; it converges, or it says what it left."""

import time
from collections import Counter

import pytest

from tests.resilience.story import AFTER, CLOSED, MAKING, SCENARIOS, TURNING

APPLY = ("apply", "--auto-approve", "-o", "json", "--parallelism", "1")
EVERY = [
    *(("making", at) for at in range(1, MAKING.requests + 1)),
    # It looks as the first one does.
    *(("turning", at) for at in range(TURNING.reading + 1, TURNING.requests + 1)),
]
LOOKING, DELETING = 11, 16
"""The last request of an apply of one deletion that looks beforehand, and its last of all."""
PATIENCE = 0.6
"""Seconds that the client waits for an answer here."""
SLOW = 900
"""Milliseconds that the server takes for a slow answer."""
EFFECTS = {
    "429": {"status": 429, "retry_after": 7},
    "500": {"status": 500},
    "502": {"html": True, "status": 502},
    "503": {"status": 503, "retry_after": 1},
    "html": {"html": True, "status": 200},
    "truncated": {"truncated": True},
    "dropped": {"drop": "before"},
    "lost": {"drop": "after"},
    "slow": {"delay_ms": SLOW},
}


@pytest.fixture
def patient(monkeypatch):
    """A client that is out of patience soon."""
    monkeypatch.setattr("reconciler.acronis.line.TIMEOUT", (PATIENCE, PATIENCE))


@pytest.fixture(scope="module")
def undisturbed(theatre):
    """The states that the scenarios end in."""
    return {name: ended(theatre, scenario) for name, scenario in SCENARIOS.items()}


def ended(stage, scenario):
    scenario.begin(stage)
    done = stage.applied("--parallelism", "1", *scenario.acks)
    assert len(done.requests) == scenario.requests
    return stage.state()


@pytest.mark.parametrize(("name", "at"), EVERY)
@pytest.mark.parametrize("effect", EFFECTS)
def test_trouble_at_a_request_ends_well_or_in_a_true_report(
    stage, undisturbed, patient, effect, name, at
):
    scenario = SCENARIOS[name]
    scenario.begin(stage)
    stage.fault(None, None, nth=at, **EFFECTS[effect])

    first = stage.run(*APPLY, *scenario.acks)
    let_the_late_one_end(effect)
    stage.mend()
    plan = stage.plan()
    if plan.json["resource_changes"]:
        stage.applied(*scenario.acks)

    assert_true(first, plan)
    assert stage.state() == undisturbed[name]
    assert_over(stage, scenario)


@pytest.mark.parametrize("at", range(1, MAKING.requests + 1, 2))
@pytest.mark.parametrize("effect", ["429", "500", "dropped", "lost"])
def test_an_outage_from_a_request_on_is_told_as_it_is(stage, undisturbed, effect, at):
    stage.declare(AFTER)
    stage.fault(None, None, nth=at, times=100_000, **EFFECTS[effect])

    first = stage.run(*APPLY)
    stage.mend()
    plan = stage.plan()
    stage.applied()

    assert_true(first, plan)
    assert first.exit_code != 0
    assert stage.state() == undisturbed["making"]
    assert_over(stage, MAKING)


def test_a_deletion_takes_as_many_requests_as_its_matrix_covers(stage):
    stage.declare(CLOSED)
    digest = stage.plan("--target", "wingtip").json["digest"]

    done = stage.run(*APPLY, "--target", "wingtip", "--ack", f"V-60:{digest}")

    assert len(done.requests) == DELETING
    assert [write.split()[0] for write in done.writes] == ["PUT", "DELETE"]
    assert done.requests[-1]["method"] == "DELETE"


@pytest.mark.parametrize("at", range(LOOKING, DELETING + 1))
@pytest.mark.parametrize("effect", EFFECTS)
def test_trouble_at_a_deletion(stage, patient, effect, at):
    stage.declare(CLOSED)
    digest = stage.plan("--target", "wingtip").json["digest"]
    ack = ("--target", "wingtip", "--ack", f"V-60:{digest}")
    stage.fault(None, None, nth=at, **EFFECTS[effect])

    first = stage.run(*APPLY, *ack)
    let_the_late_one_end(effect)
    stage.mend()
    plan = stage.plan("--target", "wingtip")

    assert_true(first, plan)
    assert len(stage.api.tenants("Wingtip")) == len(plan.json["resource_changes"])


def let_the_late_one_end(effect):
    """A request that nobody waits for any more goes on, and must not reach into another test."""
    if effect == "slow":
        time.sleep(SLOW / 1000 - PATIENCE + 0.2)


def assert_true(result, plan):
    """The exit code and the outcomes say what the plan that was made afterwards shows."""
    if "outcomes" not in result.json:
        assert result.exit_code == 8
        assert result.writes == []
        return
    outcomes = result.json["outcomes"]
    changes = plan.json["resource_changes"]
    left = {one["address"] for one in changes}
    missing = {one["address"] for one in changes if not only_the_stamp(one)}
    done = {one["address"] for one in outcomes if one["status"] == "done"}
    undone = {one["address"] for one in outcomes if one["status"] not in ("done", "unknown")}
    assert result.exit_code == (0 if len(done) == len(outcomes) else 7)
    assert not done & missing
    # The mail's mark can be left in the stamp though no mail went out: the next plan warns of it.
    told = {one["address"] for one in plan.json["findings"] if one["code"] == "D-14"}
    assert undone <= left | told


def only_the_stamp(entry):
    """Whether nothing but the account's note of what was applied is missing."""
    before, after = entry["change"]["before"], entry["change"]["after"]
    if before is None or after is None:
        return False
    return {name for name in after if after[name] != before.get(name)} == {"internal_tag"}


def assert_over(stage, scenario):
    """Nothing is left to do, and nobody was mailed twice, or has missed a mail in silence."""
    plan = stage.plan("--detailed-exitcode")
    mails = Counter(one["login"] for one in stage.mails())
    assert plan.exit_code == 0
    assert set(mails.values()) == {1}
    assert scenario.invited in mails or "D-14" in plan.codes
