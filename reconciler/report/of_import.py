"""An import: what was written, who is left out and why, and what an apply would still change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import reconciler
from reconciler.importing import Draft, Intake, LeftOut
from reconciler.plan import Plan
from reconciler.planfile import FORMAT_VERSION, document_of, summary_of
from reconciler.report.change import fields_of
from reconciler.report.items_of_plan import items_of_plan
from reconciler.report.of_plan import blocks_of
from reconciler.report.values import Block, Item, Line, Report, Tone

MOST_NAMES = 5
"""So many tenants are named for each reason; JSON has them all."""
PROVEN = "An apply would change nothing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import has come to. `plan` is the proof: of the manifests with what was written.

    `managed` are the tenants that the manifests had already, `paths` those manifests.
    """

    draft: Draft
    folder: str
    written: tuple[str, ...]
    managed: int
    plan: Plan
    paths: tuple[str, ...]

    @property
    def proven(self) -> bool:
        """Whether an apply would do nothing, and nobody is kept out of it."""
        return not (self.plan.changes or self.plan.errored)


def import_document(
    imported: Imported, *, timestamp: str, requests: Any, result: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The import with its keys; `result` is that of writing the stamps, if they were wanted."""
    draft, plan = imported.draft, imported.plan
    return {
        "format_version": FORMAT_VERSION,
        "tool_version": reconciler.__version__,
        "timestamp": timestamp,
        "workspace": plan.workspace,
        "instance": draft.instance,
        "written": list(imported.written),
        "accounts": [_account(one, draft.instance) for one in draft.accounts],
        "left_out": [_left(one) for one in draft.left_out],
        "managed": imported.managed,
        "proof": _proof(imported),
        **({"adopted": _adopted(result)} if result else {}),
        "findings": [finding.as_json() for finding in plan.findings],
        "requests": requests,
    }


def _account(one: Intake, instance: str) -> dict[str, Any]:
    return {
        "account": one.key,
        "instance": instance,
        "tenant_id": one.tenant.id,
        "name": one.tenant.name,
        "role": one.candidate.role,
        "parent": one.parent or None,
        "login": one.candidate.user.login,
        "chosen": one.candidate.why,
        "product": one.product or None,
        "subscription": one.subscription or None,
        "services_left_alone": one.left_alone,
        "note": one.note,
    }


def _left(one: LeftOut) -> dict[str, str]:
    """A personal tenant is called as its user is, which is told once."""
    if one.login:
        return {"tenant_id": one.tenant_id, "login": one.login, "name": "", "reason": one.reason}
    return {"tenant_id": one.tenant_id, "name": one.name, "reason": one.reason}


def _proof(imported: Imported) -> dict[str, Any]:
    """The plan in short: each change with the fields that differ."""
    plan = imported.plan
    told = {str(change.address): fields_of(change) for change in plan.changes}
    document = document_of(plan)
    return {
        "empty": imported.proven,
        "summary": summary_of(plan),
        "changes": [
            {
                "address": entry["address"],
                "account": entry["account"],
                "type": entry["type"],
                "actions": entry["change"]["actions"],
                "fields": [
                    {"field": field.path, "before": field.before, "after": field.after}
                    for field in told[entry["address"]]
                ],
                "reason": entry["action_reason"],
                "irreversible": entry["irreversible"],
                "effects": entry["effects"],
            }
            for entry in document["resource_changes"]
        ],
        "blocked": document["blocked"],
        "waiting": document["waiting"],
    }


def _adopted(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: result[name] for name in ("outcomes", "summary", "digest")}


def report_of_import(imported: Imported, document: Mapping[str, Any], exit_code: int) -> Report:
    """The import as a report; `document` is its JSON."""
    stamped = document.get("adopted")
    return Report(
        document=document,
        exit_code=exit_code,
        title=f"Import of {imported.draft.instance}",
        verdict=_verdict(imported, stamped),
        remark=_remark(imported, stamped),
        tone=Tone.GOOD if imported.proven and not exit_code else Tone.WARNING,
        blocks=tuple(_blocks(imported, stamped)),
        items=(*_items(imported.draft), *items_of_plan(imported.plan)),
        findings=tuple(one for one in imported.plan.findings if one.severity == "error"),
    )


def _verdict(imported: Imported, stamped: Mapping[str, Any] | None) -> str:
    draft, plan = imported.draft, imported.plan
    said = f"{_count(len(draft.accounts), 'account')} written to {imported.folder}"
    if not draft.accounts:
        said = "Nothing to write"
    parts = [said, f"{len(draft.left_out)} left out", f"{imported.managed} managed before"]
    if stamped:
        parts.append(f"{_count(stamped['summary']['done'], 'stamp')} written to Acronis")
    proof = PROVEN
    if not imported.proven:
        accounts = {change.address.account for change in plan.changes}
        kept = f" and {len(plan.blocked)} are kept out" if plan.blocked else ""
        proof = f"An apply would still change {_count(len(accounts), 'account')}{kept}."
    return f"{', '.join(parts)}. {proof}"


def _remark(imported: Imported, stamped: Mapping[str, Any] | None) -> str:
    """What makes the tenants ours: the same command with what it wrote among the manifests."""
    if stamped or not imported.draft.accounts:
        return ""
    paths = " ".join([*imported.paths, imported.folder])
    return (
        f"No tenant has been touched. To put the stamps on: reconciler import {paths} "
        f"--instance {imported.draft.instance} --out DIR --adopt"
    )


def _blocks(imported: Imported, stamped: Mapping[str, Any] | None) -> Iterator[Block]:
    if imported.written:
        yield Block("Written", tuple(_files(imported)))
    if imported.draft.left_out:
        yield Block("Left out", tuple(_left_out(imported.draft.left_out)), Tone.WARNING)
    for block in blocks_of(imported.plan):
        if block.title == imported.draft.instance:
            yield replace(block, title=f"An apply would still change on {block.title}")
        elif block.title != "Deferred":
            yield block
    if failed := [one for one in (stamped or {}).get("outcomes", ()) if one["status"] != "done"]:
        yield Block("Not stamped", tuple(map(_failed, failed)), Tone.BAD)


def _files(imported: Imported) -> Iterator[Line]:
    numbers: dict[str, int] = {}
    for one in imported.draft.accounts:
        numbers[one.file] = numbers.get(one.file, 0) + 1
    for file in imported.written:
        number = next((n for name, n in numbers.items() if file.endswith(f"/{name}")), 0)
        told = _count(number, "account") if number else ""
        yield Line(told, sign="+", label=file, tone=Tone.CREATE)


def _left_out(tenants: Sequence[LeftOut]) -> Iterator[Line]:
    """One line for each reason, with some of the names it holds for."""
    by_reason = sorted(tenants, key=lambda one: one.reason)
    for reason, group in groupby(by_reason, lambda one: one.reason):
        names = [one.tenant_id if one.login else f"{one.name} ({one.tenant_id})" for one in group]
        told = ", ".join(names[:MOST_NAMES])
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield Line(f"{reason}: {told}{more}")


def _failed(outcome: Mapping[str, Any]) -> Line:
    error = outcome["error"] or {}
    text = f"{outcome['status']}: {error.get('message', '')}".rstrip(": ")
    return Line(text, sign="!", label=outcome["address"], tone=Tone.BAD)


def _items(draft: Draft) -> Iterator[Item]:
    for one in draft.accounts:
        yield Item(
            address=f"{draft.instance}/{one.key}/tenant",
            instance=draft.instance,
            account=one.key,
            kind="account",
            word="written",
            text=one.candidate.why,
            tone=Tone.CREATE,
            parent=one.parent,
            notes=(one.note,) if one.note else (),
            group=f"written {one.candidate.why} {one.note}",
            likeness=one.candidate.why,
        )
    for left in draft.left_out:
        yield Item(
            address=f"{draft.instance}/@{left.tenant_id}/tenant",
            instance=draft.instance,
            account=f"@{left.tenant_id}",
            kind="tenant",
            word="left out",
            text=left.reason,
            tone=Tone.WARNING,
            notes=(f'"{left.name}"',),
            group=f"left out {left.reason}",
            likeness=left.reason,
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
