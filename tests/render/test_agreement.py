"""All formats of one run say the same numbers, and the exit code fits them."""

import json
import re
from xml.etree import ElementTree

import pytest

from tests.harness.manifests import customer, reseller, sold

SENTENCE = re.compile(
    r"(\d+) (?:to add|added), (\d+) (?:to change|changed), (\d+) (?:to destroy|d)"
)
TILE = re.compile(r'data-tile="(create|update|delete)"><dd>(\d+)<')
FORMATS = ("text", "json", "markdown", "html", "gitlab", "junit", "github")


def declared(world, name):
    """The manifest of a scenario, over a reseller and a customer that exist already."""
    world.declare(reseller(), customer("fabrikam"), sold("fabrikam"))
    if name == "first":
        return
    world.applied()
    pieces = {
        "nothing": (),
        "updated": ({"accounts": {"fabrikam": {"name": "Fabrikam Ltd"}}},),
        "deleted": ({"accounts": {"contoso": {"state": "absent"}}},),
        "mixed": (
            customer("tailspin"),
            sold("tailspin"),
            {"accounts": {"fabrikam": {"name": "F"}, "contoso": {"state": "absent"}}},
        ),
    }[name]
    world.declare(reseller(), customer("fabrikam"), sold("fabrikam"), *pieces)


def written(world, command, *options):
    """What one run says in every format, and its exit code."""
    outputs = [f"--output={name}={world.folder}/out/{name}" for name in FORMATS]
    ran = world.run(command, *options, *outputs)
    texts = {name: (world.folder / "out" / name).read_text("utf-8") for name in FORMATS}
    assert texts["text"] == ran.stdout
    return texts, ran.exit_code


def numbers(texts):
    """The three counts, by format."""
    document = json.loads(texts["json"])
    gitlab = json.loads(texts["gitlab"])
    tiles = dict(TILE.findall(texts["html"]))
    sentences = {name: said(texts[name]) for name in ("text", "markdown", "github")}
    words = ("create", "update", "delete")
    listed = document.get("resource_changes")
    return sentences | {
        "json": tuple(
            sum(one["change"]["actions"] == [word] for one in listed)
            if listed is not None
            else sum(one["action"] == word for one in document["outcomes"])
            for word in words
        ),
        "gitlab": tuple(gitlab[word] for word in words),
        "html": tuple(int(tiles[word]) for word in words),
        "junit": cases(texts["junit"]),
    }


def said(text):
    """The numbers of Terraform's sentence; none where there is nothing to do."""
    found = SENTENCE.search(text)
    if found is None:
        assert "No changes." in text
        return (0, 0, 0)
    return tuple(map(int, found.groups()))


def cases(text):
    """The test cases of changes, by action."""
    names = [
        f"{case.get('name').partition(': ')[2]} {case.findtext('system-out')}"
        for case in ElementTree.fromstring(text).iter("testcase")
    ]
    return tuple(
        sum(name.startswith((f"{word} ", f"done {word}")) for name in names)
        for word in ("create", "update", "delete")
    )


@pytest.mark.parametrize(
    ("scenario", "some"),
    [("first", True), ("nothing", False), ("updated", True), ("deleted", True), ("mixed", True)],
)
def test_the_formats_of_a_plan_agree(world, scenario, some):
    declared(world, scenario)

    texts, code = written(world, "plan", "--detailed-exitcode")

    counts = numbers(texts)
    assert len(set(counts.values())) == 1, counts
    assert any(counts["text"]) is some
    assert code == json.loads(texts["json"])["exit_code"] == (2 if some else 0)
    assert f'<dd id="exit-code">{code}</dd>' in texts["html"]
    assert f"exit code {code}\n" in texts["markdown"]


@pytest.mark.parametrize(
    ("scenario", "done"),
    [("first", 11), ("nothing", 0), ("updated", 1), ("deleted", 1), ("mixed", 8)],
)
def test_the_formats_of_an_apply_agree(world, scenario, done):
    declared(world, scenario)
    digest = world.plan().json["digest"]

    texts, code = written(world, "apply", "--auto-approve", "--ack", f"V-60:{digest}")

    counts = numbers(texts)
    assert len(set(counts.values())) == 1, counts
    assert (code, sum(counts["text"])) == (0, done)
    assert json.loads(texts["json"])["exit_code"] == 0
    assert f'<dd id="exit-code">{code}</dd>' in texts["html"]
    assert f"exit code {code}\n" in texts["markdown"]


def test_the_formats_of_an_apply_that_left_something_undone_agree(world):
    declared(world, "mixed")
    digest = world.plan().json["digest"]
    world.fault("POST", "/users$", status=400, times=9)

    texts, code = written(world, "apply", "--auto-approve", "--ack", f"V-60:{digest}")

    outcomes = json.loads(texts["json"])["outcomes"]
    done = [one["action"] for one in outcomes if one["status"] == "done"]
    expected = tuple(done.count(word) for word in ("create", "update", "delete"))
    undone = len(outcomes) - len(done)
    assert code == json.loads(texts["json"])["exit_code"] == 7
    assert undone > 0
    assert {said(texts[name]) for name in ("text", "markdown", "github")} == {expected}
    assert json.loads(texts["gitlab"]) == dict(
        zip(("create", "update", "delete"), expected, strict=True)
    )
    assert cases(texts["junit"]) == expected
    assert f"exit code {code}\n" in texts["markdown"]


def test_the_formats_of_a_drift_agree(world):
    declared(world, "nothing")
    tenant = world.portal.tenant("Fabrikam")
    body = {"name": "Changed in the portal", "version": tenant["version"]}
    world.portal.done("PUT", f"/tenants/{tenant['id']}", body)
    formats = ("json", "markdown", "html", "gitlab", "junit", "sarif", "github")
    outputs = [f"--output={name}={world.folder}/{name}" for name in formats]

    ran = world.run("drift", "--detailed-exitcode", *outputs)

    texts = {name: (world.folder / name).read_text("utf-8") for name in formats}
    assert ran.exit_code == json.loads(texts["json"])["exit_code"] == 2
    assert "Drift: 1 changed." in ran.stdout
    assert json.loads(texts["json"])["summary"]["drifted"] == 1
    assert texts["markdown"].startswith("## Drift: 1 changed.\n")
    assert "| changed tenant |" in texts["markdown"]
    assert 'data-tile="changed"><dd>1<' in texts["html"]
    assert json.loads(texts["gitlab"]) == {"create": 0, "update": 1, "delete": 0}
    assert 'failures="1"' in texts["junit"]
    assert len(json.loads(texts["sarif"])["runs"][0]["results"]) == 1
    assert texts["github"].count("::warning ") == 1


def test_an_error_reaches_every_format_that_was_asked_for(world):
    world.write("accounts: {contoso: {nmae: Contoso}}")
    formats = ("json", "markdown", "html", "gitlab", "junit", "github")
    outputs = [f"--output={name}={world.folder}/{name}" for name in formats]

    ran = world.run("plan", *outputs)

    texts = {name: (world.folder / name).read_text("utf-8") for name in formats}
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert json.loads(texts["json"])["exit_code"] == 3
    assert "all.yaml" in texts["markdown"]
    assert "all.yaml" in texts["html"]
    assert texts["gitlab"] == "{}\n"
    assert "<failure" in texts["junit"]
    assert "::error file=manifests/all.yaml" in texts["github"]
