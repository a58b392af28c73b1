"""The two-minute tour: shop, phone and mailbox of the demo's customers on one side, an agent on the other."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from helpdesk import create_app
from helpdesk.demo.company import PASSWORD, found
from helpdesk.demo.judging import ask_at_once
from helpdesk.demo.script import plays
from helpdesk.demo.stage import perform
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from tests.conftest import configured
from tests.databases import Database
from tests.live_server import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SOON = 20_000
ASKED = "Do you ship to Iceland?"
MAJA = "maja@customer.example"


@pytest.fixture
def customer(browser: Browser) -> Iterator[Page]:
    """The customers' own browser: no cookie of the agent's."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def demo(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The demo as `make run` starts it a second time; of its history only Leonie's chat, since all of it takes long."""
    folder = tmp_path_factory.mktemp("live")
    database.renew()
    server = LiveServer(folder, {"DATABASE_URL": database.url, "DEMO": "1"})
    app = create_app(configured(folder, DATABASE_URL=database.url, DEMO="1", BASE_URL=server.url))
    with app.app_context():
        with unit():
            company = found()
        perform(company, [play for play in plays(now()) if play.steps[0].who == "leonie"])
        ask_at_once()
        db.engine.dispose()
    server.start()
    server.leave_at_once()
    yield server
    server.kill()


@pytest.fixture
def at_the_desk(page: Page, demo: LiveServer) -> Callable[[str, str], None]:
    """Log Ingrid in; what is returned opens a ticket by its words as soon as they are there, and answers it."""
    page.goto(f"{demo.url}/login")
    page.get_by_label("Email address").fill("ingrid@ternfold.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk/tickets**")

    def answer(asked: str, words: str) -> None:
        page.get_by_text(asked).first.click(timeout=SOON)
        page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).fill(words)
        page.get_by_role("button", name="Send", exact=True).click()

    return answer


def test_the_shops_chat_is_answered_and_rated_and_who_logs_out_is_a_stranger(demo, at_the_desk, page, customer: Page):
    customer.goto(f"{demo.url.replace('127.0.0.1', 'localhost')}/demo")  # The agents' browser says 127.0.0.1.
    customer.get_by_role("link", name="The shop").click()
    customer.get_by_label("Log in as").select_option("Leonie Vogt")
    expect(customer.get_by_role("link", name="Log out")).to_be_visible()
    customer.get_by_role("button", name="Open the chat").click()
    chat = customer.frame_locator("iframe")
    expect(chat.get_by_text("den Newsletter auch auf Deutsch")).to_be_visible(timeout=SOON)
    chat.get_by_label("Your message").fill(ASKED)
    chat.get_by_label("Your message").press("Enter")

    at_the_desk(ASKED, "We do, by ship.")
    expect(page.get_by_text("To Leonie Vogt")).to_be_visible()
    expect(page.get_by_text("in the chat", exact=True)).to_be_visible()
    expect(chat.get_by_text("We do, by ship.")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Resolve", exact=True).click()
    chat.get_by_role("button", name="5").click(timeout=SOON)
    expect(chat.get_by_label("Thank you. Anything to add?")).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("The customer rated 5 of 5")).to_be_visible(timeout=SOON)
    chat.get_by_role("button", name="Close the chat").click()
    customer.get_by_role("link", name="Log out").click()
    expect(customer.get_by_role("link", name="Log out")).to_have_count(0)
    customer.get_by_role("button", name="Open the chat").click()
    expect(chat.get_by_text("Ask us anything about bags.")).to_be_visible(timeout=SOON)
    expect(chat.get_by_text("We do, by ship.")).to_have_count(0)


def test_whoever_chooses_before_the_shops_script_is_there_is_logged_in_all_the_same(demo, customer: Page):
    held: list[Route] = []
    customer.route("**/shop-*.js", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks its handlers.
    with customer.expect_request("**/shop-*.js"):
        customer.goto(f"{demo.url}/demo/shop", wait_until="commit")
    customer.get_by_label("Log in as").select_option("Marta Kowalczyk")
    held[0].continue_()

    expect(customer.get_by_role("link", name="Log out")).to_be_visible(timeout=SOON)


def test_a_phone_keeps_what_is_half_written_and_its_digit_is_the_rating(demo, at_the_desk, page, customer: Page):
    customer.goto(f"{demo.url}/demo/phone")
    customer.get_by_role("link", name="A new phone").click()
    customer.get_by_label("Text message").fill("Is the Marsh waterproof?")
    customer.get_by_label("Text message").press("Enter")
    expect(customer.get_by_label("Text message")).to_have_value("")
    customer.get_by_label("Text message").fill("And the")
    at_the_desk("Is the Marsh waterproof?", "Up to the zip.")
    expect(customer.get_by_text("Up to the zip.")).to_be_visible(timeout=SOON)
    expect(customer.get_by_label("Text message")).to_have_value("And the")
    page.get_by_role("button", name="Resolve", exact=True).click()
    expect(customer.get_by_text("Reply with a number from 1 (bad) to 5 (great).")).to_be_visible(timeout=SOON)
    customer.get_by_label("Text message").fill("4")
    customer.get_by_label("Text message").press("Enter")
    expect(page.get_by_text("The customer rated 4 of 5")).to_be_visible(timeout=SOON)


def test_a_mailbox_opens_the_questions_link_and_the_report_counts_it(demo, at_the_desk, page, customer: Page):
    customer.goto(f"{demo.url}/demo/mailbox")
    customer.get_by_role("link", name="Write as somebody new").click()
    for label, words in (
        ("Your name", "Maja Berg"),
        ("Your address", MAJA),
        ("Subject", "Size"),
        ("Text", "Which size?"),
    ):
        customer.get_by_label(label).fill(words)
    customer.get_by_role("button", name="Send").click()
    at_the_desk("Which size?", "The small one.")
    page.get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_text("Your request was resolved. How did we do?")).to_be_visible(timeout=SOON)
    customer.goto(f"{demo.url}/demo/mailbox?address={MAJA}")
    customer.get_by_role("row", name=re.compile("How did we do")).get_by_role("link").click()
    with customer.expect_popup() as opened:
        customer.frame_locator("iframe.letter").get_by_role("link", name="Okay").click()
    opened.value.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The customer rated 3 of 5")).to_be_visible(timeout=SOON)

    page.goto(f"{demo.url}/desk/satisfaction")
    expect(page.get_by_role("row", name=re.compile(r"Ingrid Solheim (\d) \1 100 %"))).to_be_visible()


def test_a_ticket_with_promises_and_fields_is_accessible(demo, at_the_desk, page, accessible):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{demo.url}/desk/tickets/1")
    expect(page.get_by_role("heading", name="Service level")).to_be_visible()

    accessible(page)
