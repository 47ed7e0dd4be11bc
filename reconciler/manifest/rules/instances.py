"""Rules on instances (V-04 to V-06): secrets, gateways, and no tree managed twice."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.place import Path
from reconciler.manifest.rules.rule import rule

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SANDBOX_NAME = re.compile(r"[A-Za-z0-9_-]+")
REFERENCE = "Put the secret into the environment or a file, and write {env: NAME} or {file: PATH}."


@rule("V-04")
def secrets_are_references(draft: Draft) -> Iterator[Finding]:
    """A secret stands in the manifest where a reference to it is required."""
    for key in ("client_id", "client_secret"):
        for path, value in draft.each("instances", ANY, key):
            yield from _reference(draft, path, value)


def _reference(draft: Draft, path: Path, value: object) -> Iterator[Finding]:
    # Whatever stands here may be the secret itself, so no message repeats it.
    match value:
        case {"env": str(name), **rest} if not rest:
            if not VARIABLE.fullmatch(name):
                message = "the value of env is not the name of an environment variable."
                yield draft.finding("V-04", path, message, REFERENCE)
        case {"file": str(), **rest} if not rest:
            pass
        case None:
            pass  # V-01 says so
        case {"env": _, "file": _}:
            message = "has both env and file; exactly one of them is needed."
            yield draft.finding("V-04", path, message, "Remove one of the two.")
        case _:
            message = "must be a reference to the secret, never the secret itself."
            yield draft.finding("V-04", path, message, REFERENCE)


@rule("V-05")
def gateways(draft: Draft) -> Iterator[Finding]:
    """A gateway_url is neither https, nor http on this machine, nor sandbox://NAME."""
    for path, url in draft.each("instances", ANY, "gateway_url"):
        if isinstance(url, str) and url:
            yield from _gateway(draft, path, url)


def _gateway(draft: Draft, path: Path, url: str) -> Iterator[Finding]:
    parts = _split(url)
    if parts is None or not _well_formed(parts):
        shown = "it" if "@" in url else f'"{url}"'  # a password may stand before the @
        yield draft.finding(
            "V-05",
            path,
            f"{shown} is not the address of a data centre.",
            "Write https://HOST as in https://eu2-cloud.acronis.com, or sandbox://NAME.",
        )
    elif parts.scheme == "http" and not _local(parts):
        message = f'"{url}" would send the secret unencrypted.'
        yield draft.finding("V-05", path, message, "Write https:// instead of http://.")
    elif parts.scheme == "https" and not (_local(parts) or _acronis(parts)):
        message = f'"{parts.hostname}" is not a host of acronis.com.'
        hint = "Check the address; the API client's secret is sent there."
        yield draft.finding("V-05", path, message, hint, severity="warning")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        plain = url.isprintable() and not set(" \\") & set(url)
        return parts if plain and parts.port != 0 else None
    except ValueError:
        return None


def _well_formed(parts: SplitResult) -> bool:
    if parts.username is not None or parts.query or parts.fragment:
        return False
    if parts.scheme == "sandbox":
        return bool(SANDBOX_NAME.fullmatch(parts.netloc)) and not parts.path
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/")


def _local(parts: SplitResult) -> bool:
    try:
        return parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _acronis(parts: SplitResult) -> bool:
    return f".{parts.hostname}".endswith(".acronis.com")


@rule("V-06")
def one_instance_for_a_tree(draft: Draft) -> Iterator[Finding]:
    """Two instances have the same gateway and API client, so both would manage the same tree."""
    first: dict[tuple[str, str], str] = {}
    for key, instance in draft.sound.instances.items():
        client = (instance.gateway, str(instance.client_id))
        other = first.setdefault(client, key)
        if other != key:
            yield draft.finding(
                "V-06",
                ("instances", key),
                f'has the gateway_url "{instance.gateway_url}" and the client_id '
                f"({instance.client_id or 'none'}) of instances.{other}.",
                "Remove one of them; both would manage the same tenants.",
            )
