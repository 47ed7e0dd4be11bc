"""Making one change. A create is never repeated blind: its result is looked for first."""

from reconciler.acronis.client import WriteClient
from reconciler.errors import ConflictError, ReconcilerError, UnavailableError
from reconciler.executor.steps import Step
from reconciler.plan import Action
from reconciler.resources import KINDS, Resource
from reconciler.resources.work import Work


def attempt(step: Step, api: WriteClient, work: Work) -> None:
    """Make the change of a step. Raises what the client raises."""
    change = step.change
    kind = KINDS[change.address.kind]
    if step.sealing:
        kind.of(change.after or {}).complete(api, work)
        return
    match change.action:
        case Action.CREATE:
            _create(kind.of(change.after or {}), api, work)
        case Action.UPDATE:
            kind.of(change.after or {}).update(api, work, kind.of(change.before or {}))
        case Action.DELETE:
            kind.delete(api, work, change.before or {})


def _create(resource: Resource, api: WriteClient, work: Work) -> None:
    """Create; after a lost answer or a conflict see whether it is there, and try once more.

    Where that cannot be seen, it stays the lost answer that it was.
    """
    try:
        resource.create(api, work)
    except ConflictError:
        if not resource.recover(api, work):
            raise
    except UnavailableError as lost:
        if not _recovered(resource, api, work, lost):
            resource.create(api, work)


def _recovered(resource: Resource, api: WriteClient, work: Work, lost: UnavailableError) -> bool:
    try:
        made = resource.recover(api, work)
    except ReconcilerError as error:
        raise lost from error
    if made is None:
        raise lost
    return made
