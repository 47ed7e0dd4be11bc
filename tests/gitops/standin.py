"""What the stand-ins of the two forges share: the project they keep, pages, and refusals."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask, abort, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server


@dataclass
class Project:
    """What a forge knows: requests with their comments, issues, and who wrote them."""

    me: str
    requests: dict = field(default_factory=dict)
    comments: list = field(default_factory=list)
    issues: list = field(default_factory=list)
    seen: list = field(default_factory=list)
    refuse: dict = field(default_factory=dict)
    serial: int = 100

    def next(self):
        self.serial += 1
        return self.serial

    def open_request(self, number, **fields):
        self.requests[number] = {"merged_at": None, "sha": None, "merged_as": None, **fields}

    def merge(self, number, commit):
        self.requests[number] |= {"merged_at": "2026-01-31T12:00:00Z", "merged_as": commit}

    def comment(self, number, body, author=None):
        """As somebody writes one by hand."""
        comment = {
            "id": self.next(),
            "request": number,
            "author": author or self.me,
            "body": body,
        }
        self.comments.append(comment)
        return comment

    def bodies(self, number):
        return [one["body"] for one in self.comments if one["request"] == number]

    def tickets(self):
        """Issues as "open TITLE" or "closed TITLE"."""
        return [f"{one['state']} {one['title']}" for one in self.issues]


class Quiet(WSGIRequestHandler):
    def log(self, *words):
        pass


@contextmanager
def served(app):
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def app_of(project, routes, allowed):
    """An app of (method, path, function); `allowed` says whether the request's token will do."""
    app = Flask(__name__)
    for method, path, view in routes:
        app.add_url_rule(path, f"{method} {path}", view, methods=[method])

    @app.before_request
    def check():
        project.seen.append(f"{request.method} {request.path}")
        for (method, path), answer in project.refuse.items():
            if request.method == method and request.path.endswith(path):
                return answer
        if not allowed():
            abort(401)
        return None

    @app.errorhandler(HTTPException)
    def refused(error):
        return jsonify(message=f"{error.code} {error.name}"), error.code

    return app


def page(entries):
    """One page and its Link header; 20 entries unless up to 100 are asked for."""
    size = min(int(request.args.get("per_page", 20)), 100)
    number = int(request.args.get("page", 1))
    answer = jsonify(entries[(number - 1) * size : number * size])
    last = max(1, -(-len(entries) // size))
    links = {"first": 1, "last": last, **({"next": number + 1} if number < last else {})}
    base = f"{request.host_url.rstrip('/')}{request.path}"
    answer.headers["Link"] = ", ".join(
        f'<{base}?{urlencode({**request.args, "page": at})}>; rel="{rel}"'
        for rel, at in links.items()
    )
    return answer
