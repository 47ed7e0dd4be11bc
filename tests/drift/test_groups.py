"""Equal findings over many tenants are one line; what is grave is always told alone."""

from datetime import date

import pytest

from reconciler.drift import find_drift
from reconciler.render import renderer
from reconciler.report.of_drift import drift_document, report_of_drift
from tests.builders import INSTANCE, fleet
from tests.world import World

SIZE = 12
SERVERS = "pg_base_servers"


@pytest.fixture(scope="module")
def settled():
    return World(fleet(SIZE)).applied()


def keys(size):
    return [f"fleet-{number:05d}" for number in range(size)]


def found(world):
    return find_drift(world.manifest, {INSTANCE: world.side}, date(2026, 1, 1))


def text(drifts):
    document = drift_document(drifts, timestamp="2026-01-01T00:00:00Z", requests={})
    return renderer("text")(report_of_drift(drifts, document, 0), color=False)


def without_servers(world, account):
    return world.with_items(
        account, lambda items: tuple(one for one in items if one.name != SERVERS)
    )


def test_equal_findings_are_one_line_with_a_count_and_the_accounts(settled):
    world = settled
    for account in keys(SIZE - 1):
        world = without_servers(world, account)

    drifts = found(world)

    told = "Protection/pg_base_servers is new, and has not been passed on yet."
    accounts = ", ".join(keys(8))
    assert text(drifts) == (
        "Changed outside\n"
        f"  ~ changed  {told} (11 accounts: {accounts} and 3 more)\n\n"
        "Drift: 11 changed.\n"
        "12 of 12 tenants are managed (100 %).\n"
    )
    assert len({one.group for one in drifts.found}) == 1
    assert len({one.fingerprint for one in drifts.found}) == SIZE - 1


def test_grave_findings_come_first_and_one_by_one(settled):
    world = without_servers(without_servers(settled, "fleet-00002"), "fleet-00003")
    for account in keys(2):
        world = world.with_tenant(account, enabled=False)

    drifts = found(world)

    assert text(drifts).splitlines()[1:4] == [
        "  ! changed  eu/fleet-00000/tenant: The tenant is disabled.",
        "  ! changed  eu/fleet-00001/tenant: The tenant is disabled.",
        "  ~ changed  Protection/pg_base_servers is new, and has not been passed on yet. "
        "(2 accounts: fleet-00002, fleet-00003)",
    ]
    assert len({one.group for one in drifts.found}) == 3


def test_what_differs_in_more_than_the_account_is_no_group(settled):
    world = settled
    for account in keys(2):
        world = world.with_tenant(account, name=f"{account} X")
    world = world.with_tenant("fleet-00002", language="de").with_tenant(
        "fleet-00003", language="el"
    )

    assert len({one.group for one in found(world).found}) == 4


def test_a_group_and_a_fingerprint_stay_the_same_over_time(settled):
    first = found(without_servers(settled, "fleet-00000")).found
    later = found(
        without_servers(settled, "fleet-00000").with_tenant("fleet-00000", version=9)
    ).found

    assert [(one.fingerprint, one.group) for one in first] == [
        (one.fingerprint, one.group) for one in later
    ]


def test_drift_of_ten_thousand_is_told_in_a_screenful():
    world = World(fleet(10_000))

    told = text(found(world))

    assert "(10000 accounts: fleet-00000, " in told
    assert len(told.encode()) < 2000
