"""Activation mails: queued, never sent, and shown at the side door."""

from reconciler.sandbox import contacts
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.users.finding import found

routes = Routes()


@routes.post("/users/<user_id>/send-activation-email", needs="users")
def send(call: Call, user_id: str) -> None:
    """Queue a mail to the user's e-mail address; every call queues another one."""
    user = found(call, user_id)
    if not user["enabled"]:
        raise RefusedError(1018, id=user_id)
    if user["activated"]:
        raise RefusedError(400, "The user is activated.", id=user_id)
    email = contacts.held_by(call.db, user_id)[0]["email"]
    if not email:
        raise RefusedError(400, "The user has no e-mail address.", id=user_id)
    call.db.execute(
        "INSERT INTO mails (user_id, login, email, at) VALUES (?, ?, ?, ?)",
        (user_id, user["login"], email, call.now),
    )
