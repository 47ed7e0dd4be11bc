"""What faults make of answers: one of their own, half of the real one, a page that repeats."""

import base64
import json

from flask import Request, Response

from reconciler.sandbox.faults.fault import Effect
from reconciler.sandbox.problems import body_of, status_of

BAD_GATEWAY = 502
_PAGE = """<html>
<head><title>{status}</title></head>
<body><center><h1>{status}</h1></center><hr><center>nginx</center></body>
</html>
"""
_AGAIN = "again "


def instead(effect: Effect) -> Response:
    """The answer instead of the real one."""
    response = _page(effect) if effect.html else _json(effect)
    if effect.retry_after is not None:
        response.headers["Retry-After"] = str(effect.retry_after)
    return response


def spoiled(effect: Effect, request: Request, response: Response) -> Response:
    """The answer after what the fault does to it."""
    if effect.repeat_cursor and response.status_code == 200:
        _repeat(request, response)
    if effect.truncated:
        body = response.get_data()
        response.set_data(body[: len(body) // 2])
    return response


def meant(cursor: str | None) -> str | None:
    """The query that a cursor of `repeat_cursor` stands for; None for any other cursor.

    Nobody has a cursor to the first page of a list, so there has to be one of our own.
    """
    try:
        text = base64.urlsafe_b64decode((cursor or "").encode()).decode()
    except ValueError:
        return None
    return text.removeprefix(_AGAIN) if text.startswith(_AGAIN) else None


def _repeat(request: Request, response: Response) -> None:
    body = response.get_json(silent=True)
    if isinstance(body, dict) and isinstance(body.get("items"), list):
        cursors = {"after": request.args.get("after") or _first(request)}
        response.set_data(json.dumps({**body, "paging": {"cursors": cursors}}))


def _first(request: Request) -> str:
    return base64.urlsafe_b64encode(_AGAIN.encode() + request.query_string).decode()


def _json(effect: Effect) -> Response:
    code = effect.code or effect.status or 200
    status = effect.status or (status_of(code) if effect.code else 200)
    body = json.dumps(body_of(code)) if effect.body is None else effect.body
    return Response(body, status, mimetype="application/json")


def _page(effect: Effect) -> Response:
    response = Response(status=effect.status or BAD_GATEWAY, mimetype="text/html")
    response.set_data(effect.body or _PAGE.format(status=response.status.title()))
    return response
