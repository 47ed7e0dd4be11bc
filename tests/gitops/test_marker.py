"""The marker comes back as it was written, and what moved is told by what it remembers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.gitops.marker import Marker, changes_of
from reconciler.gitops.moved import moved

names = st.text(min_size=1, max_size=20)
hexadecimal = st.text("0123456789abcdef", max_size=64)
markers = st.builds(
    Marker,
    kind=st.sampled_from(["plan", "apply"]),
    scope=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True),
    digest=hexadecimal,
    manifests=hexadecimal,
    changes=st.none() | st.dictionaries(names, hexadecimal, max_size=20),
)


def entry(name, action="create", **more):
    return {"address": f"eu/{name}/tenant", "change": {"actions": [action]}, **more}


def document(*entries):
    return {
        "digest": "0" * 64,
        "manifests_digest": "aa",
        "resource_changes": list(entries),
    }


def marker_of(*entries):
    return Marker.of_plan("default", document(*entries), approvable=True)


@given(markers)
def test_a_marker_is_read_as_it_was_written(marker):
    assert Marker.read(f"{marker}\n\ntext") == marker


@given(markers)
def test_a_marker_is_one_line_that_nothing_in_it_can_end(marker):
    line = str(marker)

    assert line.count("-->") == 1
    assert "\n" not in line


def test_a_fleet_is_more_than_a_marker_remembers():
    marker = marker_of(*(entry(f"customer-{number}") for number in range(5000)))

    assert len(str(marker)) < 500
    assert Marker.read(str(marker)) == replace(marker, changes=None)


def test_what_was_damaged_is_not_remembered():
    damaged = str(marker_of(entry("contoso"))).replace("changes=e", "changes=A")

    assert Marker.read(damaged).changes is None


def test_without_memory_only_the_manifests_can_be_compared():
    reviewed = replace(marker_of(), manifests="bb", changes=None)

    assert list(moved(reviewed, document())) == [
        "The manifests are not those that were reviewed: something else was merged.",
        "The plan was too large for its comment to remember the single changes.",
    ]


def test_the_same_changes_with_other_findings_are_told_as_that():
    assert list(moved(marker_of(entry("contoso")), document(entry("contoso")))) == [
        "The changes are the same; what the plan says beside them is not."
    ]


def test_changes_are_told_by_what_became_of_them():
    then = marker_of(entry("a"), entry("b"), *(entry(f"x{n:02}") for n in range(15)))
    now = document(entry("a", pins=1), entry("b", "update"))

    assert list(moved(then, now)) == [
        "Planned now, and not then: update eu/b/tenant.",
        "Planned then, and not now: create eu/b/tenant, "
        + ", ".join(f"create eu/x{n:02}/tenant" for n in range(11))
        + " and 4 more.",
        "Planned against another state, or with other values: create eu/a/tenant.",
    ]
    assert changes_of(now).keys() == {"create eu/a/tenant", "update eu/b/tenant"}
