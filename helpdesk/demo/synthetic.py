"""Makes many tickets fast, for load work: invented people over a year, with plausible states, teams, tags and talk."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, insert, select

from helpdesk.accounts.membership import create_agent
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import create_team
from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact, Identity
from helpdesk.demo.invention import TAGS, Invention
from helpdesk.demo.rows import Surroundings, Talk, invent, write
from helpdesk.kernel.clock import now
from helpdesk.kernel.counters import next_numbers
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.search import index
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.status import snooze
from helpdesk.tickets.tags import tag_named

BATCH = 1000
TICKETS_A_CONTACT = 8
TEAMS = ("Support", "Accounts", "Logistics", "Partners")
AGENTS = 12
BY_MAIL = select(Inbox.id).where(Inbox.channel == "email")  # Synthetic people have nothing but an address.


class Made(NamedTuple):
    """What was written."""

    tickets: int
    messages: int
    contacts: int


def make_tickets(count: int, *, seed: int) -> Made:
    """Write `count` synthetic tickets, in units of 1,000; who works here and where is made when there is nobody yet."""
    source = Invention(seed)
    around = _surroundings(source, people=max(20, count // TICKETS_A_CONTACT))
    moments = source.moments(count, now())
    messages = 0
    for start in range(0, count, BATCH):
        with unit():
            batch = moments[start : start + BATCH]
            numbers = next_numbers("ticket", len(batch))
            talks = [
                invent(around, source, number=number, began=began, now=now())
                for number, began in zip(numbers, batch, strict=True)
            ]
            messages += write(talks)
            _send_to_sleep(talks)
            _index(numbers)
    return Made(count, messages, len(around.contacts))


def _surroundings(source: Invention, *, people: int) -> Surroundings:
    with unit():
        if db.session.scalar(select(Team.id).limit(1)) is None:
            teams = [create_team(name, by=SYSTEM) for name in TEAMS]
            for serial in range(AGENTS):
                create_agent(
                    email=f"agent{serial}@load.example",
                    name=source.person(serial).name,
                    teams=[teams[serial % len(teams)]],
                    by=SYSTEM,
                )
        if db.session.scalar(BY_MAIL.limit(1)) is None:
            create_inbox(channel="email", name="Support", address="support@load.example", by=SYSTEM)
        return Surroundings(
            inboxes=db.session.scalars(BY_MAIL).all(),
            teams=db.session.scalars(select(Team.id)).all(),
            agents=db.session.scalars(select(Agent.id).where(Agent.deactivated_at.is_(None))).all(),
            tags={name: tag_named(name).id for name in TAGS},
            contacts=list(_contacts(source, people)),
        )


def _contacts(source: Invention, people: int) -> Iterator[tuple[int, int, str]]:
    """Write contacts with one address each; a second call finds serials that are free."""
    first = (db.session.scalar(select(func.max(Contact.id))) or 0) + 1
    invented = [source.person(serial) for serial in range(first, first + people)]
    named = [{"name": person.name, "created_at": now()} for person in invented]
    add = insert(Contact).returning(Contact.id, sort_by_parameter_order=True)
    contact_ids = list(db.session.scalars(add, named))
    addresses = [
        {"contact_id": i, "kind": "email", "value": person.address, "source": "seed", "created_at": now()}
        for i, person in zip(contact_ids, invented, strict=True)
    ]
    known = insert(Identity).returning(Identity.id, sort_by_parameter_order=True)
    identity_ids = list(db.session.scalars(known, addresses))
    for person, contact_id, identity_id in zip(invented, contact_ids, identity_ids, strict=True):
        yield contact_id, identity_id, person.address


def _index(numbers: Sequence[int]) -> None:
    """Let the search find them: rows written without events tell nobody."""
    tickets = db.session.scalars(select(Ticket.id).where(Ticket.number.in_(numbers))).all()
    written = select(Message.id).where(Message.ticket_id.in_(tickets), Message.kind != MessageKind.EVENT)
    index.write(tickets, db.session.scalars(written).all())


def _send_to_sleep(talks: list[Talk]) -> None:
    """Snooze by the verb, because a snoozed ticket needs the timer that wakes it."""
    numbers = [talk.ticket["number"] for talk in talks if talk.ticket["sleeps"]]
    for place, ticket in enumerate(db.session.scalars(select(Ticket).where(Ticket.number.in_(numbers)))):
        snooze(ticket, until=now() + timedelta(days=1 + place), by=SYSTEM)
