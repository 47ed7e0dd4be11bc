"""Manifests, and a small catalogue of what an MSP can pass on, built as values."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from reconciler.acronis.wire import Infra, Location, OfferingItem
from reconciler.manifest.model import Manifest
from reconciler.resources.offer import FILE_SYNC_SHARE, PROTECTION, Offer

INSTANCE = "eu"
WORKSPACE = "northwind"
ROOT = "00000000-0000-4000-8000-00000000000a"
STORAGES = ("11111111-0000-4000-8000-000000000001", "11111111-0000-4000-8000-000000000002")
LOCATION = "22222222-0000-4000-8000-000000000001"
NOTARY = "f9c5744e-bd1a-36b6-b0f0-ecd7483e1796"

HEAD: Mapping[str, Any] = {
    "workspace": WORKSPACE,
    "instances": {INSTANCE: {"gateway_url": "sandbox://lab", "storage": "lab-1"}},
    "products": {
        "gigabytes": {
            "instance": INSTANCE,
            "protection": "per_gigabyte",
            "file_sync_share": "per_gigabyte",
        },
        "workloads": {
            "instance": INSTANCE,
            "protection": "per_workload",
            "file_sync_share": "none",
        },
    },
}


def manifest(*pieces: Mapping[str, Any]) -> Manifest:
    """The pieces as one manifest, with an instance and two products."""
    return Manifest.model_validate(reduce(merged, pieces, HEAD))


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both mappings as one, level by level; what both hold is the other's."""
    both = {
        key: merged(one[key], value)
        if isinstance(value, Mapping) and isinstance(one.get(key), Mapping)
        else value
        for key, value in other.items()
    }
    return {**one, **both}


def reseller(key: str = "contoso", **fields: Any) -> dict[str, Any]:
    """A reseller's account; `sync` among the fields adds to its options."""
    return _account(key, "Reseller", fields)


def customer(key: str = "fabrikam", **fields: Any) -> dict[str, Any]:
    """A customer's account: direct, or with `bill_to` an end customer."""
    return _account(key, "User", fields)


def sold(account: str = "fabrikam", product: str = "gigabytes", **fields: Any) -> dict[str, Any]:
    """A subscription of the account, by default an active one."""
    return {"subscriptions": {f"{account}-sub": {"account": account, "product": product, **fields}}}


def fleet(size: int, prefix: str = "fleet", **fields: Any) -> Manifest:
    """Direct customers by the number, each with a subscription."""
    keys = [f"{prefix}-{number:05d}" for number in range(size)]
    accounts = {key: customer(key, **fields)["accounts"][key] for key in keys}
    sales = {key: sold(key)["subscriptions"][f"{key}-sub"] for key in keys}
    return manifest({"accounts": accounts, "subscriptions": sales})


def _account(key: str, role: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    options = {"role": role, "username": f"{key}-admin", "email": f"it@{key}.example"}
    account = {"name": key.title(), "sync": {INSTANCE: options}}
    sync = {INSTANCE: fields["sync"]} if "sync" in fields else {}
    return {"accounts": {key: merged(account, {**fields, "sync": sync})}}


def item(application: str, name: str, edition: str = "", **fields: Any) -> OfferingItem:
    """An item that is on, without a limit."""
    return OfferingItem(
        application_id=application, name=name, status=1, edition=edition, type="count", **fields
    )


def stored(application: str, name: str, edition: str) -> tuple[OfferingItem, ...]:
    """An item that exists once per storage."""
    return tuple(item(application, name, edition, infra_id=storage) for storage in STORAGES)


CATALOGUE = (
    item(PROTECTION, "local_storage"),
    *stored(PROTECTION, "pg_base_storage", "pck_per_gigabyte"),
    item(PROTECTION, "pg_base_servers", "pck_per_gigabyte"),
    *stored(PROTECTION, "pw_base_storage", "pck_per_workload"),
    item(PROTECTION, "pw_base_servers", "pck_per_workload"),
    *stored(FILE_SYNC_SHARE, "pg_base_fc_storage", "fss_per_gigabyte"),
    item(FILE_SYNC_SHARE, "pg_base_fc_seats", "fss_per_gigabyte"),
    *stored(FILE_SYNC_SHARE, "pu_base_fc_storage", "fss_per_user"),
    item(FILE_SYNC_SHARE, "pu_base_fc_seats", "fss_per_user"),
    item(NOTARY, "notarizations"),
)


def offer(**fields: Any) -> Offer:
    """What the MSP can pass on: the catalogue, two storages in one location, the usual roles."""
    usual = {
        "partner_items": CATALOGUE,
        "customer_items": CATALOGUE,
        "roles": frozenset(
            {"readonly_admin", "protection_ro_admin", "sync_share_ro_admin", "company_admin"}
        ),
        "infra": {
            id_: Infra(id=id_, name=f"lab-{number}", location_id=LOCATION)
            for number, id_ in enumerate(STORAGES, 1)
        },
        "locations": {LOCATION: Location(id=LOCATION, name="lab")},
    }
    return Offer(instance=INSTANCE, root_id=ROOT, **{**usual, **fields})
