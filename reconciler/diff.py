"""The comparison: which fields of two resources differ. The only user of deepdiff."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deepdiff import DeepDiff
from deepdiff.helper import notpresent


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; None stands for a side that does not have it."""

    path: str
    before: Any
    after: Any


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields that differ, by path. Lists count as values: they are shown whole."""
    changes: list[FieldChange] = []
    for name in sorted(before.keys() | after.keys()):
        left, right = before.get(name), after.get(name)
        if left == right:
            continue
        if isinstance(left, Mapping) and isinstance(right, Mapping):
            changes += _deep(name, left, right)
        else:
            changes.append(FieldChange(name, left, right))
    return tuple(changes)


def _deep(name: str, left: Mapping[str, Any], right: Mapping[str, Any]) -> list[FieldChange]:
    tree = DeepDiff(
        left,
        right,
        threshold_to_diff_deeper=0,  # else unlike mappings come back whole, not field by field
        ignore_private_variables=False,  # else names that begin with "__" are passed over
        view="tree",
    )
    return sorted(
        (
            FieldChange(
                path=".".join([name, *map(str, leaf.path(output_format="list"))]),
                before=None if leaf.t1 is notpresent else leaf.t1,
                after=None if leaf.t2 is notpresent else leaf.t2,
            )
            for leaves in tree.values()
            for leaf in leaves
        ),
        key=lambda change: change.path,
    )
