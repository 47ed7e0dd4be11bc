"""`undo`: what a run has done is taken back, where it is still as the run has left it."""

import json
from pathlib import Path

from tests.harness.manifests import customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")


def last(world):
    """The newest result file."""
    found = (world.folder / "home" / "results").glob("*.json")
    return str(max(found, key=lambda file: file.stat().st_mtime_ns))


def applied(world, *pieces, acks=()):
    """Apply, acknowledging what has to be; the result's file."""
    world.declare(*pieces)
    digest = world.plan().json["digest"]
    world.applied(*(word for code in acks for word in ("--ack", f"{code}:{digest}")))
    return last(world)


def undo(world, file, *options):
    return world.run("undo", file, "--auto-approve", "-o", "json", *options)


def acknowledged(world, file, *codes):
    """Undo, with the digest that the refusal names."""
    refused = undo(world, file)
    assert (refused.exit_code, refused.writes) == (5, [])
    digest = refused.stderr.partition("--ack CODE:DIGEST, is ")[2].partition(".")[0]
    return undo(world, file, *(word for one in codes for word in ("--ack", f"{one}:{digest}")))


def test_an_update_is_undone_and_is_unapplied_again(world):
    applied(world, customer(), sold())
    file = applied(world, customer(name="Fabrikam Two", language="de"), sold())

    undone = undo(world, file)
    planned = world.plan()

    assert undone.exit_code == 0, undone.stderr
    assert undone.outcomes == {"fabrikam/tenant": "done", "fabrikam/user": "done"}
    assert world.api.tenant("Fabrikam")["language"] == "en"
    assert planned.actions == ["update fabrikam/tenant", "update fabrikam/user"]
    assert planned.json["resource_drift"] == []


def test_an_undone_run_and_manifests_changed_back_leave_nothing_to_do(world):
    applied(world, customer(), sold())
    file = applied(world, customer(name="Fabrikam Two"), sold())

    undo(world, file)
    world.declare(customer(), sold())

    assert world.plan("--detailed-exitcode").exit_code == 0


def test_a_reseller_and_its_customer_that_were_made_are_deleted_child_first(world):
    file = applied(world, reseller(), TAILSPIN, sold("tailspin"))

    undone = acknowledged(world, file, "V-60", "V-62")

    assert undone.exit_code == 0, undone.stderr
    assert list(undone.outcomes) == ["tailspin/tenant", "contoso/tenant"]
    assert world.api.tenants() == []
    assert "V-71" in world.plan().codes


def test_a_suspension_is_undone(world):
    applied(world, customer(), sold())
    file = applied(world, customer(), sold(state="suspended"))

    undone = undo(world, file)

    assert undone.exit_code == 0, undone.stderr
    assert world.api.tenant("Fabrikam")["enabled"] is True
    assert world.plan().actions == ["update fabrikam/tenant"]


def test_a_deletion_is_undone_parents_first(world):
    applied(world, reseller(), TAILSPIN, sold("tailspin"))
    gone = (reseller(state="absent"), customer("tailspin", bill_to="contoso", state="absent"))
    file = applied(world, *gone, acks=("V-60", "V-62"))

    undone = undo(world, file)

    assert undone.exit_code == 0, undone.stderr + undone.stdout
    assert list(undone.outcomes) == ["contoso/tenant", "tailspin/tenant"]
    assert [one["enabled"] for one in world.api.tenants()] == [True, True]
    assert world.plan().actions == ["delete contoso/tenant", "delete tailspin/tenant"]


def test_only_what_a_partial_run_has_done_is_undone(world):
    applied(world, customer(), sold())
    world.declare(customer(name="Fabrikam Two", language="de"), sold())
    world.fault("PUT", "/users/[^/]+$", status=400, code=1027)
    partial = world.apply()
    world.mend()

    undone = undo(world, last(world))

    assert partial.exit_code == 7
    assert undone.exit_code == 0, undone.stderr
    assert undone.outcomes == {"fabrikam/tenant": "done"}
    assert undone.finding("U-01")["message"].startswith("it failed in the run")
    assert world.api.tenants("Fabrikam") != []


def test_what_was_changed_since_stays_as_it_is(world):
    applied(world, customer(), sold())
    file = applied(world, customer(name="Fabrikam Two"), sold())
    world.portal.change_tenant("Fabrikam Two", name="Fabrikam Three")

    undone = undo(world, file)

    assert (undone.exit_code, undone.writes) == (0, [])
    assert undone.finding("U-02")["message"] == "name changed since the run, and so stays as it is."
    assert world.api.tenants("Fabrikam Three") != []


def test_a_tenant_that_was_forgotten_since_is_not_deleted(world):
    file = applied(world, customer(), sold())
    world.run("forget", "fabrikam", "--auto-approve")

    undone = undo(world, file)

    assert (undone.exit_code, undone.writes) == (0, [])
    assert "does not carry our stamp any more" in undone.finding("U-02")["message"]


def test_a_second_undo_has_nothing_to_do(world):
    applied(world, customer(), sold())
    file = applied(world, customer(name="Fabrikam Two"), sold())
    undo(world, file)

    again = world.run("undo", file, "--auto-approve")

    assert (again.exit_code, again.writes) == (0, [])
    assert again.stdout.endswith("Nothing to undo.\n")


def test_a_licensing_that_goes_back_needs_an_acknowledgement(world):
    applied(world, customer(), sold())
    world.declare(customer(), sold(product="workloads"))
    world.applied("--ack", "V-48", "--ack", "V-72")
    file = last(world)

    refused = undo(world, file)
    undone = undo(world, file, "--ack", "V-48", "--ack", "V-72")

    assert (refused.exit_code, refused.writes) == (5, [])
    assert undone.exit_code == 0, undone.stderr
    assert undone.outcomes["fabrikam/offering_items"] == "done"
    world.declare(customer(), sold())
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_files_that_are_no_results_or_not_ours_are_refused(world):
    file = applied(world, customer(), sold())
    plan, edited, masked = (world.folder / name for name in ("plan.json", "edit.json", "mask.json"))
    world.run("plan", "--out", str(plan))
    document = json.loads(Path(file).read_text(encoding="utf-8"))
    edited.write_text(json.dumps({**document, "outcomes": document["outcomes"][:1]}))
    world.run("show", file, "-o", f"json={masked}", "--pii", "mask")

    codes = [undo(world, str(one)).exit_code for one in ("none.json", plan, edited, masked)]
    world.declare(customer(), sold(), {"workspace": "southwind-msp"})

    assert codes == [64, 64, 6, 6]
    assert undo(world, file).exit_code == 6
