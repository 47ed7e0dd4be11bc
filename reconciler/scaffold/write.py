"""Writing a new repository, around whatever is there already."""

from dataclasses import dataclass
from pathlib import Path

from reconciler.errors import ReconcilerError
from reconciler.scaffold.contents import contents

EXECUTABLE = (".githooks/pre-commit",)


@dataclass(frozen=True, slots=True)
class Scaffold:
    """Which files were written, and which were there before and left alone."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def scaffold(folder: Path) -> Scaffold:
    """Write every file that is not there; never over one. Raises ReconcilerError."""
    found = contents()
    written = [name for name, data in found.items() if _written(folder / name, data)]
    for name in set(EXECUTABLE) & set(written):
        (folder / name).chmod(0o755)
    return Scaffold(tuple(written), tuple(name for name in found if name not in written))


def _written(file: Path, data: bytes) -> bool:
    """Whether the file could be written, because there was none."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        if file.exists() or file.is_symlink():
            return False
        raise _refused(file, error) from error
    except OSError as error:
        raise _refused(file, error) from error
    return True


def _refused(file: Path, error: OSError) -> ReconcilerError:
    return ReconcilerError(f"{file} cannot be written: {error.strerror}.")
