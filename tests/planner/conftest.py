"""A reseller with a customer, and a direct customer, all as they should be."""

import pytest

from tests.builders import customer, manifest, reseller, sold
from tests.world import World

PIECES = (
    reseller(),
    customer("tailspin", bill_to="contoso"),
    sold("tailspin"),
    customer(),
    sold(),
)


def edited(*pieces):
    """The usual manifest with something said otherwise."""
    return manifest(*PIECES, *pieces)


@pytest.fixture(scope="session")
def settled():
    return World(edited()).applied()
