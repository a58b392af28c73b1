"""A mail that somebody attached whole, opened to be read: who, when, its words in a frame, its files."""

import io

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from helpdesk.channels.email.parsed import ParsedAttachment, ParsedMail
from helpdesk.desk.attached_mails import mail_of
from helpdesk.desk.door import me, permitted
from helpdesk.desk.files import send, visible_file
from helpdesk.kernel.assets import asset
from helpdesk.kernel.db import db, finish_reading
from helpdesk.kernel.limits import limiter
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.safehtml import text_to_html
from helpdesk.tickets.models import Message
from helpdesk.tickets.pictures import placed
from helpdesk.tickets.uploads import media_type_of, safe_name

bp = Blueprint("attached_mail", __name__, url_prefix="/desk/attachments/<int:identity>/mail")
MAIL = "message/rfc822"
READ = "300/minute"
FRAME = '<!doctype html><html class="{}"><head><base target="_blank"><link rel="stylesheet" href="{}"></head><body>'


@bp.get("")
@permitted()
@limiter.limit(READ, key_func=lambda: f"mails:{me().id}")
def show(identity: int) -> ResponseReturnValue:
    """Show the mail."""
    attachment = visible_file(identity)
    message = db.session.get(Message, attachment.message_id) if attachment.message_id else None
    number, name = message.ticket.number if message else None, attachment.filename
    mail = _opened(attachment.media_type, attachment.blob_sha, attachment.size)
    urls = {one.content_id: f"/desk/attachments/{identity}/mail/{n}" for n, one in _files(mail) if one.content_id}
    body = placed(mail.html, urls) or text_to_html(mail.text)
    look = "paper set-in" if mail.html else ""  # A mail's own colours are meant for paper, in any theme.
    return render_template(
        "desk/attached_mail.html",
        mail=mail,
        # A plain str: the template escapes it as an attribute, so that it cannot leave its frame.
        document=f"{FRAME.format(look, asset('mail.css'))}{body}</body></html>",
        files=[(n, safe_name(one.filename), one.size) for n, one in _files(mail)],
        identity=identity,
        name=name,
        number=number,
    )


@bp.get("/<int:number>")
@permitted()
@limiter.limit(READ, key_func=lambda: f"mails:{me().id}")
def show_file(identity: int, number: int) -> ResponseReturnValue:
    """Send a file of the mail; they are counted as the page counts them."""
    attachment = visible_file(identity)
    mail = _opened(attachment.media_type, attachment.blob_sha, attachment.size)
    if number >= len(mail.attachments):
        raise NotFound
    file = mail.attachments[number]
    return send(io.BytesIO(file.data), safe_name(file.filename), media_type_of(file.data, file.content_type), file.size)


def _opened(media_type: str, sha: str, size: int) -> ParsedMail:
    """Read the mail outside of any transaction."""
    if media_type != MAIL:
        raise NotFound
    finish_reading()
    return mail_of(sha, size)


def _files(mail: ParsedMail) -> list[tuple[int, ParsedAttachment]]:
    return list(enumerate(mail.attachments))
