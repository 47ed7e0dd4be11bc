"""The result of a run, loaded as far as it can be undone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from reconciler.errors import StalePlanError, UsageError
from reconciler.plan import Action, Address
from reconciler.planfile import FORMAT_VERSION, read_document
from reconciler.planner.undo import Done, Ended
from reconciler.report.persons import MASK
from reconciler.resources import KINDS
from reconciler.results import digest_of_outcomes

DOUBTFUL = {
    "failed": "it failed in the run, so it is not undone.",
    "unknown": "the run never learnt whether it was made, so it is not undone.",
}


class _Outcome(BaseModel):
    model_config = ConfigDict(extra="ignore")

    address: str
    action: Action
    status: str
    tenant_id: str = ""
    user_id: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class _Root(BaseModel):
    tenant_id: str


class _Result(BaseModel):
    format_version: str
    workspace: str
    outcomes: list[_Outcome]
    outcomes_digest: str = ""
    instances: dict[str, _Root] = {}


def load_ended(file: Path, workspace: str) -> Ended:
    """What the run has done whose result is in a file.

    Raises UsageError for a file that is no result, StalePlanError for one of another workspace
    or format, and for one that was edited, or masked for others to read.
    """
    document = read_document(file)
    result = _result(file, document)
    _check(file, document, result, workspace)
    return Ended(
        done=tuple(_done(file, one) for one in result.outcomes if one.status == "done"),
        doubtful={
            _address(file, one): DOUBTFUL[one.status]
            for one in result.outcomes
            if one.status in DOUBTFUL
        },
        roots={name: root.tenant_id for name, root in result.instances.items()},
    )


def _result(file: Path, document: Mapping[str, Any]) -> _Result:
    if "outcomes" not in document:
        what = "a plan" if "resource_changes" in document else "no result of this tool"
        raise UsageError(
            f"{file} is {what}; what is undone is a run.",
            hint="Results are kept in .reconciler/results; apply -o json=FILE writes one too.",
        )
    try:
        return _Result.model_validate(document)
    except ValidationError as error:
        flaw = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, flaw["loc"]))
        raise UsageError(
            f"{file} is not a whole result of this tool: {place}: {flaw['msg']}."
        ) from None


def _check(file: Path, document: Mapping[str, Any], result: _Result, workspace: str) -> None:
    if not result.format_version.startswith("1."):
        raise StalePlanError(
            f"{file} has format version {result.format_version}; this is {FORMAT_VERSION}.",
            hint="Undo it with the version that has written it.",
        )
    if result.workspace != workspace:
        raise StalePlanError(
            f'{file} is of workspace "{result.workspace}", and the manifests here are of '
            f'"{workspace}".',
            hint="Undo it where it was run.",
        )
    if not result.outcomes_digest:
        raise StalePlanError(
            f"{file} was written by a version that did not keep what had been before.",
            hint="Change the manifests back, and apply them.",
        )
    if digest_of_outcomes(document["outcomes"]) != result.outcomes_digest:
        raise _altered(file, document)


def _altered(file: Path, document: Mapping[str, Any]) -> StalePlanError:
    if MASK in str(document["outcomes"]):
        return StalePlanError(
            f"Personal data is masked in {file}, so what was before is not known.",
            hint="Take the result in .reconciler/results of the machine that has run it.",
        )
    return StalePlanError(
        f"{file} was edited after it was written: its digest does not fit.",
        hint="Take the file as the run has written it.",
    )


def _done(file: Path, outcome: _Outcome) -> Done:
    address = _address(file, outcome)
    try:
        for fields in (outcome.before, outcome.after):
            if fields is not None:
                KINDS[address.kind].of(fields)
    except ValidationError as error:
        raise UsageError(
            f"{file} is not a whole result of this tool: {address} has fields that "
            f"{address.kind} does not have."
        ) from error
    return Done(
        address=address,
        action=outcome.action,
        before=outcome.before,
        after=outcome.after,
        tenant_id=outcome.tenant_id,
        user_id=outcome.user_id,
    )


def _address(file: Path, outcome: _Outcome) -> Address:
    try:
        address = Address.parse(outcome.address)
    except ValueError as error:
        raise UsageError(f"{file} is not a whole result of this tool: {error}.") from error
    if address.kind not in KINDS:
        raise UsageError(
            f'{file} is not a whole result of this tool: there is no kind "{address.kind}".'
        )
    return address
