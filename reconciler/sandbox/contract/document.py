"""The contract as a value: operations by method and path, and what is wrong with some data."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

FILE = Path(__file__).with_name("openapi.yaml")
PREFIX = "/api/2"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `path` is a template below /api/2."""

    method: str
    path: str
    document: Mapping[str, Any]

    @property
    def body(self) -> tuple[str, Mapping[str, Any]] | None:
        """The media type and schema of the request body, or None for an operation without."""
        content = self.document.get("requestBody", {}).get("content", {})
        return next(((kind, part["schema"]) for kind, part in content.items()), None)

    @property
    def query(self) -> Iterator[Mapping[str, Any]]:
        """The parameters of the query."""
        return (one for one in self.document.get("parameters", ()) if one["in"] == "query")

    @property
    def statuses(self) -> set[int]:
        """The documented statuses."""
        return {int(status) for status in self.document["responses"]}

    def answer(self, status: int) -> Mapping[str, Any] | None:
        """The schema of the JSON that is answered with a status, or None for none."""
        content = self.document["responses"].get(str(status), {}).get("content", {})
        found: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
        return found


@dataclass(frozen=True)
class Contract:
    """The whole document."""

    document: Mapping[str, Any]

    @cached_property
    def operations(self) -> dict[tuple[str, str], Operation]:
        """Operations by method and path; names of path parameters make no difference."""
        return {
            (method.upper(), anonymous(path)): Operation(method.upper(), path, operation)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
        }

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation of a path template below /api/2 in either notation, or None."""
        return self.operations.get((method, anonymous(path)))

    def wrong(self, schema: Mapping[str, Any], data: object) -> list[str]:
        """What is wrong with the data, one sentence per place."""
        rooted = {**schema, "components": self.document["components"]}
        errors = Draft202012Validator(rooted).iter_errors(data)
        return [f"{error.json_path.removeprefix('$.')}: {error.message}" for error in errors]


def anonymous(path: str) -> str:
    """A path template without the names of its parameters: `/tenants/{}`."""
    return re.sub(r"{[^}]*}|<[^>]*>", "{}", path.removeprefix(PREFIX))


def _read() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return loaded


CONTRACT = Contract(_read())
