"""The scenario of the matrices: before and after, with every kind of change between the two."""

from typing import Any

from tests.harness.manifests import INSTANCE, customer, merged, reseller, sold

BACKUP = {
    "products": {
        "backup": {"instance": INSTANCE, "protection": "per_gigabyte", "file_sync_share": "none"}
    }
}
STANDING = merged(
    BACKUP,
    reseller("contoso"),
    customer("litware", activation="none"),
    customer("proseware", activation="none"),
    sold("litware", "backup"),
    sold("proseware", "backup"),
)
FABRIKAM = merged(customer("fabrikam", activation="none"), sold("fabrikam", "backup"))
WINGTIP = merged(customer("wingtip", activation="none"), sold("wingtip", "backup"))

OPENED = merged(STANDING, FABRIKAM, WINGTIP)
"""The first of two applies that lead to `BEFORE`: what is suspended there has to exist first."""
BEFORE = merged(OPENED, sold("fabrikam", "backup", state="suspended"))

AFTER = merged(
    STANDING,
    # Suspended; resumed with another name, e-mail and product; a new reseller and its customer.
    sold("litware", "backup", state="suspended"),
    customer(
        "fabrikam",
        name="Fabrikam Ltd",
        activation="none",
        sync={INSTANCE: {"email": "new@fabrikam.example"}},
    ),
    sold("fabrikam", "gigabytes"),
    reseller("adatum"),
    customer("tailspin", bill_to="adatum", activation="none"),
    sold("tailspin", "backup"),
)
"""Proseware's user has lost its role meanwhile, which nobody has to declare to be undone."""
CLOSED = merged(AFTER, WINGTIP, {"accounts": {"wingtip": {"state": "absent"}}})


def set_up(world: Any) -> None:
    """Bring the world to where the scenario begins."""
    for manifest in (OPENED, BEFORE):
        world.declare(manifest)
        world.applied()
    world.portal.give_roles("Proseware", "readonly_admin")
