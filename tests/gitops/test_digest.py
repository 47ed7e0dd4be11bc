"""`apply --digest`: the plan that was reviewed, and nothing that merely looks like it."""

import pytest

from tests.harness.manifests import reseller


@pytest.mark.parametrize("digest", ["", "9c1e", "9c1e02a", "no-digest-at-all", "9C1E02AB"])
def test_what_is_no_digest_is_wrong_usage_for_it_must_not_let_any_plan_through(world, digest):
    world.declare(reseller())

    result = world.run("apply", "--auto-approve", "--digest", digest)

    assert result.exit_code == 64
    assert f'"{digest}" is not a digest' in result.stderr
    assert result.requests == ()


def test_the_beginning_of_a_digest_will_do_and_another_digest_will_not(world):
    world.declare(reseller())
    digest = world.plan().json["digest"]

    other = world.run("apply", "--auto-approve", "--digest", "0" * 64)
    same = world.run("apply", "--auto-approve", "--digest", digest[:8])

    assert (other.exit_code, other.writes) == (6, [])
    assert same.exit_code == 0
