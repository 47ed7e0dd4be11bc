"""A run whose result cannot be saved is told all the same, and does not count as well done."""

from reconciler.console import run
from tests.harness.manifests import reseller


def test_without_room_for_the_result_nothing_is_written(world):
    world.declare(reseller())
    (world.folder / "home").mkdir(exist_ok=True)
    (world.folder / "home" / "results").write_text("in the way", encoding="utf-8")

    ended = world.run("apply", "--auto-approve")

    assert ended.exit_code == 1
    assert "cannot be written: File exists." in ended.stderr
    assert world.api.tenants() == []


def test_a_result_that_cannot_be_saved_at_the_end_is_told(world, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "save", full)
    world.declare(reseller())

    ended = world.run("apply", "--auto-approve", "-o", "json")

    assert ended.exit_code == ended.json["exit_code"] == 1
    assert "The result could not be saved" in ended.stderr
    assert {one["status"] for one in ended.json["outcomes"]} == {"done"}
