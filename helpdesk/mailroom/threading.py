"""Which ticket a message belongs to (SECURITY R-TH 1), first hit wins.

Token and issued Message-ID are proofs that the sender saw our mail; they join only participants who are not known to be
forged. A Message-ID of the sender's own and a number in the subject prove nothing, so they need a verified sender.
Where a channel has no such marks, the sender's newest open ticket goes on.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Literal, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, exists, func, or_, select

from helpdesk.channels.base import Inbound
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.mailroom.marks import claims, proves
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.models import Message, MessageKind, Participant, Status, Ticket
from helpdesk.tickets.redirecting import survivor

BELIEVED = frozenset({"pass", "none"})
ISSUED = re.compile(r"<[a-z2-7]{26}@[^\s<>]+>")
NUMBER = re.compile(r"\[#(\d{1,12})\]|\b(?:ticket|case) #(\d{1,12})\b", re.IGNORECASE)

By = Literal["token", "references", "own_message", "subject", "contact", "follow_up"]
UNFINISHED = (Status.OPEN, Status.PENDING, Status.SNOOZED)


class Known(NamedTuple):
    """A message of ours or theirs that a mail names by its Message-ID."""

    external_id: str
    id: int
    ticket_id: int
    kind: str
    contact_id: int | None
    inbox_id: int | None


@dataclass(frozen=True)
class Thread:
    """Where a message goes. Without a ticket it opens one; `hint` is the number of a ticket agents may look at."""

    ticket: Ticket | None = None
    by: By | None = None
    agents_only: bool = False
    hint: int | None = None


def named_by(inbound: Inbound) -> dict[str, Known]:
    """Return the messages we know among those the mail names, itself included, by Message-ID; newest name first.

    Ids that can only be a stranger's are looked up for verified senders alone: for others they would join nothing.
    """
    report = inbound.bounced or inbound.complained
    about = report.external_id if report else None
    names = [about, *reversed(inbound.references), inbound.external_id]
    wanted = [name for name in names if name and (inbound.verdict == "pass" or ISSUED.fullmatch(name))]
    if not wanted:
        return {}
    query = select(
        Message.external_id, Message.id, Message.ticket_id, Message.kind, Message.contact_id, Message.inbox_id
    ).where(Message.external_id.in_(wanted), Message.kind.in_([MessageKind.INBOUND, MessageKind.OUTBOUND]))
    rows = [Known(str(row[0]), *row[1:]) for row in db.session.execute(query.order_by(Message.id))]
    # A stranger may reuse the id of a message of ours; ours is the one that counts.
    rows.sort(key=lambda row: (wanted.index(row.external_id), row.kind != MessageKind.OUTBOUND, row.id))
    found: dict[str, Known] = {}
    for row in rows:
        found.setdefault(row.external_id, row)
    return found


def find(
    inbound: Inbound, identity: Identity, inbox_id: int, named: Mapping[str, Known], *, closed_too: bool = False
) -> Thread:
    """Return the ticket a message joins, or none: then it opens one. `closed_too`: finished ones can go on as well."""
    proved = _by_token(inbound) or _by_issued_id(inbound, named)
    if proved:
        ticket, by = proved
        joins = inbound.verdict in BELIEVED and (_takes_part(ticket, identity) or _was_mailed(ticket, identity))
        return Thread(ticket, by, agents_only=not joins)
    if inbound.verdict == "pass" and (ticket_id := _by_own_id(inbound, identity, inbox_id, named.values())):
        return Thread(survivor(db.session.get_one(Ticket, ticket_id)), "own_message")
    numbered = _by_number(inbound)
    if numbered and inbound.verdict == "pass" and _takes_part(numbered, identity):
        return Thread(numbered, "subject")
    if inbound.continues_for is not None and (going_on := _by_contact(inbound, identity, inbox_id, closed_too)):
        return Thread(going_on, "contact")
    return Thread(hint=numbered.number if numbered else None)


def _by_token(inbound: Inbound) -> tuple[Ticket, By] | None:
    for claim in claims(inbound.arrived_at):
        ticket = db.session.get(Ticket, claim.ticket_id)
        if ticket is not None and proves(claim, ticket):
            return _home(ticket, claim.message_id), "token"
    return None


def _home(ticket: Ticket, message_id: int) -> Ticket:
    """Return where an answer to this message belongs today: it may have been merged or split off since."""
    message = db.session.get(Message, message_id)
    return survivor(message.ticket if message is not None else ticket)


def _by_issued_id(inbound: Inbound, named: Mapping[str, Known]) -> tuple[Ticket, By] | None:
    issued: Sequence[Known] = [
        known
        for known in named.values()
        if known.kind == MessageKind.OUTBOUND
        and ISSUED.fullmatch(known.external_id)
        and known.external_id != inbound.external_id
    ]
    return (survivor(db.session.get_one(Ticket, issued[0].ticket_id)), "references") if issued else None


def _by_own_id(inbound: Inbound, identity: Identity, inbox_id: int, named: Iterable[Known]) -> int | None:
    for known in named:
        own = known.kind == MessageKind.INBOUND and known.contact_id == identity.contact_id
        if own and known.inbox_id == inbox_id and known.external_id != inbound.external_id:
            return known.ticket_id
    return None


def _by_contact(inbound: Inbound, identity: Identity, inbox_id: int, closed_too: bool) -> Ticket | None:  # noqa: FBT001
    """Return the ticket in which the last word fell through this inbox, also where we only switched to it."""
    asked = {"contact": identity.contact_id, "inbox": inbox_id}
    since = {} if closed_too else {"since": now() - (inbound.continues_for or timedelta())}
    return db.session.scalar(_going_on(closed_too), asked | since)


@cache
def _going_on(closed_too: bool) -> Select[Ticket]:  # noqa: FBT001
    """Build the statement once: every text asks."""
    inbox = bindparam("inbox", type_=BigInteger)
    here = (Message.ticket_id == Ticket.id, Message.inbox_id == inbox)
    spoken = exists().where(*here, Message.kind == MessageKind.OUTBOUND)
    query = select(Ticket).where(Ticket.contact_id == bindparam("contact"), Ticket.merged_into_id.is_(None))
    query = query.where(or_(Ticket.inbox_id == inbox, spoken))
    if not closed_too:
        query = query.where(Ticket.status.in_(UNFINISHED), Ticket.last_message_at > bindparam("since"))
    last = select(func.max(Message.id)).where(*here).correlate(Ticket).scalar_subquery()
    return query.order_by(func.coalesce(last, 0).desc(), Ticket.id.desc()).limit(1)


def _by_number(inbound: Inbound) -> Ticket | None:
    match = NUMBER.search(inbound.subject)
    number = int(match[1] or match[2]) if match else None
    ticket = db.session.scalar(select(Ticket).where(Ticket.number == number)) if number else None
    return survivor(ticket) if ticket else None


def _takes_part(ticket: Ticket, identity: Identity) -> bool:
    """Tell whether the sender, under any address of theirs, takes part in the ticket."""
    taking_part = exists().where(
        Participant.ticket_id == ticket.id,
        Participant.identity_id == Identity.id,
        Identity.contact_id == identity.contact_id,
    )
    return bool(db.session.scalar(select(taking_part)))


def _was_mailed(ticket: Ticket, identity: Identity) -> bool:
    """Tell whether the sender's address got the ticket's unread words by mail, without taking part there."""
    sent = exists().where(
        Delivery.message_id == Message.id,
        Message.ticket_id == ticket.id,
        Delivery.inbox_id.is_not(None),
        Delivery.address == identity.value,
    )
    return bool(db.session.scalar(select(sent)))
