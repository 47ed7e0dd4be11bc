"""The works of a run: what is known of each account, gathered from its changes."""

from collections import defaultdict
from collections.abc import Mapping
from threading import Lock

from reconciler.acronis.client import WriteClient
from reconciler.errors import ConflictError
from reconciler.executor.steps import alone
from reconciler.plan import Address, Change, Pins, Plan
from reconciler.resources.work import Work
from reconciler.resources.writing import reread
from reconciler.stamp import Stamp, read


class Workshop:
    """Hands out the one Work of each account, with the ids that are known by then."""

    def __init__(self, plan: Plan, run: str) -> None:
        self._run = run
        self._alone = alone(plan)
        self._tenants = {
            change.address: change for change in plan.changes if change.address.kind == "tenant"
        }
        self._pins: dict[Address, dict[str, Pins]] = defaultdict(dict)
        for change in plan.changes:
            self._pins[change.address.sibling("tenant")][change.address.kind] = change.pins
        self._workspace = plan.workspace
        self._works: dict[Address, Work] = {}
        self._lock = Lock()

    def work_for(self, change: Change, api: WriteClient) -> Work:
        """The account's work, ready for one of its changes."""
        address = change.address.sibling("tenant")
        with self._lock:
            work = self._works.get(address)
            if work is None:
                work = self._works[address] = self._begin(address, change)
        if change.address.kind == "tenant":
            work.parent_id = self._parent_id(change)
        if change.address.kind == "activation" and address not in self._tenants and not work.tag:
            self._read_tag(work, api)
        return work

    def ids_of(self, change: Change) -> tuple[str, str]:
        """Tenant and user of the account, "" for what is not known yet."""
        work = self._works[change.address.sibling("tenant")]
        return work.tenant_id, work.user_id

    def _begin(self, address: Address, change: Change) -> Work:
        own = self._tenants.get(address, change)
        blank = Stamp(workspace=self._workspace, account=address.account)
        before, after = own.before or {}, own.after or {}
        tag = before.get("internal_tag", "")
        refs = own.pins.refs
        return Work(
            run=self._run,
            stamp=read(tag) or blank,
            goal=read(after.get("internal_tag", "")) or blank,
            tag=tag,
            tenant_id=refs.get(str(address), ""),
            tenant_version=own.pins.version if own is self._tenants.get(address) else 0,
            user_id=refs.get(str(address.sibling("user")), ""),
            alone=self._alone[own.address],
            pins=self._pins[address],
        )

    def _parent_id(self, change: Change) -> str:
        """The id of the tenant above: made in this run, or seen when it was planned."""
        fields: Mapping[str, object] = change.after or change.before or {}
        parent = Address.parse(str(fields["parent"]))
        if parent.account.startswith("@"):
            return parent.account[1:]
        made = self._works.get(parent)
        return (made.tenant_id if made else "") or change.pins.refs.get(str(parent), "")

    @staticmethod
    def _read_tag(work: Work, api: WriteClient) -> None:
        """The stamp as it stands: the tenant's own change is not part of this plan."""
        if not reread(api, work):
            raise ConflictError(
                "the tenant does not carry our stamp any more.",
                request=f"PUT /tenants/{work.tenant_id}",
                hint="Plan again.",
            )
