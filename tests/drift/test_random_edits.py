"""Whatever somebody does in the portal: drift finds it, apply repairs what is enforced, and then
nothing is left but what belongs to the customer.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.harness.manifests import customer, reseller, sold

PIECES = (reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"), customer(), sold())
TENANTS = ("Contoso", "Tailspin", "Fabrikam")
ITEMS = ("pg_base_servers", "pg_base_workstations", "pg_base_vms")
ROLES = {
    "Contoso": ["partner_admin", "readonly_admin", "users_admin"],
    "Tailspin": ["company_admin", "protection_admin"],
    "Fabrikam": ["company_admin", "protection_admin"],
}


def rename(world, tenant, word):
    world.portal.change_tenant(tenant, name=f"{tenant} {word}")


def disable(world, tenant, word):
    world.portal.change_tenant(tenant, enabled=False)


def relabel(world, tenant, word):
    world.portal.change_tenant(tenant, language="de")


def switch_off(world, tenant, word):
    world.portal.switch(tenant, ITEMS[len(word) % 3], on=False)


def limit(world, tenant, word):
    name = ITEMS[len(word) % 3]
    (one,) = [item for item in world.portal.items(tenant) if item["name"] == name]
    quota = {"value": len(word), "overage": None, "version": one["quota"]["version"]}
    body = {"application_id": one["application_id"], "name": name, "status": 1, "quota": quota}
    world.portal.put_items(tenant, body)


def edit_user(world, tenant, word):
    user = world.portal.user(tenant)
    body = {"contact": {"email": f"{word}@else.example"}, "version": user["version"]}
    world.portal.done("PUT", f"/users/{user['id']}", body)


def disable_user(world, tenant, word):
    user = world.portal.user(tenant)
    body = {"enabled": False, "version": user["version"]}
    world.portal.done("PUT", f"/users/{user['id']}", body)


def regrant(world, tenant, word):
    held, offered = set(world.portal.roles(tenant)), ROLES[tenant]
    chosen = {offered[len(word) % len(offered)], *offered[: len(word) % 2]}
    world.portal.give_roles(tenant, *sorted(chosen if chosen != held else chosen - {offered[0]}))


INSIDE = (switch_off, limit, edit_user, disable_user, regrant)
edits = st.tuples(
    st.sampled_from([rename, disable, relabel, *INSIDE]),
    st.sampled_from(TENANTS),
    st.text("abc", min_size=1, max_size=6),
)


def acknowledged(world):
    """Apply with every acknowledgement that the plan asks for."""
    planned = world.plan().json
    asked = {one["code"] for one in planned["findings"] if one["ack_needed"]}
    acks = [part for code in sorted(asked) for part in ("--ack", f"{code}:{planned['digest']}")]
    return world.applied(*acks)


def verdicts(world):
    return {one["verdict"] for one in world.run("drift", "-o", "json").json["drift"]}


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edit=edits)
def test_any_edit_is_found_and_repaired_or_left_to_the_customer(world, edit):
    change, tenant, word = edit
    world.served.side("POST", "reset")
    world.declare(*PIECES)
    world.applied()
    change(world, tenant, word)

    found = verdicts(world)
    acknowledged(world)
    after = world.run("drift", "--detailed-exitcode", "-o", "json")

    theirs = {"delegated"} if change in (switch_off, limit) else set()
    mine = {"delegated"} if tenant == "Tailspin" and theirs else {"changed"}
    assert mine <= found <= mine | theirs
    assert {one["verdict"] for one in after.json["drift"]} <= theirs
    assert after.exit_code == 0
    assert world.plan("--detailed-exitcode").exit_code == 0
