"""Fixtures for tests of whole commands: one served sandbox per worker, a fresh world per test."""

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
def world(served, tmp_path, monkeypatch):
    """A sandbox as it was at the start, an empty working directory, and credentials."""
    served.side("POST", "reset")
    with_credentials(monkeypatch, served)
    monkeypatch.setenv("RECONCILER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Clock.__init__, "__defaults__", QuickClock().defaults())
    monkeypatch.chdir(tmp_path)
    world = World(served, tmp_path)
    yield world
    world.close()


@pytest.fixture
def elsewhere(world, served_too, monkeypatch):
    """A second MSP in another data centre; `instance` declares it as acronis-us."""
    served_too.side("POST", "reset")
    monkeypatch.setenv("ACRONIS_US_CLIENT_ID", served_too.client_id)
    monkeypatch.setenv("ACRONIS_US_CLIENT_SECRET", served_too.client_secret)
    elsewhere = Elsewhere(served_too)
    yield elsewhere
    elsewhere.api.close()


def with_credentials(monkeypatch, served):
    monkeypatch.setenv("ACRONIS_CLIENT_ID", served.client_id)
    monkeypatch.setenv("ACRONIS_CLIENT_SECRET", served.client_secret)
