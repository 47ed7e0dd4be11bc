"""One file's nodes as plain values, with the place of each, and what is wrong with its keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reconciler.findings import Finding
from reconciler.manifest.compose import compose
from reconciler.manifest.nodes import Node, Pairs, Scalar, Sequence, UnreadableError
from reconciler.manifest.place import Path, Place


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: plain values by top-level key.

    `places` has the line of every key and list item, `texts` what was written where YAML read
    it as something other than text. `readable` is False when content may be missing.
    """

    file: str
    content: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    readable: bool = True


def parse(file: str, data: bytes) -> Document:
    """The document in a file's bytes; what cannot be read becomes a finding, nothing is raised."""
    try:
        node = compose(_text(data))
        return _document(file, node)
    except UnreadableError as error:
        finding = Finding(
            code="V-01",
            severity="error",
            message=str(error),
            hint=error.hint,
            file=file,
            line=error.line,
        )
        return Document(file, findings=[finding], readable=False)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"is not UTF-8: byte 0x{data[error.start]:02X} at position {error.start}.",
            line=data[: error.start].count(b"\n") + 1,
            hint="Save the file as UTF-8.",
        ) from error


def _document(file: str, node: Node | None) -> Document:
    document = Document(file)
    if node is None:
        return document
    if not isinstance(node, Pairs):
        what = "a list" if isinstance(node, Sequence) else "a single value"
        raise UnreadableError(
            f"is {what}, not a mapping.",
            line=node.line,
            hint="Begin with keys such as workspace, instances or accounts.",
        )
    document.content.update(_mapping(node, (), document))
    return document


def _plain(node: Node, path: Path, document: Document) -> Any:
    if isinstance(node, Pairs):
        return _mapping(node, path, document)
    if isinstance(node, Sequence):
        return [*_items(node, path, document)]
    if not isinstance(node.value, str):
        document.texts[path] = node.text
    return node.value


def _items(node: Sequence, path: Path, document: Document) -> Iterator[Any]:
    for number, item in enumerate(node.items):
        inner = (*path, str(number))
        document.places[inner] = Place(document.file, item.line)
        yield _plain(item, inner, document)


def _mapping(node: Pairs, path: Path, document: Document) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in node.items:
        place = Place(document.file, key.line)
        if not isinstance(key, Scalar) or key.value is None:
            message = "has a key that is no single text."
            document.findings.append(_misread(path, message, "Write a name.", place))
            continue
        inner = (*path, key.text)
        if not isinstance(key.value, str):
            message = f"has a key that YAML does not read as text: {key.text}."
            document.findings.append(_misread(inner, message, f'Quote it: "{key.text}".', place))
        if key.text in plain:
            document.findings.append(twice(inner, document.places[inner], place))
        else:
            document.places[inner] = place
            plain[key.text] = _plain(value, inner, document)
    return plain


def _misread(path: Path, message: str, hint: str, place: Place) -> Finding:
    return Finding(
        code="V-01",
        severity="error",
        path=".".join(path),
        message=message,
        hint=hint,
        file=place.file,
        line=place.line,
    )


def twice(path: Path, first: Place, second: Place) -> Finding:
    """The same key in two places, of which YAML alone would silently keep one (V-02)."""
    return Finding(
        code="V-02",
        severity="error",
        path=".".join(path),
        message=f"is declared twice, first at {first}.",
        hint="Remove or rename one of them.",
        file=second.file,
        line=second.line,
    )
