"""Ways to answer: the ticket's own inbox, or one by which the same person is reached at another kind of address.

What decides are the features of channels and the kinds of addresses, never a channel's name.
"""

from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of
from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.models import Participant, Ticket

NOT_THERE = lazy("Nobody can be written to first through that inbox.")
LIVE = lazy("A chat is answered where it is held.")
SAME_KIND = lazy("To answer from another inbox of this kind, move the ticket there.")
NO_ADDRESS = lazy("No address of theirs is known that this inbox reaches.")


class NoWay(Problem):
    """The contact cannot be answered through that inbox; its words say why."""

    status, code, words = 422, "no_way", "They cannot be answered that way."

    def __init__(self, why: object) -> None:
        """Keep the reason, in the reader's language."""
        self.words = str(why)
        super().__init__(self.words)


def way(ticket: Ticket, inbox_id: int | None) -> Inbox:
    """Return the inbox through which an answer leaves, the ticket's own if none is named. Raises `NoWay`."""
    if inbox_id is None or inbox_id == ticket.inbox_id:
        return ticket.inbox
    inbox = db.session.get(Inbox, inbox_id)
    if inbox is None:
        raise NoWay(NOT_THERE)
    check_way(ticket, inbox)
    return inbox


def check_way(ticket: Ticket, inbox: Inbox) -> None:
    """Raise `NoWay` if the ticket cannot be answered through this inbox."""
    if inbox.id == ticket.inbox_id:
        return
    here, there = channel_of(ticket.inbox), channel_of(inbox)
    if here.features.live:
        raise NoWay(LIVE)
    if not (inbox.enabled and there.features.starts):
        raise NoWay(NOT_THERE)
    if here.address_kind == there.address_kind:
        raise NoWay(SAME_KIND)
    if not _addresses(ticket, there.address_kind):
        raise NoWay(NO_ADDRESS)


def usual_people(ticket: Ticket, inbox: Inbox) -> dict[str, list[Identity]]:
    """Return who an answer through this inbox goes to unless one says otherwise, by role.

    Those who take part under an address that the inbox reaches; if there are none, the contact.
    """
    channel = channel_of(inbox)
    query = (
        select(Participant.role, Identity)
        .join(Identity, Participant.identity_id == Identity.id)
        .where(Participant.ticket_id == ticket.id)
        .order_by(Identity.id)
    )
    if inbox.id != ticket.inbox_id or not channel.features.live:
        query = query.where(Identity.kind == channel.address_kind)
    people: dict[str, list[Identity]] = {}
    for role, identity in db.session.execute(query):
        people.setdefault(role, []).append(identity)
    if not people.get("to") and inbox.id != ticket.inbox_id:
        people["to"] = _addresses(ticket, channel.address_kind)[:1]
    return people


def _addresses(ticket: Ticket, kind: str) -> list[Identity]:
    """Return the contact's addresses of a kind; one that gets nothing from us comes last."""
    theirs = select(Identity).where(Identity.contact_id == ticket.contact_id, Identity.kind == kind)
    found = db.session.scalars(theirs.order_by(Identity.id)).all()
    return sorted(found, key=lambda one: bool(one.opted_out_at or one.suppressed_at))
