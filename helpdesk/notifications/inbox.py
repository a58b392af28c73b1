"""Through which inbox mails to agents leave: the one that an admin named, else the first of mail that is open."""

from sqlalchemy import Select, select

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _

EMAIL = "email"


def _known(address: str) -> None:
    if address and _named(address) is None:
        raise ValueError(_("No open email inbox has this address."))


INBOX = settings.declare(
    settings.Setting(
        key="notifications.inbox",
        label="Email inbox through which agents are told (empty: the first)",
        kind="text",
        default="",
        check=_known,
    )
)


def sending_inbox() -> Inbox | None:
    """Return the inbox; None where no email inbox is open."""
    first = _open().order_by(Inbox.id).limit(1)
    return _named(settings.get(INBOX.key)) or db.session.scalars(first).first()


def can_send() -> bool:
    """Tell whether mails to agents would really leave now."""
    inbox = sending_inbox()
    return inbox is not None and channel_of(inbox).ready(place_of(inbox))


def _named(address: str) -> Inbox | None:
    return db.session.scalar(_open().where(Inbox.address == address.strip().lower())) if address else None


def _open() -> Select[Inbox]:
    return select(Inbox).where(Inbox.channel == EMAIL, Inbox.enabled)
