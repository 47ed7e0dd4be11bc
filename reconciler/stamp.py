"""The ownership stamp: one short line in a tenant's `internal_tag` that says whose it is.

    reconciler/1 northwind-msp/contoso @9f86d081 t:1a2b3c4d o:… u:MMuIE… m:9c1e02ab! ~5d41c07e

In order: tool and stamp version, workspace and account, a hash of the tenant's own id, a
fingerprint per kind of what was last applied, the managed user's id, the mail mark and a
checksum. Only the owner and the checksum are always there: the first POST cannot know more.
The API allows 256 characters and never reads them (`internalTag`, Account Management API v2).
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

LIMIT = 256
PREFIX = "reconciler/"
VERSION = "1"
_SHAPE = re.compile(
    r"""reconciler/1\ (?P<workspace>[^ /]+)/(?P<account>[^ /]+)
    (?:\ @(?P<tenant>[0-9a-f]{8}))?
    (?P<prints>(?:\ [a-z]:[0-9a-f]{8})*)
    (?:\ u:(?P<user>[\w-]{22}))?
    (?:\ m:(?P<run>[0-9a-f]{8})(?P<confirmed>[!?]))?
    \ ~(?P<checksum>[0-9a-f]{8})""",
    re.VERBOSE | re.ASCII,
)


class BrokenStampError(ValueError):
    """The tag claims to be a stamp and is not one: cut off, edited, or of a later version."""


@dataclass(frozen=True, slots=True)
class MailMark:
    """That run `run` set out to send the activation mail, and whether it saw it accepted."""

    run: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who manages a tenant, and what they last applied to it.

    `prints` maps the letter of a kind to the fingerprint of what was applied. An empty
    `tenant` means that the stamp has never been sealed: its account is half made.
    """

    workspace: str
    account: str
    tenant: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    user: str = ""
    mail: MailMark | None = None

    @property
    def sealed(self) -> bool:
        """Whether everything the account needs has once been applied."""
        return bool(self.tenant)

    def fits(self, tenant_id: str) -> bool:
        """Whether the stamp was written for this tenant, and not copied from another."""
        return not self.sealed or self.tenant == digest(tenant_id)

    def sealed_for(self, tenant_id: str, prints: Mapping[str, str]) -> Self:
        """The stamp that says all of `prints` has been applied to this tenant."""
        return replace(self, tenant=digest(tenant_id), prints=dict(prints))

    def __str__(self) -> str:
        parts = [f"{PREFIX}{VERSION} {self.workspace}/{self.account}"]
        if self.tenant:
            parts.append(f"@{self.tenant}")
        parts += [f"{letter}:{self.prints[letter]}" for letter in sorted(self.prints)]
        if self.user:
            parts.append(f"u:{_short(self.user)}")
        if self.mail:
            parts.append(f"m:{self.mail.run}{'!' if self.mail.confirmed else '?'}")
        line = " ".join(parts)
        tag = f"{line} ~{digest(line)}"
        assert len(tag) <= LIMIT, f"the stamp of {self.account} is {len(tag)} characters long"
        return tag


def parse(tag: str) -> Stamp | None:
    """The stamp in a tag; None if the tag is empty or somebody else's.

    Raises BrokenStampError for what begins like a stamp and cannot be read in full.
    """
    if not tag.startswith(PREFIX):
        return None
    shape = _SHAPE.fullmatch(tag)
    if not shape or digest(tag.rpartition(" ")[0]) != shape["checksum"]:
        raise BrokenStampError(tag)
    return Stamp(
        workspace=shape["workspace"],
        account=shape["account"],
        tenant=shape["tenant"] or "",
        prints=dict(pair.split(":") for pair in shape["prints"].split()),
        user=_long(shape["user"]) if shape["user"] else "",
        mail=MailMark(shape["run"], shape["confirmed"] == "!") if shape["run"] else None,
    )


def read(tag: str) -> Stamp | None:
    """The stamp in a tag; None also if it is broken: what cannot be read permits nothing."""
    try:
        return parse(tag)
    except BrokenStampError:
        return None


def digest(text: str) -> str:
    """Eight hexadecimal digits: enough to notice a change, short enough for the tag."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _short(uuid: str) -> str:
    return base64.urlsafe_b64encode(UUID(uuid).bytes).decode().rstrip("=")


def _long(short: str) -> str:
    return str(UUID(bytes=base64.urlsafe_b64decode(short + "==")))
