"""Tenants that two accounts would have to share: V-35."""

import pytest


def account(key, name="Same", role="Reseller", more=""):
    options = f"{{role: {role}, username: {key}-admin, email: it@{key}.example}}"
    return f"  {key}: {{name: {name}, {more}sync: {{eu: {options}}}}}\n"


def declared(*accounts, sold=()):
    sales = [f"  {key}-sub: {{account: {key}, product: backup}}\n" for key in sold]
    subscriptions = "".join(["subscriptions:\n", *sales]) if sales else ""
    return "".join(["accounts:\n", *accounts]) + subscriptions


def test_v_35_a_tenant_is_adopted_once(said):
    case = declared(
        account("a", "A", more="adopt: {eu: 00F9}, "), account("b", "B", more="adopt: {eu: 00f9}, ")
    )

    assert said(case) == [
        'case.yaml:2 error accounts.a.adopt.eu: "00F9" is also adopted by accounts.b. '
        "A tenant belongs to one account. [V-35]",
        'case.yaml:3 error accounts.b.adopt.eu: "00f9" is also adopted by accounts.a. '
        "A tenant belongs to one account. [V-35]",
    ]


def test_v_35_two_tenants_of_one_name_below_one_parent_are_told_at_both_places(said):
    case = declared(account("a", "Same"), account("b", "B", more="tenant_name: SAME, "))
    hint = "Give one of them another tenant_name; case makes no difference. [V-35]"

    assert said(case) == [
        'case.yaml:2 error accounts.a.name: accounts.b has a tenant "Same" below the same '
        f"parent too. {hint}",
        'case.yaml:3 error accounts.b.tenant_name: accounts.a has a tenant "SAME" below the same '
        f"parent too. {hint}",
    ]


@pytest.mark.parametrize(
    "case",
    [
        declared(account("a"), account("b", role="User")),
        declared(account("a"), account("b", more="state: absent, ")),
        declared(
            account("a", "A"),
            account("b"),
            account("c", role="User", more="bill_to: a, "),
            sold="c",
        ),
    ],
    ids=["deferred", "absent", "below another parent"],
)
def test_v_35_a_name_is_free_where_no_other_tenant_needs_it(said, case):
    assert said(case) == []


def test_v_35_customers_count_once_they_are_sold_something(said):
    case = declared(account("a", role="User"), account("b", role="User"), sold="ab")

    assert len(said(case)) == 2
