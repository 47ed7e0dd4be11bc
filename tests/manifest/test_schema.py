"""The JSON Schema for editors, and the example manifests that use it."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.manifest.load import load
from reconciler.manifest.schema import manifest_schema
from tests.manifest.conftest import MSP

EXAMPLES = Path(__file__).parents[2] / "manifests"
FILES = sorted(EXAMPLES.rglob("*.yaml"))
OPTIONS = {"role": "User", "username": "aaa", "email": "a@a.io"}


def errors(content):
    return [*Draft202012Validator(manifest_schema()).iter_errors(content)]


def test_the_schema_is_one_of_its_dialect():
    Draft202012Validator.check_schema(manifest_schema())


def test_the_schema_beside_the_examples_is_the_current_one():
    assert json.loads((EXAMPLES / "schema.json").read_text()) == manifest_schema()


def test_no_value_may_be_null_and_every_field_is_described():
    schema = manifest_schema()
    fields = [*schema["properties"].values()]
    fields += [
        one for entry in schema["$defs"].values() for one in entry.get("properties", {}).values()
    ]

    assert "null" not in json.dumps(schema)
    assert all(field["description"] for field in fields)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_example_validates_and_tells_editors_of_the_schema(file):
    first, _, rest = file.read_text().partition("\n")
    start, _, schema = first.partition("=")

    assert start == "# yaml-language-server: $schema"
    assert (file.parent / schema).resolve() == (EXAMPLES / "schema.json").resolve()
    assert errors(yaml.safe_load(rest)) == []


def test_the_examples_show_every_kind_of_account_and_break_no_rule():
    manifest = load([EXAMPLES], strict=True)

    kinds = {
        key: (
            account.sync["acronis-eu"].role,
            manifest.parent_of(key, "acronis-eu"),
            manifest.current_subscription(key, "acronis-eu") is not None,
        )
        for key, account in manifest.accounts.items()
    }

    assert manifest.findings == ()
    assert kinds == {
        "adventure-works": ("Reseller", None, False),
        "contoso": ("Reseller", None, False),
        "fabrikam": ("User", None, True),
        "litware": ("User", None, True),
        "proseware": ("User", "adventure-works", True),
        "tailspin": ("User", "contoso", True),
        "wingtip": ("User", "contoso", False),
    }


@pytest.mark.parametrize(
    "content",
    [
        {},
        yaml.safe_load(MSP),
        {"roles": {"reseller": {"access_policies": []}, "User": {"tenant_kind": "customer"}}},
        {"accounts": {"a": {"name": "A", "sync": {"eu": {**OPTIONS, "role": "RESELLER"}}}}},
        {
            "instances": {
                "eu": {
                    "gateway_url": "https://eu2-cloud.acronis.com",
                    "client_id": {"env": "ID"},
                    "client_secret": {"file": "/run/secret"},
                }
            }
        },
    ],
)
def test_valid_files_validate(content):
    assert errors(content) == []


@pytest.mark.parametrize(
    "content",
    [
        {"version": 2},
        {"workspace": "Northwind MSP"},
        {"acounts": {}},
        {"accounts": {"Contoso": {"name": "Contoso"}}},
        {"accounts": {"a": {}}},
        {"accounts": {"a": {"name": "A", "bill_to": None}}},
        {"accounts": {"a": {"name": "A", "external_id": 10042}}},
        {"accounts": {"a": {"name": "A", "sync": {"eu": {**OPTIONS, "role": "Admin"}}}}},
        {"accounts": {"a": {"name": "A", "sync": {"eu": {**OPTIONS, "username": "ab"}}}}},
        {"accounts": {"a": {"name": "A", "sync": {"eu": {**OPTIONS, "email": "it"}}}}},
        {"accounts": {"a": {"name": "A", "sync": {"eu": {**OPTIONS, "extra": "x"}}}}},
        {"instances": {"eu": {"gateway_url": "https://eu2-cloud.acronis.com"}}},
        {"instances": {"eu": {"gateway_url": "sandbox://a", "client_id": "literal"}}},
        {"instances": {"eu": {"gateway_url": "sandbox://a", "client_id": {}}}},
        {"products": {"p": {"instance": "eu", "protection": "none", "file_sync_share": "none"}}},
        {"products": {"p": {"instance": "eu", "protection": "per_gigabyte"}}},
        {"subscriptions": {"s": {"account": "a", "product": "p", "quantity": 2}}},
        {"subscriptions": {"s": {"account": "a", "product": "p", "state": "canceled"}}},
        {"roles": {"Admin": {}}},
    ],
)
def test_wrong_files_do_not_validate(content):
    assert errors(content)
