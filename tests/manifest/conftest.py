"""Manifests written into a folder of their own, and findings as one line each."""

from pathlib import Path
from textwrap import dedent

import pytest

from reconciler.manifest.load import check

MSP = """\
version: 1
workspace: northwind-msp
instances:
  eu: {gateway_url: "sandbox://eu"}
  us: {gateway_url: "sandbox://us"}
products:
  backup: {instance: eu, protection: per_gigabyte, file_sync_share: none}
"""


def line_of(finding):
    place = f"{finding.file}:{finding.line} {finding.severity}"
    words = f"{finding.path}: {finding.message} {finding.hint}".rstrip()
    return f"{place} {words} [{finding.code}]{' (ack)' if finding.ack_needed else ''}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Writes files by name into the current folder, which is empty before."""
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, text in files.items():
            file = Path(name.replace("__", "/") + ".yaml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())

    return write


@pytest.fixture
def said(folder):
    """What is said of a file `case.yaml` that stands beside a sound `msp.yaml`."""

    def say(case, msp=MSP, **options):
        folder(msp=msp, case=case)
        return [line_of(one) for one in check([Path()], **options).findings]

    return say
