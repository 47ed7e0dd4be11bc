"""Rules on usernames and e-mail addresses (V-30 to V-33)."""

import re
from collections.abc import Callable, Iterator

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.place import Path
from reconciler.manifest.rules.hierarchy import synced
from reconciler.manifest.rules.rule import rule
from reconciler.sentences import OfAPerson, OfAValue

SHORTEST_USERNAME = 3
USERNAME = re.compile(r"[A-Za-z0-9.@_\-+:!#$%^*={}'`/?]*")
EMAIL = re.compile(
    r"[^\s@.<>()\[\],;:\"\\]+(\.[^\s@.<>()\[\],;:\"\\]+)*@([^\W_]([\w-]*[^\W_])?\.)+[^\W_]{2,}"
)


@rule("V-30")
def usernames_that_acronis_takes(draft: Draft) -> Iterator[Finding]:
    """A username is too short, or has spaces or characters that Acronis does not take."""
    for path, name in draft.each("accounts", ANY, "sync", ANY, "username"):
        if isinstance(name, str) and (message := flaw_of_username(name)):
            hint = "Use 3 or more ASCII letters, digits and .@_-+:!#$%^*={}'`/?"
            yield draft.finding("V-30", path, message, hint)


def flaw_of_username(name: str) -> str:
    """What Acronis has against a username, "" if nothing."""
    if name != name.strip():
        return f"{OfAValue.SPACE.told(name)}."
    if strange := sorted(set(USERNAME.sub("", name))):
        shown = ", ".join(f'"{one}"' for one in strange)
        return OfAPerson.STRANGE.told(name, shown=shown)
    if len(name) < SHORTEST_USERNAME:
        return OfAPerson.TOO_SHORT.told(name, least=SHORTEST_USERNAME)
    return ""


@rule("V-31")
def unique_usernames(draft: Draft) -> Iterator[Finding]:
    """Two accounts have the same username in the same data centre (R-09, R-57)."""
    instances = draft.sound.instances

    def login(path: Path, name: str) -> tuple[str, str]:
        instance = instances.get(path[3])
        return (instance.gateway if instance else path[3]), name.lower()

    for path, name, other in _repeated(draft, "username", login, lambda path: path[1:4:2]):
        message = OfAPerson.REPEATED.told(name, account=other[1], instance=other[3])
        yield draft.finding("V-31", path, message, "Usernames must be unique.")


@rule("V-32")
def unique_addresses(draft: Draft) -> Iterator[Finding]:
    """An e-mail address is malformed, or another account has it too (R-11, R-57)."""
    for path, address in draft.each("accounts", ANY, "sync", ANY, "email"):
        if isinstance(address, str) and not EMAIL.fullmatch(address):
            message = OfAPerson.NO_ADDRESS.told(address)
            yield draft.finding("V-32", path, message, "Write it as name@company.example.")
    found = _repeated(draft, "email", lambda _, address: address.lower(), lambda path: path[1])
    for path, address, other in found:
        message = OfAPerson.REPEATED.told(address, account=other[1], instance=other[3])
        yield draft.finding("V-32", path, message, "E-mail addresses must be unique.")


def _repeated(
    draft: Draft,
    field: str,
    sameness: Callable[[Path, str], object],
    owner: Callable[[Path], object],
) -> Iterator[tuple[Path, str, Path]]:
    """Values that several owners have, each with the path of the first other owner's.

    Both sides are told, for either may be the one that was just written.
    """
    groups: dict[object, list[tuple[Path, str]]] = {}
    for path, value in draft.each("accounts", ANY, "sync", ANY, field):
        if isinstance(value, str) and value:
            groups.setdefault(sameness(path, value), []).append((path, value))
    for group in groups.values():
        for path, value in group:
            if others := [other for other, _ in group if owner(other) != owner(path)]:
                yield path, value, others[0]


@rule("V-33")
def username_is_not_the_address(draft: Draft) -> Iterator[Finding]:
    """A reseller's or direct customer's username equals its e-mail address (R-10)."""
    for key, _, instance, options in synced(draft.sound):
        told = draft.sound.parent_of(key, instance) is None  # the page says it of these two only
        if told and options.username.lower() == options.email.lower():
            yield draft.finding(
                "V-33",
                ("accounts", key, "sync", instance, "username"),
                OfAPerson.ADDRESS_TOO.told(options.username),
                "Choose a username that differs from the e-mail address.",
                severity="warning",
            )
