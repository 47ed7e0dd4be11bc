"""Files into a manifest, with everything that is wrong told in one go."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.errors import ManifestError, UnreadManifestError
from reconciler.findings import Finding, in_order
from reconciler.manifest import files
from reconciler.manifest.document import Document
from reconciler.manifest.merge import merge
from reconciler.manifest.model import Manifest
from reconciler.manifest.place import Origin
from reconciler.manifest.rules import findings_of
from reconciler.manifest.shape import drafted

STRICT = ("V-21", "V-33")


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: the manifest unless something is an error, and all findings."""

    manifest: Manifest | None
    findings: tuple[Finding, ...]


def check(paths: Sequence[Path], *, strict: bool = False, acks: Collection[str] = ()) -> Checked:
    """The manifests at and below the paths, merged, and what the rules say about them.

    `strict` makes errors of the warnings V-21 and V-33; an acknowledged code, as "V-18", is a
    warning instead of an error. Neither order of paths, files nor keys shows in the outcome.
    Raises nothing for what people write.
    """
    return check_documents(files.read(paths), strict=strict, acks=acks)


def check_documents(
    documents: Iterable[Document], *, strict: bool = False, acks: Collection[str] = ()
) -> Checked:
    """As `check`, of documents that have been read, or that are yet to be written."""
    draft = drafted(merge(documents))
    findings = in_order([_judged(one, strict, acks) for one in findings_of(draft)])
    if any(finding.severity == "error" for finding in findings):
        return Checked(None, findings)
    origin = Origin(draft.origin.places, findings)
    return Checked(draft.sound.from_origin(origin), findings)


def load(paths: Sequence[Path], *, strict: bool = False, acks: Collection[str] = ()) -> Manifest:
    """The manifest at and below the paths; its `findings` are warnings at most.

    Raises ManifestError with every finding where `check` finds an error.
    """
    checked = check(paths, strict=strict, acks=acks)
    if checked.manifest is None:
        raise error_of(checked.findings)
    return checked.manifest


def error_of(findings: Sequence[Finding]) -> ManifestError:
    """The error that the findings amount to, by whether all files could be read (V-65)."""
    unread = any(finding.code == "V-65" for finding in findings)
    return (UnreadManifestError if unread else ManifestError)(findings)


def _judged(finding: Finding, strict: bool, acks: Collection[str]) -> Finding:
    if strict and finding.code in STRICT:
        return replace(finding, severity="error")
    if finding.ack_needed and finding.code in acks:
        return replace(finding, severity="warning", ack_needed=False)
    return finding
