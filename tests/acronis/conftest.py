"""A server that does as it is told, a clock that never waits, and clients between them."""

from math import inf

import pytest
from vcr import VCR

from reconciler.acronis import clock
from reconciler.acronis.connect import connect_read, connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from tests.acronis.recording import CASSETTES, REPLAYED, Recording
from tests.acronis.scrub import Scrubber
from tests.acronis.server import Server, running
from tests.acronis.still_clock import StillClock


@pytest.fixture
def still(monkeypatch):
    """Every wait is slept in one piece, so that it can be seen."""
    monkeypatch.setattr(clock, "SLICE", inf)
    return StillClock()


@pytest.fixture
def server():
    with running(Server()) as server:
        yield server


@pytest.fixture
def gateway(server):
    return Gateway("acronis-eu", server.url, "client-7", "s3cret-of-client-7")


@pytest.fixture
def reader(gateway, still, tmp_path):
    with connect_read(gateway, home=tmp_path, limiters=Limiters(still.clock)) as client:
        yield client


@pytest.fixture
def writer(gateway, still, tmp_path):
    with connect_write(gateway, home=tmp_path, limiters=Limiters(still.clock)) as client:
        yield client


@pytest.fixture
def send(writer):
    return writer.transport.send


@pytest.fixture
def recorded(request, tmp_path):
    """A client on the cassette that is named like the test; its lists have pages of two."""
    plugins = request.config.pluginmanager.get_plugins()
    recording = next((one for one in plugins if isinstance(one, Recording)), None)
    source = recording.gateway if recording else REPLAYED
    scrubber = Scrubber(source.origin, source.client_id, source.client_secret)
    cassette = VCR(
        record_mode="all" if recording else "none",
        match_on=["method", "path", "query", "body"],
        before_record_request=scrubber.request,
        before_record_response=scrubber.response,
        decode_compressed_response=True,
    ).use_cassette(str(CASSETTES / f"{request.node.name.removeprefix('test_')}.yaml"))
    with cassette, connect_write(source, home=tmp_path) as client:
        client.limit = 2
        yield client
