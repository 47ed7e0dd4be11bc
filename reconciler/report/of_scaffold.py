"""A new repository: what was written, what was left alone, and how to go on."""

from collections.abc import Sequence

from reconciler.planfile import FORMAT_VERSION
from reconciler.report.values import Block, Line, Report, Tone


def report_of_scaffold(folder: str, written: Sequence[str], kept: Sequence[str]) -> Report:
    """Every file by name; `folder` is where they are."""
    blocks = (
        Block("Written", tuple(Line(name, sign="+", tone=Tone.CREATE) for name in written)),
        Block("There already, left alone", tuple(Line(name, tone=Tone.QUIET) for name in kept)),
    )
    files = f"{len(written)} file{'s' * (len(written) != 1)}"
    return Report(
        document={"format_version": FORMAT_VERSION, "written": [*written], "kept": [*kept]},
        exit_code=0,
        title="New repository",
        verdict=f'Wrote {files} to "{folder}".',
        tone=Tone.GOOD,
        blocks=tuple(block for block in blocks if block.lines),
        remark="Next: fill in manifests/msp.yaml; README.md says the rest.",
    )
