"""An inbox as its channel sees it, and the secret that makes its hook address unguessable.

The token of an inbox is `<public id>-<secret>`: the public id finds the row, the secret is compared in constant time.
"""

import hmac
import json
import secrets
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from helpdesk.channels.base import Channel, Place
from helpdesk.channels.events import InboxChanged
from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import channel_named
from helpdesk.kernel import forms, sqlite_mode
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.db import db, lock, unit
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.tokens import BadToken, seal, unseal

SECRET_BYTES = 24  # 192 bits: nobody guesses a hook's address.
MAX_TOKEN = 200
# Built once: this is asked for every message that arrives.
BEHIND_HOOK = select(
    Inbox.id,
    Inbox.channel,
    Inbox.name,
    Inbox.address,
    Inbox.public_id,
    Inbox.hook_secret,
    Inbox.settings,
    Inbox.secrets,
).where(Inbox.channel == bindparam("channel"), Inbox.public_id == bindparam("public_id"))


class UnknownChannel(LookupError):
    """The inbox belongs to a channel that this version does not have."""


def channel_of(inbox: Any) -> Channel[Any]:
    """Return the channel of an inbox. Raises `UnknownChannel`."""
    channel = channel_named(inbox.channel)
    if channel is None:
        raise UnknownChannel(inbox.channel)
    return channel


def place_of(inbox: Any) -> Place[Any]:
    """Return the plain values of an inbox (or of a row with its columns), with its secrets opened."""
    opened = json.loads(unseal(inbox.secrets)) if inbox.secrets else {}
    settings = forms.join(channel_of(inbox).Settings, inbox.settings, opened)
    hook = partial(_hook, inbox.channel, inbox.public_id, inbox.hook_secret)
    return Place(inbox.id, inbox.name, inbox.address, settings, hook, partial(_remember, inbox.id))


def _remember(inbox_id: int, **secrets: str) -> None:
    """Keep secrets that the other side changed (a new refresh token); a channel says so while it sends, in no unit."""
    with unit():
        inbox = db.session.get_one(Inbox, inbox_id)
        lock(inbox)
        opened = json.loads(unseal(inbox.secrets)) if inbox.secrets else {}
        inbox.secrets = seal(json.dumps(opened | secrets))
        record(InboxChanged(inbox, ["secrets"]), by=SYSTEM)


def _hook(channel: str, public_id: str, sealed: str) -> str:
    return f"{configured('BASE_URL')}/hooks/{channel}/{public_id}-{unseal(sealed)}"


def new_public_id() -> str:
    """Return a new name for an inbox, fit to be seen by everybody."""
    return secrets.token_hex(8)


def new_secret() -> str:
    """Return a new hook secret, sealed."""
    return seal(secrets.token_urlsafe(SECRET_BYTES))


def token_of(inbox: Inbox) -> str:
    """Return what stands in an inbox's addresses: with the secret where a provider posts, without it for browsers."""
    if not channel_of(inbox).features.hooks:
        return inbox.public_id
    return f"{inbox.public_id}-{unseal(inbox.hook_secret)}"


class Hooked(NamedTuple):
    """The inbox behind a hook's address."""

    channel: Channel[Any]
    place: Place[Any]


def hooked(channel: str, token: str) -> Hooked | None:
    """Return the inbox that this hook address belongs to, or None; which part is wrong cannot be told from the time.

    It reads on a connection of its own, outside any unit: a body that still comes in must hold no transaction.
    """
    public_id, _, secret = token[:MAX_TOKEN].partition("-")
    if not (public_id.isascii() and public_id.isalnum() and channel.isascii() and channel.isalnum()):
        public_id = channel = ""  # Nobody's, and nothing a database could stumble over.
    with sqlite_mode.mode(write=False), db.engine.connect() as connection:
        found = connection.execute(BEHIND_HOOK, {"channel": channel, "public_id": public_id}).first()
    try:
        known = unseal(found.hook_secret) if found else ""
    except BadToken:
        known = ""
    same = hmac.compare_digest(
        secret.encode("utf-8", "replace"), (known or secrets.token_urlsafe(SECRET_BYTES)).encode()
    )
    if found is None or not same or channel_named(channel) is None:
        return None
    return Hooked(channel_of(found), place_of(found))


def described(inbox: Inbox) -> dict[str, Any]:
    """Return an inbox as the command line prints it; what its channel does not have is null."""
    features, base, token = channel_of(inbox).features, configured("BASE_URL"), token_of(inbox)
    hook = f"{base}/hooks/{inbox.channel}/{token}" if features.hooks else None
    script = f'<script src="{base}/widget.js" data-inbox="{token}" async></script>' if features.live else None
    return {
        "id": inbox.id,
        "channel": inbox.channel,
        "name": inbox.name,
        "address": inbox.address,
        "token": token,
        "hook_url": hook,
        "event_url": f"{hook}/events" if hook else None,
        "script_tag": script,
    }
