"""The manifests as they were at a commit, read out of Git."""

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from reconciler.errors import UsageError
from reconciler.manifest.load import check
from reconciler.manifest.model import Manifest

SHALLOW = "In a CI, have the whole history checked out (fetch-depth: 0, GIT_DEPTH: 0)."


def manifest_at(ref: str, paths: Sequence[Path]) -> Manifest | None:
    """What the manifests at the paths said then; None if there were none, or no valid ones.

    Raises UsageError for a ref that does not exist, and for paths outside of the repository.
    """
    top = Path(_git("rev-parse", "--show-toplevel").decode().strip())
    commit = _commit(ref)
    names = [_below(top, path) for path in paths]
    listed = ("ls-tree", "-r", "-z", "--name-only", commit, "--", *names)
    there = _git("-C", str(top), *listed).decode().split("\0")
    kept = [one for one in names if one == "." or any(_holds(one, file) for file in there)]
    if not any(there):
        return None
    with tempfile.TemporaryDirectory() as folder:
        archive = _git("-C", str(top), "archive", "--format=tar", commit, "--", *kept)
        _unpack(archive, folder)
        return check([Path(folder, name) for name in kept]).manifest


def _holds(path: str, file: str) -> bool:
    return file == path or file.startswith(f"{path}/")


def _commit(ref: str) -> str:
    try:
        found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    except UsageError as error:
        raise UsageError(
            f'--changed-since "{ref}" is no commit of this repository.', hint=SHALLOW
        ) from error
    return found.decode().strip()


def _below(top: Path, path: Path) -> str:
    """The path as it is called from the top of the repository."""
    name = os.path.relpath(path.resolve(), top.resolve())
    if name.startswith(".."):
        raise UsageError(f"{path} is outside of the repository {top}, so it has no history.")
    return Path(name).as_posix()


def _unpack(archive: bytes, folder: str) -> None:
    """Links that lead out of the folder are refused, as everything that is no plain file."""
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            if hasattr(tarfile, "data_filter"):
                opened.extractall(folder, filter="data")
            else:  # before Python 3.11.4
                opened.extractall(folder, members=_plain(opened))
    except tarfile.TarError as error:
        raise UsageError(f"The manifests of that commit cannot be unpacked: {error}.") from error


def _plain(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in archive:
        outside = member.name.startswith("/") or ".." in member.name.split("/")
        if outside or not (member.isfile() or member.isdir()):
            raise tarfile.ExtractError(f"{member.name} is no plain file")
        yield member


def _git(*words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], capture_output=True, check=True)
    except FileNotFoundError as error:
        raise UsageError("--changed-since needs Git, which is not installed.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise UsageError(f"Git cannot tell: {said or 'it gave no reason'}.") from error
    return done.stdout
