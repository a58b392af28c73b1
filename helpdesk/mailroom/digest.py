"""What stayed unread in a live conversation, as one mail: the agents' words and nothing else.

No history and no open link, because the address may only be claimed (SECURITY R-WID).
"""

from collections.abc import Sequence

from sqlalchemy import exists, func, select

from helpdesk.accounts.workspace import workspace_name
from helpdesk.channels.base import Address, Outbound
from helpdesk.kernel.ambient import rendered
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import text_to_html
from helpdesk.mailroom.marks import loop_mark, reply_token
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.outgoing import files_of
from helpdesk.tickets.models import Message, MessageKind

MOST = 50


def unread(ticket_id: int, *, up_to: int | None = None) -> Sequence[Message]:
    """Return the agents' messages that nobody has seen and no mail has carried, oldest first.

    With `up_to`, the id of the message whose mail is being written, what that mail carries.
    """
    mailed = select(func.max(Delivery.message_id)).join(Message).where(Message.ticket_id == ticket_id)
    mailed = mailed.where(Delivery.inbox_id.is_not(None))
    if up_to is not None:
        mailed = mailed.where(Delivery.message_id < up_to)
    in_the_chat = exists().where(
        Delivery.message_id == Message.id, Delivery.inbox_id.is_(None), Delivery.state == DeliveryState.SENT
    )
    query = select(Message).where(
        Message.ticket_id == ticket_id,
        Message.kind == MessageKind.OUTBOUND,
        Message.robot.is_(None),
        Message.agents_only.is_(False),
        Message.id > func.coalesce(mailed.scalar_subquery(), 0),
        in_the_chat,
    )
    if up_to is not None:
        query = query.where(Message.id <= up_to)
    return db.session.scalars(query.order_by(Message.id.desc()).limit(MOST)).all()[::-1]


def digest_of(message: Message, recipients: Sequence[str]) -> Outbound | None:
    """Return the mail that `message`, its newest, carries; None when everything was seen meanwhile."""
    messages = unread(message.ticket_id, up_to=message.id)
    if not messages:
        return None
    name = workspace_name()
    said = [(one.agent.name if one.agent else name, one.text, text_to_html(one.text)) for one in messages]
    return Outbound(
        number=message.id,
        subject=_("%(name)s answered you in the chat", name=name),
        text=rendered("mail/unread/body.txt", said=said).strip("\n") + "\n",
        html=rendered("mail/unread/body.html", said=said),
        to=tuple(Address(address) for address in recipients),
        recipients=tuple(recipients),
        files=tuple(file for one in messages for file in files_of(one)),
        external_id=message.external_id,
        reply_token=reply_token(message.ticket, message),
        loop_mark=loop_mark(message.id),
        sent_at=message.created_at,
    )
