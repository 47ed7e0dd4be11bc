"""What may be written of a user."""

import re
from typing import Literal

from reconciler.sandbox.contacts import Contact, Email
from reconciler.sandbox.shapes import Id, Moment, Shape, Text, Version

LOGIN = re.compile(r"[A-Za-z0-9.@_+:!#$%^*={}'`/?-]{3,}")

Notification = Literal[
    "maintenance",
    "quota",
    "reports",
    "backup_error",
    "backup_warning",
    "backup_info",
    "backup_daily_report",
    "backup_critical",
    "device_control_warning",
    "certificate_management_error",
    "certificate_management_warning",
    "certificate_management_info",
]


class UserContact(Contact):
    """A new user's contact must have an e-mail address."""

    email: Email


class UserPost(Shape):
    """A user to be created; its roles are given afterwards."""

    tenant_id: Id
    login: Text | None = None
    external_id: Text | None = None
    idp_id: Id = "11111111-1111-1111-1111-111111111111"
    contact: UserContact | None = None
    enabled: bool = True
    language: Text = "en"
    business_types: tuple[Literal["buyer"], ...] = ()
    notifications: tuple[Notification, ...] = ("quota", "reports", "backup_daily_report")
    origin_id: Text | None = None
    origin_external_id: Text | None = None
    disable_after: Moment | None = None


class UserPut(Shape):
    """A change of a user; what is not sent stays."""

    version: Version
    login: Text = ""
    external_id: Text = ""
    idp_id: Id = ""
    contact: Contact = Contact()
    enabled: bool = True
    language: Text = ""
    notifications: tuple[Notification, ...] = ()
    disable_after: Moment | None = None


def valid_login(login: str) -> bool:
    """Three or more of the characters that the guide allows, and no white space."""
    return LOGIN.fullmatch(login) is not None
