"""Ordering, reading, changing and deleting reports."""

import json
import sqlite3
from typing import Any

from reconciler.sandbox import clock, settings, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.reports import storing
from reconciler.sandbox.reports.bodies import ReportPost, ReportPut
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.tenants.deleting import Deletion

routes = Routes()


@routes.post("/reports", needs="view")
def create(call: Call) -> dict[str, Any]:
    """The report; one that is ordered once is generated at once."""
    wanted = ReportPost.of(call.body)
    tenant = tree.referred(call, wanted.parameters.tenant_id)
    _recipients(call, wanted.recipients)
    today = clock.day(call.now)
    period = {"start": today, "end": today}
    report = wanted.model_dump(mode="json")
    report["parameters"]["period"] = report["parameters"]["period"] or period
    report["generation_date"] = report["generation_date"] or today
    report_id = settings.fresh_id(call.db)
    call.db.execute(
        "INSERT INTO reports VALUES (?, ?, 1, ?, ?)",
        (report_id, tenant["seq"], json.dumps(report), call.now),
    )
    if wanted.schedule.type == "once" and wanted.result_action == "save":
        storing.generate(call, report_id, tenant, report)
    return _shown(found(call, report_id))


@routes.get("/reports/<report_id>")
def one(call: Call, report_id: str) -> dict[str, Any]:
    """What was ordered."""
    return _shown(found(call, report_id))


@routes.get("/tenants/<tenant_id>/reports")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of a tenant's reports."""
    rows = call.db.execute(
        "SELECT id FROM reports WHERE tenant = ? ORDER BY created_at, id",
        (tree.entered(call, tenant_id)["seq"],),
    )
    return {"items": [row["id"] for row in rows]}


@routes.put("/reports/<report_id>", needs="view")
def change(call: Call, report_id: str) -> dict[str, Any]:
    """The report after the change; only scheduled ones can be changed (OAS)."""
    wanted = ReportPut.of(call.body)
    row = found(call, report_id)
    report = json.loads(row["report"])
    if report["schedule"]["type"] != "monthly":
        raise RefusedError(400, "Only scheduled reports can be changed.", id=report_id)
    if "recipients" in wanted.given:
        _recipients(call, wanted.recipients)
        report["recipients"] = list(wanted.recipients)
    report["parameters"] |= wanted.parameters.given
    report["schedule"] |= wanted.schedule.given
    call.db.execute(
        "UPDATE reports SET report = ?, version = version + 1 WHERE id = ?",
        (json.dumps(report), report_id),
    )
    return _shown(found(call, report_id))


@routes.delete("/reports/<report_id>", needs="view")
def delete(call: Call, report_id: str) -> None:
    """Delete a report and what is stored of it."""
    version = Deletion.of(call.arguments).version
    tree.current(found(call, report_id), version)
    call.db.execute("DELETE FROM stored_reports WHERE report_id = ?", (report_id,))
    call.db.execute("DELETE FROM reports WHERE id = ?", (report_id,))


def found(call: Call, report_id: str) -> sqlite3.Row:
    """The report; 404 if it is not there, 403 if its tenant is out of reach."""
    row: sqlite3.Row | None = call.db.execute(
        """SELECT r.*, t.id AS tenant_id FROM reports r JOIN tenants t ON t.seq = r.tenant
            WHERE r.id = ?""",
        (report_id,),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "The report does not exist.", id=report_id)
    tree.entered(call, row["tenant_id"])
    return row


def _recipients(call: Call, ids: tuple[str, ...]) -> None:
    for user_id in ids:
        row = call.db.execute(
            "SELECT tenant_id FROM users WHERE id = ? AND deleted_at IS NULL", (user_id,)
        ).fetchone()
        if row is None:
            raise RefusedError(400, "The recipient does not exist.", id=user_id)
        tree.entered(call, row["tenant_id"])


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    return {"id": row["id"], "version": row["version"], **json.loads(row["report"])}
