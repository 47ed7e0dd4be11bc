"""Secrets: read where the manifest says they are, at the last moment."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from reconciler.acronis.gateway import Gateway
from reconciler.errors import ManifestError
from reconciler.findings import Finding, in_order
from reconciler.manifest.model import Manifest, SecretRef
from reconciler.plan import Source

CREDENTIALS = ("client_id", "client_secret")
HINT = "Set it before this command; never write the secret itself."
FILE_HINT = "Write the secret into it; the path is taken from the working directory."


class _MissingError(Exception):
    """A reference leads to nothing; the text says how, the hint what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def gateways(manifest: Manifest, instances: Iterable[str]) -> dict[str, Gateway]:
    """The gateways of some instances with their credentials.

    Raises ManifestError with a V-04 for every reference that leads to nothing.
    """
    names = list(instances)
    if missing := in_order([one for name in names for one in _missing(manifest, name)]):
        raise ManifestError(missing)
    return {name: _gateway(manifest, name) for name in names}


def within_reach(manifest: Manifest, instances: Iterable[str]) -> list[str]:
    """Those of some instances whose credentials are at hand."""
    return [name for name in instances if not any(_missing(manifest, name))]


def gateways_of(sources: Mapping[str, Source]) -> dict[str, Gateway]:
    """The gateways that a saved plan names, with the credentials its references lead to.

    Raises ManifestError with a V-04 for every reference that leads to nothing.
    """
    found: dict[str, Gateway] = {}
    missing: list[Finding] = []
    for name, source in sources.items():
        secrets: dict[str, str] = {}
        for field in CREDENTIALS:
            try:
                secrets[field] = _read(_reference(getattr(source, field)))
            except _MissingError as error:
                missing.append(
                    Finding(code="V-04", severity="error", message=str(error), hint=error.hint)
                )
        if len(secrets) == len(CREDENTIALS):
            found[name] = Gateway(name, source.gateway_url, **secrets)
    if missing:
        raise ManifestError(in_order(missing))
    return found


def _reference(text: str) -> SecretRef | None:
    """The reference that a plan holds as text: env:NAME or file:PATH."""
    kind, _, name = text.partition(":")
    return SecretRef.model_validate({kind: name}) if text else None


def _gateway(manifest: Manifest, name: str) -> Gateway:
    instance = manifest.instances[name]
    return Gateway(
        name,
        instance.gateway_url,
        client_id=_read(instance.client_id),
        client_secret=_read(instance.client_secret),
    )


def _missing(manifest: Manifest, name: str) -> Iterator[Finding]:
    instance = manifest.instances[name]
    for field in CREDENTIALS:
        try:
            _read(getattr(instance, field))
        except _MissingError as error:
            place = manifest.place("instances", name, field)
            yield Finding(
                code="V-04",
                severity="error",
                message=str(error),
                hint=error.hint,
                path=f"instances.{name}.{field}",
                file=place.file,
                line=place.line,
            )


def _read(reference: SecretRef | None) -> str:
    """The secret, without the line ending that files have."""
    if reference is None:
        return ""
    if reference.env is not None:
        value = os.environ.get(reference.env)
        if not value or not value.strip():
            state = "not set" if value is None else "empty"
            raise _MissingError(f"the environment variable {reference.env} is {state}.", HINT)
        return value
    try:
        value = Path(reference.file or "").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        raise _MissingError(
            f"the file {reference.file} cannot be read: {why}.", FILE_HINT
        ) from error
    if not value:
        raise _MissingError(f"the file {reference.file} is empty.", FILE_HINT)
    return value
