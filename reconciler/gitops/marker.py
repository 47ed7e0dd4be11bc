"""The hidden first line of a comment: whose it is, and which plan it shows."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from reconciler.stamp import digest

FORMAT = "1"
SCOPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LINE = re.compile(
    rf"<!-- acronis-reconciler: kind=(?P<kind>plan|apply) scope=(?P<scope>{SCOPE.pattern})"
    r" digest=(?P<digest>[0-9a-f]*) manifests=(?P<manifests>[0-9a-f]*)"
    rf" changes=(?P<changes>[A-Za-z0-9+/=]*) format={FORMAT} -->"
)
MOST = 4_000
"""Characters for the changes; a comment has some 5,000 left beside the report."""
MOST_UNPACKED = 1_000_000

Kind = Literal["plan", "apply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What a comment says of itself, unseen.

    `digest` is that of the plan, "" where the comment cannot be approved. `changes` has a short
    digest of each change by its address and action, None where they were too many to keep.
    """

    kind: Kind
    scope: str
    digest: str = ""
    manifests: str = ""
    changes: Mapping[str, str] | None = None

    @classmethod
    def of_plan(cls, scope: str, document: Mapping[str, Any], *, approvable: bool) -> Self:
        """The marker of a plan's comment."""
        return cls(
            kind="plan",
            scope=scope,
            digest=document["digest"] if approvable else "",
            manifests=document["manifests_digest"],
            changes=changes_of(document),
        )

    @classmethod
    def read(cls, body: str) -> Self | None:
        """The marker that a comment begins with. Further down it is only text."""
        found = LINE.match(body)
        if not found:
            return None
        return cls(
            kind="plan" if found["kind"] == "plan" else "apply",
            scope=found["scope"],
            digest=found["digest"],
            manifests=found["manifests"],
            changes=_unpacked(found["changes"]),
        )

    def __str__(self) -> str:
        return (
            f"<!-- acronis-reconciler: kind={self.kind} scope={self.scope} digest={self.digest} "
            f"manifests={self.manifests} changes={_packed(self.changes)} format={FORMAT} -->"
        )


def changes_of(document: Mapping[str, Any]) -> dict[str, str]:
    """A short digest of each change of a plan's JSON, by "ACTION ADDRESS"."""
    return {
        f"{entry['change']['actions'][0]} {entry['address']}": digest(
            json.dumps(entry, sort_keys=True)
        )
        for entry in document["resource_changes"]
    }


def _packed(changes: Mapping[str, str] | None) -> str:
    if changes is None:
        return ""
    text = json.dumps(changes, sort_keys=True, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    return packed if len(packed) <= MOST else ""


def _unpacked(text: str) -> Mapping[str, str] | None:
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(base64.b64decode(text, validate=True), MOST_UNPACKED)
        changes = json.loads(raw) if text else None
    except (binascii.Error, zlib.error, ValueError):
        return None
    return changes if isinstance(changes, dict) else None
