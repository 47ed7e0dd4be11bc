"""What of an account's inverses can be written by now, and what has to stay or to wait."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.plan import Address, Row
from reconciler.planner.undo.inverse import Inverse
from reconciler.planner.undo.refusing import refusals
from reconciler.planner.undo.telling import moved
from reconciler.planner.verdict import Verdict
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant

WAITING = ("language", "customer_id")
"""Fields of a tenant that are not written while it is disabled (D-06)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The inverses with what can be written of them. Of the kinds `kept` nothing goes back."""

    inverses: Mapping[str, Inverse]
    kept: frozenset[str]
    waiting: tuple[Row, ...]
    findings: tuple[Finding, ...]


def within(
    found: Mapping[str, Inverse], site: Site, live: Live, above: Mapping[Address, Verdict]
) -> Within:
    """Without what has moved, what may not be, and what has to wait for a tenant to be enabled."""
    findings = [one for inverse in found.values() for one in _moved(inverse)]
    allowed: dict[str, Inverse] = {}
    for kind, inverse in found.items():
        refused = dict(refusals(inverse, live))
        findings += refused.values()
        allowed[kind] = inverse.less(refused)
    shut = _shut(allowed.get(Tenant.kind), site, above)
    ready = {kind: _ready(one) for kind, one in allowed.items()} if shut else allowed
    held = [kind for kind in allowed if allowed[kind].back != ready[kind].back]
    return Within(
        inverses=ready,
        kept=frozenset(
            kind for kind, one in ready.items() if not one.back and not found[kind].even
        ),
        waiting=tuple(Row(address=allowed[kind].done.address, reason=shut) for kind in held),
        findings=tuple(findings),
    )


def _ready(inverse: Inverse) -> Inverse:
    own = inverse.done.address.kind == Tenant.kind
    return inverse.less([name for name in inverse.back if not own or name in WAITING])


def _moved(inverse: Inverse) -> Iterator[Finding]:
    if inverse.moved:
        names = ", ".join(inverse.site.named(name) for name in inverse.moved)
        text = f"{names} changed since the run, and so stays as it is."
        yield moved(inverse.done.address, text)


def _shut(own: Inverse | None, site: Site, above: Mapping[Address, Verdict]) -> str:
    """Why nothing can be written in the tenant, "" if it can; what the undo enables is open."""
    enables = own is not None and bool(own.wanted.fields()["enabled"])
    if not (site.tenant.enabled or enables):
        return "the tenant is disabled"
    if site.shut and not _opened(site.shut, above):
        return f"{site.shut} is disabled"
    return ""


def _opened(address: Address, above: Mapping[Address, Verdict]) -> bool:
    changes = above[address].changes if address in above else ()
    return any(one.address == address and (one.after or {}).get("enabled") for one in changes)
