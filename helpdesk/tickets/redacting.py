"""Redacting: what a message said is blanked for good, its files with it. That there was one, and who did it, stays.

What arrived goes as well (mailroom/blanking.py), and so do the bytes of files that nothing else holds
(kernel/erasing.py): a minute later they are in no store of ours.
"""

from collections.abc import Collection

from sqlalchemy import delete, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.erasing import erase, refers
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotAllowed
from helpdesk.tickets.models import Attachment, Message, MessageKind, Ticket
from helpdesk.tickets.moving_events import MessageRedacted
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
    message.text, message.html, message.quoted_text, message.has_remote_images = "", None, None, False
    message.headers = {name: value for name, value in (message.headers or {}).items() if name in KEPT_HEADERS}
    message.redacted_by_id = by.id
    files = db.session.scalars(select(Attachment.blob_sha).where(Attachment.message_id == message.id)).all()
    db.session.execute(delete(Attachment).where(Attachment.message_id == message.id))
    db.session.expire(message, ["attachments"])
    db.session.flush()
    erase(files)
    show_words(ticket)
    ticket.updated_at = now()
    record(MessageRedacted(message), by=by)
