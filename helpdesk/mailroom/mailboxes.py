"""What we know of the mailboxes we read: how far, how it goes, and who reads. One reader a mailbox, by a lease.

A mail and the place behind it are kept in one transaction, so that none is fetched twice or passed over, whenever we
die. The bytes are an envelope's key besides: a mailbox that counts anew brings nothing in a second time.
"""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.listening import Bookmark
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import UnknownChannel, channel_of, place_of
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.tokens import BadToken
from helpdesk.mailroom.intake import Accepted, deliver
from helpdesk.mailroom.models import Mailbox, MailboxTrouble

LEASE = timedelta(seconds=60)


class LeaseLost(RuntimeError):
    """Another process reads this mailbox now."""


def listening() -> dict[int, str]:
    """Return the inboxes that fetch by themselves, each with the mark of the account it reads."""
    found = {}
    for inbox in db.session.scalars(select(Inbox).order_by(Inbox.id)):
        try:
            if channel_of(inbox).mailbox(place_of(inbox)):
                found[inbox.id] = account_of(inbox)
        except (UnknownChannel, BadToken):  # Its page says so.
            continue
    return found


def account_of(inbox: Inbox) -> str:
    """Return a mark that changes whenever the inbox is to be read in another way."""
    return hashlib.sha256(repr((sorted(inbox.settings.items()), inbox.secrets)).encode()).hexdigest()


def lease(inbox_id: int, reader: str) -> bool:
    """Take or keep the mailbox for a minute; False when somebody else has it."""
    fresh = {"inbox_id": inbox_id, "since": now(), "created_at": now()}
    db.session.execute(insert_into(Mailbox).on_conflict_do_nothing(index_elements=["inbox_id"]), fresh)
    free = or_(Mailbox.leased_by == reader, Mailbox.leased_until.is_(None), Mailbox.leased_until < now())
    return _changed(Mailbox.inbox_id == inbox_id, free, leased_by=reader, leased_until=now() + LEASE)


def release(reader: str) -> None:
    """Let others read what this reader had."""
    _changed(Mailbox.leased_by == reader, leased_by=None, leased_until=None)


def named(mailbox: str) -> str:
    """Return the short mark of a mailbox's name."""
    return hashlib.sha256(mailbox.encode()).hexdigest()


def bookmark(inbox_id: int, place: str) -> Bookmark:
    """Return how far the mailbox is read. `place` names server, user and folder: another one begins anew."""
    box = mailbox_of(inbox_id)
    if box is None or box.account != place:
        return Bookmark(since=now())
    return Bookmark(box.since, box.epoch, box.taken, box.done, box.backlog, box.backlog_since)


def mailbox_of(inbox_id: int) -> Mailbox | None:
    """Return what is known of an inbox's mailbox, if it ever was read."""
    return db.session.scalar(select(Mailbox).where(Mailbox.inbox_id == inbox_id))


def take(inbox_id: int, mail: bytes, mark: Bookmark, *, place: str, reader: str) -> Accepted:
    """Keep a mail and the place behind it. Raises `LeaseLost`, and `StorageUnavailable`: then nothing is kept."""
    inbox = db.session.get_one(Inbox, inbox_id)
    accepted = deliver(inbox, mail, door="mailbox")
    move(inbox_id, mark, place=place, reader=reader)
    return accepted


def move(inbox_id: int, mark: Bookmark, *, place: str, reader: str) -> None:
    """Keep how far the mailbox is read. Raises `LeaseLost`."""
    told = {name: getattr(mark, name) for name in ("since", "epoch", "taken", "done", "backlog", "backlog_since")}
    mine = (Mailbox.inbox_id == inbox_id, Mailbox.leased_by == reader)
    if not _changed(*mine, account=place, **told):
        raise LeaseLost


def went_well(inbox_id: int) -> None:
    """Note that everything there was has been taken."""
    _changed(Mailbox.inbox_id == inbox_id, looked_at=now(), trouble=None, failing_since=None, failures=0)


def went_wrong(inbox_id: int, trouble: MailboxTrouble) -> int:
    """Note why it cannot be read; returns how many tries have failed in a row."""
    box = mailbox_of(inbox_id)
    if box is None:
        return 1
    box.trouble, box.failures = trouble, box.failures + 1
    box.failing_since = box.failing_since or now()
    return box.failures


def remember(inbox_id: int, settings: dict[str, str]) -> None:
    """Keep settings that the other side has changed."""
    change_inbox(db.session.get_one(Inbox, inbox_id), by=SYSTEM, settings=settings, partial=True)


def _changed(*where: Any, **values: Any) -> bool:
    done = db.session.execute(update(Mailbox).where(*where).values(values))
    return isinstance(done, CursorResult) and done.rowcount >= 1
