"""Versioned writes of a tenant: its fields, and the stamp in its tag."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reconciler.acronis.client import WriteClient
from reconciler.acronis.wire import Tenant
from reconciler.errors import ConflictError
from reconciler.resources.work import Work
from reconciler.stamp import MailMark, Stamp, digest, read

NAME_TAKEN = 1004


def put_tenant(
    api: WriteClient,
    work: Work,
    fields: Mapping[str, Any],
    seen: Mapping[str, Any],
    stamp: Stamp | None,
) -> None:
    """PUT fields of the tenant, and a stamp that is not in the tag, under the known version.

    After a version conflict the tenant is read again, and the write goes on only if the fields
    still hold what was `seen`, or already what is wanted, and the tenant is still ours. Raises
    ConflictError otherwise.
    """
    body, before = dict(fields), dict(seen)
    if stamp and str(stamp) != work.tag:
        body["internal_tag"], before["internal_tag"] = str(stamp), work.tag
    if body:
        work.tenant_version = _put(api, work, body, before).version
    if stamp:
        work.stamp, work.tag = stamp, str(stamp)


def _put(
    api: WriteClient, work: Work, body: Mapping[str, Any], before: Mapping[str, Any]
) -> Tenant:
    try:
        return api.update_tenant(work.tenant_id, {**body, "version": work.tenant_version})
    except ConflictError as conflict:
        if conflict.code == NAME_TAKEN:
            raise
        live = api.tenant(work.tenant_id)
        now = {name: getattr(live, name) for name in body}
        if _same(now, body) and ("internal_tag" in body or _ours(live, work)):
            return live
        if not _same(now, before) or not _ours(live, work):
            raise
        return api.update_tenant(work.tenant_id, {**body, "version": live.version})


def _ours(live: Tenant, work: Work) -> bool:
    """Whether the tag is as we know it, or another stamp of this very account."""
    stamp = read(live.internal_tag)
    owner = (stamp.workspace, stamp.account) if stamp else None
    return live.internal_tag == work.tag or owner == work.owner


def write_stamp(api: WriteClient, work: Work, stamp: Stamp) -> None:
    """Put a stamp into the tag, unless it is there already."""
    put_tenant(api, work, {}, {}, stamp)


def give_back(api: WriteClient, work: Work, tag: str) -> None:
    """Put another text in our stamp's place, or nothing at all."""
    put_tenant(api, work, {"internal_tag": tag or None}, {"internal_tag": work.tag}, None)


def sealed(work: Work) -> Stamp:
    """The goal's stamp with the ids and the mail mark as they have come to be."""
    return replace(
        work.goal,
        tenant=digest(work.tenant_id),
        user=work.user_id or work.goal.user,
        mail=work.stamp.mail or work.goal.mail,
    )


def seal(api: WriteClient, work: Work) -> None:
    """Write the sealed stamp; once more if another run of ours has written the tag meanwhile."""
    try:
        write_stamp(api, work, sealed(work))
    except ConflictError:
        if not reread(api, work):
            raise
        write_stamp(api, work, sealed(work))


def reread(api: WriteClient, work: Work) -> bool:
    """Take over what another run has written into the tag; False if it is not ours any more."""
    live = api.tenant(work.tenant_id)
    stamp = read(live.internal_tag)
    if stamp is None or (stamp.workspace, stamp.account) != work.owner:
        return False
    own = work.stamp.mail
    mail = own if own and own.confirmed else stamp.mail
    work.note_tenant(live.id, live.version, replace(stamp, mail=mail))
    work.tag = live.internal_tag
    return True


def marked(work: Work, *, confirmed: bool) -> Stamp:
    """The stamp with the mark that this run sends the user's mail, or that it was accepted."""
    return replace(work.stamp, user=work.user_id, mail=MailMark(work.run, confirmed))


def _same(some: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether fields hold the same; the API does not tell null from ""."""
    return all((some[name] or None) == (other[name] or None) for name in some)
