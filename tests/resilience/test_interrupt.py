"""Ctrl-C and SIGTERM: the first stops between requests and keeps the result, the second at once."""

import json
import signal

import pytest

from tests.resilience.story import AFTER
from tests.resilience.trap import ANSWERED, BEFORE

APPLY = ("apply", "--auto-approve", "-o", "json", "--parallelism", "1")
READING, WRITING = 5, 16
"""Numbers of requests: amid the refresh, and amid the run."""
STOPPING = "Stopping after the requests under way"
LONG = 8000
"""Milliseconds that a request takes which nobody is going to wait for."""


@pytest.fixture
def declared(stage):
    """The stage with the scenario's manifests and a home without results."""
    stage.declare(AFTER)
    for file in results(stage):
        file.unlink()
    return stage


def results(stage):
    return list((stage.folder / "home" / "results").glob("*.json"))


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_the_first_signal_stops_between_requests_and_the_result_is_kept(declared, number, code):
    stopped = declared.child(*APPLY, trap=(WRITING, BEFORE, number))
    (file,) = results(declared)
    again = declared.child(*APPLY)

    document = stopped.json
    assert stopped.code == code
    assert json.loads(file.read_text(encoding="utf-8")) == document
    assert document["exit_code"] == code
    assert document["summary"]["done"] > 0
    assert document["summary"]["not_started"] > 0
    assert document["summary"]["failed"] == document["summary"]["unknown"] == 0
    assert STOPPING in stopped.stderr
    assert again.code == 0
    assert declared.plan("--detailed-exitcode").exit_code == 0


def test_after_the_last_request_there_is_nothing_left_to_stop(declared):
    stopped = declared.child(*APPLY, trap=(34, ANSWERED, signal.SIGINT))

    assert stopped.code == 130
    assert stopped.json["summary"]["not_started"] == 0
    assert declared.plan("--detailed-exitcode").exit_code == 0


def test_the_second_signal_stops_at_once(declared):
    declared.fault(None, None, nth=WRITING, delay_ms=LONG, status=503)
    before = declared.last_request()

    child = declared.children.start(*APPLY, trap=(WRITING, BEFORE, signal.SIGINT))
    child.wait_until_it_says(STOPPING)
    child.signal(signal.SIGINT)

    assert child.code == 130
    assert declared.last_request() == before + WRITING - 1  # that one was still under way
    (file,) = results(declared)
    document = child.json
    assert json.loads(file.read_text(encoding="utf-8")) == document
    assert document["exit_code"] == 130
    assert document["summary"]["unknown"] == 1
    assert document["summary"]["done"] > 0
    assert document["summary"]["not_started"] + document["summary"]["blocked"] > 0


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_while_reading_there_is_nothing_to_wait_for(declared, number, code):
    before = declared.state()

    stopped = declared.child(*APPLY, trap=(READING, BEFORE, number))

    assert stopped.code == code
    assert stopped.stderr == "Interrupted.\n"
    assert stopped.json["errored"]
    assert not stopped.json["complete"]
    assert declared.state() == before
    assert results(declared) == []
