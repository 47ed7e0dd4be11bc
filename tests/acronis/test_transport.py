"""Where requests go, what goes with them, and what is kept of them."""

import logging
from contextlib import closing

import pytest
import requests

import reconciler
from reconciler.acronis.connect import connect_read, connect_write
from reconciler.acronis.embedded import WsgiAdapter
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.acronis.request import Request
from reconciler.errors import RefusedError, UnavailableError
from tests.acronis.server import Answer, Server, running

GET = Request("GET", "/tenants/{id}", "t1")
FINE = Answer(body={"items": []})


@pytest.fixture
def willing(server):
    server.respond = lambda asked: FINE
    return server


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_reader_cannot_write(server, reader, method):
    with pytest.raises(RuntimeError, match="does not write"):
        reader.transport.send(Request(method, "/tenants"))

    assert server.asked == server.token_requests == []


def test_requests_say_who_is_asking_and_how(willing, send):
    send(Request("PUT", "/tenants/{id}", "a/b", {"x": "1 2"}, {"name": "Zoë"}))

    (asked,) = willing.asked
    assert (asked.method, asked.path, asked.query) == ("PUT", "/tenants/a%2Fb", {"x": "1 2"})
    assert asked.body == b'{"name": "Zo\\u00eb"}'
    assert asked.headers["User-Agent"] == f"acronis-reconciler/{reconciler.__version__}"
    assert asked.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("nothing", ["", ".", ".."])
def test_an_id_that_would_name_another_path_is_a_bug(nothing):
    with pytest.raises(ValueError, match="is not an id"):
        Request("DELETE", "/tenants/{id}", nothing)


def test_a_redirect_is_not_followed(server, send):
    with running(Server(respond=lambda asked: FINE)) as elsewhere:
        server.answers = [Answer(307, headers={"Location": elsewhere.url + "/api/2/tenants"})]

        with pytest.raises(UnavailableError) as raised:
            send(GET)

    assert elsewhere.asked == []
    assert str(raised.value) == (
        "GET /tenants/t1: 307 Temporary Redirect, and redirects are not followed"
    )


def test_cookies_are_not_kept(server, send):
    server.answers = [Answer(body={}, headers={"Set-Cookie": "session=1"}), FINE]

    send(GET)
    send(GET)

    assert "Cookie" not in server.asked[1].headers


def test_what_is_for_this_machine_goes_through_no_proxy(willing, send, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    assert send(GET) == {"items": []}


@pytest.mark.parametrize(
    ("url", "objection"),
    [
        (
            "http://eu2-cloud.acronis.com",
            "is plain http to eu2-cloud.acronis.com, which only this machine may be spoken to in",
        ),
        ("http://127.0.0.1.example.com", "is plain http to 127.0.0.1.example.com"),
        ("http://127.0.0.1@example.com", "must not hold credentials"),
        ("https://me:s3cret@example.com", "must not hold credentials"),
        ("https://example.com/api/2", "must end after the host"),
        ("https://example.com?x=1", "must end after the host"),
        ("https://", "must begin with https://"),
        ("ftp://example.com", "must begin with https://"),
        ("eu2-cloud.acronis.com", "must begin with https://"),
        ("https://[::1", "is not an address"),
        ("https://example.com:99999", "is not an address"),
        ("https://example.com\\@evil.example", "is not an address"),
        ("sandbox://../../etc/passwd", "must be of the form sandbox://NAME"),
        ("sandbox://a/b", "must be of the form sandbox://NAME"),
    ],
)
def test_credentials_go_nowhere_else(url, objection):
    with pytest.raises(RefusedError) as raised:
        Gateway("acronis-eu", url, "client-7", "s3cret")

    assert str(raised.value).startswith(f'The gateway_url of instance "acronis-eu" {objection}')
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://EU2-cloud.acronis.com/", "https://eu2-cloud.acronis.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
        ("sandbox://demo", "sandbox://demo"),
    ],
)
def test_a_gateway_is_known_by_its_origin(url, origin):
    assert Gateway("acronis-eu", url).origin == origin


def test_tls_is_verified_and_proxies_are_those_of_the_environment(tmp_path):
    with connect_read(Gateway("eu", "https://example.com", "c", "s"), home=tmp_path) as client:
        session = client.transport._line.session

        assert session.verify is True
        assert session.trust_env is True
        assert list(session.adapters) == ["https://example.com/"]


def test_every_try_is_counted_by_endpoint(server, writer):
    server.answers = [Answer(503), FINE, FINE, Answer(204), FINE]

    for request in (
        GET,
        Request("GET", "/tenants/{id}", "t2"),
        Request("DELETE", "/tenants/{id}", "t2", {"version": "1"}),
        Request("POST", "/tenants", body={}),
    ):
        writer.transport.send(request)

    assert writer.requests() == {
        "read": 4,
        "write": 2,
        "by_endpoint": {
            "DELETE /tenants/{id}": 1,
            "GET /tenants/{id}": 3,
            "POST /idp/token": 1,
            "POST /tenants": 1,
        },
    }


def test_the_log_has_a_line_for_every_request_and_no_secret(server, send, caplog):
    caplog.set_level(logging.DEBUG, logger="reconciler.acronis")
    server.answers = [Answer(body={"secret": "in a body"}), Answer(drop=True)]

    send(Request("GET", "/users/check_login", query={"username": "ann@contoso.example"}))
    with pytest.raises(UnavailableError):
        send(Request("POST", "/tenants", body={"name": "in a body"}))

    ours = [record.getMessage() for record in caplog.records if record.name == "reconciler.acronis"]
    assert ours == [
        "POST /idp/token 200 0 ms",
        "GET /users/check_login 200 0 ms",
        "POST /tenants the connection broke 0 ms",
    ]
    for secret in ("s3cret-of-client-7", "token-1", "Bearer", "Basic", "in a body"):
        assert secret not in caplog.text


def test_instances_on_one_host_share_its_pace(willing, still, tmp_path):
    limiters = Limiters(still.clock)
    first = Gateway("one", willing.url, "a", "b")
    second = Gateway("two", willing.url + "/", "c", "d")

    with (
        connect_read(first, home=tmp_path, limiters=limiters) as one,
        connect_write(second, home=tmp_path, limiters=limiters) as two,
    ):
        one.transport.send(GET)

        assert one.transport.achieved_rate == two.transport.achieved_rate == 2


def test_a_wsgi_application_answers_like_a_server():
    def app(environ, start_response):
        start_response("201 Created", [("Content-Type", "application/json"), ("X-Two", "2")])
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        seen = (environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"])
        return [" ".join([*seen, environ["HTTP_AUTHORIZATION"], body.decode()]).encode()]

    closed = []
    with requests.Session() as session:
        session.mount("https://", WsgiAdapter(app, lambda: closed.append(True)))
        answer = session.put(
            "https://x.invalid/a%20b?c=%2B", json={"d": 1}, headers={"Authorization": "B t"}
        )

    assert answer.status_code == 201
    assert answer.headers["X-Two"] == "2"
    assert answer.text == 'PUT /a b c=%2B B t {"d": 1}'
    assert closed


def test_a_wsgi_application_can_drop_a_connection():
    def app(environ, start_response):
        raise ConnectionResetError("dropped")

    with requests.Session() as session, closing(WsgiAdapter(app)) as adapter:
        session.mount("https://", adapter)

        with pytest.raises(requests.ConnectionError):
            session.get("https://x.invalid/")
