"""The plan as JSON, in Terraform's words, and back again."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

import reconciler
from reconciler.errors import MaskedPlanError, StalePlanError, UsageError
from reconciler.findings import Finding
from reconciler.plan import Action, Address, Change, Pins, Plan, Row, Source
from reconciler.resources import KINDS

FORMAT_VERSION = "1.0"
STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
OUTSIDE_DIGEST = ("timestamp", "requests", "exit_code", "digest", "paths")


def document_of(plan: Plan, *, timestamp: str = "", requests: Any = None) -> dict[str, Any]:
    """The plan with the keys of the interface, its digest among them."""
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "tool_version": reconciler.__version__,
        "timestamp": timestamp,
        "workspace": plan.workspace,
        "complete": plan.complete,
        "errored": plan.errored,
        "partial": plan.partial is not None,
        "targets": list(plan.partial or ()),
        "manifests_digest": plan.manifests_digest,
        "paths": list(plan.paths),
        "instances": {name: asdict(source) for name, source in plan.instances.items()},
        "summary": summary_of(plan),
        "resource_changes": [_change(change) for change in plan.changes],
        "resource_drift": [_drift(change) for change in plan.changes if change.drifted],
        "deferred": [_row(row) for row in plan.deferred],
        "waiting": [_row(row) for row in plan.waiting],
        "blocked": [{**_row(row), "needs": _texts(row.needs)} for row in plan.blocked],
        "findings": [finding.as_json() for finding in plan.findings],
        "requests": requests or {"read": 0, "write": 0, "by_endpoint": {}},
    }
    return {**document, "digest": digest_of(document)}


def text_of(document: Mapping[str, Any]) -> str:
    """A document as it is written: indented JSON that steers no terminal it is shown in.

    Names come from outside. What JSON may hold raw and must not reach a terminal is escaped:
    control characters of eight bits, and marks of direction.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def read_document(file: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises UsageError if there is none."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else f"it is not JSON ({error})"
        raise UsageError(f"{file} cannot be read: {why}.") from error
    if not isinstance(document, dict):
        raise UsageError(f"{file} holds no plan and no result.")
    return document


def check_plan(file: Path, document: Mapping[str, Any]) -> None:
    """Raises UsageError for the result of a run, which people take for a plan."""
    if "outcomes" in document:
        raise UsageError(
            f"{file} is a result, not a plan.",
            hint="It tells what a run has done; plan again to have something to apply.",
        )


def summary_of(plan: Plan) -> dict[str, int]:
    """How many of each there are."""
    return {
        "create": plan.count(Action.CREATE),
        "update": plan.count(Action.UPDATE),
        "delete": plan.count(Action.DELETE),
        "no_op": plan.no_op,
        "deferred": len(plan.deferred),
        "waiting": len(plan.waiting),
        "blocked": len(plan.blocked),
        "drifted": sum(change.drifted for change in plan.changes),
    }


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the canonical plan: equal situations give equal digests.

    The clock and the request count stay out, and files are named relative to the paths given.
    """
    kept = {name: value for name, value in document.items() if name not in OUTSIDE_DIGEST}
    paths = document.get("paths", [])
    findings = (
        {**finding, "file": _relative(finding["file"], paths)} for finding in kept["findings"]
    )
    kept["findings"] = sorted(findings, key=_canonical)  # they stand in the order of their files
    return hashlib.sha256(_canonical(kept).encode()).hexdigest()


def plan_of(document: Mapping[str, Any]) -> Plan:
    """The plan that a document holds. Raises StalePlanError if it is none, masked or edited."""
    try:
        if not str(document["format_version"]).startswith("1."):
            raise StalePlanError(
                f"The plan has format version {document['format_version']}; this is "
                f"{FORMAT_VERSION}.",
                hint="Plan again with this version.",
            )
        if document.get("masked"):
            raise MaskedPlanError
        if digest_of(document) != document["digest"]:
            raise StalePlanError(
                "The plan was edited after it was made: its digest does not fit.",
                hint="Plan again.",
            )
        return _plan(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        why = _flaw(error) if isinstance(error, ValidationError) else error
        raise StalePlanError(
            f"This is not a whole plan of this tool: {why}.", hint="Plan again."
        ) from None


class _Part(BaseModel):
    """A part of a document, in the shape that is needed to go on with it."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _Sides(_Part):
    actions: list[str] = Field(min_length=1)
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class _Entry(_Part):
    type: str
    change: _Sides
    action_reason: str
    irreversible: bool
    effects: list[str]

    @field_validator("type")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f'there is no kind "{kind}"')
        return kind


class _Requests(_Part):
    read: int
    write: int
    by_endpoint: dict[str, int]


class _Document(_Part):
    """What is not looked at piece by piece when the plan is put together."""

    timestamp: str
    workspace: str
    digest: str
    manifests_digest: str
    complete: bool
    partial: bool
    targets: list[str]
    paths: list[str]
    instances: dict[str, dict[str, str]]
    summary: dict[str, int]
    resource_changes: list[_Entry]
    requests: _Requests


def _flaw(error: ValidationError) -> str:
    flaw = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}"


def _plan(document: Mapping[str, Any]) -> Plan:
    _Document.model_validate(document)
    drifted = {entry["address"] for entry in document["resource_drift"]}
    return Plan(
        workspace=document["workspace"],
        manifests_digest=document["manifests_digest"],
        instances={name: Source(**source) for name, source in document["instances"].items()},
        changes=tuple(_change_of(entry, drifted) for entry in document["resource_changes"]),
        deferred=tuple(_row_of(entry) for entry in document["deferred"]),
        waiting=tuple(_row_of(entry) for entry in document["waiting"]),
        blocked=tuple(_row_of(entry) for entry in document["blocked"]),
        findings=tuple(Finding(**entry) for entry in document["findings"]),
        no_op=document["summary"]["no_op"],
        complete=document["complete"],
        partial=tuple(document["targets"]) if document["partial"] else None,
        paths=tuple(document["paths"]),
    )


def _change(change: Change) -> dict[str, Any]:
    pins = change.pins
    return {
        **_place(change.address),
        "change": {
            "actions": [str(change.action)],
            "before": change.before,
            "after": change.after,
            "before_sensitive": {},
            "after_sensitive": {},
        },
        "action_reason": change.reason,
        "needs": _texts(change.needs),
        "pins": {
            "id": pins.id,
            "version": pins.version,
            "fingerprint": pins.fingerprint,
            "refs": dict(pins.refs),
            "below": list(pins.below),
        },
        "irreversible": change.irreversible,
        "effects": list(change.effects),
    }


def _drift(change: Change) -> dict[str, Any]:
    """What happened outside: from what was applied to what is live."""
    entry = _change(change)
    turned = {"before": change.after, "after": change.before}
    actions = ["update" if change.before else "delete"]
    return {**entry, "change": {**entry["change"], **turned, "actions": actions}}


def _change_of(entry: Mapping[str, Any], drifted: set[str]) -> Change:
    return Change(
        address=Address.parse(entry["address"]),
        action=Action(entry["change"]["actions"][0]),
        before=entry["change"]["before"],
        after=entry["change"]["after"],
        reason=entry["action_reason"],
        needs=tuple(Address.parse(text) for text in entry["needs"]),
        pins=Pins(**{**entry["pins"], "below": tuple(entry["pins"].get("below", ()))}),
        irreversible=entry["irreversible"],
        effects=tuple(entry["effects"]),
        drifted=entry["address"] in drifted,
    )


def _place(address: Address) -> dict[str, str]:
    return {
        "address": str(address),
        "type": address.kind,
        "name": address.account,
        "instance": address.instance,
        "account": address.account,
    }


def _row(row: Row) -> dict[str, Any]:
    return {"address": str(row.address), "reason": row.reason}


def _row_of(entry: Mapping[str, Any]) -> Row:
    return Row(
        address=Address.parse(entry["address"]),
        reason=entry["reason"],
        needs=tuple(Address.parse(text) for text in entry.get("needs", ())),
    )


def _texts(addresses: Iterable[Address]) -> list[str]:
    return [str(address) for address in addresses]


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _relative(file: str, paths: Iterable[str]) -> str:
    """The file as it is named below the outermost of the paths, or by its name if it is one."""
    for path in sorted(paths, key=len):
        if file == path:
            return PurePath(file).name
        prefix = path.rstrip("/") + "/"
        if file.startswith(prefix):
            return file.removeprefix(prefix)
    return file
