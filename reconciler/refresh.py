"""Reading an instance: three paged lists, what the MSP can pass on, and the logins still free."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from reconciler.acronis.client import ReadClient
from reconciler.live import Live, Snapshot, grouped, match
from reconciler.manifest.model import Manifest
from reconciler.plan import Address
from reconciler.resources import Desired, desired
from reconciler.resources.offer import Offer
from reconciler.whole import check_all_there, check_not_empty, check_tree, missing


def refresh(
    api: ReadClient, manifest: Manifest, instance: str, parallelism: int = 8
) -> tuple[Desired, Live]:
    """Both sides of an instance. No request is made per tenant; `parallelism` is logins at once.

    Raises IncompleteReadError if a list does not hang together, and what the client raises.
    """
    root_id = api.own_tenant_id()
    offer = read_offer(api, instance, root_id, storage_choices(manifest, instance))
    wanted = desired(manifest, offer)
    live = match(read_snapshot(api, offer), wanted.claims)
    logins = _states(api, _logins_to_make(wanted, live), parallelism)
    if "taken" in logins.values():
        # Perhaps by our own user, whom another run has made since the lists were read.
        live = match(read_snapshot(api, offer), wanted.claims)
        logins = {login: logins.get(login, "free") for login in _logins_to_make(wanted, live)}
    return wanted, replace(live, logins=logins)


def storage_choices(manifest: Manifest, instance: str) -> set[str]:
    """The locations or storages that the manifest names for an instance."""
    products = (one for one in manifest.products.values() if one.instance == instance)
    named = {manifest.instances[instance].storage, *(product.storage for product in products)}
    return {name for name in named if name}


def read_offer(api: ReadClient, instance: str, root_id: str, choices: set[str]) -> Offer:
    """What the instance's own tenant can pass on, with the names of its storages.

    Locations are only read where a choice of storage may mean one.
    """
    partner_items = tuple(api.available_for_child(root_id, "partner"))
    customer_items = tuple(api.available_for_child(root_id, "customer"))
    roles = api.roles(root_id)
    storages = sorted({item.infra_id for item in (*partner_items, *customer_items)} - {""})
    infra = {one.id: one for one in api.infra(storages)} if storages else {}
    unknown = choices - infra.keys() - {one.name for one in infra.values()}
    places = sorted({one.location_id for one in infra.values()} - {""}) if unknown else []
    return Offer(
        instance=instance,
        root_id=root_id,
        partner_items=partner_items,
        customer_items=customer_items,
        roles=None if roles is None else frozenset(one.role for one in roles),
        infra=infra,
        locations={one.id: one for one in api.locations(places)} if places else {},
    )


def read_snapshot(api: ReadClient, offer: Offer) -> Snapshot:
    """The three sweeps over the whole subtree.

    Once more if a tenant is missing, for it may have been made between the lists. Raises
    IncompleteReadError if they do not hang together.
    """
    snapshot = _swept(api, offer)
    if missing(snapshot, api):
        snapshot = _swept(api, offer)
        check_all_there(missing(snapshot, api))
    check_not_empty(snapshot, api)
    return snapshot


def _swept(api: ReadClient, offer: Offer) -> Snapshot:
    tenants = {tenant.id: tenant for tenant in api.tenants(offer.root_id)}
    check_tree(tenants, offer.root_id)
    return Snapshot(
        offer=offer,
        tenants=tenants,
        users=grouped(
            (user for user in api.users(offer.root_id) if not user.deleted_at),
            lambda user: user.tenant_id,
        ),
        items=grouped(
            (item for item in api.offering_items(offer.root_id) if not item.deleted_at),
            lambda item: item.tenant_id,
        ),
    )


def _states(api: ReadClient, logins: list[str], parallelism: int) -> dict[str, str]:
    """Which logins are free; asked several at a time, for there is no list of them."""
    if not logins:
        return {}
    with ThreadPoolExecutor(parallelism) as pool:
        return dict(zip(logins, pool.map(api.login_state, logins), strict=True))


def _logins_to_make(wanted: Desired, live: Live) -> list[str]:
    """The usernames of users that are wanted and surely not there."""
    return sorted(
        claim.sync.username
        for claim in wanted.claims
        if claim.address.sibling("user") in wanted.resources
        and not _has_user(claim.address, live)
        and (claim.enabled or claim.address in live.sites)
        and not live.hides(claim.address)
        and not live.hides(claim.above)
    )


def _has_user(address: Address, live: Live) -> bool:
    return address in live.sites and live.sites[address].user is not None
