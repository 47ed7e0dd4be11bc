"""A stand-in for GitLab (docs.gitlab.com/api: notes, issues, merge requests of a commit)."""

from flask import request

from tests.gitops.standin import app_of, page

KEY = "42"


class GitLabStandIn:
    """One project; what it keeps is the project's."""

    def __init__(self, project, token):
        self.project = project
        root = f"/api/v4/projects/{KEY}"
        notes = f"{root}/merge_requests/<int:number>/notes"
        routes = [
            ("GET", "/api/v4/user", self.user),
            ("GET", f"{root}/repository/commits/<sha>/merge_requests", self.merge_requests),
            ("GET", notes, self.notes),
            ("POST", notes, self.add),
            ("PUT", f"{notes}/<int:note>", self.change),
            ("GET", f"{root}/issues", self.issues),
            ("POST", f"{root}/issues", self.open_issue),
            ("PUT", f"{root}/issues/<int:number>", self.change_issue),
            ("POST", f"{root}/issues/<int:number>/notes", self.add),
        ]
        self.app = app_of(project, routes, lambda: request.headers.get("PRIVATE-TOKEN") == token)

    def user(self):
        return {"id": 7, "username": self.project.me}

    def merge_requests(self, sha):
        return page(
            [
                {
                    "iid": number,
                    "merged_at": one["merged_at"],
                    "merge_commit_sha": one["merged_as"],
                    "squash_commit_sha": None,
                    "sha": one["sha"],
                }
                for number, one in self.project.requests.items()
                if sha in (one["merged_as"], one["sha"])
            ]
        )

    def notes(self, number):
        """The newest first, unless asked otherwise."""
        found = [shown(one) for one in self.project.comments if one["request"] == number]
        return page(found if request.args.get("sort") == "asc" else found[::-1])

    def add(self, number):
        return shown(self.project.comment(number, request.get_json()["body"])), 201

    def change(self, number, note):
        (found,) = [one for one in self.project.comments if one["id"] == note]
        assert found["request"] == number
        found["body"] = request.get_json()["body"]
        return shown(found)

    def issues(self):
        wanted = {*request.args["labels"].split(",")}
        return page([issue(one) for one in self.project.issues if wanted <= {*one["labels"]}])

    def open_issue(self):
        given = request.get_json()
        one = {
            "number": self.project.next(),
            "title": given["title"],
            "body": given["description"],
            "labels": given["labels"].split(","),
            "state": "open",
            "author": self.project.me,
        }
        self.project.issues.append(one)
        return issue(one), 201

    def change_issue(self, number):
        (found,) = [one for one in self.project.issues if one["number"] == number]
        given = request.get_json()
        found.update(title=given["title"], body=given["description"])
        found["state"] = {"close": "closed", "reopen": "open"}[given["state_event"]]
        return issue(found)


def shown(note):
    author = {"username": note["author"]}
    return {"id": note["id"], "body": note["body"], "author": author, "system": False}


def issue(one):
    return {
        "iid": one["number"],
        "title": one["title"],
        "description": one["body"],
        "state": "opened" if one["state"] == "open" else "closed",
        "labels": one["labels"],
        "author": {"username": one["author"]},
    }
