"""What has moved between the plan that was reviewed and the one that would be applied."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reconciler.gitops.marker import Marker, changes_of

MOST = 12


def moved(reviewed: Marker, document: Mapping[str, Any]) -> Iterator[str]:
    """Sentences for people; names in them are still to be escaped."""
    if reviewed.manifests != document["manifests_digest"]:
        yield "The manifests are not those that were reviewed: something else was merged."
    if reviewed.changes is None:
        yield "The plan was too large for its comment to remember the single changes."
        return
    now = changes_of(document)
    before = reviewed.changes
    differ = [name for name in now if name in before and now[name] != before[name]]
    yield from _told("Planned now, and not then", now.keys() - before.keys())
    yield from _told("Planned then, and not now", before.keys() - now.keys())
    yield from _told("Planned against another state, or with other values", differ)
    if now == before:
        yield "The changes are the same; what the plan says beside them is not."


def _told(what: str, names: Iterable[str]) -> Iterator[str]:
    found = sorted(names)
    if found:
        more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
        yield f"{what}: {', '.join(found[:MOST])}{more}."
