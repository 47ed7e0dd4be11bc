"""The sticky comment of a request: found again by its marker, and written anew in its place."""

from collections.abc import Iterator

from reconciler.forge import Forge, Note
from reconciler.gitops.marker import Kind, Marker


def post(forge: Forge, request: int, body: str) -> tuple[str, str]:
    """Write a comment that begins with a marker; what was done, and its address in the web.

    What was done is "created", "updated" or "unchanged". Raises ApiError.
    """
    marker = Marker.read(body)
    assert marker, "a comment without a marker could never be found again"
    for note, _ in _ours(forge, request, marker.kind, marker.scope):
        if note.body.strip() == body.strip():
            return "unchanged", ""
        return "updated", forge.change_note(request, note.id, body)
    return "created", forge.add_note(request, body)


def reviewed(forge: Forge, request: int, scope: str) -> Marker | None:
    """What the plan's comment of a request says of itself; None if there is none of ours."""
    return next((marker for _, marker in _ours(forge, request, "plan", scope)), None)


def _ours(forge: Forge, request: int, kind: Kind, scope: str) -> Iterator[tuple[Note, Marker]]:
    """What we have written; a marker of somebody else's approves nothing."""
    me = forge.me()
    for note in forge.notes(request):
        marker = Marker.read(note.body)
        if marker and note.author == me and (marker.kind, marker.scope) == (kind, scope):
            yield note, marker
