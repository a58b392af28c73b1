"""The words of a mail to an agent: for each conversation what happened, the newest words as text, how much, a link.

Nothing of a customer's HTML stands in it, and no machine is invited to answer.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.accounts.workspace import workspace_name
from helpdesk.channels.base import Address, Outbound, Place
from helpdesk.kernel.ambient import configured, rendered
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import Speech, ngettext, speaking
from helpdesk.kernel.i18n import gettext as _
from helpdesk.mailroom.marks import NO_REPLY, NUMBERS_OF_LETTERS, agent_token, loop_mark, return_token
from helpdesk.notifications.letters import Desk, Letter, Mail, Telling
from helpdesk.notifications.models import Notification
from helpdesk.notifications.reading import Line, lines_of
from helpdesk.tickets.models import Message, Ticket

MOST_SHOWN = 20
MOST_WORDS = 280


class Conversation(NamedTuple):
    """One ticket's part of the mail."""

    line: Line
    words: str
    more: int
    url: str


def composed(
    letter: Letter, agent: Agent, external_id: Callable[[int, Place[Any]], str | None], place: Place[Any]
) -> Outbound | None:
    """Return the mail in the agent's language; None when there is nothing left to tell."""
    with speaking(Speech(agent.locale, agent.tz)):
        shown = _conversations(letter, agent)
        if not shown:
            return None
        token = _reply_token(agent, shown)
        values = {
            "answerable": token != NO_REPLY,
            "shown": shown[:MOST_SHOWN],
            "left_out": len(shown) - MOST_SHOWN,
            "workspace": workspace_name(),
            "choices": f"{configured('BASE_URL')}/desk/profile/notifications",
        }
        text = rendered("mail/notification/body.txt", **values).strip("\n") + "\n"
        html = rendered("mail/notification/body.html", **values)
        subject = _subject(shown)
    number = NUMBERS_OF_LETTERS + letter.id
    return Outbound(
        number=number,
        subject=subject,
        text=text,
        html=html,
        to=(Address(agent.email, agent.name),),
        recipients=(agent.email,),
        external_id=external_id(number, place),
        reply_token=token,
        loop_mark=loop_mark(number),
        return_token=return_token(number),
        automatic=True,
        bulk=True,
        sent_at=letter.created_at,
    )


def _reply_token(agent: Agent, shown: Sequence[Conversation]) -> str:
    """Return what lets the agent answer by mail: news of one conversation can be answered, of several cannot."""
    ticket = db.session.get(Ticket, shown[0].line.ticket_id) if len(shown) == 1 else None
    return NO_REPLY if ticket is None else agent_token(agent, ticket)


def _subject(shown: Sequence[Conversation]) -> str:
    first = shown[0].line
    if len(shown) == 1:
        return f"{first.words}: {first.subject or _('No subject')} (#{first.number})"
    return ngettext("%(num)s conversation waits for you", "%(num)s conversations wait for you", len(shown))


def _conversations(letter: Letter, agent: Agent) -> list[Conversation]:
    """Return what of the letter is still unread and may be seen, the newest first."""
    counted = Counter(db.session.scalars(select(Telling.ticket_id).where(Telling.letter_id == letter.id)))
    unread = select(Notification.ticket_id).where(Notification.agent_id == agent.id, Notification.read_at.is_(None))
    query = lines_of(Telling, agent).where(
        Telling.letter_id == letter.id,
        Telling.mail == Mail.MAILED,
        (Telling.desk != Desk.TOLD) | Telling.ticket_id.in_(unread),
    )
    lines = [Line.of(*row) for row in db.session.execute(query.order_by(Telling.event_id.desc()))]
    words = _words([line.message_id for line in lines[:MOST_SHOWN] if line.message_id])
    base = configured("BASE_URL")
    return [
        Conversation(
            line,
            words.get(line.message_id or 0, ""),
            counted[line.ticket_id] - 1,
            f"{base}/desk/tickets/{line.number}",
        )
        for line in lines
    ]


def _words(message_ids: Sequence[int]) -> dict[int, str]:
    found = select(Message.id, Message.text).where(Message.id.in_(message_ids))
    return {identity: _short(text) for identity, text in db.session.execute(found)} if message_ids else {}


def _short(text: str) -> str:
    line = " ".join(text[: 4 * MOST_WORDS].split())
    return line if len(line) <= MOST_WORDS else f"{line[: MOST_WORDS - 1]}…"
