"""Holds every answer that a test gets against the published contract.

Where the behaviour that was observed goes beyond the contract, the behaviour page counts; these
places are named here, and nothing else is let through.
"""

import json
from typing import Any

from reconciler.sandbox.contract import CONTRACT, Contract, Operation
from reconciler.sandbox.problems import PROBLEMS

# The published list of roles is incomplete (accounts_ro_admin and others are in use).
OPEN_ENUMS = ("userRole",)
# A wrong secret was seen to be answered so; the last two are of RFC 8628, which the contract names.
MORE_TOKEN_ERRORS = ["invalid_client", "authorization_pending", "expired_token"]
# Whatever may be wrong with any request, whether an operation lists it or not.
ANYWHERE = {400, 401, 403, 404, 405, 406, 409, 413, 415, 429}


def _observed(document: dict[str, Any]) -> Contract:
    schemas = dict(document["components"]["schemas"])
    for name in OPEN_ENUMS:
        schemas[name] = {key: value for key, value in schemas[name].items() if key != "enum"}
    for name in ("tokenError", "revokeError"):
        schemas[name] = _with_more_errors(schemas[name])
    schemas["report"] = _with_more_formats(schemas["report"])
    schemas["storedReportParams"] = _with_more_formats(schemas["storedReportParams"])
    return Contract({**document, "components": {**document["components"], "schemas": schemas}})


def _with_more_formats(schema: Any) -> Any:
    # The contract lets json_v2_0 be ordered, and forgets it where reports are shown.
    if isinstance(schema, dict):
        return {name: _with_more_formats(part) for name, part in schema.items()}
    if isinstance(schema, list) and "json_v1" in schema:
        return [*schema, "json_v2_0"]
    return schema


def _with_more_errors(schema: dict[str, Any]) -> dict[str, Any]:
    error = schema["properties"]["error"]
    more = {**error, "enum": sorted({*error["enum"], *MORE_TOKEN_ERRORS})}
    return {**schema, "properties": {**schema["properties"], "error": more}}


OBSERVED = _observed(dict(CONTRACT.document))


def check(method: str, path: str, status: int, text: str) -> None:
    """Fail unless the answer is one that the contract, or a documented error, allows."""
    found = operation_at(method, path)
    assert status < 500, f"{method} {path}: {text}"
    if found is None:
        return
    schema = found.answer(status)
    if status >= 400:
        _check_error(found, status, json.loads(text), schema)
    else:
        assert status in found.statuses, f"{method} {path}: {status} {text}"
        if schema is not None:
            assert OBSERVED.wrong(schema, json.loads(text)) == [], f"{method} {path}"


def operation_at(method: str, path: str) -> Operation | None:
    """The operation that a path below /api/2 belongs to: the one with the most words in common."""
    parts = path.partition("?")[0].split("/")
    fitting = [one for (verb, _), one in OBSERVED.operations.items() if verb == method]
    fitting = [one for one in fitting if _fits(one.path.split("/"), parts)]
    return min(fitting, key=lambda one: one.path.count("{"), default=None)


def _fits(template: list[str], parts: list[str]) -> bool:
    return len(template) == len(parts) and all(
        word.startswith("{") or word == part for word, part in zip(template, parts, strict=True)
    )


def _check_error(found: Operation, status: int, body: Any, schema: Any) -> None:
    assert status in found.statuses | ANYWHERE, body
    assert OBSERVED.wrong(schema or {"$ref": _error_of(found)}, body) == []
    if isinstance(body["error"], dict):
        assert body["error"]["code"] in PROBLEMS


def _error_of(found: Operation) -> str:
    names = {"/idp/revoke_token": "revokeError"}
    flat = found.path in ("/idp/token", "/idp/device_authorization") or "approval" in found.path
    name = names.get(found.path, "tokenError" if flat else "errorScheme")
    return f"#/components/schemas/{name}"
