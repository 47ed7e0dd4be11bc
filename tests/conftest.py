"""Fixtures for tests of whole commands: one served sandbox per worker, a fresh world per test."""

from contextlib import contextmanager

import pytest

from reconciler.acronis.clock import Clock
from tests.harness.quick_clock import QuickClock
from tests.harness.served import serving
from tests.harness.world import Elsewhere, World


@pytest.fixture(scope="session")
def served():
    with serving(7) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def served_too():
    with serving(8) as sandbox:
        yield sandbox


@pytest.fixture
def worlds(tmp_path, monkeypatch):
    """Makes worlds: a sandbox as it was at the start, an empty folder, and credentials."""
    monkeypatch.setenv("RECONCILER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Clock.__init__, "__defaults__", QuickClock().defaults())
    monkeypatch.chdir(tmp_path)

    @contextmanager
    def world_on(served):
        served.side("POST", "reset")
        monkeypatch.setenv("ACRONIS_CLIENT_ID", served.client_id)
        monkeypatch.setenv("ACRONIS_CLIENT_SECRET", served.client_secret)
        world = World(served, tmp_path)
        yield world
        world.close()

    return world_on


@pytest.fixture
def world(worlds, served):
    with worlds(served) as world:
        yield world


@pytest.fixture
def elsewhere(world, served_too, monkeypatch):
    """A second MSP in another data centre; `instance` declares it as acronis-us."""
    served_too.side("POST", "reset")
    monkeypatch.setenv("ACRONIS_US_CLIENT_ID", served_too.client_id)
    monkeypatch.setenv("ACRONIS_US_CLIENT_SECRET", served_too.client_secret)
    elsewhere = Elsewhere(served_too)
    yield elsewhere
    elsewhere.api.close()
