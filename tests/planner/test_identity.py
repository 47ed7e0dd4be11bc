"""Whose a tenant is: by its stamp, by the account's word, or not at all."""

from dataclasses import replace

from reconciler.acronis.wire import Tenant
from reconciler.stamp import Stamp, read
from tests.builders import ROOT, customer, manifest, reseller, sold
from tests.planner.conftest import edited
from tests.world import World, change, codes, lines


def adopting(settled, tag=""):
    """Contoso as somebody else has made it, and a manifest that adopts it."""
    world = settled.with_tenant("contoso", internal_tag=tag)
    id_ = settled.tenant("contoso").id
    return world, lambda **fields: edited(reseller(adopt={"eu": id_}, **fields))


def test_an_adopted_tenant_that_is_as_it_should_be_is_not_touched(settled):
    world, wanted = adopting(settled)

    plan = world.wanting(wanted()).plan()

    assert (lines(plan), codes(plan)) == ([], [])


def test_the_first_change_of_an_adopted_tenant_puts_the_stamp_on_it_if_acknowledged(settled):
    world, wanted = adopting(settled)

    plan = world.wanting(wanted(name="Contoso Ltd")).plan()

    assert lines(plan) == ["update contoso/tenant"]
    assert read(change(plan, "contoso/tenant").after["internal_tag"]).account == "contoso"
    assert [(one.code, one.ack_needed) for one in plan.findings] == [("V-35", True)]


def test_a_tenant_with_a_foreign_tag_is_changed_only_if_acknowledged(settled):
    world, wanted = adopting(settled, tag="crm:4711")

    plan = world.wanting(wanted(name="Contoso Ltd")).plan()

    assert [(one.code, one.ack_needed) for one in plan.findings] == [("V-69", True)]
    assert '"crm:4711"' in plan.findings[0].message
    assert change(plan, "contoso/tenant").after["internal_tag"] == "crm:4711"


def test_a_broken_stamp_counts_as_somebody_elses_tag(settled):
    world, wanted = adopting(settled, tag=settled.tenant("contoso").internal_tag[:-9])

    plan = world.wanting(wanted(name="Contoso Ltd")).plan()

    assert codes(plan) == ["V-69"]


def test_an_adopted_user_gets_no_mail(settled):
    world, wanted = adopting(settled)

    plan = world.wanting(wanted(contact={"phone": "1"})).plan()

    assert lines(plan) == ["update contoso/tenant", "update contoso/user"]


def test_a_user_that_an_adopted_tenant_lacks_is_made_and_invited(settled):
    world, wanted = adopting(settled)

    plan = replace(world.wanting(wanted()), users={}).plan()

    made = [line for line in lines(plan) if "contoso" in line]
    assert made == [
        "update contoso/tenant",
        "create contoso/user",
        "create contoso/access_policies",
        "create contoso/activation",
    ]


def test_adopting_what_is_not_there_is_an_error():
    plan = World(manifest(reseller(adopt={"eu": "f9"}))).plan()

    assert codes(plan) == ["V-35"]
    assert lines(plan) == []


def test_our_own_tenant_is_not_adopted():
    plan = World(manifest(reseller(adopt={"eu": ROOT}))).plan()

    assert codes(plan) == ["V-35"]


def test_a_tenant_with_the_stamp_of_another_account_is_not_adopted(settled):
    id_ = settled.tenant("fabrikam").id

    plan = settled.wanting(edited(customer("taker", adopt={"eu": id_}), sold("taker"))).plan()

    assert codes(plan) == ["V-35"]
    assert plan.findings[0].message == (
        f"the tenant to adopt, {id_}, is accounts.fabrikam's, whose stamp it carries."
    )
    assert lines(plan) == []


def test_a_stamp_goes_before_what_the_manifest_adopts(settled):
    other = Tenant(id="f9", version=1, kind="partner", enabled=True, name="X", parent_id=ROOT)

    plan = settled.holding(other).wanting(edited(reseller(adopt={"eu": "f9"}))).plan()

    assert (lines(plan), codes(plan)) == ([], [])


def test_a_tenant_of_another_workspace_is_not_ours(settled):
    tag = str(Stamp(workspace="southwind", account="contoso"))

    plan = settled.with_tenant("contoso", internal_tag=tag).plan()

    (finding,) = [one for one in plan.findings if one.code == "V-35"]
    assert f'carries the tag "{tag}"' in finding.message
    assert not any("contoso" in line for line in lines(plan))


def copied(settled, **fields):
    """Another tenant with Fabrikam's stamp."""
    return settled.tenant("fabrikam").model_copy(update={"id": "f9", "name": "Copy", **fields})


def test_a_copy_of_a_stamp_does_not_disturb_the_tenant_that_it_was_written_for(settled):
    plan = settled.holding(copied(settled)).plan()

    assert (lines(plan), codes(plan)) == ([], [])


def test_a_copy_of_a_stamp_whose_tenant_is_gone_is_no_match(settled):
    tenants = {id_: one for id_, one in settled.tenants.items() if one.name != "Fabrikam"}

    plan = replace(settled, tenants={**tenants, "f9": copied(settled)}).plan()

    assert codes(plan) == ["V-69"]
    assert "it has been copied" in plan.findings[0].message
    assert lines(plan) == []


def test_two_half_made_tenants_of_one_account_are_an_error(settled):
    tag = str(Stamp(workspace="northwind", account="fabrikam"))
    two = (copied(settled, internal_tag=tag, id=id_) for id_ in ("f8", "f9"))

    plan = World(manifest(customer(), sold())).holding(*two).plan()

    assert codes(plan) == ["V-69"]
    assert "2 tenants carry this account's stamp" in plan.findings[0].message


def test_a_half_made_tenant_is_completed(settled):
    tag = str(Stamp(workspace="northwind", account="fabrikam"))
    bare = copied(settled, internal_tag=tag, name="Fabrikam", pricing_mode="trial")

    plan = World(manifest(customer(), sold())).holding(bare).plan()

    assert lines(plan) == [
        "update fabrikam/tenant",
        "update fabrikam/offering_items",
        "create fabrikam/user",
        "update fabrikam/pricing",
        "create fabrikam/access_policies",
        "create fabrikam/activation",
    ]


def test_a_tenant_that_was_deleted_outside_is_made_again_only_if_acknowledged(settled):
    deleted = Tenant.model_validate(
        {**settled.tenant("fabrikam").model_dump(), "deleted_at": "2026-05-01T10:00:00"}
    )

    plan = settled.holding(deleted).plan()

    assert lines(plan)[0] == "create fabrikam/tenant"
    (finding,) = [one for one in plan.findings if one.ack_needed]
    assert finding.code == "V-71"
    assert "deleted on 2026-05-01" in finding.message


def test_after_the_vendors_retention_it_counts_as_never_applied(settled):
    tenants = {id_: one for id_, one in settled.tenants.items() if one.name != "Fabrikam"}

    plan = replace(settled, tenants=tenants).plan()

    assert lines(plan)[0] == "create fabrikam/tenant"
    assert codes(plan) == ["V-50"]
