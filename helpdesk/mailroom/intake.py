"""Takes what arrives: kept and committed before anyone thinks, then queued for processing. Quick on purpose.

What the caller's unit commits is what may be acknowledged. The same bytes in the same inbox, or what the provider
gives the same name, are one envelope for ever.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Literal

from sqlalchemy import Executable, select

from helpdesk.channels.base import Incoming, Kept
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.blobs import store
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into
from helpdesk.kernel.erasing import erase
from helpdesk.kernel.jobs import enqueue
from helpdesk.mailroom.models import DOOR_FACT, SENDER_FACT, Envelope, EnvelopeState
from helpdesk.mailroom.processing import process

Door = Literal["hook", "mailbox", "pipe"]


@dataclass(frozen=True)
class Accepted:
    """The envelope, and whether we had it before (then nothing happens a second time)."""

    envelope_id: int
    duplicate: bool


def accept(inbox_id: int, kept: Kept, *, door: Door = "hook") -> Accepted:
    """Keep a message and queue its processing, in the caller's unit. Raises `StorageUnavailable`: then nothing is kept.

    Mails of one sender to one inbox are processed in order; a slow one delays nobody else's.
    """
    kept.data.seek(0)  # Whoever packed it may have looked inside.
    blob = store(kept.data, media_type=kept.media_type)
    key = kept.key or blob.sha256
    values = {
        "inbox_id": inbox_id,
        "key": key,
        "blob_sha": blob.sha256,
        "form": kept.form,
        "facts": kept.facts | ({SENDER_FACT: kept.sender} if kept.sender else {}) | {DOOR_FACT: door},
        "state": EnvelopeState.RECEIVED,
        "created_at": now(),
    }
    new = db.session.execute(_unless_known(db.session.get_bind().dialect.name), values).scalar_one_or_none()
    if new is None:
        known = select(Envelope.id, Envelope.blanked_at).where(Envelope.inbox_id == inbox_id, Envelope.key == key)
        row = db.session.execute(known).one()
        if row.blanked_at is not None:  # Somebody brought again what was erased.
            erase({blob.sha256})
        return Accepted(row.id, duplicate=True)
    enqueue(process, {"envelope_id": new}, lane=lane_of(inbox_id, kept.sender))
    return Accepted(new, duplicate=False)


@cache
def _unless_known(_dialect: str) -> Executable:
    """Build the INSERT once per kind of database: building it costs more than running it."""
    insert = insert_into(Envelope).on_conflict_do_nothing(index_elements=["inbox_id", "key"])
    return insert.returning(Envelope.id)


def deliver(inbox: Inbox, mail: BinaryIO | bytes, *, door: Door = "pipe") -> Accepted:
    """Take one message as an MTA pipe, a file or a mailbox brings it. Raises `StorageUnavailable`."""
    body = io.BytesIO(mail) if isinstance(mail, bytes) else mail
    headers = {"content-type": "message/rfc822"}
    request = Incoming("messages", f"{configured('BASE_URL')}/", headers, body)
    return accept(inbox.id, channel_of(inbox).keep(request, place_of(inbox)), door=door)


def lane_of(inbox_id: int, sender: str) -> str:
    """Return the lane in which this sender's messages are processed; whoever has no name shares one."""
    return f"in:{inbox_id}:{hashlib.sha256(sender.encode('utf-8', 'replace')).hexdigest()[:16]}"
