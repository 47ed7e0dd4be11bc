"""The JSON Schema of a manifest file, for editors and other tools."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from reconciler.manifest.entries import ROLE_NAMES
from reconciler.manifest.model import Manifest
from reconciler.manifest.rules.identity import SHORTEST_USERNAME, USERNAME
from reconciler.manifest.rules.instances import VARIABLE
from reconciler.manifest.rules.structure import KEY, KEY_LENGTH, WORKSPACE_LENGTH

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DESCRIPTION = (
    "One of the files of which a manifest consists; entries may be spread over any number."
)


class _Written(GenerateJsonSchema):
    """Describes what people write, in which no value is ever null: keys are left out instead."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        if described.get("default", "") is None:
            del described["default"]
        return described


def manifest_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of one file; no top-level key is required, for it may stand in another.

    It knows the shape of every entry. What needs other entries, or the same entry in another
    file, is for the rules to say.
    """
    schema = Manifest.model_json_schema(schema_generator=_Written)
    properties, entries = schema["properties"], schema["$defs"]
    _describe_keys(properties, entries)
    _describe_values(properties, entries)
    return {
        "$schema": DIALECT,
        "title": "Acronis reconciler manifest",
        "description": DESCRIPTION,
        "type": "object",
        "properties": {"version": {"const": 1, "description": "Of the format."}, **properties},
        "additionalProperties": False,
        "$defs": entries,
    }


def _describe_keys(properties: dict[str, Any], entries: dict[str, Any]) -> None:
    key = {"pattern": f"^{KEY.pattern}$", "maxLength": KEY_LENGTH}
    for section in ("instances", "products", "accounts", "subscriptions"):
        properties[section]["propertyNames"] = key
    for by_instance in ("adopt", "sync"):
        entries["Account"]["properties"][by_instance]["propertyNames"] = key
    properties["roles"]["propertyNames"] = _role_name()
    properties["drift"]["propertyNames"] = {"const": "ignore"}
    properties["workspace"] |= {**key, "maxLength": WORKSPACE_LENGTH}


def _describe_values(properties: dict[str, Any], entries: dict[str, Any]) -> None:
    del entries["Role"]["required"]  # an override may name one field
    options = entries["SyncOptions"]["properties"]
    del options["role"]["enum"], options["role"]["type"]
    options["role"] |= _role_name()
    options["username"] |= {"minLength": SHORTEST_USERNAME, "pattern": f"^{USERNAME.pattern}$"}
    options["email"] |= {"format": "email", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$"}
    entries["Subscription"]["properties"]["quantity"]["const"] = 1
    entries["SecretRef"] |= {"minProperties": 1, "maxProperties": 1}
    entries["SecretRef"]["properties"]["env"]["pattern"] = f"^{VARIABLE.pattern}$"
    services = ("protection", "file_sync_share")
    entries["Product"]["not"] = {"properties": {name: {"const": "none"} for name in services}}
    gateway = {"pattern": "^([Ss][Aa][Nn][Dd][Bb][Oo][Xx])://"}
    entries["Instance"] |= {
        "if": {"properties": {"gateway_url": gateway}},
        "else": {"required": ["client_id", "client_secret"]},
    }
    entries["Instance"]["properties"]["gateway_url"]["pattern"] = "^[A-Za-z]+://[^/?#@]+/?$"


def _role_name() -> dict[str, Any]:
    # Editors offer the names, and take them in any case as the loader does.
    cases = ("".join(f"[{one.upper()}{one.lower()}]" for one in name) for name in ROLE_NAMES)
    return {"anyOf": [{"enum": list(ROLE_NAMES)}, {"pattern": f"^({'|'.join(cases)})$"}]}
