"""An agent tidies up: merges what belongs together, takes it back, splits what does not."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def deliver(server: LiveServer, text: str, subject: str) -> None:
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail(text, subject=subject))


def choose(page: Page, menu: str, choice: str) -> None:
    page.get_by_role("button", name=menu).last.click()
    page.get_by_role("menuitem", name=choice).click()


def test_an_agent_merges_two_tickets_and_takes_it_back(serve, employ, enter, accessible, page: Page):
    server = serve()
    employ(server)
    deliver(server, "It stays cold.", "The kettle does not boil")
    deliver(server, "It is still cold.", "Kettle, again")
    enter(page, server)
    page.get_by_text("Kettle, again").first.click(timeout=20_000)
    reply = page.get_by_role("textbox", name="Reply", exact=True)
    reply.click()
    page.keyboard.type("Half a thought")
    page.get_by_text("The kettle does not boil").first.click()
    expect(page.locator("#thread").get_by_text("It stays cold.").last).to_be_visible()

    choose(page, "More about this ticket", "Merge with…")
    dialog = page.get_by_role("dialog", name="Merge tickets")
    dialog.get_by_role("button", name=re.compile("Kettle, again")).click()
    expect(dialog.get_by_text("One message moves to ticket 1.")).to_be_visible()
    accessible(page)
    dialog.get_by_role("button", name="Merge", exact=True).click()

    expect(page.get_by_text("It is still cold.").last).to_be_visible()
    expect(page.get_by_text("Ben merged ticket #2 into this one")).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile("/desk/tickets/1[?]"))
    expect(reply).to_have_text("Half a thought")
    page.goto(f"{server.url}/desk/tickets/2")
    page.wait_for_url("**/desk/tickets/1")

    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Ben took ticket #2 out of this one again")).to_be_visible()
    expect(page.locator("#thread").get_by_text("It is still cold.")).to_have_count(0)
