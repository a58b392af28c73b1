"""`flask export`: everything about tickets as JSON Lines, for backups one can read and for moving elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import click
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from helpdesk.cli.batches import batches, rows_in
from helpdesk.cli.exported import attachment_json, delivery_json, event_json, message_json
from helpdesk.cli.options import Instant
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.commandline import Unusable, answering, say
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import EventRow
from helpdesk.mailroom.models import Delivery
from helpdesk.satisfaction.answering import survey_json, surveys_of
from helpdesk.satisfaction.models import Survey
from helpdesk.sla.serialise import clocks_by_ticket
from helpdesk.tickets.models import Message, MessageKind, Participant, Ticket
from helpdesk.tickets.rows import iso


@click.command("export")
@click.option("--ticket", "number", type=int, help="Only this ticket.")
@click.option("--since", type=Instant(), help="Only tickets that changed at or after this instant.")
@answering
def export(number: int | None, since: datetime | None) -> None:
    """Print tickets with all that belongs to them, one a line."""
    conditions: list[ColumnElement[bool]] = []
    if number is not None:
        conditions.append(Ticket.number == number)
    if since is not None:
        conditions.append(Ticket.updated_at >= since)
    printed = 0
    with unit(write=False):
        for ids in batches(*conditions):
            for ticket in _tickets(ids):
                say(ticket)
                printed += 1
            db.session.expunge_all()  # What is printed must not stay in memory for the rest of the export.
    if number is not None and not printed:
        raise Unusable(f"There is no ticket {number}.")


def _tickets(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    messages = _by_ticket(
        select(Message.ticket_id, Message)
        .where(Message.ticket_id.in_(ids), Message.kind != MessageKind.EVENT)
        .options(selectinload(Message.attachments), selectinload(Message.agent).lazyload("*"))
        .order_by(Message.id)
    )
    deliveries = _by_ticket(
        select(Message.ticket_id, Delivery)
        .join(Message, Delivery.message_id == Message.id)
        .where(Message.ticket_id.in_(ids))
        .order_by(Delivery.id)
    )
    events = _by_ticket(select(EventRow.ticket_id, EventRow).where(EventRow.ticket_id.in_(ids)).order_by(EventRow.id))
    participants = _by_ticket(
        select(Participant.ticket_id, Participant.role, Identity.value)
        .join(Identity, Participant.identity_id == Identity.id)
        .where(Participant.ticket_id.in_(ids))
        .order_by(Identity.id)
    )
    surveys: defaultdict[int, list[Survey]] = defaultdict(list)
    for survey in surveys_of(ids):
        surveys[survey.ticket_id].append(survey)
    contacts, clocks = _contacts(ids), clocks_by_ticket(ids)
    written = select(Ticket.id, Ticket.custom).where(Ticket.id.in_(ids))
    custom = {row.id: row.custom for row in db.session.execute(written)}
    for row in rows_in(ids):
        own = row["id"]
        files = [attachment for (message,) in messages[own] for attachment in message.attachments]
        yield {
            **row,
            "contact": contacts[row["contact"]["id"]],
            "participants": [{"role": role, "address": address} for role, address in participants[own]],
            "messages": [message_json(message) for (message,) in messages[own]],
            "events": [event_json(event) for (event,) in events[own]],
            "deliveries": [delivery_json(delivery) for (delivery,) in deliveries[own]],
            "attachments": [attachment_json(attachment) for attachment in files],
            "sla": clocks[own],
            "custom": custom[own],
            "surveys": [survey_json(survey) for survey in surveys[own]],
        }


def _by_ticket(query: Any) -> defaultdict[int, list[Sequence[Any]]]:
    found: defaultdict[int, list[Sequence[Any]]] = defaultdict(list)
    for ticket_id, *rest in db.session.execute(query):
        found[ticket_id].append(rest)
    return found


def _contacts(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    query = select(Contact).where(Contact.id.in_(select(Ticket.contact_id).where(Ticket.id.in_(ids))))
    return {
        contact.id: {
            "id": contact.id,
            "name": contact.name,
            "company": contact.company,
            "locale": contact.locale,
            "tz": contact.tz,
            "notes": contact.notes,
            "custom": contact.custom,
            "blocked_at": iso(contact.blocked_at),
            "identities": [
                {"kind": one.kind, "value": one.value, "verified_at": iso(one.verified_at)}
                for one in contact.identities
            ],
        }
        for contact in db.session.scalars(query.options(selectinload(Contact.identities)))
    }
