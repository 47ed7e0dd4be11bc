"""One HTML page that needs nothing else: no network, no other file, no script but its own.

What is on top is written here; the tree is drawn by the page from the data in it, piece by piece,
so that ten thousand accounts stay quick.
"""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reconciler.render.html.island import island
from reconciler.report import Report
from reconciler.report.facts import facts_of
from reconciler.report.printable import printable

HERE = Path(__file__).parent


def render(report: Report, *, color: bool) -> str:
    """The page. Its colours follow the reader's system."""
    pages = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    style, script = _own("page.css"), _own("page.js")
    return pages.get_template("page.html.j2").render(
        report=report,
        tiles=list(_tiles(report)),
        facts=facts_of(report),
        style=style,
        script=script,
        policy=_policy(style, script),
        data=Markup(island(report)),
    )


def _own(name: str) -> Markup:
    """A file of ours, to stand in the page as it is."""
    return Markup((HERE / name).read_text(encoding="utf-8"))


def _policy(style: str, script: str) -> str:
    """A content security policy that lets the page run its own two pieces and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _tiles(report: Report) -> Iterator[tuple[str, str]]:
    """Labels and numbers: the counts of changes, what the summary adds, and the coverage.

    A drift's counts are what a repair would do; its summary says better what there is.
    """
    if "coverage" not in report.document:
        yield from ((name, str(number)) for name, number in report.counts.items())
    for name, number in report.document.get("summary", {}).items():
        if number and name not in report.counts:
            yield name.replace("_", " "), str(number)
    if coverage := report.document.get("coverage"):
        yield "managed", f"{coverage['percent']:g} %"
