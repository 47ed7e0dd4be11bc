"""What may be written of a tenant."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from reconciler.sandbox.contacts import Contact
from reconciler.sandbox.shapes import Id, NonEmpty, Shape, Text, Version

Kind = Literal["root", "partner", "folder", "customer", "unit"]
CustomerType = Literal["default", "enterprise", "consumer", "small_office", "ti_unified"]
Tag = Annotated[str, StringConstraints(max_length=256)]


class UpdateLock(Shape):
    """Whether only the users of the caller's tenant may update the tenant."""

    enabled: bool


class Settings(Shape):
    """Irreversible choices at creation."""

    enhanced_security: bool = False


class TenantPost(Shape):
    """A tenant to be created; the guide sends `enhanced_security` outside `settings`."""

    name: NonEmpty
    parent_id: Id
    kind: Kind
    contact: Contact = Contact()
    company_billing_contact: Contact | None = None
    enabled: bool = True
    customer_id: Text | None = None
    internal_tag: Tag | None = None
    language: Text = "en"
    default_idp_id: Id = "11111111-1111-1111-1111-111111111111"
    update_lock: UpdateLock = UpdateLock(enabled=False)
    ancestral_access: bool = True
    settings: Settings = Settings()
    enhanced_security: bool = False


class TenantPut(Shape):
    """A change of a tenant; what is not sent stays, and null clears what may be null."""

    version: Version
    name: NonEmpty = ""
    customer_type: CustomerType = "default"
    parent_id: Id = ""
    kind: Kind = "customer"
    contact: Contact = Contact()
    enabled: bool = True
    customer_id: Text | None = None
    internal_tag: Tag | None = None
    language: Text = ""
    default_idp_id: Id = ""
    update_lock: UpdateLock = UpdateLock(enabled=False)
    ancestral_access: bool = True
    external_operation_status: Literal["no_operation", "deleting", "recovering"] = "no_operation"
