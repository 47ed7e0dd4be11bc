"""The stamp after an undo: it says of what went back what it said before the run.

So the next plan does not take the undone for a change from outside: a manifest that still wants
what was undone has not been applied.
"""

from collections.abc import Collection
from dataclasses import replace

from reconciler.acronis import wire
from reconciler.live import Live
from reconciler.plan import Action, Change, Pins
from reconciler.planner.standing import as_it_stands
from reconciler.planner.undo.ended import Done
from reconciler.resources.resource import digest_of
from reconciler.resources.site import Site
from reconciler.stamp import Stamp, read

TAG = "internal_tag"


def tag_back(done: Done, site: Site, kept: Collection[str]) -> str:
    """The tag that an account's tenant is to carry; fingerprints of `kept` letters stay.

    Only what the run has put into the stamp is taken out of it; mail mark and user stay. A tag
    that was not ours comes back when nothing at all is left of the run.
    """
    tag = site.tenant.internal_tag
    before = str((done.before or {}).get(TAG, ""))
    was, made = read(before), read(str((done.after or {}).get(TAG, "")))
    if site.stamp is None or made is None:
        return tag
    if was is None:
        return tag if kept or site.stamp.prints != made.prints else before
    prints = _prints(was, made, site.stamp, kept)
    return tag if prints == site.stamp.prints else str(replace(site.stamp, prints=prints))


def _prints(was: Stamp, made: Stamp, now: Stamp, kept: Collection[str]) -> dict[str, str]:
    prints = dict(now.prints)
    for letter in (was.prints.keys() | made.prints.keys()) - set(kept):
        if prints.get(letter) != made.prints.get(letter):
            continue  # written by somebody since, or never written by the run
        prints.pop(letter, None)
        if letter in was.prints:
            prints[letter] = was.prints[letter]
    return prints


def retagged(done: Done, tenant: wire.Tenant, live: Live) -> Change | None:
    """Our stamp again on a tenant that the run has taken it from, and that nobody has tagged since.

    None if the run has done something else, or if the account has a tenant of its own by now.
    """
    before, after = done.before or {}, done.after or {}
    was, left = read(str(before.get(TAG, ""))), str(after.get(TAG, ""))
    forgotten = was is not None and read(left) is None and was.fits(tenant.id)
    if not forgotten or tenant.internal_tag != left or tenant.deleted_at:
        return None
    site = live.sites.get(done.address)
    if site is not None and site.tenant.id != tenant.id:
        return None
    now = as_it_stands(tenant, live).fields()
    return Change(
        address=done.address,
        action=Action.UPDATE,
        before=now,
        after={**now, TAG: before[TAG]},
        reason="the run took the stamp off",
        pins=Pins(
            id=tenant.id,
            version=tenant.version,
            fingerprint=digest_of(now),
            refs={str(done.address): tenant.id},
        ),
        effects=("The stamp comes back: the tenant is managed again.",),
    )
