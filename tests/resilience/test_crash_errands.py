"""The crash matrix of what writes beside apply: a mail sent again, a tenant brought back."""

import signal
from collections import Counter

import pytest

from tests.harness.manifests import INSTANCE
from tests.resilience.story import BEFORE
from tests.resilience.trap import WHEN

RESEND = ("resend", "contoso", "--auto-approve", "-o", "json")
RESEND_REQUESTS = 14
RESTORE = ("restore", f"{INSTANCE}/wingtip/tenant", "--auto-approve", "-o", "json")
RESTORE_REQUESTS = 12


def lost(stage):
    """A customer's tenant is deleted in the portal."""
    stage.declare(BEFORE)
    stage.portal.delete_tenant("Wingtip")


@pytest.fixture(scope="module")
def counted(theatre):
    """How many requests each takes, and the state with the tenant back."""
    theatre.rewind("before")
    lost(theatre)
    first = theatre.last_request()
    assert theatre.child(*RESTORE).code == 0
    restoring = theatre.last_request() - first
    state = theatre.state()
    theatre.rewind("before")
    first = theatre.last_request()
    assert theatre.child(*RESEND).code == 0
    return theatre.last_request() - first, restoring, state


def test_the_matrices_cover_every_request(counted):
    resending, restoring, _ = counted

    assert (resending, restoring) == (RESEND_REQUESTS, RESTORE_REQUESTS)


@pytest.mark.parametrize("at", range(1, RESEND_REQUESTS + 1))
@pytest.mark.parametrize("when", WHEN)
def test_a_killed_resend_sends_one_mail_more_than_asked_at_most(stage, when, at):
    stage.declare(BEFORE)
    mailed = Counter(one["login"] for one in stage.mails())

    killed = stage.child(*RESEND, trap=(at, when))
    meanwhile = Counter(one["login"] for one in stage.mails()) - mailed
    again = stage.child(*RESEND)
    mails = Counter(one["login"] for one in stage.mails()) - mailed

    assert killed.code == -signal.SIGKILL, killed.told
    assert again.code == 0, again.told
    assert meanwhile in (Counter(), Counter({"contoso-admin": 1}))
    assert mails - meanwhile == Counter({"contoso-admin": 1})
    assert "contoso/activation" not in stage.plan().stdout


@pytest.mark.parametrize("at", range(1, RESTORE_REQUESTS + 1))
@pytest.mark.parametrize("when", WHEN)
def test_a_killed_restore_has_restored_or_can_be_run_again(stage, counted, when, at):
    lost(stage)

    killed = stage.child(*RESTORE, trap=(at, when))
    back = len(stage.api.tenants("Wingtip"))
    again = stage.child(*RESTORE)

    assert killed.code == -signal.SIGKILL, killed.told
    assert again.code == (5 if back else 0), again.told
    assert stage.state() == counted[2]
