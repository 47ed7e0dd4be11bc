"""`reconciler init`: what it writes, and that it is as careful as it says."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

import reconciler
from reconciler.cli import cli
from reconciler.manifest.schema import manifest_schema
from tests.gitops.linters import actionlint, fits

ROOT = Path(__file__).parents[2]
WHEEL = f"tool/acronis_reconciler-{reconciler.__version__}-py3-none-any.whl"
FILES = [
    ".githooks/pre-commit",
    ".github/workflows/apply.yml",
    ".github/workflows/drift.yml",
    ".github/workflows/plan.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "README.md",
    "manifests/accounts.yaml",
    "manifests/msp.yaml",
    "manifests/schema.json",
    WHEEL,
    "tool/reconciler.txt",
    "tool/requirements.lock",
]
PINS = {
    "actions/checkout": "11bd71901bbe5b1630ceea73d27597364c9af683",
    "actions/setup-python": "a26af69be951a213d495a4c3e4e4022e16d87065",
    "actions/upload-artifact": "ea165f8d65b6e75b540449e92b4886f43607fa02",
    "actions/download-artifact": "d3f86a106a0bac45b974a628896c90dbdf5c8093",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A new repository, for tests that only read it."""
    folder = tmp_path_factory.mktemp("made")
    cli.main(["init", str(folder)], standalone_mode=False)
    return folder


def files_in(folder):
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def workflows(folder):
    return [*(folder / ".github" / "workflows").glob("*.yml")]


def test_every_file_is_written_and_named(world):
    result = world.run("init", "new", "-o", "json")

    assert result.json == {
        "format_version": "1.0",
        "written": FILES,
        "kept": [],
        "exit_code": 0,
    }
    assert files_in(world.folder / "new") == FILES


def test_the_example_is_valid_without_credentials(made, world):
    result = world.run("validate", str(made / "manifests"))

    assert result.exit_code == 0
    assert result.stdout == "Valid: 3 accounts, 1 subscription.\n"


def test_no_file_is_overwritten_and_a_second_time_nothing_is_written(world):
    world.write("mine", "new/README.md")
    (world.folder / "new" / ".gitignore").symlink_to("nowhere")

    first = world.run("init", "new", "-o", "json").json
    again = world.run("init", "new", "-o", "json").json

    assert first["kept"] == [".gitignore", "README.md"]
    assert again["written"] == []
    assert (world.folder / "new" / "README.md").read_text() == "mine"
    assert not (world.folder / "nowhere").exists()


def test_a_file_where_a_folder_has_to_be_is_said_and_left(world):
    world.write("mine", "new/manifests")

    result = world.run("init", "new")

    assert result.exit_code == 1
    assert "new/manifests/accounts.yaml cannot be written" in result.stderr
    assert (world.folder / "new" / "manifests").read_text() == "mine"


def test_the_schema_and_the_lock_are_those_of_this_version(made):
    assert yaml.safe_load((made / "manifests" / "schema.json").read_text()) == manifest_schema()
    assert (made / "tool" / "requirements.lock").read_bytes() == (
        ROOT / "requirements.lock"
    ).read_bytes()
    assert (made / "tool" / "reconciler.txt").read_text().splitlines()[2:] == [
        "--no-index",
        "--find-links tool",
        f"acronis-reconciler=={reconciler.__version__}",
    ]


def test_the_wheel_is_whole_installs_offline_and_makes_the_same_repository(made, tmp_path):
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target", str(site)]
    subprocess.run([*pip, "--requirement", "tool/reconciler.txt"], cwd=made, check=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    again = tmp_path / "again"

    subprocess.run(
        [sys.executable, "-m", "reconciler", "init", str(again)],
        cwd=site,
        env=environment,
        check=True,
        capture_output=True,
    )

    assert files_in(again) == FILES
    with zipfile.ZipFile(made / WHEEL) as first, zipfile.ZipFile(again / WHEEL) as second:
        assert first.namelist() == second.namelist()
    assert (made / WHEEL).read_bytes() == (again / WHEEL).read_bytes()


def test_the_hook_lets_only_valid_manifests_be_committed(tmp_path):
    cli.main(["init", str(tmp_path)], standalone_mode=False)
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "reconciler").write_text(f'#!/bin/sh\nexec {sys.executable} -m reconciler "$@"\n')
    (binaries / "reconciler").chmod(0o755)

    def git(*words):
        identity = ["-c", "user.name=Ann", "-c", "user.email=ann@northwind.example"]
        return subprocess.run(
            ["git", *identity, *words], cwd=tmp_path, check=False, capture_output=True, text=True
        )

    git("init", "--quiet")
    git("config", "core.hooksPath", ".githooks")
    git("add", "--all")
    whole = git("commit", "--quiet", "--message", "All")
    (tmp_path / "manifests" / "more.yaml").write_text("accounts: {Bad Key: {name: Bad}}\n")
    git("add", "--all")
    broken = git("commit", "--quiet", "--message", "More")

    assert whole.returncode == 0, whole.stderr
    assert broken.returncode != 0
    assert "Bad Key" in broken.stdout + broken.stderr


def test_only_known_actions_are_used_pinned_by_commit(made):
    used = {
        tuple(re.findall(r"uses: ([^@\s]+)@([0-9a-f]{40}) # v\d", line)[0])
        for file in workflows(made)
        for line in file.read_text().splitlines()
        if "uses:" in line
    }

    assert used <= set(PINS.items())
    assert len(used) == 3


def test_workflows_may_do_no_more_than_they_need_and_applies_never_overlap(made):
    parsed = {file.stem: yaml.safe_load(file.read_text()) for file in workflows(made)}

    assert {name: one["permissions"] for name, one in parsed.items()} == {
        "plan": {"contents": "read", "pull-requests": "write"},
        "apply": {"contents": "read", "pull-requests": "write"},
        "drift": {"contents": "read", "issues": "write"},
    }
    assert parsed["apply"]["concurrency"] == {"group": "acronis-apply", "cancel-in-progress": False}
    gitlab = yaml.safe_load((made / ".gitlab-ci.yml").read_text())
    assert gitlab["apply"]["resource_group"] == "acronis-apply"


def test_nothing_from_outside_is_pasted_into_a_shell(made):
    scripts = [
        step["run"]
        for file in workflows(made)
        for job in yaml.safe_load(file.read_text())["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]

    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_actionlint_finds_nothing_in_the_workflows(made):
    assert actionlint(*workflows(made)) == ""


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
        ("vendor.github-workflows", ".github/workflows/*.yml"),
    ],
)
def test_the_pipelines_fit_the_schemas_of_their_forges(made, schema, files):
    assert fits(schema, *made.glob(files))


def test_a_folder_that_cannot_be_made_is_said(world):
    result = world.run("init", "n" * 300)

    assert result.exit_code == 1
    assert "/.githooks/pre-commit cannot be written: File name too long." in result.stderr


def test_a_tool_that_is_not_installed_says_that_it_has_to_be(world, monkeypatch):
    monkeypatch.setattr("reconciler.scaffold.wheel.NAME", "no-such-distribution")

    result = world.run("init", "new")

    assert result.exit_code == 1
    assert "is not installed, so it cannot be put into the repository." in result.stderr
    assert not (world.folder / "new").exists()
