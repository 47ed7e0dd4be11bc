"""What checks pipelines: actionlint where it is installed, and the forges' JSON Schemas."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def actionlint(*files):
    """What it finds in workflows. Skips the test where it is not installed."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    linter = shutil.which("actionlint", path=path)
    if not linter:
        pytest.skip("actionlint is not installed; .ci/run installs it where Go is")
    done = subprocess.run(
        [linter, "-shellcheck=", *map(str, files)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def fits(schema, *files):
    """Whether files fit a schema that check-jsonschema ships; the test says why not."""
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*check, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return True
