"""The stamp says whose a tenant is, or it says nothing."""

from dataclasses import replace
from string import ascii_lowercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.resources import KINDS
from reconciler.stamp import LIMIT, BrokenStampError, MailMark, Stamp, digest, parse, read
from tests.laws import law

LETTERS = sorted(kind.letter for kind in KINDS.values() if kind.letter)
HEX = digits + "abcdef"


def keys(longest):
    """Keys as V-07 has them."""
    rest = st.text(ascii_lowercase + digits + "._-", max_size=longest - 1)
    return st.tuples(st.sampled_from(ascii_lowercase + digits), rest).map("".join)


def hexes(size):
    return st.text(HEX, min_size=size, max_size=size)


stamps = st.builds(
    Stamp,
    workspace=keys(32),
    account=keys(63),
    tenant=st.just("") | hexes(8),
    prints=st.dictionaries(st.sampled_from(LETTERS), hexes(8)),
    user=st.just("") | st.uuids().map(str),
    mail=st.none() | st.builds(MailMark, run=hexes(8), confirmed=st.booleans()),
)
WHOLE = Stamp(
    workspace="northwind-msp",
    account="contoso",
    tenant="9f86d081",
    prints=dict.fromkeys(LETTERS, "1a2b3c4d"),
    user="32e2e214-0000-4000-8000-000000000001",
    mail=MailMark("9c1e02ab", confirmed=True),
)


@law
@given(stamps)
def test_a_stamp_is_read_back_as_it_was_written(stamp):
    assert parse(str(stamp)) == stamp


@law
@given(stamps)
def test_a_stamp_fits_into_the_tag(stamp):
    assert len(str(stamp)) <= LIMIT


def test_the_longest_stamp_fits_into_the_tag():
    longest = replace(WHOLE, workspace="w" * 32, account="a" * 63)

    assert len(str(longest)) <= LIMIT


def edits(text):
    """Every text that one slip makes of another: a character more, less, other, or swapped."""
    for at in range(len(text) + 1):
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        for other in f"{HEX} :/!?~@utz-":
            yield text[:at] + other + text[at + 1 :]
            yield text[:at] + other + text[at:]


@pytest.mark.parametrize("stamp", [WHOLE, Stamp(workspace="w", account="a")])
def test_no_single_slip_makes_another_stamp_of_it(stamp):
    text = str(stamp)

    assert {one for one in edits(text) if read(one)} == {text}


@law
@given(stamps, st.data())
def test_a_stamp_that_is_cut_off_or_out_of_order_permits_nothing(stamp, data):
    text = str(stamp)
    parts = text.split(" ")
    shuffled = " ".join(data.draw(st.permutations(parts)))
    end = data.draw(st.integers(min_value=0, max_value=len(text) - 1))

    assert read(text[:end]) is None
    assert shuffled == text or read(shuffled) is None


@pytest.mark.parametrize("tag", ["", "crm:4711", "Reconciler/1 w/a ~00000000", "reconciler"])
def test_what_does_not_begin_like_a_stamp_is_somebody_elses(tag):
    assert parse(tag) is None


@pytest.mark.parametrize(
    "tag",
    ["reconciler/", "reconciler/1 w/a", "reconciler/2 w/a ~00000000", f"{WHOLE} ", f"{WHOLE}\n"],
)
def test_what_begins_like_a_stamp_and_is_none_is_broken(tag):
    with pytest.raises(BrokenStampError):
        parse(tag)


@law
@given(st.text())
def test_no_text_makes_the_reader_stumble(tag):
    assert read(tag) is None
    assert read(f"reconciler/{tag}") is None


@law
@given(stamps, st.uuids(), st.uuids())
def test_a_sealed_stamp_fits_its_own_tenant_and_no_copy(stamp, one, other):
    sealed = stamp.sealed_for(str(one), stamp.prints)

    assert sealed.sealed
    assert sealed.fits(str(one))
    assert sealed.fits(str(other)) == (one == other)


def test_a_stamp_that_was_never_sealed_fits_wherever_it_is():
    assert Stamp(workspace="w", account="a").fits("anything")


def test_the_text_of_a_stamp_is_what_its_page_shows():
    bare = Stamp(workspace="northwind-msp", account="contoso")

    assert str(bare) == f"reconciler/1 northwind-msp/contoso ~{digest(str(bare)[:-10])}"
    assert str(WHOLE).startswith(
        "reconciler/1 northwind-msp/contoso @9f86d081 a:1a2b3c4d o:1a2b3c4d "
    )


def test_a_stamp_that_the_api_would_cut_off_is_never_written():
    with pytest.raises(AssertionError, match="characters long"):
        str(Stamp(workspace="w", account="a" * LIMIT))
