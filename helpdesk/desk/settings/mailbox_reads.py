"""What an inbox's page says about the mailbox it reads: which, when we last looked, and what is wrong, in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.i18n import gettext as _
from helpdesk.mailroom.models import Mailbox, MailboxTrouble


@dataclass(frozen=True)
class MailboxShown:
    """A mailbox: its name, when everything in it was last taken, and since when and why that fails."""

    name: str
    looked_at: datetime | None
    trouble: str
    failing_since: datetime | None


def mailbox_of(inbox: Inbox) -> MailboxShown | None:
    """Return what to show, or None for an inbox that reads none. Raises `UnknownChannel` and `BadToken`."""
    name = channel_of(inbox).mailbox(place_of(inbox))
    if not name:
        return None
    known = _known().get(inbox.id) or Mailbox()
    return MailboxShown(name, known.looked_at, _words(known.trouble), known.failing_since)


def _known() -> dict[int, Mailbox]:
    """Return all mailboxes, asked once for all inboxes that a page shows."""
    found: dict[int, Mailbox] | None = memo().get("mailboxes")
    if found is None:
        found = memo()["mailboxes"] = {box.inbox_id: box for box in db.session.scalars(select(Mailbox))}
    return found


def _words(trouble: str | None) -> str:
    if trouble is None:
        return ""
    return {
        MailboxTrouble.REFUSED: _("The server refuses our user name and password, or the permission was taken back."),
        MailboxTrouble.UNREACHABLE: _("The server cannot be reached or cuts the line."),
        MailboxTrouble.BLOCKED: _("The server's address may not be reached from here (ALLOW_NETWORKS opens networks)."),
        MailboxTrouble.BROKEN: _("What the server says cannot be understood, or nothing could be stored here."),
    }[MailboxTrouble(trouble)]
