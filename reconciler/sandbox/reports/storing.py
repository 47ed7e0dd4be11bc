"""Stored reports: usages as JSON, CSV or HTML, packed for the way."""

import csv
import gzip
import html
import io
import json
import sqlite3
from typing import Any

from flask import Response

from reconciler.sandbox import clock, settings, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.usages.reading import Filter, listed

routes = Routes()

COLUMNS = ("tenant", "application_id", "name", "edition", "infra_id", "measurement_unit", "value")
KINDS_OF_LEVEL = {
    "direct_partners": ("partner",),
    "all_partners": ("partner",),
    "all_customers": ("customer",),
    "accounts": ("partner", "folder", "customer"),
}
MOST_TENANTS = 100


@routes.get("/reports/<report_id>/stored")
def stored(call: Call, report_id: str) -> dict[str, Any]:
    """What is stored of a report."""
    rows = call.db.execute(
        "SELECT * FROM stored_reports WHERE report_id = ? ORDER BY format", (_own(call, report_id),)
    )
    return {
        "items": [
            {
                "id": row["id"],
                "report_format": row["format"],
                "size": len(row["data"]),
                "created_at": clock.plain(row["created_at"]),
                "status": "saved",
            }
            for row in rows
        ]
    }


@routes.get("/reports/<report_id>/stored/<stored_id>")
def download(call: Call, report_id: str, stored_id: str) -> Response:
    """The report itself, compressed; every HTTP client unpacks it by its header."""
    row = call.db.execute(
        "SELECT data FROM stored_reports WHERE id = ? AND report_id = ?",
        (stored_id, _own(call, report_id)),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "The stored report does not exist.", id=stored_id)
    response = Response(row["data"], mimetype="application/octet-stream")
    response.headers["Content-Encoding"] = "gzip"
    return response


def generate(call: Call, report_id: str, tenant: sqlite3.Row, report: dict[str, Any]) -> None:
    """Store a report in every format that was asked for."""
    parameters = report["parameters"]
    lines = [
        {**usage, "tenant": one["id"]}
        for one in _reported(call, tenant, parameters["level"])
        for usage in listed(call, one, Filter())
        if usage["value"] or not parameters["hide_zero_usage"]
    ]
    for form in dict.fromkeys(parameters["formats"]):
        data = gzip.compress(_written(form, lines).encode(), mtime=0)
        call.db.execute(
            "INSERT INTO stored_reports VALUES (?, ?, ?, ?, ?)",
            (settings.fresh_id(call.db), report_id, form, data, call.now),
        )


def _own(call: Call, report_id: str) -> str:
    row = call.db.execute(
        """SELECT t.id FROM reports r JOIN tenants t ON t.seq = r.tenant WHERE r.id = ?""",
        (report_id,),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "The report does not exist.", id=report_id)
    tree.entered(call, row["id"])
    return report_id


def _reported(call: Call, tenant: sqlite3.Row, level: str) -> list[sqlite3.Row]:
    """The tenant itself, or the first hundred below it that the level is about."""
    if level == "itself":
        return [tenant]
    kinds = KINDS_OF_LEVEL[level]
    marks = ", ".join("?" * len(kinds))
    direct = "AND parent = ?" if level == "direct_partners" else "AND seq != ?"
    return call.db.execute(
        f"""SELECT * FROM tenants WHERE path >= ? AND path < ? AND barrier <= ?
            AND deleted_at IS NULL AND kind IN ({marks}) {direct} ORDER BY level, seq LIMIT ?""",
        (
            tenant["path"],
            tree.beyond(tenant["path"]),
            call.caller.level,
            *kinds,
            tenant["seq"],
            MOST_TENANTS,
        ),
    ).fetchall()


def _written(form: str, lines: list[dict[str, Any]]) -> str:
    if form.startswith("json"):
        return json.dumps({"usages": lines})
    if form == "html":
        cells = ("".join(f"<td>{_cell(line, name)}</td>" for name in COLUMNS) for line in lines)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _cell(line: dict[str, Any], name: str) -> str:
    return html.escape(str(line.get(name) or ""))
