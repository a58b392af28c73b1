"""What open desks hear of an event: whole objects for the rooms of those who may see the ticket."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import RowMapping, select

from helpdesk.accounts import events as people
from helpdesk.accounts.models import Agent
from helpdesk.automation.events import RuleRan
from helpdesk.automation.macros.events import MacroApplied
from helpdesk.contacts.events import (
    AddressSuppressed,
    ContactDescribed,
    ContactFieldSet,
    ContactOptedIn,
    ContactOptedOut,
    ContactsMerged,
    ContactsUnmerged,
    SuppressionLifted,
)
from helpdesk.desk.conversation import messages_json, opened_news
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.live import Kick, News, prepares, shows
from helpdesk.kernel.settings import SettingChanged
from helpdesk.mailroom import events as mail
from helpdesk.satisfaction import events as judged
from helpdesk.sla.events import SlaBreached
from helpdesk.tickets import events as happened
from helpdesk.tickets import moving_events as between
from helpdesk.tickets import tag_events as tagged
from helpdesk.tickets.breaker import PAUSED
from helpdesk.tickets.conversation import entries_of
from helpdesk.tickets.drafts import Draft
from helpdesk.tickets.models import Follower, Message, Ticket
from helpdesk.tickets.names import names
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.visibility import rooms_for

NEWEST = 10
MAY_LET_SPEAK = "settings.general"
MESSAGE_EVENTS = (
    happened.MessageReceived,
    happened.MessageSent,
    happened.NoteAdded,
    between.MessageForwarded,
    between.MessageRedacted,
    mail.DeliveryChanged,
)
TICKET_EVENTS = (
    happened.TicketOpened,
    happened.StatusChanged,
    happened.StayedResolved,
    happened.PriorityChanged,
    happened.AgentAssigned,
    happened.TeamAssigned,
    happened.TagAdded,
    happened.TagRemoved,
    happened.TicketFieldSet,
    happened.Followed,
    happened.Unfollowed,
    between.TicketMerged,
    between.TicketUnmerged,
    between.TicketSplit,
    between.TicketLinked,
    between.TicketUnlinked,
    between.InboxChanged,
    between.SubjectBlanked,
    SlaBreached,
    judged.SurveyAsked,
    judged.SurveyAnswered,
    RuleRan,
    MacroApplied,
)


@shows(*MESSAGE_EVENTS, *TICKET_EVENTS)
def tell(event: EventRow) -> Iterator[News | Kick]:
    """Send the row to every desk that may see it, the message and the whole ticket to those that have it open."""
    found = _ticket(event.ticket_id or 0)
    if found is None:
        return
    ticket, rooms = found
    yield from _farewell(event, ticket, rooms)
    yield News(tuple(sorted(rooms)), "ticket", lambda: {"ticket": ticket_row(ticket)}, f"row:{ticket['id']}")
    open_desks = (f"desk:ticket:{ticket['number']}",)
    yield News(open_desks, "message", lambda: _message(ticket, event), _message_key(event))
    if event.subject_kind != "message":
        yield News(open_desks, "ticket", partial(_whole_as_news, ticket), f"ticket:{ticket['id']}")


@shows(
    ContactOptedOut, ContactOptedIn, AddressSuppressed, SuppressionLifted, ContactsMerged, ContactsUnmerged,
    ContactFieldSet, ContactDescribed,
)  # fmt: skip
def tell_of_contact(event: EventRow) -> Iterator[News]:
    """Tell whoever has a ticket of this contact open whether they may still be written to, and what is known now."""
    theirs = rows().where(Ticket.contact_id == event.subject_id).order_by(Ticket.id.desc()).limit(NEWEST)
    for ticket in db.session.execute(theirs).mappings():
        room = (f"desk:ticket:{ticket['number']}",)
        yield News(room, "ticket", partial(_whole_as_news, ticket), f"ticket:{ticket['id']}")


@shows(happened.DraftLeaving, happened.DraftTakenBack, happened.DraftHeld, happened.DraftDropped)
def tell_of_waiting(event: EventRow) -> Iterator[News]:
    """Tell whoever has the ticket open that a reply waits to leave, or does not any more."""
    its = select(Draft.ticket_id).where(Draft.id == event.subject_id).scalar_subquery()
    found = db.session.execute(rows().where(Ticket.id == event.data.get("ticket", its))).mappings().first()
    if found is not None:
        room = (f"desk:ticket:{found['number']}",)
        yield News(room, "ticket", partial(_whole_as_news, found), f"ticket:{found['id']}")


@prepares
def read_together(events: Sequence[EventRow]) -> None:
    """Read the tickets of a batch, and the rooms that may hear of each, in two statements."""
    wanted = {event.ticket_id for event in events if event.ticket_id}
    if not wanted:
        return
    followers: dict[int, list[int]] = {}
    for follower in db.session.scalars(select(Follower).where(Follower.ticket_id.in_(wanted))):
        followers.setdefault(follower.ticket_id, []).append(follower.agent_id)
    for row in db.session.execute(rows().where(Ticket.id.in_(wanted))).mappings():
        memo()["told", row["id"]] = row, rooms_for(row["team_id"], row["assignee_id"], followers.get(row["id"], ()))


def _ticket(identity: int) -> tuple[RowMapping, set[str]] | None:
    found: tuple[RowMapping, set[str]] | None = memo().get(("told", identity))
    return found


def _message_key(event: EventRow) -> str:
    return f"message:{event.subject_id}" if event.subject_kind == "message" else f"event:{event.id}"


def _messages(event: EventRow) -> list[int]:
    if event.subject_kind == "message":
        return [event.subject_id]
    return list(db.session.scalars(select(Message.id).where(Message.event_id == event.id)))


def _message(ticket: RowMapping, event: EventRow) -> dict[str, Any]:
    messages = messages_json(entries_of(_messages(event)), ticket["number"], names())
    return {"ticket": ticket_row(ticket), "message": messages[0] if messages else None}


def _whole_as_news(ticket: RowMapping) -> dict[str, Any]:
    return {"ticket": opened_news(ticket)}


def _farewell(event: EventRow, ticket: RowMapping, rooms: set[str]) -> Iterator[News | Kick]:
    """Tell the places a ticket left that it is gone; who has it open must show anew that they may."""
    left = set()
    if event.name == happened.TeamAssigned.name:
        was = event.data["was_team_id"]
        left = {f"desk:team:{was}" if was else "desk:unrouted"}
    elif event.name == happened.AgentAssigned.name and event.data["was_agent_id"]:
        left = {f"desk:agent:{event.data['was_agent_id']}"}
    elif event.name == happened.Unfollowed.name:
        left = {f"desk:agent:{event.data['agent_id']}"}
    if left - rooms:
        number = ticket["number"]
        yield News(tuple(left - rooms), "gone", lambda: {"number": number}, f"gone:{number}")
        yield Kick((f"desk:ticket:{number}",), spare=tuple(rooms))


@shows(people.TeamJoined, people.TeamLeft)
def look_around(event: EventRow) -> Iterator[News]:
    """Let the pages of who is in other teams now ask for their views and lists again, before they must join anew."""
    yield News((f"desk:agent:{event.data['agent_id']}",), "reload", dict, "reload")


@shows(people.RolePermissionsChanged)
def look_again_all(event: EventRow) -> Iterator[Kick]:
    """End the connections of everybody whose role may do other things now."""
    theirs = db.session.scalars(select(Agent.id).where(Agent.role_id == event.subject_id))
    yield Kick(tuple(f"desk:agent:{agent_id}" for agent_id in theirs))


@shows(SettingChanged)
def tell_of_machines(event: EventRow) -> Iterator[News]:
    """Tell those who may let machines speak again whether they are silent."""
    if event.data["key"] != PAUSED.key:
        return
    may = [agent.id for agent in db.session.scalars(select(Agent)) if agent.is_active and agent.may(MAY_LET_SPEAK)]
    paused = bool(event.data["new"])
    rooms = tuple(f"desk:agent:{agent_id}" for agent_id in may)
    yield News(rooms, "machines", lambda: {"machines_paused": paused}, "machines")


@shows(
    people.RoleChanged,
    people.AgentDeactivated,
    people.PasswordChanged,
    people.TeamJoined,
    people.TeamLeft,
    people.LoggedOut,
)
def look_again(event: EventRow) -> Iterator[Kick]:
    """End the connections of an agent whose rights changed; the page comes back and joins what it may now."""
    agent_id = event.data.get("agent_id", event.subject_id)
    yield Kick((f"desk:agent:{agent_id}",))


@shows(tagged.TagCreated, tagged.TagRenamed, tagged.TagMerged, tagged.TagDeleted)
def tell_of_tags(_event: EventRow) -> Iterator[News]:
    """Let every desk ask again how tags are called."""
    yield News(("desk:all", "desk:unrouted"), "tags", dict, "tags")


@shows(happened.SavedViewCreated, happened.SavedViewChanged, happened.SavedViewDeleted, happened.SavedViewsOrdered)
def tell_of_views(event: EventRow) -> Iterator[News]:
    """Let those who have or had a saved view in their sidebar ask for theirs again."""
    yield News(tuple(sorted(_readers(event))), "views", dict, "views")


def _readers(event: EventRow) -> set[str]:
    own, everybody = f"desk:agent:{event.actor_id}", {"desk:all", "desk:unrouted"}
    if event.name == happened.SavedViewsOrdered.name:
        return everybody | {own}
    rooms = {own}
    for scope, team_id in (("scope", "team_id"), ("was_scope", "was_team_id")):
        if event.data.get(scope) == "all":
            rooms |= everybody
        if event.data.get(team_id):
            rooms |= {"desk:all", f"desk:team:{event.data[team_id]}"}
    return rooms
