"""A run that has ended, as far as it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.plan import Action, Address, Fields
from reconciler.resources.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One change that a run has made, and whose tenant and user it was made on."""

    address: Address
    action: Action
    before: Fields | None
    after: Fields | None
    tenant_id: str
    user_id: str = ""

    @property
    def opened(self) -> bool:
        """Whether there is a tenant since that was not there before: made, or brought back."""
        brought_back = bool((self.before or {}).get("deleted"))
        return self.address.kind == Tenant.kind and (self.action is Action.CREATE or brought_back)

    @property
    def closed(self) -> bool:
        """Whether the tenant was deleted."""
        return self.action is Action.DELETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """All changes of a run; `doubtful` are those that are not known to have been made, and why.

    `roots` are the ids of the instances' own tenants, by name.
    """

    done: tuple[Done, ...]
    doubtful: Mapping[Address, str] = field(default_factory=dict)
    roots: Mapping[str, str] = field(default_factory=dict)
