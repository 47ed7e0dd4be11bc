"""What a new repository holds: the templates, the schema, and the tool with all it needs."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import reconciler
from reconciler.manifest.schema import manifest_schema
from reconciler.scaffold.wheel import wheel, wheel_name

LOCK = "requirements.lock"
REQUIREMENT = "tool/reconciler.txt"


def contents() -> dict[str, bytes]:
    """Every file by its path below the repository, in order."""
    built = wheel()
    found = {name: file.read_bytes() for name, file in _templates()}
    found[REQUIREMENT] += f"acronis-reconciler=={reconciler.__version__}\n".encode()
    found["manifests/schema.json"] = (json.dumps(manifest_schema(), indent=2) + "\n").encode()
    found[f"tool/{LOCK}"] = _lock()
    found[f"tool/{wheel_name()}"] = built
    return dict(sorted(found.items()))


def _templates() -> Iterator[tuple[str, Path]]:
    root = Path(str(files("reconciler"))) / "templates" / "repository"
    for file in sorted(root.rglob("*")):
        if file.is_file():
            yield file.relative_to(root).as_posix(), file


def _lock() -> bytes:
    """What the tool needs, with hashes: inside the package, or beside it in a checkout."""
    package = Path(str(files("reconciler")))
    packaged = package / "templates" / LOCK
    return (packaged if packaged.is_file() else package.parent / LOCK).read_bytes()
