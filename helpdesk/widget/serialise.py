"""A message as a visitor may see it: who of the two sides, whose name, the words, the files. Nothing of the desk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from helpdesk.accounts.workspace import workspace_name
from helpdesk.contacts.models import Visitor
from helpdesk.kernel.db import db
from helpdesk.mailroom.chatting import messages_of
from helpdesk.satisfaction.answering import asked_by
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Attachment, Message, MessageKind
from helpdesk.tickets.rows import iso

PAGE = 100


def message_json(message: Message, survey: Survey | None = None) -> dict[str, Any]:
    """Return one public message; `from` is visitor, agent or other (somebody else who wrote by mail).

    `survey`: what it asks, if it asks how it went.
    """
    own = message.kind == MessageKind.INBOUND
    visitor = own and (message.client_key is not None or message.contact_id == message.ticket.contact_id)
    return {
        "id": message.id,
        "from": "visitor" if visitor else "other" if own else "agent",
        "name": _name(message),
        "text": message.text,
        "files": [_file(attachment) for attachment in message.attachments],
        "created_at": message.created_at.isoformat().replace("+00:00", "Z"),
        "client_key": message.client_key if own else None,
        "survey": _survey(survey) if survey else None,
    }


def newest(visitor: Visitor) -> list[dict[str, Any]]:
    """Return the newest messages of the visitor's conversation, in reading order."""
    query = messages_of(visitor).options(
        joinedload(Message.agent).lazyload("*"),
        joinedload(Message.contact),
        joinedload(Message.ticket),
        selectinload(Message.attachments),
    )
    found = db.session.scalars(query.order_by(Message.id.desc()).limit(PAGE)).all()
    surveys = surveys_in(found)
    return [message_json(message, surveys.get(message.id)) for message in reversed(found)]


def surveys_in(messages: Sequence[Message]) -> dict[int, Survey]:
    """Return what the machine's messages among these ask; without one, nothing is looked up."""
    spoken = [message.id for message in messages if message.robot is not None]
    return asked_by(spoken) if spoken else {}


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "id": survey.id,
        "score": survey.score,
        "comment": survey.comment,
        "expires_at": iso(survey.expires_at),
    }


def _name(message: Message) -> str:
    if message.agent is not None:
        return message.agent.name
    if message.contact is not None:
        return message.contact.name
    return workspace_name()


def _file(attachment: Attachment) -> dict[str, Any]:
    return {"id": attachment.id, "name": attachment.filename, "size": attachment.size}
