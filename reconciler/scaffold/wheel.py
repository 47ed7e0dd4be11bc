"""The tool as it is installed here, as a wheel: for it is in no index that a CI could ask.

The format is that of the Python packaging user guide, "Binary distribution format". Equal
installations give equal bytes.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path

import reconciler
from reconciler.errors import ReconcilerError

NAME = "acronis-reconciler"
METADATA = ("METADATA", "WHEEL", "entry_points.txt")
BESIDE = {"manifests": "examples", "requirements.lock": "templates/requirements.lock"}
"""What a checkout has beside the package, and a wheel in it; as in pyproject.toml."""
CLOCK = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16


def wheel_name() -> str:
    """The file name that installers read."""
    return f"{_stem()}-py3-none-any.whl"


def wheel() -> bytes:
    """The wheel's bytes. Raises ReconcilerError where the tool runs without being installed."""
    members = dict(sorted([*_package(), *_metadata()]))
    record = f"{_stem()}.dist-info/RECORD"
    lines = [_recorded(name, data) for name, data in members.items()]
    members[record] = "".join([*lines, f"{record},,\n"]).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, CLOCK)
            entry.external_attr, entry.compress_type = MODE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def _stem() -> str:
    return f"{NAME.replace('-', '_')}-{reconciler.__version__}"


def _package() -> Iterator[tuple[str, bytes]]:
    package = Path(str(files("reconciler")))
    yield from _below(package, "reconciler")
    for beside, inside in BESIDE.items():
        if not (package / inside).exists():
            yield from _below(package.parent / beside, f"reconciler/{inside}")


def _below(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """A file, or every file of a folder, under its name in the wheel."""
    if path.is_file():
        yield name, path.read_bytes()
    for file in path.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield f"{name}/{file.relative_to(path).as_posix()}", file.read_bytes()


def _metadata() -> Iterator[tuple[str, bytes]]:
    try:
        installed = distribution(NAME)
    except PackageNotFoundError as error:
        raise ReconcilerError(
            f"{NAME} is not installed, so it cannot be put into the repository.",
            hint="Install it, as with: pip install --editable .",
        ) from error
    for name in METADATA:
        text = installed.read_text(name) or ""
        yield f"{_stem()}.dist-info/{name}", text.encode()


def _recorded(name: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"
