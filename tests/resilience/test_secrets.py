"""No secret in any artefact of a full run, and no name that does harm in any output."""

import base64
import json
import re
from itertools import chain

import pytest

from reconciler.acronis.bearer import Bearer
from tests.harness.manifests import INSTANCE, customer, sold
from tests.resilience.story import AFTER

FORMATS = ("text", "json", "markdown", "html", "gitlab", "junit", "github")
HOSTILE = "A\x1b[31mred\x1b[0m | `rm -rf` <script>alert(1)</script> [x](http://evil) \u202egnp.exe"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

FENCED = re.compile(r"^(`{3,})\w*$.*?^\1$", re.DOTALL | re.MULTILINE)
"""A block of code in Markdown, in which nothing is markup."""


def outputs(command):
    return chain.from_iterable(("-o", f"{name}={command}.{name}") for name in FORMATS)


def artefacts(stage):
    """Everything that commands have left behind, as bytes by file."""
    files = [one for one in stage.folder.rglob("*") if one.is_file() and one.suffix != ".db"]
    kept = [one for one in files if "sandbox.db" not in one.name and "manifests" not in one.parts]
    return {str(one.relative_to(stage.folder)): one.read_bytes() for one in kept}


@pytest.fixture
def tokens(monkeypatch):
    """The tokens that this process is given."""
    seen, token = set(), Bearer.token

    def kept(bearer, **options):
        seen.add(token(bearer, **options))
        return token(bearer)

    monkeypatch.setattr(Bearer, "token", kept)
    return seen


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_artefact_of_a_full_run_holds_a_secret(stage, tokens, log_format):
    stage.declare(AFTER)
    loud = ("-vv", "--log-format", log_format)
    leak = {"error": {"code": 1008, "message": f"refused {stage.served.client_secret}"}}
    stage.fault("PUT", "/pricing$", nth=1, status=400, body=json.dumps(leak))

    told = [
        stage.run("validate", *loud),
        stage.run("plan", *loud, "--out", "plan.json", *outputs("plan")),
        stage.run("show", *loud, "plan.json"),
        stage.run("apply", *loud, "--auto-approve", *outputs("apply")),
        stage.run("status", *loud),
        stage.run("drift", *loud),
        stage.run("resend", "adatum", *loud, "--auto-approve"),
        stage.run("apply", "plan.json", *loud, "--auto-approve"),
    ]

    served = stage.served
    basic = base64.b64encode(f"{served.client_id}:{served.client_secret}".encode())
    secrets = [served.client_secret.encode(), basic, *(one.encode() for one in tokens)]
    texts = artefacts(stage) | {
        str(number): (one.stdout + one.stderr).encode() for number, one in enumerate(told)
    }
    assert [one.exit_code for one in told[:4]] == [0, 0, 0, 7]
    assert "refused ***" in told[3].stderr
    assert all("GET /tenants" in told[number].stderr for number in (1, 3, 4, 5))
    assert len(tokens) > 5
    assert all(len(one) > 8 for one in secrets)
    assert {"plan.json", "plan.html", "apply.junit"} <= texts.keys()
    assert [name for name, text in texts.items() if any(one in text for one in secrets)] == []


def test_a_hostile_name_is_harmless_in_every_output(stage):
    tenant = stage.portal.create_tenant(HOSTILE)
    adopted = {"adopt": {INSTANCE: tenant["id"]}, "activation": "none"}
    stage.declare(customer("tailspin", **adopted), sold("tailspin"))

    plan = stage.run("plan", *outputs("plan"))
    drift = stage.run("drift")
    applied = stage.run("apply", "--auto-approve", "--ack", "V-35", *outputs("apply"))

    told = "".join(one.stdout + one.stderr for one in (plan, drift, applied))
    texts = {
        name: text.decode()
        for name, text in artefacts(stage).items()
        if name.startswith(("plan.", "apply."))
    } | {"terminal": told}
    assert applied.exit_code == 0
    assert "rm -rf" in told
    assert [name for name, text in texts.items() if CONTROL.search(text)] == []
    marked_up = {
        name: FENCED.sub("", text)
        for name, text in texts.items()
        if name.endswith((".html", ".markdown", ".junit"))
    }
    assert len(marked_up) == 6
    assert [name for name, text in marked_up.items() if "<script>alert" in text] == []
    assert "[x](http" not in marked_up["plan.markdown"] + marked_up["apply.markdown"]
