"""What every kind of resource has in common, and the register of kinds."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from reconciler.acronis.client import ReadClient, WriteClient
from reconciler.findings import Finding
from reconciler.plan import Fields, Pins

if TYPE_CHECKING:
    from reconciler.resources.claim import Claim
    from reconciler.resources.offer import Offer
    from reconciler.resources.site import Site
    from reconciler.resources.work import Work

KINDS: dict[str, type["Resource"]] = {}


class Resource(BaseModel):
    """One thing to have in Acronis. The same class serves for what is wanted and what is live.

    A kind is a subclass in a file of its own; defining it registers it. `letter` names it in
    the stamp ("" for a kind that leaves no fingerprint), `after` are the kinds of the same
    account that have to be there first, `after_parent` those of the account's parent. `newborn`
    are fields that are not empty where the API makes one along with a tenant.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    letter: ClassVar[str] = ""
    after: ClassVar[tuple[str, ...]] = ()
    after_parent: ClassVar[tuple[str, ...]] = ()
    irreversible: ClassVar[bool] = False
    sources: ClassVar[Mapping[str, "Source"]] = {}
    newborn: ClassVar[Mapping[str, Any]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        KINDS[cls.kind] = cls

    @classmethod
    def wanted_by(cls, claim: "Claim", offer: "Offer") -> Self | None:
        """What the claim asks for, if it asks for this kind at all.

        Raises Unwantable if what it asks for cannot be had.
        """
        raise NotImplementedError

    @classmethod
    def found_at(cls, site: "Site", wanted: Self) -> Self | None:
        """What is live of `wanted`: fields that are not managed read as they are wanted."""
        raise NotImplementedError

    @classmethod
    def pins_at(cls, site: "Site", wanted: Self) -> Pins:
        """The id and the lock of what is live."""
        raise NotImplementedError

    @classmethod
    def of(cls, fields: Fields) -> Self:
        """The resource with the fields that a plan holds."""
        return cls.model_validate(dict(fields))

    def fields(self) -> dict[str, Any]:
        """All fields as JSON values, for plans and reports."""
        return self.model_dump(mode="json")

    def compared(self) -> Mapping[str, Any]:
        """The fields that count when two sides are compared."""
        return self.fields()

    def basis(self) -> Mapping[str, Any]:
        """What the manifest decided, whatever is on offer: the fingerprint is taken of this."""
        return self.compared()

    def keeping(self, live: Self, paths: Iterable[str]) -> Self:
        """The same, but as it is live where a difference is not to be put right."""
        return self.model_copy(update={path: getattr(live, path) for path in paths})

    def joined(self, other: Self) -> Self:
        """The same, and with it what the other has beyond it: to see what is live of both."""
        return self

    def fingerprint(self) -> str:
        """Eight digits that change when the manifest's decision does."""
        return digest_of(self.basis())

    def delegated_at(self, site: "Site") -> bool:
        """Whether live differences are the customer's own business now."""
        return False

    def summary(self) -> str:
        """What it is, in one short line for people."""
        raise NotImplementedError

    def likeness(self) -> str:
        """What resources of this kind have in common that differ in the account alone."""
        return self.kind

    def told(self, path: str, live: Any, wanted: Any, site: "Site") -> str:
        """A sentence for a field that is not as it is wanted; None stands for what is not there."""
        return f"{path} is {live!r}, wanted is {wanted!r}."

    def told_with(self, path: str) -> frozenset[str]:
        """The fields whose sentences say this field's difference as well."""
        return frozenset()

    def grave(self, path: str, live: Any, wanted: Any) -> bool:
        """Whether such a difference grants or destroys something, so that it is told alone."""
        return False

    def objections(self, before: Self | None, site: "Site | None") -> Iterator[Finding]:
        """What speaks against making `before` into this: address, path and place come later."""
        yield from ()

    def effects(self, before: Self | None) -> Iterator[str]:
        """What the change means, in business words."""
        yield from ()

    def create(self, api: WriteClient, work: "Work") -> None:
        """Make it, and note the new ids in `work`."""
        raise NotImplementedError

    def recover(self, api: ReadClient, work: "Work") -> bool | None:
        """After a create without an answer: whether it was made after all; notes its ids then.

        None if that cannot be known, so that it must not be tried again.
        """
        return None

    def update(self, api: WriteClient, work: "Work", before: Self) -> None:
        """Make `before` into this."""
        raise NotImplementedError

    def complete(self, api: WriteClient, work: "Work") -> None:
        """Finish it once everything else of the account is done."""

    @classmethod
    def delete(cls, api: WriteClient, work: "Work", before: Fields) -> None:
        """Remove it, if it still is what was seen."""
        raise NotImplementedError


class Source(NamedTuple):
    """Where a field comes from and where it goes: for explaining it.

    `path` is the place in the manifests, with {account}, {instance}, {role}, {subscription} and
    {product}; `rules` are the codes of what it follows, some of them for one sort of account
    only ("reseller:R-16"; also customer, direct and end); `api` is the API's field.
    """

    path: str
    rules: tuple[str, ...]
    api: str


class Unwantable(Exception):  # noqa: N818 - no error: the planner turns it into a finding
    """What a claim asks for cannot be had; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def digest_of(value: Mapping[str, Any]) -> str:
    """Eight hexadecimal digits of the canonical JSON of a mapping."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
