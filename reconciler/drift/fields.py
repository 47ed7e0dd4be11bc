"""The two sides of one account's resources, told field by field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reconciler.diff import FieldChange
from reconciler.drift.since import NOT_KNOWN, since_of, since_of_item
from reconciler.drift.values import Drift, Verdict
from reconciler.planner.comparison import pairs_of
from reconciler.planner.pair import Pair
from reconciler.resources import Resource
from reconciler.resources.claim import Claim
from reconciler.resources.item import item_of
from reconciler.resources.offering_items import OfferingItems
from reconciler.resources.site import Site

OF_THE_USER = ("user", "access_policies", "activation")
MOST_FIELDS = 3


def differences(claim: Claim, wanted: Mapping[str, Resource], site: Site) -> Iterator[Drift]:
    """All that differs; what needs something that is gone follows from that, and is not told."""
    pairs = pairs_of(claim, wanted, site)
    gone = {pair.wanted.kind for pair in pairs if pair.live is None}
    for pair in pairs:
        if pair.live is None and not gone & set(pair.wanted.after):
            yield _lacking(pair)
        elif pair.live is not None:
            yield from _differing(pair, site)


def _lacking(pair: Pair) -> Drift:
    said = "is gone" if pair.drifted else "has not been made yet"
    return Drift(
        address=pair.address,
        verdict=Verdict.MISSING if pair.drifted else Verdict.UNAPPLIED,
        sentence=f"The {pair.wanted.kind.replace('_', ' ')} ({pair.wanted.summary()}) {said}.",
        desired=pair.wanted.fields(),
        since=NOT_KNOWN,
    )


def _differing(pair: Pair, site: Site) -> Iterator[Drift]:
    """The fields that differ; the stamp alone is no difference to tell."""
    fields = [one for one in pair.difference if one.path != "internal_tag"]
    paths = {one.path for one in fields}
    told = [one for one in fields if not pair.wanted.told_with(one.path) & paths]
    if not told:
        return
    if pair.delegated or pair.drifted:
        yield from (_field(pair, one, site) for one in told)
    else:
        yield _unapplied(pair, told, site)


def _field(pair: Pair, one: FieldChange, site: Site) -> Drift:
    return Drift(
        address=pair.address,
        verdict=Verdict.DELEGATED if pair.delegated else Verdict.CHANGED,
        sentence=pair.wanted.told(one.path, one.before, one.after, site),
        field=one.path,
        desired=one.after,
        live=one.before,
        since=_since(pair, one.path, site),
        grave=pair.wanted.grave(one.path, one.before, one.after),
    )


def _unapplied(pair: Pair, fields: Sequence[FieldChange], site: Site) -> Drift:
    """What the manifests have newly decided, in one: the plan has it field by field."""
    only = fields[0] if len(fields) == 1 else None
    return Drift(
        address=pair.address,
        verdict=Verdict.UNAPPLIED,
        sentence=f"Not applied yet: {_some(one.path for one in fields)}.",
        field=only.path if only else "",
        desired=only.after if only else None,
        live=only.before if only else None,
        since=_since(pair, only.path if only else "", site),
    )


def _some(paths: Iterable[str]) -> str:
    names = list(paths)
    more = f" and {len(names) - MOST_FIELDS} more" if len(names) > MOST_FIELDS else ""
    return ", ".join(names[:MOST_FIELDS]) + more


def _since(pair: Pair, path: str, site: Site) -> Mapping[str, Any]:
    """When the API's object was changed that the field is a part of."""
    if pair.wanted.kind == OfferingItems.kind:
        label = path.partition(".")[0]
        found = (item for item in site.items if item_of(item).label == label)
        item = next(found, None)
        return since_of_item(item) if item else NOT_KNOWN
    theirs = site.user if pair.wanted.kind in OF_THE_USER else None
    return since_of(theirs or site.tenant)
