"""`reconciler demo`: the whole story on an embedded sandbox, offline."""

import click

from reconciler.console.story import tell


@click.command("demo")
def command() -> None:
    """Tell the whole story on an embedded sandbox, offline, in half a minute.

    Every command it runs is shown, so that it can be typed. The files stay afterwards, below
    RECONCILER_HOME (.reconciler/demo). That folder is made anew each time: what was in it is
    deleted.

    \b
      reconciler demo
    """
    tell()
