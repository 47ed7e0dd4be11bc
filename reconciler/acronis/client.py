"""One method for every operation of the API that is used.

Operations are those of https://developer.acronis.com/doc/account-management/v2/reference/. What
they raise is an ApiError, or an IncompleteReadError where a list does not come whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, Self, TypeVar

from pydantic import ValidationError

from reconciler.acronis.pages import all_ids, first_flaw, whole_list
from reconciler.acronis.request import Request
from reconciler.acronis.transport import ReadTransport, WriteTransport
from reconciler.acronis.wire import (
    AccessPolicy,
    ApiClient,
    Infra,
    Location,
    OfferingItem,
    Pricing,
    Role,
    Tenant,
    User,
    Wire,
)
from reconciler.errors import (
    ApiError,
    AuthError,
    ConflictError,
    IncompleteReadError,
    NotFoundError,
    UnavailableError,
)

Kind = TypeVar("Kind", bound=Wire)
Body = Mapping[str, Any]
LoginState = Literal["free", "taken", "invalid"]

IDS_A_REQUEST = 100
INVALID_LOGIN = 1033
FORBIDDEN = 403
NOT_ACCEPTABLE = 406
NOT_FOUND = 404
HIDDEN = (
    "Part of the tree is hidden from the API client, and nothing is concluded from the rest: "
    "give its user the rights there."
)
# Without it only the legacy edition "standard" is listed.
ALL_EDITIONS = {"edition": "*"}


class ReadClient:
    """Everything that is read, and nothing that writes. Close it, or use it in a `with`.

    `limit` shortens the pages of lists; it is there for tests.
    """

    def __init__(self, transport: ReadTransport, client_id: str, *, limit: int = 0) -> None:
        self.transport = transport
        self.client_id = client_id
        self.limit = limit

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self.transport.close()

    def requests(self) -> dict[str, Any]:
        """How many requests went out: {"read", "write", "by_endpoint": {"GET /tenants": 1}}."""
        return self.transport.requests()

    def own_tenant_id(self) -> str:
        """The tenant that the API client belongs to."""
        request = Request("GET", "/clients/{id}", self.client_id)
        return self._one(ApiClient, request).tenant_id

    def tenants(self, root_id: str) -> tuple[Tenant, ...]:
        """The root and all below it, parents first, the recently deleted included."""
        return self._list(Tenant, "/tenants", subtree_root_id=root_id, allow_deleted="true")

    def offering_items(self, root_id: str) -> tuple[OfferingItem, ...]:
        """The items of the root and of all tenants below it, of every edition."""
        return self._list(OfferingItem, "/tenants/offering_items", subtree_root_tenant_id=root_id)

    def users(self, root_id: str) -> tuple[User, ...]:
        """The users of the root and of all tenants below it, with their access policies."""
        return self._list(
            User, "/users", subtree_root_tenant_id=root_id, with_access_policies="true"
        )

    def tenants_by_id(self, ids: Iterable[str]) -> tuple[Tenant, ...]:
        """Those of the tenants that there are, the recently deleted included."""
        return tuple(
            tenant
            for uuids in _batches(ids)
            for tenant in self._list(Tenant, "/tenants", uuids=uuids, allow_deleted="true")
        )

    def users_by_id(self, ids: Iterable[str]) -> tuple[User, ...]:
        """Those of the users that there are, with their access policies; no deleted ones."""
        return tuple(
            user
            for uuids in _batches(ids)
            for user in self._list(User, "/users", uuids=uuids, with_access_policies="true")
        )

    def tenant(self, tenant_id: str) -> Tenant:
        """One tenant. Raises NotFoundError also for a deleted one."""
        return self._one(Tenant, Request("GET", "/tenants/{id}", tenant_id))

    def user(self, user_id: str) -> User:
        """One user, without access policies. Raises NotFoundError also for a deleted one."""
        return self._one(User, Request("GET", "/users/{id}", user_id))

    def tenant_items(self, tenant_id: str) -> tuple[OfferingItem, ...]:
        """The tenant's own items: on, or available but off."""
        request = Request("GET", "/tenants/{id}/offering_items", tenant_id, ALL_EDITIONS)
        return whole_list(self.transport.send, request, OfferingItem)

    def available_for_child(self, parent_id: str, kind: str) -> tuple[OfferingItem, ...]:
        """What a new child of this kind could be given, ready to be put."""
        endpoint = "/tenants/{id}/offering_items/available_for_child"
        request = Request("GET", endpoint, parent_id, {"kind": kind, **ALL_EDITIONS})
        return whole_list(self.transport.send, request, OfferingItem)

    def roles(self, tenant_id: str) -> tuple[Role, ...] | None:
        """The roles that users of the tenant may have; None where the server does not tell.

        The operation is missing in the specification of 2026, but older ones and integrators
        have it, so a 404 of any form means that it is gone.
        """
        request = Request("GET", "/tenants/{id}/applications/roles", tenant_id)
        try:
            return whole_list(self.transport.send, request, Role)
        except (NotFoundError, UnavailableError) as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def infra(self, ids: Iterable[str]) -> tuple[Infra, ...]:
        """Storages and other infrastructure, by id."""
        return tuple(
            infra for uuids in _batches(ids) for infra in self._list(Infra, "/infra", uuids=uuids)
        )

    def locations(self, ids: Iterable[str]) -> tuple[Location, ...]:
        """Places of infrastructure, by id."""
        return tuple(
            location
            for uuids in _batches(ids)
            for location in self._list(Location, "/locations", uuids=uuids)
        )

    def login_state(self, username: str) -> LoginState:
        """Whether a new user could have this login; it is unique over the whole platform."""
        try:
            self.transport.send(Request("GET", "/users/check_login", query={"username": username}))
        except ConflictError:
            return "taken"
        except ApiError as error:
            if error.status == NOT_ACCEPTABLE or error.code == INVALID_LOGIN:
                return "invalid"
            raise
        return "free"

    def pricing(self, tenant_id: str) -> Pricing:
        """The tenant's pricing, and the version that a write of it needs."""
        return self._one(Pricing, Request("GET", "/tenants/{id}/pricing", tenant_id))

    def access_policies(self, user_id: str) -> tuple[AccessPolicy, ...]:
        """The user's roles."""
        request = Request("GET", "/users/{id}/access_policies", user_id)
        return whole_list(self.transport.send, request, AccessPolicy)

    def children_named(self, parent_id: str, name: str) -> tuple[Tenant, ...]:
        """The direct children with exactly this name, to find what a lost answer has made."""
        children = self._list(Tenant, "/tenants", parent_id=parent_id)
        return tuple(child for child in children if child.name == name)

    def children(self, parent_id: str) -> tuple[Tenant, ...]:
        """The direct children, the recently deleted included."""
        return self._list(Tenant, "/tenants", parent_id=parent_id, allow_deleted="true")

    def users_of(self, tenant_id: str) -> tuple[User, ...]:
        """The users of this tenant alone, to find what a lost answer has made."""
        request = Request("GET", "/tenants/{id}/users", tenant_id)
        return self.users_by_id(all_ids(self.transport.send, request))

    def _list(self, kind: type[Kind], endpoint: str, **query: str) -> tuple[Kind, ...]:
        if self.limit and "uuids" not in query:
            query["limit"] = str(self.limit)
        request = Request("GET", endpoint, query=query)
        try:
            return whole_list(self.transport.send, request, kind)
        except AuthError as error:
            if error.status != FORBIDDEN:
                raise
            raise IncompleteReadError(f"{error}.", hint=HIDDEN) from error

    def _one(self, kind: type[Kind], request: Request) -> Kind:
        return _read(kind, self.transport.send(request), request)


class WriteClient(ReadClient):
    """Everything that is written as well. Bodies are those of the API, versions included."""

    def __init__(self, transport: WriteTransport, client_id: str, *, limit: int = 0) -> None:
        super().__init__(transport, client_id, limit=limit)

    def create_tenant(self, body: Body) -> Tenant:
        """The tenant as made: without items, a customer in trial, a partner in production."""
        return self._one(Tenant, Request("POST", "/tenants", body=body))

    def update_tenant(self, tenant_id: str, body: Body) -> Tenant:
        """The tenant after a partial update; `body` carries the version last seen."""
        return self._one(Tenant, Request("PUT", "/tenants/{id}", tenant_id, body=body))

    def delete_tenant(self, tenant_id: str, version: int) -> None:
        """Delete a disabled tenant and all below it; it can be restored for 30 days."""
        query = {"version": str(version)}
        self.transport.send(Request("DELETE", "/tenants/{id}", tenant_id, query))

    def restore_tenant(self, tenant_id: str) -> None:
        """Bring a deleted tenant back. Raises ConflictError if its name is taken meanwhile."""
        self.transport.send(Request("POST", "/tenants/{id}/restore", tenant_id))

    def put_offering_items(
        self, tenant_id: str, items: Sequence[Body], *, check_usage: bool = False
    ) -> tuple[OfferingItem, ...]:
        """Set the listed items, leave the others; the answer holds at least those listed.

        With `check_usage` the API refuses to switch off what is in use.
        """
        body = {"offering_items": list(items)} | ({"check_usage": True} if check_usage else {})
        request = Request("PUT", "/tenants/{id}/offering_items", tenant_id, body=body)
        return self._items(OfferingItem, request)

    def put_pricing(self, tenant_id: str, body: Body) -> Pricing:
        """Set the mode; `body` carries the version just read. To production is one way."""
        return self._one(Pricing, Request("PUT", "/tenants/{id}/pricing", tenant_id, body=body))

    def create_user(self, body: Body) -> User:
        """The user as made: without a role and not yet activated."""
        return self._one(User, Request("POST", "/users", body=body))

    def update_user(self, user_id: str, body: Body) -> User:
        """The user after a partial update; `body` carries the version last seen."""
        return self._one(User, Request("PUT", "/users/{id}", user_id, body=body))

    def put_access_policies(self, user_id: str, items: Sequence[Body]) -> tuple[AccessPolicy, ...]:
        """Replace all the user's roles, whatever they were: there is no version."""
        body = {"items": list(items)}
        request = Request("PUT", "/users/{id}/access_policies", user_id, body=body)
        return self._items(AccessPolicy, request)

    def send_activation_email(self, user_id: str) -> None:
        """Queue the activation mail. Every call sends another one."""
        # The guide asks for an empty JSON object.
        self.transport.send(Request("POST", "/users/{id}/send-activation-email", user_id, body={}))

    def _items(self, kind: type[Kind], request: Request) -> tuple[Kind, ...]:
        answer = self.transport.send(request)
        items = answer.get("items") if isinstance(answer, dict) else None
        if not isinstance(items, list):
            raise _unreadable(request, "items: Field required")
        return tuple(_read(kind, item, request) for item in items)


def _batches(ids: Iterable[str]) -> Iterator[str]:
    rest = iter(sorted(set(ids)))
    while batch := list(islice(rest, IDS_A_REQUEST)):
        yield ",".join(batch)


def _read(kind: type[Kind], answer: Any, request: Request) -> Kind:
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        raise _unreadable(request, first_flaw(error)) from None


def _unreadable(request: Request, flaw: str) -> UnavailableError:
    return UnavailableError(
        f"{request}: the answer is not as documented: {flaw}", request=str(request)
    )
