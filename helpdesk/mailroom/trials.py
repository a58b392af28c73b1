"""Tests of an inbox: a message leaves through its real way to its own address, and is known when it comes back.

What comes back is known by a signed mark that ends by itself, before any gatekeeper, and opens no ticket.
"""

from datetime import timedelta

from sqlalchemy import select

from helpdesk.accounts.workspace import workspace_name
from helpdesk.channels.base import Address, Ambiguous, Channel, Inbound, Outbound, Place, SendingFailed, Sent
from helpdesk.channels.events import InboxTried
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.ambient import rendered
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.jobs import Outcome, Outside, enqueue, job
from helpdesk.kernel.problems import Problem
from helpdesk.mailroom.marks import trial_mark, trial_of
from helpdesk.mailroom.models import DOOR_FACT, Envelope, Trial

PATIENCE = timedelta(minutes=2)
GOOD_FOR = timedelta(days=1)
# Above the numbers of messages and below those of mails to agents: no receipt is taken for another's.
NUMBERS_FROM = 2**51
MAX_ERROR = 300


class CannotTry(Problem):
    """The inbox has no way to send to itself."""

    code = "cannot_try"
    words = "This inbox cannot be tried: it has no provider to send through."


def start_trial(inbox: Inbox, *, by: Acts) -> Trial:
    """Have a message leave to the inbox's own address; while one is waited for, that one. Raises `CannotTry`."""
    lock(inbox)
    channel = channel_of(inbox)
    if not channel.features.echoes or not channel.ready(place_of(inbox)):
        raise CannotTry
    known = newest_trial(inbox.id)
    if known is not None and is_awaited(known):
        return known
    trial = Trial(inbox_id=inbox.id)
    db.session.add(trial)
    db.session.flush()
    enqueue(send_trial, {"trial_id": trial.id})
    record(InboxTried(inbox), by=by)
    return trial


def newest_trial(inbox_id: int) -> Trial | None:
    """Return the last test of an inbox, if there ever was one."""
    mine = select(Trial).where(Trial.inbox_id == inbox_id)
    return db.session.scalar(mine.order_by(Trial.id.desc()).limit(1))


def is_awaited(trial: Trial) -> bool:
    """Tell whether it may still come back in time."""
    return trial.back_at is None and trial.error is None and trial.created_at + PATIENCE > now()


@job("mailroom.trial", tries=1)
def send_trial(trial_id: int) -> Outcome:
    """Send it once; what goes wrong is what the test wanted to know."""
    trial = db.session.get(Trial, trial_id)
    if trial is None or trial.sent_at is not None:
        return None
    inbox = db.session.get_one(Inbox, trial.inbox_id)
    channel, place = channel_of(inbox), place_of(inbox)
    outbound = _written(trial, channel, place)

    def note(result: Sent | SendingFailed) -> Outcome:
        sent = db.session.get_one(Trial, trial_id)
        lock(sent)
        sent.sent_at = now()
        refused = next(iter(result.refused.values()), "") if isinstance(result, Sent) else result.words
        if refused and not isinstance(result, Ambiguous):
            sent.error = refused[:MAX_ERROR]
        return None

    return Outside(lambda: channel.send(outbound, place), note, (SendingFailed,))


def _written(trial: Trial, channel: Channel[object], place: Place[object]) -> Outbound:
    number = NUMBERS_FROM + trial.id
    words = {"workspace": workspace_name(), "address": place.address, "number": trial.id}
    return Outbound(
        number=number,
        subject=_("Test of %(name)s", name=place.name),
        text=rendered("mail/trial/body.txt", **words).strip("\n") + "\n",
        to=(Address(place.address, place.name),),
        recipients=(place.address,),
        external_id=channel.external_id(number, place),
        loop_mark=trial_mark(trial.id, trial.created_at + GOOD_FOR),
        sent_at=trial.created_at,
    )


def came_back(envelope: Envelope, inbound: Inbound) -> bool:
    """Note that a test came back to its inbox, or was returned as undeliverable; tell whether this was one."""
    number = trial_of(inbound.loop_marks)
    trial = db.session.get(Trial, number) if number else _returned(envelope, inbound)
    if trial is None or trial.inbox_id != envelope.inbox_id:
        return False
    lock(trial)
    if inbound.bounced:
        trial.error = trial.error or (inbound.bounced.words or _("It came back as undeliverable."))[:MAX_ERROR]
    elif trial.back_at is None:
        trial.back_at, trial.back_by = envelope.created_at, str(envelope.facts.get(DOOR_FACT, "")) or None
    return True


def _returned(envelope: Envelope, inbound: Inbound) -> Trial | None:
    """Return the test that a report of failure is about, by the Message-ID that only we and its way have seen."""
    newest = newest_trial(envelope.inbox_id) if inbound.bounced and inbound.bounced.external_id else None
    if newest is None or inbound.bounced is None:
        return None
    named = channel_of(envelope.inbox).external_id(NUMBERS_FROM + newest.id, place_of(envelope.inbox))
    return newest if named == inbound.bounced.external_id else None
