"""What the API says is read without complaint, unless it cannot be relied on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from reconciler.acronis.wire import (
    AccessPolicy,
    Contact,
    OfferingItem,
    Quota,
    Tenant,
    Timestamp,
    UpdateLock,
    User,
)

ID = "00000000-0000-4000-8000-00000000000a"
LEAST = {"id": "t1", "version": 3, "kind": "customer", "enabled": True}
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2900, 1, 1))
OFFSETS = st.integers(min_value=-14 * 60, max_value=14 * 60).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)


def read_moment(text):
    return TypeAdapter(Timestamp).validate_python(text)


@given(MOMENTS, st.sampled_from(["", "Z", "+00:00"]))
def test_a_timestamp_is_in_utc_whatever_its_shape(moment, zone):
    assert read_moment(moment.isoformat() + zone) == moment.replace(tzinfo=UTC)


@given(MOMENTS, OFFSETS)
def test_a_timestamp_of_another_zone_is_the_same_moment_in_utc(moment, zone):
    local = moment.replace(tzinfo=UTC).astimezone(zone)

    read = read_moment(local.isoformat())

    assert read == local
    assert read.utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01T00:00:00+05:00", True])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValidationError):
        read_moment(text)


def test_null_empty_and_missing_are_the_same():
    names = [name for name in Tenant.model_fields if name not in LEAST]

    missing = Tenant.model_validate(LEAST)

    assert Tenant.model_validate(LEAST | dict.fromkeys(names)) == missing
    assert Tenant.model_validate(LEAST | dict.fromkeys(names, "")) == missing
    assert (missing.customer_id, missing.deleted_at, missing.contact) == ("", None, Contact())
    assert missing.ancestral_access is True


def test_what_the_specification_does_not_know_is_kept_or_ignored():
    tenant = Tenant.model_validate(
        LEAST
        | {"kind": "galaxy", "pricing_mode": "barter", "customer_id": 17, "barrier": 2}
        | {"update_lock": {"enabled": True, "owner_id": None}, "contact": {"types": ["new"]}}
    )

    assert (tenant.kind, tenant.pricing_mode, tenant.customer_id) == ("galaxy", "barter", "17")
    assert tenant.update_lock == UpdateLock(enabled=True)
    assert tenant.contact.types == ("new",)


@pytest.mark.parametrize("field", LEAST)
@pytest.mark.parametrize("nothing", [None, "", "absent"])
def test_a_tenant_that_cannot_be_relied_on_is_refused(field, nothing):
    raw = {name: value for name, value in LEAST.items() if name != field}

    with pytest.raises(ValidationError):
        Tenant.model_validate(raw if nothing == "absent" else raw | {field: nothing})


def test_an_item_without_a_quota_is_not_one_without_a_limit():
    raw = {"application_id": "a", "name": "storage", "status": 1}

    without = OfferingItem.model_validate(raw | {"quota": None, "edition": None})
    unlimited = OfferingItem.model_validate(raw | {"quota": {"value": None, "version": 0}})

    assert without.quota is None
    assert unlimited.quota == Quota(value=None, overage=None, version=0)
    assert without.edition == without.infra_id == ""


def test_a_user_comes_with_its_roles():
    user = User.model_validate(
        {"id": ID, "version": "1", "tenant_id": "t", "enabled": True, "contact": None}
        | {"access_policies": [{"tenant_id": "t", "role_id": "new_admin", "version": 2}]}
    )

    assert user.access_policies == (AccessPolicy(tenant_id="t", role_id="new_admin"),)
    assert user.contact == Contact()


def test_what_was_read_does_not_change():
    tenant = Tenant.model_validate(LEAST)

    with pytest.raises(ValidationError):
        tenant.name = "other"


def test_a_user_whose_id_no_stamp_could_hold_is_refused():
    known = {"version": 1, "tenant_id": "t1", "enabled": True}

    with pytest.raises(ValidationError, match="id"):
        User.model_validate({"id": "user-1", **known})

    assert User.model_validate({"id": ID, **known}).id == ID
