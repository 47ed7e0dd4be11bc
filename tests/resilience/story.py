"""The scenarios of the matrices: before and after, with every kind of change between the two."""

from collections.abc import Callable
from dataclasses import dataclass
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
WINGTIP = merged(customer("wingtip", activation="none"), sold("wingtip", "gigabytes"))

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
    """Bring the world to where the first scenario begins."""
    for manifest in (OPENED, BEFORE):
        world.declare(manifest)
        world.applied()
    world.portal.give_roles("Proseware", "readonly_admin")


def turn(world: Any) -> None:
    """From there to where the second one begins: a tenant made by hand, a user disabled."""
    world.portal.create_tenant("Alpine")
    user = world.portal.user("Proseware")
    body = {"enabled": False, "version": user["version"]}
    world.portal.done("PUT", f"/users/{user['id']}", body)


def _turned(world: Any) -> dict[str, Any]:
    """An item switched off, another licensing, and a tenant adopted; the user is enabled again."""
    return merged(
        BEFORE,
        sold("wingtip", "backup"),
        sold("proseware", "workloads"),
        customer("alpine", adopt={INSTANCE: world.api.tenant("Alpine")["id"]}),
        sold("alpine", "backup"),
    )


@dataclass(frozen=True)
class Scenario:
    """From a mark to a manifest, in so many requests, of which the first `reading` only look.

    `acks` are the options that acknowledge it, `invited` is the login that gets a mail.
    """

    mark: str
    manifest: Callable[[Any], dict[str, Any]]
    requests: int
    reading: int
    invited: str
    acks: tuple[str, ...] = ()

    def begin(self, stage: Any) -> None:
        """Put the stage to where it begins, with what is wanted declared."""
        stage.rewind(self.mark)
        stage.declare(self.manifest(stage))


MAKING = Scenario("before", lambda _: AFTER, 34, 12, "adatum-admin")
TURNING = Scenario(
    "turned",
    _turned,
    requests=27,
    reading=11,
    invited="alpine-admin",
    acks=("--ack", "V-35", "--ack", "V-48", "--ack", "V-72"),
)
SCENARIOS = {"making": MAKING, "turning": TURNING}
