"""All groups of operations that the API has."""

from reconciler.sandbox.applications import bindings, roles
from reconciler.sandbox.applications import reading as application_reading
from reconciler.sandbox.applications import settings as application_settings
from reconciler.sandbox.clients import reading as client_reading
from reconciler.sandbox.clients import writing as client_writing
from reconciler.sandbox.idp import device, discovery, one_time, tokens, validity
from reconciler.sandbox.items import editions, prices
from reconciler.sandbox.items import reading as item_reading
from reconciler.sandbox.items import writing as item_writing
from reconciler.sandbox.pricing import routes as pricing
from reconciler.sandbox.registration import tokens as registration
from reconciler.sandbox.reports import ordering, storing
from reconciler.sandbox.routes import Routes
from reconciler.sandbox.search import routes as search
from reconciler.sandbox.storages import reading as storage_reading
from reconciler.sandbox.storages import writing as storage_writing
from reconciler.sandbox.tenants import creating, deleting, idp, mfa, reading, updating
from reconciler.sandbox.usages import reading as usage_reading
from reconciler.sandbox.usages import writing as usage_writing
from reconciler.sandbox.users import activation, identity, policies
from reconciler.sandbox.users import deleting as user_deleting
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
    client_reading.routes,
    client_writing.routes,
    reading.routes,
    creating.routes,
    updating.routes,
    deleting.routes,
    idp.routes,
    mfa.routes,
    item_reading.routes,
    item_writing.routes,
    editions.routes,
    prices.routes,
    usage_reading.routes,
    usage_writing.routes,
    pricing,
    user_reading.routes,
    user_writing.routes,
    user_deleting.routes,
    identity.routes,
    policies.routes,
    activation.routes,
    application_reading.routes,
    roles.routes,
    bindings.routes,
    application_settings.routes,
    storage_reading.routes,
    storage_writing.routes,
    ordering.routes,
    storing.routes,
    registration.routes,
    search,
)
