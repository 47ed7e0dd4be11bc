"""A site: a live tenant with everything in it, as one refresh has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.acronis.wire import OfferingItem, Tenant, User
from reconciler.plan import Address
from reconciler.stamp import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The tenant that belongs to a claim.

    `login` is the username the claim wants.
    `stamp` is None on an adopted tenant that carries none of ours; `parent` is the address of
    its live parent; `shut` names the address of a disabled ancestor, if there is one.
    `above` is the name of the tenant above, `storages` are the names of storages by id.
    """

    tenant: Tenant
    parent: Address
    login: str
    stamp: Stamp | None = None
    users: tuple[User, ...] = ()
    items: tuple[OfferingItem, ...] = ()
    shut: Address | None = None
    above: str = ""
    storages: Mapping[str, str] = field(default_factory=dict)

    @property
    def user(self) -> User | None:
        """The account's user: by login, which ignores case; else the one that the stamp names."""
        folded, known = self.login.casefold(), self.stamp.user if self.stamp else ""
        by_login = (user for user in self.users if user.login.casefold() == folded)
        by_stamp = (user for user in self.users if known and user.id == known)
        return next(by_login, None) or next(by_stamp, None)

    @property
    def foreign(self) -> bool:
        """Whether the tag is somebody else's: the tenant was adopted, and gets no stamp of ours."""
        return self.stamp is None and bool(self.tenant.internal_tag)

    def print_of(self, letter: str) -> str:
        """The fingerprint of what was last applied, "" where none is known."""
        return self.stamp.prints.get(letter, "") if self.stamp else ""

    def named(self, label: str) -> str:
        """An item's label with the name of its storage, where one is known, and not its id."""
        item, _, storage = label.partition("@")
        return f"{item} on {self.storages.get(storage, storage)}" if storage else item
