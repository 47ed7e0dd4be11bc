"""Written values into models, and pydantic's complaints into findings (V-01)."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reconciler.findings import Finding
from reconciler.manifest.document import Document
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.model import (
    ROLE_NAMES,
    Account,
    Contact,
    IgnoreRule,
    IgnoreRules,
    Instance,
    Manifest,
    Product,
    Role,
    SecretRef,
    Subscription,
    SyncOptions,
    merged_roles,
)
from reconciler.manifest.nearest import did_you_mean
from reconciler.manifest.nodes import Odd
from reconciler.manifest.place import Origin, Path
from reconciler.sentences import OfAValue

ENTRIES: Mapping[str, type[BaseModel]] = {
    "instances": Instance,
    "roles": Role,
    "products": Product,
    "accounts": Account,
    "subscriptions": Subscription,
    "drift": IgnoreRules,
}
MODELS: Mapping[Path, type[BaseModel]] = {
    **{(section, ANY): model for section, model in ENTRIES.items()},
    ("instances", ANY, "client_id"): SecretRef,
    ("instances", ANY, "client_secret"): SecretRef,
    ("accounts", ANY, "contact"): Contact,
    ("accounts", ANY, "sync", ANY): SyncOptions,
    ("drift", ANY, ANY): IgnoreRule,
}
NULLS = ("", "~", "null", "Null", "NULL")
EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}


def drafted(document: Document) -> Draft:
    """The draft of a merged document: every sound entry as a model, a finding for all else."""
    origin = Origin(document.places)
    errors: list[tuple[Path, ErrorDetails]] = []
    entries = {section: dict(_entries(document, section, errors)) for section in ENTRIES}
    workspace = document.content.get("workspace")
    sound = Manifest(
        workspace=workspace if isinstance(workspace, str) else "", **entries
    ).from_origin(origin)
    draft = Draft(document, sound, origin=origin)
    nulls = dict(_nulls(draft))
    found = [_finding(draft, path, error) for path, error in errors if path not in nulls]
    return Draft(document, sound, (*found, *nulls.values()), origin)


def _entries(
    document: Document, section: str, errors: list[tuple[Path, ErrorDetails]]
) -> Iterator[tuple[str, Any]]:
    written = document.content.get(section, {})
    if section == "roles":
        written = {key: one for key, one in merged_roles(written).items() if key in ROLE_NAMES}
    for key, entry in written.items():
        try:
            yield key, ENTRIES[section].model_validate(entry)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False)
            errors += [((section, key, *map(str, one["loc"])), one) for one in details]


def _finding(draft: Draft, path: Path, error: ErrorDetails) -> Finding:
    value, kind = error["input"], error["type"]
    match kind:
        case "missing":
            message, hint = "is missing.", "Add it."
        case "extra_forbidden":
            keys = _keys(path)
            hint = did_you_mean(path[-1], keys) or f"Keys are {', '.join(keys)}."
            message = f'"{path[-1]}" is not a key here.'
        case "literal_error":
            message, hint = _choice(draft, path, value, error["msg"])
        case "day":
            message = f"{draft.shown(path, value)} is not a day."
            hint = 'Write year, month and day in quotes, as "2026-12-31".'
        case "string_too_short":
            message, hint = "must not be empty.", "Write a value, or leave the key out."
        case _ if kind in EXPECTED:
            message, hint = _wrong_type(draft, path, value, EXPECTED[kind])
        case _:
            message, hint = f"{error['msg'].removeprefix('Value error, ')}.", ""
    return draft.finding("V-01", path, message, hint)


def _choice(draft: Draft, path: Path, value: object, allowed: str) -> tuple[str, str]:
    choices = allowed.removeprefix("Input should be ").replace("'", '"')
    known = choices.replace('"', "").replace(" or ", ", ").split(", ")
    hint = did_you_mean(value, known) if isinstance(value, str) else ""
    return f"{draft.shown(path, value) or _kind(value)} is not allowed; choose {choices}.", hint


def _wrong_type(draft: Draft, path: Path, value: object, expected: str) -> tuple[str, str]:
    written = draft.shown(path, value)
    if not written:
        return f"must be {expected}, not {_kind(value)}.", ""
    message = OfAValue.WRONG_TYPE.told(written, expected=expected, kind=_kind(value))
    return message, OfAValue.QUOTE_IT.told(written) if expected == "text" else ""


def _kind(value: object) -> str:
    names = {dict: "a mapping", list: "a list", bool: "true or false", int: "a number"}
    names |= {str: "text", Odd: "a number or date", type(None): "null"}
    return names[type(value)]


def _keys(path: Path) -> list[str]:
    around = path[:-1]
    return next(list(model.model_fields) for at, model in MODELS.items() if _fits(around, at))


def _fits(path: Path, pattern: Path) -> bool:
    return len(path) == len(pattern) and all(
        part in (ANY, key) for part, key in zip(pattern, path, strict=True)
    )


def _nulls(draft: Draft) -> Iterator[tuple[Path, Finding]]:
    hint = "Write a value, or leave the key out for the default."
    for path, text in draft.written.texts.items():
        if text in NULLS and len(path) > 1:
            yield path, draft.finding("V-01", path, "is null.", hint)
