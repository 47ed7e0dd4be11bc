"""The comparison of two sides, field by field."""

from hypothesis import given
from hypothesis import strategies as st

from reconciler.diff import FieldChange, diff
from tests.laws import law

names = st.sampled_from(["a", "b", "__c", ""]) | st.text(max_size=3)
plain = st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
sides = st.dictionaries(names, values, max_size=4)


def without_nulls(side):
    """None and nothing are the same at the top."""
    return {name: value for name, value in side.items() if value is not None}


@law
@given(sides, sides)
def test_nothing_is_said_exactly_where_nothing_differs(one, other):
    assert (diff(one, other) == ()) == (without_nulls(one) == without_nulls(other))


@law
@given(sides, sides)
def test_the_other_way_round_before_and_after_change_places(one, other):
    turned = {FieldChange(c.path, repr(c.after), repr(c.before)) for c in diff(other, one)}

    assert {FieldChange(c.path, repr(c.before), repr(c.after)) for c in diff(one, other)} == turned


@law
@given(sides, sides)
def test_the_order_of_keys_makes_no_difference(one, other):
    turned = dict(reversed(other.items()))

    assert diff(one, turned) == diff(one, other)


def test_fields_are_told_by_path_in_order_and_lists_whole():
    before = {"name": "A", "roles": ["x"], "items": {"s": {"quota": 5, "edition": "e"}, "t": {}}}
    after = {"name": "B", "roles": ["x", "y"], "items": {"s": {"quota": None, "edition": "e"}}}

    assert diff(before, after) == (
        FieldChange("items.s.quota", 5, None),
        FieldChange("items.t", {}, None),
        FieldChange("name", "A", "B"),
        FieldChange("roles", ["x"], ["x", "y"]),
    )


def test_mappings_with_little_in_common_are_still_told_field_by_field():
    changes = diff({"m": {"a": 1, "b": 2, "c": 3}}, {"m": {"x": 1, "y": 2, "c": 4}})

    assert [change.path for change in changes] == ["m.a", "m.b", "m.c", "m.x", "m.y"]
