"""The manifest as a whole, and what the user's page says about its accounts."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Field, field_validator

from reconciler.findings import Finding
from reconciler.manifest.entries import (
    BUILT_IN_ROLES,
    ROLE_NAMES,
    Account,
    Contact,
    Entry,
    IgnoreRule,
    IgnoreRules,
    Instance,
    Product,
    Role,
    RoleName,
    SecretRef,
    ServicesPolicy,
    Sorted,
    Subscription,
    SyncOptions,
    canonical_role,
)
from reconciler.manifest.place import Origin, Place, Signpost

__all__ = [
    "BUILT_IN_ROLES",
    "ROLE_NAMES",
    "Account",
    "Contact",
    "IgnoreRule",
    "IgnoreRules",
    "Instance",
    "Manifest",
    "Product",
    "Role",
    "RoleName",
    "SecretRef",
    "ServicesPolicy",
    "Subscription",
    "SyncOptions",
]


class Manifest(Entry):
    """Everything that is declared, merged over all files.

    Keys are in order; two manifests are equal when they say the same, wherever it was written.
    """

    workspace: str
    """Who owns the stamps on the tenants; one per set of manifests."""
    instances: Annotated[dict[str, Instance], Sorted]
    """Service manager instances by name."""
    roles: dict[RoleName, Role] = Field(default_factory=lambda: dict(BUILT_IN_ROLES))
    """Overrides of the two built-in roles."""
    products: Annotated[dict[str, Product], Sorted] = Field(default_factory=dict)
    """Products by key."""
    accounts: Annotated[dict[str, Account], Sorted] = Field(default_factory=dict)
    """Accounts of the BSS by key."""
    subscriptions: Annotated[dict[str, Subscription], Sorted] = Field(default_factory=dict)
    """Subscriptions by key."""

    drift: Annotated[dict[str, IgnoreRules], Sorted] = Field(default_factory=dict)
    """What drift leaves out, below the key ignore."""

    _origin: Origin = Origin()

    @field_validator("roles", mode="before")
    @classmethod
    def _override_built_in_roles(cls, overrides: Any) -> Any:
        return merged_roles(overrides) if isinstance(overrides, Mapping) else overrides

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, but an index of the old entries is not taken along."""
        copy = super().model_copy(update=update, deep=deep)
        for index in ("_subscriptions", "_signpost"):
            copy.__dict__.pop(index, None)
        return copy

    def from_origin(self, origin: Origin) -> Self:
        """The same manifest, knowing where it was written."""
        copy = self.model_copy()
        copy._origin = origin
        return copy

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules have said about it; none of it is an error."""
        return self._origin.findings

    def place(self, *path: str) -> Place:
        """File and line of a value, as `place("accounts", "contoso", "sync", "acronis-eu")`.

        Of the nearest thing around it that was written where the value itself was not; an
        empty place for manifests that come from no file.
        """
        return self._origin.place(*path)

    def place_of(self, path: str) -> Place:
        """As `place`, of a path as findings have it: "accounts.contoso.sync.acronis-eu"."""
        return self._signpost.place(path)

    @property
    def ignore_rules(self) -> tuple[IgnoreRule, ...]:
        """The differences that are known and meant, in the order in which they were written."""
        rules = self.drift.get("ignore")
        return rules.root if rules else ()

    def on(self, day: date) -> Self:
        """The same manifest with only those ignore rules that hold on a day."""
        rules = tuple(rule for rule in self.ignore_rules if rule.holds(day))
        return self.model_copy(update={"drift": {"ignore": IgnoreRules(rules)} if rules else {}})

    @property
    def digest(self) -> str:
        """SHA-256 in hex of what the manifest says: not of its files, comments, order, defaults."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def parent_of(self, account: str, instance: str) -> str | None:
        """Key of the reseller under which the account's tenant belongs, None for the MSP.

        A reseller is always under the MSP (R-07); a customer is under its `parent_account`,
        by default the account it is billed to (R-45, R-46).
        """
        declared = self.accounts[account]
        options = declared.sync.get(instance)
        if options and options.role == "Reseller":
            return None
        return (options and options.parent_account) or declared.bill_to

    def subscriptions_of(self, account: str, instance: str) -> list[tuple[str, Subscription]]:
        """The account's subscriptions to products of that instance, with keys, in their order."""
        return list(self._subscriptions.get((account, instance), ()))

    def current_subscription(self, account: str, instance: str) -> tuple[str, Subscription] | None:
        """The subscription that decides, with its key: the one not cancelled, else the last one."""
        found = self.subscriptions_of(account, instance)
        kept = [(key, one) for key, one in found if one.state != "cancelled"]
        return next(iter(kept or found[-1:]), None)

    def services_policy(self, account: str, product: str) -> ServicesPolicy:
        """Whether the product's services are enforced for the account (D-04).

        The account's own word comes first, then the product's. Else they are enforced for a
        direct customer, and an end customer's belong to its reseller once provisioned.
        """
        sold = self.products[product]
        said = self.accounts[account].services or sold.services
        if said:
            return said
        return "provision_once" if self.parent_of(account, sold.instance) else "enforce"

    @cached_property
    def _signpost(self) -> Signpost:
        return Signpost(self._origin.places)

    @cached_property
    def _subscriptions(self) -> dict[tuple[str, str], list[tuple[str, Subscription]]]:
        found: dict[tuple[str, str], list[tuple[str, Subscription]]] = {}
        for key, one in self.subscriptions.items():
            if product := self.products.get(one.product):
                found.setdefault((one.account, product.instance), []).append((key, one))
        return found


def merged_roles(overrides: Mapping[Any, Any]) -> dict[Any, Any]:
    """The built-in roles with what a manifest says otherwise, field by field."""
    roles: dict[Any, Any] = {name: role.model_dump() for name, role in BUILT_IN_ROLES.items()}
    for name, override in overrides.items():
        fields = override.model_dump() if isinstance(override, Role) else override
        known = roles.get(canonical_role(name), {})
        merged = {**known, **fields} if isinstance(fields, Mapping) else fields
        roles[canonical_role(name)] = merged
    return roles
