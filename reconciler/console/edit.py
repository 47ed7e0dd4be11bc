"""`reconciler sandbox edit`: a change as somebody makes it in the portal, to see drift by."""

from pathlib import Path

import click

from reconciler.console.options import home
from reconciler.sandbox import open_sandbox
from reconciler.sandbox.portal import Portal, PortalError


@click.command("edit")
@click.argument("sandbox")
@click.argument("tenant")
@click.option("--rename", metavar="NAME", help="Call it something else.")
@click.option("--enable/--disable", default=None, help="Open or close it.")
@click.option("--grant", metavar="ROLE", help="Give its users one more role.")
@click.option("--delete", is_flag=True, help="Delete it, with all that is in it.")
def edit(
    sandbox: str,
    tenant: str,
    rename: str | None,
    enable: bool | None,
    grant: str | None,
    delete: bool,
) -> None:
    """Change a tenant of an embedded sandbox by hand, as somebody does in the portal.

    SANDBOX is the NAME of sandbox://NAME; TENANT is the name of the tenant.

    \b
      reconciler sandbox edit demo Fabrikam --disable
      reconciler sandbox edit demo Contoso --grant partner_admin
    """
    fields = {"name": rename, "enabled": enable}
    changed = {name: value for name, value in fields.items() if value is not None}
    if not (changed or grant or delete):
        raise click.UsageError("Say what is to be changed: see --help.")
    try:
        with open_sandbox(_file(sandbox)) as opened:
            portal = Portal(opened)
            if grant:
                portal.grant(tenant, grant)
            if changed:
                portal.change(tenant, **changed)
            if delete:
                portal.delete(rename or tenant)
    except PortalError as error:
        raise click.ClickException(str(error)) from error


def _file(name: str) -> Path:
    """The sandbox's file. Raises UsageError for one that nobody has used yet."""
    file = home() / "sandboxes" / f"{name}.db"
    if not file.is_file():
        raise click.UsageError(f'There is no embedded sandbox "{name}" below {home()}.')
    return file
