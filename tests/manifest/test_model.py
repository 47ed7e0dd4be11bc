"""What a manifest says about its accounts, and when two manifests say the same."""

import pytest
from pydantic import ValidationError

from reconciler.manifest.model import Manifest, Role, SecretRef
from reconciler.manifest.place import Origin, Place

CLOUD = {"username": "someone", "email": "it@someone.example"}
PLAIN = {
    "workspace": "northwind-msp",
    "instances": {"acronis-eu": {"gateway_url": "sandbox://demo"}},
    "products": {
        "backup": {
            "instance": "acronis-eu",
            "protection": "per_gigabyte",
            "file_sync_share": "none",
        },
    },
    "accounts": {
        "contoso": {"name": "Contoso", "sync": {"acronis-eu": {"role": "reseller", **CLOUD}}},
        "fabrikam": {"name": "Fabrikam", "sync": {"acronis-eu": {"role": "User", **CLOUD}}},
        "tailspin": {
            "name": "Tailspin",
            "bill_to": "contoso",
            "sync": {"acronis-eu": {"role": "USER", **CLOUD}},
        },
    },
}


def manifest(**changes):
    return Manifest.model_validate({**PLAIN, **changes})


def subscribed(*states):
    return manifest(
        subscriptions={
            f"s{number}": {"account": "tailspin", "product": "backup", "state": state}
            for number, state in enumerate(states)
        }
    )


def test_roles_are_accepted_in_any_case_and_kept_in_ours():
    accounts = manifest().accounts

    assert [one.sync["acronis-eu"].role for one in accounts.values()] == [
        "Reseller",
        "User",
        "User",
    ]


@pytest.mark.parametrize(
    ("account", "parent"), [("contoso", None), ("fabrikam", None), ("tailspin", "contoso")]
)
def test_r_46_the_parent_is_the_bill_to_account_and_the_msp_without_one(account, parent):
    assert manifest().parent_of(account, "acronis-eu") == parent


def test_r_45_an_explicit_parent_account_comes_before_bill_to():
    options = {"role": "User", "parent_account": "litware", **CLOUD}
    accounts = {"tailspin": {"name": "T", "bill_to": "contoso", "sync": {"acronis-eu": options}}}

    assert manifest(accounts=accounts).parent_of("tailspin", "acronis-eu") == "litware"


def test_a_manifest_overrides_one_field_of_a_built_in_role_and_keeps_the_rest():
    roles = manifest(roles={"reseller": {"access_policies": ["accounts_ro_admin"]}}).roles

    assert roles == {
        "Reseller": Role(tenant_kind="partner", access_policies=("accounts_ro_admin",)),
        "User": Role(tenant_kind="customer", access_policies=("company_admin",)),
    }


@pytest.mark.parametrize(
    ("states", "key"),
    [
        ([], None),
        (["active"], "s0"),
        (["cancelled", "suspended", "cancelled"], "s1"),
        (["cancelled", "cancelled"], "s1"),
    ],
)
def test_the_current_subscription_is_the_one_not_cancelled_else_the_last(states, key):
    current = subscribed(*states).current_subscription("tailspin", "acronis-eu")

    assert (current and current[0]) == key


def test_subscriptions_to_another_instance_do_not_count():
    assert subscribed("active").subscriptions_of("tailspin", "acronis-us") == []


def test_a_subscription_to_a_product_that_is_not_there_belongs_to_no_instance():
    subscription = {"account": "tailspin", "product": "none"}

    found = manifest(subscriptions={"s": subscription}).subscriptions_of("tailspin", "acronis-eu")

    assert found == []


def test_a_copy_with_other_subscriptions_forgets_the_old_ones():
    before = subscribed("active")
    before.subscriptions_of("tailspin", "acronis-eu")

    after = before.model_copy(update={"subscriptions": {}})

    assert after.subscriptions_of("tailspin", "acronis-eu") == []


@pytest.mark.parametrize(
    ("account", "own", "products", "policy"),
    [
        ("fabrikam", None, None, "enforce"),
        ("tailspin", None, None, "provision_once"),
        ("tailspin", None, "enforce", "enforce"),
        ("fabrikam", "enforce", "provision_once", "enforce"),
    ],
)
def test_services_follow_the_account_then_the_product_then_the_kind_of_customer(
    account, own, products, policy
):
    before = manifest()
    declared = before.accounts[account].model_copy(update={"services": own})
    sold = before.products["backup"].model_copy(update={"services": products})
    after = before.model_copy(
        update={"accounts": {**before.accounts, account: declared}, "products": {"backup": sold}}
    )

    assert after.services_policy(account, "backup") == policy


def test_the_tenant_is_called_like_the_account_unless_it_has_a_name_of_its_own():
    accounts = manifest(accounts={"a": {"name": "A"}, "b": {"name": "B", "tenant_name": "C"}})

    assert [one.title for one in accounts.accounts.values()] == ["A", "C"]


def test_where_a_manifest_was_written_makes_no_difference_to_what_it_says():
    here = manifest().from_origin(Origin({("accounts",): Place("a.yaml", 3)}))
    there = manifest().from_origin(Origin({("accounts",): Place("b.yaml", 9)}))

    assert here == there
    assert here.digest == there.digest
    assert here.place("accounts", "contoso", "name") == Place("a.yaml", 3)
    assert manifest().place("accounts") == Place()


def test_the_digest_ignores_defaults_and_order_but_nothing_else():
    accounts = dict(reversed(PLAIN["accounts"].items()))
    same = manifest(accounts=accounts, subscriptions={})
    other = manifest(workspace="another")

    assert same.digest == manifest().digest
    assert other.digest != manifest().digest


def test_a_secret_reference_names_a_variable_or_a_file_and_not_both():
    assert str(SecretRef(env="A_SECRET")) == "env:A_SECRET"
    assert str(SecretRef(file="/run/secret")) == "file:/run/secret"
    with pytest.raises(ValidationError, match="exactly one of env and file"):
        SecretRef(env="A_SECRET", file="/run/secret")


def test_gateways_are_compared_without_case_and_last_slash():
    instances = manifest(instances={"eu": {"gateway_url": "https://EU2-cloud.acronis.com/"}})

    assert instances.instances["eu"].gateway == "https://eu2-cloud.acronis.com"
    assert not instances.instances["eu"].is_sandbox
    assert manifest().instances["acronis-eu"].is_sandbox
