"""What the rules on structure say of drift.ignore."""

from collections.abc import Iterator

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.nearest import did_you_mean


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
