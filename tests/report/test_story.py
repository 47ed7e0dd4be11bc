"""The story of an account as text."""

from reconciler.render.text import render
from reconciler.report import Report
from reconciler.report.story import story_block
from reconciler.status import Story


def test_all_that_is_to_be_done_stands_in_one_column():
    story = Story(account="contoso", instance="eu", name="Contoso", to_do=("First.", "Second."))
    report = Report(document={}, exit_code=0, verdict="1 account.", blocks=(story_block(story),))

    text = render(report, color=False)

    assert text == (
        "contoso on eu\n    tenant  none\n    to do   First.\n            Second.\n\n1 account.\n"
    )
