"""What conditions about tickets may speak of: one vocabulary (kernel/filters.py) for views, rules and commands."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import all_channels
from helpdesk.contacts.models import Contact, Identity
from helpdesk.custom_fields.conditions import condition_field
from helpdesk.custom_fields.models import Subject
from helpdesk.custom_fields.reading import all_fields
from helpdesk.kernel.filters import Field, Type, Vocabulary
from helpdesk.kernel.i18n import lazy as _
from helpdesk.tickets.models import (
    Follower,
    Message,
    MessageKind,
    Participant,
    Priority,
    Status,
    Tag,
    Ticket,
    TicketTag,
)


def _tagged(names: Sequence[str] | None) -> ColumnElement[bool]:
    """Return the condition that a ticket has one of these tags; None: any tag at all."""
    tags = select(TicketTag.ticket_id).join(Tag, Tag.id == TicketTag.tag_id)
    wanted = tags if names is None else tags.where(Tag.name.in_(names))
    return Ticket.id.in_(wanted)


def _followed(agents: Sequence[int] | None) -> ColumnElement[bool]:
    """Return the condition that one of these agents follows a ticket; None: that anybody does."""
    followed = select(Follower.ticket_id)
    return Ticket.id.in_(followed if agents is None else followed.where(Follower.agent_id.in_(agents)))


# What the contact wrote last. What is kept for agents only does not count: nobody outside a ticket may steer it.
newest_words = (
    select(Message.text)
    .where(Message.ticket_id == Ticket.id, Message.kind == MessageKind.INBOUND, Message.agents_only.is_(False))
    .order_by(Message.id.desc())
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
)
# The address the contact writes from here.
address = (
    select(Identity.value)
    .join(Participant, Participant.identity_id == Identity.id)
    .where(Participant.ticket_id == Ticket.id, Participant.role == "to", Identity.contact_id == Ticket.contact_id)
    .order_by(Identity.id)
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
)
contact_name = select(Contact.name).where(Contact.id == Ticket.contact_id).correlate(Ticket).scalar_subquery()
contact_locale = select(Contact.locale).where(Contact.id == Ticket.contact_id).correlate(Ticket).scalar_subquery()
blocked = (
    select(Contact.blocked_at.is_not(None)).where(Contact.id == Ticket.contact_id).correlate(Ticket).scalar_subquery()
)
# What people and machines wrote, without notes and history.
messages = (
    select(func.count())
    .where(Message.ticket_id == Ticket.id, Message.kind.in_((MessageKind.INBOUND, MessageKind.OUTBOUND)))
    .correlate(Ticket)
    .scalar_subquery()
)
channel = select(Inbox.channel).where(Inbox.id == Ticket.inbox_id).correlate(Ticket).scalar_subquery()


def _custom() -> list[Field]:
    """Return what an admin defined: a ticket's own as `custom.<key>`, its contact's as `contact.<key>`."""

    def of_contact(value: ColumnElement[Any]) -> ColumnElement[Any]:
        return select(value).where(Contact.id == Ticket.contact_id).correlate(Ticket).scalar_subquery()

    return [
        condition_field(field, f"custom.{field.key}", Ticket.custom)
        if field.subject == Subject.TICKET
        else condition_field(field, f"contact.{field.key}", Contact.custom, of_contact)
        for field in all_fields()
    ]


TICKETS = Vocabulary(
    [
        Field(key="status", label=_("Status"), type=Type.CHOICE, sql=Ticket.status, choices=tuple(Status)),
        Field(key="priority", label=_("Priority"), type=Type.CHOICE, sql=Ticket.priority, choices=tuple(Priority)),
        Field(key="needs_reply", label=_("Needs a reply"), type=Type.BOOLEAN, sql=Ticket.needs_reply),
        Field(key="channel", label=_("Channel"), type=Type.CHOICE, sql=channel, choices=lambda: tuple(all_channels())),
        Field(key="inbox", label=_("Inbox"), type=Type.REF, sql=Ticket.inbox_id),
        Field(key="team", label=_("Team"), type=Type.REF, sql=Ticket.team_id),
        Field(key="assignee", label=_("Assignee"), type=Type.REF, sql=Ticket.assignee_id, people=True),
        Field(key="followers", label=_("Followers"), type=Type.PEOPLE, having=_followed, people=True),
        Field(key="tags", label=_("Tags"), type=Type.TAGS, having=_tagged),
        Field(key="subject", label=_("Subject"), type=Type.TEXT, sql=Ticket.subject),
        Field(key="message", label=_("Newest message"), type=Type.TEXT, sql=newest_words),
        Field(key="messages", label=_("Number of messages"), type=Type.NUMBER, sql=messages),
        Field(key="number", label=_("Number"), type=Type.NUMBER, sql=Ticket.number),
        Field(key="contact", label=_("Contact"), type=Type.REF, sql=Ticket.contact_id),
        Field(key="contact_name", label=_("Customer's name"), type=Type.TEXT, sql=contact_name),
        Field(key="address", label=_("Customer's address"), type=Type.TEXT, sql=address),
        Field(key="contact_language", label=_("Customer's language"), type=Type.TEXT, sql=contact_locale),
        Field(key="contact_blocked", label=_("Customer is blocked"), type=Type.BOOLEAN, sql=blocked),
        Field(key="created_at", label=_("Created"), type=Type.DATE, sql=Ticket.created_at),
        Field(key="last_message_at", label=_("Last message"), type=Type.DATE, sql=Ticket.last_message_at),
        Field(key="waiting_since", label=_("Waiting since"), type=Type.DATE, sql=Ticket.waiting_since),
        Field(key="due_at", label=_("Due"), type=Type.DATE, sql=Ticket.next_due_at),
        Field(key="snoozed_until", label=_("Snoozed until"), type=Type.DATE, sql=Ticket.snoozed_until),
        Field(key="first_replied_at", label=_("First reply"), type=Type.DATE, sql=Ticket.first_replied_at),
        Field(key="resolved_at", label=_("Resolved"), type=Type.DATE, sql=Ticket.resolved_at),
        Field(key="closed_at", label=_("Closed"), type=Type.DATE, sql=Ticket.closed_at),
        Field(key="csat_score", label=_("Customer's rating"), type=Type.NUMBER, sql=Ticket.csat_score),
    ],
    more=_custom,
)
