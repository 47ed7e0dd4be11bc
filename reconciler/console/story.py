"""The demo's story: the example manifests, from nothing to a suspended customer."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import click

from reconciler.console.options import home
from reconciler.errors import ReconcilerError

SUBSCRIPTION = """\
subscriptions:
  wingtip-backup: {account: wingtip, product: cyber-protect-gb}
"""


def tell() -> None:
    """Tell it, chapter by chapter.

    Raises ReconcilerError where a command does not do its part, or a file cannot be written.
    """
    folder = home() / "demo"
    try:
        _tell(_Stage(folder))
    except OSError as error:
        raise ReconcilerError(
            f"{folder} cannot be written: {error.strerror or error}.",
            hint="Set RECONCILER_HOME to a folder that can be.",
        ) from error


def _tell(stage: "_Stage") -> None:
    stage.say("Two resellers, three end customers and two direct customers, as YAML.")
    stage.run("validate")
    stage.say("What would have to be done at Acronis? One end customer has bought nothing yet.")
    stage.run("plan")
    stage.say("Do it.")
    stage.run("apply", "--auto-approve")
    stage.say("What the operator of the BSS sees, and that nothing is left to do.")
    stage.run("status")
    stage.run("plan", "--detailed-exitcode")
    stage.say("In the portal, somebody gives Contoso's user more rights than the manifests do.")
    stage.use("sandbox", "edit", "demo", "Contoso Distribution", "--grant", "partner_admin")
    stage.run("drift")
    stage.say("Apply puts it right, and drift has nothing more to tell.")
    stage.run("apply", "--auto-approve")
    stage.run("drift", "--detailed-exitcode")
    stage.say("Wingtip buys a subscription. Only its tenant is planned.")
    stage.write("wingtip-backup.yaml", SUBSCRIPTION)
    stage.run("plan")
    stage.run("apply", "--auto-approve")
    stage.say("Tailspin does not pay: its subscription is suspended, and with it its tenant.")
    stage.edit("resellers/contoso.yaml", r"(tailspin-backup: \{.*)\}", r"\1, state: suspended}")
    stage.run("apply", "--auto-approve")
    stage.run("status")
    stage.say(f"That was all. Manifests and sandbox are in {stage.folder}: try it yourself.")


class _Stage:
    """The demo's own folder, and a voice that shows what is done there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifests = folder / "manifests"
        click.secho(f"# {folder} is made anew: what was in it is deleted.", bold=True)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(_examples(), self.manifests)
        self.say("The example manifests, on a fresh sandbox.")
        self._show(f"export RECONCILER_HOME={folder}")

    def say(self, text: str) -> None:
        """A line of the story."""
        click.secho(f"\n# {text}", bold=True)

    def run(self, *words: str) -> None:
        """Show a command on the manifests and run it."""
        self.use(words[0], str(self.manifests), *words[1:])

    def use(self, *words: str) -> None:
        """Show a command and run it."""
        self._show(shlex.join(["reconciler", *words]))
        environment = {**os.environ, "RECONCILER_HOME": str(self.folder)}
        program = [sys.executable, "-m", "reconciler", *words]
        code = subprocess.run(program, env=environment, check=False).returncode
        if code:
            raise ReconcilerError(f"The demo ended early: this command exited with {code}.")

    def write(self, name: str, text: str) -> None:
        """A new manifest, shown as the command that would write it."""
        file = self.manifests / name
        self._show(f"cat > {file} <<'END'\n{text}END")
        file.write_text(text, encoding="utf-8")

    def edit(self, name: str, pattern: str, replacement: str) -> None:
        """A change to a manifest, shown as the command that would make it."""
        file = self.manifests / name
        self._show(f"sed -E -i.bak 's/{pattern}/{replacement}/' {file}")
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(pattern, replacement, text), encoding="utf-8")

    @staticmethod
    def _show(command: str) -> None:
        click.secho(f"$ {command}", fg="cyan")


def _examples() -> Path:
    """The example manifests: beside the package in a checkout, inside it when installed."""
    packaged = Path(str(files("reconciler"))) / "examples"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "manifests"
