"""Fixtures: a stage per worker that stands where the scenario begins, put back for each test."""

import pytest

from reconciler.acronis.clock import Clock
from tests.harness.quick_clock import QuickClock
from tests.harness.served import serving
from tests.resilience.stage import Stage
from tests.resilience.story import set_up, turn


@pytest.fixture(scope="session")
def theatre(tmp_path_factory):
    """The stage of a worker, with the marks "empty", "before" and "turned"."""
    folder = tmp_path_factory.mktemp("stage")
    data = folder / "sandbox.db"
    with pytest.MonkeyPatch.context() as patch, serving(7, "--data", str(data)) as served:
        settle(patch, served, folder)
        stage = Stage(served, folder, data)
        stage.mark("empty")
        set_up(stage)
        stage.mark("before")
        turn(stage)
        stage.mark("turned")
        yield stage
        stage.close()


@pytest.fixture
def stage(theatre, monkeypatch):
    """The stage where the scenario begins, with no manifest declared."""
    settle(monkeypatch, theatre.served, theatre.folder)
    theatre.rewind("before")
    return theatre


def settle(patch, served, folder):
    """Credentials, a home and a working directory for commands that run in this very process."""
    patch.setenv("ACRONIS_CLIENT_ID", served.client_id)
    patch.setenv("ACRONIS_CLIENT_SECRET", served.client_secret)
    patch.setenv("RECONCILER_HOME", str(folder / "home"))
    patch.setattr(Clock.__init__, "__defaults__", QuickClock().defaults())
    patch.chdir(folder)
