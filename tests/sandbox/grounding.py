"""Makes made-up requests meaningful: ids of things that are there, and versions that they have.

Only what would be valid anyway is exchanged, so that a request that is wrong stays wrong; the value
that was made up decides what it is exchanged for, so that equal runs are equal.
"""

import re
import zlib
from dataclasses import dataclass, field
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
# Fields and parameters that hold ids of another name.
SAME = {
    "parent_id": "tenant_id",
    "subtree_root_id": "tenant_id",
    "subtree_root_tenant_id": "tenant_id",
    "owner_tenant_id": "tenant_id",
    "target_tenant_id": "tenant_id",
    "tenant_uuid": "tenant_id",
    "tenant": "tenant_id",
    "tenants": "tenant_id",
    "trustee_id": "user_id",
    "recipients": "user_id",
    "infra_uuid": "infra_id",
}
# `uuids` are those of whatever the path lists.
LISTED = {"tenants": "tenant_id", "users": "user_id", "clients": "client_id", "infra": "infra_id"}
# One in this many keeps what was made up.
KEPT = 6


@dataclass(frozen=True)
class Ground:
    """Ids of things that are there, by the field that holds them, and ids that were answered."""

    ids: dict[str, list[str]]
    answered: set[str] = field(default_factory=set)

    def learn(self, text: str) -> None:
        """Note the ids of an answer: requests about them are meant."""
        self.answered.update(match.group() for match in UUID.finditer(text))

    def meant(self, value: Any, path: str, name: str = "") -> Any:
        """The value with real ids and versions; `name` is the field that it stands in."""
        if isinstance(value, dict):
            return {key: self.meant(part, path, key) for key, part in value.items()}
        if isinstance(value, list):
            return [self.meant(part, path, name) for part in value]
        if name == "version" and type(value) is int:
            return _choice(value, [1, 1, 0, 2])
        return self._id(value, path, name) if isinstance(value, str) else value

    def _id(self, value: str, path: str, name: str) -> str:
        known = self.ids.get(_holder(path, name), [])
        exchangeable = UUID.fullmatch(value) or name == "token_id"
        if not known or not exchangeable or value in self.answered:
            return value
        return str(_choice(value, known))


def _holder(path: str, name: str) -> str:
    if name in ("uuids", ""):
        return LISTED.get(path.split("/")[1], name)
    return SAME.get(name, name)


def _choice(value: Any, known: list[Any]) -> Any:
    number = zlib.crc32(repr(value).encode())
    return value if number % KEPT == 0 else known[number // KEPT % len(known)]
