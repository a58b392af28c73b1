"""Keeps a document for each ticket and message, in the transaction that changes them: one read and one write a unit.

What happened is only noted while the unit runs; before it commits, everything noted is read and written at once.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from helpdesk.contacts.events import ContactEvent, ContactRenamed, ContactsMerged, ContactsUnmerged, IdentityVerified
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.db import before_commit, core, db, insert_into, memo
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
    SubjectBlanked,
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


@projects(SubjectBlanked)
def note_subject(event: SubjectBlanked, _row: EventRow) -> None:
    """Remember every document of these tickets: the subject stands in each."""
    for document in db.session.scalars(select(SearchDocument.id).where(SearchDocument.ticket_id.in_(event.of_ids))):
        _note(document)


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


def write(ticket_ids: Sequence[int], message_ids: Sequence[int]) -> None:
    """Write the documents of these rows as they are now: one query and one statement."""
    if not (ticket_ids or message_ids):
        return
    several = len(ticket_ids) > 1 or len(message_ids) > 1
    wanted = {name: ids for name, ids in (("tickets", ticket_ids), ("messages", message_ids)) if ids}
    asked = {name: ids if several else ids[0] for name, ids in wanted.items()}
    rows = [
        {
            "id": row.doc,
            "ticket_id": row.ticket_id,
            "title": fold(f"{row.number or ''} {row.subject} {row.tags or ''}"),
            "people": _people(row.name, row.addresses),
            "body": fold(f"{row.words} {row.files or ''}"),
        }
        for row in core().execute(_documents(bool(ticket_ids), bool(message_ids), several), asked)
    ]
    if rows:
        core().execute(_keep(db.session.get_bind().dialect.name), rows)


def _note(document: int) -> None:
    known = memo()
    if NOTED not in known:
        before_commit(_write_noted)
    known[NOTED] = known.get(NOTED, frozenset()) | {document}  # A new set: a savepoint keeps the old one.


def _write_noted() -> None:
    noted = memo().pop(NOTED, frozenset())
    db.session.flush()
    write([one // 2 for one in noted if one % 2], [one // 2 for one in noted if not one % 2])


# Statements are built once: each mail runs them, and building costs more than running.
@cache
def _documents(of_tickets: bool, of_messages: bool, several: bool) -> Executable:  # noqa: FBT001 -- Its cache's key.
    parts = [*([_of_tickets(several)] if of_tickets else []), *([_of_messages(several)] if of_messages else [])]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _among(column: InstrumentedAttribute[int], name: str, several: bool) -> ColumnElement[bool]:  # noqa: FBT001
    return column.in_(bindparam(name, expanding=True)) if several else column == bindparam(name)


def _of_tickets(several: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001
    return (
        select(
            (Ticket.id * 2 + 1).label("doc"), Ticket.id.label("ticket_id"), Ticket.number, Ticket.subject,
            tags.label("tags"), Contact.name, addresses.label("addresses"), literal("").label("words"),
            cast(null(), String).label("files"),
        )
        .join(Contact, Contact.id == Ticket.contact_id)
        .where(_among(Ticket.id, "tickets", several))
    )  # fmt: skip


def _of_messages(several: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001
    return (
        select(
            (Message.id * 2).label("doc"), Message.ticket_id, cast(null(), Ticket.number.type).label("number"),
            Ticket.subject, cast(null(), String).label("tags"), Contact.name, addresses.label("addresses"),
            func.substr(Message.text, 1, MAX_TEXT).label("words"), files.label("files"),
        )
        .join(Ticket, Ticket.id == Message.ticket_id)
        .join(Contact, Contact.id == Ticket.contact_id)
        .where(_among(Message.id, "messages", several), Message.kind != MessageKind.EVENT)
    )  # fmt: skip


@cache
def _keep(_dialect: str) -> Executable:
    statement = insert_into(SearchDocument)
    fresh = {name: statement.excluded[name] for name in ("ticket_id", "title", "people", "body")}
    return statement.on_conflict_do_update(index_elements=["id"], set_=fresh)


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
