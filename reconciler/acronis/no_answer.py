"""Why a request got no answer, in words without addresses, and whether it can have arrived."""

import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions as below

from reconciler.acronis.reply import NoAnswer

# The first that fits is taken.
NEVER_SENT: tuple[tuple[type[BaseException], str], ...] = (
    (requests.exceptions.ProxyError, "the proxy did not connect"),
    (below.NameResolutionError, "the host name is not known"),
    (requests.exceptions.ConnectTimeout, "connecting took too long"),
    (ConnectionRefusedError, "the connection was refused"),
    (below.NewConnectionError, "the host cannot be reached"),
)


def why_none(error: requests.RequestException) -> NoAnswer:
    """What the exception means."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NoAnswer("the certificate is not trusted", sent=False, final=True)
    for kind, why in NEVER_SENT:
        if any(isinstance(cause, kind) for cause in causes):
            return NoAnswer(why, sent=False)
    if isinstance(error, requests.exceptions.SSLError):
        return NoAnswer("TLS failed", sent=True)
    if isinstance(error, requests.Timeout):
        return NoAnswer("it took too long", sent=True)
    return NoAnswer("the connection broke", sent=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and what it was made of, outermost first."""
    todo, seen = [error], set[int]()
    while todo:
        cause = todo.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        parts = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args)
        todo += [part for part in parts if isinstance(part, BaseException)]
