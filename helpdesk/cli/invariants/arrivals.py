"""I1: what was acknowledged is in exactly one end state, once, or will be: its job waits. Its bytes are stored.py's."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from helpdesk.cli.invariants.check import Check, asked
from helpdesk.kernel.jobs import Job
from helpdesk.mailroom.models import Envelope, EnvelopeState
from helpdesk.mailroom.processing import process
from helpdesk.tickets.models import Message, MessageKind

WAITS = Envelope.state == EnvelopeState.RECEIVED
PROCESSED = Envelope.state == EnvelopeState.PROCESSED
ASIDE = Envelope.state.in_([EnvelopeState.IGNORED, EnvelopeState.SUSPENDED, EnvelopeState.QUARANTINED])


def arrivals() -> Iterator[Check]:
    """Yield the checks of what came in, in the caller's unit; violations are ids of envelopes or messages."""
    every = select(Envelope.id)
    half_done = or_(WAITS & Envelope.finished_at.is_not(None), ~WAITS & Envelope.finished_at.is_(None))
    yield asked("I1 an envelope waits or has ended, not both", every, every.where(half_done))
    yield asked("I1 a waiting envelope has its job", every.where(WAITS), every.where(WAITS, ~_has_job()))
    yield asked("I1 an envelope set aside says why", every.where(ASIDE), every.where(ASIDE, Envelope.reason.is_(None)))
    idle = every.where(PROCESSED, Envelope.message_id.is_(None), Envelope.reason.is_distinct_from("receipt"))
    yield asked("I1 a processed envelope had an effect", every.where(PROCESSED), idle)
    yield asked("I1 two envelopes never are one message", _messages(), _messages().having(func.count() > 1))
    inbound = select(Message.id).where(Message.kind == MessageKind.INBOUND)
    yield asked("I1 no mail was filed twice", inbound, inbound.where(_again()))


def _has_job() -> Any:
    about = Job.payload["envelope_id"].as_integer()
    return exists().where(Job.kind == process.name, Job.failed_at.is_(None), about == Envelope.id)


def _messages() -> Select[Any]:
    """Return the messages that envelopes became; a bounce points to our own message, any number of them to one."""
    became = select(Envelope.message_id).where(
        Envelope.message_id.is_not(None), Envelope.threaded_by.is_distinct_from("bounce")
    )
    return became.group_by(Envelope.message_id)


def _again() -> Any:
    """A message without an envelope, beside one with: the same mail, filed a second time by a worker that was late."""
    twin = aliased(Message)
    return (
        Message.external_id.is_not(None)
        & ~exists().where(Envelope.message_id == Message.id)
        & exists().where(
            twin.external_id == Message.external_id,
            twin.inbox_id == Message.inbox_id,
            twin.kind == MessageKind.INBOUND,
            twin.id != Message.id,
            exists().where(Envelope.message_id == twin.id),
        )
    )
