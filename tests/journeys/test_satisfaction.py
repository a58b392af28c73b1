"""On each channel from the first message to the answered question: mail, text and chat, all on one server."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import Database
from tests.factories import PASSWORD
from tests.live_server import LiveServer, until
from tests.mails import SUPPORT, a_mail
from tests.standins import smtp, twilio
from tests.texts import NUMBER, PAT, a_status, a_text, posted

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SOON = 20_000
LINK = r"/s/[0-9]+-[a-z2-7]{26}\?score="


@pytest.fixture(scope="module")
def mail_server() -> Iterator[smtp.MailServer]:
    """Where mails leave to."""
    with smtp.running() as standin:
        yield standin


@pytest.fixture(scope="module")
def carrier() -> Iterator[twilio.Twilio]:
    """Where texts leave to."""
    with twilio.running() as standin:
        yield standin


@pytest.fixture(scope="module")
def server(
    database: Database, tmp_path_factory: pytest.TempPathFactory, mail_server: smtp.MailServer, carrier: twilio.Twilio
) -> Iterator[LiveServer]:
    """Helpdesk with Ben, who asks each customer at once."""
    database.renew()
    sent = {"SMTP_URL": mail_server.url, "TWILIO_API_BASE": carrier.url}
    account = {"TWILIO_ACCOUNT_SID": twilio.ACCOUNT, "TWILIO_AUTH_TOKEN": twilio.TOKEN}
    made = LiveServer(tmp_path_factory.mktemp("live"), {"DATABASE_URL": database.url} | sent | account)
    ben = ("--email", "ben@acme.example", "--name", "Ben", "--role", "admin", "--password", PASSWORD)
    made.order("agent", "create", *ben)
    made.order("setting", "set", "survey.delay_minutes", "0")
    made.start()
    made.leave_at_once()
    yield made
    made.kill()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """The customer's own browser, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture
def inbox(server: LiveServer) -> Callable[..., dict[str, Any]]:
    """Open an inbox of a channel."""

    def opened(channel: str, address: str) -> dict[str, Any]:
        (made,) = server.order("inbox", "create", "--channel", channel, "--name", channel, "--address", address)
        return dict(made)

    return opened


@pytest.fixture
def answer_and_resolve(server: LiveServer, enter: Callable[..., None], page: Page) -> Callable[[str, str], None]:
    """Ben opens the ticket as soon as its words are there, answers, and resolves it."""

    def work(asked: str, words: str) -> None:
        enter(page, server)
        page.get_by_text(asked).first.click(timeout=SOON)
        page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).fill(words)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".thread").get_by_text(words)).to_be_visible(timeout=SOON)
        page.get_by_role("button", name="Resolve", exact=True).click()

    return work


def is_rated(page: Page, score: int) -> None:
    """The agent sees the score without asking, and the ticket stays resolved."""
    expect(page.get_by_text(f"The customer rated {score} of 5")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()


def twilio_posts(url: str, fields: dict[str, str]) -> None:
    """Post as Twilio does, signed."""
    form = posted(url, fields, twilio.TOKEN)
    with urllib.request.urlopen(urllib.request.Request(url, form["data"].encode(), form["headers"])) as answer:
        assert answer.status == 200


def test_by_mail_each_score_is_a_link_and_a_press_without_a_script_answers(
    inbox, server, mail_server, answer_and_resolve, accessible, browser, page, stranger
):
    inbox("email", SUPPORT)
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold."))
    answer_and_resolve("It stays cold.", "A new one is on its way.")
    both = until(lambda: mail_server.mails[1:] and mail_server.mails, seconds=40, what="answer and question by mail")
    assert [mail.recipients for mail in both] == [["dora@customer.example"]] * 2
    (mail,) = [mail.message for mail in both if "A new one is on its way." not in mail.raw.decode()]
    words, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert [score for score in "54321" if re.search(LINK + score, words) and re.search(LINK + score, html)] == [
        *"54321"
    ]
    link = re.search(LINK + "5", words)[0]

    plain = browser.new_page(java_script_enabled=False)
    plain.goto(server.url + link)
    plain.get_by_label("Anything you would like to add?").fill("Warm again!")
    plain.get_by_role("button", name="Send the answer").click()
    expect(plain.get_by_text("Your answer is saved.")).to_be_visible()
    plain.close()

    is_rated(page, 5)
    page.get_by_role("button", name="Contact details", exact=True).click()
    expect(page.get_by_text("Warm again!")).to_be_visible(timeout=SOON)
    stranger.goto(server.url + link)
    accessible(stranger)


def test_by_text_a_digit_answers(inbox, carrier, answer_and_resolve, page):
    hook = inbox("sms", NUMBER)
    twilio_posts(hook["hook_url"], a_text("Is the kettle ready?"))
    answer_and_resolve("Is the kettle ready?", "It waits for you.")
    both = until(lambda: carrier.accepted[1:] and carrier.accepted, seconds=40, what="answer and question by text")
    assert [(text["To"], text["From"]) for text in both] == [(PAT, NUMBER)] * 2
    said = [text["Body"] for text in both]
    assert set(said) == {"It waits for you.", "How did we do? Reply with a number from 1 (bad) to 5 (great)."}
    first = said.index("It waits for you.")
    twilio_posts(both[first]["StatusCallback"], a_status(f"SM{first + 1:032d}", "delivered"))
    expect(page.get_by_text("Delivered", exact=True)).to_be_visible(timeout=SOON)

    twilio_posts(hook["hook_url"], a_text("4 - quick"))

    is_rated(page, 4)
    expect(page.locator(".thread").get_by_text("4 - quick")).to_be_visible()


def test_in_the_chat_a_visitor_answers_on_the_card_with_the_keyboard_alone(
    inbox, server, answer_and_resolve, accessible, page, stranger
):
    chat = inbox("chat", "shop")
    stranger.goto(f"{server.url}/widget/{chat['token']}")
    stranger.get_by_label("Your message").fill("Do you ship to Norway?")
    stranger.get_by_label("Your message").press("Enter")
    answer_and_resolve("Do you ship to Norway?", "We do.")
    expect(stranger.get_by_text("We do.")).to_be_visible(timeout=SOON)

    scores = stranger.get_by_role("group", name="How satisfied are you?")
    scores.get_by_role("button", name="4").focus(timeout=SOON)
    stranger.keyboard.press("Enter")
    is_rated(page, 4)
    stranger.get_by_label("Thank you. Anything to add?").fill("Quick!")
    stranger.get_by_role("button", name="Send", exact=True).first.press("Enter")

    page.get_by_role("button", name="Contact details", exact=True).click()
    expect(page.get_by_text("Quick!")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    accessible(stranger)
