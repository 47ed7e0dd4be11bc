"""A plan for some accounts only."""

import pytest

from reconciler.errors import UsageError
from reconciler.planner.target import check
from reconciler.stamp import read
from tests.builders import customer, reseller
from tests.planner.conftest import edited
from tests.world import World, change, lines


def test_a_target_brings_along_what_it_needs():
    plan = World(edited()).plan(targets=["tailspin"])

    accounts = {line.split()[1].split("/")[0] for line in lines(plan)}
    assert accounts == {"contoso", "tailspin"}
    assert plan.partial == ("tailspin",)


def test_a_target_leaves_the_others_out(settled):
    wanted = edited(customer(name="F"), reseller(name="C"))

    plan = settled.wanting(wanted).plan(targets=["fabrikam"])

    assert lines(plan) == ["update fabrikam/tenant"]


def test_a_target_may_be_one_address(settled):
    plan = settled.without_user("fabrikam").plan(targets=["eu/fabrikam/access_policies"])

    assert lines(plan) == ["create fabrikam/user", "create fabrikam/access_policies"]


def test_a_tenant_that_is_made_without_the_rest_of_its_account_is_not_sealed():
    plan = World(edited()).plan(targets=["eu/fabrikam/tenant"])

    stamp = read(change(plan, "fabrikam/tenant").after["internal_tag"])
    assert lines(plan) == ["create fabrikam/tenant"]
    assert (stamp.account, stamp.prints) == ("fabrikam", {})


def test_a_tenant_that_is_changed_without_the_rest_of_its_account_keeps_its_stamp(settled):
    wanted = edited(customer(name="F", contact={"phone": "1"}))

    plan = settled.wanting(wanted).plan(targets=["eu/fabrikam/tenant"])

    update = change(plan, "fabrikam/tenant")
    assert update.after["internal_tag"] == update.before["internal_tag"]


@pytest.mark.parametrize("target", ["contoso", "eu/contoso/tenant"])
def test_a_target_of_the_manifests_is_accepted(target):
    check([target], ["contoso"], ["eu"])


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("nobody", '"nobody" is no account of the manifests.'),
        ("eu/nobody/tenant", '"nobody" is no account of the manifests.'),
        ("eu/contoso", '"eu/contoso" is no account of the manifests.'),
        ("us/contoso/tenant", '"us" is no instance that is planned.'),
        ("eu/contoso/usr", '"usr" is none of the kinds '),
    ],
)
def test_a_target_that_is_nowhere_is_refused(target, why):
    with pytest.raises(UsageError, match=why):
        check([target], ["contoso"], ["eu"])


def test_what_keeps_an_account_out_is_told_of_each_of_its_resources(settled):
    taken = edited({"roles": {"User": {"access_policies": ["nobody_admin"]}}})

    plan = settled.wanting(taken).plan(targets=["eu/fabrikam/pricing"])

    assert [str(row.address) for row in plan.blocked] == ["eu/fabrikam/tenant"]
    assert plan.errored
