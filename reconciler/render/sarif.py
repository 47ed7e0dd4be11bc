"""SARIF 2.1.0: findings and items gone wrong, at the file and line of the manifest."""

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import reconciler
from reconciler.findings import Finding
from reconciler.manifest.rules import meanings
from reconciler.report import Item, Report, Tone
from reconciler.report.printable import printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report, *, color: bool) -> str:
    """One run. Codes are the rules, with their meaning where it is known; so are verdicts."""
    wrong = [item for item in report.items if item.tone in (Tone.BAD, Tone.WARNING)]
    results = [*map(_finding, report.findings), *map(_item, wrong)]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "acronis-reconciler",
                "version": reconciler.__version__,
                "rules": _rules(results),
            }
        },
        "invocations": [{"executionSuccessful": report.exit_code in (0, 2, 3)}],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"verdict": report.verdict, "exit_code": report.exit_code},
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rules(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = meanings()
    said = {result["ruleId"]: result["message"]["text"] for result in reversed(results)}
    return [
        {"id": code, "shortDescription": {"text": known.get(code, said[code])}}
        for code in sorted(said)
    ]


def _finding(one: Finding) -> dict[str, Any]:
    text = " ".join(part for part in (one.message, one.hint) if part)
    return _result(one.code, LEVELS[one.severity], text, one.path or one.address, one)


def _item(item: Item) -> dict[str, Any]:
    level = "error" if item.tone is Tone.BAD else "warning"
    return _result(item.word.replace(" ", "-"), level, item.text, item.address, None)


def _result(rule: str, level: str, text: str, name: str, finding: Finding | None) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding and finding.file:
        location["physicalLocation"] = _place(finding)
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(name)}]
    result: dict[str, Any] = {
        "ruleId": rule,
        "level": level,
        "message": {"text": printable(text)},
    }
    return {**result, "locations": [location]} if location else result


def _place(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    return {**place, "region": {"startLine": finding.line}} if finding.line else place


def _uri(file: str) -> str:
    """A path as a relative or absolute reference; SARIF wants URIs."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
