"""A team's whole way, on both forges: the generated pipelines, run as they are in their files."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from reconciler.cli import cli
from tests.gitops.runner import Machine, git, run_github, run_gitlab

ADATUM = """\
version: 1
accounts:
  adatum:
    name: Adatum
    sync:
      acronis: {role: Reseller, username: adatum-admin, email: it@adatum.example}
"""


@dataclass
class Team:
    """People with a repository: `desk` is a person's clone, `machine` is the CI's."""

    forge: object
    machine: Machine
    origin: Path
    desk: Path

    def propose(self, number, file, text):
        """A change on a branch, and a request for it."""
        git(self.desk, "checkout", "--quiet", "-B", f"change-{number}", "main")
        (self.desk / file).write_text(text, encoding="utf-8")
        self.push(f"change-{number}")
        self.forge.project.open_request(number, sha=git(self.desk, "rev-parse", "HEAD"))
        return self.plan(number)

    def plan(self, number):
        """The job of an open request."""
        variables, branch = self.forge.opened(number), f"change-{number}"
        if self.forge.name == "github":
            place = self.machine.checkout(self.origin, "main", branch)
            return run_github(self.machine, place, "plan", variables)
        place = self.machine.checkout(self.origin, branch)
        source = {"CI_PIPELINE_SOURCE": "merge_request_event"}
        return run_gitlab(self.machine, place, "plan", {**variables, **source})

    def merge(self, number):
        """Merge a request; the apply job runs on what comes of it."""
        git(self.desk, "checkout", "--quiet", "main")
        git(self.desk, "merge", "--quiet", "--no-ff", "--message", "Merge", f"change-{number}")
        git(self.desk, "push", "--quiet", "origin", "main")
        self.forge.project.merge(number, git(self.desk, "rev-parse", "HEAD"))
        return self.on_main("apply", "push")

    def by_hand(self, digest):
        """The apply job, started by a person with the digest of a plan."""
        return self.on_main("apply", "web", digest=digest)

    def on_main(self, job, source, **inputs):
        place = self.machine.checkout(self.origin, "main")
        variables = self.forge.merged(git(place, "rev-parse", "HEAD"))
        if self.forge.name == "github":
            return run_github(self.machine, place, job, variables, **inputs)
        given = {key.upper(): value for key, value in inputs.items()}
        about = {"CI_PIPELINE_SOURCE": source, "CI_COMMIT_BRANCH": "main"}
        return run_gitlab(self.machine, place, job, {**variables, **about, **given})

    def push(self, branch):
        git(self.desk, "add", "--all")
        git(self.desk, "commit", "--quiet", "--message", branch)
        git(self.desk, "push", "--quiet", "origin", branch)


@pytest.fixture
def team(world, served, forge, tmp_path):
    """A bare repository with what `reconciler init` writes, set up as its README says."""
    origin, desk = tmp_path / "origin.git", tmp_path / "desk"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(desk))
    git(desk, "checkout", "--quiet", "-B", "main")
    cli.main(["init", str(desk)], standalone_mode=False)
    head = desk / "manifests" / "msp.yaml"
    text = head.read_text(encoding="utf-8")
    text = text.replace("https://eu2-cloud.acronis.com", served.url)
    head.write_text(text.replace("# storage: frankfurt-1", "storage: lab-1"), encoding="utf-8")
    (desk / "tool" / "requirements.lock").write_text("# see Machine\n", encoding="utf-8")
    credentials = {
        "ACRONIS_CLIENT_ID": served.client_id,
        "ACRONIS_CLIENT_SECRET": served.client_secret,
    }
    machine = tmp_path / "machine"
    machine.mkdir()
    whole = Team(forge, Machine(machine, credentials), origin, desk)
    whole.push("main")
    return whole


@pytest.mark.timeout(400)
def test_from_a_proposal_to_a_repaired_drift(team, world, forge):
    planned = team.propose(1, "manifests/adatum.yaml", ADATUM)

    assert planned.code == 0, planned.log
    (comment,) = forge.project.bodies(1)
    assert "## Plan: 16 to add, 0 to change, 0 to destroy." in comment
    assert "adatum-admin" not in planned.log + comment
    assert world.api.tenants() == []

    applied = team.merge(1)

    assert applied.code == 0, applied.log
    names = [one["name"] for one in world.api.tenants()]
    assert names == ["Adatum", "Contoso Distribution", "Tailspin Toys"]
    assert "## Apply complete: 16 added, 0 changed, 0 destroyed." in forge.project.bodies(1)[1]
    assert "adatum-admin" not in applied.log

    world.portal.change_tenant("Adatum", enabled=False)
    found = team.on_main("drift", "schedule")

    assert found.code == 0, found.log
    title = "Drift: The tenant is disabled (acronis/adatum/tenant)"
    assert forge.project.tickets() == [f"open {title}"]

    plan = world.plan(str(team.desk / "manifests")).json
    repaired = team.by_hand(plan["digest"])
    gone = team.on_main("drift", "schedule")

    assert repaired.code == 0, repaired.log
    assert gone.code == 0, gone.log
    assert world.api.tenant("Adatum")["enabled"]
    assert forge.project.tickets() == [f"closed {title}"]


@pytest.mark.timeout(400)
def test_what_moved_after_the_review_is_not_applied_until_somebody_looks_again(team, world, forge):
    team.propose(1, "manifests/adatum.yaml", ADATUM)
    team.merge(1)
    team.propose(2, "manifests/adatum.yaml", ADATUM.replace("Adatum", "Adatum Corporation"))
    world.portal.change_tenant("Adatum", contact={"phone": "+1 555 0100"})

    refused = team.merge(2)

    assert refused.code == 6, refused.log
    assert world.api.tenants("Adatum Corporation") == []
    refusal = forge.project.bodies(2)[1]
    assert "- Planned against another state, or with other values: update" in refusal

    digest = re.search(r"digest <code>([0-9a-f]{64})</code>", refusal)[1]
    accepted = team.by_hand(digest)

    assert accepted.code == 0, accepted.log
    assert world.api.tenant("Adatum Corporation")["enabled"]


@pytest.mark.timeout(400)
def test_an_invalid_manifest_is_said_in_the_comment_and_fails_the_job(team, forge):
    planned = team.propose(1, "manifests/adatum.yaml", ADATUM.replace("Reseller", "Partner"))

    assert planned.code == 3, planned.log
    (comment,) = forge.project.bodies(1)
    assert "manifests/adatum.yaml:6" in comment
