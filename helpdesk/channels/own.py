"""Which addresses are our own: a mail from us to us would go round for ever."""

from sqlalchemy import select

from helpdesk.channels.events import InboxCreated
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.remembered import Remembered


def _read() -> dict[str, frozenset[str]]:
    rows = [(row[0], row[1]) for row in db.session.execute(select(Inbox.channel, Inbox.address))]
    return {key: frozenset(address for channel, address in rows if channel == key) for key in {one for one, _ in rows}}


# An inbox is opened and closed, but keeps its address and is never taken away.
_addresses = Remembered("channels.addresses", _read, InboxCreated)


def own_addresses(channel: str | None = None) -> frozenset[str]:
    """Return the addresses of all our inboxes, or of those on one channel."""
    known = _addresses()
    return frozenset().union(*known.values()) if channel is None else known.get(channel, frozenset())


def is_own(address: str, own: frozenset[str]) -> bool:
    """Tell whether an address is one of our inboxes', with or without a reply token."""
    local, _, domain = address.rpartition("@")
    return address in own or f"{local.rpartition('+')[0]}@{domain}" in own
