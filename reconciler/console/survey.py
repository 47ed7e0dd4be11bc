"""From a scope to a plan: manifests loaded, instances read, both sides compared."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from reconciler.acronis.client import ReadClient
from reconciler.acronis.connect import connect_read
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.console.clock import today
from reconciler.console.credentials import gateways, within_reach
from reconciler.console.interrupt import threads
from reconciler.console.job import Job
from reconciler.console.options import Scope, home
from reconciler.console.past import manifest_at
from reconciler.console.progress import working
from reconciler.console.reading import reading
from reconciler.errors import UsageError
from reconciler.findings import in_order
from reconciler.manifest.changed import touched
from reconciler.manifest.load import load
from reconciler.manifest.model import Manifest
from reconciler.manifest.nearest import did_you_mean
from reconciler.plan import Plan
from reconciler.planfile import document_of
from reconciler.planner import Side, make_plan
from reconciler.planner.instances import Elsewhere, to_look_at
from reconciler.planner.target import check
from reconciler.refresh import refresh


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a command has found out: both sides of every instance in scope, and the plan.

    `others` are further instances that were looked at, lest an account has its tenant there.
    """

    manifest: Manifest
    gateways: Mapping[str, Gateway]
    sides: Mapping[str, Side]
    plan: Plan
    requests: Mapping[str, Any]
    others: Mapping[str, Elsewhere]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Manifests that are valid and credentials that are there; nothing has been sent.

    `targets` is what a plan is to be cut down to, None for a whole one.
    """

    scope: Scope
    targets: tuple[str, ...] | None
    manifest: Manifest
    gateways: Mapping[str, Gateway]

    def job(self) -> Job:
        """What has to be done. Raises what the clients raise."""
        found = survey(self)
        return Job(
            plan=found.plan,
            document=document_of(found.plan),
            gateways=self.gateways,
            requests=found.requests,
        )


LOG = logging.getLogger("reconciler.survey")


def prepare(scope: Scope) -> Prepared:
    """Load what the scope names.

    Raises ManifestError, and UsageError for an instance or target that is not there.
    """
    manifest = load(scope.paths, strict=scope.strict, acks=scope.codes)
    LOG.info(
        "read %d accounts and %d subscriptions", len(manifest.accounts), len(manifest.subscriptions)
    )
    names = chosen_instances(manifest, scope)
    check(scope.targets, sorted(manifest.accounts), names)
    return Prepared(
        scope=scope,
        targets=_targets(scope, manifest),
        manifest=manifest,
        gateways=gateways(manifest, names),
    )


def survey(prepared: Prepared) -> Survey:
    """Read and plan, with clients that cannot write. Raises what the clients raise."""
    manifest, scope = prepared.manifest, prepared.scope
    with read_clients(prepared.gateways) as clients:
        with working(f"Reading {', '.join(clients)}"):
            sides = _sides(clients, manifest.on(today()), scope.parallelism)
        counts = [client.requests() for client in clients.values()]
    others, further = _others(manifest, to_look_at(manifest, sides))
    paths = [str(path) for path in scope.paths]
    plan = make_plan(manifest, sides, others=others, targets=prepared.targets, paths=paths)
    findings = in_order([*manifest.findings, *plan.findings])
    LOG.info("planned %d changes, found %d things to say", len(plan.changes), len(findings))
    return Survey(
        manifest=manifest,
        gateways=prepared.gateways,
        sides=sides,
        plan=replace(plan, findings=findings),
        requests=total([*counts, *further]),
        others=others,
    )


def _others(
    manifest: Manifest, names: list[str]
) -> tuple[dict[str, Elsewhere], list[dict[str, Any]]]:
    """The tenants of further instances whose credentials are at hand, and what asking took."""
    doors = gateways(manifest, within_reach(manifest, names))
    if not doors:
        return {}, []
    with read_clients(doors) as clients, working(f"Looking at {', '.join(clients)}"):
        others = {}
        for name, api in clients.items():
            with reading(name):
                root_id = api.own_tenant_id()
                others[name] = Elsewhere(root_id=root_id, tenants=tuple(api.tenants(root_id)))
        return others, [api.requests() for api in clients.values()]


def _targets(scope: Scope, manifest: Manifest) -> tuple[str, ...] | None:
    """What is named, once each; of it what has changed since a commit, if one is named too."""
    named = tuple(dict.fromkeys(scope.targets))
    if scope.since is None:
        return named or None
    changed = touched(manifest_at(scope.since, scope.paths), manifest)
    if not named:
        return changed
    return tuple(one for one in named if (one.split("/")[1] if "/" in one else one) in changed)


def chosen_instances(manifest: Manifest, scope: Scope) -> list[str]:
    """The instances in scope. Raises UsageError for one that is not declared."""
    for name in scope.instances:
        if name not in manifest.instances:
            nearest = did_you_mean(name, manifest.instances)
            raise UsageError(
                f'--instance "{name}" is not declared. {nearest}'.strip(),
                hint=f"Declared: {', '.join(manifest.instances) or 'none'}.",
            )
    return sorted(set(scope.instances)) or sorted(manifest.instances)


@contextmanager
def read_clients(doors: Mapping[str, Gateway]) -> Iterator[dict[str, ReadClient]]:
    """Clients that cannot write, one for each instance; closed at the end."""
    limiters = Limiters()
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(connect_read(door, home=home(), limiters=limiters))
            for name, door in doors.items()
        }


def _sides(
    clients: Mapping[str, ReadClient], manifest: Manifest, parallelism: int
) -> dict[str, Side]:
    """All instances side by side: each waits for its own data centre."""
    with threads(max(1, len(clients))) as pool:
        sides = {
            name: pool.submit(_side, api, manifest, name, parallelism)
            for name, api in clients.items()
        }
        return {name: future.result() for name, future in sides.items()}


def _side(api: ReadClient, manifest: Manifest, name: str, parallelism: int) -> Side:
    """Both sides of an instance."""
    with reading(name):
        side = refresh(api, manifest, name, parallelism)
    LOG.info("%s: %d accounts have a tenant", name, len(side[1].sites))
    return side


def total(counts: list[dict[str, Any]]) -> dict[str, Any]:
    """The requests of several clients as one count."""
    endpoints: dict[str, int] = {}
    for count in counts:
        for endpoint, number in count["by_endpoint"].items():
            endpoints[endpoint] = endpoints.get(endpoint, 0) + number
    return {
        "read": sum(count["read"] for count in counts),
        "write": sum(count["write"] for count in counts),
        "by_endpoint": dict(sorted(endpoints.items())),
    }
