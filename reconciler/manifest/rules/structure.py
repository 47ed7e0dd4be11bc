"""Rules on structure (V-01 to V-03, V-07, V-65): keys, types, references and names."""

import re
from collections.abc import Iterator

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.merge import SECTIONS
from reconciler.manifest.nearest import did_you_mean
from reconciler.manifest.place import Path
from reconciler.manifest.rules.drift import boundless, unknown_accounts, unknown_keys, unknown_kinds
from reconciler.manifest.rules.rule import rule

KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")
KEY_LENGTH = 63
WORKSPACE_LENGTH = 32

REFERENCES = (
    (("products", ANY, "instance"), "instances"),
    (("accounts", ANY, "bill_to"), "accounts"),
    (("accounts", ANY, "sync", ANY, "parent_account"), "accounts"),
    (("subscriptions", ANY, "account"), "accounts"),
    (("subscriptions", ANY, "product"), "products"),
)
KEYS_THAT_REFER = (("accounts", ANY, "sync"), ("accounts", ANY, "adopt"))


@rule("V-01")
def shape(draft: Draft) -> Iterator[Finding]:
    """A file, a key, a type or a missing value is not as the schema has it."""
    yield from (one for one in draft.written.findings if one.code == "V-01")
    yield from draft.misshapen
    yield from _top_level(draft)
    yield from unknown_keys(draft)
    yield from boundless(draft)
    for path, instance in draft.each("instances", ANY):
        url = instance.get("gateway_url") if isinstance(instance, dict) else None
        if isinstance(url, str) and not url.lower().startswith("sandbox://"):
            for key in sorted({"client_id", "client_secret"} - instance.keys()):
                hint = "Add it, as {env: NAME} or {file: PATH}."
                yield draft.finding("V-01", (*path, key), "is missing.", hint)


def _top_level(draft: Draft) -> Iterator[Finding]:
    content = draft.written.content
    if "workspace" in content and not isinstance(content["workspace"], str):
        message = f"must be text, not {draft.shown(('workspace',), None) or 'this'}."
        yield draft.finding("V-01", ("workspace",), message, "Write a name, in quotes if needed.")
    if not draft.written.readable:
        return  # what is missing may stand in the part that could not be read
    for key, hint in (
        ("workspace", "Add workspace: NAME to one file."),
        ("instances", "Declare the Acronis instance in one file."),
    ):
        if key not in content:
            yield draft.finding("V-01", (key,), "is missing in all files.", hint)
    if "version" not in content:
        message, hint = "is missing in all files.", "Add version: 1 to one file."
        yield draft.finding("V-01", ("version",), message, hint, severity="warning")


@rule("V-02")
def unique_keys(draft: Draft) -> Iterator[Finding]:
    """A key or an entry is declared twice, or two workspaces are named."""
    yield from (one for one in draft.written.findings if one.code == "V-02")


@rule("V-65")
def readable_files(draft: Draft) -> Iterator[Finding]:
    """The system does not let a manifest file be read, so nobody knows what it says."""
    yield from (one for one in draft.written.findings if one.code == "V-65")


@rule("V-03")
def known_references(draft: Draft) -> Iterator[Finding]:
    """A reference names an instance, account or product that is declared nowhere."""
    if not draft.written.readable:
        return
    for pattern, section in REFERENCES:
        for path, key in draft.each(*pattern):
            if isinstance(key, str):
                yield from _unknown(draft, path, key, section)
    for pattern in KEYS_THAT_REFER:
        for path, _ in draft.each(*pattern, ANY):
            yield from _unknown(draft, path, path[-1], "instances")
    yield from unknown_accounts(draft)
    yield from unknown_kinds(draft)


def _unknown(draft: Draft, path: Path, key: str, section: str) -> Iterator[Finding]:
    known = draft.declared(section)
    if key not in known:
        declare = f"Declare it under {section}, or correct the reference."
        hint = did_you_mean(key, known) or declare
        yield draft.finding("V-03", path, f'there is no {section[:-1]} "{key}".', hint)


@rule("V-07")
def well_formed_keys(draft: Draft) -> Iterator[Finding]:
    """A key has other characters than a-z, 0-9, dot, dash and underscore, or is too long."""
    for section in SECTIONS:
        for path, _ in draft.each(section, ANY) if section != "roles" else ():
            yield from _name(draft, path, path[-1], KEY_LENGTH)
    for path, workspace in draft.each("workspace"):
        if isinstance(workspace, str):
            yield from _name(draft, path, workspace, WORKSPACE_LENGTH)


def _name(draft: Draft, path: Path, name: str, length: int) -> Iterator[Finding]:
    if not KEY.fullmatch(name):
        yield draft.finding(
            "V-07",
            path,
            f'"{name}" must begin with a-z or 0-9 and hold only those and ". _ -".',
            "Rename it; the name that people see is another field.",
        )
    elif len(name) > length:
        message = f'"{name}" is {len(name)} characters long; {length} are allowed.'
        yield draft.finding("V-07", path, message, "Shorten it.")
