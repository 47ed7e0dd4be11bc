"""Pieces of manifests: what an account of each sort looks like, and how pieces become one."""

from collections.abc import Mapping
from typing import Any

INSTANCE = "acronis-eu"
GATEWAY = "GATEWAY"
"""Stands for the sandbox's address in manifests that tests write as text."""

HEAD: Mapping[str, Any] = {
    "version": 1,
    "workspace": "northwind-msp",
    "instances": {
        INSTANCE: {
            "gateway_url": GATEWAY,
            "client_id": {"env": "ACRONIS_CLIENT_ID"},
            "client_secret": {"env": "ACRONIS_CLIENT_SECRET"},
            "storage": "lab-1",
        }
    },
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
        "sharing": {"instance": INSTANCE, "protection": "none", "file_sync_share": "per_user"},
    },
}


def reseller(key: str = "contoso", **fields: Any) -> dict[str, Any]:
    """A reseller's account; `sync` among the fields adds to its options."""
    return _account(key, "Reseller", fields)


def customer(key: str = "fabrikam", **fields: Any) -> dict[str, Any]:
    """A customer's account: direct, or with `bill_to` an end customer."""
    return _account(key, "User", fields)


def sold(account: str = "fabrikam", product: str = "gigabytes", **fields: Any) -> dict[str, Any]:
    """The account's subscription, by default an active one."""
    return {
        "subscriptions": {f"{account}-backup": {"account": account, "product": product, **fields}}
    }


def merged(*pieces: Mapping[str, Any]) -> dict[str, Any]:
    """One manifest of all pieces; what comes later wins."""
    whole: dict[str, Any] = {}
    for piece in pieces:
        for key, value in piece.items():
            both = isinstance(value, Mapping) and isinstance(whole.get(key), Mapping)
            whole[key] = merged(whole[key], value) if both else value
    return whole


def _account(key: str, role: str, fields: dict[str, Any]) -> dict[str, Any]:
    options = {"role": role, "username": f"{key}-admin", "email": f"it@{key}.example"}
    given = {"sync": fields.pop("sync", {})}
    account = {"name": key.capitalize(), "sync": {INSTANCE: options}, **fields}
    return {"accounts": {key: merged(account, given)}}
