"""Results of runs are kept, and may be thrown away at any time."""

import json

import pytest

from reconciler.errors import ReconcilerError
from reconciler.plan import Address
from reconciler.results import KEPT, failures_of, make_room, save

FAILED = {
    "workspace": "northwind",
    "timestamp": "2026-05-01T10:00:00Z",
    "outcomes": [
        {"address": "eu/contoso/tenant", "status": "done", "error": None},
        {"address": "eu/contoso/user", "status": "failed", "error": {"message": "no"}},
        {"address": "eu/contoso/activation", "status": "unknown", "error": {"message": "?"}},
        {"address": "eu/fabrikam/tenant", "status": "blocked", "error": {"message": "needs"}},
    ],
}
CLEAN = {**FAILED, "outcomes": []}


def test_a_result_is_kept_under_its_time_and_run(tmp_path):
    file = save(tmp_path, FAILED, "0123abcd")

    assert file == tmp_path / "results" / "2026-05-01T100000Z-0123abcd.json"
    assert json.loads(file.read_text(encoding="utf-8")) == FAILED
    assert list(file.parent.iterdir()) == [file]


def test_the_first_error_of_each_account_is_remembered(tmp_path):
    save(tmp_path, FAILED, "0123abcd")

    failures = failures_of(tmp_path, "northwind")

    assert failures == {Address("eu", "contoso", "tenant"): "user: no"}


def test_only_the_last_run_of_the_same_workspace_counts(tmp_path):
    save(tmp_path, FAILED, "0123abcd")
    save(tmp_path, {**CLEAN, "timestamp": "2026-05-02T10:00:00Z"}, "0123abcd")
    save(tmp_path, {**FAILED, "timestamp": "2026-05-03T10:00:00Z", "workspace": "other"}, "0" * 8)

    assert failures_of(tmp_path, "northwind") == {}
    assert list(failures_of(tmp_path, "other")) == [Address("eu", "contoso", "tenant")]


def test_results_may_be_deleted_at_any_time(tmp_path):
    save(tmp_path, FAILED, "0123abcd").unlink()

    assert failures_of(tmp_path, "northwind") == {}
    assert failures_of(tmp_path / "never-made", "northwind") == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_a_file_that_is_no_result_is_passed_over(tmp_path, content):
    save(tmp_path, FAILED, "0123abcd")
    (tmp_path / "results" / "zzz.json").write_bytes(content)

    assert list(failures_of(tmp_path, "northwind")) == [Address("eu", "contoso", "tenant")]


def test_only_the_latest_results_are_kept(tmp_path):
    for number in range(KEPT + 3):
        save(tmp_path, {**CLEAN, "timestamp": f"2026-05-01T10:{number:02d}:00Z"}, "0" * 8)

    names = sorted(file.name for file in (tmp_path / "results").iterdir())
    assert len(names) == KEPT
    assert names[0].startswith("2026-05-01T1003")


def test_room_for_results_leaves_nothing_behind(tmp_path):
    make_room(tmp_path)

    assert [*tmp_path.rglob("*")] == [tmp_path / "results"]


def test_where_nothing_can_be_written_there_is_no_room(tmp_path):
    (tmp_path / "results").write_text("in the way", encoding="utf-8")

    with pytest.raises(ReconcilerError, match="cannot be written: File exists"):
        make_room(tmp_path)
