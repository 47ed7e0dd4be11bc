"""Why a value is wanted: the manifest's line, the rule, the API's field, the live value. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reconciler.errors import UsageError
from reconciler.manifest.model import Manifest
from reconciler.manifest.place import Place
from reconciler.plan import Address
from reconciler.planner import Side
from reconciler.planner.comparison import pairs_of
from reconciler.planner.pair import Pair
from reconciler.resources.claim import Claim
from reconciler.resources.resource import Source

SAME, WANTED = "as wanted", "to be made"
NOWHERE = Source("", (), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One field of a resource. `place` is where in the manifests its value was decided."""

    field: str
    desired: Any
    live: Any
    verdict: str
    path: str
    place: Place
    rules: tuple[str, ...]
    api: str


def explain(manifest: Manifest, side: Side, address: Address) -> tuple[Explanation, ...]:
    """Every field of the resource at an address. Raises UsageError if it is not wanted."""
    wanted, live = side
    claim = next((one for one in wanted.claims if one.account_key == address.account), None)
    if claim is None or address not in wanted.resources:
        raise UsageError(
            f"{address} is not wanted: {_why_not(claim, address)}.",
            hint="reconciler status tells where the account stands.",
        )
    site = live.sites.get(claim.address)
    if site is None:
        pair = Pair(claim, wanted.resources[address], None)
    else:
        pairs = pairs_of(claim, wanted.of(claim), site)
        found = (one for one in pairs if one.address == address)
        pair = next(found, Pair(claim, wanted.resources[address], site))
    return tuple(_fields(pair, manifest))


def _why_not(claim: Claim | None, address: Address) -> str:
    if claim is None:
        return f'no account "{address.account}" is synchronized with "{address.instance}"'
    if not claim.provisioned:
        return "there is no tenant until the first subscription"
    return "this account has no such resource"


def _fields(pair: Pair, manifest: Manifest) -> Iterator[Explanation]:
    desired = pair.wanted.fields()
    live = pair.live.fields() if pair.live else {}
    for name in desired:
        source = pair.wanted.sources.get(name, NOWHERE)
        path = _path(source, pair.claim)
        yield Explanation(
            field=name,
            desired=desired[name],
            live=live.get(name),
            verdict=_verdict(pair, desired[name], live.get(name)),
            path=path,
            place=manifest.place_of(path),
            rules=tuple(_applicable(source, pair.claim)),
            api=source.api,
        )


def _applicable(source: Source, claim: Claim) -> Iterator[str]:
    """The codes that hold for this sort of account."""
    sorts = {"reseller"} if claim.reseller else {"customer", "end" if claim.parent else "direct"}
    for rule in source.rules:
        sort, _, code = rule.rpartition(":")
        if not sort or sort in sorts:
            yield code


def _verdict(pair: Pair, desired: Any, live: Any) -> str:
    if pair.live is None:
        return WANTED
    if desired == live:
        return SAME
    if pair.delegated:
        return "delegated"
    return "changed outside" if pair.drifted else "not yet applied"


def _path(source: Source, claim: Claim) -> str:
    """The path with the claim's keys; the claim's own where it has no key for a part."""
    keys = {
        "account": claim.account_key,
        "instance": claim.instance,
        "role": claim.sync.role,
        "subscription": claim.subscription_key,
        "product": claim.subscription.product if claim.subscription else "",
    }
    missing = any(f"{{{name}}}" in source.path and not key for name, key in keys.items())
    return claim.path if missing else source.path.format(**keys)
