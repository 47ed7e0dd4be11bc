"""The plan that puts stamps on adopted tenants, and what adopted tenants are spared."""

import pytest

from reconciler.acronis.wire import Quota
from reconciler.planner.adoption import adoption_plan
from reconciler.stamp import read
from tests.builders import INSTANCE, customer, reseller
from tests.planner.conftest import edited
from tests.world import World, change, codes, lines

KEYS = ("contoso", "fabrikam", "tailspin")


@pytest.fixture
def stripped(settled):
    """All tenants as they should be, adopted and without stamps."""
    pieces = []
    for key in KEYS:
        id_ = settled.tenant(key).id
        make = reseller if key == "contoso" else customer
        pieces.append(make(key, adopt={INSTANCE: id_}))
        settled = settled.with_tenant(key, internal_tag="")
    return settled.wanting(edited(*pieces))


def adoption(world: World):
    return adoption_plan(world.plan(), {INSTANCE: world.side})


def with_tags(world, plan):
    """The world once the stamps of a plan are on the tenants."""
    for one in plan.changes:
        tenant = world.tenants[one.pins.id]
        tag = one.after["internal_tag"]
        world = world.holding(tenant.model_copy(update={"internal_tag": tag}))
    return world


def limited(items):
    """The items, with a quota on the first that is no storage."""
    first = next(one for one in items if not one.infra_id)
    quota = first.model_copy(update={"quota": Quota(value=5, version=1)})
    return tuple(quota if one is first else one for one in items)


def test_only_the_stamp_is_written_and_then_there_is_nothing_to_do(stripped):
    plan = adoption(stripped)

    assert lines(plan) == [f"update {key}/tenant" for key in KEYS]
    for one in plan.changes:
        assert {**one.before, "internal_tag": one.after["internal_tag"]} == one.after
        assert read(one.after["internal_tag"]).sealed
    assert lines(with_tags(stripped, plan).plan()) == []
    assert lines(adoption(with_tags(stripped, plan))) == []


def test_what_is_not_as_it_should_be_is_not_noted_as_applied(stripped):
    world = stripped.with_user("fabrikam", language="de")

    later = with_tags(world, adoption(world)).plan()

    assert lines(later) == ["update fabrikam/tenant", "update fabrikam/user"]
    assert change(later, "fabrikam/user").reason == "the manifest has changed"
    assert codes(later) == []


def test_a_foreign_tag_and_a_tenant_without_the_user_are_left_alone(stripped):
    world = stripped.with_tenant("contoso", internal_tag="crm:4711").without_user("fabrikam")

    assert lines(adoption(world)) == ["update tailspin/tenant"]


def test_services_that_ran_before_are_an_end_customers_own(stripped):
    world = stripped.with_items("tailspin", limited)

    assert lines(world.plan()) == []
    assert lines(with_tags(world, adoption(world)).plan()) == []


def test_services_that_ran_before_are_put_right_where_they_are_enforced(stripped):
    plan = stripped.with_items("fabrikam", limited).plan()

    assert lines(plan) == ["update fabrikam/tenant", "update fabrikam/offering_items"]
    assert codes(plan) == ["V-35"]


def test_a_service_that_has_never_run_is_opened_for_an_end_customer_too(stripped):
    plan = stripped.with_items("tailspin", lambda items: ()).plan()

    assert "update tailspin/offering_items" in lines(plan)


def test_a_customer_without_a_subscription_is_stamped_and_left_alone(stripped):
    unsold = stripped.wanting(
        stripped.manifest.model_copy(
            update={
                "subscriptions": {"tailspin-sub": stripped.manifest.subscriptions["tailspin-sub"]}
            }
        )
    )

    later = with_tags(unsold, adoption(unsold)).plan()

    assert lines(later) == []
    assert [one.message for one in later.findings] == [
        "no subscription is declared; the tenant stays as it is."
    ]
