"""What the vendor sells: applications, offering items and roles, by their real names.

Application ids are the same in every data centre; item names are those seen in integrations.
The id of the File Sync & Share read-only role is not published; a switch says what it is here.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Application:
    """A service; `type` is its stable name."""

    type: str
    id: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Definition:
    """An offering item; one of type `infra` exists once per storage that has its capability."""

    application: str
    name: str
    edition: str | None
    usage_name: str
    type: str = "count"
    measurement_unit: str = "quantity"


@dataclass(frozen=True, slots=True)
class Role:
    """What a user may be in an application; `kinds` are the tenants where it can be given."""

    id: str
    application: str
    kinds: frozenset[str]
    is_default: bool = False


APPLICATIONS = (
    Application("platform", "7459244f-68f3-3bf4-9f53-5f63ecc1d91f", "Management Portal", "/mc/"),
    Application("backup", "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb", "Protection", "/bc/"),
    Application("files_cloud", "dfd85a5f-a464-32ab-81fd-99bcc66a070f", "File Sync & Share", "/fc/"),
    Application("notary", "f9c5744e-bd1a-36b6-b0f0-ecd7483e1796", "Notary", "/notary/console"),
    Application(
        "physical_data_shipping",
        "b71b2c18-590a-303c-9d5a-8444fbe713ac",
        "Physical Data Shipping",
        "/pds/",
    ),
    Application(
        "hci", "cc29685d-a9ca-3e87-a83d-069f18b588f0", "Cyber Infrastructure SPLA", "/hci/"
    ),
)
BY_TYPE = {application.type: application for application in APPLICATIONS}
PLATFORM = BY_TYPE["platform"]


def _counted(application: str, edition: str, prefix: str, names: str) -> tuple[Definition, ...]:
    return tuple(
        Definition(application, f"{prefix}{name}", edition, name) for name in names.split()
    )


def _storage(application: str, name: str, edition: str, usage_name: str) -> Definition:
    return Definition(application, name, edition, usage_name, "infra", "bytes")


_WORKLOADS = "workstations servers vms mobiles"
_PACKS = (
    "pack_adv_security pack_adv_management pack_adv_backup_workstations pack_adv_backup_servers"
)

DEFINITIONS = (
    Definition("backup", "local_storage", None, "local_storage", "count", "bytes"),
    _storage("backup", "pg_base_storage", "pck_per_gigabyte", "storage"),
    *_counted(
        "backup",
        "pck_per_gigabyte",
        "pg_base_",
        f"{_WORKLOADS} secondary_vms secondary_workstations",
    ),
    *_counted("backup", "pck_per_gigabyte", "pg_", _PACKS),
    _storage("backup", "pw_base_storage", "pck_per_workload", "storage"),
    *_counted("backup", "pck_per_workload", "pw_base_", f"{_WORKLOADS} web_hosting_servers nas"),
    Definition("backup", "pw_base_m365_seats", "pck_per_workload", "mailboxes"),
    Definition(
        "backup", "pw_base_m365_mailboxes", "pck_per_workload", "o365_mailboxes", "feature", "n/a"
    ),
    *_counted("backup", "pck_per_workload", "pw_", _PACKS),
    _storage("files_cloud", "pg_base_fc_storage", "fss_per_gigabyte", "fc_storage"),
    Definition("files_cloud", "pg_base_fc_seats", "fss_per_gigabyte", "fc_seats"),
    _storage("files_cloud", "pu_base_fc_storage", "fss_per_user", "fc_storage"),
    Definition("files_cloud", "pu_base_fc_seats", "fss_per_user", "fc_seats"),
    Definition("notary", "notary_storage", None, "notary_storage", "count", "bytes"),
    Definition("notary", "notarizations", None, "notarizations"),
    Definition("notary", "esignatures", None, "esignatures"),
    Definition("notary", "document_templates", None, "document_templates"),
    Definition(
        "physical_data_shipping", "drives_shipped_to_cloud", None, "drives_shipped_to_cloud"
    ),
    Definition(
        "physical_data_shipping", "drives_shipped_from_cloud", None, "drives_shipped_from_cloud"
    ),
)

# An item that is on needs this one on as well (the vendor's WHMCS module lists the edges).
NEEDED_ITEMS = {"pw_base_m365_mailboxes": "pw_base_m365_seats"}

# These cannot be switched off separately from their service (the vendor's forum).
LOCKED_ITEMS = frozenset(
    {"pg_base_fc_storage", "pg_base_fc_seats", "pu_base_fc_storage", "pu_base_fc_seats"}
)

FSS_READ_ONLY = "sync_share_ro_admin"
_PARTNERS = frozenset({"root", "partner", "folder"})
_CUSTOMERS = frozenset({"customer"})
_UNITS = frozenset({"unit"})
_INSIDE = _CUSTOMERS | _UNITS
_EVERYWHERE = _PARTNERS | _INSIDE

ROLES = (
    Role("partner_admin", "platform", _PARTNERS),
    Role("company_admin", "platform", _CUSTOMERS),
    Role("unit_admin", "platform", _UNITS),
    Role("readonly_admin", "platform", _EVERYWHERE),
    Role("accounts_admin", "platform", _EVERYWHERE),
    Role("accounts_ro_admin", "platform", _EVERYWHERE),
    Role("protection_admin", "backup", _EVERYWHERE),
    Role("cyber_admin", "backup", _EVERYWHERE),
    Role("protection_ro_admin", "backup", _EVERYWHERE),
    Role("security_analyst", "backup", _INSIDE),
    Role("restore_operator", "backup", _INSIDE),
    Role("backup_user", "backup", _INSIDE, is_default=True),
    Role("sync_share_admin", "files_cloud", _EVERYWHERE),
    Role(FSS_READ_ONLY, "files_cloud", _EVERYWHERE),
    Role("sync_share_user", "files_cloud", _INSIDE, is_default=True),
    Role("sync_share_guest", "files_cloud", _INSIDE),
    Role("notary_admin", "notary", _EVERYWHERE),
    Role("notary_user", "notary", _INSIDE, is_default=True),
    Role("hci_admin", "hci", _PARTNERS),
    Role("pds_operator", "physical_data_shipping", _EVERYWHERE),
    Role("pds_support", "physical_data_shipping", _EVERYWHERE),
)


def roles(fss_read_only: str) -> tuple[Role, ...]:
    """All roles; the one whose id is not published goes by the given name."""
    return tuple(
        replace(role, id=fss_read_only) if role.id == FSS_READ_ONLY else role for role in ROLES
    )
