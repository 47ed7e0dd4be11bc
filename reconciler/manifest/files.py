"""The manifest files under the paths that somebody gave."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from reconciler.findings import Finding
from reconciler.manifest.document import Document, parse

SUFFIXES = {".yaml", ".yml"}
OURS = {b'"resource_changes":': "a saved plan", b'"outcomes":': "the result of a run"}
"""What this tool writes, by a key that no manifest has. JSON is YAML too, so it would be read."""


def read(paths: Iterable[Path]) -> list[Document]:
    """The documents of all files at or below the paths, each file once, in order of name.

    Files are named as the user would name them: the path given, joined with what is below it.
    Whatever cannot be found or read is a document that consists of its finding.
    """
    documents: dict[str, Document] = {}
    names: dict[Path, str] = {}
    for path in sorted(paths, key=str):
        for file in _files(path):
            if isinstance(file, Document):
                documents[file.file] = file
            else:
                real = file.resolve()
                names[real] = min(names.get(real, str(file)), str(file), key=_shortest)
    documents |= {name: _document(Path(name)) for name in names.values()}
    return [documents[name] for name in sorted(documents)]


def _shortest(name: str) -> tuple[int, str]:
    return len(name), name


def _files(path: Path) -> Iterator[Path | Document]:
    if not path.is_dir():
        yield path if path.exists() else _missing(path)
        return
    found: list[Path | Document] = [*_below(path)]
    yield from found or [
        _unreadable(path, "holds no manifests.", "Put *.yaml or *.yml files there.")
    ]


def _below(directory: Path) -> Iterator[Path | Document]:
    errors: list[OSError] = []
    for folder, folders, files in os.walk(directory, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(folder, name)
    for error in errors:
        yield _refused(Path(error.filename), error)


def _document(file: Path) -> Document:
    if file.exists() and not file.is_file():  # reading a pipe would wait for ever
        return _unreadable(file, "is no regular file.", "Remove or rename it.")
    try:
        data = file.read_bytes()
    except OSError as error:
        return _refused(file, error)
    for mark, what in OURS.items():
        if data.lstrip().startswith(b"{") and mark in data:
            return _unreadable(file, f"is {what}, not a manifest.", "reconciler show tells it.")
    return parse(str(file), data)


def _missing(path: Path) -> Document:
    return _unreadable(path, "does not exist.", "Give a manifest file, or a folder of manifests.")


def _refused(path: Path, error: OSError) -> Document:
    message, hint = f"cannot be read: {error.strerror}.", "Check its permissions and the disk."
    return _unreadable(path, message, hint, code="V-65")


def _unreadable(path: Path, message: str, hint: str, *, code: str = "V-01") -> Document:
    finding = Finding(code=code, severity="error", message=message, hint=hint, file=str(path))
    return Document(str(path), findings=[finding], readable=False)
