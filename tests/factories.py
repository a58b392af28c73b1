"""Plain functions that make what a test is about; call them inside a unit of work (`db` or `with work():`).

They go through the verbs, so that what they make has its events, as in life.
"""

from functools import cache
from itertools import count
from typing import Any

from helpdesk.accounts.membership import create_agent
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.passwords import hash_of
from helpdesk.accounts.teams import create_team
from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.contacts.identities import find, resolve
from helpdesk.contacts.models import Contact, Identity
from helpdesk.custom_fields.defining import Draft, create_field
from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.receiving import Received, receive
from helpdesk.tickets.replying import reply

PASSWORD = "correct horse battery staple"
_serial = count(1)


@cache
def password_hash() -> str:
    """The hash of everybody's password; made once, because making one takes 50 ms."""
    return hash_of(PASSWORD)


def a_team(name: str | None = None) -> Team:
    """A team without members."""
    return create_team(name or f"Team {next(_serial)}", by=SYSTEM)


def an_agent(name: str | None = None, *, role: str = "agent", teams: tuple[Team, ...] = ()) -> Agent:
    """An agent who can log in with PASSWORD; the address follows the first name."""
    name = name or f"Agent {next(_serial)}"
    email = f"{name.lower().replace(' ', '.')}@acme.example"
    agent = create_agent(email=email, name=name, by=SYSTEM, role=role, teams=teams)
    agent.password_hash = password_hash()
    return agent


def an_inbox(address: str | None = None, *, team: Team | None = None, **settings: str) -> Inbox:
    """An email inbox; settings are written as an admin types them."""
    address = address or f"inbox{next(_serial)}@acme.example"
    name = address.partition("@")[0].title()
    return create_inbox(channel="email", name=name, address=address, by=SYSTEM, team=team, settings=settings)


def a_contact(name: str = "Dora Diaz", *, address: str | None = None) -> Contact:
    """Somebody with one claimed mail address."""
    address = address or f"{name.split(maxsplit=1)[0].lower()}{next(_serial)}@customer.example"
    return resolve("email", address, name=name, source="test").contact


def address_of(contact: Contact) -> Identity:
    """The contact's first address."""
    return contact.identities[0]


def a_ticket(
    subject: str = "The kettle does not boil",
    *,
    by: Contact | None = None,
    text: str | None = "It stays cold.",
    inbox: Inbox | None = None,
    team: Team | None = None,
) -> Ticket:
    """A ticket with the contact's first message (none with `text=None`), in an inbox of its own unless one is given."""
    contact = by or a_contact()
    opened = open_ticket(
        identity=address_of(contact),
        inbox=inbox or an_inbox(),
        subject=subject,
        by=contact,
        team_id=team.id if team else None,
    )
    if text is not None:
        a_message(opened, text=text)
    return opened


def a_message(ticket: Ticket, *, text: str = "Any news?", **more: Any) -> Message:
    """One more message from the ticket's contact; `more` are fields of Received."""
    return receive(ticket, address_of(ticket.contact), Received(text=text, **more), by=ticket.contact)


def a_reply(ticket: Ticket, *, by: Agent, text: str = "We are looking into it.", **more: Any) -> Message:
    """An agent's answer, as it leaves."""
    return reply(ticket, by=by, text=text, **more)


def known_address(value: str) -> Identity | None:
    """The identity with this mail address, if there is one."""
    return find("email", value)


def a_chat(address: str | None = None, *, team: Team | None = None, **settings: str) -> Inbox:
    """A chat inbox; settings are written as an admin types them."""
    address = address or f"shop{next(_serial)}.example"
    return create_inbox(channel="chat", name="Shop", address=address, by=SYSTEM, team=team, settings=settings)


def a_field(label: str, *, of: str = "ticket", type: str = "text", **more: Any) -> CustomField:  # noqa: A002 -- As in a Draft.
    """A custom field; `more` is what a Draft has besides."""
    return create_field(Subject(of), Draft(label=label, type=type, **more), by=SYSTEM)
