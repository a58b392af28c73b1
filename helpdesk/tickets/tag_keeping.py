"""Verbs on tags themselves: make one beforehand, rename it, merge it into another, delete it.

Merging and deleting go through the tickets by a job, some at a time, by the verbs everybody calls: so history, search
and open desks follow. The tag itself goes when no ticket has it any more.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Actor, Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.kernel.problems import NotFound
from helpdesk.tickets.models import Tag, Ticket, TicketTag
from helpdesk.tickets.tag_events import TagCreated, TagDeleted, TagMerged, TagRenamed
from helpdesk.tickets.tags import MAX_NAME, MAX_TAGS, add_tag, remove_tag, spelled, tag_named

AT_ONCE = 100


def create_tag(name: str, *, by: Acts) -> Tag:
    """Make a tag that agents can choose. Raises `BadInput` (name), also when there is one."""
    _free(name)
    tag = tag_named(name)
    record(TagCreated(tag), by=by)
    return tag


def rename_tag(tag: Tag, name: str, *, by: Acts) -> None:
    """Spell a tag otherwise, on every ticket. Raises `BadInput` (name)."""
    lock(tag)
    new = spelled(name)
    if new == tag.name:
        return
    if not new or len(new) > MAX_NAME or not new.isprintable():
        raise BadInput(_("A tag is a word or two."), "name")
    _free(new)
    was, tag.name = tag.name, new
    record(TagRenamed(tag, was), by=by)


def merge_tag(tag: Tag, into: Tag, *, by: Acts) -> None:
    """Let every ticket with this tag have the other one, and do away with this one. Raises `BadInput` (into)."""
    if tag is into:
        raise BadInput(_("Choose another tag."), "into")
    lock(tag)
    record(TagMerged(tag, into.id, into.name), by=by)
    _begin(tag, into.id, by)


def delete_tag(tag: Tag, *, by: Acts) -> None:
    """Take a tag off every ticket and do away with it."""
    lock(tag)
    record(TagDeleted(tag), by=by)
    _begin(tag, None, by)


@job("tickets.retag")
def retag(tag_id: int, into_id: int | None, by: Sequence[Any]) -> None:
    """Go through some of the tickets that have the tag; harmless the second time."""
    tag, into = db.session.get(Tag, tag_id), db.session.get(Tag, into_id) if into_id else None
    if tag is None:
        return
    having = select(Ticket).join(TicketTag, TicketTag.ticket_id == Ticket.id).where(TicketTag.tag_id == tag_id)
    actor = Actor(by[0], by[1])
    tickets = db.session.scalars(having.order_by(Ticket.id).limit(AT_ONCE)).all()
    for ticket in tickets:
        lock(ticket)
        remove_tag(ticket, tag.name, by=actor)
        if into and len(ticket.tags) < MAX_TAGS:
            add_tag(ticket, into.name, by=actor)
    if len(tickets) == AT_ONCE:
        _begin(tag, into_id, actor)
    else:
        db.session.flush()
        db.session.delete(tag)


def tag_with_id(identity: int) -> Tag:
    """Return a tag. Raises `NotFound`."""
    found = db.session.get(Tag, identity)
    if found is None:
        raise NotFound
    return found


def counted_tags() -> list[tuple[Tag, int]]:
    """Return every tag by name, with how many tickets have it."""
    count = select(func.count()).select_from(TicketTag).where(TicketTag.tag_id == Tag.id).scalar_subquery()
    return [(tag, tickets) for tag, tickets in db.session.execute(select(Tag, count).order_by(Tag.name))]


def _begin(tag: Tag, into_id: int | None, by: Acts) -> None:
    enqueue(retag, {"tag_id": tag.id, "into_id": into_id, "by": list(by.as_actor())}, lane=f"retag:{tag.id}")


def _free(name: str) -> None:
    if db.session.scalar(select(Tag.id).where(Tag.name == spelled(name))) is not None:
        raise BadInput(_("There is such a tag already: merge them instead."), "name")
