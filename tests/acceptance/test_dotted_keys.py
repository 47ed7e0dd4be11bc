"""Keys may hold dots, and what is said of them still has its place."""

from tests.harness.manifests import INSTANCE, customer, sold


def test_a_finding_about_an_account_with_a_dot_in_its_key_is_placed(world):
    world.declare(customer("acme.sync", adopt={INSTANCE: "f9"}), sold("acme.sync"))

    found = world.plan().finding("V-35")

    assert found["path"] == f"accounts.acme.sync.adopt.{INSTANCE}"
    assert (found["file"], found["line"]) == ("manifests/all.yaml", world.line_of("f9"))


def test_a_value_of_such_an_account_is_explained_with_its_place(world):
    world.declare(customer("acme.sync"), sold("acme.sync"))

    told = world.run("explain", f"{INSTANCE}/acme.sync/user", "-o", "json").stdout

    assert f'"line": {world.line_of("username: acme.sync-admin")}' in told
