"""Lists that come in pages: the whole list, or an error that says where it broke off."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from reconciler.acronis.request import Request
from reconciler.acronis.wire import Wire
from reconciler.errors import ApiError, AuthError, IncompleteReadError

Kind = TypeVar("Kind", bound=Wire)
Send = Callable[[Request], Any]

HINT = "Nothing is concluded from part of a list. Run it again; if it stays, ask the vendor."


def whole_list(send: Send, request: Request, kind: type[Kind]) -> tuple[Kind, ...]:
    """Every item of the list, in the API's order.

    Raises IncompleteReadError if a page is missing or unreadable, or a cursor comes again, and
    ApiError if not even the first page came.
    """
    read: list[Kind] = []
    for page in _pages(send, request):
        read += [_item(kind, raw, request, len(read) + at) for at, raw in enumerate(page)]
    return tuple(read)


def all_ids(send: Send, request: Request) -> tuple[str, ...]:
    """Every id of a list of bare ids."""
    return tuple(str(item) for page in _pages(send, request) for item in page)


def _pages(send: Send, request: Request) -> Iterator[list[Any]]:
    seen: set[str] = set()
    count = 0
    answer = send(request)
    while True:
        items = answer.get("items") if isinstance(answer, dict) else None
        if not isinstance(items, list):
            raise _broken(request, count, "a page has no items")
        yield items
        count += len(items)
        cursor = _next_cursor(answer)
        if cursor is None:
            raise _broken(request, count, "its paging is not readable")
        if not cursor:
            return
        if cursor in seen:
            raise _broken(request, count, "a cursor came twice")
        seen.add(cursor)
        answer = _following(send, request, cursor, count)


def _next_cursor(answer: dict[str, Any]) -> str | None:
    """The cursor of the next page, or "": paging, cursors and after may each be absent or null.

    None where one of them is something else, so that nobody knows whether the list goes on.
    """
    inner: Any = answer
    for name in ("paging", "cursors"):
        inner = inner.get(name)
        if inner is None:
            return ""
        if not isinstance(inner, dict):
            return None
    cursor = inner.get("after")
    return cursor if isinstance(cursor, str) else "" if cursor is None else None


def _following(send: Send, request: Request, cursor: str, count: int) -> Any:
    """The page behind the cursor, which encodes the filters: no other parameter goes with it."""
    try:
        return send(replace(request, query={"after": cursor}))
    except AuthError:
        raise
    except ApiError as error:
        raise _broken(request, count, str(error)) from error


def _item(kind: type[Kind], raw: Any, request: Request, before: int) -> Kind:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        raise _broken(request, before, f"the next is not readable: {first_flaw(error)}") from None


def first_flaw(error: ValidationError) -> str:
    """The field and what is wrong with it, without its value."""
    flaw = error.errors(include_input=False, include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, flaw['loc'])) or 'the object'}: {flaw['msg']}"


def _broken(request: Request, count: int, why: str) -> IncompleteReadError:
    noun = "item" if count == 1 else "items"
    return IncompleteReadError(
        f"{request}: the list is incomplete after {count} {noun}: {why}.", hint=HINT
    )
