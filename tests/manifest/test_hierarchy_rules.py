"""Who may be under whom: V-10 to V-21."""

import pytest

RESELLER = """
accounts:
  contoso:
    name: Contoso
    sync: {eu: {role: Reseller, username: contoso, email: it@contoso.example}}
"""


def test_v_10_a_role_that_does_not_exist_is_refused(said):
    case = "accounts: {a: {name: A, sync: {eu: {role: Resaller, username: aaa, email: a@a.io}}}}"

    assert said(case) == [
        'case.yaml:1 error accounts.a.sync.eu.role: "Resaller" is not a role. '
        'Did you mean "Reseller"? [V-10]'
    ]


def test_v_10_a_role_far_from_any_is_explained(said):
    case = "roles: {Admin: {access_policies: [readonly_admin]}}"

    assert said(case) == [
        'case.yaml:1 error roles.Admin: "Admin" is not a role. '
        "Write Reseller for a reseller, User for a direct or end customer. [V-10]"
    ]


def test_v_10_a_role_keeps_its_kind_of_tenant(said):
    assert said("roles: {user: {tenant_kind: partner}}") == [
        'case.yaml:1 error roles.User.tenant_kind: "partner" is not the tenant kind of role User. '
        'Write "customer". [V-10]'
    ]


def test_a_role_may_repeat_its_kind_of_tenant(said):
    assert said("roles: {User: {tenant_kind: customer}, reseller: {tenant_kind: partner}}") == []


@pytest.mark.parametrize("role", ["Reseller", "reseller", "RESELLER"])
def test_v_10_a_role_may_be_written_in_any_case(said, role):
    assert said(RESELLER.replace("Reseller", role)) == []


def test_v_11_a_reseller_with_a_parent_account_is_refused(said):
    case = """\
    accounts:
      contoso:
        name: Contoso
        sync:
          eu:
            role: reseller
            username: contoso
            email: it@contoso.example
            parent_account: litware
      litware: {name: Litware}
    """

    assert said(case) == [
        "case.yaml:9 error accounts.contoso.sync.eu.parent_account: must be empty for role "
        "Reseller (its parent is the MSP). Remove it. [V-11]"
    ]


def test_v_12_a_reseller_billed_to_another_account_is_refused(said):
    case = (
        RESELLER
        + """\
  litware:
    name: Litware
    bill_to: contoso
    sync: {eu: {role: Reseller, username: litware, email: it@litware.example}}
"""
    )

    assert said(case) == [
        'case.yaml:8 error accounts.litware.bill_to: is "contoso", but a Reseller cannot be under '
        "another account. Remove it; there are no resellers of resellers. [V-12]"
    ]


def test_v_13_a_direct_customer_with_a_parent_account_is_refused(said):
    options = "{role: User, username: one, email: i@one.io, parent_account: contoso}"
    case = f"{RESELLER}  one: {{name: One, sync: {{eu: {options}}}}}"

    assert said(case) == [
        "case.yaml:6 error accounts.one.sync.eu.parent_account: "
        'is "contoso", but a direct customer\'s parent is the MSP. '
        'Remove it, or add bill_to: "contoso" to accounts.one. [V-13]'
    ]


def test_v_14_a_customer_of_a_customer_is_refused(said):
    case = """\
    accounts:
      one: {name: One, sync: {eu: {role: User, username: one, email: i@one.io}}}
      two: {name: Two, bill_to: one, sync: {eu: {role: User, username: two, email: i@two.io}}}
    """

    assert said(case) == [
        'case.yaml:3 error accounts.two.bill_to: "one" has role User on "eu", '
        "so nobody can be under it. Name a reseller. [V-14]"
    ]


def test_v_14_the_parent_account_is_looked_at_too(said):
    options = "{role: User, username: two, email: i@two.io, parent_account: one}"
    case = (
        RESELLER
        + f"""\
  one: {{name: One, sync: {{eu: {{role: User, username: one, email: i@one.io}}}}}}
  two: {{name: Two, bill_to: contoso, sync: {{eu: {options}}}}}
"""
    )

    assert said(case, acks=["V-18"]) == [
        'case.yaml:7 error accounts.two.sync.eu.parent_account: "one" has role User on "eu", '
        "so nobody can be under it. Name a reseller. [V-14]",
        "case.yaml:7 warning accounts.two.sync.eu.parent_account: "
        '"one" is not the account it is billed to ("contoso"). '
        "Remove it, or acknowledge with --ack V-18. [V-18]",
    ]


def test_v_15_an_account_billed_to_itself_is_refused_and_no_more_is_said(said):
    options = "{role: User, username: aaa, email: a@a.io}"
    case = f"accounts: {{a: {{name: A, bill_to: a, sync: {{eu: {options}}}}}}}"

    assert said(case) == [
        'case.yaml:1 error accounts.a.bill_to: "a" is above itself: a -> a. '
        "Name another account. [V-15]"
    ]


def test_v_15_every_account_of_a_circle_is_named(said):
    case = """\
    accounts:
      a: {name: A, bill_to: b}
      b: {name: B, bill_to: c}
      c: {name: C, bill_to: b}
    """

    assert said(case) == [
        'case.yaml:3 error accounts.b.bill_to: "b" is above itself: b -> c -> b. '
        "Name another account. [V-15]",
        'case.yaml:4 error accounts.c.bill_to: "c" is above itself: c -> b -> c. '
        "Name another account. [V-15]",
    ]


def test_v_15_a_parent_account_of_its_own_is_refused(said):
    options = "{role: User, username: aaa, email: a@a.io, parent_account: a}"

    assert said(f"accounts: {{a: {{name: A, sync: {{eu: {options}}}}}}}") == [
        'case.yaml:1 error accounts.a.sync.eu.parent_account: is "a", but a direct customer\'s '
        'parent is the MSP. Remove it, or add bill_to: "a" to accounts.a. [V-13]',
        'case.yaml:1 error accounts.a.sync.eu.parent_account: "a" is above itself: a -> a. '
        "Name another account. [V-15]",
    ]


def test_v_16_an_end_customer_needs_its_reseller_on_the_same_instance(said):
    case = (
        RESELLER
        + """\
  tailspin:
    name: Tailspin
    bill_to: contoso
    sync:
      us: {role: User, username: tailspin, email: it@tailspin.example}
"""
    )

    assert said(case) == [
        'case.yaml:10 error accounts.tailspin.sync.us: reseller "contoso" is not synchronized '
        'with "us". Add accounts.contoso.sync.us, or set bill_to to a synchronized reseller. '
        "[V-16]"
    ]


PLACED_ELSEWHERE = (
    RESELLER
    + """\
  litware:
    name: Litware
    sync: {eu: {role: Reseller, username: litware, email: it@litware.example}}
  tailspin:
    name: Tailspin
    bill_to: contoso
    sync:
      eu:
        role: User
        username: tailspin
        email: it@tailspin.example
        parent_account: litware
"""
)


def test_v_18_another_resellers_customer_is_refused_until_acknowledged(said):
    assert said(PLACED_ELSEWHERE) == [
        'case.yaml:17 error accounts.tailspin.sync.eu.parent_account: "litware" is not the '
        'account it is billed to ("contoso"). Remove it, or acknowledge with --ack V-18. '
        "[V-18] (ack)"
    ]


def test_v_18_acknowledged_it_is_a_warning_also_when_strict(said):
    assert said(PLACED_ELSEWHERE, acks=["V-18"], strict=True) == [
        'case.yaml:17 warning accounts.tailspin.sync.eu.parent_account: "litware" is not the '
        'account it is billed to ("contoso"). Remove it, or acknowledge with --ack V-18. [V-18]'
    ]


def test_v_18_an_acknowledgement_of_another_code_changes_nothing(said):
    assert said(PLACED_ELSEWHERE, acks=["V-35"]) == said(PLACED_ELSEWHERE)


def test_r_47_an_explicit_parent_equal_to_bill_to_is_fine(said):
    assert (
        said(PLACED_ELSEWHERE.replace("parent_account: litware", "parent_account: contoso")) == []
    )


def test_v_21_a_reseller_role_that_can_write_is_refused(said):
    case = (
        "roles: {Reseller: {access_policies: [readonly_admin, protection_ro_admin, partner_admin]}}"
    )

    assert said(case) == [
        'case.yaml:1 error roles.Reseller.access_policies: "partner_admin" can write; '
        "a Reseller only reads. Grant readonly_admin and roles that end in _ro_admin only. [V-21]"
    ]


@pytest.mark.parametrize(("strict", "severity"), [(False, "warning"), (True, "error")])
def test_v_21_other_than_three_reseller_roles_is_a_warning_and_strictly_an_error(
    said, strict, severity
):
    case = "roles: {reseller: {access_policies: [accounts_ro_admin, accounts_ro_admin]}}"

    assert said(case, strict=strict) == [
        f"case.yaml:1 {severity} roles.Reseller.access_policies: grants 1 role; the page says "
        "that a Reseller has 3. Name one for the portal, one for Protection and one for "
        "File Sync & Share. [V-21]"
    ]
