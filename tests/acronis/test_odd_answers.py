"""Answers to the client that no story shows: the rare, the undocumented, the many."""

import json

import pytest

from reconciler.acronis.client import ReadClient
from reconciler.errors import ApiError, AuthError, IncompleteReadError, UnavailableError
from tests.acronis.server import Answer

TENANT = {"version": 1, "kind": "customer", "enabled": True}


def problem(status, code):
    return Answer(status, {"error": {"code": code, "message": "No"}})


def test_ids_are_asked_for_a_hundred_at_a_time(server, reader):
    def found(asked):
        return Answer(body={"items": [{"id": uuid} for uuid in asked.query["uuids"].split(",")]})

    server.respond = found
    ids = [f"l{number:03}" for number in range(250)]

    read = reader.locations(reversed(ids + ids))

    assert [location.id for location in read] == ids
    assert [len(asked.query["uuids"].split(",")) for asked in server.asked] == [100, 100, 50]


@pytest.mark.parametrize("method", ["infra", "locations", "tenants_by_id", "users_by_id"])
def test_nobody_is_asked_for_no_ids(server, reader, method):
    assert getattr(reader, method)([]) == ()
    assert server.asked == server.token_requests == []


def test_the_first_page_alone_carries_filters_and_limit(server, reader):
    page = [{"id": "t1", **TENANT}]
    server.answers = [
        Answer(body={"items": page, "paging": {"cursors": {"after": "c+/="}}}),
        Answer(body={"items": page}),
    ]

    tenants = ReadClient(reader.transport, "client-7", limit=1).tenants("t0")

    assert len(tenants) == 2
    assert [asked.query for asked in server.asked] == [
        {"subtree_root_id": "t0", "allow_deleted": "true", "limit": "1"},
        {"after": "c+/="},
    ]


def test_a_page_of_html_in_the_middle_is_an_incomplete_list(server, reader):
    server.answers = [
        Answer(body={"items": [], "paging": {"cursors": {"after": "c"}}}),
        Answer(body=b"<html>Maintenance</html>"),
    ]

    with pytest.raises(IncompleteReadError) as raised:
        reader.users("t0")

    assert str(raised.value) == (
        "GET /users: the list is incomplete after 0 items: GET /users: 200 the answer is not JSON."
    )


@pytest.mark.parametrize(
    "answer", [problem(404, 404), Answer(404), Answer(404, b"<html>")], ids=["api", "empty", "html"]
)
def test_a_server_that_does_not_tell_roles_is_no_error(server, reader, answer):
    server.answers = [answer]

    assert reader.roles("t1") is None


@pytest.mark.parametrize(
    ("answer", "kind"), [(problem(403, 1002), AuthError), (Answer(501), UnavailableError)]
)
def test_other_errors_of_the_roles_are_errors(server, reader, answer, kind):
    server.answers = [answer]

    with pytest.raises(kind):
        reader.roles("t1")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(204), "free"),
        (Answer(409), "taken"),
        (Answer(406), "invalid"),
        (problem(400, 1033), "invalid"),
    ],
)
def test_a_login_is_free_taken_or_invalid(server, reader, answer, state):
    server.answers = [answer]

    assert reader.login_state("ann+x@contoso.example") == state
    assert server.asked[0].query == {"username": "ann+x@contoso.example"}


def test_another_error_says_nothing_about_the_login(server, reader):
    server.answers = [problem(400, 400)]

    with pytest.raises(ApiError, match="GET /users/check_login: 400 No"):
        reader.login_state("ann")


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        ({"id": "t1"}, "version: Field required"),
        (
            {"id": "t1", **TENANT, "version": "two"},
            "version: Input should be a valid integer, unable to parse string as an integer",
        ),
        (
            {"id": "t1", **TENANT, "contact": {"types": 1}},
            "contact.types: Input should be a valid tuple",
        ),
        (None, "the object: Input should be a valid dictionary or instance of Tenant"),
    ],
    ids=["missing", "wrong", "deep", "nothing"],
)
def test_an_object_that_is_not_as_documented_is_no_answer(server, reader, body, flaw):
    server.answers = [Answer(body=body) if body else Answer(204)]

    with pytest.raises(UnavailableError) as raised:
        reader.tenant("t1")

    assert str(raised.value) == f"GET /tenants/t1: the answer is not as documented: {flaw}"


@pytest.mark.parametrize("answer", [Answer(204), Answer(body={}), Answer(body={"items": {}})])
def test_a_write_that_is_not_answered_with_items_may_have_been_done(server, writer, answer):
    server.answers = [answer]

    with pytest.raises(UnavailableError) as raised:
        writer.put_access_policies("u1", [])

    assert raised.value.sent


@pytest.mark.parametrize("check", [True, False])
def test_items_are_checked_for_usage_only_when_asked_to(server, writer, check):
    server.answers = [Answer(body={"items": []})]
    item = {"application_id": "a", "name": "storage", "status": 0}

    writer.put_offering_items("t1", [item], check_usage=check)

    sent = json.loads(server.asked[0].body)
    assert sent == {"offering_items": [item]} | ({"check_usage": True} if check else {})
