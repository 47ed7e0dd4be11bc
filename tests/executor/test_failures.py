"""A failure stops only what needs it, and says what it has stopped."""

from tests.builders import customer, manifest, reseller, sold

TENANTS = "^/api/2/tenants$"


def test_a_failed_tenant_blocks_its_account_and_its_customers_and_no_one_else(lab):
    wanted = manifest(
        reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"), customer(), sold()
    )
    lab.fault("POST", TENANTS, code=1004)

    ended = lab.apply(wanted)

    kinds = ("access_policies", "activation", "offering_items", "user")
    blocked = {f"contoso/{kind}": "blocked: needs eu/contoso/tenant" for kind in kinds} | {
        f"tailspin/{kind}": "blocked: needs eu/contoso/tenant"
        for kind in (*kinds, "pricing", "tenant")
    }
    assert {name: status for name, status in ended.items() if "contoso" in status} == blocked
    assert ended["contoso/tenant"].startswith("failed: ")
    assert {name for name, status in ended.items() if status == "done"} == {
        f"fabrikam/{kind}" for kind in (*kinds, "pricing", "tenant")
    }
    assert [one.name for one in lab.tenants()] == ["Fabrikam"]
