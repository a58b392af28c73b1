"""The shapes of an export: plain values that another system, or a person, can read without our models."""

from typing import Any

from helpdesk.kernel.events import EventRow
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.models import Attachment, Message
from helpdesk.tickets.rows import iso


def message_json(message: Message) -> dict[str, Any]:
    """What somebody wrote, inbound, outbound or as a note."""
    return {
        "id": message.id,
        "kind": message.kind,
        "agent": message.agent.email if message.agent else None,
        "contact_id": message.contact_id,
        "robot": message.robot,
        "text": message.text,
        "quoted_text": message.quoted_text,
        "html": message.html,
        "headers": message.headers,
        "external_id": message.external_id,
        "verdict": message.verdict,
        "agents_only": message.agents_only,
        "sent_at": iso(message.sent_at),
        "created_at": iso(message.created_at),
    }


def event_json(event: EventRow) -> dict[str, Any]:
    """What happened, with ids as they are in this database."""
    return {
        "id": event.id,
        "name": event.name,
        "subject": {"kind": event.subject_kind, "id": event.subject_id},
        "actor": {"kind": event.actor_kind, "id": event.actor_id},
        "data": event.data,
        "created_at": iso(event.created_at),
    }


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """One message on its way to one address."""
    return {
        "message_id": delivery.message_id,
        "address": delivery.address,
        "role": delivery.role,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "error": delivery.error,
        "changed_at": iso(delivery.changed_at),
    }


def attachment_json(attachment: Attachment) -> dict[str, Any]:
    """A file by name and digest; its bytes lie in the store under that digest."""
    return {
        "message_id": attachment.message_id,
        "name": attachment.filename,
        "type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.blob_sha,
        "inline": attachment.inline,
    }
