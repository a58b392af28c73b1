"""From a kept envelope to a message on a ticket: understood outside of any transaction, filed in one.

An envelope ends exactly once. What cannot be understood after three tries is quarantined (quarantine.py).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from helpdesk.channels.base import Channel, Inbound, Kept, NotYet, Place, Receipt
from helpdesk.channels.own import own_addresses
from helpdesk.channels.places import channel_of, place_of
from helpdesk.contacts.suppression import Why
from helpdesk.kernel.blobs import StorageUnavailable, open_blob
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.jobs import Again, Outcome, Outside, job
from helpdesk.kernel.plain_rows import rewrite
from helpdesk.mailroom import gatekeepers
from helpdesk.mailroom.agents_answer import Refused, answer_of, claimed_by, note_refusal
from helpdesk.mailroom.consenting import heed, refused_by, suppress_address
from helpdesk.mailroom.events import EnvelopeIgnored, EnvelopeSuspended
from helpdesk.mailroom.filing import file_inbound
from helpdesk.mailroom.gatekeepers import Caller
from helpdesk.mailroom.marks import returned_number
from helpdesk.mailroom.models import Envelope, EnvelopeState
from helpdesk.mailroom.quarantine import quarantine
from helpdesk.mailroom.receipts import apply, apply_bounce, apply_complaint
from helpdesk.mailroom.returning import tell, tell_of_receipts
from helpdesk.mailroom.threading import Known, named_by
from helpdesk.mailroom.trials import came_back
from helpdesk.tickets.models import Message, MessageKind

TRIES = 3
PAUSE = timedelta(seconds=30)
Understood = Sequence[Inbound | Receipt]
# Built once, as every message runs it; nobody else may end the envelope meanwhile.
HELD = select(Envelope).where(Envelope.id == bindparam("envelope_id")).with_for_update(of=Envelope)


def _look(payloads: Sequence[dict[str, Any]]) -> Sequence[Envelope]:
    wanted = [payload["envelope_id"] for payload in payloads]
    return db.session.scalars(select(Envelope).where(Envelope.id.in_(wanted))).all()


@job("mailroom.process", tries=TRIES, writes=False, gave_up=quarantine, ahead=_look)
def process(envelope_id: int, released: bool = False) -> Outcome:  # noqa: FBT001, FBT002 -- A job's payload.
    """Understand one envelope and file what it says. `released`: a person let it in, so nobody stops it at the door."""
    envelope = db.session.get(Envelope, envelope_id)
    if envelope is None or envelope.state != EnvelopeState.RECEIVED:
        return Outside(call=lambda: None, then=lambda _nothing: None)
    channel, place = channel_of(envelope.inbox), place_of(envelope.inbox)
    sha, form, facts = envelope.blob_sha, envelope.form, dict(envelope.facts)

    def finish(found: Understood | StorageUnavailable | NotYet) -> Outcome:
        if isinstance(found, StorageUnavailable | NotYet):
            return Again(now() + PAUSE)  # Our trouble or the provider's, not the message's: it does not count.
        _file(envelope_id, found, released=released)
        return None

    return Outside(lambda: _understand(channel, place, sha, form, facts), finish, catch=(StorageUnavailable, NotYet))


def _understand(channel: Channel[Any], place: Place[Any], sha: str, form: str, facts: dict[str, Any]) -> Understood:
    with open_blob(sha) as data:
        return channel.parse(Kept(form, data, "", facts), place)


def _file(envelope_id: int, found: Understood, *, released: bool) -> None:
    envelope = db.session.scalars(HELD, {"envelope_id": envelope_id}).one()
    if envelope.state != EnvelopeState.RECEIVED:
        return  # A twin was quicker.
    receipts = [one for one in found if isinstance(one, Receipt)]
    if receipts or not found:
        kind = channel_of(envelope.inbox).address_kind
        for known in apply(receipts, inbox_id=envelope.inbox_id):
            if known.suppress:
                suppress_address(kind, known.address, Why(known.suppress), known.words)
        refused_by(kind, [one.address for one in receipts if one.unwanted])
        tell_of_receipts(receipts, envelope.inbox_id)
        settle(envelope, EnvelopeState.PROCESSED, "receipt")
    for inbound in found:
        if isinstance(inbound, Inbound) and came_back(envelope, inbound):
            _keep_aside(envelope, gatekeepers.Kept("ignored", "trial"))
        elif isinstance(inbound, Inbound) and (number := returned_number(inbound.arrived_at)):
            _returned(envelope, inbound, number)
        elif isinstance(inbound, Inbound):
            _let_in(envelope, inbound, released=released)


def _let_in(envelope: Envelope, inbound: Inbound, *, released: bool) -> None:
    inbox, channel = envelope.inbox, channel_of(envelope.inbox)
    named = named_by(inbound)
    own = own_addresses(channel.key)
    caller = Caller(inbound, inbox, own, named, channel.address_kind)
    if not released and heed(caller):
        caller = replace(caller, inbound=replace(inbound, automatic=True), only_consent=True)
    kept = None if released else gatekeepers.stopped(caller)
    if kept:
        return _keep_aside(envelope, kept)
    if not inbound.bounced and (claim := claimed_by(inbound)):
        return _from_an_agent(envelope, answer_of(envelope, inbound, claim))
    report: gatekeepers.Reason | None = "complaint" if inbound.complained else "bounce" if inbound.bounced else None
    if report and _tied(envelope, inbound, named, report):
        return None
    if report and not released:
        return _keep_aside(envelope, gatekeepers.Kept("suspended", report))
    filed = file_inbound(envelope, caller, released=released)
    if isinstance(filed, gatekeepers.Kept):
        return _keep_aside(envelope, filed)
    return settle(envelope, EnvelopeState.PROCESSED, filed.reason, message_id=filed.message.id, threaded_by=filed.by)


def _from_an_agent(envelope: Envelope, answered: Message | Refused) -> None:
    if isinstance(answered, Refused):
        settle(envelope, EnvelopeState.QUARANTINED, answered.reason)
        return note_refusal(envelope)
    return settle(envelope, EnvelopeState.PROCESSED, "agent", message_id=answered.id, threaded_by="agent")


def _tied(envelope: Envelope, inbound: Inbound, named: dict[str, Known], report: str) -> bool:
    """Tie a report of failure or a complaint to the delivery it is about; False for one about somebody else's mail."""
    told = inbound.bounced or inbound.complained
    known = named.get(told.external_id if told else "")
    known = known or next((one for one in named.values() if one.kind == MessageKind.OUTBOUND), None)
    number = known.id if known else None
    message_id = apply_complaint(inbound, number) if inbound.complained else apply_bounce(inbound, number)
    if message_id is None:
        return False
    settle(envelope, EnvelopeState.PROCESSED, report, message_id=message_id, threaded_by=report)
    return True


def _returned(envelope: Envelope, inbound: Inbound, number: int) -> None:
    """Tell whose mail came back; what else is sent to its return path is for nobody."""
    report = inbound.bounced
    if report is None or (report.final and not tell(number, envelope.inbox_id, report.words)):
        return _keep_aside(envelope, gatekeepers.Kept("ignored", "no_reply"))
    envelope.threaded_by = "bounce"
    return settle(envelope, EnvelopeState.PROCESSED, "bounce")


def _keep_aside(envelope: Envelope, kept: gatekeepers.Kept) -> None:
    settle(envelope, EnvelopeState(kept.state), kept.reason)
    happened = EnvelopeIgnored if kept.state == "ignored" else EnvelopeSuspended
    record(happened(envelope, kept.reason), by=SYSTEM)


def settle(envelope: Envelope, state: EnvelopeState, reason: str | None, **became: int | str | None) -> None:
    """End an envelope; `became` names the message it became and how its ticket was found."""
    rewrite(envelope, state=state, reason=reason, finished_at=now(), **became)
