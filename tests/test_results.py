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


def run_with(day, *outcomes, workspace="northwind"):
    when = f"2026-05-0{day}T10:00:00Z"
    return {"workspace": workspace, "timestamp": when, "outcomes": list(outcomes)}


def outcome(address, status, message=""):
    return {"address": address, "status": status, "error": message and {"message": message}}


def test_a_failure_stays_until_a_run_has_tried_its_account_again(tmp_path):
    save(tmp_path, FAILED, "0123abcd")
    others = run_with(2, outcome("eu/fabrikam/tenant", "failed", "full"))
    not_tried = run_with(3, outcome("eu/contoso/user", "not_started", "stopped"))
    for number, later in enumerate((others, not_tried)):
        save(tmp_path, later, f"{number}" * 8)

    kept = failures_of(tmp_path, "northwind")
    save(tmp_path, run_with(4, outcome("eu/contoso/user", "done")), "4" * 8)
    mended = failures_of(tmp_path, "northwind")

    fabrikam = {Address("eu", "fabrikam", "tenant"): "tenant: full"}
    assert kept == {Address("eu", "contoso", "tenant"): "user: no", **fabrikam}
    assert mended == fabrikam


def test_only_runs_of_the_same_workspace_count(tmp_path):
    done = outcome("eu/contoso/user", "done")
    save(tmp_path, FAILED, "0123abcd")
    save(tmp_path, run_with(3, done, workspace="other"), "0" * 8)

    assert list(failures_of(tmp_path, "northwind")) == [Address("eu", "contoso", "tenant")]
    assert failures_of(tmp_path, "other") == {}


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
