"""Keeps a document for each ticket and message, in the transaction that changes them: one read and one write a unit.

What happened is only noted while the unit runs; before it commits, everything noted is read and written at once.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, null, select, union_all, update

from helpdesk.contacts.events import ContactEvent, ContactRenamed, ContactsMerged, ContactsUnmerged, IdentityVerified
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.db import before_commit, db, insert_into, memo
from helpdesk.kernel.events import EventRow, projects
from helpdesk.search.folding import MAX_TEXT, fold
from helpdesk.search.models import SearchDocument
from helpdesk.tickets.events import (
    MessageEvent,
    MessageReceived,
    MessageSent,
    NoteAdded,
    TagAdded,
    TagRemoved,
    TicketEvent,
    TicketOpened,
)
from helpdesk.tickets.models import Attachment, Message, MessageKind, Tag, Ticket, TicketTag
from helpdesk.tickets.moving_events import (
    MessageForwarded,
    MessageRedacted,
    TicketMerged,
    TicketSplit,
    TicketUnmerged,
)

NOTED = "search.noted"
SHORT_PHONE, LONG_PHONE = 6, 11  # The endings of a telephone number that are worth looking for.

addresses = (
    select(func.aggregate_strings(Identity.kind + ":" + Identity.value, " "))
    .where(Identity.contact_id == Contact.id)
    .correlate(Contact)
    .scalar_subquery()
)
tags = (
    select(func.aggregate_strings(Tag.name, " "))
    .join(TicketTag, TicketTag.tag_id == Tag.id)
    .where(TicketTag.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
)
files = (
    select(func.aggregate_strings(Attachment.filename, " "))
    .where(Attachment.message_id == Message.id)
    .correlate(Message)
    .scalar_subquery()
)


@projects(TicketOpened, TagAdded, TagRemoved)
def note_ticket(event: TicketEvent, _row: EventRow) -> None:
    """Remember that this ticket's document is to be written."""
    _note(event.subject.id * 2 + 1)


@projects(MessageReceived, MessageSent, NoteAdded, MessageForwarded, MessageRedacted)
def note_message(event: MessageEvent, _row: EventRow) -> None:
    """Remember that this message's document is to be written."""
    _note(event.subject.id * 2)


@projects(TicketMerged, TicketUnmerged, TicketSplit)
def note_moved(event: TicketMerged | TicketUnmerged | TicketSplit, _row: EventRow) -> None:
    """Remember the messages that lie on another ticket than their documents say."""
    both = Message.ticket_id.in_([event.subject.id, event.other_id])
    strayed = select(Message.id).join(SearchDocument, SearchDocument.id == Message.id * 2).where(both)
    for message_id in db.session.scalars(strayed.where(SearchDocument.ticket_id != Message.ticket_id)):
        _note(message_id * 2)


@projects(ContactRenamed, IdentityVerified)
def rename(event: ContactEvent, _row: EventRow) -> None:
    """Write the contact's new name into every document of theirs."""
    db.session.flush()
    found = db.session.execute(select(Contact.name, addresses).where(Contact.id == event.subject.id)).one()
    theirs = select(Ticket.id).where(Ticket.contact_id == event.subject.id)
    db.session.execute(
        update(SearchDocument)
        .where(SearchDocument.ticket_id.in_(theirs))
        .values(people=_people(found[0], found[1]))
        .execution_options(synchronize_session=False)
    )


@projects(ContactsMerged, ContactsUnmerged)
def call_anew(event: ContactsMerged | ContactsUnmerged, row: EventRow) -> None:
    """Write into the documents of both who their people are now."""
    rename(event, row)
    if isinstance(event, ContactsUnmerged):
        rename(ContactRenamed(db.session.get_one(Contact, event.other_id)), row)


def write(ticket_ids: Collection[int], message_ids: Collection[int]) -> None:
    """Write the documents of these rows as they are now: one query and one statement."""
    parts = [*([_of_tickets(ticket_ids)] if ticket_ids else []), *([_of_messages(message_ids)] if message_ids else [])]
    if not parts:
        return
    found = db.session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
    rows = [
        {
            "id": row.doc,
            "ticket_id": row.ticket_id,
            "title": fold(f"{row.number or ''} {row.subject} {row.tags or ''}"),
            "people": _people(row.name, row.addresses),
            "body": fold(f"{row.words} {row.files or ''}"),
        }
        for row in found
    ]
    if rows:
        statement = insert_into(SearchDocument)
        fresh = {name: statement.excluded[name] for name in ("ticket_id", "title", "people", "body")}
        db.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh), rows)


def _note(document: int) -> None:
    known = memo()
    if NOTED not in known:
        before_commit(_write_noted)
    known[NOTED] = known.get(NOTED, frozenset()) | {document}  # A new set: a savepoint keeps the old one.


def _write_noted() -> None:
    noted = memo().pop(NOTED, frozenset())
    db.session.flush()
    write([one // 2 for one in noted if one % 2], [one // 2 for one in noted if not one % 2])


def _of_tickets(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            (Ticket.id * 2 + 1).label("doc"), Ticket.id.label("ticket_id"), Ticket.number, Ticket.subject,
            tags.label("tags"), Contact.name, addresses.label("addresses"), literal("").label("words"),
            cast(null(), String).label("files"),
        )
        .join(Contact, Contact.id == Ticket.contact_id)
        .where(Ticket.id.in_(ids))
    )  # fmt: skip


def _of_messages(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            (Message.id * 2).label("doc"), Message.ticket_id, cast(null(), Ticket.number.type).label("number"),
            Ticket.subject, cast(null(), String).label("tags"), Contact.name, addresses.label("addresses"),
            func.substr(Message.text, 1, MAX_TEXT).label("words"), files.label("files"),
        )
        .join(Ticket, Ticket.id == Message.ticket_id)
        .join(Contact, Contact.id == Ticket.contact_id)
        .where(Message.id.in_(ids), Message.kind != MessageKind.EVENT)
    )  # fmt: skip


def _people(name: str, known: str | None) -> str:
    """Return a contact's name and addresses; telephone numbers are found by their endings too."""
    words = [name]
    for one in (known or "").split(" "):
        kind, _, value = one.partition(":")
        words.append(value)
        if kind == "phone":
            digits = value.lstrip("+")
            words += [digits[-length:] for length in range(SHORT_PHONE, min(LONG_PHONE, len(digits) - 1) + 1)]
    return fold(" ".join(words))
