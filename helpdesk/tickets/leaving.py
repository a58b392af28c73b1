"""How a reply leaves: after a short time in which its author can take it back, or at an hour they chose.

Until then it is a draft with `release_at` and a job; colleagues see that it waits, and not its words. At release
everything is looked at again (who may, what was seen, who wants messages), and only then is it said, exactly once. What
may not leave any more is a draft again, and its author is told why.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel import settings
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import attempt, db, lock
from helpdesk.kernel.events import SYSTEM, EventRow, reacts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.jobs import forget, job
from helpdesk.kernel.problems import NotAllowed, NotFound, Problem
from helpdesk.kernel.settings import Setting, declare
from helpdesk.kernel.timers import wake_at
from helpdesk.tickets.drafts import Draft, Words, drop, fill, join, words_of, written
from helpdesk.tickets.events import DraftHeld, DraftLeaving, DraftTakenBack, MessageReceived
from helpdesk.tickets.keys import said_before
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.redirecting import refuse_merged
from helpdesk.tickets.replying import check_reply, reply
from helpdesk.tickets.status import check_status
from helpdesk.tickets.visibility import seeing
from helpdesk.tickets.ways import way

LATEST = timedelta(days=366)
LONGEST_UNDO = 120
UNDO = declare(
    Setting(
        key="sending.undo",
        label=lazy("Longest time to take a reply back, in seconds (0: replies leave at once)"),
        kind="number",
        default=LONGEST_UNDO,
        most=LONGEST_UNDO,
    )
)


class Left(Problem):
    """It cannot be taken back."""

    code, words = "left", "It has left already."


def send(
    ticket: Ticket,
    words: Words,
    *,
    by: Agent,
    client_key: str | None = None,
    at_once: bool = False,
    at: datetime | None = None,
) -> Message | Draft:
    """Let a reply leave: `at` an instant, else after the inbox's time for undoing, else (or `at_once`) now.

    Returns the message if it has left, and the draft if it waits. What was being written is gone with it. The same
    `client_key` again is the same reply. Raises what `reply` raises, now, so that nothing wrong ever waits.
    """
    lock(ticket)
    refuse_merged(ticket)
    if twin := _twin(ticket, client_key, by=by, text=words.text):
        return twin
    wait = timedelta(seconds=0 if at_once else undo_seconds(way(ticket, words.inbox_id)))
    if at is None and not wait:
        return _say(ticket, words, by=by, client_key=client_key)
    if at is not None and not now() < at < now() + LATEST:
        raise BadInput(_("Choose a time within the next year."), "release_at")
    check_status(ticket, words.status, by=by)
    check_reply(
        ticket,
        text=words.text,
        html=words.html,
        inbox=way(ticket, words.inbox_id),
        upload_ids=words.upload_ids,
        seen_message_id=words.seen_message_id,
        waited_by=None,
        **_to(words),
    )
    return _leave(ticket, words, by=by, client_key=client_key, at=at, wait=wait)


def undo_seconds(inbox: Inbox) -> int:
    """Return how long a reply through this inbox can be taken back."""
    return min(channel_of(inbox).manners(place_of(inbox)).undo_seconds, int(settings.get(UNDO.key)))


def undo(ticket: Ticket, *, by: Agent, draft_id: int | None = None) -> Draft:
    """Take back the reply that leaves (the newest, or the one named), and return it as a draft. Raises `Left`."""
    lock(ticket)
    refuse_merged(ticket)
    draft = _leaving(ticket, by=by, draft_id=draft_id)
    forget(key_of(draft))
    _write_again(draft)
    record(DraftTakenBack(draft, by.id), by=by)
    return draft


def send_now(ticket: Ticket, *, by: Agent, draft_id: int) -> Message:
    """Let a reply that waits leave at once. Raises `Left`, and what `reply` raises: then it goes on waiting."""
    lock(ticket)
    refuse_merged(ticket)
    draft = _leaving(ticket, by=by, draft_id=draft_id)
    forget(key_of(draft))
    return _go(draft)


def key_of(draft: Draft) -> str:
    """Return the name of the job that will release a draft. The job itself must not forget it: it would undo itself."""
    return f"draft:{draft.id}"


def _twin(ticket: Ticket, client_key: str | None, *, by: Agent, text: str) -> Message | Draft | None:
    said = said_before(ticket, client_key, kind=MessageKind.OUTBOUND, by=by, text=text)
    if said is not None or not client_key:
        return said
    same = select(Draft).where(Draft.ticket_id == ticket.id, Draft.agent_id == by.id, Draft.client_key == client_key)
    waiting: Draft | None = db.session.scalar(same.where(Draft.release_at.is_not(None)).limit(1))
    return waiting


def _say(ticket: Ticket, words: Words, *, by: Agent, client_key: str | None) -> Message:
    message = _reply(ticket, words, by=by, client_key=client_key)
    if (draft := written(ticket, by=by, kind="reply")) is not None:
        drop(draft, by=by)
    return message


def _reply(ticket: Ticket, words: Words, *, by: Agent, client_key: str | None, waited: bool = False) -> Message:
    return reply(
        ticket,
        by=by,
        text=words.text,
        html=words.html,
        inbox=way(ticket, words.inbox_id),
        upload_ids=words.upload_ids,
        client_key=client_key,
        seen_message_id=words.seen_message_id,
        then=words.status,
        waited=waited,
        **_to(words),
    )


def _to(words: Words) -> dict[str, Sequence[str] | None]:
    return {role: words.recipients.get(role) for role in ("to", "cc", "bcc")}


def _leave(
    ticket: Ticket, words: Words, *, by: Agent, client_key: str | None, at: datetime | None, wait: timedelta
) -> Draft:
    """Turn what was written into what leaves; it keeps its id, so every page follows."""
    draft = written(ticket, by=by, kind="reply")
    if draft is None:
        draft = Draft(ticket_id=ticket.id, agent_id=by.id, kind="reply", recipients={}, version=0)
        db.session.add(draft)
    fill(draft, words)
    if at is not None and draft.seen_message_id is None:
        draft.seen_message_id = db.session.scalar(select(func.max(Message.id)).where(Message.ticket_id == ticket.id))
    draft.client_key, draft.held = client_key, None
    draft.scheduled, draft.release_at = at is not None, at or now() + wait
    db.session.flush()
    record(DraftLeaving(draft, by.id, draft.release_at), by=by)
    wake_at(draft.release_at, release, {"draft_id": draft.id}, dedupe_key=key_of(draft))
    return draft


def _leaving(ticket: Ticket, *, by: Agent, draft_id: int | None) -> Draft:
    mine = select(Draft).where(Draft.ticket_id == ticket.id, Draft.agent_id == by.id, Draft.release_at.is_not(None))
    if draft_id is not None:
        mine = mine.where(Draft.id == draft_id)
    draft = db.session.scalar(mine.order_by(Draft.id.desc()).limit(1).execution_options(populate_existing=True))
    if draft is None:
        raise Left
    return draft


def _go(draft: Draft) -> Message:
    """Say it, as its author, if they still may. Raises whatever stands against it."""
    ticket, author = draft.ticket, draft.agent
    if not (author.is_active and author.may("tickets.work")):
        raise NotAllowed
    if not seeing(ticket, [author]):
        raise NotFound
    message = _reply(ticket, words_of(draft), by=author, client_key=draft.client_key, waited=True)
    drop(draft, by=author)
    return message


@job("drafts.release", gave_up=lambda draft_id, error: give_back(draft_id, "broken"))  # noqa: ARG005 -- Named by the worker.
def release(draft_id: int) -> None:
    """Let a reply leave whose time has come; who takes it back first wins, and of two workers the second finds none."""
    draft = _held_still(draft_id)
    if draft is None or draft.release_at is None or draft.release_at > now():
        return
    try:
        with attempt():
            _go(draft)
    except (Problem, BadInput) as refusal:
        hold(draft, getattr(refusal, "code", "refused"))


def give_back(draft_id: int, reason: str) -> None:
    """Make a reply a draft again that could not leave."""
    if (draft := _held_still(draft_id)) is not None and draft.release_at is not None:
        hold(draft, reason)


def hold(draft: Draft, reason: str) -> None:
    """Keep a reply from leaving: a draft again, with the reason, a closed word; its author is told."""
    _write_again(draft)
    draft.held = reason[:20]
    db.session.flush()
    record(DraftHeld(draft, draft.agent_id, draft.held), by=SYSTEM)


def _held_still(draft_id: int) -> Draft | None:
    """Return the draft with its ticket held, as it is now; None if it is gone."""
    again = select(Draft).where(Draft.id == draft_id).execution_options(populate_existing=True)
    draft: Draft | None = db.session.get(Draft, draft_id)
    held = None
    # While it waited for the lock the ticket may have been merged.
    while draft is not None and draft.ticket_id != held:
        held = draft.ticket_id
        lock(db.session.get_one(Ticket, held))
        draft = db.session.scalar(again)
    return draft


def _write_again(draft: Draft) -> None:
    """Let the words be written on; what was begun since stands below them."""
    begun = written(draft.ticket, by=draft.agent, kind="reply")
    if begun is not None:
        join(draft, begun)
    draft.release_at, draft.client_key, draft.scheduled = None, None, False
    draft.version += 1
    db.session.flush()


def _one_waits(event: MessageReceived) -> bool:
    """Look before a job is written: few tickets have a reply that waits for an hour."""
    message: Message = event.subject
    if message.ticket.version <= 1:  # It is being opened right now: nobody can have answered.
        return False
    waiting = select(Draft.id).where(Draft.ticket_id == message.ticket_id, Draft.scheduled)
    return message.personal and db.session.scalar(waiting.limit(1)) is not None


@reacts(MessageReceived, when=_one_waits)
def hold_what_waits(row: EventRow) -> None:
    """Hold the replies that were to leave later: the customer wrote first, and the words may not fit any more."""
    ticket = db.session.get_one(Ticket, row.ticket_id)
    lock(ticket)
    waiting = select(Draft).where(Draft.ticket_id == ticket.id, Draft.scheduled, Draft.release_at.is_not(None))
    for draft in db.session.scalars(waiting.order_by(Draft.id).execution_options(populate_existing=True)).all():
        if draft.seen_message_id is None or draft.seen_message_id < row.subject_id:
            forget(key_of(draft))
            hold(draft, "written")
