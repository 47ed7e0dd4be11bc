"""`reconciler schema`: the JSON Schema of the manifest."""

import json

import click

from reconciler.console.stdout import tell
from reconciler.manifest.schema import manifest_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the manifest, for editors.

    \b
      reconciler schema > manifests/schema.json
    and as the first line of a manifest:
      # yaml-language-server: $schema=schema.json
    """
    tell(json.dumps(manifest_schema(), indent=2) + "\n")
