"""How fast a run went, told in its result."""

from tests.resilience.story import AFTER


def newest(folder):
    """The result of the last run."""
    return max(
        (folder / "home" / "results").glob("*.json"), key=lambda file: file.stat().st_mtime_ns
    )


def test_the_result_tells_the_rate_that_was_achieved(stage):
    stage.declare(AFTER)

    result = stage.applied("--parallelism", "3")

    told = stage.run("show", str(newest(stage.folder)))
    requests = result.json["requests"]
    number = requests["read"] + requests["write"]
    assert f"{number} requests, {requests['rate']:g} a second." in told.stdout
    assert requests["parallelism"] == 3
    assert 0 < requests["rate"] <= requests["read"] + requests["write"]


def test_a_throttled_run_is_slower_and_still_complete(stage):
    stage.declare(AFTER)
    stage.fault(None, None, nth=12, times=3, status=429, retry_after=30)

    result = stage.applied()

    assert result.json["requests"]["rate"] < 5
    assert stage.plan("--detailed-exitcode").exit_code == 0
