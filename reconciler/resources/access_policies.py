"""Access policies: the roles the account's user holds, all of them."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self

from reconciler.acronis.client import WriteClient
from reconciler.acronis.wire import AccessPolicy
from reconciler.errors import ConflictError
from reconciler.findings import Finding
from reconciler.plan import Pins
from reconciler.resources.claim import Claim
from reconciler.resources.offer import Offer
from reconciler.resources.resource import Resource, Source, Unwantable
from reconciler.resources.site import Site
from reconciler.resources.work import Work

ANY_UUID = "00000000-0000-0000-0000-000000000000"


class AccessPolicies(Resource):
    """The complete set of role ids of the user, for the write replaces the set as a whole.

    A role on another tenant than the user's own reads as `ROLE@TENANT_ID`.
    """

    kind: ClassVar = "access_policies"
    letter: ClassVar = "a"
    after: ClassVar = ("tenant", "offering_items", "user")
    sources: ClassVar = {
        "roles": Source(
            "roles.{role}.access_policies",
            ("reseller:R-20", "customer:R-40"),
            "access_policies.items.role_id",
        ),
    }

    roles: tuple[str, ...]

    @classmethod
    def wanted_by(cls, claim: Claim, offer: Offer) -> Self:
        """Three read-only roles for a reseller, company administrator for a customer.

        (R-19, R-20, R-40; the ids are the manifest's.) Raises Unwantable for an id that no
        application of the MSP offers (D-01).
        """
        roles = tuple(sorted(set(claim.role.access_policies)))
        unknown = [role for role in roles if offer.roles is not None and role not in offer.roles]
        if unknown:
            raise Unwantable(_unknown_role(claim, unknown, offer.roles or ()))
        return cls(roles=roles)

    @classmethod
    def found_at(cls, site: Site, wanted: Self) -> Self | None:
        return cls(roles=_held(site.user.access_policies, site.tenant.id)) if site.user else None

    @classmethod
    def pins_at(cls, site: Site, wanted: Self) -> Pins:
        return Pins(id=site.user.id if site.user else "")

    def summary(self) -> str:
        return ", ".join(self.roles) or "no roles"

    def likeness(self) -> str:
        return self.summary()

    def told(self, path: str, live: Any, wanted: Any, site: Site) -> str:
        more = [role for role in live or () if role not in (wanted or ())]
        less = [role for role in wanted or () if role not in (live or ())]
        held = f"holds {', '.join(more)} beyond what the manifests grant" if more else ""
        lacks = f"lacks {', '.join(less)}" if less else ""
        return f"The user {' and '.join(part for part in (held, lacks) if part)}."

    def grave(self, path: str, live: Any, wanted: Any) -> bool:
        return bool(set(live or ()) - set(wanted or ()))

    def effects(self, before: Self | None) -> Iterator[str]:
        if before and (taken := [role for role in before.roles if role not in self.roles]):
            yield f"The user loses: {', '.join(taken)}."

    def create(self, api: WriteClient, work: Work) -> None:
        items = [self._policy(role, work) for role in self.roles]
        api.put_access_policies(work.user_id, items)

    def update(self, api: WriteClient, work: Work, before: Self) -> None:
        """Read, compare, write: policies have no version that could guard them."""
        held = _held(api.access_policies(work.user_id), work.tenant_id)
        if held == self.roles:
            return
        if held != before.roles:
            raise ConflictError(
                f"the roles are {', '.join(held) or 'none'} by now.",
                request=f"PUT /users/{work.user_id}/access_policies",
                hint="Plan again.",
            )
        self.create(api, work)

    def _policy(self, role: str, work: Work) -> dict[str, Any]:
        role_id, _, elsewhere = role.partition("@")
        return {
            "id": ANY_UUID,
            "issuer_id": ANY_UUID,
            "trustee_id": work.user_id,
            "trustee_type": "user",
            "tenant_id": elsewhere or work.tenant_id,
            "role_id": role_id,
            "version": 0,
        }


def _held(policies: Iterable[AccessPolicy], tenant_id: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                policy.role_id
                if policy.tenant_id == tenant_id
                else f"{policy.role_id}@{policy.tenant_id}"
                for policy in policies
            }
        )
    )


def _unknown_role(claim: Claim, unknown: Iterable[str], known: Iterable[str]) -> Finding:
    return Finding(
        code="D-01",
        severity="error",
        message=f"no service of this instance offers the role {', '.join(unknown)}.",
        hint=f"Set roles.{claim.sync.role}.access_policies; offered: {', '.join(sorted(known))}.",
        path=f"roles.{claim.sync.role}.access_policies",
    )
