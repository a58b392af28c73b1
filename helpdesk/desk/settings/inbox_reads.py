"""What the settings pages say about an inbox: how it is doing in honest words, its addresses, and its form."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import UnknownChannel, channel_of, described, place_of
from helpdesk.channels.registry import channel_named
from helpdesk.desk.settings.mailbox_reads import mailbox_of
from helpdesk.kernel import forms
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.tokens import BadToken
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.spending import full_inboxes, is_full

SETTING = "setting-"
MAIL = "email"  # The kind of address; a channel that uses it can be fed by a mail server.


@dataclass(frozen=True)
class Health:
    """How an inbox is doing: a chip (word and colour) and a sentence. `usable`: its settings can be opened."""

    word: str
    colour: str
    sentence: str
    channel: str
    usable: bool = True


def all_inboxes() -> list[Inbox]:
    """Return every inbox with its team, by name."""
    wanted = select(Inbox).options(joinedload(Inbox.team)).order_by(func.lower(Inbox.name), Inbox.id)
    return list(db.session.scalars(wanted))


def inbox_with_id(identity: int) -> Inbox:
    """Return an inbox with its team. Raises `NotFound`."""
    found = db.session.get(Inbox, identity, options=[joinedload(Inbox.team)])
    if found is None:
        raise NotFound
    return found


def last_arrival(inbox: Inbox) -> datetime | None:
    """Return when the newest message came in, if any ever did."""
    mine = select(Envelope.created_at).where(Envelope.inbox_id == inbox.id)
    return db.session.scalar(mine.order_by(Envelope.id.desc()).limit(1))


def health_of(inbox: Inbox) -> Health:
    """Say the worst that is true of an inbox, and never that mail is sent when it is not."""
    try:
        channel = channel_of(inbox)
        ready, live = channel.ready(place_of(inbox)), channel.features.live
    except UnknownChannel:
        words = _("This version of the program does not have its channel.")
        return Health(_("Unusable"), "red", words, inbox.channel, usable=False)
    except BadToken:
        words = _("Its secrets cannot be opened. Was SECRET_KEY changed? Put the old one back.")
        return Health(_("Unusable"), "red", words, inbox.channel, usable=False)
    label = str(channel.label)
    if not inbox.enabled:
        words = _("Nothing is lost: what arrives is kept aside until it is enabled again.")
        return Health(_("Disabled"), "", words, label)
    if stopped := _stopped(inbox, label) or _unread(inbox, label):
        return stopped
    if not ready:
        words = _("No provider is configured: replies are recorded, not sent.")
        return Health(_("Not sending"), "amber", words, label)
    words = _("A provider is configured: replies are sent.")
    if live:
        words = _("Visitors can chat as soon as your site carries the script.")
    return Health(_("Working"), "green", words, label)


def _stopped(inbox: Inbox, label: str) -> Health | None:
    if inbox.paused_at is not None:
        reason = inbox.pause_reason or _("The provider refused our credentials.")
        return Health(_("Sending paused"), "red", _("Replies wait. %(reason)s", reason=reason), label)
    if inbox.id in _full() and is_full(inbox):
        words = _("It sent as much as it may within a day. Its settings say how much that is.")
        return Health(_("Daily limit reached"), "red", words, label)
    return None


def _unread(inbox: Inbox, label: str) -> Health | None:
    box = mailbox_of(inbox)
    if box is None or not box.trouble:
        return None
    return Health(_("Not fetching"), "red", _("New mail stays in the mailbox. %(reason)s", reason=box.trouble), label)


def _full() -> set[int]:
    """Return the inboxes that reached their limit lately, asked once for all that a page shows."""
    known: set[int] | None = memo().get("full inboxes")
    if known is None:
        known = memo()["full inboxes"] = full_inboxes()
    return known


def shown(inbox: Inbox, errors: Container[str] = ()) -> dict[str, Any]:
    """Return the inbox's addresses (`described`), its form's sections, and whether a mail server can feed it."""
    try:
        fields = forms.draw(channel_of(inbox).Settings, place_of(inbox).settings)
    except UnknownChannel:
        fields = []
    except BadToken:
        fields = forms.draw(channel_of(inbox).Settings)
    try:
        addresses = described(inbox)
    except (UnknownChannel, BadToken):
        addresses = {}
    channel = channel_named(inbox.channel)
    by_mail = channel is not None and channel.address_kind == MAIL
    mailbox = mailbox_of(inbox) if addresses else None
    return {"sections": list(_sections(fields, errors)), "addresses": addresses, "by_mail": by_mail, "mailbox": mailbox}


class Section(NamedTuple):
    """What stands below one heading of the form; `opened` when somebody chose something there, or it is wrong."""

    heading: str
    fields: list[forms.FormField]
    opened: bool


def _sections(fields: Sequence[forms.FormField], errors: Container[str]) -> Iterator[Section]:
    """Split a form at its headings; what comes before the first one has none."""
    starts = [at for at, field in enumerate(fields) if field.group or at == 0]
    for start, end in pairwise([*starts, len(fields)]):
        part = list(fields[start:end])
        yield Section(part[0].group, part, any(one.chosen or SETTING + one.name in errors for one in part))
