"""A day without a mouse: from the list to a resolved ticket by keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SUBJECT = "The kettle does not boil"


def deliver(server: LiveServer, text: str, *, subject: str = SUBJECT) -> None:
    server.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail(text, subject=subject))


@pytest.fixture
def desk(serve, employ, enter, page: Page) -> Page:
    """Ben's desk with two tickets."""
    server = serve()
    employ(server)
    deliver(server, "It stays cold.")
    deliver(server, "Where is it?", subject="My toaster")
    enter(page, server)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    return page


def test_a_ticket_is_answered_and_resolved_without_a_mouse(desk: Page, accessible):
    keys = desk.keyboard
    keys.press("j")
    expect(desk.locator("#rows a.row").first).to_be_focused()
    keys.press("j")
    keys.press("k")
    keys.press("o")
    expect(desk.get_by_role("heading", name=SUBJECT)).to_be_visible()
    expect(desk.get_by_text("It stays cold.").last).to_be_visible()

    keys.press("i")
    expect(desk.get_by_role("button", name="Assignee: Ben")).to_be_visible()
    keys.press("p")
    expect(desk.get_by_role("menuitemradio", name="Normal")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(desk.get_by_role("button", name="Priority: High")).to_be_focused()
    keys.press("l")
    expect(desk.get_by_role("combobox", name="New tag")).to_be_focused()
    keys.type("kettle")
    keys.press("Enter")
    expect(desk.get_by_role("button", name="Remove the tag kettle")).to_be_visible()

    keys.press("r")
    expect(desk.get_by_role("textbox", name="Reply", exact=True)).to_be_focused()
    keys.type("Please try another socket. jkes?")
    keys.press("Control+Enter")
    expect(desk.locator("#conversation").get_by_text("another socket").last).to_be_visible()
    keys.press("Escape")
    keys.press("e")
    expect(desk.get_by_role("button", name="Reopen").first).to_be_visible()
    keys.press("u")
    expect(desk.get_by_role("heading", name="Pick a ticket")).to_be_visible()

    keys.press("g")
    keys.press("u")
    expect(desk.get_by_role("heading", name="Unassigned")).to_be_visible()
    expect(desk.get_by_text("My toaster").first).to_be_visible()


def test_the_list_of_keys_can_be_searched(desk: Page, accessible):
    desk.keyboard.press("?")
    keys = desk.get_by_role("dialog", name="Keys")
    expect(keys.get_by_text("Snooze", exact=True)).to_be_visible()
    accessible(desk)
    keys.get_by_label("Search the keys").fill("prior")
    expect(keys.get_by_text("Set the priority")).to_be_visible()
    expect(keys.get_by_text("Snooze", exact=True)).to_be_hidden()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_escape_leaves_step_by_step(desk: Page):
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("It stays cold.").last).to_be_visible()
    desk.keyboard.press("n")
    note = desk.get_by_role("textbox", name=re.compile("note", re.IGNORECASE))
    expect(note).to_be_focused()
    desk.keyboard.press("Escape")
    expect(note).not_to_be_focused()
    expect(desk.get_by_text("It stays cold.").last).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("heading", name="Pick a ticket")).to_be_visible()
