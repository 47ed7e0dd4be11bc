"""Which accounts a change of the manifests touches, both as they were and as they are."""

from collections.abc import Mapping
from typing import Any

from reconciler.manifest.model import Manifest


def touched(before: Manifest | None, after: Manifest) -> tuple[str, ...]:
    """Keys of the accounts for which the two say different things, and of those below them.

    Without a manifest before, or with another workspace, that is every account. Accounts that
    have left the manifests are not among them: there is nothing to do about those (D-10).
    """
    if before is None or before.workspace != after.workspace:
        return tuple(sorted(after.accounts))
    old, new = _sayings(before), _sayings(after)
    changed = {key for key in after.accounts if new[key] != old.get(key)}
    while below := _below(after, changed) - changed:
        changed |= below
    return tuple(sorted(changed))


def _sayings(manifest: Manifest) -> Mapping[str, Any]:
    """All that a manifest says of each account: its entry, and the entries that it points to."""
    subscriptions: dict[str, dict[str, Any]] = {key: {} for key in manifest.accounts}
    for key, one in manifest.subscriptions.items():
        product = manifest.products[one.product]
        subscriptions[one.account][key] = (one, product, manifest.instances[product.instance])
    return {
        key: (
            account,
            subscriptions[key],
            {name: manifest.instances[name] for name in account.sync},
            [manifest.roles[options.role] for options in account.sync.values()],
        )
        for key, account in manifest.accounts.items()
    }


def _below(manifest: Manifest, accounts: set[str]) -> set[str]:
    return {
        key
        for key, account in manifest.accounts.items()
        if any(manifest.parent_of(key, instance) in accounts for instance in account.sync)
    }
