"""Contacts: the people and addresses of tenants and users, written in part and shown whole."""

import sqlite3
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from reconciler.sandbox import clock, settings
from reconciler.sandbox.shapes import Shape, Text

Email = Annotated[str, StringConstraints(pattern=r"^$|^\S+@\S+$", max_length=1000)]
Type = Literal["legal", "primary", "billing", "technical", "management"]
OptionalText = Text | None


class Contact(Shape):
    """What may be written of a contact; what is not sent stays."""

    types: tuple[Type, ...] = ()
    email: Email = ""
    address1: OptionalText = None
    address2: OptionalText = None
    country: OptionalText = None
    state: OptionalText = None
    city: OptionalText = None
    zipcode: OptionalText = None
    phone: OptionalText = None
    firstname: OptionalText = None
    lastname: OptionalText = None
    title: OptionalText = None
    website: OptionalText = None
    industry: OptionalText = None
    organization_size: OptionalText = None
    aan: OptionalText = None
    fax: OptionalText = None
    language: OptionalText = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = self.given
        return given | ({"types": ",".join(given["types"])} if "types" in given else {})


FIELDS = tuple(name for name in Contact.model_fields if name not in ("types", "email"))
_TIMES = ("created_at", "updated_at")


def create(
    db: sqlite3.Connection,
    holder_id: str,
    contact: Contact,
    now: int,
    *,
    company_billing: bool = False,
) -> None:
    """A contact of a new tenant or user; names that were not given are empty, not null.

    It is the main one, or else the company's for billing, which only `contacts` shows.
    """
    row = {
        "types": "",
        "email": "",
        "firstname": "",
        "lastname": "",
        **contact.columns,
        **({"types": "company_billing"} if company_billing else {}),
        "id": settings.fresh_id(db),
        "holder_id": holder_id,
        "main": not company_billing,
        "email_confirmed": 0,
        "created_at": now,
        "updated_at": now,
    }
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO contacts ({', '.join(row)}) VALUES ({marks})", row)


def update(db: sqlite3.Connection, holder_id: str, contact: Contact, now: int) -> None:
    """Change the fields of a main contact that were sent."""
    changes = {**contact.columns, "updated_at": now}
    sets = ", ".join(f"{name} = :{name}" for name in changes)
    db.execute(
        f"UPDATE contacts SET {sets} WHERE holder_id = :holder AND main",
        {**changes, "holder": holder_id},
    )


def held_by(db: sqlite3.Connection, holder_id: str) -> list[sqlite3.Row]:
    """All contacts of a tenant or user, the main one first."""
    return db.execute(
        "SELECT * FROM contacts WHERE holder_id = ? ORDER BY main DESC, id", (holder_id,)
    ).fetchall()


def shown(row: sqlite3.Row, prefix: str = "") -> dict[str, Any]:
    """A contact as the API shows it; `prefix` is what its columns are called by in a join."""
    return {
        "id": row[f"{prefix}id"],
        **{time: clock.plain(row[prefix + time]) for time in _TIMES},
        "types": row[f"{prefix}types"].split(",") if row[f"{prefix}types"] else [],
        "email": row[f"{prefix}email"],
        **{name: row[prefix + name] for name in FIELDS},
        "email_confirmed": bool(row[f"{prefix}email_confirmed"]),
    }


COLUMNS = ", ".join(
    f"c.{name} AS contact_{name}"
    for name in ("id", *_TIMES, "types", "email", *FIELDS, "email_confirmed")
)
