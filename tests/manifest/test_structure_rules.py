"""Keys, types, references and names: V-01, V-02, V-03 and V-07."""

import pytest


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            "acounts: {}",
            'acounts: "acounts" is not a key of manifests. Did you mean "accounts"?',
        ),
        (
            "zzz: 1",
            'zzz: "zzz" is not a key of manifests. Keys are version, workspace, instances, roles, '
            "products, accounts, subscriptions, drift.",
        ),
        (
            "accounts: {a: {name: A, bilto: b}}",
            'accounts.a.bilto: "bilto" is not a key here. Did you mean "bill_to"?',
        ),
        (
            "accounts: {a: {name: A, contact: {xyz: b}}}",
            'accounts.a.contact.xyz: "xyz" is not a key here. '
            "Keys are firstname, lastname, phone.",
        ),
        ("accounts: {a: {}}", "accounts.a.name: is missing. Add it."),
        ("accounts: {a: [x]}", "accounts.a: must be a mapping, not a list."),
        ("accounts: [a]", "accounts: must be a mapping of entries. "
         "Write the entries below it, or remove it."),
        ("accounts:", "accounts: must be a mapping of entries. "
         "Write the entries below it, or remove it."),
        (
            "accounts: {a: {name: 0123}}",
            'accounts.a.name: must be text, not a number or date (0123). Quote it: "0123".',
        ),
        (
            "accounts: {a: {name: A, external_id: 10042}}",
            'accounts.a.external_id: must be text, not a number (10042). Quote it: "10042".',
        ),
        (
            "accounts: {a: {name: 2024-01-01}}",
            "accounts.a.name: must be text, not a number or date (2024-01-01). "
            'Quote it: "2024-01-01".',
        ),
        (
            "accounts: {a: {name: no}}",
            'accounts.a.name: must be text, not true or false (no). Quote it: "no".',
        ),
        (
            "accounts: {a: {name: [A]}}",
            "accounts.a.name: must be text, not a list.",
        ),
        (
            "accounts: {no: {name: A}}",
            'accounts.no: has a key that YAML does not read as text: no. Quote it: "no".',
        ),
        (
            "accounts: {a: {name: A, sync: {eu: {role: [User], username: aaa, email: a@a.io}}}}",
            'accounts.a.sync.eu.role: a list is not allowed; choose "Reseller" or "User".',
        ),
        (
            "instances: {own: {gateway_url: 5}}",
            "instances.own.gateway_url: must be text, not a number (5). Quote it: "
            '"5".',
        ),
        (
            "instances: {own: {gateway_url: 'sandbox://own', client_id: ~}}",
            "instances.own.client_id: is null. "
            "Write a value, or leave the key out for the default.",
        ),
        (
            "accounts: {~: {name: A}}",
            "accounts: has a key that is no single text. Write a name.",
        ),
        (
            "accounts: {a: {name: A, bill_to: ~}}",
            "accounts.a.bill_to: is null. Write a value, or leave the key out for the default.",
        ),
        (
            "accounts: {a: {name: }}",
            "accounts.a.name: is null. Write a value, or leave the key out for the default.",
        ),
        (
            "accounts: {a: {name: ''}}",
            "accounts.a.name: must not be empty. Write a value, or leave the key out.",
        ),
        (
            "accounts: {a: {name: A, services: enforced}}",
            'accounts.a.services: "enforced" is not allowed; choose "enforce" or '
            '"provision_once". Did you mean "enforce"?',
        ),
        (
            "accounts: {a: {name: A, state: off}}",
            'accounts.a.state: off is not allowed; choose "active", "suspended" or "absent".',
        ),
        (
            "roles: {User: {access_policies: company_admin}}",
            'roles.User.access_policies: must be a list, not text ("company_admin").',
        ),
        (
            "roles: {User: [company_admin]}",
            "roles.User: must be a mapping, not a list.",
        ),
        ("version: 2", "version: 2 is not a version that exists. Write version: 1."),
        ("version: true", "version: true is not a version that exists. Write version: 1."),
    ],
)  # fmt: skip
def test_v_01_a_wrong_shape_is_told_with_its_remedy(said, case, expected):
    assert said(case) == [f"case.yaml:1 error {expected} [V-01]"]


def test_v_01_a_key_that_is_a_list_is_refused(said):
    assert said("accounts: {[a, b]: {name: A}}") == [
        "case.yaml:1 error accounts: has a key that is no single text. Write a name. [V-01]"
    ]


def test_v_01_the_quantity_is_a_number(said):
    case = """\
    accounts:
      a: {name: A, sync: {eu: {role: User, username: aaa, email: a@a.io}}}
    subscriptions: {s: {account: a, product: backup, quantity: "1"}}
    """

    assert said(case) == [
        'case.yaml:3 error subscriptions.s.quantity: must be a whole number, not text ("1"). [V-01]'
    ]


def test_v_01_workspace_and_instances_are_needed_and_a_version_is_wished_for(said):
    assert said("accounts: {}", msp="") == [
        ":0 error instances: is missing in all files. "
        "Declare the Acronis instance in one file. [V-01]",
        ":0 error workspace: is missing in all files. Add workspace: NAME to one file. [V-01]",
        ":0 warning version: is missing in all files. Add version: 1 to one file. [V-01]",
    ]


def test_v_01_a_workspace_is_text(said):
    msp = "version: 1\nworkspace: 7\ninstances: {}"

    assert said("", msp=msp) == [
        "msp.yaml:2 error workspace: must be text, not 7. Write a name, in quotes if needed. [V-01]"
    ]


def test_v_02_a_key_that_stands_twice_is_refused_with_both_places(said):
    case = """\
    accounts:
      contoso: {name: One}
      contoso:
        name: Two
        unknown: ignored, for this entry is not the one that counts
    """

    assert said(case) == [
        "case.yaml:3 error accounts.contoso: is declared twice, first at case.yaml:2. "
        "Remove or rename one of them. [V-02]"
    ]


def test_v_02_an_entry_that_stands_in_two_files_is_refused_with_both_places(said):
    case = "\nproducts:\n  backup: {instance: eu, protection: per_workload}"

    assert said(case) == [
        "case.yaml:3 error products.backup.file_sync_share: is missing. "
        "Write how it is licensed, or none. [V-44]",
        "msp.yaml:7 error products.backup: is declared twice, first at case.yaml:3. "
        "Remove or rename one of them. [V-02]",
    ]


def test_v_02_a_role_that_stands_twice_in_different_case_is_refused(said):
    assert said("roles:\n  user: {}\n  User: {}") == [
        "case.yaml:3 error roles.User: is declared twice, first at case.yaml:2. "
        "Remove or rename one of them. [V-02]"
    ]


def test_v_02_two_workspaces_are_refused_with_both_places(said):
    assert said("workspace: other") == [
        'msp.yaml:2 error workspace: "northwind-msp" differs from "other" at case.yaml:1. '
        "Name one workspace for all files. [V-02]"
    ]


def test_the_same_workspace_may_stand_in_every_file(said):
    assert said("version: 1\nworkspace: northwind-msp") == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            "products: {p: {instance: euu, protection: none, file_sync_share: per_user}}",
            'products.p.instance: there is no instance "euu". Did you mean "eu"?',
        ),
        (
            "products: {p: {instance: zz, protection: none, file_sync_share: per_user}}",
            'products.p.instance: there is no instance "zz". '
            "Declare it under instances, or correct the reference.",
        ),
        (
            "accounts: {a: {name: A, sync: {ap: {role: User, username: aaa, email: a@a.io}}}}",
            'accounts.a.sync.ap: there is no instance "ap". '
            "Declare it under instances, or correct the reference.",
        ),
        (
            "accounts: {a: {name: A, adopt: {ap: '1'}}}",
            'accounts.a.adopt.ap: there is no instance "ap". '
            "Declare it under instances, or correct the reference.",
        ),
        (
            "accounts: {a: {name: A, bill_to: contoso}}",
            'accounts.a.bill_to: there is no account "contoso". '
            "Declare it under accounts, or correct the reference.",
        ),
        (
            "subscriptions: {s: {account: contoso, product: backup}}",
            'subscriptions.s.account: there is no account "contoso". '
            "Declare it under accounts, or correct the reference.",
        ),
    ],
)
def test_v_03_a_reference_to_nothing_is_refused(said, case, expected):
    assert said(case) == [f"case.yaml:1 error {expected} [V-03]"]


def test_v_03_every_reference_of_a_broken_entry_is_looked_at_too(said):
    assert said("subscriptions: {s: {account: a, product: bakup, state: 1}}") == [
        'case.yaml:1 error subscriptions.s.account: there is no account "a". '
        "Declare it under accounts, or correct the reference. [V-03]",
        'case.yaml:1 error subscriptions.s.product: there is no product "bakup". '
        'Did you mean "backup"? [V-03]',
        "case.yaml:1 error subscriptions.s.state: 1 is not a state; choose active, suspended, "
        "cancelled. [V-49]",
    ]


def test_references_to_a_broken_entry_make_no_noise(said):
    case = """\
    accounts:
      contoso: {name: Contoso, state: gone}
      tailspin:
        name: Tailspin
        bill_to: contoso
        sync: {eu: {role: User, username: tailspin, email: it@tailspin.example}}
    subscriptions:
      s: {account: contoso, product: backup}
    """

    assert said(case) == [
        'case.yaml:2 error accounts.contoso.state: "gone" is not allowed; choose "active", '
        '"suspended" or "absent". [V-01]'
    ]


@pytest.mark.parametrize("key", ["Contoso", "-a", "a b", "ä"])
def test_v_07_a_key_with_other_characters_is_refused(said, key):
    assert said(f'accounts: {{"{key}": {{name: A}}}}') == [
        f'case.yaml:1 error accounts.{key}: "{key}" must begin with a-z or 0-9 and hold only '
        'those and ". _ -". Rename it; the name that people see is another field. [V-07]'
    ]


def test_v_07_a_key_has_at_most_63_characters_and_a_workspace_32(said):
    msp = f"version: 1\nworkspace: {'w' * 33}\ninstances: {{}}"
    case = f"accounts:\n  {'a' * 63}: {{name: A}}\n  {'b' * 64}: {{name: B}}"

    assert said(case, msp=msp) == [
        f'case.yaml:3 error accounts.{"b" * 64}: "{"b" * 64}" is 64 characters long; '
        "63 are allowed. Shorten it. [V-07]",
        f'msp.yaml:2 error workspace: "{"w" * 33}" is 33 characters long; '
        "32 are allowed. Shorten it. [V-07]",
    ]
