"""How many steps run at once makes no difference to how it ends."""

import sys
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event

import pytest

from reconciler.resources.access_policies import AccessPolicies
from reconciler.resources.offering_items import OfferingItems
from reconciler.resources.user import User
from reconciler.stamp import read
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


def picture(lab):
    """What is there, by name, without the ids and versions that differ from run to run."""
    tenants = lab.tenants()
    names = {one.id: one.name for one in tenants}
    items = lab.api.offering_items(lab.api.own_tenant_id())
    return {
        one.name: (
            one.kind,
            one.enabled,
            one.pricing_mode,
            names.get(one.parent_id, "MSP"),
            sorted((item.name, item.infra_id) for item in items if item.tenant_id == one.id),
            [
                (user.login, sorted(policy.role_id for policy in user.access_policies))
                for user in lab.api.users_of(one.id)
            ],
            sorted(read(one.internal_tag).prints.items()),
        )
        for one in tenants
    }


def test_one_at_a_time_and_eight_at_once_come_to_the_same(labs):
    wanted = market("gigabytes", "1")
    one, eight = labs("one"), labs("eight")

    slow, fast = one.apply(wanted, parallelism=1), eight.apply(wanted, parallelism=8)

    assert slow == fast
    assert set(fast.values()) == {"done"}
    assert picture(one) == picture(eight)
    assert one.mails == eight.mails == sorted(f"{key}-admin" for key in (*ACCOUNTS, "contoso"))


THREE = manifest(*(reseller(key) for key in ("adatum", "contoso", "wingtip")))


@pytest.mark.parametrize(("parallelism", "meet"), [(3, True), (2, False)])
def test_as_many_steps_run_at_once_as_is_said(lab, monkeypatch, parallelism, meet):
    meeting = Barrier(3)
    create = User.create

    def together(self, api, work):
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=20 if meet else 0.2)
        create(self, api, work)

    monkeypatch.setattr(User, "create", together)

    ended = lab.apply(THREE, parallelism=parallelism)

    assert set(ended.values()) == {"done"}
    assert meeting.broken is not meet


def test_a_slow_step_of_one_account_does_not_hold_up_the_next_steps_of_another(lab, monkeypatch):
    further = Event()
    create_items, create_roles = OfferingItems.create, AccessPolicies.create

    def slow(self, api, work):
        if work.goal.account == "adatum":
            assert further.wait(timeout=20)
        create_items(self, api, work)

    def noted(self, api, work):
        create_roles(self, api, work)
        further.set()

    monkeypatch.setattr(OfferingItems, "create", slow)
    monkeypatch.setattr(AccessPolicies, "create", noted)

    ended = lab.apply(THREE, parallelism=2)

    assert set(ended.values()) == {"done"}
