"""What the tests of the workspace share: Ben at his desk, and a ticket of Dora's in Support."""

import pytest

from tests.factories import a_ticket


@pytest.fixture
def desk(app, login, ben):
    """Ben's browser."""
    return login(app.test_client(), ben)


@pytest.fixture
def stranger(app, login, cy):
    """The browser of Cy, who works in Billing and sees nothing of Support's."""
    return login(app.test_client(), cy)


@pytest.fixture
def lead(app, login, ada):
    """Ada's browser."""
    return login(app.test_client(), ada)


@pytest.fixture
def ticket(work, dora, inbox):
    """Dora's kettle, with her first message."""
    with work():
        return a_ticket(by=dora, inbox=inbox)


@pytest.fixture
def url(ticket):
    """Where the ticket is."""
    return f"/desk/tickets/{ticket.number}"
