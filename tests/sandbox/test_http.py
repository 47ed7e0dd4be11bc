"""The sandbox as a process of its own, over real HTTP."""

import json
import signal
import subprocess
import sys

import pytest
import requests

COMMAND = "from reconciler.cli.sandbox import command; command()"


@pytest.fixture
def served(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--data", str(tmp_path / "it")],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def token(printed):
    answer = requests.post(
        printed["url"] + "/api/2/idp/token",
        data={"grant_type": "client_credentials"},
        auth=(printed["client_id"], printed["client_secret"]),
        timeout=30,
    )
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_answers_and_ends_with_zero(served, number):
    printed = json.loads(served.stdout.readline())
    headers = token(printed)

    tenant = requests.get(
        f"{printed['url']}/api/2/tenants/{printed['tenant_id']}", headers=headers, timeout=30
    )
    served.send_signal(number)

    assert set(printed) == {"url", "client_id", "client_secret", "tenant_id", "portal"}
    assert tenant.json()["kind"] == "partner"
    assert served.wait(30) == 0


def test_a_dropped_request_is_a_closed_connection(served):
    printed = json.loads(served.stdout.readline())
    headers = token(printed)
    fault = {"path": "/applications", "nth": 1, "effect": {"drop": "before"}}
    requests.post(printed["url"] + "/_sandbox/faults", json=fault, timeout=30)

    with pytest.raises(requests.ConnectionError):
        requests.get(printed["url"] + "/api/2/applications", headers=headers, timeout=30)

    again = requests.get(printed["url"] + "/api/2/applications", headers=headers, timeout=30)
    assert again.status_code == 200
