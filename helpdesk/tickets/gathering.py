"""Who and what comes along when a ticket is merged: people who can be written to there, tags, followers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select

from helpdesk.channels.places import channel_of
from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db, insert_into
from helpdesk.tickets.models import Follower, Message, MessageKind, Participant, Ticket, TicketTag

Person = tuple[Identity, str]


def joining(ticket: Ticket, into: Ticket) -> list[Person]:
    """Return who takes part in a ticket and would join the other, with their role there.

    Only addresses that the other's channel can write to, and only where it carries copies. Another person's come as
    copies: the survivor stays its own contact's.
    """
    channel = channel_of(into.inbox)
    if not channel.features.copies:
        return []
    there = select(Participant.identity_id).where(Participant.ticket_id == into.id)
    query = (
        select(Identity, Participant.role)
        .join(Participant, Participant.identity_id == Identity.id)
        .where(Participant.ticket_id == ticket.id, Identity.kind == channel.address_kind, Identity.id.not_in(there))
        .order_by(Identity.id)
    )
    return [
        (identity, "cc" if role == "to" and identity.contact_id != into.contact_id else role)
        for identity, role in db.session.execute(query)
    ]


def gather(ticket: Ticket, into: Ticket) -> dict[str, list[int]]:
    """Add the ticket's people, tags and followers to the other; returns the ids of those that were not there yet."""
    people = joining(ticket, into)
    add_people(into, people)
    known_tags, known_followers = _tags(into), _followers(into)
    tags = [tag for tag in _tags(ticket) if tag not in known_tags]
    followers = [agent for agent in _followers(ticket) if agent not in known_followers]
    _insert(TicketTag, [{"ticket_id": into.id, "tag_id": tag} for tag in tags])
    _insert(Follower, [{"ticket_id": into.id, "agent_id": agent} for agent in followers])
    db.session.expire(into, ["tags"])
    return {"participants": [identity.id for identity, _role in people], "tags": tags, "followers": followers}


def scatter(moved: dict[str, Any], into: Ticket, *, since: datetime) -> None:
    """Take away from a survivor what came with a merge; who wrote there since has a place of their own by now."""
    wrote = exists().where(
        Message.ticket_id == into.id,
        Message.kind == MessageKind.INBOUND,
        Message.created_at > since,
        Message.contact_id == Identity.contact_id,
    )
    quiet = select(Identity.id).where(Identity.id.in_(moved["participants"]), ~wrote)
    kinds: Sequence[tuple[Any, Any, Any]] = (
        (Participant, Participant.identity_id, list(db.session.scalars(quiet))),
        (TicketTag, TicketTag.tag_id, moved["tags"]),
        (Follower, Follower.agent_id, moved["followers"]),
    )
    for table, column, ids in kinds:
        gone = delete(table).where(table.ticket_id == into.id, column.in_(ids))
        db.session.execute(gone.execution_options(synchronize_session="fetch"))
    db.session.expire(into, ["tags"])


def add_people(ticket: Ticket, people: Sequence[Person]) -> None:
    """Let addresses take part in a ticket, each in its role."""
    rows = [{"ticket_id": ticket.id, "identity_id": identity.id, "role": role} for identity, role in people]
    _insert(Participant, rows)


def _tags(ticket: Ticket) -> list[int]:
    return list(db.session.scalars(select(TicketTag.tag_id).where(TicketTag.ticket_id == ticket.id)))


def _followers(ticket: Ticket) -> list[int]:
    return list(db.session.scalars(select(Follower.agent_id).where(Follower.ticket_id == ticket.id)))


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert_into(table).on_conflict_do_nothing(), rows)
