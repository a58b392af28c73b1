"""What the fields of a reply, a note or a draft say: words, their cleaned HTML, addresses by role."""

from helpdesk.channels.models import Inbox
from helpdesk.kernel.body import LONG_TEXT, BadInput, Body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import clean
from helpdesk.kernel.safehtml_text import to_text

ROLES = ("to", "cc", "bcc")


def written(sent: Body) -> tuple[str, str | None]:
    """Return the reply as text and cleaned HTML; either may be what was written, one of them must."""
    text, html = sent.text("text", most=LONG_TEXT, required=False), cleaned(sent)
    if html and not text:
        text = to_text(html)
    if not text:
        raise BadInput(_("Write something first."), "text")
    return text, html


def cleaned(sent: Body) -> str | None:
    """Return the field `html` without anything that could do harm; None when there is none."""
    html = sent.text("html", most=LONG_TEXT, required=False)
    found = clean(html) if html else None
    if found and found.too_large:
        raise BadInput(_("This is too long."), "html")
    return found.html if found else None


def known_inbox(sent: Body) -> int | None:
    """Return the id of the inbox that was named, if any; whether it is a way to this contact is the verb's to say."""
    inbox_id = sent.maybe_id("inbox_id")
    if inbox_id is not None and db.session.get(Inbox, inbox_id) is None:
        raise BadInput(_("There is no such inbox."), "inbox_id")
    return inbox_id


def addresses(sent: Body) -> dict[str, list[str]]:
    """Return the addresses of each role that was given; a role that is absent or null keeps its usual people."""
    return {role: sent.texts(role) for role in ROLES if sent.values.get(role) is not None}
