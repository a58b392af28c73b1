"""The inboxes of the demo, with what an admin would have typed into their settings."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Team
from helpdesk.channels.chat.settings import SITE
from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM

SECRET_BYTES = 16
Inboxes = Mapping[str, Inbox]


def open_inboxes(described: list[dict[str, Any]]) -> dict[str, Inbox]:
    """Return the inboxes that are described, by their keys; those that are not there are made, in the caller's unit."""
    found: dict[str, Inbox] = {}
    for one in described:
        channel = one.get("channel", "email")
        known = select(Inbox).where(Inbox.channel == channel, Inbox.address == one["address"])
        found[one["key"]] = db.session.scalar(known) or create_inbox(
            channel=channel,
            name=one["name"],
            address=one["address"],
            team=db.session.scalar(select(Team).where(Team.name == one["team"])),
            settings=SETTINGS[channel](found) if channel in SETTINGS else None,
            by=SYSTEM,
        )
    return found


def _texts(_before: Inboxes) -> dict[str, str]:
    """A token of its own and no account: /demo signs with it what customers text, and nothing is ever sent with it."""
    return {"auth_token": secrets.token_hex(SECRET_BYTES), "default_region": "GB"}


def _chat(before: Inboxes) -> dict[str, str]:
    """Our own shop page may show it and vouch for customers; what stays unread leaves by the first mail inbox."""
    return {
        "sites": " ".join(_sites(configured("BASE_URL"))),
        "greeting": "Hello! Ask us anything about bags.",
        "fallback_inbox_id": str(next(iter(before.values())).id),
        "identify_secret": secrets.token_hex(SECRET_BYTES),
    }


def _sites(base: str) -> list[str]:
    """The shop's addresses: on this machine it has two names. An IPv6 address is no site; our own pages always may."""
    names = [base, base.replace("//127.0.0.1", "//localhost"), base.replace("//localhost", "//127.0.0.1")]
    return [site for site in dict.fromkeys(names) if SITE.fullmatch(site)]


SETTINGS: Mapping[str, Callable[[Inboxes], dict[str, str]]] = {"sms": _texts, "chat": _chat}
