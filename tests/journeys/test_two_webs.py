"""Two web processes on one PostgreSQL and Redis: whoever works at one is seen, and sent away, at the other."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.timeout(240)]
SUBJECT = "The kettle does not boil"
SENT_AWAY_MILLISECONDS = 5000  # R-AZ: a change of rights reaches open pages within five seconds.


@pytest.fixture
def servers(serve, employ, postgres, redis_url, tmp_path) -> Iterator[tuple[LiveServer, LiveServer]]:
    """Two machines, the first of them with the worker; Ben and Ada work here."""
    shared = {"DATABASE_URL": postgres.url, "REDIS_URL": redis_url, "BLOBS": str(tmp_path / "blobs")}
    one = serve(**shared)
    employ(one)
    ada = ("--email", "ada@acme.example", "--name", "Ada", "--role", "lead", "--password", PASSWORD)
    one.order("agent", "create", *ada)
    one.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("It stays cold.", subject=SUBJECT))
    (tmp_path / "second").mkdir()
    two = LiveServer(tmp_path / "second", {**shared, "WORKER": "external"})
    two.start()
    yield one, two
    two.kill()


@pytest.fixture
def ada(page: Page) -> Iterator[Page]:
    """Another browser, for Ada."""
    context = page.context.browser.new_context()
    yield context.new_page()
    context.close()


def test_they_see_each_other_work_and_whoever_may_not_any_more_is_out_at_once(servers, enter, page: Page, ada: Page):
    one, two = servers
    enter(page, one)
    ada.goto(f"{two.url}/login")
    ada.get_by_label("Email address").fill("ada@acme.example")
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Log in").click()
    ada.locator("#rows a.row").first.click()

    row = page.locator("#rows a.row").first
    expect(row.get_by_text("Ada is viewing")).to_be_attached()
    row.click()
    ada.get_by_role("textbox", name=re.compile("^Reply")).press_sequentially("Is it plugged in?")
    expect(page.get_by_text("Ada is writing a reply.")).to_be_visible()
    expect(ada.locator(".props").get_by_text("Ben is viewing")).to_be_visible()

    page.goto(f"{one.url}/desk/settings/agents")
    page.get_by_role("link", name="Ada").click()
    page.get_by_role("button", name="Deactivate").click()
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(ada.get_by_label("Password")).to_be_visible(timeout=SENT_AWAY_MILLISECONDS)
