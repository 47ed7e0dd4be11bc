"""From drafts to one that holds: rules and the planner say what has to be left out or alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from reconciler.errors import ManifestError
from reconciler.findings import Finding
from reconciler.importing.draft import draft_of
from reconciler.importing.values import Draft, Rulings
from reconciler.importing.writing import files_of
from reconciler.live import Live, match
from reconciler.manifest.document import Document, parse
from reconciler.manifest.load import Checked
from reconciler.manifest.model import Manifest
from reconciler.planner import Side, make_plan
from reconciler.resources import desired
from reconciler.resources.offering_items import OfferingItems

Check = Callable[[Sequence[Document]], Checked]
PREFIX = "import:"
"""How the files of a draft are called while they are none; no file on disk is called so."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The draft that holds, and its files as text by their paths below the folder."""

    draft: Draft
    files: dict[str, str]


def settled(manifest: Manifest, live: Live, check: Check, schema: str = "schema.json") -> Settled:
    """The import of all that can be imported beside `manifest`.

    `check` says what the rules have against further documents beside it. A draft is held against
    the rules and planned: a tenant that breaks a rule is left out, and services that an apply
    would change are left to the customer. Then there is another draft.
    """
    rulings = Rulings()
    while True:
        draft = draft_of(manifest, live, rulings)
        files = files_of(draft, schema)
        checked = check([parse(f"{PREFIX}{name}", text.encode()) for name, text in files.items()])
        better = _ruled(rulings, draft, checked, live)
        if better == rulings:
            return Settled(draft, files)
        rulings = better


def replanned(manifest: Manifest, live: Live) -> Side:
    """Both sides of the instance as it was read, for other manifests. Nothing is asked again."""
    wanted = desired(manifest, live.offer)
    return wanted, replace(match(live.snapshot, wanted.claims), logins=live.logins)


def _ruled(rulings: Rulings, draft: Draft, checked: Checked, live: Live) -> Rulings:
    """The rulings with what this draft has shown; the same ones if it holds."""
    if checked.manifest is None:
        objections = _objections(draft, checked.findings)
        if not objections:
            raise ManifestError(checked.findings)
        return replace(rulings, objections={**objections, **rulings.objections})
    touched = _touched(draft, checked.manifest, live)
    return replace(rulings, left_alone=rulings.left_alone | touched)


def _objections(draft: Draft, findings: Collection[Finding]) -> dict[str, str]:
    """What the rules say against accounts of the draft, by the ids of their tenants."""
    ids = {one.key: one.tenant.id for one in draft.accounts}
    ids |= {one.subscription: one.tenant.id for one in draft.accounts if one.subscription}
    objections: dict[str, str] = {}
    for finding in findings:
        if finding.severity == "error" and finding.file.startswith(PREFIX):
            _, _, inside = finding.path.partition(".")
            key = inside
            while key and key not in ids:  # keys may hold dots
                key = key.rpartition(".")[0]
            if key:
                field = inside.removeprefix(key).removeprefix(".")
                said = f"{finding.message.rstrip('.')} [{finding.code}]"
                objections.setdefault(ids[key], f"{field}: {said}" if field else said)
    return objections


def _touched(draft: Draft, manifest: Manifest, live: Live) -> frozenset[str]:
    """The tenants of customers whose services an apply would change, now or once it can."""
    plan = make_plan(manifest, {draft.instance: replanned(manifest, live)})
    rows = (*(one.address for one in plan.changes), *(one.address for one in plan.waiting))
    accounts = {address.account for address in rows if address.kind == OfferingItems.kind}
    return frozenset(
        one.tenant.id for one in draft.accounts if one.subscription and one.key in accounts
    )
