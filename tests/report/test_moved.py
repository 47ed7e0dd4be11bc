"""What a stale plan says of what moved, field by field, in every format."""

import json

from reconciler.errors import Moved, StalePlanError
from reconciler.render import renderer
from reconciler.report.of_error import report_of_error, report_of_stop
from reconciler.report.pii import masked

ON = {"edition": "pck_per_gigabyte", "quota": None, "overage": None}
ERROR = StalePlanError(
    "The plan is stale.",
    hint="Plan again.",
    moved=[
        Moved(
            address="eu/contoso/user", field="email", before="it@a.example", after="me@a.example"
        ),
        Moved(address="eu/contoso/tenant", message="The tenant 7 is gone."),
        Moved(
            address="eu/fabrikam/offering_items",
            field="Protection/servers",
            before=ON,
            after={**ON, "quota": 5},
        ),
        Moved(address="eu/litware/offering_items", field="Notary/x", before=None, after=ON),
    ],
)


def test_every_difference_is_a_line_with_both_sides():
    assert renderer("text")(report_of_error(ERROR), color=False) == (
        "Moved since the plan was made\n"
        '  ~ eu/contoso/user             email: "it@a.example" -> "me@a.example"\n'
        "  ~ eu/contoso/tenant           The tenant 7 is gone.\n"
        "  ~ eu/fabrikam/offering_items  Protection/servers.quota: unlimited -> 5\n"
        "  ~ eu/litware/offering_items   Notary/x: nothing -> on\n"
        "\n"
        "The plan is stale.\n"
    )


def test_the_json_holds_every_difference_and_can_be_told_again():
    report = report_of_error(ERROR)

    document = json.loads(renderer("json")(report, color=False))

    assert [one["address"] for one in document["moved"]] == [one.address for one in ERROR.moved]
    assert document["moved"][0] == {
        "address": "eu/contoso/user",
        "message": "",
        "field": "email",
        "before": "it@a.example",
        "after": "me@a.example",
    }
    assert report_of_stop(report.document, 6) == report


def test_a_text_tells_twenty_of_them():
    moved = [Moved(address=f"eu/a{n}/tenant", message="The tenant is gone.") for n in range(33)]
    error = StalePlanError("The plan is stale.", moved=moved)

    text = renderer("text")(report_of_error(error), color=False)

    assert text.count("is gone") == 20
    assert "and 13 more" in text


def test_personal_values_that_moved_are_masked():
    told = masked(report_of_error(ERROR))

    for name in ("text", "json", "markdown"):
        assert "a.example" not in renderer(name)(told, color=False)
