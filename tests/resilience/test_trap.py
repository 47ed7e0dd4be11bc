"""The trap of the matrices: what the three ways of being killed leave behind."""

import signal

import pytest

from tests.harness.manifests import reseller
from tests.resilience.trap import ACTED, ANSWERED, BEFORE

CREATING = 12
"""The number of the request that makes the tenant."""


@pytest.mark.parametrize(("when", "made"), [(BEFORE, 0), (ACTED, 1), (ANSWERED, 1)])
def test_killed_at_the_creation_of_a_tenant(stage, when, made):
    stage.rewind("empty")
    stage.declare(reseller())

    killed = stage.child("apply", "--auto-approve", trap=(CREATING, when))

    assert killed.code == -signal.SIGKILL
    assert len(stage.api.tenants()) == made
    assert stage.requests()[CREATING - 2]["path"].endswith("/idp/token")
