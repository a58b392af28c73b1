"""Opening a ticket, from whichever door."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Executable

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.counters import next_number
from helpdesk.kernel.db import core, db, insert_into
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.plain_rows import enter
from helpdesk.tickets.events import TicketOpened
from helpdesk.tickets.models import Message, Participant, Status, Ticket
from helpdesk.tickets.receiving import Received, note_arrival, write

MAX_SUBJECT = 500
FIRST_WORDS = 80


def open_ticket(
    *,
    identity: Identity,
    inbox: Inbox,
    subject: str,
    by: Acts,
    team_id: int | None = None,
    participants: Sequence[tuple[Identity, str]] = (),
) -> Ticket:
    """Open a ticket for the person behind an address; the inbox's team has it unless another is named.

    `participants` are further addresses with their role (to, cc, bcc). An empty subject stays empty: screens say so.
    """
    ticket = _new(identity, inbox, subject, team_id)
    _enter(ticket, identity, participants, by=by)
    return ticket


def open_with(
    received: Received,
    *,
    identity: Identity,
    inbox: Inbox,
    subject: str,
    by: Acts,
    participants: Sequence[tuple[Identity, str]] = (),
) -> Message:
    """Open a ticket with the message that asks for it: as opening and receiving, but the row is written once."""
    ticket = _new(identity, inbox, subject, None)
    note_arrival(ticket, received, at=now(), waits=not (received.agents_only or received.automatic))
    _enter(ticket, identity, participants, by=by)
    return write(ticket, identity, received, by=by)


def subject_for(inbox: Inbox, subject: str, text: str) -> str:
    """Return a ticket's subject: the one given, or the first words where the channel has none."""
    if channel_of(inbox).features.subject:
        return subject
    words = " ".join(text[: FIRST_WORDS * 4].split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]}…"


def _new(identity: Identity, inbox: Inbox, subject: str, team_id: int | None) -> Ticket:
    return Ticket(
        number=next_number("ticket"),
        subject=" ".join(subject.split())[:MAX_SUBJECT],
        status=Status.OPEN,
        contact_id=identity.contact_id,
        inbox_id=inbox.id,
        team_id=team_id or inbox.team_id,
        last_message_at=now(),
        updated_at=now(),
    )


def _enter(ticket: Ticket, identity: Identity, participants: Sequence[tuple[Identity, str]], *, by: Acts) -> None:
    enter(ticket)
    join(ticket, [(identity, "to"), *participants])
    record(TicketOpened(ticket), by=by)


def join(ticket: Ticket, people: Sequence[tuple[Identity, str]]) -> None:
    """Let addresses take part in a ticket; who takes part already keeps their role."""
    roles = {identity.id: role for identity, role in reversed(people)}
    rows = [{"ticket_id": ticket.id, "identity_id": identity_id, "role": role} for identity_id, role in roles.items()]
    if rows:
        core().execute(_join(db.session.get_bind().dialect.name), rows)


@cache
def _join(_dialect: str) -> Executable:
    return insert_into(Participant).on_conflict_do_nothing()
