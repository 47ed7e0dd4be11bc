"""The rules as a whole: which there are, and that each says what it stands for."""

import re

import pytest

from reconciler.manifest.rules import meanings
from reconciler.manifest.rules.rule import rule

STATIC = (
    "D-06 V-01 V-02 V-03 V-04 V-05 V-06 V-07 V-10 V-11 V-12 V-13 V-14 V-15 V-16 V-18 V-21 "
    "V-30 V-31 V-32 V-33 V-35 V-40 V-41 V-42 V-43 V-44 V-49 V-65"
)


def test_every_static_rule_is_registered():
    assert list(meanings()) == STATIC.split()


def test_every_rule_says_what_it_stands_for_in_one_sentence():
    assert [one for one in meanings().values() if not re.fullmatch(r"[A-Z].*\.", one)] == []


def test_a_code_stands_for_one_rule():
    with pytest.raises(ValueError, match="V-01 is already"):
        rule("V-01")(lambda draft: iter(()))
