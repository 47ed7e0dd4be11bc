"""Output formats, one per module beside this one: each has `render(report, *, color) -> str`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from reconciler.report import Report


class Renderer(Protocol):
    """A format: it makes a whole text of a report, ending in a newline."""

    def __call__(self, report: Report, *, color: bool) -> str: ...


FORMATS = tuple(sorted(module.name for module in iter_modules(__path__)))


def renderer(name: str) -> Renderer:
    """The renderer of one of FORMATS."""
    return cast(Renderer, import_module(f"{__name__}.{name}").render)
