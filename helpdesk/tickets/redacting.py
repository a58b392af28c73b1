"""Redacting: what a message said is blanked for good, its files with it. That there was one, and who did it, stays.

So are its copies that were sent on, and a subject that was only its first words.
What arrived goes as well (mailroom/blanking.py), and so do the bytes of files that nothing else holds
(kernel/erasing.py): a minute later they are in no store of ours.
"""

from collections.abc import Collection

from sqlalchemy import delete, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.places import channel_of
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.erasing import erase, refers
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotAllowed
from helpdesk.tickets.models import Attachment, Message, MessageKind, Ticket
from helpdesk.tickets.moving_events import MessageRedacted, SubjectBlanked
from helpdesk.tickets.redirecting import parts
from helpdesk.tickets.standing import show_words

# Who wrote to whom, and what machines must know; neither subject nor anything else that somebody wrote.
KEPT_HEADERS = frozenset({"from", "to", "cc", "bcc", "automatic", "answers", "consent", "forwards", "hint"})


@refers
def of_files(shas: Collection[str]) -> set[str]:
    """Return the names under which files of messages and uploads have their bytes."""
    return set(db.session.scalars(select(Attachment.blob_sha).where(Attachment.blob_sha.in_(shas))))


def may_redact(message: Message, agent: Agent) -> bool:
    """Tell whether an agent may blank a message: their own, or any with the permission."""
    return message.agent_id == agent.id or agent.may("messages.redact")


def redact(message: Message, *, by: Agent) -> None:
    """Blank a message; a second time changes nothing. It cannot be undone.

    Raises `NotAllowed`, and `BadInput` for a line of history.
    """
    ticket = message.ticket
    lock(ticket, message)
    if message.ticket_id != ticket.id:  # It was moved a moment ago; its words go wherever they are.
        ticket = db.session.get_one(Ticket, message.ticket_id)
        lock(ticket)
    if message.kind == MessageKind.EVENT:
        raise BadInput(_("There is nothing to blank."), "message_id")
    if not may_redact(message, by):
        raise NotAllowed
    if message.redacted_by_id is not None:
        return
    named = _named_after(message, ticket)
    for called in named:
        called.subject = ""
    ticket.updated_at = now()
    for one in (message, *_copies(message, ticket)):
        _blank(one, by=by)
    show_words(ticket)
    if named:
        record(SubjectBlanked(ticket, tuple(one.id for one in named)), by=by)


def _blank(message: Message, *, by: Agent) -> None:
    message.text, message.html, message.quoted_text, message.has_remote_images = "", None, None, False
    message.headers = {name: value for name, value in (message.headers or {}).items() if name in KEPT_HEADERS}
    message.redacted_by_id = by.id
    files = db.session.scalars(select(Attachment.blob_sha).where(Attachment.message_id == message.id)).all()
    db.session.execute(delete(Attachment).where(Attachment.message_id == message.id))
    db.session.expire(message, ["attachments"])
    db.session.flush()
    erase(files)
    record(MessageRedacted(message), by=by)


def _copies(message: Message, ticket: Ticket) -> list[Message]:
    """Return what was sent on of a message, and of that again, on any ticket of its contact, for it may be split."""
    theirs = select(Ticket.id).where(Ticket.contact_id == ticket.contact_id)
    forwards = select(Message).where(
        Message.ticket_id.in_(theirs),
        Message.kind == MessageKind.OUTBOUND,
        Message.agents_only,
        Message.redacted_by_id.is_(None),
    )
    found: list[Message] = []
    sources = [message.id]
    while sources:  # A copy is newer than what it is of, so this ends.
        of_these = forwards.where(Message.headers["forwards"].as_integer().in_(sources), Message.id > min(sources))
        copies = db.session.scalars(of_these.order_by(Message.id)).all()
        lock(*copies)
        found += copies
        sources = [one.id for one in copies]
    return found


def _named_after(message: Message, ticket: Ticket) -> list[Ticket]:
    """Return the tickets that are called by this message's first words: this one, and those that are part of it."""
    said = " ".join(message.text.split())
    tickets = [
        one
        for one in (ticket, *parts(ticket))
        if not channel_of(one.inbox).features.subject and _begins(said, one.subject)
    ]
    lock(*tickets)
    return tickets


def _begins(said: str, subject: str) -> bool:
    beginning = subject.removesuffix("…")
    return bool(beginning) and (said == subject or (beginning != subject and said.startswith(beginning)))
