"""A contact's message enters a ticket: the timeline, who waits since when, and whether the ticket opens again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import core, db, table_of
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.plain_rows import enter
from helpdesk.tickets.events import MessageReceived, StayedResolved
from helpdesk.tickets.gratitude import thanks_alone
from helpdesk.tickets.models import Attachment, Message, MessageKind, MessageReference, Ticket
from helpdesk.tickets.redirecting import hold
from helpdesk.tickets.status import reopen

SNIPPET = 120
MAX_REFERENCE = 998
REMEMBER = insert(table_of(MessageReference))


@dataclass(frozen=True)
class Filed:
    """A file whose bytes are kept already (kernel/blobs.py)."""

    blob_sha: str
    filename: str
    media_type: str
    size: int
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True)
class Received:
    """What a channel understood of one message, in plain values.

    `verdict`: pass, none, fail or ambiguous (SECURITY R-TH 2). `agents_only` and `automatic` messages change nothing
    about the ticket: they are kept, shown, and wake nobody. `inbox_id`: where it came in, if not at the ticket's own.
    """

    text: str
    quoted_text: str | None = None
    html: str | None = None
    has_remote_images: bool = False
    external_id: str | None = None
    references: Sequence[str] = ()
    headers: dict[str, Any] = field(default_factory=dict)
    verdict: str = "none"
    agents_only: bool = False
    automatic: bool = False
    sent_at: datetime | None = None
    files: Sequence[Filed] = ()
    client_key: str | None = None
    inbox_id: int | None = None


def receive(ticket: Ticket, identity: Identity, received: Received, *, by: Acts) -> Message:
    """Add a contact's message to a ticket, or to what it is part of by now; `message.ticket` says to which.

    A resolved, closed or snoozed one opens again, unless they only thank.
    """
    ticket = hold(ticket)
    changes = not (received.agents_only or received.automatic)
    thanked = changes and thanks_alone(ticket, received.text, files=received.files)
    note_arrival(ticket, received, at=now(), waits=changes and not thanked)
    message = write(ticket, identity, received, by=by)
    if thanked:
        record(StayedResolved(ticket, message.id), by=by)
    elif changes:
        reopen(ticket, by=by, why="replied")
    return message


def note_arrival(ticket: Ticket, received: Received, *, at: datetime, waits: bool) -> None:
    """Say on the ticket that a message came: the list's snippet, and (`waits`) who waits since when."""
    ticket.updated_at = at
    if not received.agents_only:
        show_newest(ticket, received.text, by="contact")
    if waits:
        ticket.needs_reply = True
        ticket.waiting_since = ticket.waiting_since or at


def write(ticket: Ticket, identity: Identity, received: Received, *, by: Acts) -> Message:
    """Write the message itself, its files and the Message-IDs it names."""
    message = Message(
        ticket_id=ticket.id,
        kind=MessageKind.INBOUND,
        inbox_id=received.inbox_id or ticket.inbox_id,
        contact_id=identity.contact_id,
        text=received.text,
        quoted_text=received.quoted_text,
        html=received.html,
        has_remote_images=received.has_remote_images,
        external_id=received.external_id,
        headers=received.headers,
        verdict=received.verdict,
        agents_only=received.agents_only,
        sent_at=received.sent_at,
        client_key=received.client_key,
    )
    enter(message)
    file(message, received.files)
    remember(message, received.references)
    record(MessageReceived(message), by=by)
    return message


def show_newest(ticket: Ticket, text: str, *, by: str) -> None:
    """Keep the newest public words beside the ticket, for the list."""
    ticket.last_message_at = now()
    ticket.snippet = " ".join(text[: SNIPPET * 4].split())[:SNIPPET]
    ticket.snippet_by = by


def file(message: Message, files: Sequence[Filed]) -> None:
    """Attach files that are kept already."""
    for one in files:
        db.session.add(
            Attachment(
                message_id=message.id,
                blob_sha=one.blob_sha,
                filename=one.filename,
                media_type=one.media_type,
                size=one.size,
                content_id=one.content_id,
                inline=one.inline,
            )
        )


def remember(message: Message, references: Sequence[str]) -> None:
    """Keep every Message-ID a message names, also of mails we never received, so that a later one finds its thread."""
    rows = [{"message_id": message.id, "ref": ref[:MAX_REFERENCE]} for ref in dict.fromkeys(references) if ref]
    unique = list({row["ref"]: row for row in rows}.values())
    if unique:
        core().execute(REMEMBER, unique)
