"""Notes: words between colleagues that no customer ever sees."""

from collections.abc import Sequence

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import record
from helpdesk.tickets.events import NoteAdded
from helpdesk.tickets.keys import said_before
from helpdesk.tickets.mentions import answered, call, called
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.redirecting import refuse_merged
from helpdesk.tickets.uploads import take


def add_note(
    ticket: Ticket,
    *,
    by: Agent,
    text: str,
    html: str | None = None,
    upload_ids: Sequence[int] = (),
    mention_ids: Sequence[int] = (),
    client_key: str | None = None,
) -> Message:
    """Write a note; `html` (cleaned) gives its words a form. The same `client_key` returns the first one.

    Raises `Merged` for a ticket that is part of another one.
    """
    lock(ticket)
    refuse_merged(ticket)
    if first := said_before(ticket, client_key, kind=MessageKind.NOTE, by=by, text=text):
        return first
    colleagues = called(ticket, mention_ids, by=by)
    note = Message(
        ticket_id=ticket.id,
        kind=MessageKind.NOTE,
        agent_id=by.id,
        text=text,
        html=html,
        client_key=client_key,
        agents_only=True,
    )
    db.session.add(note)
    db.session.flush()
    take(note, upload_ids, by=by)
    ticket.updated_at = now()
    answered(ticket, by=by)
    call(note, colleagues, by=by)
    record(NoteAdded(note, tuple(agent.id for agent in colleagues)), by=by)
    return note
