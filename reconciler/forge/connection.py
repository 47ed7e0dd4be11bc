"""Requests to a forge's API: pages, retries of what only reads, and errors in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from reconciler.errors import ApiError, AuthError, NotFoundError, ThrottledError, UnavailableError

TIMEOUT = 30
PAGE = 100
"""As many entries in a page as both forges allow."""
RETRIES = Retry(
    total=3,
    backoff_factor=1,
    status_forcelist=(502, 503, 504),
    allowed_methods=("GET",),  # a POST that was lost may have been carried out
    raise_on_status=False,
    respect_retry_after_header=False,
)
KINDS: Mapping[int, type[ApiError]] = {
    401: AuthError,
    403: AuthError,
    404: NotFoundError,
    429: ThrottledError,
}


class Connection:
    """A session with one forge; `forge` is its name in messages, `base` its API's address."""

    def __init__(self, forge: str, base: str, headers: Mapping[str, str]) -> None:
        self._forge, self._base = forge, base.rstrip("/")
        self._session = requests.Session()
        self._session.headers.update(headers)
        self._session.auth = _unchanged  # or else a .netrc takes the place of the token
        self._session.mount(base, HTTPAdapter(max_retries=RETRIES))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of the answer.

        Raises AuthError, NotFoundError, ThrottledError or ApiError for a refusal, and
        UnavailableError where no answer comes that can be read.
        """
        return self._json(self._request(method, self._base + path, body))

    def pages(self, path: str, **query: str) -> Iterator[Any]:
        """The entries of all pages: on to the next by the Link header, as both forges ask for."""
        params = {**query, "per_page": str(PAGE)}
        answer = self._request("GET", self._base + path, params=params)
        yield from self._entries(answer)
        while following := answer.links.get("next", {}).get("url"):
            if urlsplit(following)[:2] != urlsplit(self._base)[:2]:
                raise self._odd(answer, "its next page is on another server")
            answer = self._request("GET", following)
            yield from self._entries(answer)

    def _entries(self, answer: requests.Response) -> list[Any]:
        entries = self._json(answer)
        if not isinstance(entries, list):
            raise self._odd(answer, "it is no list")
        return entries

    def _request(
        self, method: str, url: str, body: Any = None, params: Mapping[str, str] | None = None
    ) -> requests.Response:
        said = f"{method} {urlsplit(url).path}"
        try:
            answer = self._session.request(
                method, url, json=body, params=params, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException as error:
            raise UnavailableError(
                f"{self._forge} cannot be reached: {_reason(error)}.", request=said
            ) from error
        if answer.status_code >= 300:
            raise self._refusal(answer, said)
        return answer

    def _json(self, answer: requests.Response) -> Any:
        try:
            return answer.json() if answer.content else None
        except ValueError as error:
            raise self._odd(answer, "it is not JSON") from error

    def _odd(self, answer: requests.Response, why: str) -> UnavailableError:
        said = f"{answer.request.method} {urlsplit(answer.url).path}"
        return UnavailableError(
            f"{self._forge}: the answer to {said} cannot be used: {why}.", request=said
        )

    def _refusal(self, answer: requests.Response, said: str) -> ApiError:
        status = answer.status_code
        kind = ThrottledError if _throttled(answer) else KINDS.get(status, ApiError)
        kind = UnavailableError if status >= 500 else kind
        hint = {
            AuthError: "Check that the token is set, valid, and may do this.",
            NotFoundError: "It does not exist, or the token may not see it.",
            ThrottledError: "Wait, and run it again.",
        }.get(kind, "")
        message = f"{self._forge} refused {said}: {status} {_said(answer)}".rstrip()
        return kind(message.rstrip(".") + ".", request=said, status=status, hint=hint)


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _throttled(answer: requests.Response) -> bool:
    """GitHub says 403 for its rate limits too, and then names when to come back."""
    spent = answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status_code == 403 and (spent or "retry-after" in answer.headers)


def _said(answer: requests.Response) -> str:
    """The forge's own words, on one line."""
    try:
        document = answer.json()
    except ValueError:
        return answer.reason or ""
    found = document.get("message") or document.get("error") if isinstance(document, dict) else ""
    return re.sub(r"\s+", " ", str(found or answer.reason or ""))[:200]


def _reason(error: requests.RequestException) -> str:
    """Without addresses of objects in memory, which no reader can use."""
    return re.sub(r"<[^>]*> ?:? ?", "", str(error)).rstrip(".")
