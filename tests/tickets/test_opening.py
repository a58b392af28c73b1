"""A matter comes up: a number, a place, people who take part."""

from sqlalchemy import select

from helpdesk.contacts.identities import resolve
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.opening import join, open_ticket
from helpdesk.tickets.ways import usual_people
from tests.factories import a_contact, a_ticket, address_of, an_inbox


def opened(dora, inbox, **more):
    return open_ticket(identity=address_of(dora), inbox=inbox, by=dora, **({"subject": "A lamp"} | more))


def test_numbers_rise_by_one(db, dora, inbox):
    numbers = [opened(dora, inbox).number for _ in range(3)]

    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


def test_a_ticket_begins_open_in_the_team_of_its_inbox(db, dora, inbox, support):
    ticket = opened(dora, inbox)
    rows.session.flush()

    assert (ticket.status, ticket.priority, ticket.team_id, ticket.assignee_id) == ("open", "normal", support.id, None)


def test_another_team_may_be_named(db, dora, inbox, billing):
    assert opened(dora, inbox, team_id=billing.id).team_id == billing.id


def test_without_a_team_everybody_has_it(db, dora):
    assert opened(dora, an_inbox()).team_id is None


def test_a_subject_is_one_line_of_at_most_500_characters(db, dora, inbox):
    assert opened(dora, inbox, subject="  A\r\nBcc: x@y\t lamp ").subject == "A Bcc: x@y lamp"
    assert opened(dora, inbox, subject="a" * 900).subject == "a" * 500
    assert opened(dora, inbox, subject=" \n ").subject == ""


def test_who_is_named_takes_part_in_the_first_role_given(db, dora, inbox):
    eli = resolve("email", "eli@customer.example", source="test")
    ticket = opened(dora, inbox, participants=[(eli, "cc"), (address_of(dora), "bcc")])

    join(ticket, [(eli, "to")])

    people = {role: [one.value for one in found] for role, found in usual_people(ticket, ticket.inbox).items()}
    assert people == {"to": ["dora@customer.example"], "cc": ["eli@customer.example"]}


def test_the_opening_is_recorded_as_the_contacts(db, dora, inbox):
    ticket = opened(dora, inbox)

    event = rows.session.scalars(select(EventRow).where(EventRow.name == "ticket.opened")).one()
    assert (event.subject_id, event.ticket_id, event.actor_kind, event.actor_id) == (
        ticket.id, ticket.id, "contact", dora.id,
    )  # fmt: skip


def test_one_person_may_have_many_tickets(db, dora):
    first, second = a_ticket(by=dora), a_ticket(by=dora)
    other = a_ticket(by=a_contact("Finn"))

    assert first.contact_id == second.contact_id != other.contact_id
