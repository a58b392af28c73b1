"""What the tests of rules share: a rule in one line, a ticket of Dora's, and what a person reads on it."""

import pytest
from sqlalchemy import select

from helpdesk.automation.checking import Draft
from helpdesk.automation.models import RuleRun
from helpdesk.automation.writing import create_rule
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.conversation import newest
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.names import names
from helpdesk.tickets.serialise import message_json
from tests.factories import a_ticket

ALWAYS = {"all": []}


@pytest.fixture
def a_rule(work):
    """Write a rule: `a_rule("ticket.opened", ("add_tag", {"tag": "vip"}), name="VIP")`; returns its id."""

    def write(trigger, *actions, name="Rule", condition=None, **more):
        steps = [{"do": do, "params": params} for do, params in actions]
        draft = Draft(name=name, trigger=trigger, filter=condition or ALWAYS, actions=steps, **more)
        with work():
            return create_rule(draft, by=SYSTEM).id

    return write


@pytest.fixture
def opened(work, run_jobs, look, dora, inbox):
    """Open a ticket of Dora's and let everything follow; returns the ticket as it is then."""

    def open_one(subject="The kettle does not boil", text="It stays cold.", **more):
        with work() as session:
            people = {name: session.merge(one) for name, one in ({"by": dora, "inbox": inbox} | more).items()}
            identity = a_ticket(subject, text=text, **people).id
        run_jobs()
        return look(identity)

    return open_one


@pytest.fixture
def look(work):
    """A ticket as it is now, by id."""

    def read(identity):
        with work() as session:
            ticket = session.get_one(Ticket, identity)
            _ = ticket.tags, ticket.team, ticket.assignee
            return ticket

    return read


@pytest.fixture
def change(work, run_jobs, look):
    """Do something to a ticket and let everything follow; returns the ticket as it is then."""

    def do(ticket, verb):
        with work() as session:
            verb(session.get_one(Ticket, ticket.id))
        run_jobs()
        return look(ticket.id)

    return do


@pytest.fixture
def runs(work):
    """Every run there was, as (rule, outcome, what came of each action)."""

    def look():
        with work() as session:
            found = session.scalars(select(RuleRun).order_by(RuleRun.id))
            return [(run.rule.name, run.outcome, run.detail.get("did", run.detail.get("why"))) for run in found]

    return look


@pytest.fixture
def history(work):
    """The sentences of a ticket's history."""

    def read(ticket):
        with work():
            entries, _older = newest(ticket.id)
            shown = [message_json(message, ticket.number, names(), event=event) for message, event in entries]
        return [message["sentence"] for message in shown if message["kind"] == "event"]

    return read


def tags(ticket):
    """The names of its tags."""
    return [tag.name for tag in ticket.tags]


def field(name, operator, value=None):
    """A condition of one test."""
    return {"all": [{"field": name, "op": operator} | ({} if value is None else {"value": value})]}
