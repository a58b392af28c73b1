"""Reads for the post room's pages: what was sent, what arrived, and the work that is stuck; newest first, by keyset."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import abort, request
from sqlalchemy import ColumnElement, Select, func, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.kernel.blobs import Blob, BlobMissing, open_blob
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.jobs import Job, Lane
from helpdesk.mailroom.models import Delivery, DeliveryState, Envelope
from helpdesk.tickets.models import Message, Ticket

PAGE = 50
LANES_SHOWN = 20
MAX_SHOWN_BYTES = 256 * 1024
MAX_PARTS_SHOWN = 40
MAX_ID_DIGITS = 15
ZIP = "application/zip"


class DeliveryLine(NamedTuple):
    """A delivery with the ticket it belongs to and who wrote the message."""

    delivery: Delivery
    number: int
    subject: str
    author: str | None


class EnvelopeLine(NamedTuple):
    """An envelope with its inbox and, once processed, the ticket it ended on."""

    envelope: Envelope
    inbox: str
    number: int | None
    subject: str | None


@dataclass(frozen=True)
class Shown:
    """One piece of what arrived, as text; `cut`: there is more than is shown."""

    name: str
    text: str
    cut: bool


def asked_state(states: type[DeliveryState] | Sequence[str]) -> str | None:
    """Return the state the address asks for, or None for all; anything else is 400."""
    state = request.args.get("state") or None
    if state is not None and state not in list(states):
        abort(400)
    return state


def asked_before() -> int | None:
    """Return the id before which the page begins; anything but an id is 400."""
    before = request.args.get("before") or None
    if before is None:
        return None
    if not (before.isascii() and before.isdigit() and len(before) <= MAX_ID_DIGITS):
        abort(400)
    return int(before)


def delivery_counts() -> dict[str, int]:
    """Return how many deliveries are in each state."""
    found = dict.fromkeys((str(state) for state in DeliveryState), 0)
    counted = db.session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return found | {row[0]: row[1] for row in counted}


def deliveries(*, state: str | None, before: int | None) -> list[DeliveryLine]:
    """Return one more delivery than fits on a page: its presence says that there is an older page."""
    query = (
        select(Delivery, Ticket.number, Ticket.subject, Agent.name)
        .join(Message, Delivery.message_id == Message.id)
        .join(Ticket, Message.ticket_id == Ticket.id)
        .outerjoin(Agent, Message.agent_id == Agent.id)
        .order_by(Delivery.id.desc())
        .limit(PAGE + 1)
    )
    if state is not None:
        query = query.where(Delivery.state == state)
    if before is not None:
        query = query.where(Delivery.id < before)
    return [DeliveryLine(*row) for row in db.session.execute(query)]


def envelopes(
    *, state: str | None, before: int | None, within: Sequence[ColumnElement[bool]] = ()
) -> list[EnvelopeLine]:
    """Return one more envelope than fits on a page, of those `within` an inbox or a day."""
    query = _envelope_lines().where(*within).order_by(Envelope.id.desc()).limit(PAGE + 1)
    if state is not None:
        query = query.where(Envelope.state == state)
    if before is not None:
        query = query.where(Envelope.id < before)
    return [EnvelopeLine(*row) for row in db.session.execute(query)]


def envelope(identity: int) -> EnvelopeLine | None:
    """Return one envelope, if there is such."""
    row = db.session.execute(_envelope_lines().where(Envelope.id == identity)).one_or_none()
    return EnvelopeLine(*row) if row else None


def _envelope_lines() -> Select[Envelope, str, int, str]:
    return (
        select(Envelope, Inbox.name, Ticket.number, Ticket.subject)
        .join(Inbox, Envelope.inbox_id == Inbox.id)
        .outerjoin(Message, Envelope.message_id == Message.id)
        .outerjoin(Ticket, Message.ticket_id == Ticket.id)
    )


def pieces_of(kept: Envelope) -> list[Shown] | None:
    """Return what arrived as text: one piece, or the posted fields and files of a zip. None when the bytes are gone.

    Of a redacted message nothing is shown.
    """
    if kept.blanked_at is not None or (kept.message is not None and kept.message.redacted_by_id is not None):
        return None
    media_type = db.session.scalar(select(Blob.media_type).where(Blob.sha256 == kept.blob_sha))
    try:
        with open_blob(kept.blob_sha) as file:
            if media_type != ZIP:
                return [_shown("", file.read(MAX_SHOWN_BYTES + 1))]
            with zipfile.ZipFile(file) as packed:
                return [_part(packed, part) for part in packed.infolist()[:MAX_PARTS_SHOWN]]
    except BlobMissing:
        return None


def _part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Shown:
    with packed.open(part) as file:
        return _shown(part.filename, file.read(MAX_SHOWN_BYTES // 4 + 1), most=MAX_SHOWN_BYTES // 4)


def _shown(name: str, raw: bytes, *, most: int = MAX_SHOWN_BYTES) -> Shown:
    return Shown(
        name, raw[:most].decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "\ufffd"), len(raw) > most
    )


def header_of(text: str) -> str:
    """Return a mail's header: what comes before the first empty line (RFC 5322, 2.1)."""
    return text.partition("\n\n")[0]


def stuck_jobs(*, before: int | None) -> list[Job]:
    """Return work that used up its tries, newest first; one more than fits on a page."""
    query = select(Job).where(Job.failed_at.is_not(None)).order_by(Job.id.desc()).limit(PAGE + 1)
    return list(db.session.scalars(query.where(Job.id < before) if before is not None else query))


def stuck_count() -> int:
    """Return how much work is stuck."""
    return db.session.scalar(select(func.count()).where(Job.failed_at.is_not(None))) or 0


def waiting_lanes() -> list[Lane]:
    """Return the lanes that have waited longest for a worker, or are being worked now."""
    query = select(Lane).where(Lane.ready_at <= now()).order_by(Lane.ready_at).limit(LANES_SHOWN)
    return list(db.session.scalars(query))


class Waiting(NamedTuple):
    """Work that is due and not done: how much, and since when the oldest."""

    number: int
    since: datetime | None


def waiting_jobs() -> Waiting:
    """Return how much work is due now."""
    due = select(func.count(), func.min(Job.run_at)).where(Job.failed_at.is_(None), Job.run_at <= now())
    number, since = db.session.execute(due).one()
    return Waiting(number, since)
