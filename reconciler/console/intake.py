"""An import from the console: read, write manifests, prove them, and stamp where wanted."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.console.approval import approve
from reconciler.console.clock import timestamp, today
from reconciler.console.folder import check_folder, write_new
from reconciler.console.job import Job
from reconciler.console.lock import locked
from reconciler.console.options import Scope, home
from reconciler.console.run import run
from reconciler.console.survey import Prepared, Survey, prepare, survey
from reconciler.exits import INCOMPLETE
from reconciler.findings import in_order
from reconciler.importing import Settled, replanned, settled
from reconciler.manifest import files
from reconciler.manifest.document import Document
from reconciler.manifest.load import Checked, check_documents, load
from reconciler.manifest.model import Manifest
from reconciler.manifest.schema import manifest_schema
from reconciler.plan import Plan
from reconciler.planfile import document_of
from reconciler.planner import Side, make_plan
from reconciler.planner.adoption import adoption_plan
from reconciler.report import Report
from reconciler.report.of_import import Imported, import_document, report_of_import

OUT = "--out"
SCHEMA = "schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopting:
    """How stamps are written, where they are: as an apply is run."""

    auto_approve: bool
    lock_timeout: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proof:
    """The manifests as they are on disk by now, held against what was read."""

    manifest: Manifest
    side: Side
    plan: Plan


def take_in(
    scope: Scope, instance: str, folder: Path, adopting: Adopting | None, pii: str | None
) -> Report:
    """Everything from reading to the report. Raises what each of its parts raises.

    Without `adopting` nothing but files is written. With it the files stay, even if the stamps
    are not approved then.
    """
    prepared = prepare(scope)
    check_folder(folder, OUT)
    with _lock(prepared, adopting):
        found = survey(prepared)
        made = _settled(found, scope, instance, folder)
        written = write_new(folder, _with_schema(made, folder), OUT)
        proof = _prove(found, scope, instance, folder if written else None)
        imported = Imported(
            draft=made.draft,
            folder=str(folder),
            written=written,
            managed=len(found.sides[instance][1].sites),
            plan=proof.plan,
            paths=tuple(str(path) for path in scope.paths),
        )
        result = _adopt(proof, found, scope, adopting, pii) if adopting else None
    document = import_document(
        imported,
        timestamp=timestamp(),
        requests=result.document["requests"] if result else found.requests,
        result=result.document if result else None,
    )
    code = result.exit_code if result else 0
    return report_of_import(imported, document, code or (0 if proof.plan.complete else INCOMPLETE))


def _lock(prepared: Prepared, adopting: Adopting | None) -> AbstractContextManager[None]:
    """Held from the first look on, so that no apply comes between that and the stamps."""
    if adopting is None:
        return nullcontext()
    return locked(prepared.gateways.values(), home(), adopting.lock_timeout)


def _settled(found: Survey, scope: Scope, instance: str, folder: Path) -> Settled:
    declared = files.read(scope.paths)

    def check(written: Sequence[Document]) -> Checked:
        documents = [*declared, *written]
        checked = check_documents(documents, strict=scope.strict, acks=scope.codes)
        whole = checked.manifest
        return replace(checked, manifest=whole.on(today()) if whole else None)

    schema = f"../{SCHEMA}" if (folder.parent / SCHEMA).is_file() else SCHEMA
    return settled(found.manifest, found.sides[instance][1], check, schema)


def _with_schema(made: Settled, folder: Path) -> dict[str, str]:
    """The files, and the schema that they name unless there is one beside their folder."""
    if not made.files or (folder.parent / SCHEMA).is_file() or (folder / SCHEMA).is_file():
        return made.files
    return {**made.files, SCHEMA: json.dumps(manifest_schema(), indent=2) + "\n"}


def _prove(found: Survey, scope: Scope, instance: str, folder: Path | None) -> _Proof:
    """What an apply would change, by the manifests as they are on disk now."""
    paths = [*scope.paths, *([folder] if folder else [])]
    manifest = load(paths, strict=scope.strict, acks=scope.codes)
    side = replanned(manifest.on(today()), found.sides[instance][1])
    names = [str(path) for path in paths]
    plan = make_plan(manifest, {instance: side}, others=found.others, paths=names)
    findings = in_order([*manifest.findings, *plan.findings])
    return _Proof(manifest=manifest, side=side, plan=replace(plan, findings=findings))


def _adopt(
    proof: _Proof, found: Survey, scope: Scope, adopting: Adopting, pii: str | None
) -> Report:
    """The stamps, shown and asked for and written as an apply is."""
    plan = adoption_plan(proof.plan, {proof.side[1].offer.instance: proof.side})
    job = Job(
        plan=plan,
        document=document_of(plan),
        gateways=found.gateways,
        requests=found.requests,
    )
    approve(job, (), digest=None, asked=not adopting.auto_approve, pii=pii)
    return run(job, scope.parallelism, pii=pii)
