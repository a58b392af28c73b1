"""From a chat and from a mail to the answered question: the customer says how it went, the agent sees it at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live_server import until
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SOON = 20_000


@pytest.fixture
def stranger(browser: Browser) -> Page:
    """The customer's own browser, on a phone."""
    return browser.new_context(viewport={"width": 390, "height": 844}).new_page()


def test_a_visitor_answers_on_the_card_with_the_keyboard_alone(serve, employ, enter, accessible, page, stranger):
    server = serve()
    employ(server)
    server.cli("setting", "set", "survey.delay_minutes", "0")
    (chat,) = server.cli("inbox", "create", "--channel", "chat", "--name", "Shop", "--address", "shop")
    stranger.goto(f"{server.url}/widget/{chat['token']}")
    stranger.get_by_label("Your message").fill("Do you ship to Norway?")
    stranger.get_by_label("Your message").press("Enter")
    enter(page, server)
    page.get_by_text("Do you ship to Norway?").first.click(timeout=SOON)

    page.get_by_role("button", name="Resolve", exact=True).click()
    scores = stranger.get_by_role("group", name="How satisfied are you?")
    scores.get_by_role("button", name="4").focus(timeout=SOON)
    stranger.keyboard.press("Enter")
    expect(page.get_by_text("The customer rated 4 of 5")).to_be_visible(timeout=SOON)
    stranger.get_by_label("Thank you. Anything to add?").fill("Quick!")
    stranger.get_by_role("button", name="Send", exact=True).first.press("Enter")

    page.get_by_role("button", name="Contact details", exact=True).click()
    expect(page.get_by_text("Quick!")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    accessible(stranger)


def test_a_link_of_the_mail_answers_without_a_script(serve, employ, enter, smtp, accessible, browser, page, stranger):
    server = serve(SMTP_URL=smtp.url)
    employ(server)
    server.cli("setting", "set", "survey.delay_minutes", "0")
    server.cli("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("It stays cold."))
    enter(page, server)
    page.get_by_text("It stays cold.").first.click(timeout=SOON)
    page.get_by_role("button", name="Resolve", exact=True).click()
    (mail,) = until(lambda: smtp.mails, seconds=20, what="the question by mail")
    words = mail.message.get_body(("plain",)).get_content()
    link = re.search(r"/s/[0-9]+-[a-z2-7]{26}\?score=5", words)[0]

    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(server.url + link)
    plain.get_by_label("Anything you would like to add?").fill("Warm again!")
    plain.get_by_role("button", name="Send the answer").click()
    expect(plain.get_by_text("Your answer is saved.")).to_be_visible()

    expect(page.get_by_text("The customer rated 5 of 5")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Contact details", exact=True).click()
    expect(page.get_by_text("Warm again!")).to_be_visible(timeout=SOON)
    stranger.goto(server.url + link)
    accessible(stranger)
