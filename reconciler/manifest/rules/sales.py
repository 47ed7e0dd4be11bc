"""Rules on subscriptions and products (D-06, V-40 to V-44, V-49)."""

from collections.abc import Iterator
from typing import get_args

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.entries import SubscriptionState
from reconciler.manifest.model import Account, Product, Subscription
from reconciler.manifest.nearest import did_you_mean
from reconciler.manifest.rules.rule import rule

SERVICES = ("protection", "file_sync_share")


def _sold(draft: Draft) -> Iterator[tuple[str, Subscription, Account, Product]]:
    """Subscriptions whose account and product are sound, with both."""
    for key, one in draft.sound.subscriptions.items():
        account = draft.sound.accounts.get(one.account)
        product = draft.sound.products.get(one.product)
        if account and product:
            yield key, one, account, product


@rule("D-06")
def absent_accounts_buy_nothing(draft: Draft) -> Iterator[Finding]:
    """A tenant is enabled while account and subscription are active; an absent account has none."""
    for key, one, account, _ in _sold(draft):
        if account.state == "absent" and one.state == "active":
            yield draft.finding(
                "D-06",
                ("subscriptions", key),
                f'is still active, but account "{one.account}" is absent.',
                "Set state: cancelled, or remove it.",
                severity="warning",
            )


@rule("V-40")
def options_before_subscriptions(draft: Draft) -> Iterator[Finding]:
    """A subscription's account has no sync options on the instance of its product."""
    for key, one, account, product in _sold(draft):
        if product.instance not in account.sync:
            yield draft.finding(
                "V-40",
                ("subscriptions", key),
                f'account "{one.account}" has no sync options for instance "{product.instance}" '
                "(role, username and email are required before ordering).",
                f"Add accounts.{one.account}.sync.{product.instance}.",
            )


@rule("V-41")
def customers_subscribe(draft: Draft) -> Iterator[Finding]:
    """A subscription is for a reseller; only direct and end customers have them."""
    for key, one, account, product in _sold(draft):
        options = account.sync.get(product.instance)
        if options and options.role == "Reseller":
            yield draft.finding(
                "V-41",
                ("subscriptions", key, "account"),
                f'"{one.account}" has role Reseller on "{product.instance}"; '
                "subscriptions are for customers.",
                "Name the customer, or remove the subscription.",
            )


@rule("V-42")
def one_subscription_at_a_time(draft: Draft) -> Iterator[Finding]:
    """An account has a second subscription on an instance that is not cancelled (D-07)."""
    first: dict[tuple[str, str], str] = {}
    for key, one, _, product in _sold(draft):
        if one.state == "cancelled":
            continue
        other = first.setdefault((one.account, product.instance), key)
        if other != key:
            yield draft.finding(
                "V-42",
                ("subscriptions", key),
                f'account "{one.account}" already has subscriptions.{other} '
                f'on "{product.instance}".',
                "Set state: cancelled on one of them, or remove it.",
            )


@rule("V-43")
def quantity_is_one(draft: Draft) -> Iterator[Finding]:
    """A subscription's quantity is not 1 (D-07)."""
    for path, quantity in draft.each("subscriptions", ANY, "quantity"):
        if isinstance(quantity, int) and not isinstance(quantity, bool) and quantity != 1:
            yield draft.finding("V-43", path, f"must be 1, not {quantity}.", "Remove it.")


@rule("V-44")
def products_provision_something(draft: Draft) -> Iterator[Finding]:
    """A product does not say how a service is licensed, or licenses none at all (D-08)."""
    for path, product in draft.each("products", ANY):
        if not isinstance(product, dict):
            continue
        for service in SERVICES:
            if service not in product:
                hint = "Write how it is licensed, or none."
                yield draft.finding("V-44", (*path, service), "is missing.", hint)
        if all(product.get(service) == "none" for service in SERVICES):
            message = "licenses no service, so there is nothing to provision."
            yield draft.finding("V-44", path, message, "Set protection or file_sync_share.")


@rule("V-49")
def known_states(draft: Draft) -> Iterator[Finding]:
    """A subscription's state is none of active, suspended and cancelled."""
    states = get_args(SubscriptionState)
    for path, state in draft.each("subscriptions", ANY, "state"):
        if state is not None and state not in states:
            shown = draft.shown(path, state) or "it"
            hint = did_you_mean(state, states) if isinstance(state, str) else ""
            message = f"{shown} is not a state; choose {', '.join(states)}."
            yield draft.finding("V-49", path, message, hint)
