"""What holds of every plan, whatever is wanted and whatever is live."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.executor.steps import steps_of
from reconciler.plan import Action
from reconciler.planfile import document_of, plan_of
from tests.laws import law
from tests.worlds import worlds

MOST_RUNS = 5


@law
@given(worlds())
def test_what_a_change_needs_stands_before_it_in_the_same_plan(world):
    seen = set()
    for change in world.plan().changes:
        assert set(change.needs) <= seen
        assert change.address not in seen
        seen.add(change.address)


@law
@given(worlds())
def test_every_step_of_a_run_waits_only_for_steps_that_can_be_done_before(world):
    needs = steps_of(world.plan())
    done = set()
    while ready := {step for step in needs if step not in done and needs[step] <= done}:
        done |= ready

    assert done == set(needs)


@law
@given(worlds())
def test_only_accounts_of_the_manifests_are_changed_and_only_in_their_own_tenants(world):
    _, live = world.side

    for change in world.plan().changes:
        assert change.address.account in world.manifest.accounts
        site = live.sites.get(change.address.sibling("tenant"))
        own = change.pins.refs.get(str(change.address.sibling("tenant")), "")
        assert own == (site.tenant.id if site else "")
        assert not own.startswith("stranger")


@law
@given(worlds())
def test_only_an_account_that_is_declared_absent_is_deleted(world):
    for change in world.plan().changes:
        if change.action is Action.DELETE:
            assert world.manifest.accounts[change.address.account].state == "absent"
            assert change.address.kind == "tenant"


@law
@given(worlds())
def test_whoever_leaves_the_manifests_is_left_alone(world):
    nobody = world.manifest.model_copy(update={"accounts": {}, "subscriptions": {}})

    plan = world.wanting(nobody).plan()

    assert plan.changes == ()


@law
@given(worlds())
def test_every_delete_and_every_lost_service_is_acknowledged_first(world):
    plan = world.plan()
    asked = {finding.address for finding in plan.findings if finding.ack_needed}

    for change in plan.changes:
        if change.action is Action.DELETE or (change.before and change.irreversible):
            pricing = change.address.kind == "pricing"
            assert pricing or str(change.address) in asked


@law
@given(worlds())
def test_an_account_is_changed_or_kept_out_but_never_both(world):
    plan = world.plan()
    changed = {change.address.account for change in plan.changes}

    assert changed.isdisjoint(row.address.account for row in (*plan.blocked, *plan.deferred))
    assert {change.address for change in plan.changes}.isdisjoint(
        row.address for row in plan.waiting
    )


@law
@given(worlds())
def test_nothing_is_deleted_where_something_is_hidden(world):
    plan = world.plan()
    _, live = world.side
    hidden = {one.id for one in world.tenants.values() if not one.ancestral_access}

    for change in plan.changes:
        if change.action is Action.DELETE:
            below = {one.id for one in live.below(change.pins.id)}
            assert hidden.isdisjoint({change.pins.id, *below})


@law
@given(worlds(), st.randoms(use_true_random=False))
def test_the_same_situation_gives_the_same_plan_in_whatever_order_it_was_read(world, random):
    def shuffled(mapping):
        return dict(random.sample(sorted(mapping.items()), len(mapping)))

    def mixed(groups):
        return {key: tuple(random.sample(group, len(group))) for key, group in groups.items()}

    accounts = {"accounts": shuffled(world.manifest.accounts)}
    other = replace(
        world,
        manifest=world.manifest.model_copy(update=accounts),
        tenants=shuffled(world.tenants),
        users=mixed(world.users),
        items=mixed(world.items),
    )

    one, two = document_of(world.plan()), document_of(other.plan())

    assert one == two
    assert one["digest"] == document_of(world.plan())["digest"]


@law
@given(worlds())
def test_every_plan_survives_its_file(world):
    plan = world.plan()

    assert plan_of(document_of(plan)) == plan


@law
@given(worlds())
def test_run_after_run_comes_to_an_end_and_then_there_is_nothing_to_do(world):
    for _ in range(MOST_RUNS):
        if not world.plan().changes:
            break
        world = world.applied()

    assert world.plan().changes == ()


@law
@given(worlds())
def test_one_run_is_enough_for_whoever_is_neither_kept_out_nor_waiting(world):
    plan = world.plan()
    whole = not (plan.blocked or plan.waiting)

    again = world.applied().plan()

    assert not whole or again.changes == ()


@law
@given(worlds())
def test_no_user_is_invited_twice(world):
    invited = set()
    for _ in range(MOST_RUNS):
        plan = world.plan()
        sent = {one.address for one in plan.changes if one.address.kind == "activation"}
        made = {one.address.sibling("activation") for one in plan.changes if one.before is None}
        assert sent.isdisjoint(invited - made)
        invited |= sent
        world = world.applied()
