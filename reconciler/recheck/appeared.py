"""What a saved plan would make and is there by now: ours, midway, or somebody else's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import Tenant, User
from reconciler.errors import Moved, NotFoundError
from reconciler.plan import Action, Address, Change, Plan
from reconciler.recheck.again import ref
from reconciler.stamp import read


def with_appeared(
    plan: Plan, changes: Sequence[Change], api: ReadClient
) -> tuple[tuple[Change, ...], list[Moved]]:
    """The changes with the ids of what has appeared, and why some of them cannot be made.

    A tenant of ours that is deleted by now was made and lost since: whether to make a second one
    is asked by the next plan (V-71), unless this one has asked already.

    Costs one list for each parent below which the plan makes tenants, and the users of each
    tenant that has appeared or is to get its user.
    """
    families = _Families(api)
    asked = {finding.address for finding in plan.findings if finding.code == "V-71"}
    ids: dict[str, str] = {}
    taken: list[Moved] = []
    for change in changes:  # in order: parents stand before their children
        if change.address.kind != "tenant" or change.action is not Action.CREATE:
            continue
        parent_id = _parent_id(change, ids)
        if (family := families.below(parent_id)) is None:
            taken.append(_moved(change, f"The tenant {parent_id} above it is gone."))
            continue
        owner = (plan.workspace, change.address.account)
        mine = family.owned.get(owner, ())
        ids |= {str(change.address): tenant.id for tenant in mine}
        name = str((change.after or {})["name"]).casefold()
        taken += [
            _moved(change, f'The tenant "{tenant.name}" ({tenant.id}) has its name.')
            for tenant in family.named.get(name, ())
            if tenant not in mine
        ]
        if not mine and str(change.address) not in asked:
            taken += [
                _moved(change, f"Its tenant {tenant.id} was deleted.")
                for tenant in family.lost.get(owner, ())
            ]
    ids |= dict(_users([_with_ids(change, ids) for change in changes], api))
    return tuple(_with_ids(change, ids) for change in changes), taken


def _moved(change: Change, message: str) -> Moved:
    return Moved(address=str(change.address), message=message)


@dataclass(frozen=True, slots=True)
class _Family:
    """The tenants right below another, by the owner in their stamps and by name in lower case.

    `lost` are the deleted ones, by owner.
    """

    owned: Mapping[tuple[str, str], list[Tenant]]
    lost: Mapping[tuple[str, str], list[Tenant]]
    named: Mapping[str, list[Tenant]]


class _Families:
    """The tenants right below others, each list read once; None below what is gone."""

    def __init__(self, api: ReadClient) -> None:
        self._api = api
        self._known: dict[str, _Family | None] = {"": _Family({}, {}, {})}

    def below(self, parent_id: str) -> _Family | None:
        if parent_id not in self._known:
            try:
                self._known[parent_id] = _family(self._api.children(parent_id))
            except NotFoundError:
                self._known[parent_id] = None
        return self._known[parent_id]


def _family(tenants: Iterable[Tenant]) -> _Family:
    owned: dict[tuple[str, str], list[Tenant]] = defaultdict(list)
    lost: dict[tuple[str, str], list[Tenant]] = defaultdict(list)
    named: dict[str, list[Tenant]] = defaultdict(list)
    for tenant in tenants:
        if stamp := read(tenant.internal_tag):
            (lost if tenant.deleted_at else owned)[stamp.workspace, stamp.account].append(tenant)
        if not tenant.deleted_at:
            named[tenant.name.casefold()].append(tenant)
    return _Family(owned, lost, named)


def _parent(change: Change) -> str:
    return str((change.after or {}).get("parent", ""))


def _parent_id(change: Change, ids: Mapping[str, str]) -> str:
    """The id of the tenant above; "" if that is still to be made."""
    parent = _parent(change)
    account = Address.parse(parent).account
    return account[1:] if account.startswith("@") else {**ids, **change.pins.refs}.get(parent, "")


def _users(changes: Iterable[Change], api: ReadClient) -> Iterator[tuple[str, str]]:
    """Address and id of each user to be made that is in its tenant by now."""
    for change in changes:
        tenant_id = ref(change, "tenant")
        if change.address.kind == "user" and change.action is Action.CREATE and tenant_id:
            login = str((change.after or {})["login"]).casefold()
            for user in _users_of(tenant_id, api):
                if user.login.casefold() == login:
                    yield str(change.address), user.id


def _users_of(tenant_id: str, api: ReadClient) -> tuple[User, ...]:
    """The users of a tenant; none if it is gone, which is told when it is read again."""
    try:
        return api.users_of(tenant_id)
    except NotFoundError:
        return ()


def _with_ids(change: Change, ids: Mapping[str, str]) -> Change:
    """The change, referring to what has appeared of its account and right above it."""
    own: Iterable[str] = (str(change.address.sibling(kind)) for kind in ("tenant", "user"))
    refs = {name: ids[name] for name in (*own, _parent(change)) if name in ids}
    return replace(change, pins=replace(change.pins, refs={**change.pins.refs, **refs}))
