"""The draft of an import: candidates with keys, parents, products and subscriptions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconciler.importing.keys import slug, unique
from reconciler.importing.sales import NONE, Unsaleable, bought, product_of
from reconciler.importing.tenants import sorted_out
from reconciler.importing.values import PRODUCTION, Candidate, Draft, Intake, LeftOut, Rulings
from reconciler.live import Live
from reconciler.manifest.model import Account, Manifest, Product, SyncOptions
from reconciler.resources.claim import Claim
from reconciler.stamp import read

Sale = tuple[str, Product | None]
"""The key of a product that is declared, or one to be written, or neither: ("", None)."""

WORDS = {
    ("protection", "per_gigabyte"): "protection-gb",
    ("protection", "per_workload"): "protection-workload",
    ("file_sync_share", "per_gigabyte"): "files-gb",
    ("file_sync_share", "per_user"): "files-user",
}


def draft_of(manifest: Manifest, live: Live, rulings: Rulings) -> Draft:
    """What would be written for the tenants that no account of the manifests has."""
    candidates, left_out = sorted_out(manifest, live, rulings.objections)
    intakes = _keyed(candidates, manifest, live)
    sales: dict[str, Sale] = {}
    accounts: list[Intake] = []
    for one in intakes:
        try:
            sale, note = _sale(one, manifest, live)
        except Unsaleable as reason:
            left_out.append(_unsaleable(one, reason))
        else:
            sales[one.key] = sale
            alone = one.tenant.id in rulings.left_alone
            accounts.append(replace(one, note=note, left_alone=alone))
    products = _named([product for _, product in sales.values() if product], manifest)
    keys: dict[Product | None, str] = {product: key for key, product in products.items()}
    return Draft(
        instance=live.offer.instance,
        accounts=tuple(
            replace(one, product=sales[one.key][0] or keys.get(sales[one.key][1], ""))
            for one in sorted(accounts, key=lambda one: one.key)
        ),
        products=products,
        left_out=tuple(sorted(left_out, key=lambda one: (one.name.casefold(), one.tenant_id))),
    )


def _keyed(candidates: Sequence[Candidate], manifest: Manifest, live: Live) -> list[Intake]:
    """The candidates with their keys and those of their resellers.

    A tenant that carries a stamp of ours was an account before: it gets its key back.
    """
    wanted = {one.tenant.id: _wanted(one) for one in sorted(candidates, key=_by_key)}
    taken = {*manifest.accounts, *(one.removesuffix("-services") for one in manifest.subscriptions)}
    keys = dict(zip(wanted, unique(wanted.values(), taken), strict=True))
    addresses = {id_: address.account for id_, address in live.addresses.items()}
    above = {**addresses, live.offer.root_id: "", **keys}
    return [
        Intake(key=keys[one.tenant.id], candidate=one, parent=above[one.tenant.parent_id])
        for one in candidates
    ]


def _wanted(candidate: Candidate) -> str:
    tenant = candidate.tenant
    stamp = read(tenant.internal_tag)
    return stamp.account if stamp else slug(tenant.name, f"tenant-{tenant.id[:8]}")


def _by_key(candidate: Candidate) -> tuple[bool, str, str]:
    """Keys of stamps are given away first."""
    return not candidate.tenant.internal_tag, _wanted(candidate), candidate.tenant.id


def _sale(one: Intake, manifest: Manifest, live: Live) -> tuple[Sale, str]:
    """What a customer has bought; and why it is taken to have bought nothing, else "".

    A tenant that is not in production is no sale: a subscription would put it there (R-37).
    Raises Unsaleable.
    """
    if one.reseller:
        return ("", None), ""
    what = bought(live.snapshot.items.get(one.tenant.id, ()))
    if not what.something:
        return ("", None), "no subscription: neither service is on"
    mode = one.tenant.pricing_mode
    if mode != PRODUCTION:
        return ("", None), f"in {mode or 'no'} mode; a subscription would put it into production"
    key, product = product_of(what, _claim(one, manifest, live), manifest, live.offer)
    return ((key, None) if key else ("", product)), ""


def _claim(one: Intake, manifest: Manifest, live: Live) -> Claim:
    """The claim that the account will have, as far as it matters for what can be sold."""
    user = one.candidate.user
    return Claim(
        workspace=manifest.workspace,
        instance=live.offer.instance,
        account_key=one.key,
        account=Account(name=one.key),
        sync=SyncOptions(role="User", username=user.login, email=user.contact.email),
        role=manifest.roles["User"],
        parent=one.parent or None,
    )


def _unsaleable(one: Intake, reason: Unsaleable) -> LeftOut:
    return LeftOut(tenant_id=one.tenant.id, name=one.tenant.name, reason=str(reason))


def _named(products: Sequence[Product], manifest: Manifest) -> Mapping[str, Product]:
    """The distinct products by their keys, which say what they are."""
    distinct = {_title(product): product for product in products}
    titles = sorted(distinct)
    keys = unique((slug(title, "product") for title in titles), manifest.products)
    return {key: distinct[title] for key, title in zip(keys, titles, strict=True)}


def _title(product: Product) -> str:
    fields = {"protection": product.protection, "file_sync_share": product.file_sync_share}
    words = [WORDS[name, model] for name, model in fields.items() if model != NONE]
    return " ".join([*words, product.storage or ""]).strip()
