"""Whatever is declared, meddled with and broken, in whatever order: what holds of every apply."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reconciler.errors import RefusedError
from reconciler.executor import execute
from reconciler.plan import Action
from reconciler.planfile import document_of
from reconciler.planner import make_plan
from reconciler.planner.safety import suspends
from reconciler.refresh import refresh
from reconciler.safety import check_acknowledged
from tests.builders import INSTANCE, manifest
from tests.resilience.platform import Platform
from tests.worlds import manifests

CODES = ("V-18", "V-35", "V-48", "V-60", "V-62", "V-68", "V-69", "V-71", "V-72")
WRITES = [("POST", "/tenants$"), ("POST", "/users$"), ("PUT", "/tenants/[^/]+$"), ("PUT", "/")]
EFFECTS = [{"status": 503}, {"status": 400}, {"drop": "before"}, {"drop": "after"}, {"html": True}]
TROUBLE = st.builds(
    lambda where, effect, nth, times: {
        "method": where[0],
        "path": where[1],
        "nth": nth,
        "times": times,
        "effect": effect,
    },
    st.sampled_from(WRITES),
    st.sampled_from(EFFECTS),
    nth=st.sampled_from([1, 1, 2, 3]),
    times=st.sampled_from([1, 1, 9]),
)
MOST_RUNS = 4


def change(**fields):
    """A hand that changes a tenant."""
    return lambda platform, tenant: platform.change(tenant, fields)


def delete(platform, tenant):
    version = (platform.change(tenant, {"enabled": False}) or tenant).get("version")
    platform.portal("DELETE", f"/tenants/{tenant['id']}?version={version}")


def give_another_role(platform, tenant):
    for user in platform.users():
        if user["tenant_id"] == tenant["id"]:
            policy = {"trustee_id": user["id"], "tenant_id": tenant["id"], "role_id": "users_admin"}
            path = f"/users/{user['id']}/access_policies"
            platform.portal("PUT", path, {"items": [policy]})


HANDS = [
    change(name="Meddled"),
    change(enabled=False),
    change(enabled=True),
    change(internal_tag="theirs"),
    change(ancestral_access=False),
    give_another_role,
    delete,
]


class Reconciling(RuleBasedStateMachine):
    """Applies, foreign hands and trouble, in any order."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.platform = Platform(Path(self.folder.name))
        self.manifest = manifest()
        self.runs = 0
        self.meddled = False

    def teardown(self):
        self.platform.close()
        self.folder.cleanup()

    @initialize(wanted=manifests())
    def begin(self, wanted):
        self.platform.reset()
        self.meddled = False
        body = {"name": "Stranger", "kind": "customer", "parent_id": self.platform.root}
        self.stranger = self.platform.portal("POST", "/tenants", body)["id"]
        self.manifest = wanted
        self.settle()

    @rule(
        wanted=manifests(),
        again=st.booleans(),
        trouble=TROUBLE | st.none(),
        acknowledge=st.booleans(),
        parallelism=st.sampled_from([1, 8]),
    )
    def apply(self, wanted, again, trouble, acknowledge, parallelism):
        self.manifest = self.manifest if again else wanted
        plan = self._plan()
        before, last = self._seen(), self.platform.last()
        acks = CODES if acknowledge else ()
        try:
            check_acknowledged(plan, acks, "", unattended=False)
        except RefusedError:
            return
        if trouble:
            self.platform.trouble(trouble)
        self._run(plan, parallelism)
        self.platform.mend()
        self._only_what_is_planned_is_written(plan, last, before)
        self._nothing_is_lost_unasked(before, self._seen(), plan, acks)

    @rule(pick=st.integers(0, 9), hand=st.sampled_from(HANDS))
    def meddle(self, pick, hand):
        there = [one for one in self._there() if one["id"] != self.stranger]
        if there:
            self.meddled = True
            hand(self.platform, there[pick % len(there)])

    @rule()
    def settle(self):
        """Without trouble it comes to an end, and then there is nothing left to do.

        Only a hand from outside can leave something that no run can do.
        """
        for _ in range(MOST_RUNS):
            plan = self._plan()
            if not plan.changes:
                return
            statuses = self._run(plan, 8)
            failed = set(statuses.values()) != {"done"}
        left = [str(change.address) for change in plan.changes]
        assert failed, left
        assert self.meddled, left

    @rule()
    def looking_changes_nothing(self):
        last = self.platform.last()

        first, second = self._plan(), self._plan()

        assert document_of(first)["digest"] == document_of(second)["digest"]
        assert self.platform.writes(last) == []

    @invariant()
    def nothing_is_there_twice(self):
        there = self._there()
        stamps = Counter(one["internal_tag"].split(" ")[1] for one in there if _ours(one))
        logins = Counter(user["login"].casefold() for user in self.platform.users())
        assert set(stamps.values()) <= {1}
        assert set(logins.values()) <= {1}

    @invariant()
    def nobody_is_invited_twice(self):
        mails = Counter(one["user_id"] for one in self.platform.side("GET", "mails")["items"])
        assert set(mails.values()) <= {1}

    @invariant()
    def strangers_are_left_alone(self):
        assert not _ours(self.platform.tenants()[self.stranger])

    def _plan(self):
        sides = {INSTANCE: refresh(self.platform.api, self.manifest, INSTANCE)}
        plan = make_plan(self.manifest, sides)
        seen = set()
        for change in plan.changes:
            assert set(change.needs) <= seen  # parents stand before their children
            seen.add(change.address)
        return plan

    def _run(self, plan, parallelism):
        self.runs += 1
        options = {"run": f"{self.runs:08x}", "parallelism": parallelism}
        outcomes = list(execute(plan, {INSTANCE: self.platform.api}, **options))
        assert {one.address for one in outcomes} == {one.address for one in plan.changes}
        return {one.address: str(one.status) for one in outcomes}

    def _seen(self):
        return self.platform.tenants(), self.platform.items_on()

    def _nothing_is_lost_unasked(self, before, after, plan, acks):
        """What was closed or switched off is planned, asked for, and acknowledged."""
        closing = {one.pins.id for one in plan.changes if suspends(one)}
        deleting = {one.pins.id for one in plan.changes if one.action is Action.DELETE}
        (tenants, items), (tenants_now, items_now) = before, after
        closed = {id_ for id_, one in tenants.items() if one["enabled"]} - {
            id_ for id_, one in tenants_now.items() if one["enabled"]
        }
        deleted = {id_ for id_, one in tenants_now.items() if one["deleted_at"]} - {
            id_ for id_, one in tenants.items() if one["deleted_at"]
        }
        below = {id_ for id_ in tenants if _under(id_, deleting, tenants)}
        assert closed <= closing | deleting | below
        assert deleted <= deleting | below
        assert not deleted or "V-60" in acks
        lost = {item for item in items - items_now if item[0] not in deleted}
        assert not lost or {"V-48", "V-72"} & set(acks)

    def _only_what_is_planned_is_written(self, plan, last, before):
        """Every path that is written belongs to an object of the plan, or to one just made."""
        tenants, _ = before
        known = {id_ for change in plan.changes for id_ in (change.pins.id, *_refs(change))}
        alien = tenants.keys() - known
        assert not [path for path in self.platform.writes(last) if any(a in path for a in alien)]

    def _there(self):
        tenants = self.platform.tenants().values()
        return [one for one in tenants if not one["deleted_at"] and one["id"] != self.platform.root]


def _ours(tenant):
    return (tenant["internal_tag"] or "").startswith("reconciler/")


def _refs(change):
    return change.pins.refs.values()


def _under(id_, roots, tenants):
    while id_ in tenants:
        if id_ in roots:
            return True
        id_ = tenants[id_]["parent_id"]
    return False


TestReconciling = Reconciling.TestCase
TestReconciling.pytestmark = [pytest.mark.timeout(600)]  # to shrink a failure takes its time
TestReconciling.settings = settings(
    max_examples=40, stateful_step_count=10, deadline=None, derandomize=True, database=None
)
