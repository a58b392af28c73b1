"""What a visitor's open page hears: public messages of their own tickets. Notes and changes have no subscriber here."""

from collections.abc import Iterator, Sequence
from typing import Any

from helpdesk.contacts.events import VisitorForgotten
from helpdesk.contacts.models import Visitor
from helpdesk.contacts.visitors import room_of
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.live import Kick, News, prepares, shows
from helpdesk.mailroom.chatting import PUBLIC
from helpdesk.mailroom.typing_signs import rooms_of_visitors
from helpdesk.satisfaction.events import SurveyAnswered
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.events import MessageReceived, MessageSent
from helpdesk.tickets.models import Message
from helpdesk.widget.serialise import message_json, surveys_in

TOLD = frozenset({MessageReceived.name, MessageSent.name, SurveyAnswered.name})


@prepares
def find_rooms(events: Sequence[EventRow]) -> None:
    """Find who listens to the tickets of a batch, in one statement."""
    wanted = {event.ticket_id for event in events if event.ticket_id and event.name in TOLD}
    if wanted:
        memo().update({("visitors", ticket_id): rooms for ticket_id, rooms in rooms_of_visitors(wanted).items()})


@shows(MessageReceived, MessageSent)
def tell(event: EventRow) -> Iterator[News]:
    """Send a public message to the visitors of its ticket, and to nobody else."""
    rooms = memo().get(("visitors", event.ticket_id))
    if not rooms:
        return
    yield from _news(rooms, db.session.get(Message, event.subject_id))


@shows(SurveyAnswered)
def tell_answer(event: EventRow) -> Iterator[News]:
    """Show an answer on the visitor's other pages too."""
    rooms = memo().get(("visitors", event.ticket_id))
    survey = db.session.get(Survey, event.subject_id) if rooms else None
    if rooms and survey is not None:
        yield from _news(rooms, survey.message)


def _news(rooms: list[str], message: Message | None) -> Iterator[News]:
    if message is None or message.kind not in PUBLIC or message.agents_only:
        return
    yield News(tuple(rooms), "message", lambda: _told(message), f"chat:{message.id}")


@shows(VisitorForgotten)
def hang_up(event: EventRow) -> Iterator[Kick]:
    """End the connections of a revoked token."""
    visitor = db.session.get(Visitor, event.data["visitor_id"])
    if visitor is not None:
        yield Kick((room_of(visitor.token_hash),))


def _told(message: Message) -> dict[str, Any]:
    return {"message": message_json(message, surveys_in([message]).get(message.id))}
