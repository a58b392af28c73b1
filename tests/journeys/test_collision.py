"""Two agents at one ticket: each sees the other look and write, and neither answers unaware."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SUBJECT = "The kettle does not boil"
REPLY = re.compile("^Reply", re.IGNORECASE)


@pytest.fixture
def desks(serve, employ, enter, page: Page):
    """Ben's desk and Ada's, with a ticket that nobody has."""
    server = serve()
    employ(server)
    ada = ("--email", "ada@acme.example", "--name", "Ada", "--role", "lead", "--password", PASSWORD)
    server.order("agent", "create", *ada)
    server.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("It stays cold.", subject=SUBJECT))
    context = page.context.browser.new_context()
    hers = context.new_page()
    hers.set_default_timeout(15_000)
    enter(page, server)
    hers.goto(f"{server.url}/login")
    hers.get_by_label("Email address").fill("ada@acme.example")
    hers.get_by_label("Password").fill(PASSWORD)
    hers.get_by_role("button", name="Log in").click()
    for desk in (page, hers):
        expect(desk.get_by_text("Live", exact=True)).to_be_visible(timeout=20_000)
    yield page, hers, server
    context.close()


def open_ticket(desk: Page):
    desk.locator("#rows a.row").first.click()
    reply = desk.get_by_role("textbox", name=REPLY)
    expect(reply).to_be_visible()
    return reply


def said_meanwhile(his: Page, server: LiveServer) -> None:
    """Let Ben's reply be on its way while Ada's is said: what he read last is not the newest any more."""
    held: list[Route] = []
    his.route("**/replies", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks its handlers.
    with his.expect_request("**/replies"):
        his.get_by_role("button", name="Send", exact=True).click()
    server.order("ticket", "reply", "1", "--as", "ada@acme.example", given=b"It is the fuse.")
    held[0].continue_()
    his.unroute("**/replies")


def test_no_two_agents_answer_unaware(desks, accessible, forgive):
    his, hers, server = desks
    her_reply = open_ticket(hers)
    row = his.locator("#rows a.row").first
    expect(row.get_by_text("Ada is viewing")).to_be_attached()

    his_reply = open_ticket(his)
    expect(his.locator(".props").get_by_text("Ada is viewing")).to_be_visible()
    expect(hers.locator(".props").get_by_text("Ben is viewing")).to_be_visible()

    her_reply.press_sequentially("Is it plugged in?")
    expect(hers.get_by_text("Nobody has this ticket. It is yours when you send.")).to_be_visible()
    expect(his.get_by_text("Ada is writing a reply.")).to_be_visible()
    his_reply.press_sequentially("Try another socket.")
    expect(his.get_by_text("Ada is writing a reply too.")).to_be_visible()
    accessible(his)

    hers.get_by_role("button", name="Send", exact=True).click()
    expect(his.get_by_role("button", name="Assignee: Ada")).to_be_visible(timeout=20_000)
    expect(his.get_by_text("Is it plugged in?").last).to_be_visible()

    forgive(his)  # Chromium complains of each answer that refuses.
    said_meanwhile(his, server)
    expect(his.get_by_role("alert").get_by_text("A new message came in while you wrote.")).to_be_visible()
    expect(his.get_by_text("It is the fuse.").last).to_be_visible()
    expect(his_reply).to_have_text("Try another socket.")
    accessible(his)

    her_reply.fill("Good morning, did it help?")
    hers.get_by_role("button", name="More ways to send").click()
    hers.get_by_role("menuitem", name="Send tomorrow morning").click()
    expect(his.get_by_text(re.compile("^A reply of Ada leaves .*09:00"))).to_be_visible()
    expect(his.get_by_text("Good morning, did it help?")).to_have_count(0)
    hers.get_by_role("article", name="A reply that has not left yet").get_by_role("button", name="Edit").click()
    expect(his.get_by_text("A reply of Ada")).to_have_count(0)

    hers.keyboard.press("Escape")
    hers.keyboard.press("u")
    expect(his.locator(".props").get_by_text("Ada is")).to_be_hidden()
