"""Documents of many files into one: every section may be split, no entry may stand twice."""

from collections.abc import Iterable, Iterator, Set
from typing import Any, TypeVar

from reconciler.findings import Finding
from reconciler.manifest.document import Document, twice
from reconciler.manifest.entries import canonical_role
from reconciler.manifest.nearest import did_you_mean
from reconciler.manifest.place import Path, Place
from reconciler.manifest.words import shortened

T = TypeVar("T")

SECTIONS = ("instances", "roles", "products", "accounts", "subscriptions", "drift")
TOP_LEVEL = ("version", "workspace", *SECTIONS)


def merge(documents: Iterable[Document]) -> Document:
    """One document that says what all of them say, without a file of its own.

    Where an entry stands twice the first one is kept, in the order of file names.
    """
    merged = Document("")
    readable = True
    for document in documents:
        readable = readable and document.readable
        merged.findings.extend(document.findings)
        merged.findings.extend(_conflicts(document, merged))
        _take(document, merged)
    return Document(
        "", merged.content, merged.places, merged.texts, merged.findings, readable=readable
    )


def _take(document: Document, merged: Document) -> None:
    taken = {path for path in _entries(document) if path[1] in merged.content.get(path[0], ())}
    for key, value in document.content.items():
        if key in SECTIONS and isinstance(value, dict):
            section = merged.content.setdefault(key, {})
            for name, entry in value.items():
                section.setdefault(_name(key, name), entry)
        elif key in TOP_LEVEL and key not in SECTIONS:
            merged.content.setdefault(key, value)
    _copy(document.places, merged.places, taken)
    _copy(document.texts, merged.texts, taken)


def _entries(document: Document) -> Iterator[tuple[str, str]]:
    for key in SECTIONS:
        entries = document.content.get(key)
        for name in entries if isinstance(entries, dict) else ():
            yield key, _name(key, name)


def _copy(source: dict[Path, T], target: dict[Path, T], taken: Set[Path]) -> None:
    """Copy what is known of values, but not of entries that were taken from an earlier file."""
    for path, value in source.items():
        if (canonical := _canonical(path))[:2] not in taken:
            target.setdefault(canonical, value)


def _conflicts(document: Document, merged: Document) -> Iterator[Finding]:
    for key, value in document.content.items():
        place = document.places[(key,)]
        if key in SECTIONS:
            yield from _section(document, merged, key, value)
        elif key not in TOP_LEVEL:
            hint = did_you_mean(key, TOP_LEVEL) or f"Keys are {', '.join(TOP_LEVEL)}."
            yield _wrong(key, place, f'"{key}" is not a key of manifests.', hint)
        elif key == "version" and (value != 1 or isinstance(value, bool)):
            yield _wrong(key, place, *_no_version(document.texts.get(("version",)), value))
        elif key == "workspace" and merged.content.get(key, value) != value:
            yield _two_workspaces(str(value), place, merged)


def _no_version(written: str | None, value: Any) -> tuple[str, str]:
    """The message and the hint; text is told from a number by its quotes."""
    if isinstance(value, str):
        return (
            f'"{shortened(value)}" is text and not a number.',
            "Write version: 1, without quotes.",
        )
    said = written or "this"
    return f"{shortened(said)} is not a version that exists.", "Write version: 1."


def _section(document: Document, merged: Document, key: str, value: Any) -> Iterator[Finding]:
    if not isinstance(value, dict):
        hint = "Write the entries below it, or remove it."
        yield _wrong(key, document.places[(key,)], "must be a mapping of entries.", hint)
        return
    here: dict[Path, Place] = {}
    for name in value:
        path = _canonical((key, name))
        place = document.places[key, name]
        first = merged.places.get(path) or here.setdefault(path, place)
        if first is not place:
            yield twice(path, first, place)


def _two_workspaces(value: str, place: Place, merged: Document) -> Finding:
    first = merged.content["workspace"]
    return Finding(
        code="V-02",
        severity="error",
        path="workspace",
        message=f'"{value}" differs from "{first}" at {merged.places[("workspace",)]}.',
        hint="Name one workspace for all files.",
        file=place.file,
        line=place.line,
    )


def _wrong(key: str, place: Place, message: str, hint: str) -> Finding:
    return Finding(
        code="V-01",
        severity="error",
        path=key,
        message=message,
        hint=hint,
        file=place.file,
        line=place.line,
    )


def _name(section: str, name: str) -> str:
    return str(canonical_role(name)) if section == "roles" else name


def _canonical(path: Path) -> Path:
    if path[0] == "roles" and len(path) > 1:
        return ("roles", _name("roles", path[1]), *path[2:])
    return path
