"""The journal of what arrived: counts, lists, the source, and processing again. Nothing is ever lost from sight."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from helpdesk.channels.models import Inbox
from helpdesk.kernel.blobs import read
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.jobs import enqueue
from helpdesk.mailroom.events import EnvelopeRejected, EnvelopeReplayed
from helpdesk.mailroom.intake import lane_of
from helpdesk.mailroom.models import SENDER_FACT, Envelope, EnvelopeState
from helpdesk.mailroom.processing import process

PAGE = 50
LATE_AFTER = timedelta(minutes=10)
# What a person lets in after looking at it is not stopped at the same door again.
STOPPED_AT_THE_DOOR = frozenset({EnvelopeState.SUSPENDED, EnvelopeState.IGNORED})


def counts() -> dict[str, int]:
    """Return how many envelopes are in each state."""
    found = dict.fromkeys((str(state) for state in EnvelopeState), 0)
    query = select(Envelope.state, func.count()).group_by(Envelope.state)
    return found | {row[0]: row[1] for row in db.session.execute(query)}


def page(*, state: str | None = None, before: int | None = None, limit: int = PAGE) -> Sequence[Envelope]:
    """Return envelopes, newest first, in one state or all, those before an id."""
    query = select(Envelope).join(Inbox, Envelope.inbox_id == Inbox.id).order_by(Envelope.id.desc()).limit(limit)
    if state is not None:
        query = query.where(Envelope.state == state)
    if before is not None:
        query = query.where(Envelope.id < before)
    return db.session.scalars(query).all()


def oldest_waiting() -> datetime | None:
    """Return when the oldest envelope that nobody processed yet arrived."""
    return db.session.scalar(select(func.min(Envelope.created_at)).where(Envelope.state == EnvelopeState.RECEIVED))


def late() -> bool:
    """Tell whether mail waits longer than it ever should: an alarm for admins."""
    oldest = oldest_waiting()
    return oldest is not None and oldest < now() - LATE_AFTER


def source(envelope: Envelope) -> bytes:
    """Return what arrived, byte for byte. Raises `BlobMissing` or `StorageUnavailable`."""
    return read(envelope.blob_sha)


def replay(envelope: Envelope, *, by: Acts) -> bool:
    """Have a kept envelope processed again; False when it was processed already: there is never a second message.

    False too when its message was redacted: there is nothing left to process.
    """
    lock(envelope)
    if envelope.state == EnvelopeState.PROCESSED or envelope.blanked_at is not None:
        return False
    was = EnvelopeState(envelope.state)
    envelope.state, envelope.reason, envelope.finished_at = EnvelopeState.RECEIVED, None, None
    payload = {"envelope_id": envelope.id, "released": was in STOPPED_AT_THE_DOOR}
    lane = lane_of(envelope.inbox_id, str(envelope.facts.get(SENDER_FACT, "")))
    enqueue(process, payload, lane=lane, dedupe_key=f"replay:{envelope.id}")
    record(EnvelopeReplayed(envelope, was), by=by)
    return True


def reject(envelope: Envelope, *, by: Acts) -> bool:
    """Say that what was kept aside is nothing for us: it ends as ignored, readable and replayable. False otherwise."""
    lock(envelope)
    if envelope.state not in (EnvelopeState.SUSPENDED, EnvelopeState.QUARANTINED):
        return False
    was = EnvelopeState(envelope.state)
    envelope.state, envelope.reason, envelope.finished_at = EnvelopeState.IGNORED, "rejected", now()
    record(EnvelopeRejected(envelope, was), by=by)
    return True
