"""What the README says, tried."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.cli import cli
from reconciler.manifest.load import check
from reconciler.manifest.schema import manifest_schema

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def block(marker: str) -> str:
    """The fenced block after a comment in the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker} -->\n```\w*\n(.*?)```", text, re.DOTALL)
    assert found, f"the README has no block after <!-- {marker} -->"
    return found[1]


def test_the_manifest_of_the_readme_is_valid(tmp_path):
    file = tmp_path / "manifest.yaml"
    file.write_text(block("manifest"), encoding="utf-8")

    checked = check([file])

    assert checked.findings == ()
    assert Draft202012Validator(manifest_schema()).is_valid(yaml.safe_load(block("manifest")))


def test_the_demo_ends_as_the_readme_says_and_tells_every_step(tmp_path):
    home = tmp_path / "home"
    told = subprocess.run(
        [sys.executable, "-m", "reconciler", "demo"],
        env={**os.environ, "RECONCILER_HOME": str(home), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout.replace(str(home), ".reconciler").endswith(block("demo output"))
    assert re.findall(r"^\$ reconciler (\w+)", told.stdout, re.MULTILINE) == [
        "validate",
        "plan",
        "apply",
        "status",
        "plan",
        "sandbox",
        "drift",
        "apply",
        "drift",
        "plan",
        "apply",
        "apply",
        "status",
    ]
    assert "Plan: 33 to add, 0 to change, 0 to destroy." in told.stdout
    assert "Plan: 6 to add, 0 to change, 0 to destroy." in told.stdout
    assert "The user holds partner_admin beyond what the manifests grant." in told.stdout
    assert told.stdout.count("No drift. Acronis is as it was applied.") == 1
    assert told.stdout.count("No changes. Acronis matches the manifests.") == 1


@pytest.mark.parametrize("name", ["demo", "test"])
def test_the_commands_of_the_readme_are_one_line_that_sets_everything_up(name):
    (line,) = block(f"{name} command").splitlines()

    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install --quiet --editable ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_written_about_exists(page):
    written = set(re.findall(r"^\s*reconciler ([a-z]+)", page.read_text("utf-8"), re.MULTILINE))

    assert written <= set(cli.list_commands(None))


@pytest.mark.parametrize("name", cli.list_commands(None))
def test_every_command_is_written_about(name):
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")

    assert re.search(rf"^\| `{name}[ `]", page, re.MULTILINE)


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page.name}: {target}"
        for page in [*PAGES, ROOT / "CONTRIBUTING.md"]
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []
