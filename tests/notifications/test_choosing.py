"""Who is told: the new assignee, and when the customer writes whoever has or follows the ticket."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.notifications.choosing import tell_who_waits_for_it
from helpdesk.notifications.reading import mark_read, page, unread
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.followers import follow
from helpdesk.tickets.notes import add_note
from tests.factories import a_message, a_reply, a_ticket


@pytest.fixture
def ticket(work, dora, inbox):
    with work():
        return a_ticket(by=dora, inbox=inbox)


@pytest.fixture
def told(work):
    """What an agent's bell says of each notification, newest first; those read are in brackets."""

    def ask(agent):
        with work():
            lines, _older = page(rows.session.get_one(Agent, agent.id))
            return [f"({line.words})" if line.read else line.words for line in lines]

    return ask


def known(row):
    return rows.session.get_one(type(row), row.id)


def test_the_new_assignee_is_told_by_whom(work, run_jobs, told, ticket, ada, ben):
    with work():
        assign_agent(known(ticket), known(ben), by=ada)
    run_jobs()

    assert told(ben) == ["Ada assigned you this ticket"]
    assert told(ada) == []


def test_a_ticket_given_by_nobody_in_particular_is_told_too(work, run_jobs, told, ticket, ben):
    with work():
        a_message(known(ticket))
        assign_agent(known(ticket), known(ben), by=SYSTEM)
    run_jobs()

    assert told(ben) == ["You were given this ticket"]


def test_whoever_takes_a_ticket_knows_it(work, run_jobs, told, ticket, ben):
    with work():
        assign_agent(known(ticket), known(ben), by=ben)
    run_jobs()

    assert told(ben) == []


def test_a_ticket_that_moved_on_at_once_is_told_to_its_last_owner_only(work, run_jobs, told, ticket, ada, ben, alma):
    with work():
        assign_agent(known(ticket), known(ben), by=alma)
        assign_agent(known(ticket), known(ada), by=alma)
    run_jobs()

    assert (told(ben), told(ada)) == ([], ["Alma assigned you this ticket"])


def test_assignee_and_followers_hear_that_the_customer_wrote(work, run_jobs, told, ticket, ada, ben, cy):
    with work():
        assign_agent(known(ticket), known(ben), by=ben)
        follow(known(ticket), known(cy), by=cy)
        a_message(known(ticket))
    run_jobs()

    assert (told(ben), told(cy), told(ada)) == (["Dora Diaz wrote"], ["Dora Diaz wrote"], [])


def test_who_follows_a_ticket_from_its_first_moment_hears_of_its_first_message(work, run_jobs, told, dora, inbox, cy):
    with work():
        ticket = a_ticket(by=dora, inbox=inbox)
        follow(ticket, cy, by=cy)
        a_message(ticket)
    run_jobs()

    assert told(cy) == ["Dora Diaz wrote"]


def test_many_messages_are_one_unread_line_and_the_newest_ticket_stands_first(
    work, run_jobs, told, ticket, ben, dora, inbox
):
    with work():
        other = a_ticket("The lamp is dark", by=known(dora), inbox=known(inbox))
        for one in (ticket, other):
            assign_agent(known(one), known(ben), by=ben)
    for one in (ticket, other, ticket, ticket):
        with work():
            a_message(known(one))
        run_jobs()

    with work():
        lines, _older = page(known(ben))
        assert [line.number for line in lines] == [ticket.number, other.number]
        assert sorted(unread(known(ben))) == [ticket.number, other.number]


def test_after_reading_the_next_message_is_a_new_line(work, run_jobs, told, ticket, ben):
    with work():
        assign_agent(known(ticket), known(ben), by=ben)
        a_message(known(ticket))
    run_jobs()
    with work():
        mark_read(known(ben), ticket=known(ticket))
        a_message(known(ticket))
    run_jobs()

    assert told(ben) == ["Dora Diaz wrote", "(Dora Diaz wrote)"]


@pytest.mark.parametrize("sort", [{"headers": {"automatic": True}, "automatic": True}, {"agents_only": True}])
def test_machines_and_what_is_kept_for_agents_wake_nobody(work, run_jobs, told, ticket, ben, sort):
    with work():
        assign_agent(known(ticket), known(ben), by=ben)
        a_message(known(ticket), **sort)
    run_jobs()

    assert told(ben) == []


def test_colleagues_answers_ring_no_bell(work, run_jobs, told, ticket, ada, ben):
    with work():
        assign_agent(known(ticket), known(ben), by=ben)
        a_reply(known(ticket), by=known(ada))
    run_jobs()

    assert told(ben) == []


def test_a_ticket_out_of_sight_is_out_of_the_list(work, run_jobs, told, ticket, ada, ben, billing):
    with work():
        assign_agent(known(ticket), known(ben), by=ada)
    run_jobs()
    with work():
        assign_agent(known(ticket), None, by=ada)
        assign_team(known(ticket), known(billing), by=ada)
        assert unread(known(ben)) == []

    assert told(ben) == []


def test_a_customers_mail_on_a_ticket_nobody_cares_for_costs_one_question(work, ticket, count_queries):
    with work():
        row = last_event(a_message(known(ticket)))
        with count_queries() as seen:
            tell_who_waits_for_it(row)

    assert len(seen) == 1


def last_event(message):
    """The event that says a message came."""
    return rows.session.scalars(
        select(EventRow).where(EventRow.subject_kind == "message", EventRow.subject_id == message.id)
    ).one()


def test_who_is_called_in_a_note_is_told_by_whom(work, run_jobs, told, ticket, ada, ben):
    with work():
        add_note(known(ticket), by=known(ben), text="@Ada, what now?", mention_ids=[ada.id])
    run_jobs()

    assert told(ada) == ["Ben mentioned you in a note"]
    assert told(ben) == []
