"""The embedded sandbox behind a session: requests become calls of its WSGI application."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from werkzeug.test import EnvironBuilder, run_wsgi_app


class WsgiAdapter(BaseAdapter):
    """Answers every request by calling `app`, whatever the host."""

    def __init__(self, app: Any, close: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._app = app
        self._close = close

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The app's response; a ConnectionError of the app's is a dropped connection."""
        try:
            body, status, headers = run_wsgi_app(self._app, _environ(request), buffered=True)
        except ConnectionError as error:
            raise requests.ConnectionError(str(error), request=request) from error
        raw = HTTPResponse(
            body=BytesIO(b"".join(body)),
            headers=HTTPHeaderDict(headers.items()),
            status=int(status.split(maxsplit=1)[0]),
            preload_content=False,
        )
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """Close the sandbox."""
        self._close()


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    body = request.body.encode() if isinstance(request.body, str) else request.body
    builder = EnvironBuilder(
        path=request.path_url,
        base_url="https://sandbox.invalid",
        method=request.method or "GET",
        headers=list(request.headers.items()),
        data=body,
    )
    try:
        return builder.get_environ()
    finally:
        builder.close()
