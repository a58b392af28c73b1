"""The customer's last message, quoted below the reply that answers it: in the mail only, where an admin wants it."""

from typing import NamedTuple

from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import text_to_html
from helpdesk.tickets.models import Message, MessageKind

MOST = 20_000  # What is quoted is known to its writer; the start of it says what is answered.


class Below(NamedTuple):
    """What stands under a reply: who wrote when, and their words, plain and in HTML of our own making."""

    intro: str
    text: str
    html: str


def quoted_below(message: Message) -> Below | None:
    """Return what an agent's reply answers, or None: nothing was written, or this inbox does not quote.

    Only their words as text are quoted, never their HTML: it was written by a stranger, and goes to others in copy.
    """
    inbox = db.session.get_one(Inbox, message.inbox_id)
    if message.agent is None or not channel_of(inbox).manners(place_of(inbox)).quotes:
        return None
    answered = _answered(message)
    if answered is None or not answered.text.strip():
        return None
    words = answered.text.strip()[:MOST]
    when = answered.sent_at or answered.created_at
    who = (answered.contact.name if answered.contact else "") or (answered.headers or {}).get("from", "")
    intro = _("On %(day)s at %(time)s UTC, %(who)s wrote:", day=f"{when:%Y-%m-%d}", time=f"{when:%H:%M}", who=who)
    return Below(intro, "\n".join(f"> {line}".rstrip() for line in words.split("\n")), text_to_html(words))


def _answered(message: Message) -> Message | None:
    theirs = select(Message).where(
        Message.ticket_id == message.ticket_id,
        Message.id < message.id,
        Message.kind == MessageKind.INBOUND,
        Message.agents_only.is_(False),
    )
    return db.session.scalar(theirs.order_by(Message.id.desc()).limit(1))
