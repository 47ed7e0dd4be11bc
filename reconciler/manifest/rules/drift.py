"""What the rules on structure say of drift.ignore."""

from collections.abc import Iterator

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.nearest import did_you_mean

KINDS = ("tenant", "offering_items", "pricing", "user", "access_policies", "activation")
"""The kinds of resources; the resources themselves are not known here."""


def unknown_keys(draft: Draft) -> Iterator[Finding]:
    """Anything below drift but ignore (V-01)."""
    for path, _ in draft.each("drift", ANY):
        if path[-1] != "ignore":
            yield draft.finding("V-01", path, f'"{path[-1]}" is not a key here.', "Write ignore.")


def unknown_accounts(draft: Draft) -> Iterator[Finding]:
    """Accounts of ignore rules that are declared nowhere (V-03)."""
    known = draft.declared("accounts")
    for number, one in enumerate(draft.sound.ignore_rules):
        if one.account is None or one.account.startswith("@"):
            continue
        if one.account not in known:
            yield draft.finding(
                "V-03",
                ("drift", "ignore", str(number), "account"),
                f'account "{one.account}" is not declared.',
                did_you_mean(one.account, known) or "Correct it, or remove the rule.",
            )


def unknown_kinds(draft: Draft) -> Iterator[Finding]:
    """Kinds of ignore rules that there are not (V-03)."""
    for number, one in enumerate(draft.sound.ignore_rules):
        if one.kind is not None and one.kind not in KINDS:
            yield draft.finding(
                "V-03",
                ("drift", "ignore", str(number), "kind"),
                f'there is no kind "{one.kind}".',
                f"{did_you_mean(one.kind, KINDS)} Kinds are {', '.join(KINDS)}.".strip(),
            )


def boundless(draft: Draft) -> Iterator[Finding]:
    """Ignore rules that hold for every difference there is (V-01)."""
    for number, one in enumerate(draft.sound.ignore_rules):
        if one.account is None and one.kind is None and one.field is None:
            yield draft.finding(
                "V-01",
                ("drift", "ignore", str(number)),
                "names neither account, kind nor field, so all differences are left out.",
                "Name at least one of them.",
                severity="warning",
            )
