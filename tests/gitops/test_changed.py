"""Which accounts a change touches: by what the manifests say, not by where it is written."""

import pytest
import yaml

from reconciler.manifest.changed import touched
from reconciler.manifest.load import load
from tests.harness.manifests import HEAD, customer, merged, reseller, sold

BASE = merged(
    HEAD,
    reseller(),
    customer("tailspin", bill_to="contoso"),
    customer(),
    customer("litware"),
    sold("tailspin"),
    sold("fabrikam", "workloads"),
)


@pytest.fixture
def manifest(tmp_path):
    def loaded(*pieces):
        file = tmp_path / "all.yaml"
        text = yaml.safe_dump(merged(BASE, *pieces)).replace("GATEWAY", "sandbox://here")
        file.write_text(text, encoding="utf-8")
        return load([file])

    return loaded


@pytest.mark.parametrize(
    ("change", "accounts"),
    [
        ({}, ()),
        ({"accounts": {"litware": {"name": "Lit"}}}, ("litware",)),
        ({"accounts": {"contoso": {"language": "de"}}}, ("contoso", "tailspin")),
        ({"subscriptions": {"tailspin-backup": {"state": "suspended"}}}, ("tailspin",)),
        ({"products": {"workloads": {"storage": "lab-2"}}}, ("fabrikam",)),
        ({"products": {"sharing": {"storage": "lab-2"}}}, ()),
        ({"roles": {"User": {"access_policies": []}}}, ("fabrikam", "litware", "tailspin")),
        (
            {"instances": {"acronis-eu": {"storage": "lab-2"}}},
            ("contoso", "fabrikam", "litware", "tailspin"),
        ),
        ({"workspace": "another"}, ("contoso", "fabrikam", "litware", "tailspin")),
        (customer("adatum"), ("adatum",)),
        (sold("litware"), ("litware",)),
    ],
)
def test_an_account_is_touched_by_whatever_is_said_of_it(manifest, change, accounts):
    assert touched(manifest(), manifest(change)) == accounts


def test_an_account_that_leaves_is_not_touched_but_one_that_loses_a_subscription_is(manifest):
    now = manifest()
    before = manifest(customer("adatum"), sold("litware"))

    assert touched(before, now) == ("litware",)


def test_without_a_manifest_before_all_accounts_are_touched(manifest):
    assert touched(None, manifest()) == ("contoso", "fabrikam", "litware", "tailspin")
