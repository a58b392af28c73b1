"""What an agent has begun to write: kept while they type, taken back before it leaves, gone when they say so."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.models import Agent
from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.desk.writing import ROLES, addresses, cleaned, known_inbox
from helpdesk.kernel.body import LONG_TEXT, BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import Speech, speaking
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.live import News, shows
from helpdesk.kernel.web import created
from helpdesk.mailroom.signing import signatures_for
from helpdesk.sla.promising import terms_now
from helpdesk.tickets import leaving
from helpdesk.tickets.draft_reads import drafts_of
from helpdesk.tickets.drafts import Words, discard, save
from helpdesk.tickets.events import DraftDropped, DraftHeld, DraftLeaving, DraftSaved, DraftTakenBack
from helpdesk.tickets.models import Status
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("drafts", __name__, url_prefix="/desk")
KINDS = ("reply", "note")
FIELDS = ("kind", "text", "html", "inbox_id", *ROLES, "attachments", "mentions", "last_message_id", "status")


@bp.get("/drafts")
@permitted("tickets.work")
def index() -> ResponseReturnValue:
    """Give a page all it needs to go on writing where its reader stopped, and what is signed below it."""
    zone = terms_now(tz="").tz  # Where it is morning, as long as nobody knows the customer's.
    return jsonify(drafts=drafts_of(me()), signatures=signatures_for(me()), zone=zone)


@bp.get("/tickets/<int:number>/draft")
@permitted("tickets.work")
def show(number: int) -> ResponseReturnValue:
    """Give what the agent has begun, or has leaving, on one ticket."""
    return jsonify(drafts=drafts_of(me(), number=ticket_numbered(me(), number).number))


@bp.put("/tickets/<int:number>/draft")
@permitted("tickets.work")
def update(number: int) -> ResponseReturnValue:
    """Keep what was typed; the whole of it each time, and empty when it was all deleted."""
    sent = body(*FIELDS)
    kind = sent.choice("kind", KINDS)
    sent.text("text", most=LONG_TEXT, required=False)  # Checked, but kept with the spaces somebody is typing at.
    words = Words(
        text=sent.values.get("text") or "",
        html=cleaned(sent),
        inbox_id=known_inbox(sent),
        recipients=addresses(sent),
        upload_ids=sent.ids("attachments"),
        mention_ids=sent.ids("mentions"),
        status=sent.choice("status", list(Status)) if sent.text("status", required=False) else None,
        seen_message_id=sent.maybe_id("last_message_id"),
    )
    ticket = ticket_numbered(me(), number)
    draft = save(ticket, by=me(), kind=kind, words=words)
    return jsonify(draft=drafts_of(me(), draft_id=draft.id)[0] if draft else None)


@bp.delete("/tickets/<int:number>/draft")
@permitted("tickets.work")
def delete(number: int) -> ResponseReturnValue:
    """Throw away what was being written: the reply, or with `kind` the note."""
    kind = request.args.get("kind", "reply")
    if kind not in KINDS:
        raise BadInput(_("This is not one of the choices."), "kind")
    discard(ticket_numbered(me(), number), by=me(), kind=kind)
    return "", 204


@bp.post("/tickets/<int:number>/draft/undo")
@permitted("tickets.work")
def undo(number: int) -> ResponseReturnValue:
    """Take a reply back before it leaves; 409 when it has left."""
    draft_id = body("draft").maybe_id("draft")
    draft = leaving.undo(ticket_numbered(me(), number), by=me(), draft_id=draft_id)
    return jsonify(draft=drafts_of(me(), draft_id=draft.id)[0])


@bp.post("/tickets/<int:number>/draft/release")
@permitted("tickets.work")
def release(number: int) -> ResponseReturnValue:
    """Let a reply leave now that waits for its hour."""
    draft_id = body("draft").maybe_id("draft")
    if draft_id is None:
        raise BadInput(_("This is needed."), "draft")
    ticket = ticket_numbered(me(), number)
    message = leaving.send_now(ticket, by=me(), draft_id=draft_id)
    return created(**answer(ticket, me(), message=message))


@shows(DraftSaved, DraftLeaving, DraftTakenBack, DraftHeld)
def tell_author(event: EventRow) -> Iterator[News]:
    """Show the draft in every window of its author, and to nobody else."""
    agent_id, draft_id = event.data["agent_id"], event.subject_id
    yield News((f"desk:agent:{agent_id}",), "draft", partial(_news, agent_id, draft_id), f"draft:{draft_id}")


@shows(DraftDropped)
def tell_gone(event: EventRow) -> Iterator[News]:
    """Say that it is sent or thrown away."""
    gone = {"draft": None, "dropped": event.subject_id}
    room = (f"desk:agent:{event.data['agent_id']}",)
    yield News(room, "draft", lambda: gone, f"draft:{event.subject_id}")


def _news(agent_id: int, draft_id: int) -> dict[str, Any]:
    agent = db.session.get_one(Agent, agent_id)
    with speaking(Speech(agent.locale, agent.tz)):
        found = drafts_of(agent, draft_id=draft_id)
    return {"draft": found[0], "dropped": None} if found else {"draft": None, "dropped": draft_id}
