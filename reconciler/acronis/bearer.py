"""The access token: fetched once, renewed before it expires, and when the API refuses it."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth

from reconciler.acronis.clock import Clock
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.line import Line
from reconciler.acronis.problem import error_of
from reconciler.acronis.reply import Reply
from reconciler.acronis.request import TOKEN_ENDPOINT, Request
from reconciler.errors import ApiError, AuthError, UnavailableError

ASK = Request("POST", TOKEN_ENDPOINT, form={"grant_type": "client_credentials"})
# What Acronis documents (two hours), for an answer that does not say.
USUAL_LIFETIME = 7200.0
LONGEST_MARGIN = 900.0
REFUSALS = frozenset({400, 401, 403})


class BearerAuth(AuthBase):
    """Puts the token on a request. Being given, it also keeps `.netrc` from being asked."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass(slots=True)
class Bearer:
    """One client's token, for any number of threads: only one of them renews it."""

    gateway: Gateway
    line: Line
    clock: Clock
    _token: str = field(default="", repr=False)
    _renew_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def token(self, *, refused: str = "") -> str:
        """A token that is good for a while, and is not the one that was refused.

        Raises AuthError if the client id or the secret is wrong.
        """
        with self._lock:
            stale = self.clock.monotonic() >= self._renew_at
            if not self._token or stale or self._token == refused:
                self._fetch()
            return self._token

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown."""
        return tuple(filter(None, (self.gateway.client_secret, self._token)))

    def _fetch(self) -> None:
        identity = self.gateway.client_id.encode(), self.gateway.client_secret.encode()
        reply = self.line.send(ASK, HTTPBasicAuth(*identity))
        answer = _json(reply)
        token = answer.get("access_token")
        if reply.status >= 300 or not isinstance(token, str) or not token:
            raise self._error(reply)
        lifetime = _lifetime(answer, self.clock.now())
        margin = min(LONGEST_MARGIN, lifetime / 4)
        self._token, self._renew_at = token, self.clock.monotonic() + lifetime - margin

    def _error(self, reply: Reply) -> ApiError:
        """The error for an answer without a token: never with the secret in it."""
        origin = self.gateway.origin
        error = error_of(ASK, reply, origin=origin, secrets=self.secrets)
        if reply.status < 300 and reply.readable:
            words = f"{ASK}: the answer holds no token, from {origin}"
            error = UnavailableError(words, request=error.request, status=error.status)
        if reply.status in REFUSALS:
            error = AuthError(
                str(error), request=error.request, status=error.status, code=error.code
            )
        error.hint = (
            f'Check client_id and client_secret of instance "{self.gateway.name}", '
            "and that gateway_url is the data centre they were made in."
        )
        return error


def _json(reply: Reply) -> dict[str, Any]:
    answer = reply.json if reply.readable else None
    return answer if isinstance(answer, dict) else {}


def _lifetime(answer: dict[str, Any], now: float) -> float:
    """Seconds from now; a clock that is off must not make every token look expired."""
    for told in (_number(answer.get("expires_on")) - now, _number(answer.get("expires_in"))):
        if told > 0:
            return told
    return USUAL_LIFETIME


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0
