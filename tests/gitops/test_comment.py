"""`reconciler comment` on both forges: written once, found again, and approved only as it was."""

import json
from dataclasses import replace

import pytest

from reconciler.gitops.body import plan_body
from reconciler.gitops.marker import Marker
from reconciler.report.of_document import report_of_document
from tests.harness.manifests import reseller

COMMIT = "c0ffee" * 6 + "abcd"


@pytest.fixture
def pipeline(world, forge, monkeypatch):
    """Runs a command line with the variables of a pipeline."""

    def run(variables, *words):
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            return world.run(*words)

    forge.project.open_request(7)
    return run


@pytest.fixture
def planned(world, forge, pipeline):
    """A plan that was made and commented on request 7."""
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")
    pipeline(forge.opened(7), "comment", "plan.json")
    return json.loads((world.folder / "plan.json").read_text())


def test_the_plan_is_written_with_its_marker_first(world, forge, pipeline, planned):
    (body,) = forge.project.bodies(7)
    marker = Marker.read(body)

    assert (marker.kind, marker.scope, marker.digest) == ("plan", "default", planned["digest"])
    assert marker.manifests == planned["manifests_digest"]
    assert sorted(marker.changes) == [
        f"create acronis-eu/contoso/{kind}"
        for kind in ("access_policies", "activation", "offering_items", "tenant", "user")
    ]
    assert "\n## Plan: 5 to add, 0 to change, 0 to destroy.\n" in body
    assert body.endswith(
        "Merging applies exactly this. If anything moves meanwhile, nothing is applied.\n"
    )


def test_a_new_plan_takes_the_place_of_the_old_one_and_nothing_else(
    world, forge, pipeline, planned
):
    forge.project.comment(7, "Looks good.", "ann")
    world.declare(reseller(), reseller("adatum"))
    world.run("plan", "-o", "json=plan.json")

    updated = pipeline(forge.opened(7), "comment", "plan.json", "-o", "json").json
    again = pipeline(forge.opened(7), "comment", "plan.json", "-o", "json").json

    assert (updated["request"], updated["action"]) == (7, "updated")
    assert updated["url"].startswith("https://forge.example/northwind/tenants/")
    assert again["action"] == "unchanged"
    plan, remark = forge.project.bodies(7)
    assert "Plan: 10 to add" in plan
    assert remark == "Looks good."


def test_the_comment_is_found_on_any_page(world, forge, pipeline):
    for number in range(250):
        forge.project.comment(7, f"Remark {number}", "ann")
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")

    pipeline(forge.opened(7), "comment", "plan.json")
    again = pipeline(forge.opened(7), "comment", "plan.json", "-o", "json").json

    assert again["action"] == "unchanged"
    assert len(forge.project.bodies(7)) == 251


def test_scopes_have_comments_of_their_own(world, forge, pipeline, planned):
    pipeline(forge.opened(7), "comment", "plan.json", "--scope", "acronis-us")

    markers = [Marker.read(body).scope for body in forge.project.bodies(7)]

    assert markers == ["default", "acronis-us"]


def test_the_reviewed_digest_is_printed_after_the_merge(forge, pipeline, planned):
    forge.project.merge(7, COMMIT)

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert (result.exit_code, result.stdout) == (0, f"{planned['digest']}\n")


def test_an_apply_of_what_was_reviewed_is_told_in_a_second_comment(world, forge, pipeline, planned):
    forge.project.merge(7, COMMIT)
    digest = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest").stdout.strip()
    world.run("apply", "plan.json", "--auto-approve", "--digest", digest, "-o", "json=result.json")

    pipeline(forge.merged(COMMIT), "comment", "result.json")

    plan, result = forge.project.bodies(7)
    assert Marker.read(plan).kind == "plan"
    assert Marker.read(result).kind == "apply"
    assert "## Apply complete: 5 added, 0 changed, 0 destroyed.\n" in result
    assert world.api.tenant("Contoso")["kind"] == "partner"


def test_what_moved_is_told_and_nothing_is_to_be_applied(world, forge, pipeline, planned):
    forge.project.merge(7, COMMIT)
    world.declare(reseller(name="Other"), reseller("adatum"))
    world.run("plan", "-o", "json=plan.json")

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert (result.exit_code, result.stdout) == (6, "")
    plan, refusal = forge.project.bodies(7)
    assert Marker.read(plan).digest == planned["digest"]
    assert Marker.read(refusal).digest == ""
    assert refusal.splitlines()[2:8] == [
        "# Not applied",
        "",
        "- The manifests are not those that were reviewed: something else was merged.",
        "- Planned now, and not then: create acronis-eu/adatum/access_policies, "
        "create acronis-eu/adatum/activation, create acronis-eu/adatum/offering_items, "
        "create acronis-eu/adatum/tenant, create acronis-eu/adatum/user.",
        "- Planned against another state, or with other values: create acronis-eu/contoso/tenant.",
        "",
    ]
    assert "## Plan: 10 to add" in refusal


def test_what_moved_outside_is_told_too(world, forge, pipeline):
    world.declare(reseller())
    world.applied()
    world.declare(reseller(name="Contoso Ltd"))
    world.run("plan", "-o", "json=plan.json")
    pipeline(forge.opened(7), "comment", "plan.json")
    forge.project.merge(7, COMMIT)
    world.portal.change_tenant("Contoso", contact={"phone": "+1 555 0100"})
    world.run("plan", "-o", "json=plan.json")

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert result.exit_code == 6
    assert (
        "The plan is not the one that was reviewed: Planned against another state, or with other "
        "values: update acronis-eu/contoso/tenant."
    ) in result.stderr


def test_a_marker_of_somebody_else_approves_nothing(world, forge, pipeline, planned):
    forge.project.comments[0]["author"] = "mallory"
    forge.project.merge(7, COMMIT)

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert result.exit_code == 6
    assert 'Request 7 has no comment with a plan of scope "default".' in result.stderr


def test_a_marker_inside_of_a_comment_is_only_text(world, forge, pipeline, planned):
    (comment,) = forge.project.comments
    comment["body"] = "Quoted:\n\n" + comment["body"]
    forge.project.merge(7, COMMIT)

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert result.exit_code == 6


def test_a_commit_without_a_request_is_reviewed_by_nobody(forge, pipeline, planned):
    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert result.exit_code == 6
    assert "No merged request brought this commit" in result.stderr


def test_a_plan_without_changes_needs_no_review(world, forge, pipeline):
    world.declare(reseller())
    world.applied()
    plan = world.run("plan", "-o", "json")
    world.write(plan.stdout, "plan.json")

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert (result.exit_code, result.stdout.strip()) == (0, plan.json["digest"])


def test_an_invalid_manifest_is_told_where_the_reviewer_looks(world, forge, pipeline):
    world.declare(reseller(bill_to="nobody"))
    world.run("plan", "-o", "json=plan.json")

    first = pipeline(forge.opened(7), "comment", "plan.json")
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")
    (stopped,) = forge.project.bodies(7)
    pipeline(forge.opened(7), "comment", "plan.json")

    assert first.exit_code == 0
    assert "## The manifests are not valid: " in stopped
    assert Marker.read(stopped).digest == ""
    (planned,) = forge.project.bodies(7)
    assert "## Plan: 5 to add" in planned


def test_an_edited_plan_is_not_shown(world, forge, pipeline):
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")
    file = world.folder / "plan.json"
    file.write_text(file.read_text().replace("Contoso", "Contos0"))

    result = pipeline(forge.opened(7), "comment", "plan.json")

    assert result.exit_code == 6
    assert forge.project.bodies(7) == []


def test_a_plan_that_is_truncated_or_incomplete_cannot_be_approved(world, planned):
    whole = report_of_document(planned)
    cut = replace(whole, items=sum(map(with_namesakes, whole.items), ()))

    bodies = [
        plan_body("default", planned, whole),
        plan_body("default", planned, cut),
        plan_body("default", {**planned, "complete": False}, whole),
    ]

    assert [Marker.read(body).digest for body in bodies] == [planned["digest"], "", ""]
    assert all(len(body) < 65_536 for body in bodies)
    assert all(
        body.endswith("Merging applies nothing: this cannot be approved from the comment.\n")
        for body in bodies[1:]
    )


def with_namesakes(item):
    """Irreversible items in more accounts than a comment has room for."""
    names = (f"customer-with-quite-a-long-key-{number}" for number in range(1300))
    return tuple(replace(item, account=name, plain=False) for name in names)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(401, 4, "refused"), (403, 4, "refused"), (404, 1, "refused"), (503, 8, "refused")],
)
def test_what_the_forge_refuses_is_said_with_its_words(
    world, forge, pipeline, monkeypatch, status, code, words
):
    monkeypatch.setattr("reconciler.forge.connection.RETRIES", 0)
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")
    last = "comments" if forge.name == "github" else "notes"
    forge.project.refuse["POST", last] = ({"message": "Not for you"}, status)

    result = pipeline(forge.opened(7), "comment", "plan.json")

    name = "GitHub" if forge.name == "github" else "GitLab"
    assert result.exit_code == code
    assert f"{name} refused POST /" in result.stderr
    assert f": {status} Not for you." in result.stderr
    assert "the-token" not in result.stderr


def test_a_wrong_token_is_an_error_of_permission(world, forge, pipeline):
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")
    token = "GITHUB_TOKEN" if forge.name == "github" else "GITLAB_TOKEN"

    wrong = pipeline({**forge.opened(7), token: "wrong"}, "comment", "plan.json")
    none = pipeline({**forge.opened(7), token: ""}, "comment", "plan.json")

    assert (wrong.exit_code, none.exit_code) == (4, 4)
    assert f"the variable {token} is not set" in none.stderr


def test_a_forge_that_is_not_there_is_said(world, forge, pipeline, monkeypatch):
    monkeypatch.setattr("reconciler.forge.connection.RETRIES", 0)
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")
    variable = "GITHUB_API_URL" if forge.name == "github" else "CI_API_V4_URL"

    result = pipeline(
        {**forge.opened(7), variable: "http://127.0.0.1:9/api"}, "comment", "plan.json"
    )

    assert result.exit_code == 8
    assert "cannot be reached" in result.stderr


def test_outside_of_a_pipeline_the_place_has_to_be_given(world, pipeline):
    world.declare(reseller())
    world.run("plan", "-o", "json=plan.json")

    result = pipeline({}, "comment", "plan.json")

    assert result.exit_code == 64
    assert "neither a pipeline of GitHub nor one of GitLab" in result.stderr


def test_a_result_without_a_request_has_nowhere_to_go(world, forge, pipeline, planned):
    world.run("apply", "plan.json", "--auto-approve", "-o", "json=result.json")

    result = pipeline(forge.merged(COMMIT), "comment", "result.json")

    assert result.exit_code == 0
    assert "there is nowhere to comment" in result.stdout
    assert len(forge.project.comments) == 1


@pytest.mark.parametrize("merged", [True, False])
def test_without_a_plan_nothing_is_approved_and_the_reason_is_told(
    world, forge, pipeline, planned, merged
):
    if merged:
        forge.project.merge(7, COMMIT)
    world.declare(reseller(bill_to="nobody"))
    world.run("plan", "-o", "json=plan.json")

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert (result.exit_code, result.stdout) == (6, "")
    assert "There is no plan: The manifests are not valid" in result.stderr
    told = forge.project.bodies(7)[1:]
    assert ["The manifests are not valid" in body for body in told] == [True] * merged


def test_a_plan_that_could_not_be_approved_then_cannot_be_now(world, forge, pipeline, planned):
    (comment,) = forge.project.comments
    comment["body"] = comment["body"].replace(planned["digest"], "", 1)
    forge.project.merge(7, COMMIT)

    result = pipeline(forge.merged(COMMIT), "comment", "plan.json", "--digest")

    assert result.exit_code == 6
    assert "The plan in the comment was truncated, incomplete, or could not be made." in (
        result.stderr
    )


def test_a_scope_is_a_word_that_fits_into_a_marker(world, pipeline, forge, planned):
    result = pipeline(forge.opened(7), "comment", "plan.json", "--scope", "a -->")

    assert result.exit_code == 64


@pytest.mark.parametrize("text", ['{"outcomes": [{}]}', '{"error": {}}', '{"error": 5}'])
def test_what_is_no_report_is_wrong_usage(world, pipeline, forge, text):
    world.write(text, "plan.json")

    result = pipeline(forge.opened(7), "comment", "plan.json")

    assert result.exit_code == 64
    assert forge.project.bodies(7) == []
