"""What an admin may set for a chat: which sites may show it, how it greets, and where unread replies go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import all_channels
from helpdesk.kernel.db import db
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy

# What CSP's frame-ancestors takes as a host source, and nothing that could end the directive.
SITE = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


def sites_in(written: str) -> list[str]:
    """Return the sites of a list as typed, in lower case without a slash at the end."""
    return [site.lower().rstrip("/") for site in re.split(r"[\s,]+", written) if site]


def _sites(written: str) -> None:
    for site in sites_in(written):
        if not SITE.fullmatch(site):
            raise ValueError(_("%(site)s is not a site; write it as https://shop.example.", site=site[:60]))


def _mail_inboxes() -> Sequence[tuple[str, str]]:
    by_mail = [channel.key for channel in all_channels().values() if channel.address_kind == "email"]
    found = db.session.scalars(select(Inbox).where(Inbox.channel.in_(by_mail)).order_by(Inbox.name, Inbox.id))
    nowhere = ("", _("Nowhere: they wait in the chat"))
    return [nowhere, *((str(inbox.id), f"{inbox.name} ({inbox.address})") for inbox in found)]


@dataclass(frozen=True)
class ChatSettings:
    """How a chat looks and whom it lets in."""

    sites: str = asks(
        lazy("Sites that may show it"),
        help=lazy("Such as https://shop.example https://*.shop.example; empty: any site."),
        check=_sites,
    )
    greeting: str = asks(lazy("Greeting"), default="Hello! How can we help?")
    undo_seconds: int = asks(
        lazy("Seconds to take a message back"), kind="number", default=0, most=120, help=lazy("0: it leaves at once.")
    )
    fallback_inbox_id: str = asks(
        lazy("Unread replies leave by mail through"),
        kind="choice",
        choices=_mail_inboxes,
        default="",
        help=lazy("To the address the visitor gave, when they did not come back to read."),
    )
    identify_secret: str = asks(
        lazy("Secret for identifying visitors"),
        kind="secret",
        help=lazy("Your server signs who is logged in with it. Without one every visitor stays anonymous."),
    )
