"""`import`: manifests of what is live, proven by an empty plan, and stamps with --adopt."""

import pytest
import yaml

from reconciler.manifest.load import check
from reconciler.stamp import read
from tests.harness.manifests import INSTANCE, customer, reseller, sold
from tests.harness.served import serving

CUSTOMERS = (
    customer("tailspin", bill_to="contoso", external_id="10043", language="de"),
    sold("tailspin", "sharing"),
    customer("wingtip", bill_to="contoso"),
    sold("wingtip", state="suspended"),
    customer("fabrikam"),
    sold("fabrikam"),
    customer("litware"),
    sold("litware", "workloads"),
)
NAMES = ("Contoso", "Fabrikam", "Litware", "Tailspin", "Wingtip")


@pytest.fixture
def live(world):
    """What was applied once, all stamps stripped, and manifests with a head alone."""
    active = [{**piece} for piece in CUSTOMERS]
    active[3] = sold("wingtip")
    world.declare(reseller(external_id="10042"), *active)
    world.applied()
    world.declare(reseller(external_id="10042"), *CUSTOMERS)
    world.applied()
    for name in NAMES:
        world.portal.change_tenant(name, internal_tag=None)
    world.declare()
    return world


def taken_in(world, *options, out="imported"):
    return world.run("import", "--instance", INSTANCE, "--out", out, "-o", "json", *options)


def written(world, name, out="imported"):
    return yaml.safe_load((world.folder / out / name).read_text(encoding="utf-8"))


def planned(world, *more):
    return world.run("plan", "manifests", "imported", "--detailed-exitcode", "-o", "json", *more)


def test_what_was_applied_comes_back_and_the_proof_is_empty(live):
    result = taken_in(live)

    assert result.exit_code == 0
    assert result.writes == []
    assert result.json["written"] == [
        "imported/customers.yaml",
        "imported/resellers/contoso.yaml",
        "imported/schema.json",
    ]
    assert [one["account"] for one in result.json["accounts"]] == [name.lower() for name in NAMES]
    assert {one["reason"] for one in result.json["left_out"]} == {"the personal tenant of a user"}
    assert result.json["proof"]["empty"]
    assert result.json["proof"]["changes"] == []
    assert planned(live).exit_code == 0


def test_the_manifests_say_what_is_live(live):
    ids = {name: live.api.tenant(name)["id"] for name in NAMES}

    taken_in(live)

    assert written(live, "resellers/contoso.yaml") == {
        "version": 1,
        "accounts": {
            "contoso": {
                "name": "Contoso",
                "external_id": "10042",
                "adopt": {INSTANCE: ids["Contoso"]},
                "sync": {
                    INSTANCE: {
                        "role": "Reseller",
                        "username": "contoso-admin",
                        "email": "it@contoso.example",
                    }
                },
            },
            "tailspin": {
                "name": "Tailspin",
                "external_id": "10043",
                "bill_to": "contoso",
                "language": "de",
                "adopt": {INSTANCE: ids["Tailspin"]},
                "sync": {
                    INSTANCE: {
                        "role": "User",
                        "username": "tailspin-admin",
                        "email": "it@tailspin.example",
                    }
                },
            },
            "wingtip": {
                "name": "Wingtip",
                "bill_to": "contoso",
                "adopt": {INSTANCE: ids["Wingtip"]},
                "sync": {
                    INSTANCE: {
                        "role": "User",
                        "username": "wingtip-admin",
                        "email": "it@wingtip.example",
                    }
                },
            },
        },
        "subscriptions": {
            "tailspin-services": {"account": "tailspin", "product": "sharing"},
            "wingtip-services": {
                "account": "wingtip",
                "product": "gigabytes",
                "state": "suspended",
            },
        },
    }
    assert written(live, "customers.yaml")["subscriptions"] == {
        "fabrikam-services": {"account": "fabrikam", "product": "gigabytes"},
        "litware-services": {"account": "litware", "product": "workloads"},
    }


def test_with_adopt_the_stamps_are_back_and_no_change_needs_v_35(live):
    versions = {name: live.api.tenant(name)["version"] for name in NAMES}
    mails = live.mails()

    result = taken_in(live, "--adopt", "--auto-approve")

    tenants = {name: live.api.tenant(name) for name in NAMES}
    assert result.exit_code == 0
    assert sorted(result.writes) == sorted(f"PUT /tenants/{one['id']}" for one in tenants.values())
    assert {one["status"] for one in result.json["adopted"]["outcomes"]} == {"done"}
    for name, tenant in tenants.items():
        stamp = read(tenant["internal_tag"])
        assert (stamp.workspace, stamp.account) == ("northwind-msp", name.lower())
        assert stamp.sealed
        assert tenant["version"] == versions[name] + 1
    assert planned(live).exit_code == 0
    assert live.mails() == mails

    live.portal.give_roles("Contoso", "partner_admin")
    repaired = live.run("apply", "manifests", "imported", "--auto-approve", "-o", "json")

    assert repaired.outcomes == {"contoso/access_policies": "done"}


def test_nothing_is_drift_after_it(live):
    taken_in(live, "--adopt", "--auto-approve")

    drift = live.run("drift", "manifests", "imported", "--detailed-exitcode")
    status = live.run("status", "manifests", "imported", "-o", "json")

    assert drift.exit_code == 0
    assert {one["status"] for one in status.json["accounts"]} == {"synchronized", "suspended"}


def test_stamps_are_shown_and_asked_for_and_the_files_stay(live):
    asked = taken_in(live, "--adopt")

    assert (asked.exit_code, asked.writes) == (5, [])
    assert "Nobody is there to approve the plan" in asked.stderr
    assert "adopted: its stamp says from now on whose it is" in asked.stderr
    assert planned(live).exit_code == 0


def test_what_was_imported_before_is_stamped_when_it_is_given_as_path(live):
    taken_in(live)

    later = live.run(
        *("import", "manifests", "imported", "--instance", INSTANCE, "--out", "more"),
        *("--adopt", "--auto-approve", "-o", "json"),
    )

    assert later.exit_code == 0
    assert (later.json["written"], later.json["accounts"]) == ([], [])
    assert later.json["managed"] == len(NAMES)
    assert not (live.folder / "more").exists()
    assert {one["address"].split("/")[1] for one in later.json["adopted"]["outcomes"]} == {
        name.lower() for name in NAMES
    }
    again = live.run(
        *("import", "manifests", "imported", "--instance", INSTANCE, "--out", "more"),
        *("--adopt", "--auto-approve", "-o", "json"),
    )
    assert (again.exit_code, again.writes) == (0, [])


def test_twice_the_same_gives_the_same_bytes(live):
    taken_in(live)
    taken_in(live, out="again")

    def contents(folder):
        return {
            file.relative_to(folder): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }

    assert contents(live.folder / "again") == contents(live.folder / "imported")


def test_no_file_is_ever_written_over(live):
    file = live.write("mine: {}\n", "imported/customers.yaml")

    result = live.run("import", "--instance", INSTANCE, "--out", "imported", "--adopt")

    assert (result.exit_code, result.writes) == (64, [])
    assert "--out imported: imported/customers.yaml would be written over." in result.stderr
    assert [one.name for one in file.parent.iterdir()] == ["customers.yaml"]
    assert file.read_text(encoding="utf-8") == "mine: {}\n"


def test_the_schema_beside_the_folder_is_the_editors(live):
    live.write("{}", "manifests/schema.json")

    result = taken_in(live, out="manifests/imported")

    first = (live.folder / "manifests/imported/resellers/contoso.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schema.json"
    assert "manifests/imported/schema.json" not in result.json["written"]
    assert live.plan("--detailed-exitcode").exit_code == 0


def test_no_more_is_asked_of_the_api_than_for_a_plan(live):
    result = taken_in(live)

    paths = sorted(one["path"] for one in result.requests)
    assert paths == sorted(one["path"] for one in live.run("plan", "-o", "json").requests)


def test_tenants_that_are_managed_already_are_left_alone(live):
    live.declare(reseller(adopt={INSTANCE: live.api.tenant("Contoso")["id"]}))

    result = taken_in(live)

    assert [one["account"] for one in result.json["accounts"]] == [
        "fabrikam",
        "litware",
        "tailspin",
        "wingtip",
    ]
    assert result.json["managed"] == 1
    assert set(written(live, "resellers/contoso.yaml")["accounts"]) == {"tailspin", "wingtip"}


@pytest.fixture(scope="session")
def served_crowd():
    with serving(11, "--fleet", "40") as sandbox:
        yield sandbox


def test_a_fleet_that_others_have_made_is_taken_in_whole(worlds, served_crowd):
    with worlds(served_crowd) as world:
        world.declare()

        result = taken_in(world)
        checked = check([world.folder / "manifests", world.folder / "imported"])

        assert len(result.json["accounts"]) == 42
        assert result.json["proof"]["empty"]
        assert {one.code for one in checked.findings} <= {"V-33"}
        assert planned(world).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 64, "Missing option '--instance'"),
        (("--instance", INSTANCE), 64, "Missing option '--out'"),
        (("--instance", "acronis-us", "--out", "x"), 64, '"acronis-us" is not declared'),
        (("nothing", "--instance", INSTANCE, "--out", "x"), 3, "does not exist"),
        (("--instance", INSTANCE, "--out", "manifests/all.yaml"), 64, "is a file"),
    ],
)
def test_what_cannot_be_imported(world, words, code, said):
    world.declare()

    result = world.run("import", *words)

    assert (result.exit_code, result.writes) == (code, [])
    assert said in result.stderr + result.stdout
