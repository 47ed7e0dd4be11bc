"""One resource back to what it was before a run, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from reconciler.plan import Action, Change
from reconciler.planner.undo.ended import Done
from reconciler.resources import KINDS, Resource
from reconciler.resources.access_policies import AccessPolicies
from reconciler.resources.resource import digest_of
from reconciler.resources.site import Site
from reconciler.resources.user import User

APART = ("internal_tag", "deleted")
"""Fields that are put back by rules of their own."""
LOSING = ("V-48", "V-72")
"""Codes of what cannot be had back once it is written."""
REASON = "as it was before the run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """What is live, and the fields of it that go `back` to what they were.

    `moved` are those that are neither as the run left them nor as they were before it. `even`:
    nothing was left to put back in the first place.
    """

    done: Done
    site: Site
    was: Resource
    live: Resource
    back: tuple[str, ...]
    moved: tuple[str, ...]
    even: bool

    @property
    def wanted(self) -> Resource:
        """The resource once the fields have gone back."""
        return self.live.keeping(self.was, self.back) if self.back else self.live

    def less(self, names: Iterable[str]) -> Self:
        """The same without some fields, which stay as they are."""
        left = set(names)
        return replace(self, back=tuple(name for name in self.back if name not in left))

    def change(self, goal: Resource) -> Change:
        """The update that makes what is live into `goal`, be it more than what goes back."""
        site = self.site
        address = self.done.address
        pins = type(self.live).pins_at(site, self.live)
        refs = {str(address.sibling("tenant")): site.tenant.id}
        if site.user:
            refs[str(address.sibling("user"))] = site.user.id
        return Change(
            address=address,
            action=Action.UPDATE,
            before=self.live.fields(),
            after=goal.fields(),
            reason=REASON,
            pins=replace(pins, refs=refs, fingerprint=digest_of(self.live.fields())),
            irreversible=any(one.code in LOSING for one in goal.objections(self.live, site)),
            effects=tuple(goal.effects(self.live)),
        )


def inverse(done: Done, site: Site) -> Inverse | None:
    """What is left to put back of a change; None if the resource is not there any more."""
    kind = KINDS[done.address.kind]
    made = kind.of(done.after or {})
    was = kind.of(before_of(done))
    live = kind.found_at(site, made.joined(was))
    if live is None or not _same_user(done, site):
        return None
    now, then, goal = live.compared(), was.compared(), made.compared()
    differing = sorted(
        name
        for name in then.keys() | goal.keys()
        if name not in APART and then.get(name) != goal.get(name)
    )
    back = tuple(name for name in differing if now.get(name) == goal.get(name))
    moved = tuple(
        name for name in differing if now.get(name) not in (goal.get(name), then.get(name))
    )
    return Inverse(
        done=done,
        site=site,
        was=was,
        live=live,
        back=back,
        moved=moved,
        even=not (back or moved),
    )


def before_of(done: Done) -> dict[str, Any]:
    """The fields before the run; a user that it made had no roles."""
    if done.before is None and done.address.kind == AccessPolicies.kind:
        return {"roles": ()}
    return dict(done.before or {})


def _same_user(done: Done, site: Site) -> bool:
    """Whether the account's user is still the one that the run has written."""
    if done.address.kind not in (User.kind, AccessPolicies.kind):
        return True
    return site.user is not None and done.user_id in ("", site.user.id)
