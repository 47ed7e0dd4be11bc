"""What tests of switches share: worlds by their switches, and short words for items."""

import pytest

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
FILES = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"


def switched(**chosen):
    return pytest.mark.parametrize("world", [chosen], indirect=True, ids=[",".join(chosen)])


def item(name, status=1, application=BACKUP, **more):
    return {"application_id": application, "name": name, "status": status, **more}


def put(api, tenant, *items):
    return api.refused("PUT", f"/tenants/{tenant}/offering_items", {"offering_items": items})


def reseller(api):
    made = api.tenant("Contoso", "partner")["id"]
    api.switch(made, api.offer())
    return made
