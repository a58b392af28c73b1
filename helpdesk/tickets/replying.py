"""An agent answers the contact. What sends it is the outbox's business; the verb only says that it is said."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of
from helpdesk.contacts.identities import BadAddress, resolve
from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.claiming import take_by_answering
from helpdesk.tickets.events import MessageSent
from helpdesk.tickets.keys import said_before
from helpdesk.tickets.mentions import answered
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.opening import join
from helpdesk.tickets.pictures import uploads_in
from helpdesk.tickets.reachable import check_fits, refuse_opted_out
from helpdesk.tickets.receiving import show_newest
from helpdesk.tickets.redirecting import refuse_merged
from helpdesk.tickets.spending import refuse_spending
from helpdesk.tickets.status import change_status
from helpdesk.tickets.uploads import take
from helpdesk.tickets.ways import check_way, usual_people

MAX_RECIPIENTS = 50


class MovedOn(Problem):
    """Somebody wrote since the agent looked; the answer carries the new messages, so that the draft can be mended."""

    code, words = "moved_on", "Somebody wrote while you were writing. Read it first, then send again."

    def __init__(self, messages: Sequence[Message]) -> None:
        """Keep what is new."""
        super().__init__(self.words)
        self.messages = messages


class NoRecipient(Problem):
    """A reply needs somebody to reach."""

    status, code, words = 422, "no_recipient", "There is nobody to send this to."


def reply(
    ticket: Ticket,
    *,
    by: Agent,
    text: str,
    html: str | None = None,
    inbox: Inbox | None = None,
    to: Sequence[str] | None = None,
    cc: Sequence[str] | None = None,
    bcc: Sequence[str] | None = None,
    upload_ids: Sequence[int] = (),
    client_key: str | None = None,
    seen_message_id: int | None = None,
    then: str | None = None,
    waited: bool = False,
) -> Message:
    """Answer; `to`, `cc` and `bcc` are addresses, by default those who take part. Returns the message.

    `inbox`: another than the ticket's, by which the contact is reached at another kind of address (tickets/ways.py).

    The same `client_key` again returns the first message (a double click, a retry after a lost answer). With
    `seen_message_id`, a public message newer than that raises `MovedOn`; after a reply `waited` to leave, only what
    somebody else wrote does. `then` is the status to move to with it, once: what the contact did between two clicks
    counts. Raises `NoRecipient`, `BadInput`, and `OptedOut` for somebody who wants no more messages, `NoWay`, and what
    `refuse_spending` raises.
    """
    lock(ticket)
    refuse_merged(ticket)
    if sent := said_before(ticket, client_key, kind=MessageKind.OUTBOUND, by=by, text=text):
        return sent
    inbox = inbox or ticket.inbox
    recipients = check_reply(
        ticket,
        text=text,
        html=html,
        inbox=inbox,
        to=to,
        cc=cc,
        bcc=bcc,
        upload_ids=upload_ids,
        seen_message_id=seen_message_id,
        waited_by=by if waited else None,
    )
    take_by_answering(ticket, by=by)
    message = Message(
        ticket_id=ticket.id,
        kind=MessageKind.OUTBOUND,
        inbox_id=inbox.id,
        agent_id=by.id,
        text=text,
        html=html if channel_of(inbox).features.html else None,
        client_key=client_key,
        headers={role: [identity.value for identity in people] for role, people in recipients.items()},
    )
    db.session.add(message)
    db.session.flush()
    take(message, upload_ids, by=by)
    join(ticket, [(identity, role) for role in ("to", "cc") for identity in recipients[role]])
    answered(ticket, by=by)
    ticket.needs_reply, ticket.waiting_since, ticket.updated_at = False, None, now()
    ticket.first_replied_at = ticket.first_replied_at or now()
    show_newest(ticket, text, by="agent")
    record(MessageSent(message), by=by)
    if then:
        change_status(ticket, then, by=by)
    return message


def check_reply(
    ticket: Ticket,
    *,
    text: str,
    html: str | None,
    inbox: Inbox,
    to: Sequence[str] | None,
    cc: Sequence[str] | None,
    bcc: Sequence[str] | None,
    upload_ids: Sequence[int],
    seen_message_id: int | None,
    waited_by: Agent | None,
) -> dict[str, list[Identity]]:
    """Raise what stands against these words leaving now; returns whom they reach, by role. `waited_by`: its author."""
    _check_view(ticket, seen_message_id, waited_by)
    check_way(ticket, inbox)
    features = channel_of(inbox).features
    if features.live:
        to = cc = bcc = None  # Whoever is in the conversation reads it; nobody can be called in by an address.
    recipients = _recipients(ticket, inbox, to=to, cc=cc, bcc=bcc)
    everybody = [identity for people in recipients.values() for identity in people]
    check_fits(features, text, copies=len(everybody) - 1, upload_ids=[*upload_ids, *uploads_in(html)])
    refuse_opted_out(everybody)
    for one in everybody:
        refuse_spending(inbox, one)
    return recipients


def _check_view(ticket: Ticket, seen_message_id: int | None, waited_by: Agent | None) -> None:
    """Raise `MovedOn` for what is new. While a reply waited, its author's own words and a machine's change nothing."""
    if seen_message_id is None:
        return
    newer = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.id > seen_message_id,
        Message.kind.in_([MessageKind.INBOUND, MessageKind.OUTBOUND]),
        Message.agents_only.is_(False),
    )
    if waited_by is not None:
        newer = newer.where(Message.robot.is_(None), Message.agent_id.is_distinct_from(waited_by.id))
    messages = db.session.scalars(newer.order_by(Message.id).limit(20)).all()
    if messages:
        raise MovedOn(messages)


def _recipients(ticket: Ticket, inbox: Inbox, **asked: Sequence[str] | None) -> dict[str, list[Identity]]:
    """Return whom the message goes to, by role, each address once and never one of our own.

    A reply to all that named an inbox, or a ticket's own reply address, would come back to us.
    """
    usual = usual_people(ticket, inbox)
    own = own_addresses()
    seen: set[str] = set()
    found: dict[str, list[Identity]] = {}
    for role in ("to", "cc", "bcc"):
        addresses = asked[role]
        people = usual.get(role, []) if addresses is None else _identities(inbox, addresses, role)
        fresh = {one.value: one for one in people if one.value not in seen and not is_own(one.value, own)}
        found[role] = list(fresh.values())
        seen |= fresh.keys()
    if not found["to"]:
        raise NoRecipient
    return found


def _identities(inbox: Inbox, addresses: Iterable[str], role: str) -> list[Identity]:
    listed = list(addresses)
    if len(listed) > MAX_RECIPIENTS:
        raise BadInput(_("These are too many recipients."), role)
    kind = channel_of(inbox).address_kind
    try:
        return [resolve(kind, address, source="agent") for address in listed]
    except BadAddress:
        raise BadInput(_("Enter full addresses."), role) from None
