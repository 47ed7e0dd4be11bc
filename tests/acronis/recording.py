"""Whether cassettes are being recorded, and from where; usually they are replayed."""

from dataclasses import dataclass
from pathlib import Path

from reconciler.acronis.gateway import Gateway

CASSETTES = Path(__file__).parent / "cassettes"
# What stands in cassettes for the real ones.
CLIENT_ID = "c11e47c1-0000-4000-8000-000000000000"
HIDDEN = "scrubbed"
# Nothing listens here: a request that is in no cassette fails.
REPLAYED = Gateway("cassette", "http://127.0.0.1:9", CLIENT_ID, HIDDEN)


@dataclass(frozen=True)
class Recording:
    """A pytest plugin whose presence means: record from this gateway."""

    gateway: Gateway
