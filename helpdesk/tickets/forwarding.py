"""Forwarding: a message is sent on, with its files, to somebody who takes no part in the ticket and never will by it.

It leaves through the same outbox as a reply. It is for agents only: neither the contact nor the thread they see knows
of it, nobody's turn changes, and what comes back from its reader is kept for agents (SECURITY R-TH 1).
"""

from collections.abc import Sequence
from html import escape

from helpdesk.accounts.models import Agent
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of
from helpdesk.contacts.identities import BadAddress, find, normalised
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import text_to_html
from helpdesk.tickets.keys import said_before
from helpdesk.tickets.models import Attachment, Message, MessageKind
from helpdesk.tickets.moving_events import MessageForwarded
from helpdesk.tickets.reachable import refuse_opted_out

MOST = 10
EMAIL = "email"


def forward(original: Message, *, to: Sequence[str], text: str, by: Agent, client_key: str | None = None) -> Message:
    """Send a message on, with words of the agent's own above it (or none); returns what is sent.

    Raises `BadInput` where nothing can be forwarded (no mail, an event, a message blanked or moved meanwhile) and for
    addresses that are none, too many or our own, and `OptedOut`.
    """
    ticket = original.ticket
    lock(ticket, original)
    if original.ticket_id != ticket.id:
        raise BadInput(_("There is no such message on this ticket."), "message_id")
    if original.kind == MessageKind.EVENT or original.redacted_by_id is not None:
        raise BadInput(_("There is nothing to forward."), "message_id")
    channel = channel_of(ticket.inbox)
    if channel.address_kind != EMAIL or channel.features.live:
        raise BadInput(_("Only tickets that are answered by mail can be forwarded."), "to")
    addresses = _addresses(to)
    words, html = _text(original, text), _html(original, text)
    if sent := said_before(ticket, client_key, kind=MessageKind.OUTBOUND, by=by, text=words):
        return sent
    message = Message(
        ticket_id=ticket.id,
        kind=MessageKind.OUTBOUND,
        inbox_id=ticket.inbox_id,
        agent_id=by.id,
        text=words,
        html=html,
        client_key=client_key,
        agents_only=True,
        headers={"to": addresses, "cc": [], "bcc": [], "forwards": original.id},
    )
    db.session.add(message)
    db.session.flush()
    for file in original.attachments:
        db.session.add(_copy(file, message.id))
    ticket.updated_at = now()
    db.session.flush()
    record(MessageForwarded(message, original.id), by=by)
    return message


def _addresses(written: Sequence[str]) -> list[str]:
    if not 0 < len(written) <= MOST:
        raise BadInput(_("Enter one to ten addresses."), "to")
    own = own_addresses()
    try:
        addresses = list(dict.fromkeys(normalised(EMAIL, one) for one in written))
    except BadAddress:
        raise BadInput(_("Enter full addresses."), "to") from None
    if any(is_own(address, own) for address in addresses):
        raise BadInput(_("This is one of our own addresses."), "to")
    refuse_opted_out(identity for address in addresses if (identity := find(EMAIL, address)) is not None)
    return addresses


def _heading(original: Message) -> list[str]:
    """Return the lines that say what is forwarded, as mail programs write them."""
    ticket, headers = original.ticket, original.headers or {}
    who = original.agent.name if original.agent else original.contact.name if original.contact else ""
    sender = headers.get("from") or ""
    sent = (original.sent_at or original.created_at).strftime("%Y-%m-%d %H:%M UTC")
    lines = [
        "---------- " + _("Forwarded message") + " ----------",
        _("From: %(who)s", who=" ".join(part for part in (who, f"<{sender}>" if sender else "") if part)),
        _("Date: %(date)s", date=sent),
        _("Subject: %(subject)s", subject=ticket.subject),
    ]
    people = ", ".join(headers.get("to", []))
    return [*lines, _("To: %(people)s", people=people)] if people else lines


def _text(original: Message, text: str) -> str:
    body = "\n\n".join(part for part in (original.text, original.quoted_text) if part)
    return "\n\n".join(part for part in (text.strip(), "\n".join(_heading(original)), body) if part)


def _html(original: Message, text: str) -> str | None:
    """Return the whole in HTML where the original had some; else its text says all."""
    if not original.html:
        return None
    heading = "<br>".join(escape(line) for line in _heading(original))
    above = text_to_html(text.strip()) if text.strip() else ""
    return f"{above}<p>{heading}</p><blockquote>{original.html}</blockquote>"


def _copy(file: Attachment, message_id: int) -> Attachment:
    return Attachment(
        message_id=message_id,
        blob_sha=file.blob_sha,
        filename=file.filename,
        media_type=file.media_type,
        size=file.size,
        content_id=file.content_id,
        inline=file.inline,
    )
