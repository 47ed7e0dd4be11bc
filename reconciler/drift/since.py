"""What the API tells of when something was changed."""

from collections.abc import Mapping
from typing import Any

from reconciler.acronis.wire import OfferingItem, Tenant, User

NOT_KNOWN: Mapping[str, Any] = {"updated_at": None, "version": None}
"""Of what is not there, and of what no list tells."""


def since_of(thing: Tenant | User) -> dict[str, Any]:
    """The moment of the latest change and the version it led to; the API keeps no history."""
    moment = thing.updated_at
    return {"updated_at": moment.isoformat() if moment else None, "version": thing.version}


def since_of_item(item: OfferingItem) -> dict[str, Any]:
    """An item's own moment, for it leaves the tenant's alone; its quota counts the versions."""
    moment = item.updated_at
    return {
        "updated_at": moment.isoformat() if moment else None,
        "version": item.quota.version if item.quota else None,
    }


def since_deleted(tenant: Tenant) -> dict[str, Any]:
    """The moment of a tenant's deletion."""
    moment = tenant.deleted_at
    return {"updated_at": moment.isoformat() if moment else None, "version": tenant.version}
