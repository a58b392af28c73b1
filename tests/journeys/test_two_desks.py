"""Two agents at one ticket: each sees what the other does, and both see what happened while the server was away."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.accounts.teams import create_team, join
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Tag, Ticket
from helpdesk.tickets.tag_keeping import rename_tag
from helpdesk.tickets.tags import add_tag
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SUBJECT = "The kettle does not boil"


@pytest.fixture
def ada(page: Page):
    """Another browser, for Ada."""
    context = page.context.browser.new_context()
    hers = context.new_page()
    hers.set_default_timeout(15_000)
    yield hers
    context.close()


def deliver(server: LiveServer, text: str, *, subject: str = SUBJECT) -> None:
    """Bring a mail in as a mail server does; works also while the web process is away."""
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail(text, subject=subject))


def open_ticket(page: Page) -> None:
    page.get_by_text(SUBJECT).first.click(timeout=20_000)
    expect(page.get_by_text("It stays cold.").last).to_be_visible()


def welcome() -> None:
    """Tag the ticket, and let Ada belong to a team of her own."""
    add_tag(db.session.get_one(Ticket, 1), "kettles", by=SYSTEM)
    ada = db.session.scalars(select(Agent).where(Agent.name == "Ada")).one()
    join(create_team("Workshop", by=SYSTEM), ada, by=SYSTEM)


def test_colleagues_see_each_other_and_heal_together(serve, employ, enter, page: Page, ada: Page, forgive):
    server = serve()
    employ(server)
    server.order(
        "agent", "create", "--email", "ada@acme.example", "--name", "Ada", "--role", "lead", "--password", PASSWORD
    )
    deliver(server, "It stays cold.")
    enter(page, server)
    ada.goto(f"{server.url}/login")
    ada.get_by_label("Email address").fill("ada@acme.example")
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Log in").click()
    open_ticket(page)
    open_ticket(ada)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()

    ada.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).fill("Is it plugged in?")
    ada.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Is it plugged in?").last).to_be_visible(timeout=15_000)
    ada.get_by_role("button", name="Resolve", exact=True).first.click()
    expect(page.get_by_text("Ada resolved the ticket").last).to_be_visible(timeout=15_000)

    server.within(welcome)
    for desk in (page, ada):
        desk.get_by_role("button", name="Contact details").first.click()
        expect(desk.get_by_role("button", name="Remove the tag kettles")).to_be_visible()
    expect(ada.get_by_role("link", name=re.compile("Workshop"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Workshop"))).to_have_count(0)
    server.within(lambda: rename_tag(db.session.scalars(select(Tag)).one(), "boilers", by=SYSTEM))
    for desk in (page, ada):
        expect(desk.get_by_role("button", name="Remove the tag boilers")).to_be_visible()

    forgive(page)
    server.stop()
    server.order("ticket", "reply", "1", "--as", "ada@acme.example", given=b"The workshop says it is the fuse.")
    deliver(server, "Another matter.", subject="Where is my toaster?")
    server.start()

    for desk in (page, ada):
        expect(desk.get_by_text("The workshop says it is the fuse.").last).to_be_visible(timeout=40_000)
        expect(desk.get_by_text("Where is my toaster?").first).to_be_visible(timeout=20_000)
        expect(desk.get_by_text("Live", exact=True).first).to_be_visible(timeout=20_000)
