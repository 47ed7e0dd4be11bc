"""A world of plain values: manifests on one side, live objects on the other, and plans made true.

`applied` does to the values what a perfect run would do to Acronis, so that tests can begin with
accounts that are as they should be and change one thing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from reconciler.acronis.wire import AccessPolicy, OfferingItem, Quota, Tenant, User
from reconciler.live import Snapshot, match
from reconciler.manifest.model import Manifest
from reconciler.plan import Action, Address, Change, Plan
from reconciler.planner import Side, make_plan
from reconciler.resources import desired
from reconciler.resources.offer import Offer
from reconciler.stamp import MailMark, Stamp, read
from tests.builders import INSTANCE, ROOT, offer

RUN = "0123abcd"


def own_tenant() -> dict[str, Tenant]:
    return {ROOT: Tenant(id=ROOT, version=1, kind="partner", enabled=True, name="MSP")}


@dataclass(frozen=True)
class World:
    """Both sides of one instance. Every method answers with another world."""

    manifest: Manifest
    offer: Offer = field(default_factory=offer)
    tenants: Mapping[str, Tenant] = field(default_factory=own_tenant)
    users: Mapping[str, tuple[User, ...]] = field(default_factory=dict)
    items: Mapping[str, tuple[OfferingItem, ...]] = field(default_factory=dict)
    logins: Mapping[str, str] = field(default_factory=dict)

    @property
    def side(self) -> Side:
        snapshot = Snapshot(
            offer=self.offer, tenants=self.tenants, users=self.users, items=self.items
        )
        wanted = desired(self.manifest, self.offer)
        return wanted, replace(match(snapshot, wanted.claims), logins=self.logins)

    def plan(self, **options: Any) -> Plan:
        return make_plan(self.manifest, {INSTANCE: self.side}, **options)

    def wanting(self, manifest: Manifest) -> "World":
        return replace(self, manifest=manifest)

    def applied(self) -> "World":
        world = self
        plan = self.plan()
        for change in plan.changes:
            world = _MADE[change.address.kind](world, change)
        for address in dict.fromkeys(one.address.sibling("tenant") for one in plan.changes):
            world = world._sealed(plan, address)
        return world

    def tenant(self, key: str) -> Tenant:
        """The tenant that belongs to an account."""
        return self.side[1].sites[Address(INSTANCE, key, "tenant")].tenant

    def with_tenant(self, key: str, **fields: Any) -> "World":
        """As after somebody has changed the account's tenant."""
        return self.holding(self.tenant(key).model_copy(update=fields))

    def holding(self, *tenants: Tenant) -> "World":
        """With these tenants, whoever has made them."""
        return replace(self, tenants={**self.tenants, **{one.id: one for one in tenants}})

    def with_user(self, key: str, **fields: Any) -> "World":
        """As after somebody has changed the account's user."""
        id_ = self.tenant(key).id
        (user,) = self.users[id_]
        return replace(self, users={**self.users, id_: (user.model_copy(update=fields),)})

    def without_user(self, key: str) -> "World":
        return replace(self, users={**self.users, self.tenant(key).id: ()})

    def with_items(
        self, key: str, edit: Callable[[tuple[OfferingItem, ...]], tuple[OfferingItem, ...]]
    ) -> "World":
        """As after somebody has switched items of the account's tenant."""
        id_ = self.tenant(key).id
        return replace(self, items={**self.items, id_: edit(self.items.get(id_, ()))})

    def _sealed(self, plan: Plan, address: Address) -> "World":
        tenant = self.tenants.get(tenant_id(address))
        changes = {one.address: one for one in plan.changes}
        own = changes.get(address)
        goal = read(own.after["internal_tag"]) if own and own.after else None
        if tenant is None or goal is None or not goal.prints:
            return self
        mails = address.sibling("activation") in changes
        user = next(iter(self.users.get(tenant.id, ())), None)
        seal = replace(
            goal.sealed_for(tenant.id, goal.prints),
            user=user.id if user else goal.user,
            mail=MailMark(RUN, confirmed=True) if mails else goal.mail,
        )
        return self.holding(tenant.model_copy(update={"internal_tag": str(seal)}))


def tenant_id(address: Address) -> str:
    """The id that a tenant gets when it is made for an address, or the MSP's own."""
    account = address.account
    return account[1:] if account.startswith("@") else str(uuid5(NAMESPACE_URL, str(address)))


def lines(plan: Plan) -> list[str]:
    """The changes of a plan, each as "create contoso/tenant"."""
    return [f"{one.action} {one.address.account}/{one.address.kind}" for one in plan.changes]


def codes(plan: Plan) -> list[str]:
    """The codes of its findings."""
    return [finding.code for finding in plan.findings]


def change(plan: Plan, name: str) -> Change:
    """The one change of an ACCOUNT/KIND."""
    (found,) = [one for one in plan.changes if f"{one.address.account}/{one.address.kind}" == name]
    return found


def _make_tenant(world: World, made: Change) -> World:
    id_ = made.pins.id or tenant_id(made.address)
    if made.action is Action.DELETE:
        deleted = "2026-05-01T10:00:00"
        gone = [one for one in world.tenants.values() if id_ in (one.id, one.parent_id)]
        return world.holding(
            *(Tenant.model_validate({**one.model_dump(), "deleted_at": deleted}) for one in gone)
        )
    after = made.after
    written = {name: after[name] for name in ("name", "enabled", "language", "customer_id")}
    if made.action is Action.UPDATE:
        return world.holding(world.tenants[id_].model_copy(update=written))
    owner = Stamp(workspace=world.manifest.workspace, account=made.address.account)
    kind = after["tenant_kind"]
    return world.holding(
        Tenant(
            id=id_,
            version=1,
            kind=kind,
            parent_id=tenant_id(Address.parse(after["parent"])),
            pricing_mode="production" if kind == "partner" else "trial",
            internal_tag=str(owner),
            **written,
        )
    )


def _make_items(world: World, made: Change) -> World:
    id_ = _place(made)
    wanted = {_key(one): _item(one) for one in made.after["items"]}
    going = {_key(one) for one in (made.before or {"items": ()})["items"]}
    kept = (
        one
        for one in world.items.get(id_, ())
        if (one.application_id, one.name, one.infra_id) not in going | wanted.keys()
    )
    return replace(world, items={**world.items, id_: (*kept, *wanted.values())})


def _key(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return (one["application_id"], one["name"], one["infra_id"])


def _item(one: Mapping[str, Any]) -> OfferingItem:
    quota = Quota(value=one["quota"], overage=one["overage"])
    names = ("application_id", "name", "edition", "infra_id", "type")
    return OfferingItem(status=1, quota=quota, **{name: one[name] for name in names})


def _make_pricing(world: World, made: Change) -> World:
    tenant = world.tenants[_place(made)]
    return world.holding(tenant.model_copy(update={"pricing_mode": made.after["mode"]}))


def _make_user(world: World, made: Change) -> World:
    id_, after = _place(made), made.after
    contact = {name: after[name] for name in ("email", "firstname", "lastname", "phone")}
    policies = [one.access_policies for one in world.users.get(id_, ())]
    user = User.model_validate(
        {
            "id": str(uuid5(NAMESPACE_URL, str(made.address))),
            "version": 1,
            "tenant_id": id_,
            "enabled": after["enabled"],
            "login": after["login"],
            "language": after["language"],
            "contact": contact,
            "access_policies": policies[0] if policies else (),
        }
    )
    return replace(world, users={**world.users, id_: (user,)})


def _make_roles(world: World, made: Change) -> World:
    id_ = _place(made)
    (user,) = world.users[id_]
    roles = tuple(AccessPolicy(tenant_id=id_, role_id=role) for role in made.after["roles"])
    return replace(
        world, users={**world.users, id_: (user.model_copy(update={"access_policies": roles}),)}
    )


def _place(made: Change) -> str:
    """The id of the tenant that the change is about."""
    tenant = made.address.sibling("tenant")
    return made.pins.refs.get(str(tenant)) or tenant_id(tenant)


_MADE: Mapping[str, Callable[[World, Change], World]] = {
    "tenant": _make_tenant,
    "offering_items": _make_items,
    "pricing": _make_pricing,
    "user": _make_user,
    "access_policies": _make_roles,
    "activation": lambda world, made: world,
}
