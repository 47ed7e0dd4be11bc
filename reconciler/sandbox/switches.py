"""Named switches for what the vendor leaves open: one field per question, with a stated default.

Each default is the likeliest reading of the published facts; the other values are the readings
that a client should survive as well.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any, Literal, Self, get_args, get_type_hints

from reconciler.sandbox import settings

Refusal = Literal[400, 409]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """How this sandbox answers the open questions."""

    status_1001: Refusal = 409
    """The HTTP status of a version mismatch; 409 is what the contract lists for PUT."""

    status_1004: Refusal = 409
    """The HTTP status of a taken tenant name."""

    status_1012: Refusal = 400
    """The HTTP status of a locked tenant."""

    status_1021: Refusal = 400
    """The HTTP status of an offering item that is not available."""

    status_1023: Refusal = 400
    """The HTTP status of a missing dependency between offering items."""

    two_storages_code: Literal[1015, 1027, 1031] = 1015
    """The code for a customer's second storage of one service."""

    two_editions_code: Literal[1027, 1015, 1031] = 1027
    """The code for a customer's second billing mode of one service."""

    sub_partner_code: Literal[1002, 1027] = 1002
    """The code for a partner's partner without the partnership option for it."""

    sub_partners: Literal["top", "all", "none"] = "top"
    """Which partners may hold partners: those right below the platform, all of them, or none."""

    disabled_children: Literal["unchanged", "disabled"] = "unchanged"
    """Whether disabling a tenant writes `enabled: false` into those below it."""

    items_off_below: Literal["cascade", "keep"] = "cascade"
    """Whether an item that is turned off is turned off in the tenants below as well."""

    storage_off_below: Literal["cascade", "refuse"] = "cascade"
    """Whether a storage that is on below may be turned off; if not, that is a 1016."""

    default_storage: Literal["free", "kept"] = "free"
    """Whether the last storage of a service that stays on may be turned off; if not, 1017."""

    locked_items: bool = False
    """Whether storage and seats of File Sync & Share are locked to their service (FORUM-L)."""

    packs_need_base: bool = False
    """Whether an advanced pack needs a base item of its edition (1023)."""

    partner_overage: Literal["accept", "drop", "refuse"] = "accept"
    """What becomes of a hard quota on a partner, where the portal knows soft quotas only."""

    items_answer: Literal["submitted", "all"] = "submitted"
    """Which items the answer to a PUT of items holds."""

    never_enabled_items: bool = False
    """Whether the list of a subtree's items holds those that were available but never on."""

    items_bump_version: bool = False
    """Whether writing items raises the version of the tenant."""

    pricing_bumps_version: bool = False
    """Whether writing the pricing raises the version of the tenant."""

    mfa_bumps_version: bool = False
    """Whether writing the MFA status raises the version of the tenant."""

    lock_covers: Literal["tenant", "everything"] = "tenant"
    """Whether an update lock also keeps others from items, pricing and users."""

    name_scope: Literal["parent", "hierarchy"] = "parent"
    """Where a tenant's name must be unique: among siblings, or below the whole top partner."""

    name_case: Literal["ignore", "respect"] = "ignore"
    """Whether names that differ only in case are the same name."""

    offering_items_embedding: Literal["embed", "filter"] = "embed"
    """What `with_offering_items` of the tenant list does: embed the items, or leave out tenants."""

    largest_limit: int = 100_000
    """The largest page; a greater `limit` counts as this one."""

    children_paging: bool = True
    """Whether a list of ids says where it goes on, which its schema does not show."""

    personal_tenants: Literal["listed", "hidden"] = "listed"
    """Whether lists of tenants hold the personal tenants of users."""

    self_service: Literal["listed", "hidden"] = "listed"
    """Whether lists of tenants hold a tenant that manages itself; what is below never shows."""

    deleted_tenant: Literal["not_found", "shown"] = "not_found"
    """What a GET of a deleted tenant answers without `allow_deleted`."""

    service_roles: Literal["any", "enabled"] = "any"
    """Whether a user can have a role of a service that its tenant does not have."""

    fss_read_only_role: str = "sync_share_ro_admin"
    """The id of the read-only administrator of File Sync & Share, which is not published."""

    @classmethod
    def of(cls, chosen: Mapping[str, object]) -> Self:
        """Switches by name; values may be texts. `ValueError` says what is possible instead."""
        kinds = get_type_hints(cls)
        if unknown := chosen.keys() - kinds.keys():
            raise ValueError(f"{min(unknown)} is no switch; there are {', '.join(sorted(kinds))}.")
        values: dict[str, Any] = {
            name: _value(name, kinds[name], value) for name, value in chosen.items()
        }
        return cls(**values)

    def status(self, code: int, usual: int) -> int:
        """The HTTP status of an error code."""
        return int(getattr(self, f"status_{code}", usual))


NAMES = tuple(field.name for field in fields(Switches))


def save(db: sqlite3.Connection, chosen: Switches) -> None:
    """Write the switches of a world down."""
    settings.write(db, "switches", json.dumps(asdict(chosen)))


def load(db: sqlite3.Connection) -> Switches:
    """The switches of this world."""
    return _parsed(settings.read(db, "switches") or "{}")


@lru_cache(maxsize=64)
def _parsed(text: str) -> Switches:
    return Switches.of(json.loads(text))


def _value(name: str, kind: Any, value: object) -> object:
    if kind is str:
        return str(value)
    if kind is int:
        return _number(name, value)
    choices = get_args(kind) or (True, False)
    by_text = {str(choice).lower(): choice for choice in choices}
    if str(value).lower() not in by_text:
        raise ValueError(f"{name} is one of {', '.join(by_text)}, not {value!r}.")
    return by_text[str(value).lower()]


def _number(name: str, value: object) -> int:
    text = str(value)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} is a whole number from 1, not {value!r}.")
    return int(text)
