"""Activation: the one mail that invites the account's user (R-15, D-14)."""

from collections.abc import Iterator
from typing import ClassVar, Self

from reconciler.acronis.client import WriteClient
from reconciler.errors import ApiError, ConflictError
from reconciler.findings import Finding
from reconciler.plan import Pins
from reconciler.resources.claim import Claim
from reconciler.resources.offer import Offer
from reconciler.resources.resource import Resource, Source
from reconciler.resources.site import Site
from reconciler.resources.work import Work
from reconciler.resources.writing import marked, reread, write_stamp
from reconciler.sentences import OfAPerson, Summary
from reconciler.stamp import Stamp


class Activation(Resource):
    """The activation mail. Whether it went out cannot be read, so the stamp remembers it.

    It is there when the stamp has a mail mark for the user, or when the user was there before
    us: a sealed stamp without a mark, one that is not sealed but names the user already, or no
    stamp at all, means that no mail is owed.
    """

    kind: ClassVar = "activation"
    after: ClassVar = ("tenant", "offering_items", "pricing", "user", "access_policies")
    irreversible: ClassVar = True
    sources: ClassVar = {
        "login": Source("accounts.{account}.sync.{instance}.username", ("D-03",), "user.login"),
        "email": Source(
            "accounts.{account}.sync.{instance}.email",
            ("reseller:R-15", "customer:R-43"),
            "POST users/{id}/send-activation-email",
        ),
    }

    login: str
    email: str

    @classmethod
    def wanted_by(cls, claim: Claim, offer: Offer) -> Self | None:
        """One mail for every new user, unless the account says `activation: none` (D-05)."""
        if claim.account.activation == "none":
            return None
        return cls(login=claim.sync.username, email=claim.sync.email)

    @classmethod
    def found_at(cls, site: Site, wanted: Self) -> Self | None:
        if site.foreign:
            return wanted  # without a mark in a stamp it could go out twice
        if site.user is None:
            return None
        stamp = site.stamp
        owed = stamp and not stamp.sealed and stamp.mail is None and not stamp.user
        changed_hands = stamp is not None and bool(stamp.user) and stamp.user != site.user.id
        return None if owed or changed_hands else wanted

    @classmethod
    def pins_at(cls, site: Site, wanted: Self) -> Pins:
        return Pins(id=site.user.id if site.user else "")

    def summary(self) -> str:
        return Summary.MAIL.told(self.email)

    def objections(self, before: Self | None, site: Site | None) -> Iterator[Finding]:
        if not before or site is None or site.stamp is None:
            return
        if site.stamp.mail and not site.stamp.mail.confirmed:
            yield Finding(
                code="D-14",
                severity="warning",
                message=OfAPerson.MAIL_UNKNOWN.told(self.email),
                hint=f"Ask the recipient; reconciler resend {site.stamp.account} sends it again.",
            )

    def effects(self, before: Self | None) -> Iterator[str]:
        yield "Acronis sends an activation mail; it cannot be called back."

    def create(self, api: WriteClient, work: Work) -> None:
        """Mark, mail, and leave the confirmation of the mark to the stamp that follows.

        Only the process whose versioned mark went in gets as far as the mail. A mail the API
        refused takes its mark back; one without an answer stays marked and unconfirmed.
        """
        before = work.stamp
        if not _others(work) and _claimed(api, work):
            self._mail(api, work, before)

    def update(self, api: WriteClient, work: Work, before: Self) -> None:
        """Send it again, because somebody asked for it: under a mark of its own."""
        earlier = work.stamp
        write_stamp(api, work, marked(work, confirmed=False))
        self._mail(api, work, earlier)
        write_stamp(api, work, work.stamp)

    def _mail(self, api: WriteClient, work: Work, before: Stamp) -> None:
        try:
            api.send_activation_email(work.user_id)
        except ApiError as error:
            if not error.sent or 400 <= (error.status or 0) < 500:
                _take_back(api, work, before, error)
            raise
        work.stamp = marked(work, confirmed=True)


def _take_back(api: WriteClient, work: Work, before: Stamp, refused: ApiError) -> None:
    """Put back the stamp from before the mark of a refused mail: the mail is owed as it was.

    Where that fails too, say what helps.
    """
    try:
        write_stamp(api, work, before)
    except ApiError:
        refused.hint = (
            "The stamp could not be told that no mail went out: "
            f"reconciler resend {work.goal.account} sends it."
        )


def _claimed(api: WriteClient, work: Work) -> bool:
    """Whether the mail is ours to send: False if another run's mark came first."""
    try:
        write_stamp(api, work, marked(work, confirmed=False))
    except ConflictError:
        if reread(api, work) and _others(work):
            return False
        raise
    return True


def _others(work: Work) -> bool:
    """Whether the stamp has another run's mark for this very user."""
    mail = work.stamp.mail
    return mail is not None and mail.run != work.run and work.stamp.user == work.user_id
