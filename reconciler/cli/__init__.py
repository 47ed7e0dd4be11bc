"""The command line: one command per module beside this one, found by its name."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from reconciler import __version__
from reconciler.errors import ReconcilerError

click.UsageError.exit_code = 64  # EX_USAGE, for click's own 2 would read as pending changes
INTERRUPTED = 130


class Commands(click.Group):
    """Imports a command when it is called for, so that each starts as fast as it can."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_modules())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        module = _modules().get(name)
        if module is None:
            return None
        command = import_module(f"{__name__}.{module}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from reconciler.manifest.nearest import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"{error.message} {hint}".strip(), ctx) from error


def _modules() -> dict[str, str]:
    """The modules by the names of their commands; `import_` is called so as it may not be else."""
    names = (module.name for module in iter_modules(__path__))
    return {name.rstrip("_").replace("_", "-"): name for name in names}


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reconciler")
def cli() -> None:
    """Acronis tenants from YAML manifests: plan, apply, and see what has drifted.

    \b
    Try it without an account at Acronis:
      reconciler demo
    """


def main() -> None:
    """The program. Errors that users can mend become messages; bugs crash."""
    try:
        code = cli.main(prog_name="reconciler", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ReconcilerError as error:
        click.echo(f"Error: {error}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
        code = error.exit_code
    except click.Abort:
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)
