"""`explain`: why a value is wanted, where it was written, and what a code means."""

import re
from pathlib import Path

import pytest

import reconciler
from reconciler.rulebook import meaning_of
from tests.harness.manifests import INSTANCE, customer, reseller, sold

CODE = re.compile(r'"([VDRI]-\d\d)"')
HOUSE = Path(reconciler.__file__).parent
CODES = sorted(
    {
        code
        for file in HOUSE.rglob("*.py")
        for code in CODE.findall(file.read_text(encoding="utf-8"))
    }
)
TAILSPIN = customer(
    "tailspin",
    bill_to="contoso",
    external_id="10042",
    contact={"firstname": "Ann", "lastname": "Poe", "phone": "+30 210 0000000"},
)


@pytest.fixture
def settled(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"), customer(), sold())
    world.applied()
    return world


def fields(world, address):
    """What is said of each field: desired, live, verdict, path, the line's text, rules and API."""
    result = world.run("explain", f"{INSTANCE}/{address}", "-o", "json")
    assert (result.exit_code, result.writes) == (0, [])
    text = (world.folder / "manifests" / "all.yaml").read_text(encoding="utf-8").splitlines()
    return {
        one["field"]: (
            one["live"],
            one["verdict"],
            one["path"],
            text[one["line"] - 1].strip() if one["line"] else "",
            [rule["code"] for rule in one["rules"]],
            one["api"],
        )
        for one in result.json["fields"]
    }


SUB = "subscriptions.tailspin-backup"
ACCOUNT = "accounts.tailspin"
SYNC = f"{ACCOUNT}.sync.{INSTANCE}"
SAME = "as wanted"


def test_every_field_of_a_tenant(settled):
    told = fields(settled, "tailspin/tenant")
    contact = told.pop("contact")

    assert told.pop("internal_tag")[1:] == (
        SAME,
        "workspace",
        "workspace: northwind-msp",
        ["D-13"],
        "tenant.internal_tag",
    )
    assert contact[1:3] == (SAME, f"{ACCOUNT}.contact")
    assert told == {
        "name": (
            "Tailspin",
            SAME,
            f"{ACCOUNT}.tenant_name",
            "tailspin:",
            ["R-01"],
            "tenant.name",
        ),
        "tenant_kind": (
            "customer",
            SAME,
            f"{SYNC}.role",
            "role: User",
            ["R-38"],
            "tenant.kind",
        ),
        "parent": (
            f"{INSTANCE}/contoso/tenant",
            SAME,
            f"{ACCOUNT}.bill_to",
            "bill_to: contoso",
            ["R-46", "R-52"],
            "tenant.parent_id",
        ),
        "enabled": (True, SAME, f"{SUB}.state", "tailspin-backup:", ["D-06"], "tenant.enabled"),
        "language": ("en", SAME, f"{ACCOUNT}.language", "tailspin:", ["R-15"], "tenant.language"),
        "customer_id": (
            "10042",
            SAME,
            f"{ACCOUNT}.external_id",
            "external_id: '10042'",
            ["D-13"],
            "tenant.customer_id",
        ),
    }


def test_every_field_of_a_user(settled):
    told = fields(settled, "tailspin/user")

    assert told == {
        "login": (
            "tailspin-admin",
            SAME,
            f"{SYNC}.username",
            "username: tailspin-admin",
            ["D-03"],
            "user.login",
        ),
        "email": (
            "it@tailspin.example",
            SAME,
            f"{SYNC}.email",
            "email: it@tailspin.example",
            ["R-12"],
            "user.contact.email",
        ),
        "firstname": (
            "Ann",
            SAME,
            f"{ACCOUNT}.contact.firstname",
            "firstname: Ann",
            [],
            "user.contact.firstname",
        ),
        "lastname": (
            "Poe",
            SAME,
            f"{ACCOUNT}.contact.lastname",
            "lastname: Poe",
            [],
            "user.contact.lastname",
        ),
        "phone": (
            "+30 210 0000000",
            SAME,
            f"{ACCOUNT}.contact.phone",
            "phone: +30 210 0000000",
            [],
            "user.contact.phone",
        ),
        "language": ("en", SAME, f"{ACCOUNT}.language", "tailspin:", ["R-15"], "user.language"),
        "enabled": (True, SAME, f"{ACCOUNT}.state", "tailspin:", ["R-18"], "user.enabled"),
    }


def test_every_field_of_the_other_kinds(settled):
    items = fields(settled, "tailspin/offering_items")
    pricing = fields(settled, "tailspin/pricing")
    roles = fields(settled, "tailspin/access_policies")
    mail = fields(settled, "tailspin/activation")

    assert {name: one[1:] for name, one in items.items()} == {
        "items": (
            SAME,
            f"{SUB}.product",
            "product: gigabytes",
            ["R-36", "R-42"],
            "offering_items",
        ),
        "decision": (SAME, "products.gigabytes", "gigabytes:", ["R-36"], ""),
        "services": (SAME, "products.gigabytes.services", "gigabytes:", ["R-36"], ""),
    }
    assert pricing == {
        "mode": ("production", SAME, SUB, "tailspin-backup:", ["R-37"], "pricing.mode")
    }
    assert roles == {
        "roles": (
            ["company_admin"],
            SAME,
            "roles.User.access_policies",
            "",
            ["R-40"],
            "access_policies.items.role_id",
        )
    }
    assert [one[4] for one in mail.values()] == [["D-03"], ["R-43"]]


@pytest.mark.parametrize(
    ("account", "rules"),
    [
        ("contoso/tenant", ["R-16", "R-07"]),
        ("contoso/offering_items", ["R-23"]),
        ("contoso/access_policies", ["R-20"]),
        ("contoso/activation", ["R-15"]),
        ("fabrikam/tenant", ["R-38", "R-29"]),
    ],
)
def test_the_rules_are_those_for_this_sort_of_account(settled, account, rules):
    result = settled.run("explain", f"{INSTANCE}/{account}", "-o", "json")

    said = {rule["code"]: rule["words"] for one in result.json["fields"] for rule in one["rules"]}

    assert set(rules) <= set(said)
    assert all(said.values())


def test_the_verdict_on_a_field_that_was_changed_outside_and_in_the_manifest(settled):
    settled.portal.give_roles("Contoso", "readonly_admin", "partner_admin")
    roles = settled.run("explain", f"{INSTANCE}/contoso/access_policies")
    settled.declare(reseller(name="Contoso Ltd"), TAILSPIN, sold("tailspin"), customer(), sold())
    name = settled.run("explain", f"{INSTANCE}/contoso/tenant", "-o", "json").json["fields"][0]

    assert "partner_admin', 'readonly_admin']  (changed outside)" in roles.stdout
    assert "access_policies differs in roles." in roles.stdout
    assert "R-20 A reseller's user has exactly three read-only administrator roles." in roles.stdout
    assert (name["field"], name["live"], name["verdict"]) == ("name", "Contoso", "not yet applied")


def test_a_value_that_is_not_written_is_said_to_be_built_in(settled):
    told = settled.run("explain", f"{INSTANCE}/tailspin/access_policies").stdout

    assert "roles.User.access_policies, which is not written: the built-in value" in told


def test_the_manifests_line_is_shown(settled):
    told = settled.run("explain", f"{INSTANCE}/tailspin/user").stdout

    line = settled.line_of("username: tailspin-admin")
    assert f"manifest  manifests/all.yaml:{line}  {SYNC}.username" in told


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_house_has_its_meaning(world, code):
    told = world.run("explain", code)

    assert told.exit_code == 0
    assert told.stdout.startswith(f"{code}: {meaning_of(code)[0]}")
    assert told.requests == ()


def test_findings_of_the_planner_say_what_to_do():
    page = {code for code in CODES if code.startswith("R-")}
    with_remedy = {"D-01", "D-06", "D-10", "D-14"}
    decisions = {f"D-{number:02}" for number in range(1, 16)} - with_remedy

    assert len(CODES) > 80
    assert [code for code in CODES if not meaning_of(code)[1]] == sorted(page | decisions)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("V-99", '"V-99" is neither an address nor a code.'),
        ("contoso", '"contoso" is neither an address nor a code.'),
        ("a/b", "is not of the form INSTANCE/ACCOUNT/KIND"),
        (f"{INSTANCE}/contoso/tennant", '"tennant" is no kind.'),
        ("acronis-us/contoso/tenant", '"acronis-us" is no instance of the manifests.'),
        (f"{INSTANCE}/nobody/tenant", 'no account "nobody" is synchronized'),
        (f"{INSTANCE}/contoso/pricing", "this account has no such resource"),
    ],
)
def test_what_there_is_not_cannot_be_explained(world, subject, said):
    world.declare(reseller())

    result = world.run("explain", subject)

    assert result.exit_code == 64
    assert said in result.stderr


def test_a_deferred_customer_is_said_to_be_one(world):
    world.declare(customer())

    result = world.run("explain", f"{INSTANCE}/fabrikam/tenant")

    assert result.exit_code == 0
    assert result.stdout == (
        f"{INSTANCE}/fabrikam/tenant is deferred: no tenant until the first subscription.\n"
    )


@pytest.mark.parametrize("code", [*(f"D-{number:02}" for number in range(1, 16)), "V-40", "V-41"])
def test_r_59_what_the_neighbouring_pages_add_is_a_decision_or_a_rule_that_is_explained(
    world, code
):
    told = world.run("explain", code, "-o", "json")

    assert told.exit_code == 0
    assert told.json["meaning"] == meaning_of(code)[0]
