"""Ben has Dora's ticket, SendGrid carries mail, and time passes."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.notifications.choices import Chosen, choose
from helpdesk.notifications.why import reasons
from helpdesk.tickets.assignment import assign_agent
from tests.factories import a_message, a_ticket


def known(row):
    return rows.session.get_one(type(row), row.id)


def words(mail):
    """The plain words of a mail that SendGrid took."""
    return mail["content"][0]["value"]


@pytest.fixture
def carried(app, sendgrid, monkeypatch):
    """SendGrid is configured for every inbox."""
    monkeypatch.setitem(app.config, "SENDGRID_API_KEY", "SG.key")
    monkeypatch.setitem(app.config, "SENDGRID_API_BASE", sendgrid.url)
    return sendgrid


@pytest.fixture
def bens(clock, work, run_jobs, dora, inbox, ben):
    """Make a ticket of Dora's that Ben took."""

    def make(subject="The kettle does not boil"):
        with work():
            ticket = a_ticket(subject, by=known(dora), inbox=known(inbox))
            assign_agent(ticket, known(ben), by=known(ben))
        run_jobs()
        return ticket

    return make


@pytest.fixture
def write(work, run_jobs):
    """Let Dora write on a ticket, and let it be told."""

    def say(ticket, text="Any news?"):
        with work():
            a_message(known(ticket), text=text)
        run_jobs()

    return say


@pytest.fixture
def later(clock, run_jobs):
    """Let time pass and the work that is due by then be done."""

    def wait(**much):
        clock.tick(**much)
        run_jobs()

    return wait


@pytest.fixture
def chooses(work, run_jobs):
    """Let an agent choose; `kinds` are those that differ from the usual."""

    def set_to(agent, *, kinds=(), **chosen):
        with work():
            choose(known(agent), Chosen({**Chosen().kinds, **dict(kinds)}, **chosen), by=agent)
        run_jobs()

    return set_to


@pytest.fixture
def fate(work):
    """What the page of reasons says of a ticket for an agent: desk and mail, newest first."""

    def ask(ticket, agent):
        with work():
            told = [one for one in reasons(known(ticket), known(agent)) if one.kind]
            return [f"{one.desk} {one.mail}".strip() for one in told]

    return ask
