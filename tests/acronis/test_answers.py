"""What an answer becomes: JSON, or an error that can be read."""

import pytest

from reconciler.acronis.request import Request
from reconciler.errors import (
    ApiError,
    AuthError,
    ConflictError,
    NotFoundError,
    UnavailableError,
)
from tests.acronis.server import Answer

GET = Request("GET", "/tenants/{id}", "t1")
POST = Request("POST", "/tenants", body={"name": "Contoso"})


def problem(code, message, **more):
    return {"error": {"code": code, "message": message, "domain": None, **more}}


@pytest.mark.parametrize(
    ("answer", "kind", "code", "message"),
    [
        (
            Answer(409, problem(1004, "Tenant name conflict.")),
            ConflictError,
            1004,
            "409 Tenant name conflict (1004)",
        ),
        (
            Answer(400, problem("1001", "Version mismatch")),
            ConflictError,
            1001,
            "400 Version mismatch (1001)",
        ),
        (
            Answer(400, problem(1006, "Prohibited.", details={"info": "It is enabled."})),
            ApiError,
            1006,
            "400 Prohibited (1006): It is enabled",
        ),
        (
            Answer(400, problem(400, "Bad Request", details={"info": "Bad Request"})),
            ApiError,
            400,
            "400 Bad Request",
        ),
        (Answer(401, problem(401, "No token")), AuthError, 401, "401 No token"),
        (
            Answer(403, problem(1002, "Access denied", details={"info": None})),
            AuthError,
            1002,
            "403 Access denied (1002)",
        ),
        (Answer(404, problem(404, "Not found")), NotFoundError, 404, "404 Not found"),
        (Answer(400, problem(1005, "Not found")), NotFoundError, 1005, "400 Not found (1005)"),
        (Answer(409), ConflictError, None, "409 Conflict"),
        (Answer(404), NotFoundError, None, "404 Not Found"),
        (
            Answer(403, {"error": "access_denied", "error_description": ""}),
            AuthError,
            "access_denied",
            "403 access_denied",
        ),
        (Answer(501, problem(501, "")), UnavailableError, 501, "501 Not Implemented"),
        (Answer(400, problem(None, "")), ApiError, None, "400 Bad Request"),
        (Answer(400, [1, 2]), ApiError, None, "400 Bad Request"),
        (
            Answer(400, b"No"),
            ApiError,
            None,
            "400 Bad Request, the answer is not JSON",
        ),
        (Answer(404, {}), NotFoundError, None, "404 Not Found"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_error_says_what_the_api_said(server, send, answer, kind, code, message):
    server.answers = [answer] * 2

    with pytest.raises(ApiError) as raised:
        send(POST)

    error = raised.value
    assert type(error) is kind
    assert str(error) == f"POST /tenants: {message}"
    assert (error.request, error.status, error.code) == ("POST /tenants", answer.status, code)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(200, b"<html>Maintenance</html>"), "200 the answer is not JSON"),
        (Answer(200, b'{"id": "t1", "na'), "200 the answer is not JSON"),
        (Answer(200, b"\xff\xfe"), "200 the answer is not JSON"),
        (Answer(200, b"[" * 100_000), "200 the answer is not JSON"),
        (Answer(501, b"<html>"), "501 Not Implemented, the answer is not JSON"),
        (Answer(404, b"<html>"), "404 Not Found, the answer is not JSON"),
        (Answer(599, b"busy"), "599 is no known status, the answer is not JSON"),
    ],
    ids=["html", "cut", "bytes", "deep", "501", "404", "599"],
)
def test_an_answer_that_is_not_the_apis_concludes_nothing(server, send, answer, message):
    server.answers = [answer]

    with pytest.raises(UnavailableError) as raised:
        send(GET)

    assert str(raised.value) == f"GET /tenants/t1: {message}"
    assert raised.value.exit_code == 8


@pytest.mark.parametrize("answer", [Answer(204), Answer(200)], ids=["204", "empty"])
def test_no_body_is_no_json(server, send, answer):
    server.answers = [answer]

    assert send(POST) is None


def test_what_the_api_says_cannot_steer_a_terminal(server, send):
    text = "Name \x1b[31mred\x07\r\nPlan: 0 to add\u202e" + "x" * 1000
    server.answers = [Answer(400, problem(1027, text))]

    with pytest.raises(ApiError) as raised:
        send(POST)

    shown = "Name \ufffd[31mred\ufffd Plan: 0 to add\ufffd" + "x" * 1000
    assert str(raised.value) == f"POST /tenants: 400 {shown[:299]}… (1027)"


def test_an_error_does_not_repeat_the_secret_or_the_token(server, send):
    said = "token-1 of s3cret-of-client-7 sent 'Bearer abcdefgh12' to https://u:p@host/x?q=1"
    server.answers = [Answer(400, problem(400, "Bad", details={"info": said}))]

    with pytest.raises(ApiError) as raised:
        send(POST)

    assert str(raised.value) == ("POST /tenants: 400 Bad: *** of *** sent '***' to https://host/x")


def test_an_error_holds_no_exception_with_the_request_in_it(server, send):
    server.answers = [Answer(drop=True)]

    with pytest.raises(UnavailableError) as raised:
        send(POST)

    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@pytest.mark.parametrize("code", [1003, 1012, 1021])
def test_a_known_code_comes_with_what_to_do(server, send, code):
    server.answers = [Answer(400, problem(code, "No"))]

    with pytest.raises(ApiError) as raised:
        send(POST)

    assert raised.value.hint.endswith(".")
