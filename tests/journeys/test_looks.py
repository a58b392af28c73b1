"""How it looks to those who need the dark, or have only a phone at hand."""

import re

import pytest
from playwright.sync_api import Page, expect

from helpdesk.accounts.teams import create_team
from helpdesk.automation.checking import Draft
from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.writing import create_macro
from helpdesk.automation.writing import create_rule
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.tag_keeping import create_tag
from tests.factories import a_field
from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SUBJECT = "The kettle does not boil"
PAGES = "contacts contacts/1 deliveries envelopes envelopes/1 notifications satisfaction stuck profile".split()
PAGES += "settings/inboxes settings/teams settings/rules settings/rules/new settings/agents".split()
PAGES += "settings/general settings/service-levels settings/macros settings/macros/new".split()
PAGES += "settings/tags settings/roles settings/roles/new settings/audit".split()
PAGES += "settings/fields settings/fields/new".split()
PAGES += "profile/notifications tickets/1/notifications suppressions envelopes/days satisfaction/answers".split()
PAGES += "settings/agents/1 settings/agents/new settings/teams/1 settings/inboxes/1 settings/inboxes/new".split()
PAGES += "settings/rules/1 settings/macros/1 settings/tags/1 settings/fields/1 messages/1/source".split()
PHONE = {"width": 390, "height": 844}


def furnish() -> None:
    """Something for each page of the settings to show."""
    step = {"do": "add_tag", "params": {"tag": "kettles"}}
    create_team("Kettles", by=SYSTEM)
    create_tag("kettles", by=SYSTEM)
    create_macro(MacroDraft(name="Unplug it", text="Please unplug it.", actions=[step]), by=SYSTEM)
    create_rule(Draft(name="Kettles", trigger="ticket.opened", filter={"all": []}, actions=[step]), by=SYSTEM)
    a_field("Colour")


@pytest.fixture
def at_work(serve, employ, enter, page: Page) -> LiveServer:
    """A server with one ticket of Dora's, and Ben logged in."""
    server = serve()
    employ(server)
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold.", subject=SUBJECT))
    server.within(furnish)
    enter(page, server)
    expect(page.get_by_text(SUBJECT).first).to_be_visible(timeout=20_000)
    return server


def test_it_is_accessible_by_day_and_by_night(at_work, page: Page, accessible):
    page.emulate_media(color_scheme="dark")
    accessible(page)
    page.get_by_text(SUBJECT).first.click()
    expect(page.get_by_text("It stays cold.").last).to_be_visible()
    accessible(page)
    page.get_by_role("tab", name="Note").click()
    page.get_by_role("textbox", name="Note", exact=True).fill("Ask the [[shop]]")
    expect(page.locator(".composer .gap")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Use a macro").click()
    expect(page.get_by_role("combobox", name="Search macros")).to_be_focused()
    accessible(page)
    page.keyboard.press("Escape")
    for path in PAGES:
        page.goto(f"{at_work.url}/desk/{path}")
        accessible(page)


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_a_phone_shows_one_pane_at_a_time_and_nothing_sideways(at_work, page: Page, accessible):
    page.set_viewport_size(PHONE)
    tickets, conversation = page.get_by_role("region", name="Tickets"), page.get_by_role("region", name="Conversation")
    expect(tickets).to_be_visible()
    expect(conversation).to_be_hidden()
    fits(page)
    accessible(page)

    page.get_by_text(SUBJECT).first.click()
    expect(conversation).to_be_visible()
    expect(tickets).to_be_hidden()
    expect(page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE))).to_be_visible()
    fits(page)
    accessible(page)

    page.get_by_role("button", name="Back to the list").click()
    expect(tickets).to_be_visible()
    expect(conversation).to_be_hidden()
    for path in PAGES:
        page.goto(f"{at_work.url}/desk/{path}")
        fits(page)
