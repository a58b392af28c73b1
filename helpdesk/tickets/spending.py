"""Whether a message may cost what it costs (SECURITY R-SMS): asked before anything is written, by whoever writes.

Who wrote to us is answered, wherever they are. Unasked, only addresses at home are written to, and only so many that
are neighbours: a machine that can be made to text strangers is made to, sooner or later.
"""

from datetime import timedelta

from sqlalchemy import exists, func, select

from helpdesk.channels.base import Limits
from helpdesk.channels.events import InboxLimitReached
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import aside, db
from helpdesk.kernel.events import SYSTEM, EventRow, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.models import Message, MessageKind, Participant, Ticket

MOST_TO_NEIGHBOURS = 20
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class DayIsFull(Problem):
    """The inbox's budget is spent."""

    status, code = 429, "daily_limit"
    words = "This inbox sent as many messages as it may within a day. An admin can allow more in its settings."

    def extra(self) -> dict[str, int]:
        """Return the wait in seconds; it becomes Retry-After."""
        return {"retry_after": 3600}


class Suspicious(Problem):
    """Too many messages went to neighbouring addresses."""

    status, code = 429, "too_many_neighbours"
    words = "Too many messages went to neighbouring numbers within the hour. Wait, or write to who wrote to us."

    def extra(self) -> dict[str, int]:
        """Return the wait in seconds; it becomes Retry-After."""
        return {"retry_after": 3600}


def refuse_spending(inbox: Inbox, person: Identity, *, machine: bool = False) -> None:
    """Raise `DayIsFull`, `Suspicious`, or `BadInput` for a country that is not ours to write to first.

    A `machine` counts neighbours also among those who wrote to us: it answers whoever asks.
    """
    limits = channel_of(inbox).limits(place_of(inbox))
    if limits is None:
        return
    if is_full(inbox):
        aside(lambda: _raise_alarm(inbox.id))
        raise DayIsFull
    asked = _wrote_to_us(inbox, person)
    if not asked and not limits.at_home(person.value):
        raise BadInput(_("Nobody there wrote to us, and this inbox does not write to that country first."), "to")
    if (machine or not asked) and _sent_to_neighbours(inbox, person, limits) >= MOST_TO_NEIGHBOURS:
        raise Suspicious


def is_full(inbox: Inbox) -> bool:
    """Tell whether the inbox may send nothing more today."""
    limits = channel_of(inbox).limits(place_of(inbox))
    return limits is not None and _sent_today(inbox) >= limits.a_day


def full_inboxes() -> set[int]:
    """Return the inboxes that were found full within the last 24 hours."""
    told = select(EventRow.subject_id).where(EventRow.name == InboxLimitReached.name, EventRow.created_at > now() - DAY)
    return set(db.session.scalars(told))


def _raise_alarm(inbox_id: int) -> None:
    """Say it once a day; the refusal itself leaves no trace, so this is a fact of its own."""
    inbox = db.session.get(Inbox, inbox_id)
    if inbox is not None and inbox_id not in full_inboxes():
        record(InboxLimitReached(inbox), by=SYSTEM)


def _sent_today(inbox: Inbox) -> int:
    sent = select(func.count()).where(
        Message.inbox_id == inbox.id, Message.kind == MessageKind.OUTBOUND, Message.created_at > now() - DAY
    )
    return db.session.scalar(sent) or 0


def _wrote_to_us(inbox: Inbox, person: Identity) -> bool:
    wrote = exists().where(
        Message.ticket_id == Ticket.id,
        Ticket.contact_id == person.contact_id,
        Message.inbox_id == inbox.id,
        Message.kind == MessageKind.INBOUND,
    )
    return bool(db.session.scalar(select(wrote)))


def _sent_to_neighbours(inbox: Inbox, person: Identity, limits: Limits) -> int:
    sent = (
        select(func.count(Message.id.distinct()))
        .join(Participant, Participant.ticket_id == Message.ticket_id)
        .join(Identity, Identity.id == Participant.identity_id)
        .where(
            Message.inbox_id == inbox.id,
            Message.kind == MessageKind.OUTBOUND,
            Message.created_at > now() - HOUR,
            Identity.kind == person.kind,
            Identity.value.startswith(limits.block(person.value), autoescape=True),
        )
    )
    return db.session.scalar(sent) or 0
