"""Which requests are sent again, when, and how often."""

from email.utils import formatdate
from math import inf

import pytest

from reconciler.acronis import clock
from reconciler.acronis.bearer import BearerAuth
from reconciler.acronis.limiter import Limiter
from reconciler.acronis.line import Line
from reconciler.acronis.request import Request
from reconciler.errors import ApiError, ConflictError, ThrottledError, UnavailableError
from tests.acronis.server import Answer

GET = Request("GET", "/tenants")
POST = Request("POST", "/tenants", body={"name": "Contoso"})
PUT = Request("PUT", "/tenants/{id}", "t1", body={"version": 3})
DELETE = Request("DELETE", "/tenants/{id}", "t1", {"version": "4"})

FINE = Answer(body={"items": []})
LOST = Answer(drop=True)
INTERNAL = Answer(400, {"error": {"code": 1000, "message": "Internal error"}})


def paths(server):
    return [f"{asked.method} {asked.path}" for asked in server.asked]


@pytest.mark.parametrize("request_", [GET, PUT, DELETE], ids=str)
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_is_safe_is_sent_again_after_a_passing_failure(server, send, request_, status):
    server.answers = [Answer(status), FINE]

    answer = send(request_)

    assert answer == {"items": []}
    assert paths(server) == [str(request_)] * 2


@pytest.mark.parametrize("request_", [GET, PUT, DELETE], ids=str)
@pytest.mark.parametrize("failure", [LOST, INTERNAL], ids=["lost", "1000"])
def test_what_is_safe_is_sent_again_after_a_lost_answer(server, send, request_, failure):
    server.answers = [failure, FINE]

    answer = send(request_)

    assert answer == {"items": []}
    assert paths(server) == [str(request_)] * 2


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_post_that_may_have_been_executed_is_not_sent_again(server, send, status):
    server.answers = [Answer(status), FINE]

    with pytest.raises(UnavailableError) as raised:
        send(POST)

    assert paths(server) == ["POST /tenants"]
    assert raised.value.sent


def test_a_post_whose_answer_is_lost_is_not_sent_again(server, send):
    server.answers = [LOST, FINE]

    with pytest.raises(UnavailableError) as raised:
        send(POST)

    assert paths(server) == ["POST /tenants"]
    assert raised.value.sent
    assert str(raised.value) == (
        f"POST /tenants: no answer, the connection broke, from {server.url}"
    )


def test_a_post_that_failed_inside_the_api_is_not_sent_again(server, send):
    server.answers = [INTERNAL, FINE]

    with pytest.raises(UnavailableError, match="1000"):
        send(POST)

    assert paths(server) == ["POST /tenants"]


def test_a_throttled_post_is_sent_again(server, send):
    server.answers = [Answer(429), Answer(201, {"id": "t1"})]

    assert send(POST) == {"id": "t1"}
    assert paths(server) == ["POST /tenants"] * 2


def test_a_post_that_was_never_sent_is_sent_again(server, send, writer, still):
    line = writer.transport._line
    nobody = Line(
        line.session, "http://127.0.0.1:9/api/2", "nobody", Limiter(still.clock), still.clock
    )
    line.session.mount("http://127.0.0.1:9/", line.session.get_adapter(server.url + "/"))

    with pytest.raises(UnavailableError) as raised:
        nobody.send(POST, BearerAuth("token"))

    assert nobody.tally.as_json()["by_endpoint"] == {"POST /tenants": 5}
    assert str(raised.value) == "POST /tenants: no answer, the connection was refused, from nobody"
    assert not raised.value.sent


@pytest.mark.parametrize("status", [400, 403, 404, 409, 501])
def test_what_will_not_pass_is_not_sent_again(server, send, status):
    server.answers = [Answer(status), FINE]

    with pytest.raises(ApiError):
        send(GET)

    assert paths(server) == ["GET /tenants"]


def test_waits_double_and_end_after_five_tries(server, send, still):
    server.answers = [Answer(502)] * 9

    with pytest.raises(UnavailableError) as raised:
        send(GET)

    assert len(server.asked) == 5
    assert still.slept == [1, 2, 4, 8]
    assert str(raised.value) == "GET /tenants: 502 Bad Gateway"


@pytest.mark.parametrize(("status", "slower"), [(429, True), (503, True), (502, False)])
def test_an_overloaded_gateway_is_asked_half_as_fast(server, writer, status, slower):
    server.answers = [Answer(status), FINE]

    writer.transport.send(GET)

    assert (writer.transport._line.limiter.rate < inf) is slower


def test_requests_that_stay_throttled_end_as_throttled(server, send):
    server.answers = [Answer(429, {"error": {"code": 429, "message": "Slow down"}})] * 9

    with pytest.raises(ThrottledError) as raised:
        send(GET)

    assert str(raised.value) == "GET /tenants: 429 Slow down"
    assert raised.value.exit_code == 8


@pytest.mark.parametrize("asked_for", ["7", "GMT", "-0000"])
def test_the_gateway_says_how_long_to_wait(server, send, still, asked_for):
    date = formatdate(still.time + 7, usegmt=asked_for == "GMT")
    text = asked_for if asked_for == "7" else date
    server.answers = [Answer(503, headers={"Retry-After": text}), FINE]

    send(GET)

    assert still.slept == [7]


@pytest.mark.parametrize(("text", "wait"), [("4000", 60), ("soon", 1), ("-5", 1), ("0", 0)])
def test_what_the_gateway_asks_for_has_its_limits(server, send, still, text, wait):
    server.answers = [Answer(429, headers={"Retry-After": text}), FINE]

    send(GET)

    assert sum(still.slept) == wait


def test_all_waits_of_a_request_together_have_a_limit(server, send, still):
    server.answers = [Answer(502, headers={"Retry-After": "55"})] * 9

    with pytest.raises(UnavailableError):
        send(GET)

    assert still.slept == [55, 55, 55]


def test_a_run_that_is_to_stop_waits_for_no_further_try(server, send, still):
    server.answers = [Answer(502)] * 9
    still.stopping_at = still.time + 2

    with pytest.raises(UnavailableError, match="502"):
        send(GET)

    assert still.slept == [1, 2]  # it would be four seconds to the next


def test_a_run_that_is_to_stop_wakes_up_soon(server, send, still, monkeypatch):
    monkeypatch.setattr(clock, "SLICE", 0.5)
    server.answers = [Answer(429, headers={"Retry-After": "60"})] * 9
    still.stopping_at = still.time + 1.2

    with pytest.raises(ThrottledError):
        send(GET)

    assert sum(still.slept) == 1.5


def test_what_has_no_leave_when_a_run_is_to_stop_is_not_sent(server, send, still):
    server.answers = [Answer(429, headers={"Retry-After": "60"})]
    still.stopping_at = still.time
    with pytest.raises(ThrottledError):
        send(GET)

    with pytest.raises(
        UnavailableError, match="it was not sent, for the run is stopping"
    ) as raised:
        send(GET)

    assert raised.value.sent is False
    assert len(server.asked) == 1


def test_a_conflict_after_a_lost_answer_says_that_it_may_be_our_own(server, send):
    server.answers = [LOST, Answer(409, {"error": {"code": 1001, "message": "Version mismatch"}})]

    with pytest.raises(ConflictError) as raised:
        send(PUT)

    assert str(raised.value) == "PUT /tenants/t1: 409 Version mismatch (1001)"
    assert raised.value.hint == (
        "An earlier try got no answer and may have done it: read the object again."
    )


def test_a_body_that_breaks_off_is_read_again(server, send):
    server.answers = [Answer(body=b'{"items": [', length=500), FINE]

    assert send(GET) == {"items": []}
