"""How many steps run at once makes no difference to how it ends."""

import sys

import pytest

from tests.builders import customer, manifest, reseller, sold

ACCOUNTS = tuple(f"customer-{number:02d}" for number in range(12))


def market(product, phone):
    """A reseller and a dozen customers, every other of them the reseller's."""
    pieces = [reseller(contact={"phone": phone})]
    for number, key in enumerate(ACCOUNTS):
        above = {"bill_to": "contoso"} if number % 2 else {}
        pieces += [customer(key, contact={"phone": phone}, **above), sold(key, product)]
    return manifest(*pieces)


@pytest.fixture
def restless_threads():
    """Threads that take turns all the time, so that they meet wherever they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless_threads")
def test_two_updates_of_one_account_at_once_keep_their_own_pins(lab):
    lab.apply(market("gigabytes", "1"), parallelism=8)

    ended = lab.apply(market("workloads", "2"), parallelism=8)

    assert ended == {
        f"{key}/{kind}": "done" for key in ACCOUNTS for kind in ("tenant", "offering_items", "user")
    } | {"contoso/tenant": "done", "contoso/user": "done"}
