"""Users of one organization: of a tenant with its folders and units, but not of its customers."""

import json
from dataclasses import dataclass
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.routes import Call

# Nothing that is an organization of its own lies between the root of the list and the user.
_SAME = """NOT EXISTS (SELECT 1 FROM tenants b WHERE b.kind IN ('partner', 'customer')
    AND b.path > :path AND b.path <= t.path AND instr(t.path, b.path) = 1)"""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Whose roles, tenants and place count; None for any."""

    roles: tuple[str, ...] | None
    kinds: tuple[str, ...] | None
    target: str | None


def conditions(call: Call, wanted: Narrowing | None, values: dict[str, Any]) -> list[str]:
    """Conditions on users `u` and their tenants `t`; what they need is put into `values`."""
    if wanted is None:
        return []
    found = [_SAME]
    if wanted.roles is not None:
        found.append(
            """EXISTS (SELECT 1 FROM access_policies p WHERE p.user = u.seq
                AND p.role_id IN (SELECT value FROM json_each(:roles)))"""
        )
        values["roles"] = json.dumps(wanted.roles)
    if wanted.kinds is not None:
        found.append("t.kind IN (SELECT value FROM json_each(:kinds))")
        values["kinds"] = json.dumps(wanted.kinds)
    if wanted.target is not None:
        found.append("instr(:target, t.path) = 1")
        values["target"] = tree.entered(call, wanted.target)["path"]
    return found
