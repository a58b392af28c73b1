"""The verbs of an inbox: create, change, enable and disable, pause and resume."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Team
from helpdesk.channels.base import Channel
from helpdesk.channels.events import (
    HookSecretRenewed,
    InboxChanged,
    InboxCreated,
    InboxDisabled,
    InboxEnabled,
    InboxPaused,
    InboxResumed,
)
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, described, new_public_id, new_secret, place_of
from helpdesk.channels.registry import channel_named
from helpdesk.kernel import forms
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.tokens import seal

__all__ = [
    "change_inbox", "create_inbox", "described", "disable", "enable", "hand_to", "pause", "renew_secret", "resume",
]  # fmt: skip

MAX_NAME = 80
MAX_ADDRESS = 320
MAX_REASON = 200


def create_inbox(
    *,
    channel: str,
    name: str,
    address: str,
    by: Acts,
    team: Team | None = None,
    settings: Mapping[str, str] | None = None,
) -> Inbox:
    """Open a new way to reach us; `settings` are as typed (strings). Raises `BadInput`, naming the field."""
    kind = channel_named(channel)
    if kind is None:
        raise BadInput(_("There is no such channel."), "channel")
    where = _free_address(kind, address)
    inbox = Inbox(
        channel=channel,
        name=_name(name),
        address=where,
        public_id=new_public_id(),
        hook_secret=new_secret(),
        team_id=team.id if team else None,
        settings={},
    )
    _apply(inbox, _answers(kind, settings or {}, kind.Settings()))
    db.session.add(inbox)
    db.session.flush()
    record(InboxCreated(inbox, channel), by=by)
    return inbox


def change_inbox(
    inbox: Inbox,
    *,
    by: Acts,
    name: str | None = None,
    settings: Mapping[str, str] | None = None,
    partial: bool = False,
) -> None:
    """Change name and settings (None: as they are); a blank secret keeps the old one.

    With `partial`, settings not named keep their value too. Raises `BadInput`.
    """
    lock(inbox)
    before = (inbox.name, dict(inbox.settings), place_of(inbox).settings)
    inbox.name = inbox.name if name is None else _name(name)
    if settings is not None:
        _apply(inbox, _answers(channel_of(inbox), settings, before[2], partial=partial))
    after = (inbox.name, dict(inbox.settings), place_of(inbox).settings)
    words = ("name", "settings", "secrets")
    changed = [word for word, old, new in zip(words, before, after, strict=True) if old != new]
    if changed:
        record(InboxChanged(inbox, changed), by=by)


def hand_to(inbox: Inbox, team: Team | None, *, by: Acts) -> None:
    """Let a team have what arrives from now on, or nobody in particular."""
    lock(inbox)
    new = team.id if team else None
    if inbox.team_id != new:
        inbox.team_id = new
        record(InboxChanged(inbox, ["team"]), by=by)


def enable(inbox: Inbox, *, by: Acts) -> None:
    """Take messages again. What was suspended meanwhile can be accepted one by one."""
    lock(inbox)
    if not inbox.enabled:
        inbox.enabled = True
        record(InboxEnabled(inbox), by=by)


def disable(inbox: Inbox, *, by: Acts) -> None:
    """Keep what arrives aside from now on; nothing is refused, for a provider would throw it away."""
    lock(inbox)
    if inbox.enabled:
        inbox.enabled = False
        record(InboxDisabled(inbox), by=by)


def pause(inbox: Inbox, reason: str, *, by: Acts = SYSTEM) -> None:
    """Let nothing leave until somebody resumes; what waits keeps waiting. `reason` is shown to admins."""
    lock(inbox)
    if inbox.paused_at is None:
        inbox.paused_at, inbox.pause_reason = now(), reason[:MAX_REASON]
        record(InboxPaused(inbox), by=by)


def resume(inbox: Inbox, *, by: Acts) -> None:
    """Let what waits leave again."""
    lock(inbox)
    if inbox.paused_at is not None:
        inbox.paused_at = inbox.pause_reason = inbox.send_after = None
        record(InboxResumed(inbox), by=by)


def renew_secret(inbox: Inbox, *, by: Acts) -> None:
    """Give the inbox another hook address; the old one answers 403 from now on."""
    lock(inbox)
    inbox.hook_secret = new_secret()
    record(HookSecretRenewed(inbox), by=by)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise BadInput(_("Give it a name of at most %(most)s characters.", most=MAX_NAME), "name")
    return name


def _free_address(channel: Channel[Any], address: str) -> str:
    try:
        where = channel.normalised(address)
    except ValueError as error:
        raise BadInput(str(error), "address") from error
    if not where or len(where) > MAX_ADDRESS or not where.isprintable():
        raise BadInput(_("This is not an address."), "address")
    taken = select(Inbox.id).where(Inbox.channel == channel.key, Inbox.address == where)
    if db.session.scalar(taken) is not None:
        raise BadInput(_("Another inbox has this address."), "address")
    return where


def _answers(channel: Channel[Any], given: Mapping[str, str], current: Any, *, partial: bool = True) -> Any:
    known = forms.names(channel.Settings)
    for name in given:
        if name not in known:
            raise BadInput(_("There is no such setting."), name[:60])
    read = forms.read(channel.Settings, given, current, partial=partial)
    if isinstance(read, forms.Errors):
        field, words = next(iter(read.items()))
        raise BadInput(words, field)
    return read


def _apply(inbox: Inbox, settings: Any) -> None:
    plain, secrets = forms.split(settings)
    inbox.settings = plain
    kept = {name: value for name, value in secrets.items() if value}
    inbox.secrets = seal(json.dumps(kept)) if kept else None
