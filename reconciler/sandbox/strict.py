"""The strict mode: a request that the contract does not allow is a bad request (400).

Live servers are known to take more: fields that the contract forbids (`additionalProperties:
false`), and numbers and booleans as strings. That is what the lenient mode does.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask import Request

from reconciler.sandbox.contract import CONTRACT, Operation
from reconciler.sandbox.problems import RefusedError

FORM = "application/x-www-form-urlencoded"


def check(method: str, path: str, request: Request) -> None:
    """Refuse a request that differs from its operation in the contract; others pass."""
    operation = CONTRACT.operation(method, path)
    if operation is None:
        return
    try:
        wrong = [*_query(operation, request.args.to_dict()), *_body(operation, request)]
    except RecursionError as error:
        raise RefusedError(400, "The body is nested too deeply.") from error
    if wrong:
        raise RefusedError(400, "; ".join(wrong)[:2000])


def _query(operation: Operation, given: Mapping[str, str]) -> list[str]:
    wrong = []
    # A cursor stands for the whole query.
    needed = () if "after" in given else operation.query
    for parameter in needed:
        name = parameter["name"]
        if name in given:
            wrong += [f"{name}: {text}" for text in _parameter(parameter["schema"], given[name])]
        elif parameter.get("required"):
            wrong.append(f"{name}: it is required")
    return wrong


def _parameter(schema: Mapping[str, Any], text: str) -> list[str]:
    value: object = text
    if schema.get("type") in ("integer", "boolean"):
        try:
            value = json.loads(text)
        except ValueError:
            value = text
    return CONTRACT.wrong(schema, value)


def _body(operation: Operation, request: Request) -> list[str]:
    if operation.body is None:
        return []
    kind, schema = operation.body
    if request.mimetype != kind:
        return []
    if kind == FORM:
        return CONTRACT.wrong(schema, _typed(schema, request))
    body = request.get_json(silent=True)
    return CONTRACT.wrong(schema, body) if isinstance(body, dict) else []


def _typed(schema: Mapping[str, Any], request: Request) -> dict[str, object]:
    """A form has texts only: lists are repeated fields, booleans are words."""
    form: dict[str, object] = {}
    for name in request.form:
        texts = request.form.getlist(name)
        match schema["properties"].get(name, {}).get("type"):
            case "array":
                form[name] = [part for text in texts for part in text.split()]
            case "boolean":
                form[name] = {"true": True, "false": False}.get(texts[0], texts[0])
            case _:
                form[name] = texts[0]
    return form
