"""Rules on who is under whom (V-11 to V-16, V-18)."""

from collections.abc import Iterator

from reconciler.findings import Finding
from reconciler.manifest.draft import Draft
from reconciler.manifest.model import Account, Manifest, SyncOptions
from reconciler.manifest.place import Path
from reconciler.manifest.rules.rule import rule

Synced = tuple[str, Account, str, SyncOptions]


def synced(manifest: Manifest) -> Iterator[Synced]:
    """Every account and instance with its sync options: key, account, instance, options."""
    for key, account in manifest.accounts.items():
        for instance, options in account.sync.items():
            yield key, account, instance, options


@rule("V-11")
def reseller_is_under_the_msp(draft: Draft) -> Iterator[Finding]:
    """A reseller has a parent account (R-07)."""
    for key, _, instance, options in synced(draft.sound):
        if options.role == "Reseller" and options.parent_account is not None:
            yield draft.finding(
                "V-11",
                ("accounts", key, "sync", instance, "parent_account"),
                "must be empty for role Reseller (its parent is the MSP).",
                "Remove it.",
            )


@rule("V-12")
def reseller_is_billed_itself(draft: Draft) -> Iterator[Finding]:
    """A reseller is billed to another account (R-58)."""
    for key, account in draft.sound.accounts.items():
        roles = {options.role for options in account.sync.values()}
        if account.bill_to is not None and "Reseller" in roles:
            yield draft.finding(
                "V-12",
                ("accounts", key, "bill_to"),
                f'is "{account.bill_to}", but a Reseller cannot be under another account.',
                "Remove it; there are no resellers of resellers.",
            )


@rule("V-13")
def direct_customer_is_under_the_msp(draft: Draft) -> Iterator[Finding]:
    """A customer that is not billed to a reseller has a parent account (R-29)."""
    for key, account, instance, options in synced(draft.sound):
        if options.role == "User" and account.bill_to is None and options.parent_account:
            yield draft.finding(
                "V-13",
                ("accounts", key, "sync", instance, "parent_account"),
                f'is "{options.parent_account}", but a direct customer\'s parent is the MSP.',
                f'Remove it, or add bill_to: "{options.parent_account}" to accounts.{key}.',
            )


@rule("V-14")
def parents_are_resellers(draft: Draft) -> Iterator[Finding]:
    """A customer is billed to, or placed under, an account that is no reseller there."""
    loops = _loops(draft.sound)
    for key, account, instance, options in synced(draft.sound):
        if key in loops or options.role == "Reseller":
            continue
        for path, above in _above(key, account, instance, options):
            if _role(draft.sound, above, instance) == "User":
                yield draft.finding(
                    "V-14",
                    path,
                    f'"{above}" has role User on "{instance}", so nobody can be under it.',
                    "Name a reseller.",
                )


def _above(
    key: str, account: Account, instance: str, options: SyncOptions
) -> Iterator[tuple[Path, str]]:
    if account.bill_to is not None:
        yield ("accounts", key, "bill_to"), account.bill_to
        if options.parent_account not in (None, account.bill_to):
            path = ("accounts", key, "sync", instance, "parent_account")
            yield path, str(options.parent_account)


def _role(manifest: Manifest, account: str, instance: str) -> str | None:
    declared = manifest.accounts.get(account)
    options = declared and declared.sync.get(instance)
    return options.role if options else None


@rule("V-15")
def no_loops(draft: Draft) -> Iterator[Finding]:
    """An account is billed to itself, directly or in a circle."""
    for key, loop in _loops(draft.sound).items():
        circle = " -> ".join((*loop, loop[0]))
        message = f'"{key}" is above itself: {circle}.'
        yield draft.finding("V-15", _upward(draft.sound, key), message, "Name another account.")


def _upward(manifest: Manifest, key: str) -> Path:
    account = manifest.accounts[key]
    if account.bill_to is not None:
        return "accounts", key, "bill_to"
    instance = next(name for name, one in account.sync.items() if one.parent_account)
    return "accounts", key, "sync", instance, "parent_account"


def _loops(manifest: Manifest) -> dict[str, list[str]]:
    """Every account in a circle, with the circle from there on."""
    above = {
        key: account.bill_to
        or next((one.parent_account for one in account.sync.values() if one.parent_account), None)
        for key, account in manifest.accounts.items()
    }
    loops = {}
    for key in above:
        seen, following = {key: None}, above[key]
        while following in above and following not in seen:
            seen[following] = None
            following = above[following]
        if following == key:
            loops[key] = list(seen)
    return loops


@rule("V-16")
def reseller_is_synced_first(draft: Draft) -> Iterator[Finding]:
    """An end customer is synchronized with an instance that its reseller is not (R-48)."""
    loops = _loops(draft.sound)
    for key, _, instance, _ in synced(draft.sound):
        above = draft.sound.parent_of(key, instance)
        parent = draft.sound.accounts.get(above or "")
        if above and parent and instance not in parent.sync and key not in loops:
            yield draft.finding(
                "V-16",
                ("accounts", key, "sync", instance),
                f'reseller "{above}" is not synchronized with "{instance}".',
                f"Add accounts.{above}.sync.{instance}, or set bill_to to a synchronized reseller.",
            )


@rule("V-18")
def parent_pays(draft: Draft) -> Iterator[Finding]:
    """A customer is placed under another reseller than the one it is billed to (R-47)."""
    for key, account, instance, options in synced(draft.sound):
        parent = options.parent_account
        if options.role == "User" and account.bill_to and parent not in (None, account.bill_to):
            yield draft.finding(
                "V-18",
                ("accounts", key, "sync", instance, "parent_account"),
                f'"{parent}" is not the account it is billed to ("{account.bill_to}").',
                "Remove it, or acknowledge with --ack V-18.",
                ack_needed=True,
            )
