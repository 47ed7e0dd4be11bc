"""Access tokens: JSON web tokens signed with the world's own key (HS256)."""

import base64
import hashlib
import hmac
import json
from typing import Any


def sign(claims: dict[str, Any], key: str) -> str:
    """A token that nobody without the key can make."""
    head = _text({"alg": "HS256", "typ": "JWT"})
    content = f"{head}.{_text(claims)}"
    return f"{content}.{_signature(content, key)}"


def verify(token: str, key: str) -> dict[str, Any] | None:
    """The claims, or None for a token that was not signed with the key."""
    content, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(content, key).encode(), signature.encode()):
        return None
    return claims_of(token)


def claims_of(token: str) -> dict[str, Any] | None:
    """What a token says, whoever made it; None if it is no token."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return None
    return claims if isinstance(claims, dict) else None


def _text(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _signature(content: str, key: str) -> str:
    return _encoded(hmac.digest(key.encode(), content.encode(), hashlib.sha256))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
