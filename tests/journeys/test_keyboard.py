"""A day without a mouse: from the list to a resolved ticket by keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.writing import create_macro
from helpdesk.kernel.events import SYSTEM
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
    waits = {"do": "set_status", "params": {"status": "pending"}}
    macro = MacroDraft(name="Unplug it", text="Hello {{contact.first_name}}, please unplug it.", actions=[waits])
    server.within(lambda: create_macro(macro, by=SYSTEM).id)
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
    expect(desk.get_by_role("combobox", name="New tag")).to_be_hidden()

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


def test_the_palette_finds_and_does_anything(desk: Page, accessible):
    keys = desk.keyboard
    keys.press("Control+k")
    field = desk.get_by_role("combobox", name="Find and do anything")
    expect(field).to_be_focused()
    keys.type("kettle")
    expect(desk.get_by_role("option", name=re.compile(SUBJECT)).first).to_be_visible()
    accessible(desk)
    keys.press("Enter")
    expect(desk.get_by_role("heading", name=SUBJECT)).to_be_visible()

    keys.press("Control+k")
    keys.type("assign to me")
    expect(desk.get_by_role("option", name="Assign to me")).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(desk.get_by_role("button", name="Assignee: Ben")).to_be_visible()

    keys.press("Control+k")
    keys.type("unplug")
    expect(desk.get_by_role("group", name="Macros").get_by_role("option", name="Unplug it")).to_be_visible()
    keys.press("Enter")
    reply = desk.get_by_role("textbox", name="Reply", exact=True)
    expect(reply).to_be_focused()
    expect(reply).to_have_text("Hello Dora, please unplug it.")
    expect(desk.get_by_role("button", name="Status: Pending")).to_be_visible()

    desk.set_viewport_size({"width": 390, "height": 844})
    desk.get_by_role("button", name="Find and do anything").click()
    keys.type("dora")
    expect(desk.get_by_role("group", name="People").get_by_role("option").first).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(desk)
    keys.press("Escape")
    expect(field).to_be_hidden()


def test_the_most_urgent_come_one_after_the_other_undisturbed(desk: Page, accessible):
    keys = desk.keyboard
    for number in (1, 2):
        desk.goto(desk.url.split("/desk")[0] + f"/desk/tickets/{number}")
        expect(desk.get_by_text("Live", exact=True)).to_be_visible()
        keys.press("i")
        expect(desk.get_by_role("button", name="Assignee: Ben")).to_be_visible()
    keys.press("u")
    keys.press("w")
    expect(desk.get_by_text("0 done, 1 left")).to_be_visible()
    expect(desk.get_by_role("heading", name=SUBJECT)).to_be_visible()

    keys.press("f")
    expect(desk.get_by_role("region", name="Tickets")).to_be_hidden()
    assert "focus=1" in desk.url
    accessible(desk)
    keys.press("f")
    expect(desk.get_by_role("region", name="Tickets")).to_be_visible()

    keys.press("e")
    expect(desk.get_by_text("1 done, 0 left")).to_be_visible()
    expect(desk.get_by_role("heading", name="My toaster")).to_be_visible()
    keys.press("e")
    expect(desk.get_by_text("All done: nothing else waits for you.")).to_be_visible()


def test_single_keys_can_be_switched_off(desk: Page):
    url = desk.url.split("/desk")[0]
    desk.goto(f"{url}/desk/profile")
    desk.get_by_label("Single keys act in the workspace").uncheck()
    desk.get_by_role("button", name="Save profile").click()
    expect(desk.get_by_text("Your profile is saved.")).to_be_visible()
    desk.goto(f"{url}/desk/tickets")
    expect(desk.get_by_text("Live", exact=True)).to_be_visible()

    desk.keyboard.press("?")
    desk.keyboard.press("j")
    desk.keyboard.press("Control+k")

    expect(desk.get_by_role("combobox", name="Find and do anything")).to_be_focused()
    expect(desk.get_by_role("dialog", name="Keys")).to_be_hidden()
