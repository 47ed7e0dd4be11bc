"""A world with one of everything, for requests that are made up."""

from pathlib import Path
from typing import Any

from reconciler.sandbox import Sandbox, World, open_sandbox
from tests.sandbox.conftest import Api

GB = ("pck_per_gigabyte", "fss_per_gigabyte", None)


def furnish(path: Path, **world: Any) -> dict[str, list[str]]:
    """Make a sandbox in a file and put one of everything into it.

    What is answered are ids by the name of the parameter or field that holds them.
    """
    with open_sandbox(path, World(seed=1, **world)) as sandbox:
        api = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        partner = api.tenant("Contoso", "partner")
        api.switch(partner["id"], api.offer())
        customers = [api.tenant("Fabrikam"), api.tenant("Tailspin", parent=partner["id"])]
        for customer in customers:
            api.switch(customer["id"], api.choice(*GB))
        folder = api.tenant("Folder", "folder")
        unit = api.tenant("Unit", "unit", customers[0]["id"])
        users = [api.user(one["id"], f"user-{n}") for n, one in enumerate((partner, *customers))]
        tenants = [partner, *customers, folder, unit]
        return _ids(api, sandbox, [one["id"] for one in tenants], users)


def _ids(api: Api, sandbox: Sandbox, tenants: list[str], users: list[Any]) -> dict[str, list[str]]:
    location = api.done("POST", "/locations", {"owner_tenant_id": api.root, "name": "own"})
    storage = {
        "owner_tenant_id": api.root,
        "location_id": location["id"],
        "name": "own-1",
        "url": "https://own-1.test",
        "capabilities": ["backup"],
    }
    client = {
        "type": "api_client",
        "tenant_id": tenants[0],
        "token_endpoint_auth_method": "client_secret_basic",
    }
    report = {
        "recipients": [users[0]["id"]],
        "result_action": "save",
        "parameters": {"tenant_id": api.root, "level": "all_customers", "kind": "usage_current"},
        "schedule": {"type": "once"},
    }
    ordered = api.done("POST", "/reports", report)
    stored = api.get(f"/reports/{ordered['id']}/stored")["items"]
    registered = api.done(
        "POST", f"/tenants/{tenants[1]}/registration_tokens", {"expires_in": 60, "scopes": []}
    )
    applications = api.get("/applications")["items"]
    return {
        "tenant_id": [*tenants, api.root, users[1]["personal_tenant_id"]],
        "user_id": [one["id"] for one in users],
        "client_id": [sandbox.client_id, api.done("POST", "/clients", client)["client_id"]],
        "application_id": [one["id"] for one in applications],
        "location_id": [location["id"]],
        "infra_id": [api.done("POST", "/infra", storage)["id"], *api.storages().values()],
        "report_id": [ordered["id"]],
        "stored_report_id": [one["id"] for one in stored],
        "token_id": [str(registered["id"])],
    }
