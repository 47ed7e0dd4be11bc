"""A mistake of ours amid a run: what is done is kept and told, and the crash is seen."""

import json

import pytest
from click.testing import CliRunner

from reconciler.cli import cli
from reconciler.resources.user import User
from tests.harness.manifests import reseller


def test_a_bug_amid_a_run_leaves_the_result_of_what_was_done(world, monkeypatch):
    def broken(*arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(User, "create", broken)
    world.declare(reseller())

    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(cli, ["apply", "--auto-approve"], catch_exceptions=False)

    (file,) = (world.folder / "home" / "results").glob("*.json")
    result = json.loads(file.read_text(encoding="utf-8"))
    statuses = {one["address"].split("/")[2]: one["status"] for one in result["outcomes"]}
    assert statuses["user"] == "unknown"
    assert "done" in statuses.values()
    assert result["exit_code"] == 1
