"""Waiting tickets find an agent by themselves, and only one who is there, wants more and has room."""

import pytest

from helpdesk.accounts import presence
from helpdesk.accounts.membership import deactivate, reactivate
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import join
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, Actor
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import reopen, resolve, set_pending
from tests.factories import a_contact, a_message, a_ticket


def known(row):
    return rows.session.get_one(type(row), row.id)


@pytest.fixture
def then(work, run_jobs):
    """Let a verb happen to rows as they are now, and all that follows: `then(resolve, ticket, by=ben)`."""

    def happen(verb, *subjects, **more):
        with work():
            verb(*(known(one) if isinstance(one, Agent | Team | Ticket) else one for one in subjects), **more)
        run_jobs()

    return happen


def test_a_team_that_works_by_hand_leaves_its_tickets_in_the_queue(ben, arrive, write, holders):
    arrive(ben)
    assert holders(*write()) == [None]


def test_a_ticket_goes_at_once_to_whoever_has_the_fewest(ben, ada, arrive, gives, write, holders, reasons, support):
    gives("least_busy")
    arrive(ben, ada, most=10)
    tickets = write(3)

    assert sorted(holders(*tickets)[:2]) == ["Ada", "Ben"]
    assert reasons()[2].items() >= {
        "why": "least_busy", "open_tickets": 1, "capacity": 10, "team_id": support.id, "was_agent_id": None,
    }.items()  # fmt: skip


def test_the_round_goes_on_where_it_stopped(ben, ada, alma, support, arrive, gives, write, holders, then, reasons):
    then(join, support, alma, by=SYSTEM)
    gives("round_robin")
    arrive(ada, ben, alma)
    order = [agent.name for agent in sorted((ada, ben, alma), key=lambda agent: agent.id)]
    assert holders(*write(4)) == [*order, order[0]]

    then(presence.set_availability, sorted((ada, ben, alma), key=lambda agent: agent.id)[1], "away", by=SYSTEM)

    assert holders(*write(2)) == [order[2], order[0]]
    assert {reason["why"] for reason in reasons()} == {"round_robin"}


def test_the_one_who_waits_longest_goes_first_when_somebody_comes_online(ben, arrive, gives, write, holders, then):
    gives("round_robin")
    first, second, third = write(3)
    then(a_message, first, text="Hello?")
    assert holders(first, second, third) == [None, None, None]

    arrive(ben, most=2)
    then(presence.see, ben)

    assert holders(first, second, third) == ["Ben", "Ben", None]


def test_a_full_agent_gets_nothing_until_they_resolve_one(ben, arrive, gives, write, holders, then):
    gives("least_busy")
    arrive(ben, most=2)
    first, second, third = write(3)
    assert holders(first, second, third) == ["Ben", "Ben", None]

    then(resolve, second, by=ben)

    assert holders(third) == ["Ben"]


@pytest.mark.parametrize("frees", ["pending", "more room", "given away"])
def test_room_comes_about_in_many_ways(ben, ada, arrive, gives, write, holders, then, frees):
    gives("least_busy")
    arrive(ben, most=1)
    first, second = write(2)
    match frees:
        case "pending":
            then(set_pending, first, by=ben)
        case "more room":
            then(presence.set_capacity, ben, 2, by=SYSTEM)
        case "given away":
            then(assign_agent, first, ada, by=SYSTEM)

    assert holders(second) == ["Ben"]


@pytest.mark.parametrize("absent", ["away", "no page open", "deactivated", "in another team", "no room at all"])
def test_nobody_is_forced(ben, cy, alma, arrive, gives, write, holders, then, clock, absent):
    gives("round_robin")
    arrive(cy if absent == "in another team" else ben, most=0 if absent == "no room at all" else 5)
    match absent:
        case "away":
            then(presence.set_availability, ben, "away", by=ben)
        case "no page open":
            clock.tick(minutes=4)
        case "deactivated":
            then(deactivate, ben, by=alma)

    assert holders(*write()) == [None]


def test_who_goes_away_keeps_what_they_have_and_gets_the_rest_when_back(ben, arrive, gives, write, holders, then):
    gives("round_robin")
    arrive(ben)
    mine = write()
    then(presence.set_availability, ben, "away", by=ben)
    waiting = write(2)
    assert holders(*mine, *waiting) == ["Ben", None, None]

    then(presence.set_availability, ben, "online", by=ben)

    assert holders(*waiting) == ["Ben", "Ben"]


def test_without_a_limit_all_may_come(ben, arrive, gives, write, holders):
    gives("round_robin")
    tickets = write(30)
    arrive(ben, most=None)

    assert holders(*tickets, *write()) == ["Ben"] * 31


def test_a_ticket_that_moves_to_the_team_is_offered_there(ben, cy, billing, arrive, gives, write, holders, then):
    gives("round_robin", billing)
    arrive(ben, cy)
    ticket = write()[0]

    then(assign_team, ticket, billing, by=Actor("rule", 1))

    assert holders(ticket) == ["Cy"]


def test_a_ticket_that_opens_again_with_nobody_is_offered(ben, arrive, gives, write, holders, then):
    ticket = write()[0]
    then(resolve, ticket, by=ben)
    gives("round_robin")
    arrive(ben)

    then(reopen, ticket, by=SYSTEM)

    assert holders(ticket) == ["Ben"]


def test_a_message_on_a_ticket_nobody_has_offers_it_again(ben, ada, arrive, gives, write, holders, then):
    gives("round_robin")
    arrive(ben)
    ticket = write()[0]
    then(assign_agent, ticket, None, by=ben)
    assert holders(ticket) == [None]  # Ben does not get back at once what he gave back.
    arrive(ada)

    then(a_message, ticket)

    assert holders(ticket) == ["Ada"]


def test_switching_the_mode_on_gives_out_what_waits_and_a_new_member_gets_their_share(
    ben, cy, support, arrive, gives, write, holders, then, run_jobs
):
    arrive(ben, cy, most=1)
    first, second = write(2)
    gives("least_busy")
    run_jobs()
    assert holders(first, second) == ["Ben", None]

    then(join, support, cy, by=SYSTEM)

    assert holders(first, second) == ["Ben", "Cy"]


def test_who_is_deactivated_leaves_open_tickets_to_the_others(
    ben, ada, alma, arrive, gives, write, holders, then, reasons
):
    gives("round_robin")
    arrive(ben)
    first, second, third = write(3)
    then(resolve, third, by=ben)
    then(set_pending, second, by=ben)
    arrive(ada)

    then(deactivate, ben, by=alma)

    assert holders(first, second, third) == ["Ada", None, "Ben"]
    assert [one["why"] for one in reasons()] == ["round_robin"] * 3 + ["left", "left", "round_robin"]

    then(reopen, third, by=SYSTEM)
    then(reopen, second, by=SYSTEM)
    assert holders(second, third) == ["Ada", "Ada"]


def test_who_comes_back_after_they_left_gets_what_still_waits(ben, alma, arrive, gives, write, holders, then):
    gives("round_robin")
    arrive(ben)
    ticket = write()[0]
    then(deactivate, ben, by=alma)
    assert holders(ticket) == [None]

    then(reactivate, ben, by=alma)

    assert holders(ticket) == ["Ben"]


def test_who_is_let_in_again_at_once_keeps_their_tickets(ben, alma, arrive, gives, write, holders, then, work):
    gives("round_robin")
    arrive(ben)
    ticket = write()[0]
    with work():
        deactivate(known(ben), by=alma)

    then(reactivate, ben, by=alma)

    assert holders(ticket) == ["Ben"]


def test_when_all_work_by_hand_a_mail_costs_one_look_and_no_job(ben, inbox, work, count_queries):
    with work():
        contact = a_contact()
    with count_queries() as seen, work():
        a_ticket(by=known(contact), inbox=known(inbox))

    assert len([one for one in seen if "teams.assignment" in one]) == 1
    assert not [one for one in seen if "INSERT INTO jobs" in one]
