"""The people of the tests. Ada leads Support, Ben is her agent, Cy works in Billing, Alma is the admin; Dora asks.

A test that asks for `ben` gets him stored; with `db` he belongs to that unit, otherwise he is committed and detached.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import Row
from helpdesk.kernel.db import db as rows
from tests import factories

R = TypeVar("R", bound=Row)
Introduce = Callable[[Callable[[], R]], R]


@pytest.fixture
def introduce(request: pytest.FixtureRequest, work: Callable[[], Any]) -> Introduce[Any]:
    """Make somebody in the test's own unit if it has one, else in a unit that commits."""
    inside = "db" in request.fixturenames
    if inside:
        request.getfixturevalue("db")

    def make(maker: Callable[[], R]) -> R:
        with nullcontext() if inside else work():
            made = maker()
            rows.session.flush()
            if isinstance(made, Agent):
                _ = made.role, made.teams  # Read now: later there may be no session to read them with.
            if isinstance(made, Contact):
                _ = made.identities
            return made

    return make


def _team(name: str) -> Team:
    return rows.session.scalar(select(Team).where(Team.name == name)) or factories.a_team(name)


@pytest.fixture
def support(introduce: Introduce[Team]) -> Team:
    """The team that answers customers."""
    return introduce(lambda: _team("Support"))


@pytest.fixture
def billing(introduce: Introduce[Team]) -> Team:
    """The team that cares about money."""
    return introduce(lambda: _team("Billing"))


@pytest.fixture
def alma(introduce: Introduce[Agent]) -> Agent:
    """The admin."""
    return introduce(lambda: factories.an_agent("Alma", role="admin"))


@pytest.fixture
def ada(introduce: Introduce[Agent], support: Team) -> Agent:
    """Leads Support."""
    return introduce(lambda: factories.an_agent("Ada", role="lead", teams=(_team("Support"),)))


@pytest.fixture
def ben(introduce: Introduce[Agent], support: Team) -> Agent:
    """An agent of Support."""
    return introduce(lambda: factories.an_agent("Ben", teams=(_team("Support"),)))


@pytest.fixture
def cy(introduce: Introduce[Agent], billing: Team) -> Agent:
    """An agent of Billing."""
    return introduce(lambda: factories.an_agent("Cy", teams=(_team("Billing"),)))


@pytest.fixture
def dora(introduce: Introduce[Contact]) -> Contact:
    """A customer, dora@customer.example."""
    return introduce(lambda: factories.a_contact("Dora Diaz", address="dora@customer.example"))


@pytest.fixture
def inbox(introduce: Introduce[Inbox], support: Team) -> Inbox:
    """Support's mail address, support@acme.example."""
    return introduce(lambda: factories.an_inbox("support@acme.example", team=_team("Support")))
