"""What an import comes to: accounts, products, and the tenants that are left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.acronis.wire import Tenant, User
from reconciler.manifest.model import Product, RoleName

CUSTOMERS = "customers.yaml"
PRODUCTS = "products.yaml"
PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A live tenant that no manifest manages and none is written for, and why.

    `login` is the user's whose personal tenant it is, so that reports can mask it; else "".
    """

    tenant_id: str
    name: str
    reason: str
    login: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A tenant that can be an account. `why` says how its user was chosen."""

    tenant: Tenant
    role: RoleName
    user: User
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What earlier drafts have shown: the tenants (by id) that rules of manifests keep out, each
    with the reason, and those whose services an apply would change and that are left to them."""

    objections: Mapping[str, str] = field(default_factory=dict)
    left_alone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An account to be written. `parent` is the key of its reseller, "" below the MSP.

    `product` is "" for a reseller, and for a customer without a subscription; `note` says why.
    """

    key: str
    candidate: Candidate
    parent: str = ""
    product: str = ""
    note: str = ""
    left_alone: bool = False

    @property
    def tenant(self) -> Tenant:
        """The live tenant."""
        return self.candidate.tenant

    @property
    def reseller(self) -> bool:
        """Whether the account resells."""
        return self.candidate.role == "Reseller"

    @property
    def subscription(self) -> str:
        """The key of its subscription, "" if it has none."""
        return f"{self.key}-services" if self.product else ""

    @property
    def file(self) -> str:
        """Where it is written: beside its reseller, or with the other direct customers."""
        above = self.key if self.reseller else self.parent
        return f"resellers/{above}.yaml" if above else CUSTOMERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that an import would write for one instance, and what it leaves out.

    `accounts` are in order of keys; `products` are the new ones alone.
    """

    instance: str
    accounts: tuple[Intake, ...]
    products: Mapping[str, Product]
    left_out: tuple[LeftOut, ...]
