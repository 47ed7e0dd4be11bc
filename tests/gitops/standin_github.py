"""A stand-in for GitHub (docs.github.com/rest: issue comments, issues, pulls of a commit)."""

from flask import abort, jsonify, request

from tests.gitops.standin import app_of, page

LONGEST = 65_536
REPOSITORY = "northwind/tenants"


class GitHubStandIn:
    """One repository; what it keeps is the project's."""

    def __init__(self, project, token):
        self.project = project
        root = f"/repos/{REPOSITORY}"
        routes = [
            ("GET", "/user", self.user),
            ("GET", f"{root}/commits/<sha>/pulls", self.pulls),
            ("GET", f"{root}/issues/<int:number>/comments", self.comments),
            ("POST", f"{root}/issues/<int:number>/comments", self.add),
            ("PATCH", f"{root}/issues/comments/<int:key>", self.change),
            ("GET", f"{root}/issues", self.issues),
            ("POST", f"{root}/issues", self.open_issue),
            ("PATCH", f"{root}/issues/<int:number>", self.change_issue),
        ]
        self.app = app_of(
            project, routes, lambda: request.headers.get("Authorization") == f"Bearer {token}"
        )

    def user(self):
        """What the token of a workflow gets."""
        return jsonify(message="Resource not accessible by integration"), 403

    def pulls(self, sha):
        return page(
            [
                {
                    "number": number,
                    "merged_at": one["merged_at"],
                    "merge_commit_sha": one["merged_as"],
                }
                for number, one in self.project.requests.items()
                if sha in (one["merged_as"], one["sha"])
            ]
        )

    def comments(self, number):
        return page([shown(one) for one in self.project.comments if one["request"] == number])

    def add(self, number):
        return shown(self.project.comment(number, body())), 201

    def change(self, key):
        (found,) = [one for one in self.project.comments if one["id"] == key]
        found["body"] = body()
        return shown(found)

    def issues(self):
        """Pull requests are issues here."""
        wanted = {*request.args["labels"].split(",")}
        state = request.args.get("state", "open")
        kept = [one for one in self.project.issues if wanted <= {*one["labels"]}]
        return page([issue(one) for one in kept if state in ("all", one["state"])])

    def open_issue(self):
        new = {"number": self.project.next(), "state": "open", "author": self.project.me}
        self.project.issues.append({**new, **request.get_json()})
        return issue(self.project.issues[-1]), 201

    def change_issue(self, number):
        (found,) = [one for one in self.project.issues if one["number"] == number]
        found.update(request.get_json())
        return issue(found)


def shown(comment):
    url = f"https://forge.example/{REPOSITORY}/pull/{comment['request']}#{comment['id']}"
    user = {"login": comment["author"]}
    return {"id": comment["id"], "body": comment["body"], "user": user, "html_url": url}


def issue(one):
    return {
        "number": one["number"],
        "title": one["title"],
        "body": one["body"] or None,
        "state": one["state"],
        "labels": [{"name": label} for label in one["labels"]],
        "user": {"login": one["author"]},
        **({"pull_request": {}} if one.get("pull") else {}),
    }


def body():
    text = request.get_json()["body"]
    if len(text) > LONGEST:
        abort(422)
    return text
