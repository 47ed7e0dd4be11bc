"""What holds of every format."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from reconciler.findings import Finding
from reconciler.plan import Row
from reconciler.planfile import document_of
from reconciler.render import FORMATS, renderer
from reconciler.report.of_plan import report_of_plan
from tests.builders import customer, manifest, reseller, sold
from tests.world import World

REPORTS = ("plan", "apply", "status", "validate")
HOSTILE = "\x1b[2JEvil\r\n\x9b31m\u202e\x07\x7f Inc"


@pytest.mark.parametrize("name", REPORTS)
def test_json_is_the_document_and_its_exit_code(reports, name):
    report = reports[name]

    document = json.loads(renderer("json")(report, color=True))

    assert document == {**report.document, "exit_code": report.exit_code}


@pytest.fixture(scope="module")
def hostile():
    """A plan with names from the API and in findings that would play with a terminal."""
    pieces = (customer("fabrikam"), sold())
    settled = World(manifest(*pieces)).applied().with_tenant("fabrikam", name=f"{HOSTILE} 2")
    world = settled.wanting(manifest(*pieces, reseller()))
    plan = world.plan()
    finding = Finding(
        code="V-35", severity="error", message=HOSTILE, hint=HOSTILE, file=HOSTILE, line=1
    )
    row = Row(address=plan.changes[0].address, reason=HOSTILE)
    plan = replace(plan, findings=(finding, *plan.findings), blocked=(row,), waiting=(row,))
    return report_of_plan(plan, document_of(plan), 3)


@pytest.mark.parametrize("name", FORMATS)
def test_names_from_outside_cannot_play_with_a_terminal(hostile, name):
    text = renderer(name)(hostile, color=False)

    assert ("Evil" in text) is (name != "gitlab")  # which has no names
    assert not {"\x1b", "\r", "\x07"} & set(text)
    if name != "json":  # where they stand in strings, as they are
        assert not {"\x9b", "\u202e", "\x7f"} & set(text)


def test_a_name_stays_on_its_line(hostile):
    lines = renderer("text")(hostile, color=False).splitlines()

    assert not any(line.startswith("31m") for line in lines)
    name = r'"\x1b[2JEvil\r\n\x9b31m\u202e\x07\x7f Inc 2"'
    assert f'        name: {name} -> "Fabrikam"' in lines


SCRIPT = """
import json
from reconciler.planfile import document_of
from reconciler.render import FORMATS, renderer
from reconciler.report.of_plan import report_of_plan
from tests.builders import customer, manifest, reseller, sold
from tests.world import World

pieces = [reseller(), customer("a", bill_to="contoso"), sold("a"), customer(), sold()]
world = World(manifest(*pieces))
changed = world.applied().wanting(manifest(*pieces, sold("a", "workloads")))
for plan in (world.plan(), changed.plan()):
    report = report_of_plan(plan, document_of(plan), 0)
    for name in FORMATS:
        print(renderer(name)(report, color=True))
"""


def test_equal_inputs_give_equal_bytes_in_every_process():
    def run(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True
        ).stdout

    one, other = run("1"), run("2")

    assert one
    assert one == other
