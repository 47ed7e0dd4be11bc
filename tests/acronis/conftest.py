"""A server that does as it is told, a clock that never waits, and clients between them."""

import pytest

from reconciler.acronis.connect import connect_read, connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from tests.acronis.server import Server, running
from tests.acronis.still_clock import StillClock


@pytest.fixture
def still():
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
