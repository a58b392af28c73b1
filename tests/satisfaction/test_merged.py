"""Nobody is asked about a ticket that is part of another one; one taken back may be judged again."""

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.merging import merge, unmerge
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import resolve
from tests.factories import a_ticket


def into_another(work, dora, inbox, ticket, ben):
    with work():
        other = a_ticket(by=db.session.merge(dora), inbox=db.session.merge(inbox))
        merge(db.session.get_one(Ticket, ticket), into=other, by=ben)


def surveys(work):
    with work():
        return list(db.session.scalars(select(Survey)))


def test_a_merged_ticket_is_not_asked_about(ticket, act, later, work, dora, inbox, ben):
    act(resolve, ticket, by=ben)
    into_another(work, dora, inbox, ticket, ben)

    later()

    assert surveys(work) == []


def test_an_open_question_ends_and_opens_again(ticket, act, later, work, clock, dora, inbox, ben):
    act(resolve, ticket, by=ben)
    later()
    until = surveys(work)[0].expires_at

    into_another(work, dora, inbox, ticket, ben)
    assert surveys(work)[0].expires_at == clock.now

    act(unmerge, ticket, by=ben)
    assert surveys(work)[0].expires_at == until
