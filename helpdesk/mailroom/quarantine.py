"""What defeated us three times: the bytes stay, and a stub ticket with the original attached shows it to people."""

from helpdesk.channels.places import channel_of
from helpdesk.contacts.identities import BadAddress, resolve
from helpdesk.contacts.models import Identity
from helpdesk.kernel.blobs import Blob
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.mailroom.events import EnvelopeQuarantined
from helpdesk.mailroom.filing import NOBODY
from helpdesk.mailroom.models import SENDER_FACT, Envelope, EnvelopeState
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.receiving import Filed, Received, receive

MAX_REASON = 300
ORIGINALS = {"mime": ("original.eml", "message/rfc822"), "parts": ("original.zip", "application/zip")}


def quarantine(*, error: str, envelope_id: int, released: bool = False) -> None:  # noqa: ARG001 -- A job's payload.
    """End an envelope that nobody could read. One that is quarantined again keeps its stub ticket."""
    envelope = db.session.get_one(Envelope, envelope_id)
    lock(envelope)
    if envelope.state != EnvelopeState.RECEIVED:
        return
    if envelope.message_id is None:
        envelope.message_id = _stub(envelope)
    envelope.state, envelope.reason, envelope.finished_at = EnvelopeState.QUARANTINED, error[:MAX_REASON], now()
    record(EnvelopeQuarantined(envelope), by=SYSTEM)


def _stub(envelope: Envelope) -> int:
    identity = _sender(envelope)
    ticket = open_ticket(
        identity=identity, inbox=envelope.inbox, subject=_("A message that could not be read"), by=SYSTEM
    )
    text = _("This message could not be read. The original is attached; an admin can have it processed again.")
    received = Received(text=text, verdict="fail", files=[_original(envelope)])
    return receive(ticket, identity, received, by=SYSTEM).id


def _sender(envelope: Envelope) -> Identity:
    """Return whom a glance at the bytes names. Nobody believes it: the verdict of the stub is "fail"."""
    kind = channel_of(envelope.inbox).address_kind
    peeked = str(envelope.facts.get(SENDER_FACT, ""))
    try:
        return resolve(kind, peeked, source=envelope.inbox.channel)
    except BadAddress:
        return resolve("email", NOBODY, source=envelope.inbox.channel)


def _original(envelope: Envelope) -> Filed:
    blob = db.session.get_one(Blob, envelope.blob_sha)
    name, media_type = ORIGINALS.get(envelope.form, ("original.bin", "application/octet-stream"))
    return Filed(blob.sha256, name, media_type, blob.size)
