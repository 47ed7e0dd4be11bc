"""The oracle: all that has to be true of an account after an apply (section 2.7)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

PROTECTION = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
FILE_SYNC_SHARE = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"
SERVICES = {PROTECTION, FILE_SYNC_SHARE}


def keys(items):
    names = ("application_id", "name", "edition", "infra_id")
    return {tuple(item.get(name) for name in names) for item in items}


def test_a_reseller_after_an_apply(world):
    world.declare(reseller(external_id="10042", contact={"firstname": "Ann", "lastname": "Poe"}))

    world.applied()

    tenant, user = world.api.tenant("Contoso"), world.api.user("Contoso")
    assert (tenant["kind"], tenant["parent_id"]) == ("partner", world.root)
    assert (tenant["enabled"], tenant["ancestral_access"]) == (True, True)
    assert tenant["customer_id"] == "10042"
    assert (user["login"], user["enabled"]) == ("contoso-admin", True)
    assert user["contact"]["email"] == "it@contoso.example"
    assert (user["contact"]["firstname"], user["contact"]["lastname"]) == ("Ann", "Poe")
    assert world.api.roles("Contoso") == [
        "protection_ro_admin",
        "readonly_admin",
        "sync_share_ro_admin",
    ]
    assert keys(world.api.items("Contoso")) == keys(world.api.offer("partner"))
    assert {one["edition"] for one in world.api.items("Contoso")} >= {
        "pck_per_gigabyte",
        "pck_per_workload",
    }
    assert [one["user_id"] for one in world.mails()] == [user["id"]]


@pytest.mark.parametrize("bill_to", [None, "contoso"])
@pytest.mark.parametrize(
    ("product", "editions", "services"),
    [
        ("gigabytes", {"pck_per_gigabyte", "fss_per_gigabyte"}, SERVICES),
        ("workloads", {"pck_per_workload"}, {PROTECTION}),
        ("sharing", {"fss_per_user"}, {FILE_SYNC_SHARE}),
    ],
)
def test_a_customer_after_an_apply(world, bill_to, product, editions, services):
    above = {"bill_to": bill_to} if bill_to else {}
    world.declare(reseller(), customer("tailspin", **above), sold("tailspin", product))

    world.applied()

    tenant, user = world.api.tenant("Tailspin"), world.api.user("Tailspin")
    items = world.api.items("Tailspin")
    parent = world.api.tenant("Contoso")["id"] if bill_to else world.root
    assert (tenant["kind"], tenant["parent_id"]) == ("customer", parent)
    assert tenant["ancestral_access"] is True
    assert world.api.pricing_mode("Tailspin") == "production"
    assert user["contact"]["email"] == "it@tailspin.example"
    assert world.api.roles("Tailspin") == ["company_admin"]
    assert {one["application_id"] for one in items} == services
    assert {one["edition"] for one in items} - {None} == editions
    assert {
        (one["quota"]["value"], one["quota"]["overage"]) for one in items if one.get("quota")
    } == {(None, None)}
    assert [one["email"] for one in world.mails() if one["user_id"] == user["id"]] == [
        "it@tailspin.example"
    ]


@pytest.mark.parametrize("bill_to", [None, "contoso"])
def test_a_deferred_customer_after_an_apply(world, bill_to):
    above = {"bill_to": bill_to} if bill_to else {}
    world.declare(reseller(), customer("tailspin", **above))

    world.applied()

    tags = [one["internal_tag"] for one in world.api.tenants(deleted=True)]
    assert len(tags) == 1
    assert "/contoso " in tags[0]
    assert world.status().account("tailspin")["status"] == "synchronized_deferred"
    assert world.mailed() == ["it@contoso.example"]


def test_the_stamp_says_whose_the_tenant_is(world):
    world.declare(reseller(), customer(), sold())

    world.applied()

    for name in ("Contoso", "Fabrikam"):
        tag = world.api.tenant(name)["internal_tag"]
        assert tag.startswith(f"reconciler/1 northwind-msp/{name.lower()} @")
        assert len(tag) <= 256


def test_language_and_names_are_those_of_the_manifest(world):
    world.declare(customer(language="de", tenant_name="Fabrikam Inc"), sold())

    world.applied()

    assert world.api.tenant("Fabrikam Inc")["language"] == "de"
    assert world.api.user("Fabrikam Inc")["language"] == "de"
    assert world.status().account("fabrikam")["instance"] == INSTANCE
