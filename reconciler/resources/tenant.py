"""Tenants: the tree that everything else hangs in, and the stamp each of them carries."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from reconciler.acronis.client import ReadClient, WriteClient
from reconciler.acronis.wire import Tenant as LiveTenant
from reconciler.errors import ConflictError, NotFoundError
from reconciler.findings import Finding
from reconciler.plan import Address, Fields, Pins
from reconciler.resources.below import check_nobody_new
from reconciler.resources.claim import Claim
from reconciler.resources.offer import Offer
from reconciler.resources.resource import Resource, Source
from reconciler.resources.site import Site
from reconciler.resources.work import Work
from reconciler.resources.writing import give_back, put_tenant, seal, sealed
from reconciler.stamp import Stamp, read

WRITABLE = ("name", "enabled", "language", "customer_id")
"""Fields that an update may write; the stamp is written apart, when all else is done."""


class Tenant(Resource):
    """A reseller's or customer's place in Acronis.

    `parent` is the address of the parent's tenant. `contact` is sent once, when the tenant is
    made: afterwards it belongs to the customer. An empty `customer_id` is not managed.
    `deleted` is told only where it is true: of a tenant that is to come back.
    `internal_tag` is the stamp; the planner sets it, for it sums up the whole account.
    """

    kind: ClassVar = "tenant"
    letter: ClassVar = "t"
    # A customer waits for a reseller that is synchronized, not merely begun.
    after_parent: ClassVar = ("tenant", "offering_items", "user", "access_policies")
    sources: ClassVar = {
        "name": Source("accounts.{account}.tenant_name", ("R-01",), "tenant.name"),
        "tenant_kind": Source(
            "accounts.{account}.sync.{instance}.role",
            ("reseller:R-16", "customer:R-38"),
            "tenant.kind",
        ),
        "parent": Source(
            "accounts.{account}.bill_to",
            ("reseller:R-07", "direct:R-29", "end:R-46", "end:R-52"),
            "tenant.parent_id",
        ),
        "enabled": Source("subscriptions.{subscription}.state", ("D-06",), "tenant.enabled"),
        "language": Source("accounts.{account}.language", ("R-15",), "tenant.language"),
        "customer_id": Source("accounts.{account}.external_id", ("D-13",), "tenant.customer_id"),
        "contact": Source("accounts.{account}.contact", ("R-12",), "tenant.contact"),
        "internal_tag": Source("workspace", ("D-13",), "tenant.internal_tag"),
    }

    name: str
    tenant_kind: Literal["root", "partner", "folder", "customer", "unit"]
    parent: str
    enabled: bool = True
    language: str = "en"
    customer_id: str = ""
    contact: dict[str, str] = Field(default_factory=dict)
    internal_tag: str = ""
    deleted: bool = False

    @classmethod
    def wanted_by(cls, claim: Claim, offer: Offer) -> Self:
        """A partner tenant for a reseller, a customer tenant for a customer (R-16, R-38, R-52)."""
        contact = claim.account.contact
        named = contact.model_dump(exclude_none=True) if contact else {}
        return cls(
            name=claim.account.title,
            tenant_kind=claim.role.tenant_kind,
            parent=str(parent_of(claim, offer.root_id)),
            enabled=claim.enabled,
            language=claim.account.language,
            customer_id=claim.account.external_id or "",
            contact={"email": claim.sync.email, **named},
        )

    @classmethod
    def found_at(cls, site: Site, wanted: Self) -> Self:
        tenant = site.tenant
        return wanted.model_copy(
            update={
                "name": tenant.name,
                "tenant_kind": tenant.kind,
                "parent": str(site.parent),
                "enabled": tenant.enabled,
                "language": tenant.language or wanted.language,
                "customer_id": tenant.customer_id if wanted.customer_id else "",
                "internal_tag": tenant.internal_tag,
            }
        )

    @classmethod
    def pins_at(cls, site: Site, wanted: Self) -> Pins:
        return Pins(id=site.tenant.id, version=site.tenant.version)

    def fields(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude=None if self.deleted else {"deleted"})

    def compared(self) -> Mapping[str, Any]:
        return self.model_dump(mode="json")

    def basis(self) -> Mapping[str, Any]:
        """Everything but the contact, which is not managed, and the stamp, which holds this."""
        return self.model_dump(mode="json", exclude={"contact", "internal_tag", "deleted"})

    def summary(self) -> str:
        return f'{self.tenant_kind} tenant "{self.name}" below {_words(self.parent)}'

    def told(self, path: str, live: Any, wanted: Any, site: Site) -> str:
        match path:
            case "enabled":
                return "The tenant is disabled." if wanted else "The tenant is enabled again."
            case "parent":
                return (
                    f'The tenant was moved below "{site.above}"; it belongs below {_words(wanted)}.'
                )
            case "name":
                return f'The tenant is called "{live}" and not "{wanted}".'
            case "internal_tag":
                return "The stamp was changed."
        return f'The tenant\'s {path} is "{live}" and not "{wanted}".'

    def grave(self, path: str, live: Any, wanted: Any) -> bool:
        return path in ("enabled", "parent", "tenant_kind")

    def likeness(self) -> str:
        return f"{self.tenant_kind} tenant"

    def objections(self, before: Self | None, site: Site | None) -> Iterator[Finding]:
        if before is None:
            return
        if before.tenant_kind != self.tenant_kind:
            yield _immovable(
                f"the live tenant is a {before.tenant_kind} and the role asks for a "
                f"{self.tenant_kind}; the kind of a tenant cannot change.",
                "Change the role back, or declare a new account for the new role.",
            )
        elif before.parent != self.parent:
            yield _moved(self, before, site)

    def effects(self, before: Self | None) -> Iterator[str]:
        if before and before.enabled and not self.enabled:
            yield "Nobody in this tenant can work; its data is kept and Acronis goes on billing it."
        if before and not before.enabled and self.enabled:
            yield "The tenant and its users can work again."

    def create(self, api: WriteClient, work: Work) -> None:
        """POST the tenant with the stamp's owner, so that a half-made one is found again (D-13)."""
        owner = Stamp(workspace=work.goal.workspace, account=work.goal.account)
        made = api.create_tenant(
            {
                "name": self.name,
                "kind": self.tenant_kind,
                "parent_id": work.parent_id,
                "language": self.language,
                "ancestral_access": True,  # a self-service tenant would lock us out (D-09)
                "customer_id": self.customer_id or None,
                "internal_tag": str(owner),
                "contact": self.contact,
            }
        )
        work.note_tenant(made.id, made.version, owner)

    def recover(self, api: ReadClient, work: Work) -> bool:
        """Look below the parent for a tenant with our stamp, whoever has put it there."""
        for tenant in api.children_named(work.parent_id, self.name):
            stamp = read(tenant.internal_tag)
            if stamp and (stamp.workspace, stamp.account) == work.owner:
                work.note_tenant(tenant.id, tenant.version, stamp)
                return True
        return False

    def update(self, api: WriteClient, work: Work, before: Self) -> None:
        """PUT the fields that differ; the stamp with them if nothing else has to come first.

        A tenant that was deleted comes back first, with a version that only the API knows. An
        adopted one gets the stamp's owner before all else, as a new one does.
        """
        changed = [name for name in WRITABLE if getattr(self, name) != getattr(before, name)]
        if before.deleted:
            api.restore_tenant(work.tenant_id)
        if before.deleted and changed:
            work.tenant_version = api.tenant(work.tenant_id).version
        begun = _begun(work) if self.internal_tag != before.internal_tag else None
        if changed or begun:
            stamp = sealed(work) if work.alone and read(self.internal_tag) else begun
            if "enabled" in changed and not self.enabled:
                check_nobody_new(api, work.tenant_id, work.pins[self.kind].below)
            put_tenant(
                api,
                work,
                {name: getattr(self, name) or _cleared(name) for name in changed},
                {name: getattr(before, name) for name in changed},
                stamp,
            )

    def complete(self, api: WriteClient, work: Work) -> None:
        """Write the whole stamp, once everything that it speaks of is there.

        What is to stand in its place and is no stamp of ours is written as it is.
        """
        if read(self.internal_tag):
            seal(api, work)
        else:
            give_back(api, work, self.internal_tag)

    @classmethod
    def delete(cls, api: WriteClient, work: Work, before: Fields) -> None:
        """Disable, then delete with the version that disabling left (code 1006).

        One that turns out to be deleted already will do: the answer to an earlier try was lost.
        Raises ConflictError if the tenant was changed and is not by that name ours any more, or
        if there is one below it that nobody knew of.
        """
        try:
            live = api.tenant(work.tenant_id)
            if live.version != work.tenant_version:
                _still(live, before, work.parent_id)
            check_nobody_new(api, live.id, work.pins[cls.kind].below)
            work.tenant_version = live.version
            if live.enabled:
                put_tenant(api, work, {"enabled": False}, {"enabled": True}, None)
            api.delete_tenant(live.id, work.tenant_version)
        except NotFoundError:
            if not any(one.deleted_at for one in api.tenants_by_id([work.tenant_id])):
                raise


def parent_of(claim: Claim, root_id: str) -> Address:
    """The address of the tenant above: the reseller's, or the MSP's own (R-07, R-29, R-45)."""
    return Address(claim.instance, claim.parent or f"@{root_id}", "tenant")


def _begun(work: Work) -> Stamp | None:
    """The first stamp of an adopted tenant whose account has more to come, else None.

    It names the user that is there already: nobody owes that one a mail.
    """
    stamp = read(work.tag)
    mine = stamp and (stamp.workspace, stamp.account) == work.owner
    if work.alone or mine or not work.goal.prints:
        return None
    return Stamp(workspace=work.goal.workspace, account=work.goal.account, user=work.user_id)


def _still(live: LiveTenant, before: Fields, parent_id: str) -> None:
    """Refuse to delete what is not the tenant that was to be deleted, or is not there any more."""
    if live.parent_id != parent_id:
        raise ConflictError(
            f"the tenant was moved below {live.parent_id}.",
            request=f"DELETE /tenants/{live.id}",
            hint="Plan again.",
        )
    if (live.name, live.internal_tag) != (before.get("name"), before.get("internal_tag")):
        raise ConflictError(
            f'the tenant is called "{live.name}" and tagged "{live.internal_tag}" by now.',
            request=f"DELETE /tenants/{live.id}",
            hint="Plan again.",
        )


def _words(parent: str) -> str:
    """The wanted parent in words; one without an account is the instance's own."""
    account = Address.parse(parent).account
    return "the MSP" if account.startswith("@") else account


def _cleared(name: str) -> bool | None:
    return False if name == "enabled" else None


def _immovable(message: str, hint: str) -> Finding:
    return Finding(code="V-64", severity="error", message=message, hint=hint)


def _moved(wanted: Tenant, before: Tenant, site: Site | None) -> Finding:
    """Who moved it: the manifest since it was last applied, or somebody in the portal."""
    outside = bool(site and site.print_of(Tenant.letter) == wanted.fingerprint())
    where = f"the live tenant is below {before.parent} and is wanted below {wanted.parent}"
    if outside:
        return Finding(
            code="V-69",
            severity="error",
            message=f"{where}; somebody has moved it.",
            hint="Move it back in the portal, or correct bill_to.",
        )
    return _immovable(
        f"{where}; tenants are not moved.", "Change bill_to back, or move it in the portal first."
    )
