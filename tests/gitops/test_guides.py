"""What the guides show is run, or checked as the generated files are."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.gitops.linters import actionlint, fits
from tests.gitops.runner import git
from tests.gitops.test_init import PINS
from tests.harness.manifests import reseller

DOCS = Path(__file__).parents[2] / "docs"


def block(page, marker):
    """The fenced block after a comment of a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found, f"{page} has no block after <!-- {marker} -->"
    return found[1]


def test_the_stronger_workflow_is_one_that_github_takes(tmp_path):
    text = block("github.md", "workflow: .github/workflows/apply.yml")
    file = tmp_path / "apply.yml"
    file.write_text(text, encoding="utf-8")

    used = dict(re.findall(r"uses: ([^@\s]+)@([0-9a-f]{40}) # v\d", text))

    assert len(used) == 4
    assert used.items() <= PINS.items()
    assert fits("vendor.github-workflows", file)
    assert actionlint(file) == ""


def test_the_stronger_jobs_are_some_that_gitlab_takes(tmp_path):
    text = block("gitlab.md", "jobs: .gitlab-ci.yml")
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(text, encoding="utf-8")

    assert fits("vendor.gitlab-ci", file)
    assert yaml.safe_load(text)["plan on main"]["artifacts"]["public"] is False


@pytest.mark.parametrize(
    ("page", "marker", "job"),
    [
        ("github.md", "workflow: .github/workflows/apply.yml", "plan"),
        ("gitlab.md", "jobs: .gitlab-ci.yml", "plan on main"),
    ],
)
@pytest.mark.parametrize(("made", "ends"), [(True, True), (False, False)])
def test_one_account_that_is_kept_out_does_not_stop_the_stronger_jobs(
    page, marker, job, made, ends, tmp_path
):
    jobs = yaml.safe_load(block(page, marker))
    if page == "github.md":
        (script,) = [one["run"] for one in jobs["jobs"][job]["steps"] if one.get("id") == "plan"]
    else:
        script = "\n".join(jobs[job]["script"])
    plan = 'echo \'{"digest": "ab"}\' > plan.json\n' if made else ""
    command = tmp_path / "reconciler"
    command.write_text(f"#!/bin/sh\n{plan}exit 3\n", encoding="utf-8")
    command.chmod(0o755)
    python = Path(sys.executable).parent
    environment = {
        "PATH": f"{tmp_path}:{python}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": "output",
        "GITHUB_STEP_SUMMARY": "summary",
    }

    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=environment, check=False
    )

    assert (done.returncode == 0) is ends


def test_the_script_for_cron_is_quiet_until_there_is_drift(world, served, tmp_path):
    world.declare(reseller())
    world.applied()
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "manifests")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    git(tmp_path, "remote", "add", "origin", "origin.git")
    git(tmp_path, "push", "--quiet", "--set-upstream", "origin", "HEAD")
    (tmp_path / "credentials").write_text(
        f"export ACRONIS_CLIENT_ID={served.client_id}\n"
        f"export ACRONIS_CLIENT_SECRET={served.client_secret}\n"
    )
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "reconciler").write_text(f'#!/bin/sh\nexec {sys.executable} -m reconciler "$@"\n')
    (bin_folder / "reconciler").chmod(0o755)
    script = block("any-ci.md", "script").replace("/srv/tenants", str(tmp_path))

    def cron():
        path = f"{bin_folder}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(DOCS.parent)}
        done = subprocess.run(
            ["sh", "-c", script], env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    quiet = cron()
    world.portal.change_tenant("Contoso", enabled=False)
    found, again = cron(), cron()
    world.applied()
    gone = cron()

    assert quiet == ""
    assert "new; last changed" in found
    assert "still there; last changed" in again
    assert gone == ""


@pytest.mark.parametrize("page", ["github.md", "gitlab.md", "any-ci.md"])
def test_options_of_commands_that_a_guide_shows_exist(page, world):
    text = (DOCS / page).read_text(encoding="utf-8")
    shown = re.findall(r"reconciler ([a-z]+)((?: [^\n`|#>&\\]*)?)", text)

    for command, rest in shown:
        known = world.run(command, "--help").stdout
        assert all(option in known for option in re.findall(r"--[a-z-]+", rest)), (command, rest)
