"""The two forges as fixtures; a test that takes `forge` runs on both."""

from dataclasses import dataclass

import pytest

from tests.gitops.standin import Project, served
from tests.gitops.standin_github import GitHubStandIn
from tests.gitops.standin_gitlab import GitLabStandIn

TOKEN = "the-token"


@dataclass
class On:
    """A forge that is running, and the variables that its pipelines have."""

    name: str
    project: Project
    base: dict

    def opened(self, number):
        """The variables in a pipeline of an open request."""
        if self.name == "github":
            return {**self.base, "GITHUB_REF": f"refs/pull/{number}/merge"}
        return {**self.base, "CI_MERGE_REQUEST_IID": str(number)}

    def merged(self, commit):
        """The variables in a pipeline of the default branch."""
        if self.name == "github":
            return {**self.base, "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": commit}
        return {**self.base, "CI_COMMIT_SHA": commit}


@pytest.fixture
def on_github():
    project = Project(me="github-actions[bot]")
    with served(GitHubStandIn(project, TOKEN).app) as url:
        base = {
            "GITHUB_API_URL": url,
            "GITHUB_REPOSITORY": "northwind/tenants",
            "GITHUB_TOKEN": TOKEN,
        }
        yield On("github", project, base)


@pytest.fixture
def on_gitlab():
    project = Project(me="project_42_bot")
    with served(GitLabStandIn(project, TOKEN).app) as url:
        base = {
            "CI_API_V4_URL": f"{url}/api/v4",
            "CI_PROJECT_ID": "42",
            "CI_PROJECT_URL": "https://forge.example/northwind/tenants",
            "GITLAB_TOKEN": TOKEN,
        }
        yield On("gitlab", project, base)


@pytest.fixture(params=["github", "gitlab"])
def forge(request):
    return request.getfixturevalue(f"on_{request.param}")


@pytest.fixture(autouse=True)
def nowhere(monkeypatch):
    """The tests' own CI is not theirs."""
    for name in (
        "CI_PROJECT_ID",
        "CI_MERGE_REQUEST_IID",
        "CI_COMMIT_SHA",
        "GITHUB_REPOSITORY",
        "GITHUB_REF",
        "GITHUB_SHA",
        "GITHUB_EVENT_PATH",
        "GITHUB_TOKEN",
        "GITLAB_TOKEN",
    ):
        monkeypatch.delenv(name, raising=False)
