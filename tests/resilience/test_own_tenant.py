"""The tenant that our own API client lives in is never closed, whatever the manifests say."""

import pytest

from tests.harness.manifests import INSTANCE, reseller


@pytest.mark.parametrize("state", ["suspended", "absent"])
def test_our_own_tenant_cannot_be_adopted_and_closed(stage, state):
    stage.declare(reseller("msp", adopt={INSTANCE: stage.root}, state=state))
    acks = ("V-35", "V-60", "V-62", "V-68", "V-69")

    digest = stage.plan().json["digest"]
    result = stage.apply(*(word for code in acks for word in ("--ack", f"{code}:{digest}")))

    assert result.writes == []
    assert result.json["outcomes"] == []
    assert stage.api.get(f"/tenants/{stage.root}")["enabled"] is True
