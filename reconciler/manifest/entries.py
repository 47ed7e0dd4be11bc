"""The entries of a manifest: instances, roles, products, accounts and subscriptions."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from reconciler.manifest.words import language_tag, plain

RoleName = Literal["Reseller", "User"]
ServicesPolicy = Literal["enforce", "provision_once"]
AccountState = Literal["active", "suspended", "absent"]
SubscriptionState = Literal["active", "suspended", "cancelled"]
ProtectionLicensing = Literal["per_gigabyte", "per_workload", "none"]
FileSyncShareLicensing = Literal["per_gigabyte", "per_user", "none"]

SANDBOX = "sandbox://"
ROLE_NAMES: tuple[RoleName, ...] = ("Reseller", "User")


def canonical_role(name: object) -> object:
    """The role's name as we print it, however it was capitalised; anything else unchanged."""
    if isinstance(name, str):
        return next((role for role in ROLE_NAMES if role.lower() == name.lower()), name)
    return name


def _by_key(entries: dict[str, Any]) -> dict[str, Any]:
    # How entries are spread over files must not show in any output.
    return dict(sorted(entries.items()))


Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, AfterValidator(plain)]
FullName = Annotated[str, Field(min_length=1), AfterValidator(plain)]
Sorted = AfterValidator(_by_key)
RoleField = Annotated[RoleName, BeforeValidator(canonical_role)]


class Entry(BaseModel):
    """Strict on what people write: an unknown key is an error, and nothing changes afterwards.

    None stands for a key that was left out; a written `null` is refused when files are read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class SecretRef(Entry):
    """Where a secret is found: in an environment variable or in a file, never here."""

    env: Text | None = None
    """Name of the environment variable."""
    file: Text | None = None
    """Path of the file, from the working directory of the command."""

    @model_validator(mode="after")
    def _names_one_source(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("must have exactly one of env and file: {env: NAME} or {file: PATH}")
        return self

    def __str__(self) -> str:
        return f"env:{self.env}" if self.env is not None else f"file:{self.file}"


class Instance(Entry):
    """A service manager instance: one Acronis partner tenant and the API client that manages it."""

    gateway_url: Text
    """The data centre, as https://eu2-cloud.acronis.com, or sandbox://NAME (embedded)."""
    client_id: SecretRef | None = None
    """Reference to the API client's id; only sandbox:// instances may leave it out."""
    client_secret: SecretRef | None = None
    """Reference to the API client's secret; only sandbox:// instances may leave it out."""
    storage: Text | None = None
    """Location or storage for customers, needed where several are offered."""

    @property
    def is_sandbox(self) -> bool:
        return self.gateway_url.lower().startswith(SANDBOX)

    @property
    def gateway(self) -> str:
        """The gateway's URL as it is compared: without case and without slashes at its end."""
        return self.gateway_url.lower().rstrip("/")


class Role(Entry):
    """What a role of the sync options means in Acronis."""

    tenant_kind: Literal["partner", "customer"]
    """Kind of the tenant that is created."""
    access_policies: tuple[str, ...]
    """Ids of the roles that the tenant's user holds; an empty list grants none."""


READ_ONLY = "readonly_admin"
READ_ONLY_ENDING = "_ro_admin"
BUILT_IN_ROLES: Mapping[RoleName, Role] = {
    "Reseller": Role(
        tenant_kind="partner",
        access_policies=("readonly_admin", "protection_ro_admin", "sync_share_ro_admin"),
    ),
    "User": Role(tenant_kind="customer", access_policies=("company_admin",)),
}


class Product(Entry):
    """A product that is sold: on which instance, and how each service is licensed."""

    instance: str
    """Key of the instance that provisions it."""
    protection: ProtectionLicensing
    """Billing mode of Protection."""
    file_sync_share: FileSyncShareLicensing
    """Billing mode of File Sync & Share."""
    storage: Text | None = None
    """Location or storage for its customers, before the instance's own."""
    services: ServicesPolicy | None = None
    """Keep a customer's services as declared, or leave them alone once provisioned."""


class Contact(Entry):
    """The person behind the account; names the user and the tenant's contact."""

    firstname: Name | None = None
    """First name."""
    lastname: Name | None = None
    """Last name."""
    phone: Name | None = None
    """Telephone number, as it is dialled."""


class SyncOptions(Entry):
    """The four values of "Sync Options" for one account and instance."""

    role: RoleField
    """Reseller, or User for direct and end customers."""
    username: str
    """Login, unique over all accounts, and unlike the e-mail address."""
    email: str
    """Unique address that gets the activation mail."""
    parent_account: str | None = None
    """Reseller above an end customer; by default the account that it is billed to."""


class Account(Entry):
    """An account of the BSS: a reseller, a direct customer or a reseller's end customer."""

    name: FullName
    """Name of the account."""
    tenant_name: FullName | None = None
    """Name of its tenant, where it is not the account's."""
    external_id: FullName | None = None
    """Id in the BSS, stored as the tenant's customer_id."""
    bill_to: str | None = None
    """Key of the reseller who pays; makes this account an end customer."""
    contact: Contact | None = None
    """The person behind the account."""
    language: Annotated[str, AfterValidator(language_tag)] = "en"
    """Language of tenant, user and mail."""
    state: AccountState = "active"
    """suspended disables the tenant, absent deletes it (both are guarded)."""
    services: ServicesPolicy | None = None
    """Overrides the product's choice for this account."""
    activation: Literal["email", "none"] = "email"
    """Whether the user gets an activation mail, once."""
    adopt: Annotated[dict[str, Text], Sorted] = Field(default_factory=dict)
    """Ids of existing tenants to take over, by instance."""
    sync: Annotated[dict[str, SyncOptions], Sorted] = Field(default_factory=dict)
    """Sync options by instance; without any the account is left alone."""

    @property
    def title(self) -> str:
        """What its tenant is called."""
        return self.name if self.tenant_name is None else self.tenant_name


class IgnoreRule(Entry):
    """A difference that is known and meant; what is left out of it matches anything."""

    account: str | None = None
    """Key of the account, or "@TENANT_ID" for a tenant without one."""
    kind: str | None = None
    """Kind of resource, as user."""
    field: str | None = None
    """Field, as email, or an offering item's label."""
    reason: Annotated[str, Field(min_length=1)]
    """Why it is meant; told wherever the difference is counted."""
    until: str | None = None
    """Last day on which it holds, as "2026-12-31" in quotes."""
    report: bool = False
    """Report the difference all the same."""
    repair: bool = True
    """Let apply put it right; false leaves it as it is."""

    @field_validator("until")
    @classmethod
    def _is_a_day(cls, until: str | None) -> str | None:
        if until is not None:
            try:
                date.fromisoformat(until)
            except ValueError:
                raise PydanticCustomError("day", "is not a day") from None
        return until

    def holds(self, day: date) -> bool:
        """Whether it has not expired."""
        return self.until is None or day <= date.fromisoformat(self.until)

    def matches(self, account: str, kind: str, field: str) -> bool:
        """Whether it is about this field of this account's resource, or about a part of it."""
        part = self.field is not None and field.startswith(f"{self.field}.")
        return (
            self.account in (None, account)
            and self.kind in (None, kind)
            and (part or self.field in (None, field))
        )


class IgnoreRules(RootModel[tuple[IgnoreRule, ...]]):
    """Differences that are known and meant."""

    model_config = ConfigDict(frozen=True)


class Subscription(Entry):
    """A product that an account has bought."""

    account: str
    """Key of the account."""
    product: str
    """Key of the product."""
    state: SubscriptionState = "active"
    """suspended and cancelled disable the tenant; nothing is deleted."""
    quantity: Annotated[int, Field(strict=True)] = 1
    """Always 1: usage is billed, not seats."""
