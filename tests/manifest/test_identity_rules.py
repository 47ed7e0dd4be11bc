"""Usernames and e-mail addresses: V-30 to V-33."""

import pytest


def customers(**options):
    entries = [f"  {key}: {{name: N, sync: {sync}}}" for key, sync in options.items()]
    return "\n".join(["accounts:", *entries])


def one(username="someone", email="it@someone.example", role="User", instance="eu"):
    return f"{{{instance}: {{role: {role}, username: {username!r}, email: {email!r}}}}}"


ALLOWED = "Use 3 or more ASCII letters, digits and .@_-+:!#$%^*={}'`/?"


@pytest.mark.parametrize(
    ("username", "message"),
    [
        ("ab", '"ab" is shorter than 3 characters.'),
        ("", '"" is shorter than 3 characters.'),
        (" abc", '" abc" begins or ends with a space.'),
        ("abc ", '"abc " begins or ends with a space.'),
        ("a b c", '"a b c" has characters that Acronis does not take: " ".'),
        ("jürgen&co", '"jürgen&co" has characters that Acronis does not take: "&", "ü".'),
    ],
)
def test_v_30_a_username_that_acronis_does_not_take_is_refused(said, username, message):
    assert said(customers(a=one(username))) == [
        f"case.yaml:2 error accounts.a.sync.eu.username: {message} {ALLOWED} [V-30]"
    ]


def test_v_30_every_character_of_the_vendors_list_is_taken(said):
    assert said(customers(a=one("Az9.@_-+:!#$%^*={}`/?"))) == []


def test_v_31_a_username_used_twice_is_told_at_both_places(said):
    case = customers(
        fabrikam=one("it-admin", "it@fabrikam.example"),
        tailspin=one("IT-Admin", "it@tailspin.example"),
    )

    assert said(case) == [
        'case.yaml:2 error accounts.fabrikam.sync.eu.username: "it-admin" is also used by '
        "accounts.tailspin (eu). Usernames must be unique. [V-31]",
        'case.yaml:3 error accounts.tailspin.sync.eu.username: "IT-Admin" is also used by '
        "accounts.fabrikam (eu). Usernames must be unique. [V-31]",
    ]


def test_v_31_usernames_in_different_data_centres_do_not_clash(said):
    case = customers(
        fabrikam=one("it-admin", "it@fabrikam.example"),
        tailspin=one("it-admin", "it@tailspin.example", instance="us"),
    )

    assert said(case) == []


def test_v_31_instances_of_one_data_centre_count_together_also_for_one_account(said):
    msp = """\
    version: 1
    workspace: w
    instances:
      first:
        gateway_url: https://eu2-cloud.acronis.com
        client_id: {env: FIRST}
        client_secret: {env: SECRET}
      second:
        gateway_url: https://EU2-cloud.acronis.com/
        client_id: {env: SECOND}
        client_secret: {env: SECRET}
    """
    options = "{role: User, username: it-admin, email: it@one.example}"
    case = f"accounts: {{one: {{name: One, sync: {{first: {options}, second: {options}}}}}}}"

    assert said(case, msp=msp) == [
        'case.yaml:1 error accounts.one.sync.first.username: "it-admin" is also used by '
        "accounts.one (second). Usernames must be unique. [V-31]",
        'case.yaml:1 error accounts.one.sync.second.username: "it-admin" is also used by '
        "accounts.one (first). Usernames must be unique. [V-31]",
    ]


def test_v_31_one_account_may_use_its_username_in_two_data_centres(said):
    options = "{role: User, username: it-admin, email: it@one.example}"

    assert said(f"accounts: {{one: {{name: One, sync: {{eu: {options}, us: {options}}}}}}}") == []


@pytest.mark.parametrize(
    "email",
    ["it", "it@", "@b.example", "it@example", "i t@b.example", "a@b@c.example", "a..b@c.example"],
)
def test_v_32_a_malformed_address_is_refused(said, email):
    assert said(customers(a=one(email=email))) == [
        f'case.yaml:2 error accounts.a.sync.eu.email: "{email}" is not an e-mail address. '
        "Write it as name@company.example. [V-32]"
    ]


@pytest.mark.parametrize("email", ["a.b+c@sub.do-main.example", "müller@bücher.example"])
def test_v_32_an_unusual_address_is_taken(said, email):
    assert said(customers(a=one(email=email))) == []


def test_v_32_an_address_of_two_accounts_is_refused_wherever_they_are(said):
    case = customers(
        fabrikam=one("fabrikam", "it@same.example"),
        tailspin=one("tailspin", "IT@same.example", instance="us"),
    )

    assert said(case) == [
        'case.yaml:2 error accounts.fabrikam.sync.eu.email: "it@same.example" is also used by '
        "accounts.tailspin (us). E-mail addresses must be unique. [V-32]",
        'case.yaml:3 error accounts.tailspin.sync.us.email: "IT@same.example" is also used by '
        "accounts.fabrikam (eu). E-mail addresses must be unique. [V-32]",
    ]


@pytest.mark.parametrize(("strict", "severity"), [(False, "warning"), (True, "error")])
@pytest.mark.parametrize("role", ["Reseller", "User"])
def test_v_33_a_username_that_is_the_address_is_a_warning_and_strictly_an_error(
    said, role, strict, severity
):
    case = customers(a=one("IT@a.example", "it@a.example", role))

    assert said(case, strict=strict) == [
        f'case.yaml:2 {severity} accounts.a.sync.eu.username: "IT@a.example" is the e-mail '
        "address too. Choose a username that differs from the e-mail address. [V-33]"
    ]


def test_v_33_says_nothing_of_end_customers_as_the_page_does(said):
    case = customers(
        contoso=one("contoso", role="Reseller"), tailspin=one("it@t.example", "it@t.example")
    ).replace("tailspin: {name: N", "tailspin: {name: N, bill_to: contoso")

    assert said(case, strict=True) == []
