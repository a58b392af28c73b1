"""One message: its source, its remote pictures on demand, another try at sending it."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.blobs import BlobMissing, read
from helpdesk.kernel.db import db, finish_reading
from helpdesk.kernel.outbound import Blocked, FetchFailed, fetch
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.safehtml import show_pictures
from helpdesk.kernel.tokens import BadToken, read_signed, signed
from helpdesk.mailroom.models import Envelope
from helpdesk.mailroom.outbox import retry_delivery
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.pictures import with_pictures
from helpdesk.tickets.uploads import SHOWN_INLINE, media_type_of
from helpdesk.tickets.visibility import visible

bp = Blueprint("messages", __name__, url_prefix="/desk")
PICTURES_FOR = timedelta(hours=1)
MAX_PICTURE_BYTES = 5 * 1024 * 1024
MAX_SOURCE_SHOWN = 512 * 1024


def visible_message(identity: int) -> Message:
    """Return a message of a ticket that the agent may see. Raises `NotFound`, alike for unknown and foreign."""
    query = select(Message).join(Ticket, Message.ticket_id == Ticket.id).where(Message.id == identity, visible(me()))
    message = db.session.scalar(query)
    if message is None:
        raise NotFound
    return message


@bp.get("/messages/<int:identity>/source")
@permitted()
def source(identity: int) -> ResponseReturnValue:
    """Show what arrived, byte for byte as text; `?raw=1` downloads it."""
    message = visible_message(identity)
    envelope = db.session.scalar(select(Envelope).where(Envelope.message_id == message.id))
    if envelope is None or message.redacted_by_id is not None:
        raise NotFound
    try:
        raw = read(envelope.blob_sha)
    except BlobMissing:
        raise NotFound from None
    if request.args.get("raw"):
        headers = {"Content-Disposition": f'attachment; filename="message-{identity}.eml"'}
        return Response(raw, content_type="application/octet-stream", headers=headers)
    shown = raw[:MAX_SOURCE_SHOWN].decode("utf-8", "replace")
    cut = len(raw) > MAX_SOURCE_SHOWN
    return render_template("desk/message_source.html", message=message, envelope=envelope, source=shown, cut=cut)


@bp.get("/messages/<int:identity>/pictures")
@permitted()
def pictures(identity: int) -> ResponseReturnValue:
    """Return the message's HTML with remote pictures fetched through us, so that no sender learns who reads when."""
    message = visible_message(identity)
    return jsonify(html=show_pictures(with_pictures(message.html, message.attachments) or "", _through_us))


def _through_us(url: str) -> str:
    return f"/desk/pictures/{signed('picture', url, expires_in=PICTURES_FOR)}"


@bp.get("/pictures/<token>")
@permitted()
def picture(token: str) -> ResponseReturnValue:
    """Fetch one remote picture, if it is one; anything else is 404."""
    try:
        url = str(read_signed("picture", token))
        finish_reading()  # No network inside a transaction, not even a read's.
        fetched = fetch(url, max_bytes=MAX_PICTURE_BYTES)
    except (BadToken, Blocked, FetchFailed):
        raise NotFound from None
    media_type = media_type_of(fetched.body, "")
    if fetched.status != 200 or media_type not in SHOWN_INLINE:  # noqa: PLR2004
        raise NotFound
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, max-age=3600"}
    return Response(fetched.body, content_type=media_type, headers=headers)


@bp.post("/messages/<int:identity>/retry")
@permitted("deliveries.retry")
def retry(identity: int) -> ResponseReturnValue:
    """Send a failed message again."""
    message = visible_message(identity)
    retry_delivery(message, by=me())
    db.session.flush()
    return jsonify(answer(message.ticket, me(), message=message))
