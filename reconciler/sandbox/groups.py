"""All groups of operations that the API has."""

from reconciler.sandbox.applications import routes as applications
from reconciler.sandbox.clients import routes as clients
from reconciler.sandbox.idp import device, discovery, one_time, tokens, validity
from reconciler.sandbox.items import reading as item_reading
from reconciler.sandbox.items import writing as item_writing
from reconciler.sandbox.pricing import routes as pricing
from reconciler.sandbox.routes import Routes
from reconciler.sandbox.search import routes as search
from reconciler.sandbox.storages.reading import routes as storages
from reconciler.sandbox.tenants import creating, deleting, reading, updating
from reconciler.sandbox.users import activation, policies
from reconciler.sandbox.users import reading as user_reading
from reconciler.sandbox.users import writing as user_writing

GROUPS: tuple[Routes, ...] = (
    tokens.routes,
    tokens.old_routes,
    validity.routes,
    discovery.routes,
    discovery.other_routes,
    one_time.routes,
    device.routes,
    clients,
    reading.routes,
    creating.routes,
    updating.routes,
    deleting.routes,
    item_reading.routes,
    item_writing.routes,
    pricing,
    user_reading.routes,
    user_writing.routes,
    policies.routes,
    activation.routes,
    applications,
    storages,
    search,
)
