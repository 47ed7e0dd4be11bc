"""The account's user: the one administrator that we make and look after."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from reconciler.acronis import wire
from reconciler.acronis.client import ReadClient, WriteClient
from reconciler.errors import ConflictError
from reconciler.findings import Finding
from reconciler.plan import Pins
from reconciler.resources.claim import Claim
from reconciler.resources.offer import Offer
from reconciler.resources.resource import Resource, Source
from reconciler.resources.site import Site
from reconciler.resources.work import Work
from reconciler.sentences import OfAPerson, Summary

CONTACT = ("email", "firstname", "lastname", "phone")


class User(Resource):
    """The user of the sync options: login = username, contact e-mail = email (D-03).

    Empty names, phone and language are not managed. Other users of the tenant are not ours.
    """

    kind: ClassVar = "user"
    letter: ClassVar = "u"
    after: ClassVar = ("tenant",)
    sources: ClassVar = {
        "login": Source("accounts.{account}.sync.{instance}.username", ("D-03",), "user.login"),
        "email": Source(
            "accounts.{account}.sync.{instance}.email", ("R-12",), "user.contact.email"
        ),
        "firstname": Source("accounts.{account}.contact.firstname", (), "user.contact.firstname"),
        "lastname": Source("accounts.{account}.contact.lastname", (), "user.contact.lastname"),
        "phone": Source("accounts.{account}.contact.phone", (), "user.contact.phone"),
        "language": Source("accounts.{account}.language", ("R-15",), "user.language"),
        "enabled": Source("accounts.{account}.state", ("R-18",), "user.enabled"),
    }

    login: str
    email: str
    firstname: str = ""
    lastname: str = ""
    phone: str = ""
    language: str = "en"
    enabled: bool = True

    @classmethod
    def wanted_by(cls, claim: Claim, offer: Offer) -> Self:
        """One user in every tenant (R-18)."""
        contact = claim.account.contact
        return cls(
            login=claim.sync.username,
            email=claim.sync.email,
            language=claim.account.language,
            **(contact.model_dump(exclude_none=True) if contact else {}),
        )

    @classmethod
    def found_at(cls, site: Site, wanted: Self) -> Self | None:
        return wanted._seen_in(site.user) if site.user else None

    @classmethod
    def pins_at(cls, site: Site, wanted: Self) -> Pins:
        live = site.user
        return Pins(id=live.id, version=live.version) if live else Pins()

    def summary(self) -> str:
        return Summary.USER.told(self.login, self.email)

    def told(self, path: str, live: Any, wanted: Any, site: Site) -> str:
        if path == "enabled":
            return OfAPerson.DISABLED.told(self.login)
        if path == "language":
            return OfAPerson.OTHER_LANGUAGE.told(self.login, live=live, wanted=wanted)
        return OfAPerson.OTHER_FIELD.told(self.login, live, wanted, field=path)

    def objections(self, before: Self | None, site: Site | None) -> Iterator[Finding]:
        if before and before.login != self.login:
            yield Finding(
                code="V-36",
                severity="error",
                message=OfAPerson.RENAMED.told(before.login, self.login),
                hint=OfAPerson.RENAME_BACK.told(before.login, self.login),
            )
        elif before and before.email != self.email:
            yield Finding(
                code="V-37",
                severity="warning",
                message=OfAPerson.NEW_ADDRESS.told(before.email, self.email),
                hint="If the user has never activated it, run: reconciler resend "
                f"{site.stamp.account if site and site.stamp else 'ACCOUNT'}",
            )

    def create(self, api: WriteClient, work: Work) -> None:
        made = api.create_user(
            {
                "tenant_id": work.tenant_id,
                "login": self.login,
                "contact": self._contact(),
                "language": self.language,
            }
        )
        work.user_id = made.id

    def recover(self, api: ReadClient, work: Work) -> bool:
        """Look for the login in the tenant: the answer to the POST was lost."""
        for user in api.users_of(work.tenant_id):
            if user.login.casefold() == self.login.casefold():
                work.user_id = user.id
                return True
        return False

    def update(self, api: WriteClient, work: Work, before: Self) -> None:
        """PUT what differs; after a version conflict only if the user is still as it was seen.

        A conflict is also what a repeated PUT meets when only its first answer was lost.
        """
        body, pins = self._difference(before), work.pins[self.kind]
        try:
            api.update_user(pins.id, {**body, "version": pins.version})
        except ConflictError:
            live = api.user(pins.id)
            seen = self._seen_in(live, before)
            if seen == self:
                return
            if seen != before:
                raise
            api.update_user(live.id, {**body, "version": live.version})

    def _seen_in(self, live: wire.User, before: Self | None = None) -> Self:
        """A live user in so far as it is managed; a login that differs in case alone is ours.

        What there was `before` and is to be empty is looked at as well.
        """
        known = [one for one in (self, before) if one]
        names = [name for name in CONTACT if any(getattr(one, name) for one in known)]
        contact = {name: getattr(live.contact, name) for name in names}
        login = self.login if live.login.casefold() == self.login.casefold() else live.login
        language = live.language or self.language
        return type(self)(login=login, language=language, enabled=live.enabled, **contact)

    def _contact(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in CONTACT if getattr(self, name)}

    def _difference(self, before: Self) -> dict[str, Any]:
        body: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("enabled", "language")
            if getattr(self, name) != getattr(before, name)
        }
        contact = {
            name: getattr(self, name)
            for name in CONTACT
            if getattr(self, name) != getattr(before, name)
        }
        return {**body, "contact": contact} if contact else body
