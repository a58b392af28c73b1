"""Why an agent was told of something, or was not: what was written down when it was decided, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import instant
from helpdesk.notifications.letters import Desk, Letter, LetterState, Mail, Telling
from helpdesk.tickets.models import Ticket

MOST = 40
# What happens to tellings themselves, and what only moves a screen.
NOISE = ("notification.told", "notification.read", "agent.ticket_seen")


@dataclass(frozen=True)
class Reason:
    """One event of a ticket, and what became of it for one agent; without a kind, nobody thought of telling them."""

    event: EventRow
    kind: str | None = None
    desk: str | None = None
    mail: str | None = None

    @property
    def good(self) -> bool:
        """Tell whether they were told in some way."""
        return self.kind is not None


def reasons(ticket: Ticket, agent: Agent) -> Sequence[Reason]:
    """Return the last events of the ticket, newest first, each with every decision about this agent."""
    events = select(EventRow).where(EventRow.ticket_id == ticket.id, EventRow.name.not_in(NOISE))
    newest = db.session.scalars(events.order_by(EventRow.id.desc()).limit(MOST)).all()
    if not newest:
        return []
    decided = (
        select(Telling, Letter)
        .outerjoin(Letter, Letter.id == Telling.letter_id)
        .where(Telling.ticket_id == ticket.id, Telling.agent_id == agent.id, Telling.event_id >= newest[-1].id)
        .order_by(Telling.id)
    )
    of: dict[int, list[Reason]] = {}
    known = {event.id: event for event in newest}
    for telling, letter in db.session.execute(decided):
        if event := known.get(telling.event_id):
            of.setdefault(event.id, []).append(
                Reason(event, telling.kind, desk_words(telling.desk), mail_words(telling, letter))
            )
    return [reason for event in newest for reason in of.get(event.id, [Reason(event)])]


def desk_words(word: str) -> str:
    """Say what became of it in the desk."""
    match word:
        case Desk.TOLD:
            return _("Told in the desk.")
        case Desk.OWN:
            return _("Not told: you did it yourself.")
        case Desk.MUTED:
            return _("Not told in the desk: you chose not to hear of this there.")
        case _:
            return _("Not told: you could not see the ticket then.")


def mail_words(telling: Telling, letter: Letter | None) -> str:
    """Say what became of it by mail; nothing where that is the same as in the desk."""
    match telling.mail:
        case Mail.OWN | Mail.HIDDEN if telling.desk != Desk.TOLD:
            return ""
        case Mail.MAILED if letter is not None:
            return _letter_words(letter)
        case Mail.COLLAPSED if letter is not None:
            return _("Counted in the mail about something newer here. %(fate)s", fate=_letter_words(letter))
        case Mail.HOURS | Mail.GATHERED | Mail.LIMIT | Mail.BREAKER if telling.until is not None:
            return _held_words(telling.mail, instant(telling.until))
    sentences = {
        Mail.WAITING: _("A mail leaves if you do not read it soon."),
        Mail.AWAY: _("Mail is held until you are back online: you are away."),
        Mail.LOOKING: _("No mail: you were looking at the ticket."),
        Mail.READ: _("No mail: you read it before one left."),
        Mail.MUTED: _("No mail: you chose none for this."),
        Mail.HIDDEN: _("No mail: you could not see the ticket any more."),
        Mail.NO_INBOX: _("No mail: there is no open email inbox to send it from."),
    }
    return sentences.get(Mail(telling.mail), "")


def _held_words(word: str, until: str) -> str:
    match word:
        case Mail.HOURS:
            return _("Mail is held until %(until)s: these are your quiet hours.", until=until)
        case Mail.GATHERED:
            return _("Mail is held until %(until)s: you get one an hour.", until=until)
        case Mail.LIMIT:
            return _("Mail is held until %(until)s: you had three within an hour.", until=until)
        case _:
            return _("Mail is held until %(until)s: too much was sent by machines.", until=until)


def _letter_words(letter: Letter) -> str:
    match letter.state:
        case LetterState.SENT:
            at = instant(letter.changed_at or letter.created_at)
            return _("Mailed, %(at)s, with others.", at=at) if letter.digest else _("Mailed, %(at)s.", at=at)
        case LetterState.RECORDED:
            return _("Mail was written but not sent: no provider is configured.")
        case LetterState.FAILED:
            return _("Mail failed: %(why)s", why=letter.error or "")
        case LetterState.UNCERTAIN:
            return _("Mail may have left: the provider did not answer.")
        case LetterState.UNWANTED:
            return _("No mail: you read it before it left.")
        case _:
            return _("Mail is about to leave.")
