"""`plan --changed-since`: the manifests of a commit against those of the working tree."""

import shutil
import subprocess
import tarfile

import pytest

from tests.harness.manifests import customer, reseller, sold

RESELLER = (reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"))


@pytest.fixture
def git(world):
    def run(*words):
        identity = ["-c", "user.name=Ann", "-c", "user.email=ann@northwind.example"]
        command = ["git", *identity, *words]
        subprocess.run(command, cwd=world.folder, check=True, capture_output=True)

    run("init", "--quiet", "--initial-branch", "main")
    return run


def committed(git):
    git("add", "manifests")
    git("commit", "--quiet", "--message", "Manifests")


def test_only_what_has_changed_is_planned_and_the_plan_says_so(world, git):
    world.declare(*RESELLER)
    committed(git)
    world.declare(*RESELLER, reseller("adatum"))

    result = world.run("plan", "--changed-since", "HEAD", "-o", "json=plan.json")
    document = world.plan("--changed-since", "main").json

    assert result.exit_code == 0
    assert result.stdout.startswith("This plan is partial: only adatum.\n")
    assert (document["partial"], document["targets"]) == (True, ["adatum"])
    assert {one["account"] for one in document["resource_changes"]} == {"adatum"}


def test_what_a_changed_account_needs_is_planned_with_it(world, git):
    world.declare(*RESELLER)
    committed(git)
    world.declare(*RESELLER, sold("tailspin", state="active", product="workloads"))

    result = world.plan("--changed-since", "HEAD")

    assert result.json["targets"] == ["tailspin"]
    assert {one["account"] for one in result.json["resource_changes"]} == {"contoso", "tailspin"}


def test_without_a_change_the_plan_is_empty_but_not_said_to_be_whole(world, git):
    world.declare(*RESELLER)
    committed(git)

    text = world.run("plan", "--changed-since", "HEAD").stdout
    document = world.plan("--changed-since", "HEAD").json

    assert text.startswith("This plan is partial: no account is in it.\n")
    assert text.endswith("\nNo changes.\n")
    assert (document["partial"], document["targets"]) == (True, [])
    assert document["resource_changes"] == []


def test_a_partial_plan_of_nothing_can_be_saved_and_applied(world, git):
    world.declare(*RESELLER)
    committed(git)
    world.run("plan", "--changed-since", "HEAD", "--out", "plan.json")

    shown = world.run("show", "plan.json")
    applied = world.run("apply", "plan.json", "--auto-approve")

    assert shown.stdout.endswith("\nNo changes.\n")
    assert (applied.exit_code, applied.writes) == (0, [])


@pytest.mark.parametrize("then", ["no manifests", "invalid ones"])
def test_where_nothing_valid_was_before_everything_has_changed(world, git, then):
    text = "accounts: [" if then == "invalid ones" else ""
    world.write(text, "manifests/all.yaml" if text else "manifests/note.txt")
    committed(git)
    world.declare(*RESELLER)

    result = world.plan("--changed-since", "HEAD")

    assert result.json["targets"] == ["contoso", "tailspin"]


def test_a_commit_that_is_not_there_is_wrong_usage(world, git):
    world.declare(*RESELLER)
    committed(git)

    for ref in ("origin/gone", "--help", "HEAD:manifests"):
        result = world.run("plan", f"--changed-since={ref}")

        assert result.exit_code == 64
        assert f'--changed-since "{ref}" is no commit of this repository.' in result.stderr
        assert result.requests == ()


def test_a_path_outside_of_the_repository_is_wrong_usage(world, git, tmp_path_factory):
    world.declare(*RESELLER)
    committed(git)
    outside = tmp_path_factory.mktemp("outside")
    shutil.copy(world.folder / "manifests" / "all.yaml", outside)

    result = world.run("plan", str(outside), "--changed-since", "HEAD")

    assert result.exit_code == 64
    assert "is outside of the repository" in result.stderr


def test_one_file_or_the_whole_repository_can_be_compared(world, git):
    world.declare(*RESELLER)
    committed(git)
    world.declare(*RESELLER, reseller("adatum"))

    for path in ("manifests/all.yaml", "."):
        result = world.plan(path, "--changed-since", "HEAD")

        assert result.json["targets"] == ["adatum"]


def test_the_order_of_keys_and_the_files_they_are_in_change_nothing(world, git):
    world.declare(*RESELLER)
    committed(git)
    whole = (world.folder / "manifests" / "all.yaml").read_text()
    (world.folder / "manifests" / "all.yaml").unlink()
    world.write(f"# moved\n{whole}", "manifests/parts/moved.yaml")

    result = world.plan("--changed-since", "HEAD")

    assert result.json["targets"] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("link", "code"), [(None, 0), ("../outside.yaml", 64)], ids=["files", "a link"]
)
def test_a_python_without_filters_unpacks_plain_files_alone(world, git, monkeypatch, link, code):
    monkeypatch.delattr(tarfile, "data_filter")
    world.declare(*RESELLER)
    if link:
        (world.folder / "manifests" / "more.yaml").symlink_to(link)
    committed(git)
    if link:
        (world.folder / "manifests" / "more.yaml").unlink()
    world.declare(*RESELLER, reseller("adatum"))

    result = world.run("plan", "--changed-since", "HEAD", "-o", "json=plan.json")

    assert result.exit_code == code
    assert ("only adatum" in result.stdout) is not bool(link)
    assert ("more.yaml is no plain file" in result.stderr) is bool(link)


def test_a_folder_that_was_not_there_then_has_changed_as_a_whole(world, git):
    git("commit", "--quiet", "--allow-empty", "--message", "Nothing")
    world.declare(*RESELLER)

    result = world.plan("--changed-since", "HEAD")

    assert result.json["targets"] == ["contoso", "tailspin"]


def test_a_link_that_led_out_of_the_repository_is_not_followed(world, git):
    world.declare(*RESELLER)
    (world.folder / "manifests" / "out.yaml").symlink_to("/etc/passwd")
    committed(git)
    (world.folder / "manifests" / "out.yaml").unlink()

    result = world.run("plan", "--changed-since", "HEAD")

    assert result.exit_code == 64
    assert "The manifests of that commit cannot be unpacked" in result.stderr


def test_without_git_it_is_said_what_is_missing(world, git, monkeypatch):
    world.declare(*RESELLER)
    monkeypatch.setenv("PATH", str(world.folder))

    result = world.run("plan", "--changed-since", "HEAD")

    assert result.exit_code == 64
    assert "--changed-since needs Git, which is not installed." in result.stderr


def test_targets_narrow_what_has_changed_and_are_named_once(world, git):
    world.declare(*RESELLER)
    committed(git)
    world.declare(*RESELLER, reseller("adatum"), reseller("litware"))
    both = ("--target", "adatum", "--target", "adatum", "--target", "contoso")

    narrowed = world.plan("--changed-since", "HEAD", *both)
    nothing = world.plan("--changed-since", "HEAD", "--target", "contoso")
    named = world.plan(*both)

    assert narrowed.json["targets"] == ["adatum"]
    assert {one["account"] for one in narrowed.json["resource_changes"]} == {"adatum"}
    assert (nothing.json["partial"], nothing.json["targets"]) == (True, [])
    assert named.json["targets"] == ["adatum", "contoso"]
