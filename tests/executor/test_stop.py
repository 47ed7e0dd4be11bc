"""Once it is told to stop, a run starts nothing more and says what it has not started."""

from reconciler.executor import execute
from tests.builders import INSTANCE, customer, manifest, reseller, sold

WANTED = manifest(reseller(), customer(bill_to="contoso"), sold())


def test_a_run_that_is_stopped_at_once_writes_nothing(lab, stop):
    plan = lab.plan(WANTED)
    lab.forget_requests()
    stop.set()

    ended = lab.run(plan, stop=stop)

    assert {one.status for one in ended.values()} == {"not_started"}
    assert len(ended) == len(plan.changes)
    assert lab.writes == []


def test_a_run_that_is_stopped_midway_says_what_is_left_and_the_next_one_does_that(lab, stop):
    plan = lab.plan(WANTED)
    outcomes = []

    for outcome in execute(plan, {INSTANCE: lab.api}, run="0" * 8, parallelism=1, stop=stop):
        outcomes.append(outcome)
        stop.set()
    again = lab.apply(WANTED)

    statuses = [str(one.status) for one in outcomes]
    assert statuses[0] == "done"
    assert set(statuses) == {"done", "not_started"}
    assert len(outcomes) == len(plan.changes)
    assert set(again.values()) == {"done"}
    assert lab.mails == ["contoso-admin", "fabrikam-admin"]
