"""GitLab's REST API, version 4 (docs.gitlab.com/api: notes, issues, commits)."""

from collections.abc import Sequence
from urllib.parse import quote

from reconciler.forge.answers import Author, Comment, Issue, Merged, merged_with, read
from reconciler.forge.connection import Connection
from reconciler.forge.values import Note, Ticket


class GitLab:
    """A project on GitLab, by its id or path; `web` is its address for people, if it is known."""

    name = "GitLab"

    def __init__(self, connection: Connection, project: str, web: str = "") -> None:
        self._api, self._project, self._web = connection, quote(project, safe=""), web

    @staticmethod
    def connect(base: str, token: str) -> Connection:
        """A connection with a personal, group or project access token."""
        return Connection("GitLab", base, {"PRIVATE-TOKEN": token})

    def me(self) -> str:
        return read(Author, self._api.send("GET", "/user"), self.name).username

    def request_of(self, commit: str) -> int | None:
        path = self._path(f"/repository/commits/{quote(commit, safe='')}/merge_requests")
        found = merged_with(commit, (read(Merged, one, self.name) for one in self._api.pages(path)))
        return found.iid if found else None

    def notes(self, request: int) -> Sequence[Note]:
        path = self._path(f"/merge_requests/{request}/notes")
        pages = self._api.pages(path, sort="asc", order_by="created_at")
        found = (read(Comment, entry, self.name) for entry in pages)
        return [Note(one.id, one.author.name, one.body) for one in found]

    def add_note(self, request: int, body: str) -> str:
        return self._write_note("POST", request, "", body)

    def change_note(self, request: int, note: int, body: str) -> str:
        return self._write_note("PUT", request, f"/{note}", body)

    def tickets(self, label: str) -> Sequence[Ticket]:
        pages = self._api.pages(self._path("/issues"), labels=label, state="all")
        found = (read(Issue, entry, self.name) for entry in pages)
        return [
            Ticket(one.iid, one.author.name, one.title, one.description, one.state == "opened")
            for one in found
        ]

    def add_ticket(self, title: str, body: str, label: str) -> int:
        fields = {"title": title, "description": body, "labels": label}
        return read(Issue, self._api.send("POST", self._path("/issues"), fields), self.name).iid

    def change_ticket(self, ticket: int, title: str, body: str, *, is_open: bool) -> None:
        event = {"state_event": "reopen" if is_open else "close"}
        fields = {"title": title, "description": body, **event}
        self._api.send("PUT", self._path(f"/issues/{ticket}"), fields)

    def remark(self, ticket: int, text: str) -> None:
        self._api.send("POST", self._path(f"/issues/{ticket}/notes"), {"body": text})

    def _write_note(self, method: str, request: int, path: str, body: str) -> str:
        whole = self._path(f"/merge_requests/{request}/notes{path}")
        note = read(Comment, self._api.send(method, whole, {"body": body}), self.name)
        return f"{self._web}/-/merge_requests/{request}#note_{note.id}" if self._web else ""

    def _path(self, path: str) -> str:
        return f"/projects/{self._project}{path}"
