"""A claim: what one account asks of one instance. The page's first decisions are taken here."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.manifest.model import (
    Account,
    IgnoreRule,
    Manifest,
    Product,
    Role,
    ServicesPolicy,
    Subscription,
    SyncOptions,
)
from reconciler.plan import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An account's sync options for an instance, with all that they refer to.

    `parent` is the reseller's account, or None where the MSP itself is the parent.
    `unrepaired` are the rules for differences that are left as they are.
    """

    workspace: str
    instance: str
    account_key: str
    account: Account
    sync: SyncOptions
    role: Role
    parent: str | None
    subscription_key: str = ""
    subscription: Subscription | None = None
    product: Product | None = None
    storage: str | None = None
    services: ServicesPolicy | None = None
    unrepaired: tuple[IgnoreRule, ...] = ()

    @property
    def address(self) -> Address:
        """The address of the account's tenant."""
        return Address(self.instance, self.account_key, "tenant")

    @property
    def above(self) -> Address:
        """The address of the reseller's tenant; nothing is there if the MSP is the parent."""
        return Address(self.instance, self.parent or "", "tenant")

    @property
    def path(self) -> str:
        """Where the claim stands in the manifests."""
        return f"accounts.{self.account_key}.sync.{self.instance}"

    @property
    def reseller(self) -> bool:
        """Whether the account resells: such an account gets its tenant at once (R-13)."""
        return self.sync.role == "Reseller"

    @property
    def absent(self) -> bool:
        """Whether the account's tenant is to be deleted (D-06)."""
        return self.account.state == "absent"

    @property
    def provisioned(self) -> bool:
        """Whether a tenant is called for: a customer's only by a subscription (R-35)."""
        return self.reseller or self.subscription is not None

    @property
    def closed_at(self) -> str:
        """Where in the manifests it would be said that the tenant is to be closed."""
        if self.account.state == "active" and self.subscription_key:
            return f"subscriptions.{self.subscription_key}.state"
        return f"accounts.{self.account_key}.state"

    @property
    def enabled(self) -> bool:
        """Whether the tenant may be used: account and subscription are both active (D-06)."""
        active = self.subscription is None or self.subscription.state == "active"
        return self.account.state == "active" and active

    def leaves(self, kind: str, field: str) -> bool:
        """Whether a difference in a field is known, meant, and not to be put right."""
        return any(rule.matches(self.account_key, kind, field) for rule in self.unrepaired)


def claims(manifest: Manifest, instance: str) -> Iterator[Claim]:
    """All claims on an instance, by account."""
    for key in sorted(manifest.accounts):
        account = manifest.accounts[key]
        if instance in account.sync:
            yield _claim(manifest, instance, key, account)


def _claim(manifest: Manifest, instance: str, key: str, account: Account) -> Claim:
    current = manifest.current_subscription(key, instance)
    subscription_key, subscription = current or ("", None)
    product = manifest.products[subscription.product] if subscription else None
    return Claim(
        workspace=manifest.workspace,
        instance=instance,
        account_key=key,
        account=account,
        sync=account.sync[instance],
        role=manifest.roles[account.sync[instance].role],
        parent=manifest.parent_of(key, instance),
        subscription_key=subscription_key,
        subscription=subscription,
        product=product,
        storage=(product.storage if product else None) or manifest.instances[instance].storage,
        unrepaired=tuple(rule for rule in manifest.ignore_rules if not rule.repair),
        services=manifest.services_policy(key, subscription.product) if subscription else None,
    )
