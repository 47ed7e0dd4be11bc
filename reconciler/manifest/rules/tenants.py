"""Rules on tenants that two accounts would have to share (V-35)."""

from collections.abc import Callable, Iterator

from reconciler.findings import Finding
from reconciler.manifest.draft import Draft
from reconciler.manifest.model import Manifest
from reconciler.manifest.place import Path
from reconciler.manifest.rules.hierarchy import synced
from reconciler.manifest.rules.rule import rule

Wish = tuple[tuple[str, ...], Path, str]
"""What is wished for on an instance, where that is written, and as what."""


@rule("V-35")
def a_tenant_for_each_account(draft: Draft) -> Iterator[Finding]:
    """Two accounts adopt the same tenant, or ask for the same name below the same parent."""
    for path, text, other in _clashes(draft.sound, _adopted):
        message = f'"{text}" is also adopted by accounts.{other[1]}.'
        yield draft.finding("V-35", path, message, "A tenant belongs to one account.")
    for path, text, other in _clashes(draft.sound, _named):
        yield draft.finding(
            "V-35",
            path,
            f'accounts.{other[1]} has a tenant "{text}" below the same parent too.',
            "Give one of them another tenant_name; case makes no difference.",
        )


def _clashes(
    manifest: Manifest, wishes: Callable[[Manifest], Iterator[Wish]]
) -> Iterator[tuple[Path, str, Path]]:
    """What several accounts wish for, each with the path of the first other one's.

    Both sides are told, for either may be the one that was just written.
    """
    groups: dict[tuple[str, ...], list[tuple[Path, str]]] = {}
    for wish, path, text in wishes(manifest):
        groups.setdefault(wish, []).append((path, text))
    for group in groups.values():
        for path, text in group:
            if others := [other for other, _ in group[:2] if other[1] != path[1]]:
                yield path, text, others[0]


def _adopted(manifest: Manifest) -> Iterator[Wish]:
    for key, account in manifest.accounts.items():
        for instance, tenant_id in account.adopt.items():
            path = ("accounts", key, "adopt", instance)
            yield (instance, tenant_id.casefold()), path, tenant_id


def _named(manifest: Manifest) -> Iterator[Wish]:
    """The names of tenants that are surely wanted; a deferred account may share one for now."""
    for key, account, instance, options in synced(manifest):
        current = manifest.current_subscription(key, instance)
        sold = current is not None and current[1].state == "active"
        if account.state == "active" and (options.role == "Reseller" or sold):
            above = manifest.parent_of(key, instance) or ""
            field = "name" if account.tenant_name is None else "tenant_name"
            yield (
                (instance, above, account.title.casefold()),
                ("accounts", key, field),
                account.title,
            )
