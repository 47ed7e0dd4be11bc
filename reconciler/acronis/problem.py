"""From an answer to what it means: the JSON that was asked for, or the error that says why not."""

from collections.abc import Iterable
from http import HTTPStatus

from reconciler.acronis.redact import shown
from reconciler.acronis.reply import NoAnswer, Problem, Reply
from reconciler.acronis.request import Request
from reconciler.errors import (
    ApiError,
    AuthError,
    ConflictError,
    NotFoundError,
    ThrottledError,
    UnavailableError,
)

INTERNAL_ERROR = 1000
OURS_BY_CODE: dict[int | str | None, type[ApiError]] = {
    INTERNAL_ERROR: UnavailableError,
    1001: ConflictError,
    1004: ConflictError,
    1005: NotFoundError,
}
OURS_BY_STATUS: dict[int, type[ApiError]] = {
    401: AuthError,
    403: AuthError,
    404: NotFoundError,
    409: ConflictError,
    429: ThrottledError,
}
HINTS_BY_CODE: dict[int | str | None, str] = {
    1001: "It was changed meanwhile: plan again.",
    1002: "Give the API client's user the rights, or take the tenant out of self-service mode.",
    1003: "Enable the parent tenant first.",
    1004: "Choose another name, or adopt the tenant that has it.",
    1006: "Disable the tenant first.",
    1011: "The vendor is still removing it: run again in some minutes.",
    1012: "Let the tenant that owns the update lock release it.",
    1021: "Let the parent have the offering item first.",
    1023: "Let the offering items that it depends on be on as well.",
    1029: "The vendor is still removing the storage: run again in some minutes.",
}
HINTS_BY_KIND: dict[type[ApiError], str] = {
    AuthError: "Check that the API client is enabled and may do this.",
    NotFoundError: "It is gone, or hidden from this API client: plan again.",
    ConflictError: "Somebody else was faster, or the name is taken: plan again.",
    ThrottledError: "Lower --parallelism, or run again later.",
    UnavailableError: "Check gateway_url and the network, or run again later.",
}
REPEATED = "An earlier try got no answer and may have done it: read the object again."


def error_of(
    request: Request, reply: Reply, *, origin: str = "", secrets: Iterable[str] = ()
) -> ApiError:
    """The error for a reply that is not a success, or not JSON.

    Its message is "POST /tenants: 409 Tenant name conflict (1004)". With `origin` it also names
    the gateway.
    """
    problem = reply.problem
    kind = _kind(reply)
    hint = HINTS_BY_CODE.get(problem.code) or HINTS_BY_KIND.get(kind, "")
    return kind(
        f"{request}: {reply.status} {_words(reply, problem, secrets)}" + _at(origin),
        request=str(request),
        status=reply.status,
        code=shown(problem.code, secrets) if isinstance(problem.code, str) else problem.code,
        hint=REPEATED if reply.repeated else hint,
    )


def unanswered(request: Request, missing: NoAnswer, *, origin: str) -> UnavailableError:
    """The error for a request that got no answer."""
    return UnavailableError(
        f"{request}: no answer, {missing.why}" + _at(origin),
        request=str(request),
        hint=HINTS_BY_KIND[UnavailableError],
        sent=missing.sent,
    )


def _kind(reply: Reply) -> type[ApiError]:
    if reply.problem == Problem() and not _plain_refusal(reply):
        return UnavailableError
    by_status = UnavailableError if reply.status >= 500 else OURS_BY_STATUS.get(reply.status)
    return OURS_BY_CODE.get(reply.problem.code) or by_status or ApiError


def _plain_refusal(reply: Reply) -> bool:
    """Whether the status alone says enough: 4xx, but for a 404 page as any web server has."""
    return 400 <= reply.status < 500 and (reply.status != 404 or reply.readable)


def _words(reply: Reply, problem: Problem, secrets: Iterable[str]) -> str:
    if problem == Problem():
        return _status_words(reply)
    words = (shown(problem.message, secrets) or _phrase(reply.status)).rstrip(".")
    info = shown(problem.info, secrets).rstrip(".")
    code = problem.code not in {None, reply.status, problem.message}
    return (
        words
        + (f" ({shown(problem.code, secrets)})" if code else "")
        + (f": {info}" if info not in {"", words} else "")
    )


def _status_words(reply: Reply) -> str:
    if 300 <= reply.status < 400:
        return f"{_phrase(reply.status)}, and redirects are not followed"
    if reply.readable:
        return _phrase(reply.status)
    phrase = f"{_phrase(reply.status)}, " if reply.status >= 400 else ""
    return phrase + "the answer is not JSON"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "is no known status"


def _at(origin: str) -> str:
    return f", from {origin}" if origin else ""
