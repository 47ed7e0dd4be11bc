"""A gateway: where an instance's API is, as whom, and whether it may be talked to at all."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from reconciler.errors import RefusedError

SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True)
class Gateway:
    """An instance's name, its gateway_url and its resolved credentials.

    Raises RefusedError for an address that credentials must not be sent to: anything but https,
    plain http to this machine, or `sandbox://NAME`.
    """

    name: str
    url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if objection := _objection(self.url):
            raise RefusedError(
                f'The gateway_url of instance "{self.name}" {objection}.',
                hint="Give the address of the data centre, as https://eu2-cloud.acronis.com.",
            )

    @property
    def sandbox(self) -> str:
        """The name of the embedded sandbox, or ""."""
        parts = urlsplit(self.url)
        return parts.netloc if parts.scheme == SANDBOX else ""

    @property
    def origin(self) -> str:
        """Scheme, host and port: what may be shown."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.lower()}"

    @property
    def local(self) -> bool:
        """Whether requests stay on this machine, so that no proxy may get them."""
        return bool(self.sandbox) or _loopback(urlsplit(self.url).hostname or "")


def _objection(url: str) -> str:
    """What is wrong with the address, without repeating what may be a secret in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is not an address"
    if port == 0 or not url.isprintable() or " " in url or "\\" in url:
        return "is not an address"
    if parts.scheme == SANDBOX:
        return "" if _names_a_sandbox(parts) else "must be of the form sandbox://NAME"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "must begin with https://"
    if parts.username is not None or parts.password is not None:
        return "must not hold credentials"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return "must end after the host"
    if parts.scheme == "http" and not _loopback(parts.hostname):
        return f"is plain http to {parts.hostname}, which only this machine may be spoken to in"
    return ""


def _names_a_sandbox(parts: SplitResult) -> bool:
    rest = parts.path + parts.query + parts.fragment
    return not rest and re.fullmatch(r"[A-Za-z0-9_-]+", parts.netloc) is not None


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
