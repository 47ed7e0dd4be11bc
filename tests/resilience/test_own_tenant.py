"""The tenant that our own API client lives in is never closed, whatever the manifests say."""

import json

import pytest

from reconciler.stamp import Stamp
from tests.harness.manifests import INSTANCE, reseller
from tests.resilience.story import BEFORE


@pytest.mark.parametrize("state", ["suspended", "absent"])
def test_our_own_tenant_cannot_be_adopted_and_closed(stage, state):
    stage.declare(reseller("msp", adopt={INSTANCE: stage.root}, state=state))
    acks = ("V-35", "V-60", "V-62", "V-68", "V-69")

    digest = stage.plan().json["digest"]
    result = stage.apply(*(word for code in acks for word in ("--ack", f"{code}:{digest}")))

    assert result.writes == []
    assert result.json["outcomes"] == []
    assert stage.api.get(f"/tenants/{stage.root}")["enabled"] is True


@pytest.mark.parametrize("state", ["suspended", "absent"])
def test_our_own_tenant_with_a_stamp_of_ours_is_no_accounts(stage, state):
    """Somebody has copied a stamp there, or it was written by hand."""
    root = stage.api.get(f"/tenants/{stage.root}")
    tag = str(Stamp(workspace="northwind-msp", account="msp"))
    body = {"internal_tag": tag, "version": root["version"]}
    stage.fault("GET", "/tenants$", body=json.dumps({"items": [{**root, **body}]}), times=9)
    stage.fault("GET", "/users$", body='{"items": []}', times=9)
    stage.fault("GET", "/tenants/offering_items$", body='{"items": []}', times=9)
    stage.declare({"products": BEFORE["products"]}, reseller("msp", state=state))

    plan = stage.plan()

    assert plan.exit_code == 0, plan.stdout
    assert [one for one in plan.actions if not one.startswith("create")] == []
