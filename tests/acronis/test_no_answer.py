"""Why there is no answer, told from what the libraries below raise."""

import ssl

import pytest
import requests
import urllib3.exceptions as below
from requests.adapters import BaseAdapter

from reconciler.acronis.bearer import BearerAuth
from reconciler.acronis.connect import connect_read
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiter, Limiters
from reconciler.acronis.line import Line
from reconciler.acronis.no_answer import why_none
from reconciler.acronis.reply import NoAnswer
from reconciler.acronis.request import Request
from reconciler.errors import UnavailableError

UNTRUSTED = requests.exceptions.SSLError(
    below.MaxRetryError(
        None, "/api/2/tenants?uuids=1", below.SSLError(ssl.SSLCertVerificationError("self-signed"))
    )
)
UNKNOWN_HOST = requests.ConnectionError(
    below.MaxRetryError(
        None, "/api/2/tenants", below.NameResolutionError("eu.example", None, OSError("-2"))
    )
)
UNREACHABLE = requests.ConnectionError(
    below.MaxRetryError(None, "/", below.NewConnectionError(None, "No route to host"))
)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (UNTRUSTED, NoAnswer("the certificate is not trusted", sent=False, final=True)),
        (UNKNOWN_HOST, NoAnswer("the host name is not known", sent=False)),
        (UNREACHABLE, NoAnswer("the host cannot be reached", sent=False)),
        (requests.ConnectTimeout(), NoAnswer("connecting took too long", sent=False)),
        (requests.exceptions.ProxyError(), NoAnswer("the proxy did not connect", sent=False)),
        (requests.ReadTimeout(), NoAnswer("it took too long", sent=True)),
        (requests.exceptions.ChunkedEncodingError(), NoAnswer("the connection broke", sent=True)),
    ],
    ids=lambda value: value.why if isinstance(value, NoAnswer) else "",
)
def test_what_is_raised_below_becomes_a_reason(error, expected):
    assert why_none(error) == expected


def test_causes_that_go_round_in_a_circle_have_an_end():
    one, two = requests.ConnectionError(), ValueError()
    one.__context__, two.__context__ = two, one

    assert why_none(one).why == "the connection broke"


def test_a_certificate_that_is_not_trusted_is_not_tried_again(still):
    class Untrusting(BaseAdapter):
        def send(self, request, **_):
            raise UNTRUSTED

        def close(self):
            """There is nothing to close."""

    with requests.Session() as session:
        session.mount("https://", Untrusting())
        line = Line(session, "https://eu.example", "eu", Limiter(still.clock), still.clock)
        with pytest.raises(UnavailableError) as raised:
            line.send(Request("GET", "/tenants"), BearerAuth("token"))

    assert str(raised.value) == "GET /tenants: no answer, the certificate is not trusted, from eu"
    assert line.tally.as_json()["read"] == 1
    assert still.slept == []


def test_a_gateway_without_tls_is_not_spoken_to_in_the_clear(server, still, tmp_path):
    gateway = Gateway("eu", server.url.replace("http:", "https:"), "client-7", "s3cret")

    with (
        connect_read(gateway, home=tmp_path, limiters=Limiters(still.clock)) as client,
        pytest.raises(UnavailableError) as raised,
    ):
        client.own_tenant_id()

    assert str(raised.value) == f"POST /idp/token: no answer, TLS failed, from {gateway.origin}"
    assert server.token_requests == []
