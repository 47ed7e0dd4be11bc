"""The plan and what it is made of, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self

from reconciler.findings import Finding

Fields = Mapping[str, Any]


class Action(StrEnum):
    """What a change does; in a plan the word, in text the sign."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Address(NamedTuple):
    """Where a resource is: `INSTANCE/ACCOUNT/KIND`; a tenant nobody declared is `@TENANT_ID`."""

    instance: str
    account: str
    kind: str

    def __str__(self) -> str:
        return "/".join(self)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address written as text. Raises ValueError if it has not three parts."""
        return cls(*text.split("/")) if text.count("/") == 2 else _no_address(text)

    def sibling(self, kind: str) -> "Address":
        """The address of another kind of the same account."""
        return Address(self.instance, self.account, kind)


def _no_address(text: str) -> Any:
    raise ValueError(f'"{text}" is not of the form INSTANCE/ACCOUNT/KIND')


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What a change was planned against.

    `version` is that of the object's own lock: one number, or for offering items the quota
    versions by item. `fingerprint` is over all fields that were read. `refs` holds the ids of
    existing objects that the change refers to, by address. `below` are the ids of all tenants
    below one that is to be disabled or deleted: what is closed with it.
    """

    id: str = ""
    version: Any = None
    fingerprint: str = ""
    refs: Mapping[str, str] = field(default_factory=dict)
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of a plan; `needs` are the changes of the same plan that it has to wait for.

    A create has no `before` and a delete no `after`. `reason` is for people, `effects` are the
    consequences in business words. `drifted`: what is undone was done outside.
    """

    address: Address
    action: Action
    before: Fields | None
    after: Fields | None
    reason: str = ""
    needs: tuple[Address, ...] = ()
    pins: Pins = field(default_factory=Pins)
    irreversible: bool = False
    effects: tuple[str, ...] = ()
    drifted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A resource that is not going to change, and why: deferred, waiting or blocked."""

    address: Address
    reason: str
    needs: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an instance's tenants are, below `tenant_id`; credentials are references, no values."""

    gateway_url: str
    client_id: str
    client_secret: str
    tenant_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What apply would do, and all there is to say about it.

    `complete` is False if part of the live state could not be read, `errored` is True if an
    error keeps some account out, `partial` names the targets of a plan that leaves others out
    and is None for a whole one, `paths` are the manifests' as they were given.
    """

    workspace: str
    manifests_digest: str
    instances: Mapping[str, Source]
    changes: tuple[Change, ...] = ()
    deferred: tuple[Row, ...] = ()
    waiting: tuple[Row, ...] = ()
    blocked: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    no_op: int = 0
    complete: bool = True
    partial: tuple[str, ...] | None = None
    paths: tuple[str, ...] = ()

    @property
    def errored(self) -> bool:
        """Whether an error keeps some account out of the plan."""
        return bool(self.blocked) or any(
            finding.severity == "error" and not finding.ack_needed for finding in self.findings
        )

    def only(self, changes: Iterable[Change], account: str) -> Self:
        """The plan of an errand for an account: these changes, and nothing else of this plan."""
        return replace(
            self,
            changes=tuple(changes),
            deferred=(),
            waiting=(),
            blocked=(),
            findings=(),
            no_op=0,
            partial=(account,),
        )

    def count(self, action: Action) -> int:
        """How many changes of this action there are."""
        return sum(change.action is action for change in self.changes)
