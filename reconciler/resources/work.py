"""What the executor has learnt about one account while working on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.plan import Pins
from reconciler.stamp import Stamp


@dataclass(slots=True, kw_only=True)
class Work:
    """Ids and versions as they come to be; shared by the changes of one account.

    `tag` is what stands in the tenant's `internal_tag`, `stamp` what we know (the tag may lag
    behind it), `goal` what the tag says when all is done. `run` names this run in mail marks.
    `alone`: no other change of the account has to come before the seal. `pins` are those of its
    changes, by kind, for two of them may be under way at once.
    """

    stamp: Stamp
    goal: Stamp
    run: str
    tag: str = ""
    parent_id: str = ""
    tenant_id: str = ""
    tenant_version: int = 0
    user_id: str = ""
    alone: bool = False
    pins: Mapping[str, Pins] = field(default_factory=dict)

    @property
    def owner(self) -> tuple[str, str]:
        """Workspace and account, as the stamp has them."""
        return (self.goal.workspace, self.goal.account)

    def note_tenant(self, tenant_id: str, version: int, stamp: Stamp) -> None:
        """Remember the tenant that was made, or found to have been made."""
        self.tenant_id, self.tenant_version = tenant_id, version
        self.stamp, self.tag = stamp, str(stamp)
