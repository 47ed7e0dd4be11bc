"""What is read of an instance, and what is concluded from it."""

from collections import Counter
from dataclasses import replace

import pytest

from reconciler.acronis.wire import Infra, Location, OfferingItem, Role, Tenant, User
from reconciler.errors import IncompleteReadError
from reconciler.refresh import refresh
from tests.builders import (
    CATALOGUE,
    INSTANCE,
    LOCATION,
    ROOT,
    STORAGES,
    customer,
    manifest,
    reseller,
    sold,
)
from tests.world import World

WANTED = manifest(reseller(), customer(bill_to="contoso"), sold())


class Values:
    """A client that reads from values and counts what it is asked."""

    def __init__(self, world):
        self.world = world
        self.asked = Counter()

    def __getattr__(self, name):
        self.asked[name] += 1
        return getattr(self, f"_{name}")

    def _own_tenant_id(self):
        return ROOT

    def _tenants(self, root_id):
        return tuple(self.world.tenants.values())

    def _users(self, root_id):
        return tuple(user for users in self.world.users.values() for user in users)

    def _offering_items(self, root_id):
        return tuple(
            item.model_copy(update={"tenant_id": id_})
            for id_, items in self.world.items.items()
            for item in items
        )

    def _available_for_child(self, root_id, kind):
        return CATALOGUE

    def _roles(self, root_id):
        return tuple(Role(role=role) for role in self.world.offer.roles)

    def _infra(self, ids):
        return tuple(
            Infra(id=id_, name=f"lab-{STORAGES.index(id_) + 1}", location_id=LOCATION)
            for id_ in ids
        )

    def _locations(self, ids):
        return tuple(Location(id=id_, name="lab") for id_ in ids)

    def _login_state(self, login):
        return "free"


@pytest.fixture(scope="module")
def settled():
    return World(WANTED).applied()


LISTS = {
    "own_tenant_id": 1,
    "tenants": 1,
    "users": 1,
    "offering_items": 1,
    "available_for_child": 2,
    "roles": 1,
    "infra": 1,
}


def test_three_lists_and_the_offer_are_read_however_many_tenants_there_are(settled):
    api = Values(settled)

    _, live = refresh(api, WANTED, INSTANCE)

    assert api.asked == LISTS
    assert live.snapshot.tenants == settled.tenants
    assert live.sites.keys() == settled.side[1].sites.keys()
    assert len(live.snapshot.items) == len(settled.items)


def test_a_login_is_looked_up_only_for_users_that_are_to_be_made(settled):
    api = Values(settled.without_user("fabrikam"))

    _, live = refresh(api, WANTED, INSTANCE)

    assert api.asked == {**LISTS, "login_state": 1}
    assert live.logins == {"fabrikam-admin": "free"}


def test_no_login_is_looked_up_for_whoever_is_deferred():
    api = Values(World(WANTED))

    _, live = refresh(
        api, manifest(customer(), customer("litware"), sold("litware", state="suspended")), INSTANCE
    )

    assert live.logins == {}


def test_locations_are_read_only_where_a_choice_may_mean_one(settled):
    api = Values(settled)

    refresh(api, manifest({"instances": {INSTANCE: {"storage": "lab"}}}), INSTANCE)

    assert api.asked == {**LISTS, "locations": 1}


def test_a_tenant_whose_parent_was_not_read_makes_the_read_incomplete(settled):
    lost = Tenant(id="f9", version=1, kind="customer", enabled=True, parent_id="f8")

    with pytest.raises(IncompleteReadError, match="has f9 but not its parent f8") as raised:
        refresh(Values(settled.holding(lost)), WANTED, INSTANCE)

    assert raised.value.exit_code == 8


def test_users_and_items_that_were_deleted_are_not_there(settled):
    id_ = settled.tenant("fabrikam").id
    (user,) = settled.users[id_]
    (item, *others) = settled.items[id_]
    deleted = {"deleted_at": "2026-05-01T10:00:00"}
    world = settled.with_items(
        "fabrikam",
        lambda items: (OfferingItem.model_validate({**item.model_dump(), **deleted}), *others),
    )
    gone = User.model_validate({**user.model_dump(), **deleted, "id": ROOT})

    _, live = refresh(Values(_with_users(world, id_, (user, gone))), WANTED, INSTANCE)

    assert live.snapshot.users[id_] == (user,)
    assert len(live.snapshot.items[id_]) == len(others)


def _with_users(world, id_, users):
    return replace(world, users={**world.users, id_: users})


def test_a_circle_in_the_list_of_tenants_is_no_answer():
    fields = {"version": 1, "kind": "partner", "enabled": True}
    one = Tenant(id="t1", parent_id="t2", **fields)
    two = Tenant(id="t2", parent_id="t1", **fields)

    with pytest.raises(IncompleteReadError, match="has t1 above itself"):
        refresh(Values(World(WANTED).holding(one, two)), WANTED, INSTANCE)
