"""A list comes whole, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.acronis.pages import all_ids, whole_list
from reconciler.acronis.request import Request
from reconciler.acronis.wire import Location
from reconciler.errors import (
    AuthError,
    ConflictError,
    IncompleteReadError,
    ThrottledError,
    UnavailableError,
)

LIST = Request("GET", "/locations", query={"limit": "3"})
NO_MORE = ({}, {"paging": None}, {"paging": {}}, {"paging": {"cursors": None}})


def page(*ids, after=""):
    return {"items": [{"id": id_} for id_ in ids], "paging": {"cursors": {"after": after}}}


def sender(pages, asked=None):
    """Answers with one page after the other; what is an exception is raised."""
    rest = iter(pages)

    def send(request):
        if asked is not None:
            asked.append(dict(request.query))
        answer = next(rest)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return send


@given(
    sizes=st.lists(st.integers(min_value=0, max_value=4), min_size=1, max_size=6),
    end=st.sampled_from([*NO_MORE, {"paging": {"cursors": {"after": None}}}]),
)
def test_any_split_into_pages_gives_the_same_list(sizes, end):
    ids = [f"l{number}" for number in range(sum(sizes))]
    rest = iter(ids)
    pages = [
        page(*(next(rest) for _ in range(size)), after=f"c{number}")
        for number, size in enumerate(sizes)
    ]
    pages[-1] = {"items": pages[-1]["items"], **end}
    asked = []

    read = whole_list(sender(pages, asked), LIST, Location)

    assert [location.id for location in read] == ids
    assert asked == [{"limit": "3"}, *({"after": f"c{n}"} for n in range(len(sizes) - 1))]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([page("a", "b", after="c"), page("d", after="c")], "after 3 items: a cursor came twice"),
        ([page("a", after="c"), {"paging": {}}], "after 1 item: a page has no items"),
        ([page("a", after="c"), None], "after 1 item: a page has no items"),
        ([{"items": None}], "after 0 items: a page has no items"),
        ([["a"]], "after 0 items: a page has no items"),
        *(
            ([{**page("a"), "paging": paging}], "after 1 item: its paging is not readable")
            for paging in ("none", [1], {"cursors": "none"}, {"cursors": {"after": ["c"]}})
        ),
        (
            [{"items": [{"id": "a"}, {"name": "no id"}]}],
            "after 1 item: the next is not readable: id: Field required",
        ),
        (
            [{"items": [{"id": "a"}, "b"]}],
            "after 1 item: the next is not readable: the object: Input should be a valid "
            "dictionary or instance of Location",
        ),
        (
            [
                page("a", "b", after="c"),
                UnavailableError("GET /locations: 200 the answer is not JSON", request="x"),
            ],
            "after 2 items: GET /locations: 200 the answer is not JSON",
        ),
        (
            [page("a", after="c"), ThrottledError("GET /locations: 429 Slow down", request="x")],
            "after 1 item: GET /locations: 429 Slow down",
        ),
        (
            [page("a", after="c"), ConflictError("GET /locations: 409 No", request="x")],
            "after 1 item: GET /locations: 409 No",
        ),
    ],
)
def test_a_list_that_breaks_off_is_no_list(pages, message):
    with pytest.raises(IncompleteReadError) as raised:
        whole_list(sender(pages), LIST, Location)

    assert str(raised.value) == f"GET /locations: the list is incomplete {message}."
    assert raised.value.exit_code == 8


@pytest.mark.parametrize(
    "pages",
    [
        [UnavailableError("down", request="x")],
        [AuthError("no", request="x")],
        [page("a", after="c"), AuthError("no", request="x")],
    ],
    ids=["first page", "first page forbidden", "second page forbidden"],
)
def test_what_says_more_than_that_a_page_is_missing_is_raised_as_it_is(pages):
    error = pages[-1]

    with pytest.raises(type(error)) as raised:
        whole_list(sender(pages), LIST, Location)

    assert raised.value is error


def test_a_list_of_bare_ids_is_paged_too():
    first = {"items": ["a"], "paging": {"cursors": {"after": "c"}}}

    assert all_ids(sender([first, {"items": ["b"]}]), LIST) == ("a", "b")
