"""What users and pipelines rely on: exit codes, sentences, digests, targets, saved plans."""

import json
import re
import shutil

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")


def test_the_detailed_exit_code_tells_changes_from_none(world):
    world.declare(reseller())

    before = (world.plan().exit_code, world.plan("--detailed-exitcode").exit_code)
    applied = world.apply("--detailed-exitcode").exit_code
    after = (world.plan().exit_code, world.plan("--detailed-exitcode").exit_code)

    assert (before, applied, after) == ((0, 2), 0, (0, 0))


def test_the_text_ends_in_the_sentences_that_wrappers_read(world):
    world.declare(reseller(), customer())

    planned = world.run("plan")
    world.applied()
    done = world.run("plan")

    last = planned.stdout.splitlines()[-1]
    assert re.fullmatch(r"Plan: (\d+) to add, (\d+) to change, (\d+) to destroy\.", last)
    assert last == "Plan: 5 to add, 0 to change, 0 to destroy."
    assert [line for line in planned.stdout.splitlines() if "fabrikam" in line] != []
    assert done.stdout.splitlines()[-1].startswith("No changes. ")


def test_equal_situations_give_equal_digests_and_bytes(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"), customer())
    shutil.copytree(world.folder / "manifests", world.folder / "elsewhere" / "m")

    here, again, there = world.plan(), world.plan(), world.plan("elsewhere/m")

    def lasting(result):
        left_out = ("timestamp", "requests")
        return {key: value for key, value in result.json.items() if key not in left_out}

    assert lasting(here) == lasting(again)
    assert here.json["digest"] == there.json["digest"]


def test_another_situation_gives_another_digest(world):
    world.declare(reseller())
    before = world.plan().json["digest"]
    world.declare(reseller(name="Contoso Ltd"))

    after = world.plan().json["digest"]

    assert before != after


def test_text_and_json_can_be_had_at_once(world):
    world.declare(reseller())

    result = world.run("plan", "-o", "json=out/plan.json")

    document = json.loads((world.folder / "out" / "plan.json").read_text(encoding="utf-8"))
    assert result.stdout.endswith("Plan: 5 to add, 0 to change, 0 to destroy.\n")
    assert document["summary"]["create"] == 5


@pytest.mark.parametrize("target", ["fabrikam", f"{INSTANCE}/fabrikam/tenant"])
def test_a_target_leaves_the_others_alone_and_says_so(world, target):
    world.declare(reseller(), customer(), sold())

    planned = world.plan("--target", target)
    text = world.run("plan", "--target", target).stdout
    world.applied("--target", target)

    assert planned.json["partial"]
    assert {one["account"] for one in planned.json["resource_changes"]} == {"fabrikam"}
    assert "This plan is partial" in text
    assert [one["name"] for one in world.api.tenants()] == ["Fabrikam"]
    assert len(world.api.users("Fabrikam")) == (1 if target == "fabrikam" else 0)


def test_a_target_brings_what_it_needs(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"), customer(), sold())

    world.applied("--target", "tailspin")
    rest = world.applied()

    assert [one["name"] for one in world.api.tenants()] == ["Contoso", "Fabrikam", "Tailspin"]
    assert rest.writes.count("POST /tenants") == 1
    assert world.mailed() == ["it@contoso.example", "it@fabrikam.example", "it@tailspin.example"]
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_a_half_targeted_account_is_finished_by_the_next_apply(world):
    world.declare(customer(), sold())
    world.applied("--target", f"{INSTANCE}/fabrikam/tenant")

    world.applied()

    assert world.api.roles("Fabrikam") == ["company_admin"]
    assert world.mailed() == ["it@fabrikam.example"]
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_an_instance_leaves_the_others_alone(world, elsewhere):
    options = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    world.declare(elsewhere.instance, reseller(sync={"acronis-us": options}))

    planned = world.plan("--instance", INSTANCE)

    asked = elsewhere.served.side("GET", "requests")["items"]
    assert {one["instance"] for one in planned.json["resource_changes"]} == {INSTANCE}
    assert set(planned.json["instances"]) == {INSTANCE}
    assert asked == []


def test_nobody_to_ask_means_no(world):
    world.declare(reseller())

    result = world.run("apply", "-o", "json")

    assert (result.exit_code, result.writes) == (5, [])
    assert "--auto-approve" in result.json["error"]["hint"]


def test_an_acknowledgement_of_another_plan_is_none(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(state="absent"), sold())

    result = world.apply("--ack", "V-60:0123456789abcdef")

    assert (result.exit_code, result.writes) == (5, [])


def test_only_the_reviewed_digest_is_applied(world):
    world.declare(reseller())
    digest = world.plan().json["digest"]
    world.declare(reseller(), reseller("adatum"))

    other, right = world.apply("--digest", digest), world.plan().json["digest"]
    applied = world.apply("--digest", right)

    assert (other.exit_code, other.writes) == (6, [])
    assert applied.exit_code == 0


def test_a_saved_plan_is_applied_as_it_was_reviewed(world):
    world.declare(reseller())
    planned = world.plan("--out", "plan.json")
    world.declare(reseller(), reseller("adatum"))

    result = world.apply("plan.json")

    saved = json.loads((world.folder / "plan.json").read_text(encoding="utf-8"))
    assert saved == planned.json
    assert result.json["digest"] == planned.json["digest"]
    assert [one["name"] for one in world.api.tenants()] == ["Contoso"]


def test_a_saved_plan_that_was_edited_is_refused(world):
    world.declare(reseller())
    world.plan("--out", "plan.json")
    file = world.folder / "plan.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"Contoso"', '"Evil"'))

    result = world.apply("plan.json")

    assert (result.exit_code, result.writes) == (6, [])
    assert "edited" in result.json["error"]["message"]


def test_a_saved_plan_that_is_no_longer_true_is_refused(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(name="Fabrikam Two"), sold())
    world.plan("--out", "plan.json")
    world.portal.change_tenant("Fabrikam", name="Fabrikam Three")

    result = world.apply("plan.json")

    assert (result.exit_code, result.writes) == (6, [])
    assert world.api.tenant("Fabrikam Three")["enabled"] is True


def test_a_saved_plan_whose_tenant_is_gone_is_stale(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(contact={"phone": "1"}), sold(product="workloads"))
    world.plan("--out", "plan.json")
    world.portal.delete_tenant("Fabrikam")

    result = world.apply("plan.json")

    assert (result.exit_code, result.writes) == (6, [])
    assert {one["address"] for one in result.json["moved"]} == {
        f"{INSTANCE}/fabrikam/{kind}" for kind in ("tenant", "offering_items", "user")
    }
    assert "is gone" in result.json["moved"][0]["message"]


def test_a_saved_plan_does_not_say_where_secrets_are_sent(world):
    world.declare(reseller())
    world.plan("--out", "plan.json")
    declared = {"instances": {INSTANCE: {"client_secret": {"env": "ANOTHER_SECRET"}}}}
    world.declare(reseller(), declared)

    result = world.apply("plan.json")

    assert (result.exit_code, result.requests) == (6, ())
    assert "otherwise than the manifests here" in result.json["error"]["message"]


def test_without_manifests_only_the_reviewed_plan_is_run_unattended(world):
    world.declare(reseller())
    digest = world.plan("--out", "plan.json").json["digest"]
    shutil.rmtree(world.folder / "manifests")

    blind = world.apply("plan.json")
    other = world.apply("plan.json", "--digest", "0" * 8)
    reviewed = world.apply("plan.json", "--digest", digest)

    asked = world.run("apply", "plan.json")
    assert (blind.exit_code, blind.requests) == (5, ())
    assert (asked.exit_code, asked.requests) == (5, ())
    assert (other.exit_code, other.requests) == (6, ())
    assert reviewed.exit_code == 0


def test_the_manifests_that_a_plan_was_made_from_vouch_for_it_from_anywhere(world, monkeypatch):
    world.declare(reseller())
    (world.folder / "elsewhere").mkdir()
    monkeypatch.chdir(world.folder / "elsewhere")
    world.run("plan", str(world.folder / "manifests"), "--out", "plan.json")

    result = world.apply("plan.json")
    again = world.apply("plan.json")

    assert result.exit_code == 0, result.stderr
    assert again.exit_code == 0
    assert "All of this plan is done already." in world.run("apply", "plan.json").stdout


def test_every_secret_that_a_saved_plan_lacks_is_named(world, monkeypatch):
    world.declare(reseller())
    world.plan("--out", "plan.json")
    for name in ("ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET"):
        monkeypatch.delenv(name)

    result = world.apply("plan.json")

    assert (result.exit_code, result.codes, result.requests) == (3, ["V-04", "V-04"], ())


def test_no_secret_is_in_any_output(world):
    world.declare(reseller())
    secret = world.served.client_secret

    planned = world.run("plan", "-vv", "--out", "plan.json", "-o", "json=p.json")
    applied = world.run("apply", "-vv", "--auto-approve", "-o", "json=a.json")

    files = [one.read_text(encoding="utf-8") for one in world.folder.rglob("*.json")]
    told = [planned.stdout, planned.stderr, applied.stdout, applied.stderr]
    assert len(files) == 4  # with the result that is kept
    assert len(planned.stderr.splitlines()) > 5
    assert not any(secret in text for text in files + told)


def test_names_with_control_characters_do_not_reach_the_terminal(world):
    name = "Fabrikam\u001b[2J"
    tenant = world.portal.create_tenant(name)
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    text = world.run("plan")

    assert "\u001b" not in text.stdout + text.stderr
    assert r"Fabrikam\x1b[2J" in text.stdout
