"""What a forge may answer that is odd, and where a pipeline finds out that it is."""

import json

import pytest
from flask import Flask, request

from reconciler.errors import ApiError, AuthError, ThrottledError, UnavailableError, UsageError
from reconciler.forge.connection import Connection
from reconciler.forge.github import GitHub
from reconciler.forge.place import place_of
from tests.gitops.standin import Project, served
from tests.gitops.standin_gitlab import GitLabStandIn

GITHUB = {"GITHUB_REPOSITORY": "northwind/tenants", "GITHUB_TOKEN": "t"}
GITLAB = {"CI_PROJECT_ID": "42", "GITLAB_TOKEN": "t"}


@pytest.fixture
def answering():
    """A connection to a server that gives one answer to everything, and what it was asked."""
    opened = []

    def connect(*answer):
        app = Flask(__name__)
        asked = []

        @app.route("/<path:path>", methods=["GET", "POST"])
        def view(path):
            asked.append(request.method)
            return answer

        server = served(app)
        connection = Connection("GitHub", server.__enter__(), {})
        opened.extend((server, connection))
        return connection, asked

    yield connect
    for one in reversed(opened):
        one.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (("<html>", 200), UnavailableError, "cannot be used: it is not JSON."),
        (({"a": 1}, 200), UnavailableError, "cannot be used: it is no list."),
        (([], 200, {"Link": '<http://evil.example/>; rel="next"'}), UnavailableError, "another"),
        (("", 301, {"Location": "/else"}), ApiError, "301 MOVED PERMANENTLY."),
        (({"message": "Slow"}, 403, {"Retry-After": "60"}), ThrottledError, "403 Slow."),
        (({}, 403, {"x-ratelimit-remaining": "0"}), ThrottledError, "403 FORBIDDEN."),
        (({"message": "a\n b"}, 429), ThrottledError, "429 a b."),
        ((["no"], 401), AuthError, "401 UNAUTHORIZED."),
    ],
)
def test_an_odd_answer_is_an_error_in_words(answering, answer, error, words):
    connection, _ = answering(*answer)

    with pytest.raises(error) as raised:
        list(connection.pages("/things"))

    assert words in str(raised.value)


def test_a_request_that_writes_is_never_sent_again(answering):
    connection, asked = answering({"message": "Down"}, 503)

    with pytest.raises(UnavailableError):
        connection.send("POST", "/things", {})

    assert asked == ["POST"]


def test_an_answer_of_another_shape_is_named(answering):
    connection, _ = answering([{"id": "no number"}], 200)

    with pytest.raises(UnavailableError, match=r"GitHub: an answer is no comment: .*integer"):
        GitHub(connection, "a/b").notes(1)


def test_a_token_that_knows_who_it_is_says_so(answering):
    connection, _ = answering({"login": "ann"}, 200)

    assert GitHub(connection, "a/b").me() == "ann"


def test_a_revoked_token_is_not_taken_for_that_of_a_workflow(answering):
    connection, _ = answering({}, 401)

    with pytest.raises(AuthError):
        GitHub(connection, "a/b").me()


def test_the_request_of_a_commit_is_the_merged_one_that_ends_with_it():
    project = Project(me="bot")
    project.open_request(1, sha="abc")
    project.open_request(2, sha="abc", merged_at="then", merged_as="later")
    project.open_request(3, sha="else", merged_at="then", merged_as="abc")
    project.open_request(4, sha="two", merged_at="then")
    project.open_request(5, sha="two", merged_at="then")
    with served(GitLabStandIn(project, "t").app) as url:
        place = place_of({**GITLAB, "CI_API_V4_URL": f"{url}/api/v4"})
        connection, forge = place.connect()
        with connection:
            found = [forge.request_of(commit) for commit in ("else", "later", "two", "none")]

    assert found == [3, 2, None, None]


@pytest.mark.parametrize(
    ("variables", "request_number"),
    [
        ({"GITHUB_REF": "refs/pull/12/merge"}, 12),
        ({"GITHUB_REF": "refs/heads/main"}, None),
        ({"GITHUB_EVENT_PATH": "event.json"}, 13),
        ({"GITHUB_EVENT_PATH": "gone.json"}, None),
        ({"GITHUB_EVENT_PATH": "odd.json"}, None),
    ],
)
def test_github_names_the_request_in_the_ref_or_the_event(
    tmp_path, monkeypatch, variables, request_number
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "event.json").write_text(json.dumps({"pull_request": {"number": 13}}))
    (tmp_path / "odd.json").write_text("[]")

    place = place_of({**GITHUB, **variables})

    assert (place.forge, place.api, place.request) == (
        "github",
        "https://api.github.com",
        request_number,
    )


def test_gitlab_names_the_request_in_a_variable_and_options_win():
    known = place_of({**GITLAB, "CI_MERGE_REQUEST_IID": "5"})
    given = place_of({**GITHUB, "GITLAB_TOKEN": "t"}, forge="gitlab", project="a/b", request=9)

    assert (known.forge, known.project, known.request) == ("gitlab", "42", 5)
    assert known.api == "https://gitlab.com/api/v4"
    assert (given.forge, given.project, given.request) == ("gitlab", "a/b", 9)


def test_without_project_or_token_nothing_is_sent():
    with pytest.raises(UsageError, match="not known which project"):
        place_of({}, forge="github")
    with pytest.raises(AuthError, match="GITLAB_TOKEN is not set"):
        place_of({"CI_PROJECT_ID": "42"})


def test_what_is_served_is_json(answering):
    connection, _ = answering({"ok": True}, 200)

    assert connection.send("GET", "/x") == {"ok": True}
