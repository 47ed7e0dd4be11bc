"""The manifests as text: one file for products, one per reseller, one for direct customers.

Equal drafts give equal bytes. Names come from outside, so every value is written by the YAML
library, and what cannot be seen is escaped.
"""

from collections.abc import Iterator, Mapping

import yaml

from reconciler.importing.values import PRODUCTS, Draft, Intake
from reconciler.manifest.model import Product

ALONE = "they differ from the product's, and are left as they are"
WIDEST = 1_000_000
"""So that no value is broken into lines."""


def files_of(draft: Draft, schema: str = "schema.json") -> dict[str, str]:
    """The text of each file by its path below the folder; `schema` is the editors' from there."""
    files = {}
    if draft.products:
        files[PRODUCTS] = _file(PRODUCTS, schema, _products(draft.products))
    for name in sorted({one.file for one in draft.accounts}):
        accounts = sorted(
            (one for one in draft.accounts if one.file == name),
            key=lambda one: (not one.reseller, one.key),
        )
        files[name] = _file(name, schema, _accounts(accounts, draft.instance))
    return files


def _file(name: str, schema: str, lines: Iterator[str]) -> str:
    above = "../" * name.count("/")
    head = [f"# yaml-language-server: $schema={above}{schema}", "version: 1", ""]
    return "\n".join([*head, *lines]) + "\n"


def _products(products: Mapping[str, Product]) -> Iterator[str]:
    yield "products:"
    for key, product in products.items():
        yield f"  {value(key)}:"
        for name, said in product.model_dump(exclude_none=True).items():
            yield f"    {name}: {value(said)}"


def _accounts(accounts: list[Intake], instance: str) -> Iterator[str]:
    yield "accounts:"
    for number, one in enumerate(accounts):
        yield from [""] if number else []
        yield from _account(one, instance)
    sold = [one for one in accounts if one.subscription]
    yield from ["", "subscriptions:"] if sold else []
    for one in sold:
        state = "" if one.tenant.enabled else ", state: suspended"
        buys = f"account: {value(one.key)}, product: {value(one.product)}{state}"
        yield f"  {value(one.subscription)}: {{{buys}}}"


def _account(one: Intake, instance: str) -> Iterator[str]:
    tenant, user = one.tenant, one.candidate.user
    yield f"  {value(one.key)}:" + (f" # {comment(one.note)}" if one.note else "")
    for name, said in _fields(one):
        yield f"    {name}: {value(said)}"
    if one.left_alone:
        yield f"    services: provision_once # {ALONE}"
    yield f"    adopt: {{{value(instance)}: {value(tenant.id)}}}"
    login, email = value(user.login), value(user.contact.email)
    options = f"role: {one.candidate.role}, username: {login}, email: {email}"
    yield f"    sync: # {comment(one.candidate.why)}"
    yield f"      {value(instance)}: {{{options}}}"


def _fields(one: Intake) -> Iterator[tuple[str, str]]:
    """What an account says of itself; defaults are left out."""
    tenant = one.tenant
    yield "name", tenant.name
    if tenant.customer_id:
        yield "external_id", tenant.customer_id
    if one.parent:
        yield "bill_to", one.parent
    if tenant.language and tenant.language != "en":
        yield "language", tenant.language
    if not tenant.enabled and not one.subscription:
        yield "state", "suspended"
    if one.candidate.user.activated:
        yield "activation", "none"


def value(text: str) -> str:
    """A value or a key, as it can stand in any place of a file."""
    listed: str = yaml.safe_dump(
        [text], default_flow_style=True, width=WIDEST, allow_unicode=text.isprintable()
    )
    return listed.strip()[1:-1]


def comment(text: str) -> str:
    """Text that ends where its line ends."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
