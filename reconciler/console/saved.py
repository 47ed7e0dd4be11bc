"""A saved plan, loaded and found to be still true."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.acronis.client import ReadClient
from reconciler.acronis.gateway import Gateway
from reconciler.console.approval import check_digest
from reconciler.console.credentials import gateways_of
from reconciler.console.job import Job
from reconciler.console.options import DEFAULT_PATH, Scope
from reconciler.console.reading import reading
from reconciler.console.survey import read_clients, total
from reconciler.errors import RefusedError, StalePlanError, UsageError
from reconciler.manifest.load import check
from reconciler.manifest.model import Manifest
from reconciler.plan import Plan
from reconciler.planfile import check_plan, plan_of, read_document
from reconciler.recheck import Look, read_again, read_all, recheck

LISTING = "GET /tenants/offering_items"
LOOKS: Mapping[str, Look] = {"auto": read_again, "full": read_all}
"""How to look at what a plan touches, by what --refresh says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a plan file holds: the plan as it was reviewed, and how to reach its instances."""

    plan: Plan
    document: dict[str, Any]
    gateways: Mapping[str, Gateway]
    look: Look

    def job(self) -> Job:
        """What is left to do of it.

        Raises StalePlanError for another instance's plan, or if what it touches has moved.
        """
        with read_clients(self.gateways) as clients:
            for name, api in clients.items():
                with reading(name):
                    _check_tenant(self.plan, name, api)
            pages = self.document["requests"]["by_endpoint"].get(LISTING, 1)
            with reading(", ".join(clients)):
                plan = recheck(self.plan, clients, pages, self.look)
            requests = total([api.requests() for api in clients.values()])
        return Job(plan=plan, document=self.document, gateways=self.gateways, requests=requests)


def load_saved(file: Path, scope: Scope, *, digest: str | None) -> Saved:
    """Read a plan file; the scope's codes are acknowledged for the manifests that are here.

    A plan says where secrets are sent. So it must agree with the manifests; where there are
    none, it must be the reviewed one.

    Raises StalePlanError if it was edited or belongs elsewhere, RefusedError without a digest.
    """
    document = _whole(file)
    check_plan(file, document)
    plan = plan_of(document)
    check_digest(str(document["digest"]), digest)
    manifest = _vouching(plan, scope)
    if manifest:
        _check_workspace(plan, manifest)
        _check_sources(plan, manifest)
    elif not digest:
        raise RefusedError(
            f"There are no valid manifests here that vouch for where {file} sends secrets, and no "
            "digest does.",
            hint="Add --digest with the digest that was reviewed, or run it beside its manifests.",
        )
    return Saved(
        plan=plan,
        document=document,
        gateways=gateways_of(plan.instances),
        look=LOOKS[scope.refresh],
    )


def _whole(file: Path) -> dict[str, Any]:
    """The document in a plan file; one that was cut off is no wrong usage, but a plan edited."""
    try:
        return read_document(file)
    except UsageError as error:
        if file.read_bytes().lstrip().startswith(b"{"):
            raise StalePlanError(str(error), hint="Plan again.") from error
        raise


def _vouching(plan: Plan, scope: Scope) -> Manifest | None:
    """The manifests that are here: in the usual place, else where the plan says it has them from.

    A plan that lies about that gains nothing, for they still have to agree with it.
    """
    given = [path for path in map(Path, plan.paths) if path.exists()]
    paths = [DEFAULT_PATH] if DEFAULT_PATH.is_dir() else given
    return check(paths, acks=scope.codes).manifest if paths else None


def _check_tenant(plan: Plan, name: str, api: ReadClient) -> None:
    planned, own = plan.instances[name].tenant_id, api.own_tenant_id()
    if planned != own:
        raise StalePlanError(
            f'The plan is for tenant {planned} as instance "{name}", and the credentials are '
            f"those of tenant {own}.",
            hint="Use the credentials that the plan was made with, or plan again.",
        )


def _check_workspace(plan: Plan, manifest: Manifest) -> None:
    """A plan is not run beside the manifests of another workspace."""
    if manifest.workspace != plan.workspace:
        raise StalePlanError(
            f'The plan is of workspace "{plan.workspace}", and the manifests here are of '
            f'"{manifest.workspace}".',
            hint="Apply it where it was made.",
        )


def _check_sources(plan: Plan, manifest: Manifest) -> None:
    """Secrets are only sent where the manifests say."""
    for name, source in plan.instances.items():
        declared = manifest.instances.get(name)
        planned = (source.gateway_url, source.client_id, source.client_secret)
        if declared is None or planned != (
            declared.gateway_url,
            str(declared.client_id or ""),
            str(declared.client_secret or ""),
        ):
            raise StalePlanError(
                f'The plan reaches instance "{name}" otherwise than the manifests here do: '
                f"{source.gateway_url} with {source.client_id or 'no client'}.",
                hint="Plan again.",
            )
