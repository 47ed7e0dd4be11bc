"""What drift leaves out, as it is written in manifests."""

from datetime import date

import pytest

from reconciler.manifest.load import check
from reconciler.manifest.rules.drift import KINDS as KNOWN
from reconciler.resources import KINDS

HEAD = """
version: 1
workspace: northwind
instances: {eu: {gateway_url: sandbox://lab}}
accounts: {contoso: {name: Contoso}}
"""


@pytest.fixture
def checked(tmp_path):
    def check_rules(text):
        file = tmp_path / "m.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return check([file])

    return check_rules


def test_a_rule_matches_what_it_names_and_anything_it_leaves_out(checked):
    (rule,) = checked(
        'drift: {ignore: [{account: contoso, kind: user, reason: theirs, until: "2026-12-31"}]}'
    ).manifest.ignore_rules

    assert rule.matches("contoso", "user", "email")
    assert not rule.matches("contoso", "tenant", "name")
    assert not rule.matches("fabrikam", "user", "email")
    assert rule.holds(date(2026, 12, 31))
    assert not rule.holds(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("drift: {ignored: []}", 'drift.ignored: "ignored" is not a key here. [V-01]'),
        ("drift: {ignore: [{kind: user}]}", "drift.ignore.0.reason: is missing. [V-01]"),
        (
            'drift: {ignore: [{reason: x, until: "soon"}]}',
            'drift.ignore.0.until: "soon" is not a day. [V-01]',
        ),
        (
            "drift: {ignore: [{reason: x, kind: users}]}",
            'drift.ignore.0.kind: there is no kind "users". [V-03]',
        ),
        (
            "drift: {ignore: [{reason: x}]}",
            "drift.ignore.0: names neither account, kind nor field, so all differences are left "
            "out. [V-01]",
        ),
        (
            "drift: {ignore: [{reason: x, account: contosso}]}",
            'drift.ignore.0.account: account "contosso" is not declared. [V-03]',
        ),
    ],
)
def test_v_01_and_v_03_a_rule_that_cannot_hold_is_refused(checked, text, said):
    (finding,) = checked(text).findings

    assert f"{finding.path}: {finding.message} [{finding.code}]" == said


def test_a_rule_on_an_item_is_about_its_quota_as_well_and_a_stranger_goes_by_its_id(checked):
    label, stranger = checked(
        'drift: {ignore: [{field: "Protection/mobiles", reason: x}, {account: "@1f", reason: y}]}'
    ).manifest.ignore_rules

    assert label.matches("contoso", "offering_items", "Protection/mobiles.quota")
    assert not label.matches("contoso", "offering_items", "Protection/mobiles_2")
    assert stranger.matches("@1f", "tenant", "")


def test_the_rules_know_the_kinds_of_resources_that_there_are():
    assert set(KNOWN) == set(KINDS)
