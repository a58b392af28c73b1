"""A customer is asked how it went: once per resolution, in their own channel, and not when it was opened again."""

import pytest

from helpdesk.contacts.consent import opt_out
from helpdesk.contacts.identities import resolve as known
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.breaker import let_speak
from helpdesk.tickets.opening import join
from helpdesk.tickets.status import close, reopen, resolve
from tests.factories import a_message, a_ticket, address_of


def test_a_while_after_the_resolution_they_get_five_links(ticket, act, later, questions, surveys, ben):
    act(resolve, ticket, by=ben)
    later(minutes=59)
    assert questions() == []

    later(minutes=2)
    (asked,) = questions()
    assert asked.recipients == ("dora@customer.example",)
    assert asked.automatic
    token = asked.text.partition("/s/")[2].partition("?")[0]
    for score in range(1, 6):
        link = f"/s/{token}?score={score}"
        assert asked.text.count(link) == 1
        assert f'{link}"' in asked.html
    assert surveys()[0].agent_id == ben.id


def test_the_desk_and_the_export_never_hold_a_link(ticket, act, later, client, login, ben):
    act(resolve, ticket, by=ben)
    later()

    number = act(lambda one: one.number, ticket)
    shown = login(client, ben).get(f"/desk/tickets/{number}", headers={"Accept": "application/json"}).text
    assert "How did we do?" in shown
    assert "/s/" not in shown


def test_only_the_customer_is_asked_whoever_else_takes_part(ticket, act, later, questions, ben):
    act(lambda one: join(one, [(known("email", "eve@customer.example", source="test"), "cc")]), ticket)
    act(resolve, ticket, by=ben)
    later()

    (asked,) = questions()
    assert (asked.recipients, [one.value for one in asked.to], asked.cc) == (
        ("dora@customer.example",), ["dora@customer.example"], (),
    )  # fmt: skip


def test_opened_again_before_the_question_nobody_is_asked(ticket, act, later, surveys, ben):
    act(resolve, ticket, by=ben)
    later(minutes=30)
    act(a_message, ticket)
    later(days=1)

    assert surveys() == []


def test_each_resolution_is_asked_about_once(ticket, act, later, surveys, questions, ben):
    for _ in range(2):
        act(resolve, ticket, by=ben)
        later()
        act(close, ticket, by=ben)
        later()
        act(reopen, ticket, by=ben)

    assert [survey.cycle for survey in surveys()] == [1, 2]
    assert len(questions()) == 2


def test_resolved_opened_and_resolved_again_within_the_hour_is_asked_about_once(ticket, act, later, surveys, ben):
    act(resolve, ticket, by=ben)
    later(minutes=10)
    act(reopen, ticket, by=ben)
    act(resolve, ticket, by=ben)
    later(minutes=55)
    assert surveys() == []

    later(minutes=6)
    assert [survey.cycle for survey in surveys()] == [2]


def test_closed_without_a_resolution_nobody_is_asked(ticket, act, later, surveys, ben):
    act(close, ticket, by=ben)
    later(days=1)

    assert surveys() == []


def test_the_credit_is_that_of_the_moment_it_was_resolved(ticket, act, later, surveys, ada, ben, support, billing):
    act(assign_agent, ticket, ada, by=ben)
    act(assign_team, ticket, support, by=ben)
    act(resolve, ticket, by=ben)
    act(assign_agent, ticket, None, by=ben)
    act(assign_team, ticket, billing, by=ben)
    later()

    assert [(survey.agent_id, survey.team_id) for survey in surveys()] == [(ada.id, support.id)]


@pytest.mark.parametrize(
    "quiet",
    [
        lambda ticket: opt_out(address_of(ticket.contact), by=SYSTEM),
        lambda ticket: a_message(ticket, verdict="fail", automatic=True),
        lambda ticket: a_message(ticket, automatic=True, headers={"automatic": True}),
    ],
    ids=["opted out", "forged", "a machine wrote last"],
)
def test_whom_no_machine_may_write_to_is_not_asked(ticket, act, later, surveys, questions, ben, quiet):
    act(quiet, ticket)
    act(resolve, ticket, by=ben)
    later()

    assert (surveys(), questions()) == ([], [])


def test_switched_off_nobody_is_asked_not_even_who_was_waiting(ticket, act, later, put, surveys, ben):
    act(resolve, ticket, by=ben)
    put("survey.enabled", value=False)
    later()
    assert surveys() == []


def test_without_a_delay_they_are_asked_at_once(ticket, act, later, put, surveys, ben):
    put("survey.delay_minutes", 0)
    act(resolve, ticket, by=ben)
    later(seconds=1)

    assert len(surveys()) == 1


def test_who_was_asked_lately_is_left_in_peace_if_an_admin_says_so(ticket, act, later, put, surveys, ben):
    put("survey.quiet_days", 7)
    for days in (6, 2, 8):
        act(resolve, ticket, by=ben)
        later()
        act(reopen, ticket, by=ben)
        later(days=days)

    assert [survey.cycle for survey in surveys()] == [1, 3]


def test_by_text_they_are_asked_for_a_number(text, work, act, later, questions, surveys, ben):
    text("My kettle stays cold.")
    act(resolve, 1, by=ben)
    later()

    (asked,) = questions()
    assert asked.text.strip() == "How did we do? Reply with a number from 1 (bad) to 5 (great)."
    assert len(surveys()) == 1


def test_a_machine_that_asks_is_not_an_answer(ticket, work, act, later, ben, dora, inbox):
    """The question leaves the ticket resolved, and nobody's turn."""
    with work():
        other = a_ticket(by=dora, inbox=inbox).id
    act(resolve, other, by=ben)
    later()

    assert act(lambda one: (one.status, one.needs_reply, one.first_replied_at), other) == ("resolved", False, None)


def test_while_machines_are_silent_the_question_waits_and_is_asked_when_they_may_speak(
    ticket, act, later, put, questions, work, alma, ben
):
    put("machines.paused", True)
    act(resolve, ticket, by=ben)
    later(hours=3)
    assert questions() == []

    with work():
        let_speak(by=alma)
    later(minutes=11)
    assert len(questions()) == 1


def test_whoever_wrote_again_while_machines_were_silent_is_not_asked(ticket, act, later, put, questions, ben):
    put("machines.paused", True)
    act(resolve, ticket, by=ben)
    later(hours=3)
    act(a_message, ticket)
    put("machines.paused", False)
    later(hours=3)
    assert questions() == []
