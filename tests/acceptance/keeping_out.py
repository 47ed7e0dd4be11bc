"""An account that something live keeps out of the plan, while the others go on."""

from tests.harness.manifests import INSTANCE


def stays_out(world, account, *, others=0):
    """Plan blocks the account and exits 3; apply leaves it alone, does the rest and exits 7."""
    planned, applied = world.plan(), world.apply()
    address = f"{INSTANCE}/{account}/tenant"
    assert planned.exit_code == 3
    assert planned.json["errored"] is True
    assert address in [one["address"] for one in planned.json["blocked"]]
    assert account not in {one["account"] for one in planned.json["resource_changes"]}
    assert applied.exit_code == 7
    assert address in [one["address"] for one in applied.json["blocked"]]
    assert len(applied.writes) == others
    assert world.status().account(account)["status"] == "blocked"
    return planned
