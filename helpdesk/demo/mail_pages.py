"""/demo/mailbox: what customers find in their mailbox, and how they write and answer, through the real hook."""

import secrets
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from helpdesk.channels.email.compose import reply_address
from helpdesk.channels.models import Inbox
from helpdesk.contacts.identities import BadAddress, normalised
from helpdesk.demo import mailbox
from helpdesk.demo.door import bp, public
from helpdesk.demo.files import MadeFile
from helpdesk.demo.letters import Letter
from helpdesk.demo.posting import NotTaken, post
from helpdesk.kernel.assets import asset
from helpdesk.kernel.body import LONG_TEXT, BadInput, Body, body
from helpdesk.kernel.clock import now
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound

MAX_FILE_BYTES = 1024 * 1024
MAX_NAME = 120


@bp.get("/mailbox")
@public
def show() -> ResponseReturnValue:
    """Show one person's mailbox; without an address, whose mailboxes there are."""
    given = request.args.get("address")
    if given is None:
        return render_template("demo/mailboxes.html", residents=mailbox.residents())
    address = _address(given)
    return render_template(
        "demo/mailbox.html",
        address=address,
        name=mailbox.name_of(address),
        received=mailbox.received(address),
        sent=mailbox.sent(address),
    )


@bp.get("/mailbox/write")
@public
def write() -> ResponseReturnValue:
    """Ask what to write; without an address, as somebody new."""
    given = request.args.get("address", "")
    typed = {"address": _address(given), "name": mailbox.name_of(given)} if given else {}
    return render_template("demo/write.html", inboxes=mailbox.inboxes(), typed=typed, errors={})


@bp.post("/mailbox/write")
@public
def send() -> ResponseReturnValue:
    """Send a new mail."""
    try:
        asked = body("address", "name", "inbox", "subject", "text", "file")
        inbox = mailbox.inbox_numbered(asked.maybe_id("inbox"))
        letter = _letter(asked, to=inbox.address, subject=asked.text("subject", required=False))
    except BadInput as error:
        shown = {"inboxes": mailbox.inboxes(), "typed": request.form}
        return render_template("demo/write.html", errors={error.field or "form": error.words}, **shown), 422
    return _posted(letter, inbox)


@bp.get("/mailbox/<int:message_id>")
@public
def read(message_id: int) -> ResponseReturnValue:
    """Show one mail as the customer's mail program would."""
    return _shown(_address(request.args.get("address", "")), message_id, {})


@bp.post("/mailbox/<int:message_id>")
@public
def answer(message_id: int) -> ResponseReturnValue:
    """Answer a mail, the way mail programs do: to its Reply-To, naming it."""
    asked = body("address", "text", "file")
    address = _address(asked.text("address"))
    found = mailbox.mail(address, message_id)
    outbound = found.outbound
    try:
        letter = _letter(
            asked,
            to=reply_address(found.inbox.address, outbound.reply_token),
            subject=outbound.subject if outbound.subject.lower().startswith("re:") else f"Re: {outbound.subject}",
            answers=outbound.external_id,
            references=outbound.references,
            quoted=outbound.text.strip(),
        )
    except BadInput as error:
        return _shown(address, message_id, {error.field or "form": error.words}), 422
    return _posted(letter, found.inbox)


def _shown(address: str, message_id: int, errors: dict[str, str]) -> str:
    found = mailbox.mail(address, message_id)
    # Without a target a link would open in the mail's own frame, where no page of ours may be shown.
    head = Markup('<head><base target="_blank"><link rel="stylesheet" href="{}">').format(asset("mail.css"))
    return render_template(
        "demo/mail.html",
        address=address,
        found=found,
        reply_to=reply_address(found.inbox.address, found.outbound.reply_token),
        document=(found.outbound.html or "").replace("<head>", head, 1),
        height=_height(found.outbound.text),
        errors=errors,
        typed=request.form,
    )


def _height(text: str) -> int:
    """Return about how many pixels a frame needs to show a text whole; what is longer scrolls."""
    lines = [1 + len(line) // 95 for line in text.splitlines() if line.strip()]
    return min(21 * sum(lines) + 9 * len(lines) + 40, 640)


def _letter(asked: Body, *, to: str, subject: str, **more: object) -> Letter:
    """Read the form into a mail. Raises `BadInput`."""
    address = _address(asked.text("address"), field=True)
    name = asked.text("name", required=False, most=MAX_NAME) if "name" in asked.values else mailbox.name_of(address)
    return Letter(
        name=f"demo-{secrets.token_hex(8)}",
        sender_name=name,
        sender=address,
        to=to,
        subject=subject,
        text=asked.text("text", most=LONG_TEXT).replace("\r\n", "\n"),
        at=now(),
        files=_files(),
        **more,  # type: ignore[arg-type] # Fields of Letter, named by the two callers above.
    )


def _files() -> list[MadeFile]:
    files = [one for one in request.files.getlist("file") if one.filename]
    read = [MadeFile(one.filename or "file", one.mimetype, one.read(MAX_FILE_BYTES + 1)) for one in files]
    if any(len(one.data) > MAX_FILE_BYTES for one in read):
        raise BadInput(_("A file may have at most 1 MB here."), "file")
    return read


def _posted(letter: Letter, inbox: Inbox) -> Response:
    """Post the mail to the hook and go back to the mailbox, whatever came of it."""
    try:
        post(letter, inbox)
    except NotTaken as error:
        flash(_("The hook answered %(status)s and did not take the mail.", status=error.status), "bad")
    else:
        flash(_("The hook took your mail. It is at the desk in a moment."), "good")
    query = urlencode({"address": letter.sender})
    return redirect(f"{url_for('demo.show')}?{query}", code=303)


def _address(given: str, *, field: bool = False) -> str:
    """Return an address as it is kept. Raises `NotFound` for what is none, or `BadInput` for a form's field."""
    try:
        return normalised("email", given)
    except BadAddress:
        if field:
            raise BadInput(_("This is not an email address."), "address") from None
        raise NotFound from None
