"""Tickets and messages as JSON objects: one serialiser for pages, news, exports and, later, the API."""

from html import unescape
from typing import Any

from sqlalchemy import RowMapping

from helpdesk.accounts.models import Agent
from helpdesk.kernel.ambient import rendered
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.details import details_json, field_names
from helpdesk.tickets.earlier import earlier_of
from helpdesk.tickets.models import Attachment, Message, MessageKind
from helpdesk.tickets.names import NAMED, Names
from helpdesk.tickets.pdf import is_drawn
from helpdesk.tickets.pictures import with_pictures
from helpdesk.tickets.rows import iso, ticket_row
from helpdesk.tickets.timeline import ICONS
from helpdesk.tickets.uploads import SHOWN_INLINE

UNVERIFIED = frozenset({"none", "fail", "ambiguous"})


def message_json(
    message: Message,
    number: int,
    names: Names,
    *,
    event: EventRow | None = None,
    delivery: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a message as the desk shows it. `number` is its ticket's; `delivery` comes from the mailroom."""
    headers = message.headers or {}
    return {
        "id": message.id,
        "ticket_number": number,
        "kind": message.kind,
        "inbox_id": message.inbox_id,
        "author": _author(message, event, names),
        "text": message.text,
        "html": with_pictures(message.html, message.attachments),
        "quoted_text": message.quoted_text,
        "has_remote_images": message.has_remote_images,
        "to": headers.get("to", []),
        "cc": headers.get("cc", []),
        "bcc": headers.get("bcc", []) if message.kind == MessageKind.OUTBOUND else [],
        "attachments": [attachment_json(attachment) for attachment in message.attachments],
        "delivery": delivery,
        "unverified": message.kind == MessageKind.INBOUND and message.verdict in UNVERIFIED,
        "agents_only": message.agents_only,
        "invitation": None if message.redacted_by_id else headers.get("invitation"),
        "forwards": headers.get("forwards"),
        "redacted_by": _redacted_by(message, names),
        "warning": _warning(message),
        "sentence": sentence(event, names) if event else None,
        "icon": ICONS.get(event.name) if event else None,
        "undo_url": _undo_url(event, number) if event else None,
        "undo_label": _("Reopen") if event and event.name == "ticket.stayed_resolved" else None,
        "rule_id": event.actor_id if event and event.actor_kind == "rule" else None,
        "created_at": iso(message.created_at),
        "client_key": message.client_key,
        "source_url": f"/desk/messages/{message.id}/source" if _has_source(message) else None,
        "retry_url": f"/desk/messages/{message.id}/retry" if _may_retry(delivery) else None,
    }


def attachment_json(attachment: Attachment) -> dict[str, Any]:
    """Return a file as a link; `preview` and `pages` say whether the browser may show it in place, and how."""
    return {
        "id": attachment.id,
        "name": attachment.filename,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "url": f"/desk/attachments/{attachment.id}",
        "inline": attachment.inline,
        "preview": attachment.media_type in SHOWN_INLINE,
        "pages": f"/desk/pages/{attachment.id}" if is_drawn(attachment.media_type, attachment.size) else None,
    }


def ticket_news(row: RowMapping, names: Names) -> dict[str, Any]:
    """Return what every desk that has the ticket open may hear: row and who takes part. `names` holds its people."""
    return {
        **ticket_row(row),
        "followers": [{"id": i, "name": names.agents[i]} for i in names.follower_ids if i in names.agents],
        "participants": names.participants,
        "opted_out": [one["value"] for one in names.identities if one["opted_out"]],
        "suppressed": {one["value"]: one["suppressed"] for one in names.identities if one["suppressed"]},
        **details_json(names),
    }


def ticket_json(row: RowMapping, names: Names, *, agent: Agent) -> dict[str, Any]:
    """Return an open ticket as its page shows it to an agent."""
    return {
        **ticket_news(row, names),
        "contact_panel": {
            "id": row["contact_id"],
            "name": row["contact_name"] or row["address"] or f"#{row['contact_id']}",
            "identities": names.identities,
            "blocked": row["contact_blocked_at"] is not None,
            "earlier": earlier_of(names),
        },
        "following": agent.id in names.follower_ids,
    }


def sentence(event: EventRow, names: Names) -> str:
    """Return the history's sentence in the reader's language, without markup."""
    data = dict(event.data)
    fields = field_names(names)
    known: dict[str, dict[int, str]] = {kind: getattr(names, named) for kind, named in NAMED.items()}
    known["field"] = fields
    for key, value in event.data.items():
        kind = key.removesuffix("_id").rsplit("_", 1)[-1]
        if key.endswith("_id") and kind in known:
            data[key.removesuffix("_id")] = known[kind].get(value) if value else None
    data["lacking"] = [fields[one] for one in event.data.get("lacking_ids", ()) if one in fields]
    words = rendered(f"events/{event.name}.html", event=event, data=data, actor_name=actor_name(event, names))
    return unescape(" ".join(words.split()))  # It is text, so O'Hara stays O'Hara; who shows it escapes it.


def actor_name(event: EventRow, names: Names) -> str:
    """Return who did it, in words."""
    match event.actor_kind:
        case "agent":
            return names.agents.get(event.actor_id or 0, _("A former agent"))
        case "contact":
            return _("The customer")
        case "rule" if event.actor_id in names.rules:
            return _("Rule “%(name)s”", name=names.rules[event.actor_id])
        case _:
            return _("Helpdesk")


def _author(message: Message, event: EventRow | None, names: Names) -> dict[str, Any]:
    if event is not None:
        return {"kind": event.actor_kind, "id": event.actor_id, "name": actor_name(event, names)}
    if message.agent is not None:
        return {"kind": "agent", "id": message.agent_id, "name": message.agent.name}
    if message.contact is not None:
        name = message.contact.name or (message.headers or {}).get("from", "") or f"#{message.contact_id}"
        return {"kind": "contact", "id": message.contact_id, "name": name}
    return {"kind": "robot", "id": None, "name": _("Helpdesk")}


def _redacted_by(message: Message, names: Names) -> str | None:
    if message.redacted_by_id is None:
        return None
    return names.agents.get(message.redacted_by_id, _("A former agent"))


def _warning(message: Message) -> str | None:
    if message.kind != MessageKind.INBOUND:
        return None
    consent = (message.headers or {}).get("consent")
    if consent == "out":
        return _("They asked to get no more messages here. Nothing more is sent to this address.")
    if consent == "in":
        return _("They asked to get messages again.")
    if message.agents_only:
        return _("Kept for agents only: the sender does not take part in this ticket or could not be verified.")
    if message.verdict in {"fail", "ambiguous"}:
        return _("The sender's address could not be verified. Be careful with links and requests.")
    hint = (message.headers or {}).get("hint")
    return _("This may belong to ticket #%(number)s.", number=hint["ticket"]) if hint else None


def _has_source(message: Message) -> bool:
    """Tell whether there is an envelope: what came through our own pages has a client's key instead."""
    kept = message.client_key is None and message.redacted_by_id is None
    return message.kind == MessageKind.INBOUND and kept


def _undo_url(event: EventRow, number: int) -> str | None:
    """Return where what happened on a ticket, `number`, can be taken back by whoever reads of it."""
    match event.name:
        case "ticket.merged":
            return f"/desk/tickets/{event.data['number']}/unmerge"
        case "ticket.stayed_resolved":
            return f"/desk/tickets/{number}/reopening"
        case _:
            return None


def _may_retry(delivery: dict[str, Any] | None) -> bool:
    return delivery is not None and delivery["state"] in {"failed", "uncertain"}
