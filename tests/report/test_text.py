"""What people read, as a whole."""

import click
import pytest

from reconciler.planfile import document_of
from reconciler.render.text import render
from reconciler.report.of_plan import report_of_plan
from tests.builders import customer, manifest
from tests.report.conftest import EXPECTED
from tests.world import World

REPORTS = ("plan", "apply", "status", "validate")


@pytest.mark.parametrize("name", REPORTS)
def test_the_text_is_as_expected(reports, name):
    text = render(reports[name], color=False)

    assert text == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REPORTS)
def test_colours_add_nothing_but_colours(reports, name):
    plain, colored = (render(reports[name], color=color) for color in (False, True))

    assert "\x1b[" in colored
    assert click.unstyle(colored) == plain
    assert "\x1b" not in plain


def text_of(plan):
    return render(report_of_plan(plan, document_of(plan), 0), color=False)


def test_nothing_to_do_is_one_sentence():
    settled = World(manifest())

    assert text_of(settled.plan()) == "No changes. Acronis matches the manifests.\n"


def test_deferred_accounts_stand_on_a_line_of_their_own_beside_no_changes():
    plan = World(manifest(customer(), customer("litware"))).plan()

    assert text_of(plan) == (
        "Deferred\n"
        "  no tenant until the first subscription: eu/fabrikam, eu/litware\n"
        "\n"
        "No changes. Acronis matches the manifests.\n"
    )


def test_a_partial_plan_says_so_first(busy):
    text = text_of(busy.plan(targets=["fabrikam"]))

    assert text.startswith("This plan is partial: only fabrikam.\n\neu\n  fabrikam\n")
    assert text.endswith("\nPlan: 0 to add, 1 to change, 0 to destroy.\n")
