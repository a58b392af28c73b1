"""The post room in a browser: an inbox is tried and comes back live; invitations and attached mails are read."""

import pytest
from playwright.sync_api import Page, expect

from tests.channels.email.test_invitations import OUTLOOK, a_calendar
from tests.desk.test_attached_mail import INNER
from tests.live_server import until
from tests.mails import SUPPORT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
MAIL = (
    f"From: Dora Diaz <dora@customer.example>\nTo: {SUPPORT}\nSubject: A second look\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nCan you come?\n'
    f"--m\nContent-Type: text/calendar; charset=utf-8\n\n{a_calendar(OUTLOOK)}\n"
    f"--m\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n{INNER}\n--m--\n"
).encode()


def test_an_inbox_is_tried_and_its_page_says_live_when_the_test_came_back(serve, smtp, employ, enter, page, accessible):
    server = serve(SMTP_URL=smtp.url)
    employ(server)
    enter(page, server)
    page.goto(f"{server.url}/desk/settings/inboxes")
    page.get_by_role("link", name="Support").first.click()
    page.get_by_role("button", name="Send a test and wait for it to come back").click()
    card = page.get_by_role("region", name="Send a test")
    expect(card.get_by_role("status")).to_contain_text("now it should come back", timeout=30_000)
    until(lambda: smtp.mails, what="the test at the mail server")
    server.order("mail", "deliver", "--inbox", SUPPORT, given=smtp.mails[0].raw)
    expect(card.get_by_role("status")).to_contain_text("piped in by the mail server", timeout=30_000)
    accessible(page)


def test_an_invitation_and_an_attached_mail_are_read_by_keys(serve, employ, enter, page: Page, accessible):
    server = serve()
    employ(server)
    enter(page, server)
    server.order("mail", "deliver", "--inbox", SUPPORT, given=MAIL)
    page.get_by_text("A second look").first.click(timeout=30_000)
    card = page.get_by_role("region", name="Invitation")
    expect(card).to_contain_text("Kettle, second look")
    expect(card).to_contain_text("Room 3")
    accessible(page)

    page.get_by_role("link", name="Your order").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your order <b>")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_text("Dear Dora")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Back to the ticket").click()
    expect(card).to_be_visible()


def test_that_machines_are_silent_is_said_and_ended_in_the_workspace(serve, employ, enter, page: Page, accessible):
    server = serve()
    employ(server)
    enter(page, server)
    server.order("setting", "set", "machines.paused", "on")
    alarm = page.get_by_role("alert").filter(has_text="Automatic messages are paused")
    expect(alarm).to_be_visible(timeout=20_000)
    accessible(page)
    alarm.get_by_role("button", name="Let them leave again").click()
    expect(alarm).to_have_count(0)
