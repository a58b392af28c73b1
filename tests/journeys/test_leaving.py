"""A reply on its way out: taken back, found on another device, sent later, and at last it leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WORDS = "Please look at the attached manual."


@pytest.fixture
def laptop(page: Page):
    """Ben's other device."""
    context = page.context.browser.new_context()
    other = context.new_page()
    other.set_default_timeout(15_000)
    yield other
    context.close()


def composer(page: Page):
    return page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE))


def test_it_can_be_taken_back_and_follows_to_another_device(serve, employ, enter, page: Page, laptop: Page, accessible):
    server = serve(undo=True)
    employ(server)
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold.", subject="A cold kettle"))
    enter(page, server)
    page.get_by_text("A cold kettle").first.click(timeout=20_000)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()

    composer(page).fill(WORDS)
    composer(page).press("Control+Enter")
    question = page.get_by_role("alertdialog", name="Before it leaves")
    expect(question).to_contain_text("there is no file with it")
    accessible(page)
    question.get_by_role("button", name="Send anyway").click()
    expect(page.get_by_text(re.compile("Sending in [0-9]+ s"))).to_be_visible()
    expect(composer(page)).not_to_contain_text(WORDS)
    accessible(page)

    page.get_by_role("article", name="A reply that has not left yet").get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("Sending in"))).to_have_count(0)
    expect(composer(page)).to_contain_text(WORDS)

    enter(laptop, server)
    drafts = laptop.get_by_role("link", name=re.compile("^Drafts"))
    expect(drafts).to_contain_text("1")
    drafts.click()
    laptop.get_by_text("A cold kettle").first.click()
    expect(composer(laptop)).to_contain_text(WORDS)

    laptop.get_by_role("button", name="More ways to send").click()
    laptop.get_by_role("menuitem", name=re.compile("tomorrow morning")).click()
    laptop.get_by_role("button", name="Send anyway").click()
    waiting = page.get_by_role("article", name="A reply that has not left yet")
    expect(waiting).to_contain_text("Leaves ", timeout=15_000)
    expect(composer(page)).not_to_contain_text(WORDS)

    waiting.get_by_role("button", name="Send now").click()
    expect(waiting).to_have_count(0)
    expect(laptop.get_by_role("article", name="A reply that has not left yet")).to_have_count(0, timeout=15_000)
    expect(laptop.get_by_text(WORDS).last).to_be_visible()
