"""The result of a run, told by account, with what to do about what failed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import reconciler
from reconciler.executor import Outcome, Status
from reconciler.findings import Finding
from reconciler.plan import Action, Address, Plan
from reconciler.planfile import FORMAT_VERSION
from reconciler.report.change import kind_order
from reconciler.report.items_of_plan import parents_of
from reconciler.report.values import Block, Item, Line, Report, Tone
from reconciler.results import digest_of_outcomes

SIGNS = {
    Status.DONE: ("ok", Tone.GOOD),
    Status.FAILED: ("!!", Tone.BAD),
    Status.UNKNOWN: ("??", Tone.BAD),
    Status.BLOCKED: ("..", Tone.WARNING),
    Status.NOT_STARTED: ("..", Tone.QUIET),
}


def result_document(
    plan: Plan,
    outcomes: Sequence[Outcome],
    *,
    digest: str,
    timestamp: str,
    requests: Any,
    planned: int = 0,
) -> dict[str, Any]:
    """The result with the keys of the interface; `planned` changes the plan had when it was made.

    Of a saved plan that has been run in part, fewer are left.
    """
    counts = Counter(outcome.status for outcome in outcomes)
    told = list(_entries(plan, outcomes))
    return {
        "format_version": FORMAT_VERSION,
        "tool_version": reconciler.__version__,
        "timestamp": timestamp,
        "workspace": plan.workspace,
        "digest": digest,
        "planned": planned,
        "instances": {
            name: {"gateway_url": source.gateway_url, "tenant_id": source.tenant_id}
            for name, source in plan.instances.items()
        },
        "outcomes": told,
        "outcomes_digest": digest_of_outcomes(told),
        "summary": {str(status): counts[status] for status in Status},
        "blocked": [{"address": str(row.address), "reason": row.reason} for row in plan.blocked],
        "findings": [finding.as_json() for finding in plan.findings],
        "requests": requests,
    }


def _entries(plan: Plan, outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """The outcomes, and both sides of what was done: an undo goes by them."""
    above = parents_of(plan.changes)
    planned = {change.address: change for change in plan.changes}
    for one in outcomes:
        change = planned[one.address] if one.status is Status.DONE else None
        yield {
            **one.as_json(),
            "parent": above.get(one.address.sibling("tenant"), ""),
            "before": change.before if change else None,
            "after": change.after if change else None,
        }


def report_of_result(document: Mapping[str, Any], exit_code: int) -> Report:
    """What became of a plan: of a run that has just ended, or of a result that was kept.

    Raises KeyError, TypeError or ValueError if the document is no result.
    """
    outcomes = [Outcome.of_json(entry) for entry in document["outcomes"]]
    findings = [Finding(**entry) for entry in document["findings"]]
    done = Counter(str(one.action) for one in outcomes if one.status is Status.DONE)
    return Report(
        document=document,
        exit_code=exit_code,
        title=f"Apply of {document['workspace']}",
        verdict=_verdict(outcomes, len(document["blocked"]), document.get("planned", 0)),
        remark=_pace(document["requests"]),
        tone=Tone.GOOD if document["summary"]["done"] == len(outcomes) else Tone.BAD,
        blocks=(*_instances(outcomes), *_kept_out(document["blocked"])),
        items=tuple(_items(outcomes, document)),
        findings=tuple(one for one in findings if one.severity == "error" and not one.ack_needed),
        counts={str(action): done[str(action)] for action in Action},
    )


def _items(outcomes: Sequence[Outcome], document: Mapping[str, Any]) -> Iterator[Item]:
    above = {entry["address"]: entry.get("parent", "") for entry in document["outcomes"]}
    yield from (_item(one, above[str(one.address)]) for one in _by_account(outcomes))
    yield from map(_kept_out_item, document["blocked"])


def _by_account(outcomes: Sequence[Outcome]) -> list[Outcome]:
    kinds = kind_order()
    return sorted(outcomes, key=lambda one: (one.address[:2], kinds.index(one.address.kind)))


def _item(outcome: Outcome, parent: str) -> Item:
    error = outcome.error
    address = outcome.address
    return Item(
        address=str(address),
        instance=address.instance,
        account=address.account,
        kind=address.kind,
        word=str(outcome.status),
        text=f"{outcome.action}: {error.message}" if error else str(outcome.action),
        tone=SIGNS[outcome.status][1],
        parent=parent,
        notes=(error.hint,) if error and error.hint else (),
        group=f"{outcome.status} {outcome.action} {address.kind} {error}",
        likeness=error.message if error else str(outcome.action),
    )


def _kept_out_item(row: Mapping[str, str]) -> Item:
    address = Address.parse(row["address"])
    return Item(
        address=str(address),
        instance=address.instance,
        account=address.account,
        kind=address.kind,
        word="kept out",
        text=row["reason"],
        tone=Tone.BAD,
        group=f"kept out {address.kind} {row['reason']}",
        likeness=row["reason"],
    )


def _pace(requests: Mapping[str, Any]) -> str:
    """How many requests it took, and how fast the instances took them."""
    if not requests.get("rate"):
        return ""
    number = requests["read"] + requests["write"]
    return f"{number} requests, {requests['rate']:g} a second."


def _verdict(outcomes: Sequence[Outcome], kept_out: int, planned: int) -> str:
    done = Counter(one.action for one in outcomes if one.status is Status.DONE)
    text = (
        f"{done[Action.CREATE]} added, {done[Action.UPDATE]} changed, "
        f"{done[Action.DELETE]} destroyed"
    )
    rest = Counter(str(one.status).replace("_", " ") for one in outcomes)
    left = [f"{count} {word}" for word, count in sorted(rest.items()) if word != "done"]
    if kept_out:
        left.append(f"{kept_out} kept out of the plan")
    if not outcomes and not left and planned:
        return "No changes. All of this plan is done already."
    if not outcomes and not left:
        return "No changes. Acronis matches the manifests."
    return f"Apply incomplete: {text}; {', '.join(left)}." if left else f"Apply complete: {text}."


def _instances(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    for instance, group in groupby(_by_account(outcomes), lambda one: one.address.instance):
        accounts = groupby(group, lambda one: one.address.account)
        yield Block(instance, tuple(_account(name, list(found)) for name, found in accounts))


def _kept_out(rows: Sequence[Mapping[str, str]]) -> Iterator[Block]:
    lines = (Line(row["reason"], sign="!", label=row["address"], tone=Tone.BAD) for row in rows)
    if rows:
        yield Block("Kept out", tuple(lines), Tone.BAD)


def _account(account: str, outcomes: Sequence[Outcome]) -> Line:
    """One line for an account that is done; a line for each change of one that is not."""
    if all(outcome.status is Status.DONE for outcome in outcomes):
        kinds = ", ".join(outcome.address.kind for outcome in outcomes)
        return Line(kinds, sign="ok", label=account, tone=Tone.GOOD)
    return Line(account, below=tuple(_outcome(outcome) for outcome in outcomes))


def _outcome(outcome: Outcome) -> Line:
    sign, tone = SIGNS[outcome.status]
    error = outcome.error
    text = f"{outcome.action}: {error.message}" if error else f"{outcome.action}"
    below = (Line(error.hint, tone=Tone.QUIET),) if error and error.hint else ()
    return Line(text, sign=sign, label=outcome.address.kind, tone=tone, below=below)
