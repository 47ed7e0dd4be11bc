"""What was not read whole never closes anything, though the manifests ask for it."""

import json

import pytest

from tests.harness.manifests import merged, sold
from tests.resilience.story import BEFORE, CLOSED

LISTS = ("/tenants$", "/users$", "/tenants/offering_items$")
PAGE = {"items": [], "paging": {"cursors": {"after": "there-is-more"}}}
CLOSING = merged(BEFORE, sold("litware", "backup", state="cancelled"))


@pytest.fixture
def closing(stage):
    """The stage with manifests that suspend and delete, and what is to stay as it is."""
    stage.declare(CLOSED)
    return stage, stage.state()


@pytest.fixture
def acks(closing):
    """The options that acknowledge all of it."""
    stage, _ = closing
    return ("--ack", f"V-60:{stage.plan().json['digest']}")


def assert_untouched(closing, acks, code):
    """Apply ends with the code, and nothing is written."""
    stage, before = closing

    result = stage.apply(*acks)
    stage.mend()

    assert result.exit_code == code, result.stderr
    assert result.json["complete"] is False or code != 8
    assert result.writes == []
    assert stage.state() == before


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ({"truncated": True}, 8),
        ({"html": True, "status": 200}, 8),
        ({"repeat_cursor": True}, 8),
        ({"status": 503}, 8),
        ({"drop": "before"}, 8),
        ({"status": 403}, 8),
    ],
    ids=["truncated", "html", "cursor", "503", "dropped", "403"],
)
def test_a_list_that_does_not_come_whole_closes_nothing(closing, acks, path, effect, code):
    stage, _ = closing
    stage.fault("GET", path, **effect)

    assert_untouched(closing, acks, code)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_that_is_missing_closes_nothing(closing, acks, path):
    stage, _ = closing
    stage.fault("GET", path, body=json.dumps(PAGE), times=1)
    stage.fault("GET", path, status=500)

    assert_untouched(closing, acks, 8)


def test_a_tenant_whose_parent_is_missing_from_the_list_closes_nothing(closing, acks):
    stage, _ = closing
    listed = stage.api.get("/tenants", subtree_root_id=stage.root)["items"]
    contoso = stage.api.tenant("Contoso")["id"]
    body = {"items": [{**one, "parent_id": contoso} for one in listed if one["id"] != contoso]}
    stage.fault("GET", "/tenants$", body=json.dumps(body))

    assert_untouched(closing, acks, 8)


def test_a_list_without_its_last_tenants_and_without_a_cursor_closes_nothing(closing, acks):
    """What the other lists say of them gives it away."""
    stage, _ = closing
    listed = stage.api.get("/tenants", subtree_root_id=stage.root)["items"]
    body = {"items": [one for one in listed if one["name"] != "Litware"]}
    stage.fault("GET", "/tenants$", body=json.dumps(body), nth=1)
    stage.fault("GET", "/tenants$", body=json.dumps(body), nth=3)

    assert_untouched(closing, acks, 8)


@pytest.mark.parametrize("status", [400, 404, 409])
@pytest.mark.parametrize("path", [*LISTS, "/clients/", "/available_for_child$"])
def test_a_refusal_of_what_every_instance_has_closes_nothing(closing, acks, path, status):
    stage, _ = closing
    stage.fault("GET", path, status=status)

    assert_untouched(closing, acks, 8)


@pytest.mark.parametrize("path", ["/users$", "/tenants/offering_items$"])
def test_an_empty_list_of_what_is_there_closes_nothing(closing, acks, path):
    stage, _ = closing
    stage.fault("GET", path, body='{"items": []}', times=1)

    assert_untouched(closing, acks, 8)


@pytest.mark.parametrize(
    "content", [b"accounts: [unclosed", b"\xff\xfe\x00", b"accounts: {x: {name: 1, name: 2}}"]
)
def test_a_manifest_that_cannot_be_read_closes_nothing(closing, acks, content):
    stage, _ = closing
    broken = stage.folder / "manifests" / "broken.yaml"
    broken.write_bytes(content)

    try:
        assert_untouched(closing, acks, 3)
    finally:
        broken.unlink()


def test_a_manifest_that_the_system_does_not_let_be_read_closes_nothing(closing, acks):
    stage, _ = closing
    unread = stage.folder / "manifests" / "unread.yaml"
    unread.symlink_to("/proc/self/mem")  # reading it is an error, whoever does it

    try:
        assert_untouched(closing, acks, 8)
    finally:
        unread.unlink()


def test_a_tenant_that_hides_what_is_in_it_stops_the_closing_of_all(stage):
    stage.portal.change_tenant("Proseware", ancestral_access=False)
    stage.declare(CLOSING)

    result = stage.apply()

    litware = next(one for one in result.json["blocked"] if "litware" in one["address"])
    assert result.exit_code == 8
    assert "V-65" in litware["reason"]
    assert stage.api.tenant("Litware")["enabled"] is True


def test_an_account_that_has_left_the_manifests_is_left_alone(stage):
    stage.declare(merged({"products": BEFORE["products"]}))
    before = stage.state()

    result = stage.apply()

    assert result.exit_code == 0
    assert result.writes == []
    assert stage.state() == before
