"""From an instance's gateway and credentials to a client of its API."""

from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter

import reconciler
from reconciler.acronis.bearer import Bearer
from reconciler.acronis.client import ReadClient, WriteClient
from reconciler.acronis.embedded import WsgiAdapter
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.acronis.line import Line
from reconciler.acronis.transport import ReadTransport, WriteTransport
from reconciler.errors import IncompleteReadError

API = "/api/2"
MOST_AT_ONCE = 64


def connect_read(gateway: Gateway, *, home: Path, limiters: Limiters | None = None) -> ReadClient:
    """A client that cannot write. Nothing is sent before its first use.

    `home` is where embedded sandboxes are kept. Give the same `limiters` for all instances of
    one run, so that those on one host share its pace.
    """
    gateway, line = _open(gateway, home, limiters or Limiters())
    return ReadClient(ReadTransport(line, _bearer(gateway, line)), gateway.client_id)


def connect_write(gateway: Gateway, *, home: Path, limiters: Limiters | None = None) -> WriteClient:
    """A client that reads and writes."""
    gateway, line = _open(gateway, home, limiters or Limiters())
    return WriteClient(WriteTransport(line, _bearer(gateway, line)), gateway.client_id)


def _bearer(gateway: Gateway, line: Line) -> Bearer:
    return Bearer(gateway, line, line.clock)


def _open(gateway: Gateway, home: Path, limiters: Limiters) -> tuple[Gateway, Line]:
    session = _session(gateway)
    base = gateway.origin
    if gateway.sandbox:
        gateway = _embed(gateway, session, home)
        base = f"https://{gateway.sandbox}.invalid"
    else:
        session.mount(f"{base}/", HTTPAdapter(pool_maxsize=MOST_AT_ONCE, pool_block=True))
    limiter = limiters.of(gateway.origin)
    return gateway, Line(session, base + API, gateway.origin, limiter, limiters.clock)


def _session(gateway: Gateway) -> requests.Session:
    """A session that threads may share: it keeps no cookies, and only its own adapter."""
    session = requests.Session()
    session.adapters.clear()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"acronis-reconciler/{reconciler.__version__}"
    session.headers["Accept"] = "application/json"
    session.trust_env = not gateway.local
    return session


def _embed(gateway: Gateway, session: requests.Session, home: Path) -> Gateway:
    """Put the sandbox of this name behind the session; the credentials are its own."""
    from reconciler.sandbox import open_sandbox

    path = home / "sandboxes" / f"{gateway.sandbox}.db"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sandbox = open_sandbox(path)
    except (OSError, ValueError) as error:
        raise IncompleteReadError(
            f"{gateway.origin} cannot be opened: {error}.",
            hint="Choose another name, or move that file away.",
        ) from error
    session.mount("https://", WsgiAdapter(sandbox.wsgi, sandbox.close))
    return replace(gateway, client_id=sandbox.client_id, client_secret=sandbox.client_secret)
