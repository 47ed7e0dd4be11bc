"""Record the cassettes anew: `python -m tests.acronis.record`.

They come from a sandbox that is started for it. With ACRONIS_GATEWAY_URL, ACRONIS_CLIENT_ID and
ACRONIS_CLIENT_SECRET set, they come from that data centre instead. Use a partner tenant made for
the purpose: tenants and a user are created below it and deleted, and activation mails are sent
to addresses under example.com.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from reconciler.acronis.gateway import Gateway
from tests.acronis.recording import CASSETTES, Recording

VARIABLES = ("ACRONIS_GATEWAY_URL", "ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET")
STORIES = CASSETTES.parent / "test_client.py"
SERVE = "from reconciler.cli.sandbox import command; command()"


def main() -> int:
    """Delete what was recorded, and run the stories against a real gateway."""
    with gateway() as source:
        for old in CASSETTES.glob("*.yaml"):
            old.unlink()
        return pytest.main(["-n0", str(STORIES)], plugins=[Recording(source)])


@contextmanager
def gateway() -> Iterator[Gateway]:
    """The data centre of the environment, or else a sandbox for the length of the block."""
    values = [os.environ.get(name, "") for name in VARIABLES]
    if all(values):
        yield Gateway("recorded", *values)
        return
    command = [sys.executable, "-c", SERVE, "serve", "--port", "0", "--seed", "7"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = json.loads(process.stdout.readline())
            yield Gateway("recorded", told["url"], told["client_id"], told["client_secret"])
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
