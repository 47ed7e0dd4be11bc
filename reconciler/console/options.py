"""Options that several commands have, and the values they come to."""

import functools
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from reconciler.manifest.nearest import did_you_mean
from reconciler.rulebook import codes, meaning_of

Returned = TypeVar("Returned")
DEFAULT_PATH = Path("manifests")
DIGEST = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which manifests a command is about, which part of them, and how it goes about it.

    `since` is a commit: only accounts that have changed from there on. `parallelism` is requests
    or changes at once, `refresh` what of the live state is read again before a saved plan.
    """

    paths: tuple[Path, ...] = (DEFAULT_PATH,)
    instances: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    since: str | None = None
    acks: tuple[str, ...] = ()
    strict: bool = False
    parallelism: int = 8
    refresh: str = "auto"

    @property
    def codes(self) -> frozenset[str]:
        """The acknowledged codes, without the digests that go with them."""
        return frozenset(ack.split(":")[0] for ack in self.acks)


def known_codes(
    ctx: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """What --ack was given, with codes as we write them; each has to exist."""
    return tuple(_known(value) for value in values)


def _known(value: str) -> str:
    code, colon, digest = value.partition(":")
    if meaning_of(code) is None:
        hint = did_you_mean(code, codes()) or "A finding's code stands in brackets behind it."
        raise click.BadParameter(f'"{code}" is no code. {hint}')
    if colon and not DIGEST.fullmatch(digest.lower()):
        raise click.BadParameter(f'"{digest}" is not a digest, nor its first 8 digits or more.')
    return f"{code.upper()}{colon}{digest.lower()}"


def home() -> Path:
    """Where caches, results, locks and embedded sandboxes are kept."""
    return Path(os.environ.get("RECONCILER_HOME") or ".reconciler")


with_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
with_strict = click.option("--strict", is_flag=True, help="Make errors of style warnings (V-33).")
with_parallelism = click.option(
    "--parallelism",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    metavar="N",
    help="So many requests or changes at once.",
)


def scoped(command: Callable[..., Returned]) -> Callable[..., Returned]:
    """Give a command PATHs and the options that all which read instances have, as one `scope`."""

    @with_paths
    @click.option(
        "--instance", "instances", multiple=True, metavar="NAME", help="Only this instance."
    )
    @click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="ADDRESS|ACCOUNT",
        help="Only this account or resource, and what it needs.",
    )
    @click.option(
        "--ack",
        "acks",
        multiple=True,
        metavar="CODE[:DIGEST]",
        callback=known_codes,
        help="Acknowledge a kind of finding; with a digest, of that plan only.",
    )
    @with_strict
    @with_parallelism
    @click.option(
        "--refresh",
        type=click.Choice(["auto", "full"]),
        default="auto",
        show_default=True,
        help="Of a saved plan: read again what it touches, or everything.",
    )
    @functools.wraps(command)
    def run(
        paths: tuple[Path, ...],
        instances: tuple[str, ...],
        targets: tuple[str, ...],
        acks: tuple[str, ...],
        strict: bool,
        parallelism: int,
        refresh: str,
        **options: Any,
    ) -> Returned:
        scope = Scope(
            paths=paths or (DEFAULT_PATH,),
            instances=instances,
            targets=targets,
            acks=acks,
            strict=strict,
            parallelism=parallelism,
            refresh=refresh,
        )
        return command(scope=scope, **options)

    return run
