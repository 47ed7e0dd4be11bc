"""The client's operations, told as stories that a real gateway once answered.

Every name that must be free is made from an id of the same story, so that it can be recorded
anywhere and any number of times; what is made is deleted again.
"""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from reconciler.acronis.wire import Contact, Quota
from reconciler.errors import ConflictError, NotFoundError

CONTACT = {"email": "ann@contoso.example.com", "firstname": "Ann"}
SERVICES = ("pg_base_workstations", "pg_base_storage", "pg_base_servers")


@contextmanager
def made(client, parent_id, kind, name, **more):
    """A tenant for the length of the block."""
    tenant = client.create_tenant({"name": name, "kind": kind, "parent_id": parent_id, **more})
    try:
        yield tenant
    finally:
        delete(client, tenant.id)


def delete(client, tenant_id):
    version = client.tenant(tenant_id).version
    disabled = client.update_tenant(tenant_id, {"version": version, "enabled": False})
    client.delete_tenant(tenant_id, disabled.version)


def keys(items):
    return sorted((item.name, item.status) for item in items)


def test_a_tenant_is_made_changed_deleted_and_restored(recorded):
    root = recorded.own_tenant_id()

    made_ = recorded.create_tenant(
        {
            "name": "Contoso",
            "kind": "partner",
            "parent_id": root,
            "internal_tag": "mark",
            "contact": CONTACT,
        }
    )
    changed = recorded.update_tenant(made_.id, {"version": made_.version, "customer_id": "C-1"})
    with pytest.raises(ConflictError) as stale:
        recorded.update_tenant(made_.id, {"version": made_.version, "customer_id": "C-2"})
    delete(recorded, made_.id)
    with pytest.raises(NotFoundError):
        recorded.tenant(made_.id)
    (gone,) = recorded.tenants_by_id([made_.id])
    recorded.restore_tenant(made_.id)
    back = recorded.tenant(made_.id)
    if back.enabled:
        delete(recorded, made_.id)
    else:
        recorded.delete_tenant(made_.id, back.version)

    assert (made_.name, made_.kind, made_.parent_id) == ("Contoso", "partner", root)
    assert (made_.internal_tag, made_.pricing_mode) == ("mark", "production")
    assert made_.contact == Contact(**CONTACT)
    assert (made_.created_at or datetime.max.replace(tzinfo=UTC)).tzinfo is UTC
    assert (changed.customer_id, changed.internal_tag) == ("C-1", "mark")
    assert changed.version == made_.version + 1
    assert stale.value.code == 1001
    assert gone.deleted_at is not None
    assert (back.id, back.name, back.deleted_at) == (made_.id, "Contoso", None)


def test_tenants_are_listed_with_all_below_them(recorded):
    root = recorded.own_tenant_id()

    with made(recorded, root, "partner", "Contoso") as contoso:
        with (
            made(recorded, contoso.id, "customer", "Tailspin") as tailspin,
            made(recorded, contoso.id, "customer", "Wingtip") as wingtip,
        ):
            listed = recorded.tenants(contoso.id)
            named = recorded.children_named(contoso.id, "Tailspin")
            unnamed = recorded.children_named(contoso.id, "tailspin toys")
            by_id = recorded.tenants_by_id([wingtip.id, tailspin.id, wingtip.id])
        emptied = recorded.tenants(contoso.id)

    assert listed[0].id == contoso.id
    assert sorted(tenant.name for tenant in listed) == ["Contoso", "Tailspin", "Wingtip"]
    assert [tenant.id for tenant in named] == [tailspin.id]
    assert unnamed == ()
    assert {tenant.id for tenant in by_id} == {tailspin.id, wingtip.id}
    assert {t.name: t.deleted_at is None for t in emptied} == {
        "Contoso": True,
        "Tailspin": False,
        "Wingtip": False,
    }


def test_offering_items_are_offered_put_and_listed(recorded):
    root = recorded.own_tenant_id()

    offered = recorded.available_for_child(root, "partner")
    storages = recorded.infra(item.infra_id for item in offered if item.infra_id)
    places = recorded.locations(storage.location_id for storage in storages)
    chosen = {item.name: item for item in offered if item.name in SERVICES}
    bodies = [_body(item) for item in chosen.values()]
    with made(recorded, root, "partner", "Contoso") as contoso:
        put = recorded.put_offering_items(contoso.id, bodies)
        quota = {"value": 5, "overage": None, "version": 0}
        workstations = _body(chosen["pg_base_workstations"]) | {"quota": quota}
        (limited,) = recorded.put_offering_items(contoso.id, [workstations], check_usage=True)
        own = recorded.tenant_items(contoso.id)
        swept = recorded.offering_items(contoso.id)

    wanted = sorted((name, 1) for name in SERVICES)
    assert keys(chosen.values()) == wanted
    assert {storage.id for storage in storages} == {item.infra_id for item in offered} - {""}
    assert {place.id for place in places} == {storage.location_id for storage in storages}
    assert set(wanted) <= set(keys(put))
    assert limited.quota == Quota(value=5, overage=None, version=limited.quota.version)
    assert limited.quota.version > 0
    assert [key for key in keys(own) if key[1]] == wanted
    assert [key for key in keys(swept) if key[1]] == wanted
    assert {item.tenant_id for item in swept} == {contoso.id}


def _body(item):
    body = {"application_id": item.application_id, "name": item.name, "status": 1}
    return body | ({"infra_id": item.infra_id} if item.infra_id else {})


def test_pricing_goes_to_production(recorded):
    root = recorded.own_tenant_id()

    with made(recorded, root, "customer", "Tailspin") as tailspin:
        trial = recorded.pricing(tailspin.id)
        put = recorded.put_pricing(tailspin.id, {"mode": "production", "version": trial.version})
        after = recorded.pricing(tailspin.id)

    assert (tailspin.pricing_mode, trial.mode, put.mode) == ("trial", "trial", "production")
    assert after == put
    assert put.version != trial.version


def test_a_user_is_made_and_given_a_role(recorded):
    root = recorded.own_tenant_id()

    with made(recorded, root, "partner", "Contoso") as contoso:
        login = f"reconciler-{contoso.id}"
        before = recorded.login_state(login)
        user = recorded.create_user({"tenant_id": contoso.id, "login": login, "contact": CONTACT})
        states = [recorded.login_state(name) for name in (login, "not a login")]
        changed = recorded.update_user(user.id, {"version": user.version, "language": "de"})
        put = recorded.put_access_policies(user.id, [_policy(user)])
        policies = recorded.access_policies(user.id)
        recorded.send_activation_email(user.id)
        alone = recorded.user(user.id)
        lists = [
            recorded.users(contoso.id),
            recorded.users_of(contoso.id),
            recorded.users_by_id([user.id]),
        ]

    assert (before, *states) == ("free", "taken", "invalid")
    assert (user.login, user.activated, user.access_policies) == (login, False, ())
    assert (changed.language, changed.version) == ("de", user.version + 1)
    role = [(contoso.id, "readonly_admin")]
    assert [(policy.tenant_id, policy.role_id) for policy in put] == role
    assert [(policy.tenant_id, policy.role_id) for policy in policies] == role
    assert alone.id == user.id
    for (listed,) in lists:
        assert listed.login == login
        assert [(p.tenant_id, p.role_id) for p in listed.access_policies] == role


def _policy(user):
    nobody = "00000000-0000-0000-0000-000000000000"
    return {
        "id": nobody,
        "issuer_id": nobody,
        "trustee_id": user.id,
        "trustee_type": "user",
        "tenant_id": user.tenant_id,
        "role_id": "readonly_admin",
        "version": 0,
    }


def test_roles_are_those_that_users_may_have(recorded):
    roles = recorded.roles(recorded.own_tenant_id())

    assert roles is None or {"partner_admin", "readonly_admin"} <= {role.role for role in roles}
