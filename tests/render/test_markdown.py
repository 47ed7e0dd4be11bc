"""Markdown: what is told, in which order, and that nothing in a name becomes more than text."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reconciler.render.markdown import LIMIT, TRUNCATED, render
from reconciler.report import Field, Table, Tone
from tests.render.reports import HOSTILE, finding, item, renamed, report

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"<code>", "</code>"}
WHOLE = Path(__file__).with_name("expected") / "plan.md"


def test_a_plan_is_told_from_what_decides_to_how_it_was_made():
    told = report(
        item(
            "adatum",
            word="delete",
            notes=("state: absent",),
            effects=("All backups are deleted.",),
        ),
        item("litware"),
        item("tailspin"),
        renamed(),
        item("fabrikam", "user", "failed", text="login taken"),
        document={
            "digest": "d1",
            "workspace": "northwind",
            "requests": {"read": 9, "write": 0},
        },
        exit_code=3,
        verdict="Plan: 2 to add, 1 to change, 1 to destroy.",
        caveats=("This plan is partial: only contoso.",),
        next_step="reconciler apply --digest d1",
        findings=(
            finding(
                code="V-60",
                message="it is deleted.",
                hint="",
                path="",
                file="",
                line=0,
                address="eu/adatum/tenant",
                ack_needed=True,
            ),
            finding(),
        )[::-1],
    )

    text = render(told, color=False)

    assert text == WHOLE.read_text(encoding="utf-8")


def test_a_status_is_a_table_that_begins_with_what_needs_a_look():
    table = Table(
        columns=("account", "status"),
        rows=(("a|b", "Synchronized"), ("contoso", "Failed")),
        tones=(Tone.GOOD, Tone.BAD),
    )

    text = render(report(table=table, verdict="2 accounts."), color=False)

    assert "| contoso | Failed |\n| a&#124;b | Synchronized |" in text


def test_a_status_of_nobody_is_its_verdict():
    table = Table(columns=("account",), rows=(), tones=())

    text = render(report(table=table, verdict="No accounts."), color=False)

    assert text.startswith("## No accounts.\n")
    assert "###" not in text


def test_long_lists_of_fields_and_consequences_are_cut():
    fields = tuple(Field(f"quota.{n}", "1", "2") for n in range(8))
    effects = tuple(f"Consequence {n}." for n in range(10))

    text = render(
        report(item(word="delete", fields=fields, effects=effects)),
        color=False,
    )

    assert "quota.5: <code>1</code> → <code>2</code>; and 2 more)" in text
    assert "- Consequence 7.\n- and 2 other consequences\n" in text


def test_what_every_new_account_brings_is_one_line_with_all_accounts():
    mails = [
        item(
            f"a{number}",
            "activation",
            text=f"mail to a{number}",
            irreversible=True,
            likeness="mail",
            effects=("It cannot be called back.",),
        )
        for number in range(12)
    ]

    text = render(report(*mails), color=False)

    names = ", ".join(f"<code>eu/a{number}</code>" for number in range(12))
    line = "- **create** activation of 12 accounts (mail; It cannot be called back): " + names
    assert line in text.splitlines()
    assert "- 12 times: It cannot be called back." in text.splitlines()


def test_ten_thousand_equal_findings_and_drifts_make_under_10_kb():
    drifts = [
        item(f"a{n}", word="changed", group="same", text="Quota is 5.") for n in range(10_000)
    ]
    findings = tuple(finding(line=line, path=f"accounts.a{line}") for line in range(1, 10_001))

    text = render(report(*drifts, findings=findings, ignored=tuple(drifts)), color=False)

    assert len(text.encode()) < 10_000
    assert "10000: <code>eu/a0</code>" in text
    assert "and 9992 more" in text
    assert "and 9990 more" in text


@pytest.mark.parametrize("number", [1, 1_000, 50_000])
def test_whatever_the_size_it_fits_and_names_all_that_cannot_be_undone(number):
    items = [renamed(f"account-{n}", HOSTILE, f"{n} {HOSTILE}") for n in range(number)]
    graves = [item(f"grave-{n}", word="delete", text=HOSTILE) for n in range(50)]

    text = render(report(*items, *graves, next_step="reconciler apply"), color=False)

    assert len(text.encode()) <= LIMIT
    assert all(f"<code>eu/grave-{n}/tenant</code>" in text for n in range(50))
    assert TRUNCATED not in text
    assert "reconciler apply" in text
    assert ("more accounts, in the other formats." in text) == (number > 1)


def test_a_report_that_cannot_name_all_that_cannot_be_undone_must_not_be_approved():
    graves = [item(f"grave-{n}", word="delete") for n in range(1_000)]
    told = report(*graves, renamed(), findings=(finding(),), next_step="reconciler apply")

    text = render(told, color=False)

    assert len(text.encode()) <= LIMIT
    assert f"**{TRUNCATED}**" in text.splitlines()
    assert "reconciler apply" not in text
    assert "Findings" not in text  # there is no room left
    assert re.search(r"^and \d+ more of these, in the other formats\.$", text, re.MULTILINE)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.one_of(st.just(HOSTILE), st.text(max_size=60)), number=st.integers(1, 12))
def test_a_hostile_name_stays_text(name, number):
    items = [
        item("fabrikam", word="delete", text=name, notes=(name,)),
        item("litware", word="failed", text=name),
        *(item(f"same-{n}", text=name, likeness=name) for n in range(2)),
        *(renamed(f"{n}{name}", name, name) for n in range(number)),
    ]
    told = report(
        *items,
        verdict=name,
        title=name,
        caveats=(name,),
        findings=(finding(message=name, path=name, hint=name),),
    )

    text = render(told, color=False)

    assert _active(MARKDOWN.parse(text)) == []
    assert text.count("\n<details><summary>") == text.count("\n</details>\n") == number
    assert text.isprintable() or set(text) - {"\n"} == {one for one in text if one.isprintable()}


def test_forges_find_no_mention_reference_or_link_in_a_sentence():
    told = report(verdict=HOSTILE, findings=(finding(message=HOSTILE, hint=HOSTILE),))

    text = MARKDOWN.render(render(told, color=False))

    prose = re.sub(r"<code.*?</code>", "", text, flags=re.DOTALL)
    assert "@​evil" in prose
    assert re.findall(r"[@#!]\w|://|www\.", prose.replace("&quot;", "").replace("&#", "")) == []


def _active(tokens):
    """Everything that is neither text nor of the shape that we write."""
    kinds = {"link_open", "image", "em_open", "s_open", "code_inline", "hardbreak"}
    found = []
    for token in tokens:
        if token.type == "html_block":
            found += re.findall(r"<(?!/?(?:details|summary|code)>)\S+", token.content)
        for child in token.children or ():
            alien = child.type == "html_inline" and child.content not in OURS
            found += [child.content or child.type] if alien or child.type in kinds else []
    return found
