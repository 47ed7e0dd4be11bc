"""A plan as JSON: what comes back is what was planned, or nothing."""

import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import StalePlanError, UsageError
from reconciler.findings import Finding
from reconciler.planfile import digest_of, document_of, plan_of, read_document
from tests.builders import customer, manifest, reseller, sold
from tests.laws import law
from tests.plans import plans
from tests.world import World


@cache
def plan():
    wanted = manifest(reseller(), customer(bill_to="contoso"), sold(), customer("later"))
    world = World(wanted).applied().with_tenant("fabrikam", name="Other")
    return world.wanting(manifest(wanted.model_dump(), reseller(name="C"))).plan()


@cache
def saved():
    return json.dumps(document_of(plan(), timestamp="2026-05-01T10:00:00Z"))


PLAN_KEYS = {
    "format_version",
    "tool_version",
    "timestamp",
    "workspace",
    "digest",
    "complete",
    "errored",
    "manifests_digest",
    "instances",
    "summary",
    "resource_changes",
    "resource_drift",
    "deferred",
    "waiting",
    "blocked",
    "findings",
    "requests",
    "partial",
}
CHANGE_KEYS = {
    "address",
    "type",
    "name",
    "instance",
    "account",
    "change",
    "action_reason",
    "needs",
    "pins",
    "irreversible",
    "effects",
}


@law
@given(plans())
def test_a_plan_survives_being_written_and_read(original):
    document = json.loads(json.dumps(document_of(original)))

    assert plan_of(document) == original


@law
@given(plans(), st.text(), st.integers(0))
def test_neither_clock_nor_requests_show_in_the_digest(original, timestamp, requests):
    counted = {"read": requests, "write": 0, "by_endpoint": {}}

    plain = document_of(original)
    document = {**document_of(original, timestamp=timestamp, requests=counted), "exit_code": 2}

    assert document["digest"] == digest_of(document) == plain["digest"]


@law
@given(plans(), st.sampled_from(["", "/srv/", "../"]))
def test_it_does_not_show_in_the_digest_from_where_the_files_were_named(original, prefix):
    moved = replace(
        original,
        paths=tuple(f"{prefix}{path}/" for path in original.paths),
        findings=tuple(
            replace(one, file=f"{prefix}{one.file}" if one.file else "")
            for one in original.findings
        ),
    )

    assert document_of(moved)["digest"] == document_of(original)["digest"]


def finding(file):
    return Finding(code="V-33", severity="warning", message="said", file=file, line=1)


def digest_with(paths, files):
    found = tuple(finding(file) for file in files)
    return document_of(replace(plan(), paths=paths, findings=found))["digest"]


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (("x/one.yaml", "y/two.yaml"), ("x/one.yaml", "y/two.yaml")),
        (("z/one.yaml", "y/two.yaml"), ("y/two.yaml", "z/one.yaml")),
        (("one.yaml", "two.yaml"), ("one.yaml", "two.yaml")),
    ],
)
def test_files_that_were_named_one_by_one_give_the_same_digest_from_anywhere(paths, files):
    assert digest_with(paths, files) == digest_with(
        ("one.yaml", "two.yaml"), ("one.yaml", "two.yaml")
    )


def test_the_order_of_overlapping_paths_does_not_show_in_the_digest():
    files = ("m/a.yaml", "m/sub/b.yaml")

    assert digest_with(("m", "m/sub"), files) == digest_with(("m/sub", "m"), files)


def leaves(value, path=()):
    """The path of every value in a document that is no container, and of every empty one."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        if isinstance(one, dict | list) and one:
            yield from leaves(one, (*path, key))
        else:
            yield (*path, key)


def edited(path):
    document = json.loads(saved())
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = f"{inner[path[-1]]} edited"
    return document


FREE = ("timestamp", "requests", "paths")


def test_a_plan_that_was_edited_anywhere_is_refused():
    document = json.loads(saved())
    places = [path for path in leaves(document) if path[0] not in FREE]

    for path in places:
        with pytest.raises(StalePlanError):
            plan_of(edited(path))

    assert len(places) > 100


@pytest.mark.parametrize(
    "key",
    ["resource_changes", "findings", "digest", "format_version", "requests", "timestamp", "paths"],
)
def test_a_plan_with_a_part_missing_is_refused(key):
    document = {name: value for name, value in json.loads(saved()).items() if name != key}

    with pytest.raises(StalePlanError):
        plan_of(document)


def resealed(document):
    """As by somebody who edits a plan and makes the digest fit."""
    return {**document, "digest": digest_of(document)}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("requests", [], "requests: Input should be a valid dictionary"),
        ("requests", {"read": 1, "write": 0, "by_endpoint": None}, "requests.by_endpoint: "),
        ("instances", {"eu": {"gateway_url": 3}}, "instances.eu.gateway_url: "),
        ("paths", [1], "paths.0: Input should be a valid string"),
    ],
)
def test_a_plan_with_a_part_of_another_shape_is_refused(name, value, said):
    with pytest.raises(StalePlanError, match=f"not a whole plan of this tool: {said}"):
        plan_of(resealed({**json.loads(saved()), name: value}))


def test_a_plan_with_a_kind_that_does_not_exist_is_refused():
    document = json.loads(saved())
    entry = document["resource_changes"][0]
    entry |= {"type": "folder", "address": entry["address"].replace("/tenant", "/folder")}

    with pytest.raises(StalePlanError, match='there is no kind "folder"'):
        plan_of(resealed(document))


@pytest.mark.parametrize("version", ["2.0", "0.9", "", None, 1])
def test_a_plan_of_another_format_is_refused_and_its_version_named(version):
    document = {**json.loads(saved()), "format_version": version}

    with pytest.raises(StalePlanError, match=f"format version {version}; this is 1.0"):
        plan_of(document)


def test_a_later_minor_version_is_read():
    document = {**json.loads(saved()), "format_version": "1.7"}

    assert plan_of({**document, "digest": digest_of(document)}) == plan()


@pytest.mark.parametrize(
    "document", [{}, {"format_version": "1.0"}, {"format_version": "1.0", "findings": 3}]
)
def test_what_is_no_plan_is_refused(document):
    with pytest.raises(StalePlanError):
        plan_of(document)


def test_drift_is_told_from_what_was_applied_to_what_is_live():
    document = json.loads(saved())

    (entry,) = document["resource_drift"]
    assert entry["address"] == "eu/fabrikam/tenant"
    assert entry["change"]["actions"] == ["update"]
    assert entry["change"]["before"]["name"] == "Fabrikam"
    assert entry["change"]["after"]["name"] == "Other"


def test_the_keys_are_those_of_the_interface():
    document = document_of(plan())

    assert list(document["summary"]) == [
        "create",
        "update",
        "delete",
        "no_op",
        "deferred",
        "waiting",
        "blocked",
        "drifted",
    ]
    assert set(document) >= PLAN_KEYS
    assert set(document["resource_changes"][0]) == CHANGE_KEYS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"{", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        (b"[]", "holds no plan"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, said):
    file = tmp_path / "plan.json"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UsageError, match=said) as raised:
        read_document(file)

    assert str(file) in str(raised.value)
