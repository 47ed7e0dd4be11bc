"""What of an exchange may be kept in a cassette: no secrets, and nothing that says whose it was."""

import json
from copy import deepcopy
from typing import Any

from tests.acronis.recording import CLIENT_ID, HIDDEN

HOST = "http://gateway.invalid"
KEPT_HEADERS = frozenset({"content-type"})
PRIVATE_KEYS = frozenset(
    {
        "access_token",
        "id_token",
        "refresh_token",
        "client_secret",
        "created_by",
        "last_access_from_ip",
    }
)


class Scrubber:
    """Takes the secrets of one recording out of its requests and responses."""

    def __init__(self, origin: str, client_id: str, client_secret: str) -> None:
        self._swaps = {origin: HOST, client_secret: HIDDEN, client_id: CLIENT_ID}

    def request(self, request: Any) -> Any:
        """The request as it is kept, and as it is looked up when replayed."""
        kept = deepcopy(request)
        kept.uri = self._swap(request.uri)
        kept.headers = _few(dict(request.headers))
        if isinstance(request.body, bytes):
            kept.body = self._swap(request.body.decode()).encode()
        return kept

    def response(self, response: dict[str, Any]) -> dict[str, Any]:
        """The response as it is kept."""
        text = self._swap(response["body"]["string"].decode())
        if text.startswith("{"):
            text = json.dumps(_without_private(json.loads(text)))
        headers = _few(response["headers"])
        return {**response, "headers": headers, "body": {"string": text.encode()}}

    def _swap(self, text: str) -> str:
        for real, kept in self._swaps.items():
            text = text.replace(real, kept)
        return text


def _few(headers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS}


def _without_private(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_private(item) for item in value]
    if isinstance(value, dict):
        return {
            key: HIDDEN if key in PRIVATE_KEYS and inner else _without_private(inner)
            for key, inner in value.items()
        }
    return value
