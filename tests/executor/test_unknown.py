"""When no answer comes it is looked for what was made, and nothing is made twice."""

import pytest

from tests.builders import customer, manifest, reseller, sold

TENANTS, USERS = "^/api/2/tenants$", "^/api/2/users$"
ITEMS = "/offering_items$"
WANTED = manifest(reseller(), customer(), sold())


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("path", [TENANTS, USERS])
def test_a_lost_answer_to_a_create_is_looked_into_and_the_run_goes_on(lab, path, when):
    lab.fault("POST", path, drop=when)

    ended = lab.apply(WANTED)

    assert set(ended.values()) == {"done"}
    assert sorted(one.name for one in lab.tenants()) == ["Contoso", "Fabrikam"]
    assert lab.mails == ["contoso-admin", "fabrikam-admin"]
    assert not lab.plan(WANTED).changes


@pytest.mark.parametrize("path", [TENANTS, USERS])
def test_what_was_made_is_not_asked_for_again(lab, path):
    lab.fault("POST", path, drop="after")
    lab.forget_requests()

    lab.apply(WANTED)

    assert lab.writes.count(f"POST {path[len('^/api/2') : -1]}") == 2


def test_a_create_that_gets_no_answer_twice_is_unknown_and_the_next_run_completes_it(lab):
    lab.fault("POST", TENANTS, times=2, drop="after")

    first = lab.apply(manifest(reseller()))
    second = lab.apply(manifest(reseller()))

    assert first["contoso/tenant"] == "done"  # it was found after the first lost answer
    assert second == {}


def test_a_create_that_never_arrives_is_unknown_and_the_next_run_makes_it(lab):
    lab.fault("POST", TENANTS, times=2, drop="before")

    first = lab.apply(manifest(reseller()))
    second = lab.apply(manifest(reseller()))

    assert first["contoso/tenant"].startswith("unknown: POST /tenants")
    assert first["contoso/user"] == "blocked: needs eu/contoso/tenant"
    assert set(second.values()) == {"done"}
    assert lab.mails == ["contoso-admin"]


def test_a_create_stays_unknown_if_looking_for_it_is_refused(lab):
    lab.fault("POST", TENANTS, drop="after")
    plan = lab.plan(manifest(reseller()))
    lab.fault("GET", TENANTS, status=403)

    ended = lab.run(plan)

    assert ended["eu/contoso/tenant"].status == "unknown"
    assert ended["eu/contoso/tenant"].error.message.startswith("POST /tenants")


def test_a_write_that_may_be_repeated_is_repeated(lab):
    lab.fault("PUT", ITEMS, times=2, drop="after")

    ended = lab.apply(WANTED)

    assert set(ended.values()) == {"done"}


def test_a_write_without_any_answer_is_unknown_and_blocks_what_needs_it(lab):
    lab.fault("PUT", ITEMS, times=99, drop="before")

    ended = lab.apply(manifest(reseller()))

    assert ended["contoso/offering_items"].startswith("unknown: PUT /tenants/")
    assert ended["contoso/access_policies"] == "blocked: needs eu/contoso/offering_items"
    assert ended["contoso/tenant"] == "done"
    assert ended["contoso/user"] == "done"
