"""An answer by text: a number, perhaps with a few words behind it, from the person who was asked.

Only right after the question, for "2" may as well answer what an agent asked. Anything else is an ordinary message.
"""

import re
import unicodedata
from typing import NamedTuple

from sqlalchemy import or_, select

from helpdesk.channels.base import Inbound
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.mailroom.claiming import Claimed, claims
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.receiving import Received, receive

LONGEST = 1000
PUBLIC = (MessageKind.INBOUND, MessageKind.OUTBOUND)
ANSWERS = "answers"
KEYCAP = str.maketrans("", "", "\ufe0f\u20e3")
# "5", "5!", "5/5", "4 - great service", "4: thanks"; but not "2 lamps", "5:30 suits me", "1. Where is it?".
ANSWER = re.compile(r"([1-5])(?: ?/ ?5)? ?[.!]{0,5}(?:(?: ?[-\u2013\u2014:,;!] | ?\n)(?P<comment>.+))?", re.DOTALL)


class Rating(NamedTuple):
    """What a text says, if it is an answer."""

    score: int
    comment: str | None


def rating_in(text: str) -> Rating | None:
    """Return the score and the words behind it, or None for a text that is something else."""
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text.translate(KEYCAP)).strip()
    found = ANSWER.fullmatch(plain)
    return Rating(int(found[1]), (found["comment"] or "").strip() or None) if found else None


@claims
def take(inbound: Inbound, identity: Identity, inbox: Inbox) -> Claimed | None:
    """Take a digit as the answer to the question asked last; it stays visible on the ticket and changes nothing else.

    It is kept as a machine's message would be: nobody waits for a reply to it.
    """
    if channel_of(inbox).features.survey != "digit" or inbound.verdict != "pass" or inbound.files:
        return None
    rating = rating_in(inbound.text)
    survey = _asked_last(identity, inbox) if rating else None
    if rating is None or survey is None:
        return None
    headers = {**inbound.headers, "automatic": True, ANSWERS: survey.id}
    received = Received(
        text=inbound.text,
        external_id=inbound.external_id,
        headers=headers,
        verdict=inbound.verdict,
        automatic=True,
        sent_at=inbound.sent_at,
    )
    message = receive(survey.ticket, identity, received, by=identity.contact)
    answer(survey, rating.score, comment=rating.comment, by=identity.contact)
    return Claimed(message, "survey")


def _asked_last(identity: Identity, inbox: Inbox) -> Survey | None:
    """Return the newest question to this person in the inbox, while it is open and nothing else was said since."""
    query = select(Survey).where(Survey.contact_id == identity.contact_id, Survey.inbox_id == inbox.id)
    survey = db.session.scalar(query.order_by(Survey.id.desc()).limit(1))
    if survey is None or survey.expires_at <= now():
        return None
    since = (
        select(Message.headers)
        .join(Ticket, Message.ticket_id == Ticket.id)
        .where(Ticket.contact_id == identity.contact_id, or_(Ticket.inbox_id == inbox.id, Message.inbox_id == inbox.id))
        .where(Message.id > survey.message_id, Message.kind.in_(PUBLIC), Message.agents_only.is_(False))
    )
    said = db.session.scalars(since.limit(LONGEST))
    return survey if all((headers or {}).get(ANSWERS) == survey.id for headers in said) else None
