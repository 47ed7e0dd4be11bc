"""Which user of a tenant is the account's: the one whose roles fit, else an administrator."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.acronis.wire import User
from reconciler.manifest.model import Manifest
from reconciler.manifest.rules.identity import EMAIL, flaw_of_username
from reconciler.sentences import OfAPerson

ADMINISTRATOR = "_admin"
"""How roles end that administer something, or that may look at what administrators see."""


@dataclass(slots=True)
class Names:
    """Usernames and e-mail addresses that accounts have already, in small letters."""

    logins: dict[str, str] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Manifest, instance: str) -> "Names":
        """Those of the manifests: usernames of the instance's data centre, all addresses."""
        names = cls()
        gateway = manifest.instances[instance].gateway
        for key, account in manifest.accounts.items():
            for name, options in account.sync.items():
                names.emails.setdefault(options.email.lower(), key)
                if manifest.instances[name].gateway == gateway:
                    names.logins.setdefault(options.username.lower(), key)
        return names

    def give(self, user: User, owner: str) -> None:
        """Note that an account has the user's."""
        self.logins[user.login.lower()] = owner
        self.emails[user.contact.email.lower()] = owner

    def flaw(self, user: User) -> str:
        """What keeps a user's name or address out of manifests, "" if nothing does."""
        login, email = user.login, user.contact.email
        if said := flaw_of_username(login):
            return f"the username {said} [V-30]"
        if owner := self.logins.get(login.lower()):
            return OfAPerson.USERNAME_GIVEN.told(login, owner=owner)
        if not EMAIL.fullmatch(email):
            return OfAPerson.ADDRESS_FLAWED.told(email, login)
        if owner := self.emails.get(email.lower()):
            return OfAPerson.ADDRESS_GIVEN.told(email, login, owner=owner)
        return ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The user who is taken and how that came, or else why there is none."""

    user: User | None
    why: str


def chosen(
    users: Sequence[User], policies: Collection[str], tenant_id: str, names: Names
) -> Choice:
    """The account's user, of those in its tenant; `policies` are what its role grants.

    Whoever is enabled and holds just that comes first, then administrators, activated ones and
    older ones before others. A user who administers nothing is taken only if it is the only one.
    """
    held = {user.id: _held(user, tenant_id) for user in users}
    fitting = [user for user in users if held[user.id] == set(policies)]
    able = [user for user in users if user in fitting or _administers(held[user.id])]
    among = able or (users if len(users) == 1 else ())
    ranked = sorted(among, key=lambda user: _rank(user, held, set(policies)))
    for user in ranked:
        if not names.flaw(user):
            return Choice(user, _why(user, fitting, able, held, len(users)))
    if ranked:
        return Choice(None, names.flaw(ranked[0]))
    count = f"none of its {len(users)} users administers it"
    return Choice(None, count if users else "it has no user")


def _held(user: User, tenant_id: str) -> set[str]:
    return {one.role_id for one in user.access_policies if one.tenant_id == tenant_id}


def _administers(roles: Collection[str]) -> bool:
    return any(role.endswith(ADMINISTRATOR) for role in roles)


def _rank(user: User, held: Mapping[str, set[str]], policies: set[str]) -> tuple[object, ...]:
    roles = held[user.id]
    return (
        not user.enabled,
        roles != policies,
        not user.activated,
        not roles >= policies,
        str(user.created_at or ""),
        user.login.casefold(),
        user.id,
    )


def _why(
    user: User,
    fitting: Sequence[User],
    able: Sequence[User],
    held: Mapping[str, set[str]],
    number: int,
) -> str:
    """One line for the manifest: how the user was found, and what it holds if that differs."""
    if user in fitting:
        if len(fitting) == 1:
            return "holds just what the role grants"
        return f"the first of {len(fitting)} users who hold just what the role grants"
    roles = ", ".join(sorted(held[user.id])) or "no roles"
    if number == 1:
        return f"the only user; holds {roles}"
    state = "activated " if user.activated else ""
    which = f"the first {state}of {len(able)}" if len(able) > 1 else "the only"
    return f"{which} administrator{'s' * (len(able) > 1)}; holds {roles}"
