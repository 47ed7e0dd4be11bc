"""When a token is fetched, and what a refused client is told."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest

from reconciler.acronis.request import Request
from reconciler.errors import AuthError, UnavailableError
from tests.acronis.server import Answer

GET = Request("GET", "/tenants")
POST = Request("POST", "/tenants", body={"name": "Contoso"})
FINE = Answer(body={"items": []})
REFUSED = Answer(401, {"error": {"code": 401, "message": "Token expired"}})


@pytest.fixture
def willing(server):
    server.respond = lambda asked: FINE
    return server


def bearers(server):
    return [asked.headers["Authorization"] for asked in server.asked]


def test_the_token_is_asked_for_with_basic_auth_and_a_form(willing, send):
    send(GET)

    (asked,) = willing.token_requests
    basic = b64encode(b"client-7:s3cret-of-client-7").decode()
    assert (asked.method, asked.path) == ("POST", "/idp/token")
    assert asked.headers["Authorization"] == f"Basic {basic}"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body.decode()) == {"grant_type": ["client_credentials"]}


def test_one_token_serves_many_requests(willing, send):
    for _ in range(3):
        send(GET)

    assert bearers(willing) == ["Bearer token-1"] * 3


@pytest.mark.parametrize(
    ("lifetime", "kept_for"),
    [
        ({"expires_in": 7200}, 6300),
        ({"expires_in": 1000}, 750),
        ({"expires_on": 1_000_000 + 7200, "expires_in": 10}, 6300),
        ({"expires_on": 5, "expires_in": 1000}, 750),
        ({"expires_on": "soon"}, 6300),
        ({}, 6300),
    ],
)
def test_a_token_is_renewed_before_it_expires(willing, send, still, lifetime, kept_for):
    willing.lifetime = lifetime

    for moment in (0, kept_for - 1, kept_for):
        still.time = 1_000_000 + moment
        send(GET)

    assert bearers(willing) == ["Bearer token-1"] * 2 + ["Bearer token-2"]


@pytest.mark.parametrize("request_", [GET, POST], ids=str)
def test_a_refused_token_is_renewed_and_the_request_sent_again(server, send, request_):
    server.answers = [REFUSED, FINE]

    answer = send(request_)

    assert answer == {"items": []}
    assert bearers(server) == ["Bearer token-1", "Bearer token-2"]


def test_a_token_is_renewed_once_for_a_request(server, send):
    server.answers = [REFUSED, REFUSED, FINE]

    with pytest.raises(AuthError) as raised:
        send(GET)

    assert str(raised.value) == "GET /tenants: 401 Token expired"
    assert bearers(server) == ["Bearer token-1", "Bearer token-2"]


def test_many_workers_renew_a_refused_token_once(server, send):
    def only_the_second(asked):
        return FINE if asked.headers["Authorization"] == "Bearer token-2" else REFUSED

    server.respond = only_the_second

    with ThreadPoolExecutor(8) as workers:
        answers = list(workers.map(send, [GET] * 16))

    assert answers == [{"items": []}] * 16
    assert len(server.token_requests) == 2


def test_the_token_is_asked_for_again_when_the_gateway_is_busy(server, send):
    server.tokens = [Answer(503), Answer(drop=True), Answer(429)]
    server.answers = [FINE]

    send(GET)

    assert len(server.token_requests) == 4


def test_a_wrong_secret_names_the_gateway_and_what_to_check(server, send):
    server.tokens = [
        Answer(
            401,
            {
                "domain": "Access",
                "reason": "InvalidClient",
                "error": "invalid_client",
                "error_description": "invalid client credentials: s3cret-of-client-7",
            },
        )
    ]

    with pytest.raises(AuthError) as raised:
        send(GET)

    assert str(raised.value) == (
        f"POST /idp/token: 401 invalid client credentials: *** (invalid_client), from {server.url}"
    )
    assert raised.value.hint == (
        'Check client_id and client_secret of instance "acronis-eu", '
        "and that gateway_url is the data centre they were made in."
    )
    assert raised.value.exit_code == 4
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(body=b"<html>Sign in</html>"), "200 the answer is not JSON"),
        (Answer(body={"token_type": "bearer"}), "the answer holds no token"),
        (Answer(404, b"<html>nginx</html>"), "404 Not Found, the answer is not JSON"),
        (Answer(302, headers={"Location": "/login"}), "302 Found, and redirects are not followed"),
    ],
    ids=["html", "no token", "nginx", "redirect"],
)
def test_an_answer_without_a_token_is_no_api_of_ours(server, send, answer, words):
    server.tokens = [answer]

    with pytest.raises(UnavailableError) as raised:
        send(GET)

    assert str(raised.value) == f"POST /idp/token: {words}, from {server.url}"


def test_the_secret_is_not_part_of_what_a_gateway_looks_like(gateway):
    assert "s3cret" not in repr(gateway)


def test_neither_token_nor_secret_shows_in_what_a_program_prints_of_its_values(willing, writer):
    writer.transport.send(GET)

    shown = repr(writer.transport._bearer) + repr(writer.transport._line)

    assert "token-1" not in shown
    assert "s3cret-of-client-7" not in shown
