"""A live tenant as a resource, where no claim says what is managed of it."""

from reconciler.acronis import wire
from reconciler.live import Live
from reconciler.resources.tenant import Tenant


def as_it_stands(tenant: wire.Tenant, live: Live) -> Tenant:
    """All that is known of the tenant; what was deleted says so."""
    return Tenant(
        name=tenant.name,
        tenant_kind=tenant.kind,
        parent=str(live.addresses[tenant.parent_id]),
        enabled=tenant.enabled,
        language=tenant.language,
        customer_id=tenant.customer_id,
        internal_tag=tenant.internal_tag,
        deleted=tenant.deleted_at is not None,
    )
