"""Formats for machines: their whole output, and that it is what its readers demand."""

import json
from pathlib import Path

import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from sarif_pydantic import Sarif

from reconciler.render import renderer
from reconciler.report import Field, Tone
from tests.render.reports import HOSTILE, finding, item, report

JUNIT = xmlschema.XMLSchema(Path(__file__).with_name("expected") / "junit-10.xsd")
JUNIT_WHOLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="2" errors="0" time="0">
  <testsuite name="Plan of northwind" tests="4" failures="2" errors="0" skipped="1" time="0">
    <testcase classname="V-10" name="error: manifests/all.yaml:7: accounts.contoso.name" time="0">
      <failure message="the name is taken." type="V-10">Choose another.</failure>
    </testcase>
    <testcase classname="eu.contoso" name="tenant: create" time="0">
      <system-out>customer tenant "contoso"</system-out>
    </testcase>
    <testcase classname="eu.fabrikam" name="tenant: changed" time="0">
      <failure message="The name differs." type="changed">name: A -&gt; B</failure>
    </testcase>
    <testcase classname="eu.litware" name="tenant: deferred" time="0">
      <skipped message="no subscription" />
    </testcase>
  </testsuite>
</testsuites>
"""
GITHUB_WHOLE = """\
::notice title=Plan of northwind::Plan: 1 to add, 0 to change, 0 to destroy. Only contoso.
::error file=manifests/all.yaml,line=7,title=V-10%3A accounts.contoso.name::the name is taken. \
Choose another.
::warning title=V-50%3A eu/contoso/tenant::100%25 is billed.
::error title=eu/fabrikam/tenant::failed: no answer
"""


def rendered(name, *items, **fields):
    return renderer(name)(report(*items, **fields), color=False)


def test_gitlab_gets_the_three_numbers():
    assert rendered("gitlab") == '{"create": 1, "update": 0, "delete": 0}\n'


def test_gitlab_gets_no_numbers_where_there_is_no_plan():
    assert rendered("gitlab", counts={}) == "{}\n"


def test_junit_fails_errors_and_drift_and_skips_what_is_quiet():
    text = rendered(
        "junit",
        item(),
        item(
            "fabrikam",
            word="changed",
            text="The name differs.",
            tone=Tone.WARNING,
            fields=(Field("name", "A", "B"),),
        ),
        item("litware", word="deferred", text="no subscription", tone=Tone.QUIET),
        findings=(finding(),),
    )

    assert text == JUNIT_WHOLE


def test_junit_of_an_error_is_one_failed_case():
    text = rendered("junit", verdict="No such file.", tone=Tone.BAD, counts={}, exit_code=3)

    assert '<failure message="No such file." type="exit 3" />' in text
    assert 'tests="1" failures="1"' in text


@given(text=st.one_of(st.just(HOSTILE), st.text()))
def test_junit_is_valid_whatever_the_names(text):
    items = [item(text, text=text), item(text, word="failed", text=text, notes=(text,))]

    JUNIT.validate(
        rendered("junit", *items, title=text, findings=(finding(message=text, path=text),))
    )


def test_sarif_has_the_place_and_the_rule_of_each_finding():
    text = rendered(
        "sarif",
        item("fabrikam", word="failed", text="no answer"),
        findings=(finding(file="manifests/a b.yaml"), finding(code="X-99", file="", line=0)),
        exit_code=3,
    )

    run = json.loads(text)["runs"][0]
    first, second, third = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["V-10", "X-99", "failed"]
    assert first == {
        "ruleId": "V-10",
        "level": "error",
        "message": {"text": "the name is taken. Choose another."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "manifests/a%20b.yaml"},
                    "region": {"startLine": 7},
                },
                "logicalLocations": [{"fullyQualifiedName": "accounts.contoso.name"}],
            }
        ],
    }
    assert "physicalLocation" not in second["locations"][0]
    assert (third["ruleId"], third["message"]["text"]) == ("failed", "no answer")


@given(text=st.one_of(st.just(HOSTILE), st.text()))
def test_sarif_can_be_read_as_sarif_whatever_the_names(text):
    told = rendered(
        "sarif",
        item(text, word="failed", text=text),
        findings=(finding(message=text, path=text, file=text),),
    )

    sarif = Sarif.model_validate_json(told)

    assert (sarif.version, len(sarif.runs[0].results)) == ("2.1.0", 2)


def test_github_gets_the_verdict_and_an_annotation_for_each_finding():
    text = rendered(
        "github",
        item(),
        item("fabrikam", word="failed", text="no answer"),
        caveats=("Only contoso.",),
        findings=(
            finding(),
            finding(
                code="V-50",
                severity="warning",
                message="100% is billed.",
                hint="",
                address="eu/contoso/tenant",
                path="",
                file="",
                line=0,
            ),
        ),
    )

    assert text == GITHUB_WHOLE


@given(text=st.one_of(st.just(HOSTILE), st.text()))
def test_github_reads_no_command_out_of_a_name(text):
    told = rendered("github", item(text, word="failed", text=text), findings=(finding(hint=text),))

    lines = told.splitlines()
    assert [line.split()[0] for line in lines] == ["::notice", "::error", "::error"]
