"""What is below a tenant that is to be disabled or deleted: nothing that nobody has seen."""

from collections.abc import Collection

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import Tenant
from reconciler.errors import ConflictError


def newcomers(api: ReadClient, tenant_id: str, known: Collection[str]) -> list[Tenant]:
    """The tenants below one, at any depth, that are not known. Personal ones go with their user."""
    return [
        tenant
        for tenant in api.tenants(tenant_id)
        if tenant.id not in (tenant_id, *known) and not tenant.deleted_at and not tenant.owner_id
    ]


def check_nobody_new(api: ReadClient, tenant_id: str, known: Collection[str]) -> None:
    """Raise ConflictError if closing the tenant would close one below that nobody knew of."""
    if names := sorted(f'"{one.name}" ({one.id})' for one in newcomers(api, tenant_id, known)):
        raise ConflictError(
            f"{', '.join(names[:5])} came below it since it was planned, and would be closed too.",
            request=f"GET /tenants?subtree_root_id={tenant_id}",
            hint="Plan again.",
        )
