"""/demo/phone: customers' phones. What is texted here goes through the real hook, signed as Twilio would sign it."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.demo import phone
from helpdesk.demo.company import described
from helpdesk.demo.door import bp, public
from helpdesk.demo.posting import NotTaken, post_text
from helpdesk.demo.texts import Text
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound

LONGEST = 1600  # Carriers join at most ten parts or so; Twilio posts no more than this.


@bp.get("/phone")
@public
def phones() -> ResponseReturnValue:
    """Show one phone; without a number, whose phones there are."""
    given = request.args.get("number")
    if given is None:
        return _phones()
    inbox = _inbox(request.args.get("inbox"))
    try:
        number = _number(given, inbox)
    except BadInput as error:
        return _phones(errors={"number": error.words}, typed={"number": given[:40]}), 422
    return _phone(number, inbox)


@bp.post("/phone")
@public
def text() -> ResponseReturnValue:
    """Text from a phone; what cannot be sent stays in front of its writer, with what is wrong."""
    asked = body("number", "inbox", "text")
    inbox = _inbox(asked.values.get("inbox"))
    number = _number(asked.text("number"), inbox)
    try:
        said = asked.text("text", most=LONGEST).replace("\r\n", "\n")
        post_text(Text(sender=number, to=inbox.address, body=said), inbox)
    except BadInput as error:
        return _phone(number, inbox, error=error.words), 422
    except NotTaken as error:
        words = _("The hook answered %(status)s and did not take the text.", status=error.status)
        return _phone(number, inbox, error=words), 422
    return redirect(url_for("demo.phones", number=number, inbox=inbox.id), code=303)


def _number(given: str, inbox: Inbox) -> str:
    """Return a number in full. Raises `BadInput`."""
    try:
        return channel_of(inbox).recipient(given, place_of(inbox))
    except ValueError as error:
        raise BadInput(str(error), "number") from error


def _phones(**more: object) -> str:
    shown = {"owners": phone.owners(), "inboxes": phone.inboxes(), "fresh": phone.fresh_number()}
    return render_template("demo/phones.html", **shown, **more)


def _phone(number: str, inbox: Inbox, *, error: str = "") -> str:
    name, opted_out = phone.owner_of(number)
    return render_template(
        "demo/phone.html",
        company=described()["name"],
        number=number,
        name=name,
        opted_out=opted_out,
        inbox=inbox,
        inboxes=phone.inboxes(),
        sends=channel_of(inbox).ready(place_of(inbox)),
        thread=phone.thread(number, inbox),
        longest=LONGEST,
        typed=request.form.get("text", ""),
        error=error,
    )


def _inbox(given: object) -> Inbox:
    """Return the number that is texted to, the first one if none is named. Raises `NotFound`."""
    found = next((one for one in phone.inboxes() if given in (None, "", str(one.id), one.id)), None)
    if found is None:
        raise NotFound
    return found
