"""Pricing: trial, production, and no way back."""

import pytest


@pytest.fixture
def path(api):
    return f"/tenants/{api.tenant('Fabrikam')['id']}/pricing"


def test_a_customer_starts_as_a_trial_and_goes_to_production_once(api, path):
    before = api.get(path)

    after = api.put(path, {**before, "mode": "production"})
    back = api.refused("PUT", path, {"mode": "trial", "version": after["version"]})

    assert before["mode"] == "trial"
    assert after["mode"] == api.get(path.removesuffix("/pricing"))["pricing_mode"] == "production"
    assert after["version"] > before["version"] > 10**12
    assert back == (400, 1027)


def test_pricing_has_a_version_of_its_own(api, path):
    assert api.refused("PUT", path, {"mode": "production", "version": 1}) == (409, 1001)
    assert api.get(path.removesuffix("/pricing"))["version"] == 1


def test_a_currency_can_be_set_without_a_mode(api, path):
    before = api.get(path)

    after = api.put(path, {"version": before["version"], "currency": "EUR"})

    assert (after["currency"], after["mode"]) == ("EUR", "trial")


def test_a_trial_becomes_production_after_a_month(api, path):
    api.side("POST", "/clock", {"advance_seconds": 30 * 86400 + 1})
    token = api.http.post(
        "/api/2/idp/token",
        data={"grant_type": "client_credentials"},
        auth=(api.sandbox.client_id, api.sandbox.client_secret),
    )
    api.headers["Authorization"] = f"Bearer {token.json['access_token']}"

    assert api.get(path)["mode"] == "production"
