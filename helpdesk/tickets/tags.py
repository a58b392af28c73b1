"""Tags: words on tickets, made when first used."""

from sqlalchemy import select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.events import TagAdded, TagRemoved
from helpdesk.tickets.models import Tag, Ticket

MAX_NAME = 60
MAX_TAGS = 50


def spelled(name: str) -> str:
    """Return the one spelling of a tag: lower case, single spaces."""
    return " ".join(name.lower().split())


def tag_named(name: str) -> Tag:
    """Return the tag, made when new. Raises `BadInput` when it is empty or too long."""
    name = spelled(name)
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise BadInput(_("A tag is a word or two."), "name")
    statement = insert_into(Tag).values(name=name, created_at=now())
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["name"]))
    return db.session.scalars(select(Tag).where(Tag.name == name)).one()


def add_tag(ticket: Ticket, name: str, *, by: Acts) -> None:
    """Put a tag on; one that is there already changes nothing."""
    lock(ticket)
    tag = tag_named(name)
    if tag in ticket.tags:
        return
    if len(ticket.tags) >= MAX_TAGS:
        raise BadInput(_("These are too many tags."), "name")
    ticket.tags.append(tag)
    ticket.updated_at = now()
    record(TagAdded(ticket, tag.id), by=by)


def remove_tag(ticket: Ticket, name: str, *, by: Acts) -> None:
    """Take a tag off; one that is not there changes nothing."""
    lock(ticket)
    for tag in [tag for tag in ticket.tags if tag.name == spelled(name)]:
        ticket.tags.remove(tag)
        ticket.updated_at = now()
        record(TagRemoved(ticket, tag.id), by=by)
