"""What is said: `POST` one message, `GET` them all or what changed since a cursor, `seen` up to one.

A foreign or unknown message answers 404 alike; a token that is not a visitor's of this inbox 401.
"""

import re
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.wsgi import FileWrapper

from helpdesk.contacts.visitors import arrive, room_of
from helpdesk.kernel import live, tail
from helpdesk.kernel.blobs import BlobMissing, open_blob
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.tail import BadCursor, Cursor, read_cursor
from helpdesk.kernel.tokens import BadToken
from helpdesk.kernel.web import created
from helpdesk.mailroom.chatting import messages_of, say, see
from helpdesk.tickets.models import Attachment, Message
from helpdesk.widget.door import Stranger, inbox_of, known_visitor, public, token_hash, visitor_of
from helpdesk.widget.serialise import message_json, newest

bp = Blueprint("widget_messages", __name__, url_prefix="/widget/<token>")
LONGEST = 10_000
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@bp.post("/messages")
@public
def create(token: str) -> ResponseReturnValue:
    """Take what a visitor says; the first message makes the visitor and the ticket."""
    inbox = inbox_of(token)
    mine = token_hash(inbox)
    sent = body("text", "client_key")
    text, key = sent.text("text", most=LONGEST), sent.text("client_key", most=64)
    if not KEY.fullmatch(key):
        raise BadInput(_("This must be 8 to 64 letters, digits or dashes."), "client_key")
    try:
        visitor = arrive(mine, inbox_id=inbox.id, ip=request.remote_addr or "")
    except BadToken:
        raise Stranger from None
    message = say(visitor, text, inbox=inbox, client_key=key)
    return created(message=message_json(message), cursor=str(tail.end()))


@bp.get("/messages")
@public
def index(token: str) -> ResponseReturnValue:
    """Return the newest messages, or after a cursor every one that is new or changed since."""
    visitor = visitor_of(inbox_of(token))
    cursor = _cursor()
    if visitor is None:
        return jsonify(messages=[], cursor=str(tail.end()), reload=False, email=None)
    if cursor is not None:
        missed, end = live.replay(cursor, [room_of(visitor.token_hash)])
        if missed is not None:
            return jsonify(messages=[news["message"] for news in missed], cursor=str(end), reload=False)
    end = tail.end()  # Before the messages: one that commits meanwhile is told twice rather than never.
    return jsonify(messages=newest(visitor), cursor=str(end), reload=True, email=visitor.email)


@bp.post("/seen")
@public
def seen(token: str) -> ResponseReturnValue:
    """Note that everything up to a message was on a screen somebody looked at."""
    visitor = known_visitor(inbox_of(token))
    message_id = body("message_id").maybe_id("message_id")
    if message_id is None:
        raise BadInput(_("This is needed."), "message_id")
    see(visitor, message_id)
    return jsonify(ok=True)


@bp.get("/files/<int:identity>")
@public
def file(token: str, identity: int) -> ResponseReturnValue:
    """Send a file of a message the visitor may read, always as a download."""
    visitor = known_visitor(inbox_of(token))
    readable = messages_of(visitor).with_only_columns(Message.id)
    attachment = db.session.scalar(
        select(Attachment).where(Attachment.id == identity, Attachment.message_id.in_(readable))
    )
    if attachment is None:
        raise NotFound
    try:
        stream = open_blob(attachment.blob_sha)
    except BlobMissing:
        raise NotFound from None
    response = Response(FileWrapper(stream, 64 * 1024), direct_passthrough=True)
    response.call_on_close(stream.close)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Length"] = str(attachment.size)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.filename)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _cursor() -> Cursor | None:
    after = request.args.get("after")
    try:
        return read_cursor(after) if after else None
    except BadCursor:
        raise BadInput(_("This place does not exist."), "after") from None
