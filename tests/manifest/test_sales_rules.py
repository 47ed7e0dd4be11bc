"""Subscriptions and products: V-40 to V-49."""

CUSTOMER = """\
accounts:
  fabrikam:
    name: Fabrikam
    sync: {eu: {role: User, username: fabrikam, email: it@fabrikam.example}}
"""


def test_v_40_a_subscription_needs_sync_options_on_its_products_instance(said):
    case = (
        CUSTOMER.replace("eu:", "us:")
        + """\
subscriptions:
  fabrikam-backup: {account: fabrikam, product: backup}
"""
    )

    assert said(case) == [
        'case.yaml:6 error subscriptions.fabrikam-backup: account "fabrikam" has no sync options '
        'for instance "eu" (role, username and email are required before ordering). '
        "Add accounts.fabrikam.sync.eu. [V-40]"
    ]


def test_v_41_a_resellers_subscription_is_refused(said):
    case = (
        CUSTOMER.replace("User", "Reseller")
        + """\
subscriptions:
  fabrikam-backup: {account: fabrikam, product: backup}
"""
    )

    assert said(case) == [
        'case.yaml:6 error subscriptions.fabrikam-backup.account: "fabrikam" has role Reseller on '
        '"eu"; subscriptions are for customers. Name the customer, or remove the subscription. '
        "[V-41]"
    ]


def test_v_42_a_second_subscription_that_is_not_cancelled_is_refused(said):
    case = (
        CUSTOMER
        + """\
subscriptions:
  first: {account: fabrikam, product: backup, state: cancelled}
  second: {account: fabrikam, product: backup, state: suspended}
  third: {account: fabrikam, product: backup}
"""
    )

    assert said(case) == [
        'case.yaml:8 error subscriptions.third: account "fabrikam" already has '
        'subscriptions.second on "eu". Set state: cancelled on one of them, or remove it. [V-42]'
    ]


def test_v_43_a_quantity_other_than_one_is_refused(said):
    case = CUSTOMER + "subscriptions: {s: {account: fabrikam, product: backup, quantity: 2}}"

    assert said(case) == [
        "case.yaml:5 error subscriptions.s.quantity: must be 1, not 2. Remove it. [V-43]"
    ]


def test_v_44_a_product_says_how_every_service_is_licensed(said):
    case = "products: {half: {instance: eu, protection: per_workload}}"

    assert said(case) == [
        "case.yaml:1 error products.half.file_sync_share: is missing. "
        "Write how it is licensed, or none. [V-44]"
    ]


def test_v_44_a_product_without_any_service_is_refused(said):
    case = "products: {empty: {instance: eu, protection: none, file_sync_share: none}}"

    assert said(case) == [
        "case.yaml:1 error products.empty: licenses no service, so there is nothing to provision. "
        "Set protection or file_sync_share. [V-44]"
    ]


def test_v_49_a_state_that_does_not_exist_is_refused(said):
    case = (
        CUSTOMER
        + """\
subscriptions:
  a: {account: fabrikam, product: backup, state: canceled}
  b: {account: fabrikam, product: backup, state: off}
"""
    )

    assert said(case) == [
        'case.yaml:6 error subscriptions.a.state: "canceled" is not a state; choose active, '
        'suspended, cancelled. Did you mean "cancelled"? [V-49]',
        "case.yaml:7 error subscriptions.b.state: off is not a state; choose active, suspended, "
        "cancelled. [V-49]",
    ]
