"""Every error code that operations can meet: what provokes it, and the whole answer."""

import pytest

from reconciler.sandbox import Switches, World
from reconciler.sandbox.problems import PROBLEMS
from tests.sandbox import provoking

# No operation of the contract leads there: the code can only be ordered as a fault.
UNREACHABLE = {
    1000: "an internal error",
    1024: "addresses are not checked",
    1025: "there are no SMTP settings",
    1028: "guests are made within File Sync & Share",
    1029: "storages are emptied at once",
    1034: "there are no legal documents",
    1035: "no item is legally blocked",
}


# The status, what provokes it, and what is said beside the message; None says the message again.
CASES = {
    1001: (409, provoking.version_mismatch, "The version is 1."),
    1002: (403, provoking.access_denied, "One's own tenant cannot be deleted."),
    1003: (400, provoking.parent_disabled, None),
    1004: (409, provoking.name_conflict, "The name 'CONTOSO' is taken."),
    1005: (404, provoking.not_found, None),
    1006: (400, provoking.not_disabled, 'It is prohibited to delete a non-disabled tenant "3"'),
    1007: (400, provoking.under_its_own_child, None),
    1008: (400, provoking.within_a_customer, None),
    1009: (400, provoking.storage_in_use, "pg_base_storage has data in it."),
    1010: (409, provoking.sharing_email_conflict, "Another user has the same e-mail address."),
    1011: (409, provoking.deprovisioning, None),
    1012: (400, provoking.locked, None),
    1013: (400, provoking.under_a_disabled_one, None),
    1014: (400, provoking.items_missing_in_target, "The target does not have pg_base_vms."),
    1015: (400, provoking.two_storages, "Only one storage is possible: STORAGES."),
    1016: (400, provoking.storage_with_child, "pg_base_storage is on below."),
    1017: (400, provoking.default_storage, "pg_base_storage is the last storage."),
    1018: (400, provoking.user_disabled, None),
    1019: (400, provoking.no_protection, None),
    1020: (400, provoking.no_service_user, None),
    1021: (400, provoking.not_available, "pg_base_vms is not available."),
    1022: (400, provoking.hard_quota, "The customer's quota of pg_base_vms is exceeded."),
    1023: (400, provoking.dependency, "pw_base_m365_mailboxes needs pw_base_m365_seats."),
    1026: (400, provoking.service_not_at_parent, "The parent does not have it."),
    1027: (
        400,
        provoking.two_editions,
        "Only one edition is possible: pck_per_gigabyte, pck_per_workload.",
    ),
    1030: (400, provoking.seats_taken, "All 0 seats are taken."),
    1031: (400, provoking.two_locations, "The storages are in different locations."),
    1032: (400, provoking.lock_owner_missing, None),
    1033: (400, provoking.invalid_login, "The login 'no spaces' is not acceptable."),
}
SWITCHES = {
    1016: Switches(storage_off_below="refuse"),
    1017: Switches(default_storage="kept"),
}


@pytest.fixture
def world(request):
    code = request.node.callspec.params["code"]
    return World(seed=1, switches=SWITCHES.get(code, Switches()))


@pytest.mark.parametrize("code", CASES)
def test_what_breaks_a_rule_is_answered_with_its_code(api, code):
    status, provoke, said = CASES[code]
    storages = ", ".join(sorted(api.storages().values()))
    request, context = provoke(api)

    answer = api.send(*request)

    message = PROBLEMS[code][1]
    info = (said or message).replace("STORAGES", storages)
    details = {"info": info, **({"addition": [context]} if context else {})}
    assert answer.status_code == status
    assert answer.json == {
        "error": {
            "code": code,
            "message": message,
            "details": details,
            "context": context,
            "domain": "PlatformAccountServer",
        }
    }


def test_every_published_code_is_either_met_or_known_to_be_out_of_reach():
    published = set(range(1000, 1036))

    assert {code for code in PROBLEMS if code >= 1000} == published
    assert CASES.keys() | UNREACHABLE.keys() == published
    assert not CASES.keys() & UNREACHABLE.keys()
