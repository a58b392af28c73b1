"""A desk that lost its connection: it says so, and heals by itself; without websockets it asks."""

import pytest
from playwright.sync_api import Page, expect

from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def deliver(server, subject):
    server.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("It stays cold.", subject=subject))


def test_offline_is_said_and_what_was_missed_comes_by_itself(serve, employ, enter, page: Page, forgive):
    server = serve()
    employ(server)
    enter(page, server)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    forgive(page)

    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    deliver(server, "Sent meanwhile")
    page.context.set_offline(False)

    expect(page.get_by_text("Sent meanwhile").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("You are offline.")).to_be_hidden()


def test_a_desk_without_websockets_asks_for_news(serve, employ, enter, page: Page, forgive):
    server = serve()
    employ(server)
    forgive(page)
    page.route_web_socket("**/socket.io/**", lambda line: line.close())
    page.route("**/socket.io/**", lambda route: route.abort())
    enter(page, server)
    expect(page.get_by_text("Live, by polling")).to_be_visible(timeout=20_000)

    deliver(server, "Asked for")

    expect(page.get_by_text("Asked for").first).to_be_visible(timeout=20_000)
