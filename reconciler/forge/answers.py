"""What the forges answer, read leniently: only what is used, and null for an empty text."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from reconciler.errors import UnavailableError

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class Author(BaseModel):
    """An account; GitHub says `login` and GitLab `username`."""

    login: str = ""
    username: str = ""

    @property
    def name(self) -> str:
        return self.login or self.username


NOBODY = Author()
Account = Annotated[Author, BeforeValidator(lambda value: NOBODY if value is None else value)]


class Comment(BaseModel):
    """A comment on GitHub or a note on GitLab."""

    id: int
    body: Text = ""
    user: Account = NOBODY
    author: Account = NOBODY
    html_url: Text = ""


class Issue(BaseModel):
    """An issue. On GitHub the list of issues has pull requests in it, which say so."""

    number: int = 0
    iid: int = 0
    title: Text = ""
    body: Text = ""
    description: Text = ""
    state: str = ""
    user: Account = NOBODY
    author: Account = NOBODY
    pull_request: Any = None


class Merged(BaseModel):
    """A pull or merge request that a commit belongs to."""

    number: int = 0
    iid: int = 0
    merged_at: str | None = None
    merge_commit_sha: str | None = None
    squash_commit_sha: str | None = None
    sha: str | None = None

    @property
    def ends(self) -> tuple[str | None, ...]:
        """The commits that it can have ended with on the target branch."""
        return (self.merge_commit_sha, self.squash_commit_sha, self.sha)


Read = TypeVar("Read", bound=BaseModel)


def read(model: type[Read], value: Any, forge: str) -> Read:
    """One value of an answer. Raises UnavailableError if it is not of that shape."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        what = model.__name__.lower()
        raise UnavailableError(
            f"{forge}: an answer is no {what}: {error.errors()[0]['msg']}.", request=what
        ) from error


def merged_with(commit: str, candidates: Iterable[Merged]) -> Merged | None:
    """The merged request that ends with a commit, else the only merged one it is part of."""
    merged = [one for one in candidates if one.merged_at]
    exact = [one for one in merged if commit in one.ends]
    found = exact or merged
    return found[0] if len(found) == 1 else None
