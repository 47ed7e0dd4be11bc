"""What the API tells of when something was changed."""

from typing import Any

from reconciler.acronis.wire import Tenant, User


def since_of(thing: Tenant | User) -> dict[str, Any]:
    """The moment of the latest change and the version it led to; the API keeps no history."""
    moment = thing.updated_at
    return {"updated_at": moment.isoformat() if moment else None, "version": thing.version}
