"""Turns a message of a ticket into what its channel sends: whom, the thread it answers, the words, the files."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from helpdesk.channels.base import Address, Outbound, OutboundFile, PermanentFailure, TemporaryFailure
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.ambient import rendered
from helpdesk.kernel.blobs import BlobMissing, StorageUnavailable, read
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import clean, show_pictures, text_to_html
from helpdesk.mailroom.acknowledging import ROBOT
from helpdesk.mailroom.dressing import Dressed, dressed
from helpdesk.mailroom.history import quoted_below
from helpdesk.mailroom.marks import loop_mark, reply_token
from helpdesk.mailroom.signing import signature
from helpdesk.tickets.models import Attachment, Message, MessageKind, Ticket
from helpdesk.tickets.saying import proved

MAX_THREAD = 200
PREFIXES = ("re:", "aw:", "sv:", "antw:")


def outbound_of(message: Message, recipients: Sequence[str]) -> Outbound:
    """Return the message as plain values; the bytes of its files are read when the channel asks for them."""
    ticket = message.ticket
    forwards = bool(message.headers.get("forwards"))  # Its reader is no part of the thread, and learns nothing of it.
    earlier = [] if forwards else _earlier(message)
    received = [one for one in earlier if one[1] == MessageKind.INBOUND]
    # Whoever forged an address must not have their own words mailed to it by a machine (SECURITY R-AR 3).
    stranger = message.robot is not None and ticket.first_replied_at is None and not proved(ticket)
    names = {} if stranger else _names([*message.headers.get("to", []), *message.headers.get("cc", [])])
    signed = signature(message.agent, db.session.get_one(Inbox, message.inbox_id or ticket.inbox_id))
    below = None if forwards else quoted_below(message)
    # Our own pictures are shown: they wait for a click only in what strangers wrote.
    written = show_pictures(clean(message.html).html, str) if message.html else ""
    words = dressed(message) or Dressed(message.text, written)
    html = words.html or text_to_html(words.text)
    return Outbound(
        number=message.id,
        subject=_("Your message, #%(number)s", number=ticket.number)
        if stranger
        else _subject(ticket, received, forwards),
        text=rendered("mail/reply/body.txt", text=words.text, signature=signed, below=below).strip("\n") + "\n",
        html=rendered("mail/reply/body.html", html=html, signature=text_to_html(signed), below=below),
        to=_people(message.headers.get("to", []), names),
        cc=_people(message.headers.get("cc", []), names),
        recipients=tuple(recipients),
        files=files_of(message),
        external_id=message.external_id,
        in_reply_to=(received or earlier)[-1][0] if earlier else None,
        references=tuple(external_id for external_id, _kind in earlier),
        reply_token=reply_token(ticket, message),
        loop_mark=loop_mark(message.id),
        automatic=message.robot is not None,
        answers=message.robot == ROBOT,
        sent_at=message.created_at,
        thread=_thread(message) if received and not stranger else {},
    )


def files_of(message: Message) -> tuple[OutboundFile, ...]:
    """Return the files of a message, to be read when they are sent."""
    return tuple(_file(one) for one in message.attachments)


def _earlier(message: Message) -> list[tuple[str, str]]:
    """Return Message-ID and kind of the public messages before this one: the first and the newest of a long thread."""
    query = select(Message.external_id, Message.kind).where(
        Message.ticket_id == message.ticket_id,
        Message.id < message.id,
        Message.external_id.is_not(None),
        Message.agents_only.is_(False),
        _of_its_channel(message),
    )
    newest = db.session.execute(query.order_by(Message.id.desc()).limit(MAX_THREAD)).all()
    rows = [(str(row[0]), row[1]) for row in reversed(newest)]
    if len(rows) == MAX_THREAD:
        first = db.session.execute(query.order_by(Message.id).limit(1)).one()
        rows.insert(0, (str(first[0]), first[1]))
    return rows


def _of_its_channel(message: Message) -> ColumnElement[bool]:
    """Return the condition that a message went the same way: another channel's names say nothing in this one."""
    here, there = aliased(Inbox), aliased(Inbox)
    same = select(there.id).join(here, here.channel == there.channel).where(here.id == message.inbox_id)
    return Message.inbox_id.in_(same)


def _thread(message: Message) -> dict[str, str]:
    """Return what the newest public message of theirs keeps its thread together by, in its channel's words."""
    newest = select(Message.headers).where(
        Message.ticket_id == message.ticket_id,
        Message.id < message.id,
        Message.kind == MessageKind.INBOUND,
        Message.agents_only.is_(False),
        _of_its_channel(message),
    )
    headers = db.session.scalar(newest.order_by(Message.id.desc()).limit(1)) or {}
    return {str(name): str(value) for name, value in dict(headers.get("thread") or {}).items()}


def _subject(ticket: Ticket, received: Sequence[object], forwards: bool) -> str:  # noqa: FBT001 -- One of its kinds.
    """Return the ticket's subject, always the same, so that mail programs keep the thread together."""
    subject = ticket.subject
    if forwards:
        return f"Fwd: {subject}".strip()
    if not received or subject.lower().startswith(PREFIXES):
        return subject
    return f"Re: {subject}".strip()


def _names(addresses: Sequence[str]) -> dict[str, str]:
    known = select(Identity.value, Contact.name).join(Contact, Identity.contact_id == Contact.id)
    return {row[0]: row[1] for row in db.session.execute(known.where(Identity.value.in_(addresses)))}


def _people(addresses: Sequence[str], names: dict[str, str]) -> tuple[Address, ...]:
    return tuple(Address(one, names.get(one, "")) for one in addresses)


def _file(attachment: Attachment) -> OutboundFile:
    fetch = partial(_bytes, attachment.blob_sha)
    return OutboundFile(attachment.filename, attachment.media_type, fetch, attachment.content_id, attachment.inline)


def _bytes(sha: str) -> bytes:
    """Read a file as a step of sending, so that trouble with the disk counts as what it is: nothing has left yet."""
    try:
        return read(sha)
    except BlobMissing as error:
        raise PermanentFailure("An attached file is no longer there.") from error
    except StorageUnavailable as error:
        raise TemporaryFailure("The attached files cannot be read right now.") from error
