"""A mail to an agent leaves at most once: news is not worth a duplicate. Without a provider it is recorded."""

from datetime import timedelta

from helpdesk.accounts.models import Agent
from helpdesk.channels.base import Ambiguous, CredentialsRefused, SendingFailed, Sent, TemporaryFailure
from helpdesk.channels.inboxes import pause
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.jobs import Again, Outcome, Outside, enqueue, job
from helpdesk.notifications.composing import composed
from helpdesk.notifications.letters import Letter, LetterState

GIVE_UP_AFTER = timedelta(hours=6)  # News of this morning is no news tonight.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)
TRIES = 1_000_000  # The end is the letter's own date.


@job("notifications.send", tries=TRIES, first_wait=FIRST_WAIT, longest_wait=LONGEST_WAIT)
def send(letter_id: int) -> Outcome:
    """Bring a mail to its agent, unless all of it has been read meanwhile."""
    letter = db.session.get_one(Letter, letter_id)
    lock(letter)
    if letter.state not in (LetterState.QUEUED, LetterState.SENDING):
        return None
    inbox = db.session.get_one(Inbox, letter.inbox_id)
    agent, channel, place = db.session.get_one(Agent, letter.agent_id), channel_of(inbox), place_of(inbox)
    if end := _end_of(letter, agent, inbox):
        return _move(letter, *end)
    if inbox.paused_at is not None:
        return _again(letter, LONGEST_WAIT.total_seconds())
    if not channel.ready(place):
        return _move(letter, LetterState.RECORDED)
    outbound = composed(letter, agent, channel.external_id, place)
    if outbound is None:
        return _move(letter, LetterState.UNWANTED)
    letter.attempts += 1
    _move(letter, LetterState.SENDING)
    return Outside(lambda: channel.send(outbound, place), lambda result: _result(letter_id, result), (SendingFailed,))


def _end_of(letter: Letter, agent: Agent, inbox: Inbox) -> tuple[LetterState, str] | None:
    """Return why it cannot leave any more, if so."""
    if letter.state == LetterState.SENDING:
        return LetterState.UNCERTAIN, "The program stopped while it was sent."
    if letter.give_up_at <= now():
        return LetterState.FAILED, letter.error or "It could not be sent in time."
    own = own_addresses(inbox.channel)
    if is_own(agent.email, own):
        return LetterState.FAILED, "The agent's address is one of our own inboxes."
    return None


def queue(letter: Letter) -> None:
    """Have a mail sent; those of one agent leave in order."""
    enqueue(send, {"letter_id": letter.id}, lane=f"send:agent:{letter.agent_id}")


def _result(letter_id: int, result: Sent | SendingFailed) -> Outcome:
    letter = db.session.get_one(Letter, letter_id)
    lock(letter)
    match result:
        case Sent() if result.refused:
            return _move(letter, LetterState.FAILED, next(iter(result.refused.values())))
        case Sent():
            return _move(letter, LetterState.SENT)
        case TemporaryFailure():
            _move(letter, LetterState.QUEUED, result.words)
            return _again(letter, result.retry_after)
        case CredentialsRefused():
            _move(letter, LetterState.QUEUED, result.words)
            pause(db.session.get_one(Inbox, letter.inbox_id), result.words)
            return _again(letter, LONGEST_WAIT.total_seconds())
        case Ambiguous():
            return _move(letter, LetterState.UNCERTAIN, result.words)
        case _:
            return _move(letter, LetterState.FAILED, result.words)


def _again(letter: Letter, seconds: float | None) -> Again:
    """Try later: when the provider says, else after a growing pause; never after the letter's end."""
    wait = timedelta(seconds=seconds) if seconds else FIRST_WAIT * 2 ** min(letter.attempts, 10)
    return Again(min(now() + min(wait, LONGEST_WAIT), letter.give_up_at))


def _move(letter: Letter, state: LetterState, words: str = "") -> Outcome:
    letter.state, letter.error, letter.changed_at = state, words or None, now()
    return None
