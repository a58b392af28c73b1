"""What the tests of the workspace share: Ben at his desk, and a ticket of Dora's in Support."""

import re

import pytest

from helpdesk.kernel import live
from tests.factories import a_ticket
from tests.telling import Telling


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


@pytest.fixture
def connect(app, login):
    """Open an agent's page and its socket: `connect(ben)`; more arguments replace what a page would send."""
    opened = []

    def dial(agent, **sent):
        browser = login(app.test_client(), agent) if agent else app.test_client()
        page = {
            "flask_test_client": browser,
            "headers": {"Origin": "http://localhost"},
            "auth": {"token": token(browser)},
        }
        line = live.socketio.test_client(app, **(page | sent))
        opened.append(line)
        return line

    yield dial
    for line in opened:
        if line.is_connected():
            line.disconnect()


@pytest.fixture
def tell(app):
    return Telling(app)


@pytest.fixture
def at(connect, ticket, tell):
    """An agent's open desk, perhaps with the ticket open: `at(ben, ticket)`."""

    def sit(agent, *opened):
        tell.begin()
        line = connect(agent)
        rooms = ["desk", *(f"ticket:{one.number}" for one in opened)]
        assert line.emit("join", {"rooms": rooms}, callback=True)["ok"]
        return line

    return sit


def token(browser):
    """The socket token in the page of whoever is logged in there, if anybody is."""
    found = re.search(r'name="socket-token" content="([^"]+)"', browser.get("/desk/tickets").text)
    return found[1] if found else "none"
