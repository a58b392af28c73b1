"""When a customer is asked: a while after the ticket was resolved, if it still is; once per resolution.

The timer is set and taken back in the transaction that moves the ticket, so it never disagrees with its status; on
waking it looks at the truth again.
"""

from datetime import timedelta

from sqlalchemy import exists, select

from helpdesk.accounts.models import Team
from helpdesk.channels.places import channel_of
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, EventRow, projects, record
from helpdesk.kernel.i18n import Speech, speaking
from helpdesk.kernel.jobs import Again, Outcome, forget, job
from helpdesk.kernel.settings import Setting, declare
from helpdesk.kernel.timers import wake_at
from helpdesk.satisfaction.events import SurveyAsked
from helpdesk.satisfaction.models import CSAT, Survey
from helpdesk.satisfaction.words import ROBOT, question
from helpdesk.tickets.breaker import SPAN, is_paused
from helpdesk.tickets.events import StatusChanged
from helpdesk.tickets.models import Message, MessageKind, Status, Ticket
from helpdesk.tickets.saying import say
from helpdesk.tickets.status import DONE

ENABLED = declare(
    Setting(key="survey.enabled", label="Ask customers how it went", kind="switch", default=True)
)  # fmt: skip
DELAY = declare(
    Setting(
        key="survey.delay_minutes",
        label="Minutes between a resolution and the question how it went",
        kind="number",
        default=60,
        most=30 * 24 * 60,
    )
)
QUIET = declare(
    Setting(
        key="survey.quiet_days",
        label="Days in which the same customer is not asked again (0: asked after every resolution)",
        kind="number",
        default=0,
        most=365,
    )
)
EXPIRES = declare(
    Setting(
        key="survey.expires_days",
        label="Days in which an answer can be given and changed",
        kind="number",
        default=14,
        least=1,
        most=365,
    )
)


@projects(StatusChanged)
def set_timer(event: StatusChanged, _row: EventRow) -> None:
    """Set the timer when a ticket is resolved, with who did it; take it back when it is opened again."""
    ticket: Ticket = event.subject
    if event.now == Status.RESOLVED:
        if settings.get(ENABLED.key):
            who = {"agent_id": ticket.assignee_id or _last_replier(ticket), "team_id": ticket.team_id}
            at = now() + timedelta(minutes=settings.get(DELAY.key))
            payload = {"ticket_id": ticket.id, "cycle": ticket.cycle, **who}
            wake_at(at, ask, payload, dedupe_key=_timer(ticket.id, ticket.cycle))
    elif event.was in DONE and event.now not in DONE:
        forget(_timer(ticket.id, ticket.cycle))


@job("satisfaction.ask")
def ask(ticket_id: int, cycle: int, agent_id: int | None, team_id: int | None) -> Outcome:
    """Ask, if the ticket is still as it was resolved, nobody asked before, and this person may be written to."""
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None:
        return None
    lock(ticket)
    if ticket.resolved_at is None or ticket.cycle != cycle or not settings.get(ENABLED.key):
        return None
    if _asked(ticket, cycle) or _asked_lately(ticket.contact_id):
        return None
    if is_paused():
        return Again(now() + SPAN)  # Machines are silent: it is asked when they may speak, if it still fits then.
    with speaking(Speech(ticket.contact.locale)):
        words = question(channel_of(ticket.inbox).features.survey)
    message = say(ticket, words, by=SYSTEM, robot=ROBOT, key=f"{ROBOT}:{cycle}")
    if message is None:
        return None
    survey = Survey(
        ticket_id=ticket.id,
        cycle=cycle,
        kind=CSAT,
        contact_id=ticket.contact_id,
        agent_id=agent_id,
        team_id=team_id if team_id and db.session.get(Team, team_id) else None,
        inbox_id=ticket.inbox_id,
        message_id=message.id,
        asked_at=now(),
        expires_at=now() + timedelta(days=settings.get(EXPIRES.key)),
    )
    db.session.add(survey)
    db.session.flush()
    record(SurveyAsked(survey), by=SYSTEM)
    return None


def _timer(ticket_id: int, cycle: int) -> str:
    return f"survey:{ticket_id}:{cycle}"


def _last_replier(ticket: Ticket) -> int | None:
    answers = select(Message.agent_id).where(
        Message.ticket_id == ticket.id, Message.kind == MessageKind.OUTBOUND, Message.agent_id.is_not(None)
    )
    return db.session.scalar(answers.order_by(Message.id.desc()).limit(1))


def _asked(ticket: Ticket, cycle: int) -> bool:
    before = exists().where(Survey.ticket_id == ticket.id, Survey.cycle == cycle, Survey.kind == CSAT)
    return bool(db.session.scalar(select(before)))


def _asked_lately(contact_id: int) -> bool:
    days = settings.get(QUIET.key)
    lately = exists().where(Survey.contact_id == contact_id, Survey.asked_at > now() - timedelta(days=days))
    return bool(days and db.session.scalar(select(lately)))
