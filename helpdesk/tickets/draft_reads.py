"""Drafts as JSON objects, for pages and news alike; only their author ever gets them."""

from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.drafts import SHOWN, Draft, files_of
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.pictures import uploads_in
from helpdesk.tickets.rows import iso
from helpdesk.tickets.serialise import attachment_json
from helpdesk.tickets.visibility import visible


def drafts_of(agent: Agent, *, number: int | None = None, draft_id: int | None = None) -> list[dict[str, Any]]:
    """Return an agent's drafts on tickets they may see, newest first: all, one ticket's, or one; two statements."""
    mine = select(Draft, Ticket.number).join(Ticket, Ticket.id == Draft.ticket_id)
    mine = mine.where(Draft.agent_id == agent.id, visible(agent))
    if number is not None:
        mine = mine.where(Ticket.number == number)
    if draft_id is not None:
        mine = mine.where(Draft.id == draft_id)
    found = db.session.execute(mine.order_by(Draft.id.desc()).limit(SHOWN)).all()
    files = files_of([draft.id for draft, _number in found]) if found else {}
    return [_json(draft, ticket_number, list(files.get(draft.id, {}).values())) for draft, ticket_number in found]


def _json(draft: Draft, number: int, files: list[Any]) -> dict[str, Any]:
    recipients, shown = draft.recipients, uploads_in(draft.html)
    return {
        "id": draft.id,
        "number": number,
        "kind": draft.kind,
        "text": draft.text,
        "html": draft.html,
        "inbox_id": draft.inbox_id,
        "to": recipients.get("to"),
        "cc": recipients.get("cc"),
        "bcc": recipients.get("bcc"),
        "mentions": draft.mentions,
        "attachments": [attachment_json(one) for one in files if one.id not in shown],
        "status": draft.status,
        "last_message_id": draft.seen_message_id,
        "client_key": draft.client_key,
        "release_at": iso(draft.release_at),
        "scheduled": draft.scheduled,
        "held": draft.held,
        "held_words": held_words(draft.held) if draft.held else None,
        "version": draft.version,
        "created_at": iso(draft.created_at),
    }


def held_words(reason: str) -> str:
    """Return why a reply did not leave, in the reader's language."""
    known = {
        "moved_on": _("Somebody wrote before it left."),
        "written": _("The customer wrote before it left."),
        "merged": _("Its ticket was merged into another person's before it left."),
        "opted_out": _("They asked to get no more messages at this address."),
        "forbidden": _("You may not answer this ticket any more."),
        "not_found": _("You may not see this ticket any more."),
        "fields_lacking": _("A field that is needed was not filled in."),
        "no_way": _("They cannot be reached that way any more."),
        "no_recipient": _("There is nobody to send it to."),
    }
    return known.get(reason, _("It could not be sent as it is."))
