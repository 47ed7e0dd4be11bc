"""GitHub's REST API, version 2022-11-28 (docs.github.com/rest: pulls, issues, commits)."""

from collections.abc import Sequence
from urllib.parse import quote

from reconciler.errors import AuthError
from reconciler.forge.answers import Author, Comment, Issue, Merged, merged_with, read
from reconciler.forge.connection import Connection
from reconciler.forge.values import Note, Ticket

WORKFLOW = "github-actions[bot]"
"""Who writes with the token of a workflow, which may not ask who it is."""


class GitHub:
    """A repository on GitHub; `repository` is OWNER/NAME."""

    name = "GitHub"

    def __init__(self, connection: Connection, repository: str) -> None:
        self._api, self._repository = connection, quote(repository)

    @staticmethod
    def connect(base: str, token: str) -> Connection:
        """A connection that speaks the API's version that this module was written for."""
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        return Connection("GitHub", base, headers)

    def me(self) -> str:
        try:
            return read(Author, self._api.send("GET", "/user"), self.name).login
        except AuthError as error:
            if error.status != 403:
                raise
            return WORKFLOW

    def request_of(self, commit: str) -> int | None:
        path = self._path(f"/commits/{quote(commit, safe='')}/pulls")
        found = merged_with(commit, (read(Merged, one, self.name) for one in self._api.pages(path)))
        return found.number if found else None

    def notes(self, request: int) -> Sequence[Note]:
        entries = self._api.pages(self._path(f"/issues/{request}/comments"))
        found = (read(Comment, entry, self.name) for entry in entries)
        return [Note(one.id, one.user.name, one.body) for one in found]

    def add_note(self, request: int, body: str) -> str:
        return self._write_note("POST", f"/issues/{request}/comments", body)

    def change_note(self, request: int, note: int, body: str) -> str:
        return self._write_note("PATCH", f"/issues/comments/{note}", body)

    def tickets(self, label: str) -> Sequence[Ticket]:
        pages = self._api.pages(self._path("/issues"), labels=label, state="all")
        found = (read(Issue, entry, self.name) for entry in pages)
        return [
            Ticket(one.number, one.user.name, one.title, one.body, one.state == "open")
            for one in found
            if one.pull_request is None
        ]

    def add_ticket(self, title: str, body: str, label: str) -> int:
        fields = {"title": title, "body": body, "labels": [label]}
        return read(Issue, self._api.send("POST", self._path("/issues"), fields), self.name).number

    def change_ticket(self, ticket: int, title: str, body: str, *, is_open: bool) -> None:
        fields = {"title": title, "body": body, "state": "open" if is_open else "closed"}
        self._api.send("PATCH", self._path(f"/issues/{ticket}"), fields)

    def remark(self, ticket: int, text: str) -> None:
        self._api.send("POST", self._path(f"/issues/{ticket}/comments"), {"body": text})

    def _write_note(self, method: str, path: str, body: str) -> str:
        answer = self._api.send(method, self._path(path), {"body": body})
        return read(Comment, answer, self.name).html_url

    def _path(self, path: str) -> str:
        return f"/repos/{self._repository}{path}"
