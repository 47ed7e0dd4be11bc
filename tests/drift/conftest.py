"""An applied world, and what drift tells of it."""

import re
from dataclasses import dataclass

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold
from tests.harness.world import World

PIECES = (
    reseller(),
    customer("tailspin", bill_to="contoso"),
    sold("tailspin"),
    customer(),
    sold(),
    customer("later"),
)
MOMENT = re.compile(r"last changed \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*\+00:00")


@dataclass(frozen=True)
class Told:
    """What `drift` tells of a world."""

    world: World

    def text(self, *options):
        """All of stdout, with MOMENT for every moment."""
        result = self.world.run("drift", "--detailed-exitcode", *options)
        assert result.exit_code in (0, 2)
        return MOMENT.sub("last changed MOMENT", result.stdout)

    def json(self, *options):
        """The document; every entry in it knows when, and has its two fingerprints."""
        result = self.world.run("drift", "--detailed-exitcode", "-o", "json", *options)
        assert result.writes == []
        for one in result.json["drift"] + result.json["ignored"]:
            assert set(one["since"]) == {"updated_at", "version"}
            assert all(re.fullmatch("[0-9a-f]{16}", one[name]) for name in ("fingerprint", "group"))
        return result.json

    def entries(self, *options):
        """The entries without what tests cannot know beforehand."""
        return [
            {name: one[name] for name in ("address", "verdict", "field", "desired", "live")}
            for one in self.json(*options)["drift"]
        ]


@pytest.fixture
def told(world):
    """A reseller with its customer, a direct customer, and one that has bought nothing."""
    world.declare(*PIECES)
    world.applied()
    return Told(world)


def entry(where, verdict, field="", desired=None, live=None):
    """An entry of the report; `where` is ACCOUNT/KIND."""
    return {
        "address": f"{INSTANCE}/{where}",
        "verdict": verdict,
        "field": field,
        "desired": desired,
        "live": live,
    }


def lines(*told, drift, coverage="3 of 3 tenants are managed (100 %)."):
    """A whole report in text: its blocks, and what it ends with."""
    return "\n".join([*told, f"Drift: {drift}.", coverage, ""])


def outside(*found):
    """The block of what was changed outside; a line below another is indented further."""
    return "\n".join(["Changed outside", *(f"  {line}" for line in found), ""])


def no_drift(*found):
    """The block of what is no drift."""
    heading = "No drift, but not as the manifests have it"
    return "\n".join([heading, *(f"  {line}" for line in found), ""])


WHEN = "    last changed MOMENT"
QUIET = "No drift. Acronis is as it was applied.\n3 of 3 tenants are managed (100 %).\n"
