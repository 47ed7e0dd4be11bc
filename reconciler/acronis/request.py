"""A request to the API, before it has a host, a token or a try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

TOKEN_ENDPOINT = "/idp/token"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `endpoint` is a path under /api/2 in which `{id}` stands for `id`.

    A `form` goes out urlencoded, a `body` as JSON.
    """

    method: str
    endpoint: str
    id: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    form: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        if "{id}" in self.endpoint and self.id in {"", ".", ".."}:
            raise ValueError(f'"{self.id}" is not an id for {self.method} {self.endpoint}')

    @property
    def path(self) -> str:
        """The path under /api/2."""
        return self.endpoint.replace("{id}", quote(self.id, safe=""))

    @property
    def template(self) -> str:
        """Under what the request is counted: "GET /tenants/{id}/pricing"."""
        return f"{self.method} {self.endpoint}"

    @property
    def reading(self) -> bool:
        """Whether it leaves everything as it was; asking for a token does."""
        return self.method == "GET" or self.endpoint == TOKEN_ENDPOINT

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
