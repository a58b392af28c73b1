"""Files: what an agent brings, and what a message carries. A foreign or unknown file is 404, alike."""

from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from werkzeug.wsgi import FileWrapper

from helpdesk.desk.door import me, permitted
from helpdesk.kernel.blobs import BlobMissing, open_blob
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.limits import limiter
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.web import created, up_to
from helpdesk.tickets.models import Attachment, Message, Ticket
from helpdesk.tickets.pdf import Page, is_drawn, page_of
from helpdesk.tickets.serialise import attachment_json
from helpdesk.tickets.uploads import MAX_FILE_BYTES, SHOWN_INLINE, TooLarge, drop, media_type_of, upload
from helpdesk.tickets.visibility import visible

bp = Blueprint("files", __name__, url_prefix="/desk")
ENVELOPE_BYTES = 64 * 1024
DRAWN = "300/minute"
KEPT = "private, max-age=3600"
HEAD_BYTES = 4096  # What tells a picture; a mail may call anything one.


@bp.post("/uploads")
@permitted("tickets.work")
@limiter.limit("100/minute", key_func=lambda: f"upload:{me().id}")
@up_to(MAX_FILE_BYTES + ENVELOPE_BYTES)
def create() -> ResponseReturnValue:
    """Keep a file for a message to come."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadInput(_("Choose a file."), "file")
    data = file.stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge
    return created(**attachment_json(upload(data, filename=file.filename, claimed_type=file.mimetype, by=me())))


@bp.delete("/uploads/<int:identity>")
@permitted("tickets.work")
def remove(identity: int) -> ResponseReturnValue:
    """Throw an own unused upload away."""
    drop(identity, by=me())
    return "", 204


@bp.get("/attachments/<int:identity>")
@bp.get("/attachments/<int:identity>/<path:_name>")
@permitted()
def show(identity: int, _name: str = "") -> ResponseReturnValue:
    """Send a file of a ticket the agent sees: pictures in place, anything else as a download, never as our own page."""
    attachment = visible_file(identity)
    try:
        stream = open_blob(attachment.blob_sha)
    except BlobMissing:
        raise NotFound from None
    return send(stream, attachment.filename, attachment.media_type, attachment.size)


@bp.get("/pages/<int:identity>")
@permitted()
@limiter.limit(DRAWN, key_func=lambda: f"pages:{me().id}")
def pages(identity: int) -> ResponseReturnValue:
    """Say how many pages a PDF has."""
    return jsonify(count=_drawn(identity, 1).pages)


@bp.get("/pages/<int:identity>/<int:number>")
@permitted()
@limiter.limit(DRAWN, key_func=lambda: f"pages:{me().id}")
def page(identity: int, number: int) -> ResponseReturnValue:
    """Send a page of a PDF as a picture."""
    response = Response(_drawn(identity, number).picture, mimetype="image/webp")
    response.headers["Cache-Control"] = KEPT
    return response


def _drawn(identity: int, number: int) -> Page:
    attachment = visible_file(identity)
    if not is_drawn(attachment.media_type, attachment.size):
        raise NotFound
    sha = attachment.blob_sha
    db.session.remove()  # Drawing takes its time, and nobody shall wait for this transaction meanwhile.
    return page_of(sha, number)


def visible_file(identity: int) -> Attachment:
    """Return a file of a ticket that the agent sees, or their own upload. Raises `NotFound`."""
    own_upload = Attachment.message_id.is_(None) & (Attachment.uploaded_by_id == me().id)
    attachment = db.session.scalar(
        select(Attachment)
        .outerjoin(Message, Attachment.message_id == Message.id)
        .outerjoin(Ticket, Message.ticket_id == Ticket.id)
        .where(Attachment.id == identity, or_(own_upload, Ticket.id.is_not(None) & visible(me())))
    )
    if attachment is None:
        raise NotFound
    return attachment


def send(stream: BinaryIO, filename: str, media_type: str, size: int) -> Response:
    """Answer with a file: a picture that is one in place, anything else as a download."""
    shown = media_type in SHOWN_INLINE and media_type_of(stream.read(HEAD_BYTES), "") == media_type
    stream.seek(0)
    response = Response(FileWrapper(stream, 64 * 1024), direct_passthrough=True)
    response.call_on_close(stream.close)
    headers = response.headers
    headers["Content-Type"] = media_type if shown else "application/octet-stream"
    headers["Content-Length"] = str(size)
    headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(filename)}"
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    headers["Cache-Control"] = KEPT
    return response
