"""Once it is told to stop, a run starts nothing more and says what it has not started."""

from reconciler.executor import execute
from reconciler.stamp import read
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


def test_an_account_that_is_done_when_its_run_is_stopped_is_sealed(lab, stop):
    plan = lab.plan(WANTED)
    outcomes = {}

    for one in execute(plan, {INSTANCE: lab.api}, run="0" * 8, parallelism=1, stop=stop):
        outcomes[str(one.address)] = str(one.status)
        if lab.mails:
            stop.set()

    (reached,) = [
        name for name, status in outcomes.items() if (name[-10:], status) == ("activation", "done")
    ]
    account = reached.split("/")[1]
    stamp = read(lab.tenant({"contoso": "Contoso", "fabrikam": "Fabrikam"}[account]).internal_tag)
    assert stamp.mail.confirmed
    assert outcomes[f"{INSTANCE}/{account}/tenant"] == "done"
    assert "not_started" in outcomes.values()
