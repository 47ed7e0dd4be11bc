"""Where a pipeline is running, told from the variables that the forges set for it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reconciler.errors import AuthError, UsageError
from reconciler.forge.connection import Connection
from reconciler.forge.github import GitHub
from reconciler.forge.gitlab import GitLab
from reconciler.forge.values import Forge

ForgeName = Literal["github", "gitlab"]
NOWHERE = "Run it in a pipeline, or name the forge with --forge and the project with --project."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A project on a forge, and the request and commit that a pipeline is about.

    `request` is None where the pipeline is not that of an open request.
    """

    forge: ForgeName
    api: str
    project: str
    token: str
    web: str = ""
    request: int | None = None
    commit: str = ""

    def connect(self) -> tuple[Connection, Forge]:
        """The connection, to be closed, and the forge that speaks through it."""
        if self.forge == "github":
            github = GitHub.connect(self.api, self.token)
            return github, GitHub(github, self.project)
        gitlab = GitLab.connect(self.api, self.token)
        return gitlab, GitLab(gitlab, self.project, self.web)


def place_of(
    environment: Mapping[str, str],
    *,
    forge: ForgeName | None = None,
    project: str | None = None,
    request: int | None = None,
) -> Place:
    """Where the variables say that we are; what is given wins over them.

    Raises UsageError if they do not say it, and AuthError without a token.
    """
    named = forge or _forge(environment)
    found = (_github if named == "github" else _gitlab)(environment, project, request)
    if not found.project:
        raise UsageError("It is not known which project this is.", hint=NOWHERE)
    if not found.token:
        variable = "GITHUB_TOKEN" if named == "github" else "GITLAB_TOKEN"
        raise AuthError(
            f"There is no token: the variable {variable} is not set.",
            request=variable,
            hint="Take it from the secret store of the CI.",
        )
    return found


def _forge(environment: Mapping[str, str]) -> ForgeName:
    """Many servers call themselves compatible with GitHub's variables; GitLab's are its own."""
    if environment.get("CI_PROJECT_ID"):
        return "gitlab"
    if environment.get("GITHUB_REPOSITORY"):
        return "github"
    raise UsageError("This is neither a pipeline of GitHub nor one of GitLab.", hint=NOWHERE)


def _github(environment: Mapping[str, str], project: str | None, request: int | None) -> Place:
    return Place(
        forge="github",
        api=environment.get("GITHUB_API_URL") or "https://api.github.com",
        project=project or environment.get("GITHUB_REPOSITORY", ""),
        token=environment.get("GITHUB_TOKEN", ""),
        request=request or _pull_request(environment),
        commit=environment.get("GITHUB_SHA", ""),
    )


def _gitlab(environment: Mapping[str, str], project: str | None, request: int | None) -> Place:
    number = environment.get("CI_MERGE_REQUEST_IID", "")
    return Place(
        forge="gitlab",
        api=environment.get("CI_API_V4_URL") or "https://gitlab.com/api/v4",
        project=project or environment.get("CI_PROJECT_ID", ""),
        token=environment.get("GITLAB_TOKEN", ""),
        web=environment.get("CI_PROJECT_URL", ""),
        request=request or (int(number) if number.isdecimal() else None),
        commit=environment.get("CI_COMMIT_SHA", ""),
    )


def _pull_request(environment: Mapping[str, str]) -> int | None:
    """From refs/pull/NUMBER/merge, or else from the event that started the workflow."""
    if found := re.fullmatch(r"refs/pull/(\d+)/\w+", environment.get("GITHUB_REF", "")):
        return int(found[1])
    number = _event(environment).get("pull_request", {}).get("number")
    return number if isinstance(number, int) else None


def _event(environment: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        text = Path(environment.get("GITHUB_EVENT_PATH", "")).read_text(encoding="utf-8")
        event = json.loads(text)
    except (OSError, ValueError):
        return {}
    known = isinstance(event, dict) and isinstance(event.get("pull_request"), dict)
    return event if known else {}
