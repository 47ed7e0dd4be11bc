"""What the API says, read leniently.

Unknown fields are ignored and unknown words kept, for the published enums are incomplete
(https://developer.acronis.com/doc/account-management/v2/reference/). Null, "" and a missing field
mean the same: the default. A field without a default is one that nothing sensible can be
concluded without, so an object that lacks it is refused.
"""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC, which is also what a timestamp without a zone is in.

    Three shapes occur: `2016-06-22T18:25:16`, `…Z`, and `…+00:00` with microseconds.
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment} is not a moment in UTC") from error


def a_uuid(text: str) -> str:
    """The id as it came, if it is one that a stamp has room for."""
    UUID(text)
    return text


Timestamp = Annotated[datetime, AfterValidator(in_utc)]
Uuid = Annotated[str, AfterValidator(a_uuid)]


class Wire(BaseModel):
    """An object of the API as it came, but for nulls."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, data: Any) -> Any:
        """The object without the fields that say nothing."""
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None and value != ""}


class Contact(Wire):
    """Who stands for a tenant or a user. `country` is free text."""

    email: str = ""
    firstname: str = ""
    lastname: str = ""
    title: str = ""
    phone: str = ""
    fax: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    zipcode: str = ""
    state: str = ""
    country: str = ""
    website: str = ""
    industry: str = ""
    organization_size: str = ""
    language: str = ""
    types: tuple[str, ...] = ()


class UpdateLock(Wire):
    """While enabled, only users of the tenant `owner_id` may update the locked tenant."""

    enabled: bool = False
    owner_id: str = ""


class Tenant(Wire):
    """A partner, folder, customer or unit.

    `owner_id` is set on personal tenants only. `deleted_at` is set for some 30 days after a
    deletion, during which it can be undone. Writing offering items does not raise `version`.
    """

    id: str
    version: int
    kind: str
    enabled: bool
    name: str = ""
    parent_id: str = ""
    customer_id: str = ""
    customer_type: str = ""
    internal_tag: str = ""
    language: str = ""
    owner_id: str = ""
    ancestral_access: bool = True
    pricing_mode: str = ""
    production_start_date: Timestamp | None = None
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    deleted_at: Timestamp | None = None
    contact: Contact = Contact()
    has_children: bool = False
    update_lock: UpdateLock = UpdateLock()
    external_operation_status: str = ""


class AccessPolicy(Wire):
    """A role on a tenant. Its id, version and issuer mean nothing when read: left out."""

    tenant_id: str
    role_id: str
    trustee_id: str = ""
    trustee_type: str = ""
    resource_server_id: str = ""
    resource_namespace: str = ""
    resource_path: str = ""


class User(Wire):
    """Somebody who can sign in; `login` is unique over the whole platform."""

    id: Uuid
    version: int
    tenant_id: str
    enabled: bool
    login: str = ""
    activated: bool = False
    language: str = ""
    contact: Contact = Contact()
    notifications: tuple[str, ...] = ()
    personal_tenant_id: str = ""
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    deleted_at: Timestamp | None = None
    access_policies: tuple[AccessPolicy, ...] = ()


class Quota(Wire):
    """How much of an item may be used; `value` None is without limit, `overage` None is soft.

    `version` is a lock of its own: 0 while unlimited, else milliseconds since the epoch.
    """

    value: int | None = None
    overage: int | None = None
    version: int = 0


class OfferingItem(Wire):
    """One thing a tenant may use: `status` 1 is on, 0 is available but off.

    It is known by (application_id, name, infra_id). An item that is off, and a feature, has no
    quota. `tenant_id` is "" in what is available for a child.
    """

    application_id: str
    name: str
    status: int
    tenant_id: str = ""
    edition: str = ""
    infra_id: str = ""
    usage_name: str = ""
    type: str = ""
    measurement_unit: str = ""
    locked: bool = False
    quota: Quota | None = None
    updated_at: Timestamp | None = None
    deleted_at: Timestamp | None = None


class Pricing(Wire):
    """A tenant's mode of billing. `version` is its own lock, in milliseconds since the epoch."""

    mode: str
    version: int
    currency: str = ""
    production_start_date: Timestamp | None = None


class ApiClient(Wire):
    """An OAuth client: ours."""

    tenant_id: str


class Infra(Wire):
    """A storage, or another piece of infrastructure that items are bound to."""

    id: str
    name: str = ""
    location_id: str = ""
    capabilities: tuple[str, ...] = ()


class Location(Wire):
    """A place where infrastructure stands."""

    id: str
    name: str = ""


class Role(Wire):
    """A role that users of a tenant may be given, and the service it belongs to."""

    role: str
    application_id: str = ""
    type: str = ""
    is_default: bool = False
